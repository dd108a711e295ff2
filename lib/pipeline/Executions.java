//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:sfn
package lib.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** The runs of a state machine: started, followed, and drawn. */
public final class Executions {

    /** A state that a run has passed; {@code kind} is Task, Wait, Choice, Pass, Succeed or Fail. */
    public record Step(String state, String kind, Instant entered, double seconds) {}

    /** A run. {@code cause} is what the failure state said, or empty. */
    public record Run(String name, ExecutionStatus status, Instant started, double seconds, String cause,
            List<Step> steps) {

        /** A {@link Fault} unless the run has succeeded. */
        public void requireGood() {
            if (status == ExecutionStatus.SUCCEEDED) return;
            throw new Fault(Exit.AWS_REFUSED, "the run " + name + " " + status + ": "
                    + cause.lines().findFirst().orElse("without a reason"),
                    cause.contains("\n")
                            ? "the last lines of its container:\n       " + cause.replace("\n", "\n       ")
                            : "the state machine's own words, above",
                    "do what they say, then upload again or ./jbangw 06_pipeline.java start", 6);
        }
    }

    private static final Duration LONGEST_RUN = Duration.ofHours(4);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Account account;
    private final String part;
    private final SfnClient states;

    public Executions(Account account, String part) {
        this.account = account;
        this.part = part;
        this.states = account.client(SfnClient.builder());
    }

    /** The ARN of the machine of a part: pipeline or backtest. */
    public static String machine(Account account, String part) {
        return account.arn("states", "stateMachine:" + account.name(part));
    }

    /** Starts a run and returns its name. */
    public String start(Map<String, Object> input) {
        String name = UUID.randomUUID().toString();
        try {
            AwsErrors.translating("starting " + account.name(part),
                    () -> states.startExecution(start -> start.stateMachineArn(machine(account, part)).name(name)
                            .input(new String(Json.write(input), StandardCharsets.UTF_8))));
            return name;
        } catch (Fault fault) {
            throw fault.getCause() instanceof StateMachineDoesNotExistException ? notDeployed() : fault;
        }
    }

    private Fault notDeployed() {
        return new Fault(Exit.CONFIGURATION, "there is no state machine " + account.name(part),
                "the pipeline is not deployed in this account and region",
                "./jbangw 06_pipeline.java deploy", 6);
    }

    /** Waits for the end of a run, and tells each state that does something once, when it is entered. */
    public Run follow(String name, Consumer<String> progress) {
        int[] told = {0};
        return Waiting.await(LONGEST_RUN, EVERY, () -> {
            // A run that was just started may not be known everywhere.
            Optional<Run> run = AwsErrors.translating("following the run", () -> run(name));
            List<Step> steps = run.stream().flatMap(is -> is.steps.stream())
                    .filter(step -> step.kind.equals("Task")).toList();
            steps.stream().skip(told[0]).forEach(step -> progress.accept(step.state));
            told[0] = steps.size();
            return run.filter(is -> is.status != ExecutionStatus.RUNNING);
        }).orElseThrow(() -> new Fault(Exit.AWS_REFUSED,
                "the run takes longer than " + LONGEST_RUN.toHours() + " hours", "a task hangs",
                "./jbangw 06_pipeline.java history", 6));
    }

    /** The newest run; empty also when there is no machine yet. */
    public Optional<Run> latest() {
        return AwsErrors.translating("listing the runs", () -> {
            try {
                return states.listExecutions(list -> list.stateMachineArn(machine(account, part)).maxResults(1))
                        .executions().stream().map(this::run).findFirst();
            } catch (StateMachineDoesNotExistException e) {
                return Optional.empty();
            }
        });
    }

    /** The newest runs, newest first. */
    public List<Run> newest(int count) {
        try {
            return states.listExecutions(list -> list.stateMachineArn(machine(account, part)).maxResults(count))
                    .executions().stream().limit(count).map(this::run).toList();
        } catch (StateMachineDoesNotExistException e) {
            throw notDeployed();
        }
    }

