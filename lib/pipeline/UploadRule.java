//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:eventbridge
package lib.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.aws.Account;
import lib.aws.Policies;
import lib.aws.Resource;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.lake.Keys;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The rule that starts the pipeline when a CSV file arrives in raw/. */
public final class UploadRule implements Resource {

    private static final String TARGET = "pipeline";
    private static final Map<String, String> FROM_EVENT = Map.of("bucket", "$.detail.bucket.name", "key", "$.detail.object.key");
    private static final String INPUT = "{\"trigger\": \"s3\", \"bucket\": <bucket>, \"key\": <key>}";

    private final Account account;
    private final EventBridgeClient events;

    public UploadRule(Account account) {
        this.account = account;
        this.events = account.client(EventBridgeClient.builder());
    }

    @Override
    public String kind() {
        return "event rule";
    }

    @Override
    public String name() {
        return account.name("uploads");
    }

    @Override
    public String why() {
        return "a CSV file in raw/ starts the pipeline";
    }

    /**
     * The pattern. A wildcard holds folder and ending, because a prefix and a suffix in a list mean "or": the pipeline's own CSV files in
     * processed/ would start it again, for ever and at a price. Windows writes the ending in capitals, and a wildcard
     * knows the difference. The size keeps out the empty object that the console
     * makes for a new folder.
     */
    public static String pattern(Account account) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("key", List.of(
                Map.of("wildcard", Keys.RAW + "*.csv"), Map.of("wildcard", Keys.RAW + "*.CSV")));
        object.put("size", List.of(Map.of("numeric", List.of(">", 0))));
        Map<String, Object> pattern = new LinkedHashMap<>();
        pattern.put("source", List.of("aws.s3"));
        pattern.put("detail-type", List.of("Object Created"));
        pattern.put("detail", Map.of("bucket", Map.of("name", List.of(account.bucket())), "object", object));
        return new String(Json.write(pattern), StandardCharsets.UTF_8);
    }

    private Target target() {
        return Target.builder().id(TARGET).arn(StateMachine.arn(account, "pipeline")).roleArn(account.roleArn("events"))
                .deadLetterConfig(dead -> dead.arn(new DeadLetters(account).arn()))
                .inputTransformer(input -> input.inputPathsMap(FROM_EVENT).inputTemplate(INPUT)).build();
    }

    @Override
    public Map<String, String> desired() {
        Map<String, String> desired = new LinkedHashMap<>(fields(target()));
        desired.put("pattern", Policies.canonical(pattern(account)));
        desired.put("state", "ENABLED");
        desired.put("tags", account.tags().toString());
        return desired;
    }

    private static Map<String, String> fields(Target target) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("target", target.arn());
        fields.put("target role", target.roleArn());
        fields.put("dead letters", target.deadLetterConfig() == null ? "none" : target.deadLetterConfig().arn());
        fields.put("input", target.inputTransformer() == null ? "none"
                : target.inputTransformer().inputTemplate() + new TreeMap<>(target.inputTransformer().inputPathsMap()));
        return fields;
    }

    @Override
    public Optional<Map<String, String>> describe() {
        try {
            DescribeRuleResponse rule = events.describeRule(describe -> describe.name(name()));
            Map<String, String> is = new LinkedHashMap<>();
            events.listTargetsByRule(list -> list.rule(name())).targets().stream().filter(target -> target.id().equals(TARGET))
                    .findFirst().ifPresent(target -> is.putAll(fields(target)));
            is.put("pattern", Policies.canonical(rule.eventPattern()));
            is.put("state", rule.stateAsString());
            is.put("tags", events.listTagsForResource(list -> list.resourceARN(rule.arn())).tags().stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value, (a, _) -> a, TreeMap::new)).toString());
            return Optional.of(is);
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create() {
        events.putRule(put -> put.name(name()).description(why()).eventPattern(pattern(account)).state(RuleState.ENABLED).tags(tags()));
        putTarget();
    }

    private List<Tag> tags() {
        return account.tags().entrySet().stream().map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList();
    }

    /** A target that was refused comes back with a good status and a count. */
    private void putTarget() {
        PutTargetsResponse answer = Waiting.retry(() -> events.putTargets(put -> put.rule(name()).targets(target())));
        if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
            throw new Fault(Exit.AWS_REFUSED, "EventBridge refused the rule's target: " + answer.failedEntries().getFirst().errorMessage(),
                    "the state machine or the role is not there yet", "run deploy again", 6);
        }
    }

    @Override
    public void change(Set<String> fields) {
        if (fields.contains("pattern") || fields.contains("state")) {
            events.putRule(put -> put.name(name()).description(why()).eventPattern(pattern(account)).state(RuleState.ENABLED));
        }
        if (fields.contains("tags")) events.tagResource(tag -> tag.resourceARN(account.arn("events", "rule/" + name())).tags(tags()));
        putTarget();
    }

    /** Targets first: a rule that has some cannot be deleted. */
    @Override
    public void delete() {
        try {
            List<String> targets = events.listTargetsByRule(list -> list.rule(name())).targets().stream().map(Target::id).toList();
            if (!targets.isEmpty()) events.removeTargets(remove -> remove.rule(name()).ids(targets));
            events.deleteRule(delete -> delete.name(name()));
        } catch (ResourceNotFoundException gone) {
            // somebody was faster
        }
    }
}
