//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:cloudwatch
//DEPS software.amazon.awssdk:dynamodb
//DEPS software.amazon.awssdk:eventbridge
//DEPS software.amazon.awssdk:scheduler
//DEPS software.amazon.awssdk:sfn
//DEPS software.amazon.awssdk:sns
//DEPS software.amazon.awssdk:sqs
package lib.pipeline;

import java.util.List;
import lib.aws.Account;

/** The account's tags as each service wants them, and back to text: the SDK has a class for every service. */
public final class Tags {

    private Tags() {}

    public static List<software.amazon.awssdk.services.cloudwatch.model.Tag> cloudwatch(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.cloudwatch.model.Tag.builder()
                .key(key).value(value).build());
    }

    public static String cloudwatch(List<software.amazon.awssdk.services.cloudwatch.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }

    public static List<software.amazon.awssdk.services.dynamodb.model.Tag> dynamo(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.dynamodb.model.Tag.builder()
                .key(key).value(value).build());
    }

    public static String dynamo(List<software.amazon.awssdk.services.dynamodb.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }

    public static List<software.amazon.awssdk.services.eventbridge.model.Tag> events(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.eventbridge.model.Tag.builder()
                .key(key).value(value).build());
    }

    public static String events(List<software.amazon.awssdk.services.eventbridge.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }

    public static List<software.amazon.awssdk.services.sfn.model.Tag> states(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.sfn.model.Tag.builder()
                .key(key).value(value).build());
    }

    public static String states(List<software.amazon.awssdk.services.sfn.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }

    public static List<software.amazon.awssdk.services.sns.model.Tag> sns(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.sns.model.Tag.builder()
                .key(key).value(value).build());
    }

    public static String sns(List<software.amazon.awssdk.services.sns.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }
}