    private Run run(ExecutionListItem item) {
        return new Run(item.name(), item.status(), item.startDate(), seconds(item.startDate(), item.stopDate()), "",
                List.of());
    }

    /** One run with its steps; empty if there is none of this name. */
    public Optional<Run> run(String name) {
        String arn = account.arn("states", "execution:" + account.name(part) + ":" + name);
        try {
            DescribeExecutionResponse execution = states.describeExecution(describe -> describe.executionArn(arn));
            List<HistoryEvent> events = states.getExecutionHistoryPaginator(history -> history.executionArn(arn))
                    .events().stream().toList();
            return Optional.of(new Run(name, execution.status(), execution.startDate(),
                    seconds(execution.startDate(), execution.stopDate()),
                    reason(execution.cause()), steps(events)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until == null ? Instant.now() : until).toMillis() / 1e3;
    }

    private static List<Step> steps(List<HistoryEvent> events) {
        List<Step> steps = new ArrayList<>();
        Instant end = events.isEmpty() ? null : events.getLast().timestamp();
        for (int i = 0; i < events.size(); i++) {
            HistoryEvent event = events.get(i);
            if (event.stateEnteredEventDetails() == null) continue;
            String name = event.stateEnteredEventDetails().name();
            Instant left = events.subList(i, events.size()).stream()
                    .filter(later -> later.stateExitedEventDetails() != null
                            && later.stateExitedEventDetails().name().equals(name))
                    .map(HistoryEvent::timestamp).findFirst().orElse(end);
            steps.add(new Step(name, event.typeAsString().replace("StateEntered", ""), event.timestamp(),
                    seconds(event.timestamp(), left)));
        }
        return steps;
    }

    /**
     * What the failure state says, as lines for people. The machine wraps an error in JSON. In it the last lines of a
     * container are a list; a container that wrote nothing is ECS's whole description of the task.
     */
    private static String reason(String cause) {
        if (cause == null) return "";
        try {
            JsonNode error = Json.MAPPER.readTree(cause);
            String inner = error.path("Cause").asText(cause);
            if (inner.startsWith("{") && inner.contains("TaskArn")) {
                Fault fault = StoppedTask.fault(Json.MAPPER.readTree(inner));
                return fault.getMessage() + "; do: " + fault.remedy;
            }
            if (!inner.startsWith("[")) return error.path("Error").asText("") + (inner.isEmpty() ? "" : ": " + inner);
            List<String> lines = new ArrayList<>();
            Json.MAPPER.readTree(inner).forEach(line -> lines.add(line.asText().stripTrailing()));
            return String.join("\n", lines);
        } catch (IOException notOurs) {
            return cause;
        }
    }

    /** The states that did or waited for something; the others only decide and take no time. */
    private static List<Step> shown(Run run) {
        return run.steps.stream().filter(step -> !List.of("Choice", "Pass").contains(step.kind)).toList();
    }

    /** The run as lines of text. */
    public static List<String> text(Run run) {
        List<String> lines = new ArrayList<>();
        for (Step step : shown(run)) lines.add(String.format(Locale.ROOT, "%8.1f s  %s", step.seconds, step.state));
        return lines;
    }

    /** The run as a Mermaid flowchart, which GitHub draws. */
    public static String mermaid(Run run) {
        List<Step> steps = shown(run);
        StringBuilder chart = new StringBuilder("flowchart TD\n");
        Map<String, String> style = Map.of(
                "Fail", "fill:#f8d7da,stroke:#b02a37", "Succeed", "fill:#d1e7dd,stroke:#146c43");
        for (int i = 0; i < steps.size(); i++) {
            chart.append(String.format(Locale.ROOT, "  s%d[\"%s<br/>%.1f s\"]\n", i,
                    steps.get(i).state.replace("\"", "'"), steps.get(i).seconds));
            if (i > 0) chart.append("  s").append(i - 1).append(" --> s").append(i).append('\n');
            String colours = style.get(steps.get(i).kind);
            if (colours != null) chart.append("  style s").append(i).append(' ').append(colours).append('\n');
        }
        return chart.toString();
    }
}
