//DEPS info.picocli:picocli:4.7.7
package lib.provision;

import picocli.CommandLine.Option;

/** The budget alarm is made only for an address. */
public final class BudgetOptions {

    @Option(names = "--budget-email", descriptionKey = "BUDGET_EMAIL", paramLabel = "ADDRESS",
            description = "Make a budget alarm that writes to this address (BUDGET_EMAIL).")
    public String email;

    @Option(names = "--budget", descriptionKey = "BUDGET_USD", defaultValue = "5", paramLabel = "US$",
            description = "Limit of a month for the budget alarm (BUDGET_USD, ${DEFAULT-VALUE}).")
    public int dollars;
}
