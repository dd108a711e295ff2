//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:scheduler
package lib.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.aws.Account;
import lib.aws.Resource;
import lib.aws.Waiting;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindow;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.Target;

/** The clock: on Monday morning, when the round is over, the pipeline's machine fetches the public results. */
public final class WeeklyFetch implements Resource {

    private static final String WHEN = "cron(0 9 ? * MON *)";
    private static final String WHERE = "America/Sao_Paulo";
    private static final String INPUT = "{\"trigger\":\"weekly\"}";

    private final Account account;
    private final SchedulerClient scheduler;

    public WeeklyFetch(Account account) {
        this.account = account;
        this.scheduler = account.client(SchedulerClient.builder());
    }

    @Override
    public String kind() {
        return "schedule";
    }

    @Override
    public String name() {
        return account.name("weekly");
    }

    @Override
    public String why() {
        return "new rounds arrive by themselves";
    }

    private Target target() {
        return Target.builder().arn(StateMachine.arn(account, "pipeline")).roleArn(account.roleArn("scheduler")).input(INPUT).build();
    }

    @Override
    public Map<String, String> desired() {
        return Map.of("when", WHEN + " " + WHERE, "target", target().arn(), "role", target().roleArn(), "input", INPUT, "state", "ENABLED");
    }

    @Override
    public Optional<Map<String, String>> describe() {
        try {
            GetScheduleResponse is = scheduler.getSchedule(get -> get.name(name()));
            return Optional.of(Map.of("when", is.scheduleExpression() + " " + is.scheduleExpressionTimezone(),
                    "target", is.target().arn(), "role", is.target().roleArn(),
                    "input", String.valueOf(is.target().input()), "state", is.stateAsString()));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create() {
        try {
            Waiting.retry(() -> scheduler.createSchedule(create -> create.name(name()).description(why())
                    .scheduleExpression(WHEN).scheduleExpressionTimezone(WHERE)
                    .flexibleTimeWindow(exactly()).target(target())));
        } catch (ConflictException exists) {
            change(Set.of());
        }
    }

    private static FlexibleTimeWindow exactly() {
        return FlexibleTimeWindow.builder().mode(FlexibleTimeWindowMode.OFF).build();
    }

    @Override
    public void change(Set<String> fields) {
        scheduler.updateSchedule(update -> update.name(name()).description(why()).scheduleExpression(WHEN).scheduleExpressionTimezone(WHERE)
                .flexibleTimeWindow(exactly()).target(target()));
    }

    @Override
    public void delete() {
        try {
            scheduler.deleteSchedule(delete -> delete.name(name()));
        } catch (ResourceNotFoundException gone) {
            // somebody was faster
        }
    }
}
