//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:cloudwatchlogs
package lib.aws;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** A log group that forgets: without a retention of its own it would keep, and bill, every line for ever. */
public final class LogGroup implements Resource {

    private static final int RETENTION_DAYS = 14;

    private final Account account;
    private final String name;
    private final String why;
    private final CloudWatchLogsClient logs;

    /** The log group of a part: {@code /predictor-fut-br/etl}. */
    public LogGroup(Account account, String part) {
        this(account, nameOf(account, part), "what " + part + " writes");
    }

    /** A log group of any name. */
    public LogGroup(Account account, String name, String why) {
        this.account = account;
        this.name = name;
        this.why = why;
        this.logs = account.client(CloudWatchLogsClient.builder());
    }

    /** The name of the log group of a part. */
    public static String nameOf(Account account, String part) {
        return "/" + account.prefix() + "/" + part;
    }

    @Override
    public String kind() {
        return "log group";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String why() {
        return why;
    }

    @Override
    public Map<String, String> desired() {
        return Map.of("retention", RETENTION_DAYS + " days", "tags", account.tags().toString());
    }

    @Override
    public Optional<Map<String, String>> describe() {
        return logs.describeLogGroups(list -> list.logGroupNamePrefix(name)).logGroups().stream()
                .filter(group -> group.logGroupName().equals(name)).findFirst()
                .map(group -> Map.of("retention", group.retentionInDays() == null ? "for ever" : group.retentionInDays() + " days",
                        "tags", new TreeMap<>(logs.listTagsForResource(tags -> tags.resourceArn(arn())).tags()).toString()));
    }

    private String arn() {
        return account.arn("logs", "log-group:" + name);
    }

    @Override
    public void create() {
        logs.createLogGroup(create -> create.logGroupName(name).tags(account.tags()));
        change(Set.of("retention"));
    }

    @Override
    public void change(Set<String> fields) {
        if (fields.contains("retention")) logs.putRetentionPolicy(put -> put.logGroupName(name).retentionInDays(RETENTION_DAYS));
        if (fields.contains("tags")) logs.tagResource(tag -> tag.resourceArn(arn()).tags(account.tags()));
    }

    @Override
    public void delete() {
        try {
            logs.deleteLogGroup(delete -> delete.logGroupName(name));
        } catch (ResourceNotFoundException gone) {
            // somebody was faster
        }
    }
}
