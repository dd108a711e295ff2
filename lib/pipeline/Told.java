//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:cloudwatch
//DEPS software.amazon.awssdk:sns
package lib.pipeline;

import java.util.List;
import java.util.Map;
import lib.aws.Account;
import lib.aws.Declared;
import lib.aws.Policies;
import lib.aws.Price;
import lib.aws.Resource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Who is told when something fails: a topic with a reader, and an alarm on the dead letters. */
public final class Told {

    private static final int FIVE_MINUTES = 300;
    private static final String WAITING = "ApproximateNumberOfMessagesVisible";

    private Told() {}

    /** The topic's ARN. */
    public static String topicArn(Account account) {
        return account.arn("sns", account.name("failures"));
    }

    /**
     * Where failures go, and who reads them. AWS asks the reader first: nothing arrives before a click in that e-mail.
     */
    public static Resource topic(Account account, String email) {
        SnsClient sns = account.client(SnsClient.builder());
        String arn = topicArn(account);
        String policy = PipelinePolicies.topic(account).toJson();
        return Declared.named("topic", account.name("failures"), "tells you what failed")
                .find(() -> sns.getTopicAttributes(get -> get.topicArn(arn)).attributes(), NotFoundException.class)
                .create(() -> sns.createTopic(create -> create.name(account.name("failures"))
                        .attributes(Map.of("Policy", policy)).tags(account.eachTag())))
                .field("policy", Policies.canonical(policy), is -> Policies.canonical(is.get("Policy")),
                        () -> sns.setTopicAttributes(set -> set.topicArn(arn)
                                .attributeName("Policy").attributeValue(policy)))
                .setting("e-mail", email, _ -> reader(sns, arn, email),
                        () -> sns.subscribe(add -> add.topicArn(arn).protocol("email").endpoint(email)))
                .tags(account, _ -> sns.listTagsForResource(list -> list.resourceArn(arn)).tags(),
                        () -> sns.tagResource(tag -> tag.resourceArn(arn).tags(account.eachTag())))
                .shown("waiting for a click", is -> is.get("SubscriptionsPending"))
                .delete(() -> sns.deleteTopic(delete -> delete.topicArn(arn)));
    }

    /** The wanted address if it is among those that read, else the first of them; null if nobody reads. */
    private static String reader(SnsClient sns, String topic, String wanted) {
        List<String> readers = sns.listSubscriptionsByTopicPaginator(list -> list.topicArn(topic)).subscriptions()
                .stream().map(Subscription::endpoint).sorted().toList();
        return readers.contains(wanted) ? wanted : readers.stream().findFirst().orElse(null);
    }

    /** An upload that started no run: its event lies among the dead letters. */
    public static Resource alarm(Account account) {
        CloudWatchClient cloudwatch = account.client(CloudWatchClient.builder());
        String name = account.name("dead-letters"); // of the alarm, and of the queue
        String arn = account.arn("cloudwatch", "alarm:" + name);
        Runnable put = () -> cloudwatch.putMetricAlarm(alarm -> alarm.alarmName(name)
                .namespace("AWS/SQS").metricName(WAITING).dimensions(of -> of.name("QueueName").value(name))
                .statistic("Maximum").period(FIVE_MINUTES).evaluationPeriods(1)
                .comparisonOperator("GreaterThanThreshold").threshold(0.0).treatMissingData("notBreaching")
                .alarmActions(topicArn(account)).tags(account.eachTag()));
        return Declared.named("alarm", name, "tells of an upload that started no run")
                .search(() -> cloudwatch.describeAlarms(list -> list.alarmNames(name)).metricAlarms().stream()
                        .findFirst(), ResourceNotFoundException.class)
                .costs(Price.always(Price.ALARM_HOUR, "the first ten alarms of an account are free"))
                .create(put)
                .field("when", WAITING + " GreaterThanThreshold 0.0",
                        is -> is.metricName() + " " + is.comparisonOperatorAsString() + " " + is.threshold(), put)
                .field("tells", List.of(topicArn(account)).toString(), is -> is.alarmActions().toString(), put)
                .tags(account, _ -> cloudwatch.listTagsForResource(list -> list.resourceARN(arn)).tags(),
                        () -> cloudwatch.tagResource(tag -> tag.resourceARN(arn).tags(account.eachTag())))
                .delete(() -> cloudwatch.deleteAlarms(delete -> delete.alarmNames(name)));
    }
}
