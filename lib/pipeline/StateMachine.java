//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:sfn
package lib.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.aws.Account;
import lib.aws.LogGroup;
import lib.aws.Resource;
import lib.aws.Waiting;
import lib.base.Json;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.LogLevel;
import software.amazon.awssdk.services.sfn.model.LoggingConfiguration;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.Tag;

/** A Step Functions state machine of the Standard type: it may take hours, and each start runs exactly once. */
public final class StateMachine implements Resource {

    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Account account;
    private final String part;
    private final String why;
    private final String definition;
    private final SfnClient states;

    /** @param definition in the Amazon States Language, complete */
    public StateMachine(Account account, String part, String why, String definition) {
        this.account = account;
        this.part = part;
        this.why = why;
        this.definition = definition;
        this.states = account.client(SfnClient.builder());
    }

    @Override
    public String kind() {
        return "state machine";
    }

    @Override
    public String name() {
        return account.name(part);
    }

    @Override
    public String why() {
        return why;
    }

    /** The ARN of the machine of a part. */
    public static String arn(Account account, String part) {
        return account.arn("states", "stateMachine:" + account.name(part));
    }

    private String arn() {
        return arn(account, part);
    }

    private LoggingConfiguration logging() {
        return LoggingConfiguration.builder().level(LogLevel.ERROR).includeExecutionData(true)
                .destinations(log -> log.cloudWatchLogsLogGroup(group -> group
                        .logGroupArn(account.arn("logs", "log-group:" + LogGroup.nameOf(account, part) + ":*")))).build();
    }

    @Override
    public Map<String, String> desired() {
        Map<String, String> desired = new LinkedHashMap<>();
        desired.put("role", account.roleArn("states"));
        desired.put("definition", normal(definition));
        desired.put("log", LogGroup.nameOf(account, part));
        desired.put("tags", account.tags().toString());
        return desired;
    }

    @Override
    public Optional<Map<String, String>> describe() {
        return find().map(machine -> {
            Map<String, String> is = new LinkedHashMap<>();
            is.put("role", machine.roleArn());
            is.put("definition", normal(machine.definition()));
            List<String> logs = machine.loggingConfiguration() == null ? List.of() : machine.loggingConfiguration().destinations().stream()
                    .map(log -> log.cloudWatchLogsLogGroup().logGroupArn().replaceAll("^.*log-group:|:\\*$", "")).toList();
            is.put("log", logs.isEmpty() ? "none" : logs.getFirst());
            is.put("tags", states.listTagsForResource(list -> list.resourceArn(arn())).tags().stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value, (a, _) -> a, TreeMap::new)).toString());
            return is;
        });
    }

    /** The same machine as the same text: names sorted, lists as they are, because the first choice that fits wins. */
    private static String normal(String definition) {
        try {
            return Json.MAPPER.writeValueAsString(Json.MAPPER.readValue(definition, Object.class));
        } catch (JsonProcessingException e) {
            return definition;
        }
    }

    private Optional<DescribeStateMachineResponse> find() {
        try {
            return Optional.of(states.describeStateMachine(describe -> describe.stateMachineArn(arn())))
                    .filter(machine -> machine.status() != StateMachineStatus.DELETING);
        } catch (StateMachineDoesNotExistException e) {
            return Optional.empty();
        }
    }

    /** A machine of this name that is still being deleted is waited for, and so is a role that is too new. */
    @Override
    public void create() {
        Waiting.await(MOST, EVERY, () -> {
            try {
                return Optional.of(Waiting.retry(() -> states.createStateMachine(create -> create.name(name())
                        .type(StateMachineType.STANDARD)
                        .definition(definition).roleArn(account.roleArn("states")).loggingConfiguration(logging()).tags(tags()))));
            } catch (StateMachineDeletingException e) {
                return Optional.empty();
            }
        });
    }

    private List<Tag> tags() {
        return account.tags().entrySet().stream().map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList();
    }

    /** Creating again would quietly ignore another role; an update does not. */
    @Override
    public void change(Set<String> fields) {
        if (!fields.equals(Set.of("tags"))) {
            Waiting.retry(() -> states.updateStateMachine(update -> update.stateMachineArn(arn()).definition(definition)
                    .roleArn(account.roleArn("states")).loggingConfiguration(logging())));
        }
        if (fields.contains("tags")) states.tagResource(tag -> tag.resourceArn(arn()).tags(tags()));
    }

    /** Deletion waits for running executions, so they are stopped. */
    @Override
    public void delete() {
        try {
            states.listExecutionsPaginator(list -> list.stateMachineArn(arn()).statusFilter(ExecutionStatus.RUNNING)).executions()
                    .forEach(execution -> states.stopExecution(stop -> stop.executionArn(execution.executionArn())
                            .error("Undeployed").cause("06_pipeline.java undeploy")));
            states.deleteStateMachine(delete -> delete.stateMachineArn(arn()));
        } catch (StateMachineDoesNotExistException gone) {
            return;
        }
        Waiting.await(MOST, EVERY, () -> describe().isEmpty() ? Optional.of(true) : Optional.empty());
    }
}
