//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam-policy-builder
package lib.pipeline;

import static lib.aws.Policies.allow;
import static lib.aws.Policies.lake;
import static lib.aws.Policies.policy;

import java.util.stream.Stream;
import lib.aws.Account;
import lib.lake.Keys;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** What the parts of the pipeline may do while nobody watches, each statement with its reason. */
public final class PipelinePolicies {

    private PipelinePolicies() {}

    /** What the state machine does by itself: runs the jobs, reads the verdict, keeps the record and the lock. */
    public static IamPolicy states(Account account) {
        String cluster = account.arn("ecs", "cluster/" + account.prefix());
        return policy(
                allow("RunJobs", "ecs:RunTask",
                        Stream.of("etl", "fetch", "train")
                                .map(job -> account.arn("ecs", "task-definition/" + account.name(job) + ":*")).toList())
                        .addCondition("ArnEquals", "ecs:cluster", cluster),
                // The tags of a definition go over to its tasks, so that a bill can be told apart by learner.
                allow("TagJobs", "ecs:TagResource", account.arn("ecs", "task/" + account.prefix() + "/*"))
                        .addCondition("StringEquals", "ecs:CreateAction", "RunTask"),
                // The number of a task is not known beforehand, its cluster is.
                allow("FollowJobs", "ecs:DescribeTasks ecs:StopTask",
                        account.arn("ecs", "task/" + account.prefix() + "/*")),
                // Waiting for the end of a task (.sync) rests on a rule that AWS makes and keeps for the whole account.
                allow("HearOfTheirEnd", "events:PutRule events:PutTargets events:DescribeRule",
                        account.arn("events", "rule/StepFunctionsGetEventsForECSTaskRule")),
                // Whoever starts a task hands it two roles: one that pulls the image, one with the rights of the code.
                allow("HandRolesOver", "iam:PassRole",
                        Stream.of("execution", "etl", "fetch", "train").map(account::roleArn).distinct().toList())
                        .addCondition("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com"),
                allow("Verdict", "s3:GetObject", lake(account) + "/" + Keys.RUNS + "*"),
                allow("Record", "s3:PutObject", lake(account) + "/" + Keys.RUNS + "*/pipeline.json"),
                allow("Lock", "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem",
                        account.arn("dynamodb", "table/" + account.name("lock"))),
                // Is the holder of the lock still running?
                allow("LookAtHolder", "states:DescribeExecution",
                        account.arn("states", "execution:" + account.name("pipeline") + ":*")),
                allow("RunAgain", "states:StartExecution", Executions.machine(account, "pipeline")),
                // The last lines of a task that failed say why.
                allow("LastWords", "logs:GetLogEvents",
                        account.arn("logs", "log-group:/" + account.prefix() + "/*:log-stream:*")),
                allow("Redeploy", "apprunner:StartDeployment apprunner:ListOperations",
                        account.arn("apprunner", "service/" + account.name("api") + "/*")),
                // Delivery of logs is arranged for the account; AWS knows no resource for it.
                allow("Log", """
                        logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery
                        logs:ListLogDeliveries logs:PutResourcePolicy logs:DescribeResourcePolicies
                        logs:DescribeLogGroups""",
                        "*"));
    }

    /** What EventBridge and its scheduler do with the machine: start it, nothing else. */
    public static IamPolicy start(Account account) {
        return policy(allow("Start", "states:StartExecution", Executions.machine(account, "pipeline")));
    }

    /** The scheduler does the same, and puts into the queue what it could not start. */
    public static IamPolicy clock(Account account) {
        return policy(allow("Start", "states:StartExecution", Executions.machine(account, "pipeline")),
                allow("Undelivered", "sqs:SendMessage", account.arn("sqs", account.name("dead-letters"))));
    }

    /**
     * The topic takes what failed. For EventBridge there is no condition: it sends none of the keys of one to SNS, and
     * with a condition nothing would ever arrive, in silence.
     */
    public static IamPolicy topic(Account account) {
        String topic = account.arn("sns", account.name("failures"));
        return policy(
                allow("FailedRuns", "sns:Publish", topic).addPrincipal("Service", "events.amazonaws.com"),
                allow("DeadLetters", "sns:Publish", topic).addPrincipal("Service", "cloudwatch.amazonaws.com")
                        .addCondition("ArnEquals", "aws:SourceArn",
                                account.arn("cloudwatch", "alarm:" + account.name("dead-letters"))));
    }

    /** The queue takes what our rule could not deliver; without this policy it would stay empty, and silent. */
    public static IamPolicy deadLetters(Account account) {
        return policy(allow("Undelivered", "sqs:SendMessage", account.arn("sqs", account.name("dead-letters")))
                .addPrincipal("Service", "events.amazonaws.com")
                .addCondition("ArnEquals", "aws:SourceArn", account.arn("events", "rule/" + account.name("uploads"))));
    }
}
