//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:budgets
package lib.provision;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.Account;
import lib.aws.Resource;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.budgets.model.Budget;
import software.amazon.awssdk.services.budgets.model.BudgetType;
import software.amazon.awssdk.services.budgets.model.BudgetsException;
import software.amazon.awssdk.services.budgets.model.ComparisonOperator;
import software.amazon.awssdk.services.budgets.model.NotFoundException;
import software.amazon.awssdk.services.budgets.model.Notification;
import software.amazon.awssdk.services.budgets.model.NotificationType;
import software.amazon.awssdk.services.budgets.model.NotificationWithSubscribers;
import software.amazon.awssdk.services.budgets.model.Subscriber;
import software.amazon.awssdk.services.budgets.model.SubscriptionType;
import software.amazon.awssdk.services.budgets.model.ThresholdType;
import software.amazon.awssdk.services.budgets.model.TimeUnit;

/** An e-mail when the account's bill of a month reaches 80 % of a limit. Two such budgets are free. */
public final class BudgetAlarm implements Resource {

    private static final Notification AT_80_PERCENT = Notification.builder().notificationType(NotificationType.ACTUAL)
            .comparisonOperator(ComparisonOperator.GREATER_THAN).threshold(80.0).thresholdType(ThresholdType.PERCENTAGE).build();

    private final Account account;
    private final String email;
    private final int dollars;
    private final BudgetsClient budgets;

    /** @param dollars the limit of a month */
    public BudgetAlarm(Account account, String email, int dollars) {
        this.account = account;
        this.email = email;
        this.dollars = dollars;
        this.budgets = account.client(BudgetsClient.builder());
    }

    @Override
    public String kind() {
        return "budget alarm";
    }

    @Override
    public String name() {
        return account.prefix();
    }

    @Override
    public String why() {
        return "an e-mail before a forgotten service becomes dear";
    }

    @Override
    public Map<String, String> desired() {
        return Map.of("limit", dollars + " USD a month", "alarm", "at 80 % to " + email);
    }

    @Override
    public Optional<Map<String, String>> describe() {
        try {
            Budget budget = budgets.describeBudget(describe -> describe.accountId(account.id()).budgetName(name())).budget();
            Map<String, String> is = new LinkedHashMap<>();
            is.put("limit", budget.budgetLimit().amount().intValue() + " USD a month");
            budgets.describeNotificationsForBudget(describe -> describe.accountId(account.id()).budgetName(name()))
                    .notifications().stream().filter(alarm -> alarm.threshold().equals(AT_80_PERCENT.threshold()))
                    .findFirst().ifPresent(alarm -> is.put("alarm", "at 80 % to " + addresses(alarm)));
            return Optional.of(is);
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Whom an alarm writes to. Emulators keep the addresses but do not tell them, so there the given one is believed. */
    private String addresses(Notification alarm) {
        try {
            return budgets.describeSubscribersForNotification(describe -> describe.accountId(account.id()).budgetName(name())
                    .notification(alarm)).subscribers().stream().map(Subscriber::address).sorted()
                    .collect(Collectors.joining(", "));
        } catch (BudgetsException e) {
            if (account.endpoint().isPresent() && e.statusCode() >= 500) return email;
            throw e;
        }
    }

    @Override
    public void create() {
        budgets.createBudget(create -> create.accountId(account.id())
                .budget(budget -> budget.budgetName(name()).budgetType(BudgetType.COST).timeUnit(TimeUnit.MONTHLY)
                        .budgetLimit(limit -> limit.amount(BigDecimal.valueOf(dollars)).unit("USD")))
                .notificationsWithSubscribers(List.of(NotificationWithSubscribers.builder().notification(AT_80_PERCENT)
                        .subscribers(Subscriber.builder().subscriptionType(SubscriptionType.EMAIL).address(email).build()).build())));
    }

    /** A budget is small and has no history of its own: it is made anew. */
    @Override
    public void change(Set<String> fields) {
        delete();
        create();
    }

    @Override
    public void delete() {
        try {
            budgets.deleteBudget(delete -> delete.accountId(account.id()).budgetName(name()));
        } catch (NotFoundException gone) {
            // somebody was faster
        }
    }
}
