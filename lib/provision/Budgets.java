//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:budgets
package lib.provision;

import java.util.stream.Collectors;
import lib.aws.Account;
import lib.aws.AwsErrors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.budgets.model.NotFoundException;
import software.amazon.awssdk.services.budgets.model.Notification;
import software.amazon.awssdk.services.budgets.model.Subscriber;

/** What the budget alarm of chapter 1 needs beyond single calls. */
public final class Budgets {

    private Budgets() {}

    /**
     * Whether an alarm was made, perhaps with an address that is not given now. Tags do not lead to budgets, so this is
     * asked by name. Who may not look at budgets, as in many classrooms, may not make one either, and has none.
     */
    public static boolean isAlarmed(Account account) {
        try {
            account.client(BudgetsClient.builder())
                    .describeBudget(get -> get.accountId(account.id()).budgetName(account.prefix()));
            return true;
        } catch (NotFoundException e) {
            return false;
        } catch (AwsServiceException e) {
            if (AwsErrors.isDenied(e) || account.lacks(e)) return false;
            throw AwsErrors.translate("looking at the budget alarm", e);
        }
    }

    /**
     * Whom an alarm writes to. Some emulators keep the addresses but do not tell them; there the given one is believed.
     */
    public static String addresses(Account account, Notification alarm, String given) {
        try {
            return account.client(BudgetsClient.builder()).describeSubscribersForNotification(get -> get
                    .accountId(account.id()).budgetName(account.prefix()).notification(alarm)).subscribers().stream()
                    .map(Subscriber::address).sorted().collect(Collectors.joining(", "));
        } catch (AwsServiceException e) {
            if (account.lacks(e)) return given;
            throw e;
        }
    }
}
