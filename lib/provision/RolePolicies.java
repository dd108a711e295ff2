//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam-policy-builder
package lib.provision;

import static lib.aws.Policies.allow;
import static lib.aws.Policies.lake;
import static lib.aws.Policies.policy;

import java.util.List;
import java.util.stream.Stream;
import lib.aws.Account;
import lib.lake.Keys;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * What the foundations may do, each statement with its reason. They allow what the work needs and nothing else; tests
 * run the work with each policy, and show that without any one statement something fails.
 */
public final class RolePolicies {

    private static final String PROCESSED = "processed/";
    private static final String QUARANTINE = "quarantine/";
    private static final String FORECASTS = "forecasts/";
    private static final String TRUTH = "truth/";

    private RolePolicies() {}

    // ---------------------------------------------------------------- the bucket

    /** Nobody, not even the owner, reaches the bucket without encryption on the way, or with one that is broken. */
    public static IamPolicy bucket(Account account) {
        return policy(
                refuse(account, "OnlyTLS").addCondition("Bool", "aws:SecureTransport", "false"),
                refuse(account, "TLS12").addCondition("NumericLessThan", "s3:TlsVersion", "1.2"));
    }

    private static IamStatement.Builder refuse(Account account, String sid) {
        return allow(sid, "s3:*", lake(account), lake(account) + "/*")
                .effect(IamEffect.DENY).addPrincipal(IamPrincipal.ALL);
    }

    private static List<String> under(Account account, String... prefixes) {
        return Stream.of(prefixes).map(prefix -> lake(account) + "/" + prefix + (prefix.endsWith("/") ? "*" : ""))
                .toList();
    }

    private static IamStatement.Builder read(Account account, String... prefixes) {
        return allow("Read", "s3:GetObject", under(account, prefixes));
    }

    private static IamStatement.Builder write(Account account, String... prefixes) {
        return allow("Write", "s3:PutObject", under(account, prefixes));
    }

    /**
     * Listing is a right on the bucket, so a condition says where. Without the right a missing object answers 403
     * instead of 404, and "no model yet" looks like "not allowed". Such a request names no prefix: hence IfExists.
     */
    private static IamStatement.Builder list(Account account, String... prefixes) {
        return allow("List", "s3:ListBucket", lake(account)).addConditions("StringLikeIfExists", "s3:prefix",
                Stream.of(prefixes).map(prefix -> prefix.endsWith("/") ? prefix + "*" : prefix).toList());
    }

    // ---------------------------------------------------------------- the jobs

    /** Chapter 2: reads uploads and more names of clubs, writes what it made of them. It cannot touch a model. */
    public static IamPolicy etl(Account account) {
        return policy(
                read(account, Keys.RAW, Keys.CLUBS, Keys.SUMMARY),
                list(account, Keys.RAW, Keys.CLUBS, Keys.SUMMARY),
                write(account, PROCESSED, QUARANTINE, Keys.REPORTS, Keys.RUNS));
    }

    /** Chapter 2's fetch: puts downloads where uploads lie, after a look there and at the lake's names of clubs. */
    public static IamPolicy fetch(Account account) {
        return policy(
                read(account, Keys.RAW, Keys.CLUBS),
                list(account, Keys.RAW, Keys.CLUBS),
                write(account, Keys.RAW));
    }

    /** Chapter 3: reads tables (and closing odds in raw/), writes models and forecasts. It cannot change data. */
    public static IamPolicy train(Account account) {
        return policy(
                read(account, Keys.RAW, PROCESSED, TRUTH, Keys.MODELS, FORECASTS),
                list(account, Keys.RAW, PROCESSED, TRUTH, Keys.MODELS, FORECASTS),
                write(account, Keys.MODELS, Keys.RUNS, Keys.REPORTS, FORECASTS));
    }

    /**
     * Chapter 4: reads models and what the page shows, and lists raw/ without reading it; the web cannot make it
     * write anything in the lake.
     */
    public static IamPolicy api(Account account) {
        return policy(
                read(account, Keys.MODELS, FORECASTS, Keys.RUNS, Keys.SUMMARY, QUARANTINE, Keys.REPORTS),
                list(account, Keys.RAW, Keys.MODELS, FORECASTS, Keys.RUNS, Keys.SUMMARY, QUARANTINE, Keys.REPORTS),
                ownLog(account, "api"));
    }

    /** Chapter 5: asks the API, and needs nothing of AWS. */
    public static IamPolicy ui(Account account) {
        return policy(ownLog(account, "ui"));
    }

    /**
     * A function has one role, for the code and for Lambda that writes its log; elsewhere the execution role does that.
     */
    private static IamStatement.Builder ownLog(Account account, String part) {
        String group = account.arn("logs", "log-group:/" + account.prefix() + "/" + part);
        return allow("Log", "logs:CreateLogStream logs:PutLogEvents", group, group + ":*");
    }

    // ---------------------------------------------------------------- AWS on our behalf

    /** What starts a container: pulls the image and opens its log. Never the rights of the code in it. */
    public static IamPolicy execution(Account account) {
        return policy(
                // The login is the registry's, not the repository's: AWS knows no resource for it.
                allow("Login", "ecr:GetAuthorizationToken", "*"),
                allow("Pull", "ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchCheckLayerAvailability",
                        repository(account)),
                // The groups exist already, with a retention; so no logs:CreateLogGroup.
                allow("Log", "logs:CreateLogStream logs:PutLogEvents",
                        account.arn("logs", "log-group:/" + account.prefix() + "/*")));
    }

    /** What App Runner needs to pull the image of a private repository. */
    public static IamPolicy appRunnerAccess(Account account) {
        return policy(
                allow("Login", "ecr:GetAuthorizationToken", "*"),
                allow("Pull", """
                        ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchCheckLayerAvailability
                        ecr:DescribeImages""",
                        repository(account)));
    }

    /**
     * On the repository itself: the functions of this project may pull. Lambda adds such a statement by itself, for all
     * functions of the account, where it finds none of this name. docs.aws.amazon.com/lambda images-create
     */
    public static IamPolicy lambdaPull(Account account) {
        return policy(allow("LambdaECRImageRetrievalPolicy", "ecr:BatchGetImage ecr:GetDownloadUrlForLayer")
                .addPrincipal("Service", "lambda.amazonaws.com")
                .addCondition("StringLike", "aws:SourceArn",
                        account.arn("lambda", "function:" + account.prefix() + "-*")));
    }

    /** The ARN of the image's repository. */
    public static String repository(Account account) {
        return account.arn("ecr", "repository/" + account.prefix());
    }

    // ---------------------------------------------------------------- the load balancer

    /** The policy of AWS that Express Mode needs for its load balancer; the lower-case "for" is AWS's. */
    public static String expressPolicy(Account account) {
        return "arn:" + account.partition()
                + ":iam::aws:policy/service-role/AmazonECSInfrastructureRoleforExpressGatewayServices";
    }
}
