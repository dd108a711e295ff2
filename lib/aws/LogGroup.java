//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:cloudwatchlogs
package lib.aws;

import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log groups that forget: without a retention of its own a group keeps, and bills, every line for ever. */
public final class LogGroup {

    private static final int RETENTION_DAYS = 14;

    private LogGroup() {}

    /** The log group of a part: {@code /predictor-fut-br/etl}. */
    public static Resource of(Account account, String part) {
        return of(account, nameOf(account, part), "what " + part + " writes");
    }

    /** A log group of any name. */
    public static Resource of(Account account, String name, String why) {
        CloudWatchLogsClient logs = account.client(CloudWatchLogsClient.builder());
        String arn = account.arn("logs", "log-group:" + name);
        return Declared.named("log group", name, why)
                .search(() -> logs.describeLogGroups(list -> list.logGroupNamePrefix(name)).logGroups().stream()
                        .filter(group -> group.logGroupName().equals(name)).findFirst(),
                        ResourceNotFoundException.class)
                .create(() -> logs.createLogGroup(create -> create.logGroupName(name).tags(account.tags())))
                .setting("retention", RETENTION_DAYS + " days",
                        group -> group.retentionInDays() == null ? "for ever" : group.retentionInDays() + " days",
                        () -> logs.putRetentionPolicy(put -> put.logGroupName(name).retentionInDays(RETENTION_DAYS)))
                .field("tags", account.tags().toString(),
                        _ -> new TreeMap<>(logs.listTagsForResource(tags -> tags.resourceArn(arn)).tags()).toString(),
                        () -> logs.tagResource(tag -> tag.resourceArn(arn).tags(account.tags())))
                .delete(() -> logs.deleteLogGroup(delete -> delete.logGroupName(name)));
    }

    /** The name of the log group of a part. */
    public static String nameOf(Account account, String part) {
        return "/" + account.prefix() + "/" + part;
    }
}
