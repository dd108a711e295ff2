//DEPS info.picocli:picocli:4.7.7
package lib.provision;

import lib.aws.Account;
import lib.aws.Stack;
import picocli.CommandLine.Option;

/** The budget alarm, for the commands that make it or compare it. */
public final class BudgetOptions {

    @Option(names = "--budget-email", descriptionKey = "BUDGET_EMAIL", paramLabel = "ADDRESS",
            description = "Make a budget alarm that writes to this address (BUDGET_EMAIL).")
    String email;

    @Option(names = "--budget", descriptionKey = "BUDGET_USD", defaultValue = "5", paramLabel = "US$",
            description = "Limit of a month for the budget alarm (BUDGET_USD, ${DEFAULT-VALUE}).")
    int dollars;

    /** The foundations with the alarm, if an address is given. */
    public Stack foundations(Account account) {
        return Foundations.of(account, email, dollars);
    }
}
