package lib.aws;

import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.base.Exit;
import lib.base.Fault;
import lib.lake.S3Errors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what an answer of AWS means and what to do about it. Every AWS call of the commands passes here. */
public final class AwsErrors {

    /** "User: arn:aws:sts::1:assumed-role/NAME/session is not authorized to perform: ecs:RunTask on resource: …" */
    private static final Pattern NOT_AUTHORIZED = Pattern.compile(
            "(?:User|Role): (?:arn:[\\w-]+:\\w+::\\d*:)?(?:assumed-role/|user/|role/)?(\\S+?)(?:/\\S+)? is not "
            + "authorized to perform: ([\\w-]+:\\w+)(?: on resource: (\\S+))?");

    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation",
            "AuthorizationError");
    private static final Set<String> CLOSED = Set.of("SubscriptionRequiredException", "OptInRequired");
    private static final Set<String> UNKNOWN = Set.of("InvalidAction", "UnsupportedOperation",
            "UnknownOperationException");

    private AwsErrors() {}

    /** Runs a call; its failure becomes a {@link Fault} that begins with what was being done. */
    public static <T> T translating(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw translate(doing, e);
        }
    }

    /** The same for a call without an answer. */
    public static void translating(String doing, Runnable call) {
        translating(doing, () -> {
            call.run();
            return null;
        });
    }

    /** The fault for a failure: what was being done, why AWS refused it, and the remedy. */
    public static Fault translate(String doing, SdkException e) {
        if (!(e instanceof AwsServiceException refusal)) return S3Errors.failure(doing + " failed", e).from(e);
        return known(doing + " was refused", code(refusal), said(refusal), refusal).from(e);
    }

    /** AWS's name for a refusal, or empty. */
    private static String code(AwsServiceException refusal) {
        return refusal.awsErrorDetails() == null || refusal.awsErrorDetails().errorCode() == null ? ""
                : refusal.awsErrorDetails().errorCode();
    }

    private static String said(AwsServiceException refusal) {
        return refusal.awsErrorDetails() == null || refusal.awsErrorDetails().errorMessage() == null
                ? String.valueOf(refusal.getMessage()) : refusal.awsErrorDetails().errorMessage();
    }

    /** Whether who asked lacks the right to. */
    public static boolean isDenied(AwsServiceException refusal) {
        return DENIED.contains(code(refusal)) && !isClosed(refusal);
    }

    /**
     * Whether a service is closed to the whole account. For App Runner AWS has no code of its own, only a sentence. One
     * that does not say both is a refusal like any other, and is thrown: never "nothing is hosted".
     */
    public static boolean isClosed(AwsServiceException refusal) {
        return CLOSED.contains(code(refusal)) || DENIED.contains(code(refusal)) && said(refusal).contains("App Runner")
                && said(refusal).contains("new customers");
    }

    /** Whether the server does not know the operation. Each emulator has a code of its own, or none, or a status. */
    static boolean isUnknownOperation(AwsServiceException refusal) {
        return code(refusal).isEmpty() || UNKNOWN.contains(code(refusal)) || refusal.statusCode() >= 500;
    }

    private static Fault known(String what, String code, String said, AwsServiceException e) {
        // AWS has no code for the first four: its words choose what we advise, and nothing that we do.
        if (said.contains("managed-rule")) {
            return refused(what + ": Step Functions may not make its managed rule",
                    "the role of the state machine lacks events:PutRule, events:PutTargets"
                    + " and events:DescribeRule on StepFunctionsGetEventsForECSTaskRule, or has them since seconds",
                    "./jbangw 06_pipeline.java deploy, again in a minute: it repairs the role");
        }
        if (said.contains("Log Destination")) {
            return refused(what + ": Step Functions may not write the machine's log",
                    "the role of the state machine lacks logs:CreateLogDelivery and its companions, or has them "
                    + "since seconds",
                    "./jbangw 06_pipeline.java deploy, again in a minute: it repairs the role");
        }
        if (said.contains("service linked role") || said.contains("service-linked role")) {
            return refused(what + ": the service-linked role is missing",
                    "the first use of a service in an account makes it, and that takes some seconds",
                    "./jbangw 01_provision.java apply, then run it again in a minute");
        }
        if (Waiting.isNotYet(e)) {
            return refused(what + ": AWS cannot assume the role",
                    "a new role takes up to a minute to be known everywhere, or its trust policy was changed",
                    "run it again in a minute; if it stays so, ./jbangw 01_provision.java plan shows what differs");
        }
        if (isClosed(e)) return said.contains("App Runner") || isOfAppRunner(e) ? closed(what) : inactive(what);
        if (isDenied(e)) return denied(what, said);
        return switch (code) {
            case "BucketAlreadyExists" -> new Fault(Exit.CONFIGURATION,
                    what + ": somebody else has a bucket of this name",
                    "bucket names are unique in the whole world",
                    "choose another --student name, which becomes part of it", 1);
            case "OperationAborted" -> refused(what + ": S3 is still busy with a bucket of this name",
                    "it was deleted a short while ago",
                    "run it again later, within an hour; or take another --student");
            case "BucketNotEmpty" -> refused(what + ": the bucket is not empty",
                    "something was written while it was being emptied",
                    "stop the jobs (./jbangw 06_pipeline.java undeploy) and run destroy again");
            case "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException", "SlowDown",
                    "Throttled" -> refused(
                    what + ": too many requests", "AWS limits how often an account may ask",
                            "run it again in a minute: it goes on where it stopped");
            case "LimitExceeded", "LimitExceededException", "ServiceQuotaExceededException", "VpcLimitExceeded",
                    "SecurityGroupLimitExceeded",
                 "TooManyBuckets" -> refused(what + ": a quota of the account is used up (" + said + ")",
                         "each account has a number of everything, others may have used it",
                    "delete what is not needed, or ask for more in the Service Quotas console");
            case "DefaultVpcDoesNotExist", "VPCIdNotSpecified" -> noDefaultVpc();
            case "OptInRequiredException", "InvalidRegion" -> new Fault(Exit.CONFIGURATION, what
                    + ": the region is not open to this account",
                    "newer regions must be switched on", "pass another --region, for example us-east-1", 1);
            case "ImageNotFoundException" -> imageNotFound(what);
            default -> S3Errors.known(what, code).orElseGet(() -> refused(what + ": " + code + " " + said,
                    "AWS has a reason of its own", "see the message; with --debug it shows the whole answer"));
        };
    }

    private static Fault denied(String what, String said) {
        Matcher sentence = NOT_AUTHORIZED.matcher(said);
        if (!sentence.find()) {
            return refused(what + ": access denied", "your user or role lacks a permission: " + said,
                    "./jbangw 01_provision.java policy prints the policy that you need; attach it to your user");
        }
        String action = sentence.group(2);
        String lacks = sentence.group(1) + " lacks " + action
                + (sentence.group(3) == null ? "" : " on " + sentence.group(3));
        if (action.equals("iam:PassRole")) {
            return refused(what + ": " + lacks,
                    "who starts a task hands it a role, and that needs iam:PassRole on exactly this role",
                    "./jbangw 01_provision.java policy prints the policy that you need; in a classroom use --role "
                    + "with the given role");
        }
        if (action.equals("ecs:RegisterTaskDefinition") && !lacks.contains(Account.PROJECT)) {
            return refused(what + ": " + lacks,
                    "Express Mode names its task definitions itself, and AWS does not say how",
                    "allow ecs:RegisterTaskDefinition on exactly what the message names, and run it again");
        }
        return refused(what + ": " + lacks, "its policy does not allow it, or a policy of the organisation forbids it",
                "./jbangw 01_provision.java policy prints the policy that you need; for a role of this project, "
                + "apply repairs it");
    }

    private static Fault closed(String what) {
        return refused(what + ": App Runner is closed to this account", "since 30 April 2026 it takes no new customers",
                "use HOSTING=lambda or HOSTING=express, which are open to everybody");
    }

    private static boolean isOfAppRunner(AwsServiceException refusal) {
        return "AppRunner".equals(refusal.awsErrorDetails().serviceName());
    }

    private static Fault inactive(String what) {
        return refused(what + ": the account is not active yet",
                "AWS opens its services within a day of the registration, and holds accounts that it wants to check",
                "look for an e-mail of AWS and at the billing console; then run it again");
    }

    /** There is no network to put the containers into. */
    public static Fault noDefaultVpc() {
        return new Fault(Exit.CONFIGURATION, "this region has no default VPC",
                "it was deleted, or the account is older than it",
                "aws ec2 create-default-vpc, or name subnets with --subnets", 1);
    }

    /** The repository lacks the image that a task is to run. */
    public static Fault imageNotFound(String what) {
        return new Fault(Exit.CONFIGURATION, what + ": the image is not in the registry",
                "it was never pushed, or its tag has another name",
                "./jbangw 01_provision.java image", 1);
    }

    private static Fault refused(String what, String cause, String remedy) {
        return new Fault(Exit.AWS_REFUSED, what, cause, remedy, 1);
    }
}
