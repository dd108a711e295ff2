package lib.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lib.base.Json;
import lib.lake.Keys;

/**
 * Every policy that AWS works by, each statement with its reason; those of people are in lib/provision. They allow what
 * the work needs and nothing else; tests run the work with each policy, and show that without any one statement
 * something fails.
 */
public final class Policies {

    private static final String PROCESSED = "processed/";
    private static final String QUARANTINE = "quarantine/";
    private static final String RUNS = "runs/";
    private static final String FORECASTS = "forecasts/";
    private static final String TRUTH = "truth/";

    private Policies() {}

    // ---------------------------------------------------------------- the language

    /**
     * One statement; a null {@code principal} means whoever holds the policy, null {@code resources} a trust policy.
     */
    public record Statement(String sid, String effect, Map<String, Object> principal, List<String> actions,
            List<String> resources, Map<String, Map<String, Object>> conditions) {

        /** @param actions with white space between them */
        public static Statement allow(String sid, String actions, List<String> resources) {
            return new Statement(sid, "Allow", null, List.of(actions.split("\\s+")), resources, Map.of());
        }

        /** @param actions with white space between them */
        public static Statement allow(String sid, String actions, String... resources) {
            return allow(sid, actions, List.of(resources));
        }

        /** The same under a condition more. */
        public Statement when(String operator, String key, Object... values) {
            Map<String, Map<String, Object>> all = new TreeMap<>(conditions);
            all.put(operator, Map.of(key, values.length == 1 ? values[0] : List.of(values)));
            return new Statement(sid, effect, principal, actions, resources, all);
        }

        private Statement named(String other) {
            return new Statement(other, effect, principal, actions, resources, conditions);
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("Sid", sid);
            json.put("Effect", effect);
            if (principal != null) json.put("Principal", principal.containsKey("*") ? "*" : principal);
            json.put("Action", actions);
            if (resources != null) json.put("Resource", resources);
            if (!conditions.isEmpty()) json.put("Condition", conditions);
            return json;
        }
    }

    /** The policy document of these statements, as an object. */
    public static Map<String, Object> json(List<Statement> statements) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", "2012-10-17");
        document.put("Statement", statements.stream().map(Statement::json).toList());
        return document;
    }

    /** The policy document of these statements, as AWS wants it. */
    public static String document(List<Statement> statements) {
        try {
            return Json.MAPPER.writeValueAsString(json(statements));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A document in a form in which equal meaning is equal text: AWS may sort lists and unpack those of one element.
     */
    public static String canonical(String document) {
        try {
            return Json.MAPPER.writeValueAsString(
                    Json.MAPPER.treeToValue(sorted(Json.MAPPER.readTree(document)), Object.class));
        } catch (JsonProcessingException e) {
            return document; // not JSON: then it differs, which is what the caller wants to know
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> parts = new ArrayList<>(
                    StreamSupport.stream(node.spliterator(), false).map(Policies::sorted).toList());
            parts.sort(java.util.Comparator.comparing(JsonNode::toString));
            return parts.size() == 1 ? parts.getFirst() : Json.MAPPER.createArrayNode().addAll(parts);
        }
        if (node.isObject()) {
            var object = Json.MAPPER.createObjectNode();
            node.properties().forEach(field -> object.set(field.getKey(), sorted(field.getValue())));
            return object;
        }
        return node;
    }

    // ---------------------------------------------------------------- who may assume a role

    /**
     * The trust policy for services. Without SourceAccount a service could be talked into using the role on behalf of
     * somebody else's account (the confused deputy).
     */
    public static List<Statement> trust(Account account, String... services) {
        return plainTrust(services).stream()
                .map(statement -> statement.when("StringEquals", "aws:SourceAccount", account.id())).toList();
    }

    /** The same without a condition, for services of which it is not known that they send the account. */
    public static List<Statement> plainTrust(String... services) {
        return List.of(new Statement("Assume", "Allow", Map.of("Service", List.of(services)),
                List.of("sts:AssumeRole"), null, Map.of()));
    }

    // ---------------------------------------------------------------- the bucket

    /** Nobody, not even the owner, reaches the bucket without encryption on the way, or with one that is broken. */
    public static List<Statement> bucket(Account account) {
        Statement nothing = new Statement("OnlyTLS", "Deny", Map.of("*", ""),
                List.of("s3:*"), List.of(lake(account), lake(account) + "/*"), Map.of());
        return List.of(nothing.when("Bool", "aws:SecureTransport", "false"),
                nothing.named("TLS12").when("NumericLessThan", "s3:TlsVersion", "1.2"));
    }

    /** The ARN of the bucket. */
    public static String lake(Account account) {
        return "arn:" + account.partition() + ":s3:::" + account.bucket();
    }

    private static List<String> under(Account account, String... prefixes) {
        return Stream.of(prefixes).map(prefix -> lake(account) + "/" + prefix + (prefix.endsWith("/") ? "*" : ""))
                .toList();
    }

    private static Statement read(Account account, String... prefixes) {
        return Statement.allow("Read", "s3:GetObject", under(account, prefixes));
    }

    private static Statement write(Account account, String... prefixes) {
        return Statement.allow("Write", "s3:PutObject", under(account, prefixes));
    }

    /**
     * Listing is a right on the bucket, so a condition says where. Without the right a missing object answers 403
     * instead of 404, and "no model yet" looks like "not allowed". Such a request names no prefix: hence IfExists.
     */
    private static Statement list(Account account, String... prefixes) {
        Object[] patterns = Stream.of(prefixes).map(prefix -> prefix.endsWith("/") ? prefix + "*" : prefix).toArray();
        return Statement.allow("List", "s3:ListBucket", lake(account))
                .when("StringLikeIfExists", "s3:prefix", patterns);
    }

    // ---------------------------------------------------------------- the jobs

    /** Chapter 2: reads uploads and more names of clubs, writes what it made of them. It cannot touch a model. */
    public static List<Statement> etl(Account account) {
        return List.of(
                read(account, Keys.RAW, Keys.CLUBS, Keys.SUMMARY),
                list(account, Keys.RAW, Keys.CLUBS, Keys.SUMMARY),
                write(account, PROCESSED, QUARANTINE, Keys.REPORTS, RUNS));
    }

    /** Chapter 2's fetch: puts downloads where uploads lie, after a look there and at the lake's names of clubs. */
    public static List<Statement> fetch(Account account) {
        return List.of(
                read(account, Keys.RAW, Keys.CLUBS),
                list(account, Keys.RAW, Keys.CLUBS),
                write(account, Keys.RAW));
    }

    /** Chapter 3: reads tables (and closing odds in raw/), writes models and forecasts. It cannot change data. */
    public static List<Statement> train(Account account) {
        return List.of(
                read(account, Keys.RAW, PROCESSED, TRUTH, Keys.MODELS, FORECASTS),
                list(account, Keys.RAW, PROCESSED, TRUTH, Keys.MODELS, FORECASTS),
                write(account, Keys.MODELS, RUNS, Keys.REPORTS, FORECASTS));
    }

    /**
     * Chapter 4: reads models and what the page shows, and lists raw/ without reading it; the web cannot make it
     * write anything in the lake.
     */
    public static List<Statement> api(Account account) {
        return List.of(
                read(account, Keys.MODELS, FORECASTS, RUNS, Keys.SUMMARY, QUARANTINE),
                list(account, Keys.RAW, Keys.MODELS, FORECASTS, RUNS, Keys.SUMMARY, QUARANTINE),
                ownLog(account, "api"));
    }

    /** Chapter 5: asks the API, and needs nothing of AWS. */
    public static List<Statement> ui(Account account) {
        return List.of(ownLog(account, "ui"));
    }

    /**
     * A function has one role, for the code and for Lambda that writes its log; elsewhere the execution role does that.
     */
    private static Statement ownLog(Account account, String part) {
        String group = account.arn("logs", "log-group:/" + account.prefix() + "/" + part);
        return Statement.allow("Log", "logs:CreateLogStream logs:PutLogEvents", group, group + ":*");
    }

    // ---------------------------------------------------------------- AWS on our behalf

    /** What starts a container: pulls the image and opens its log. Never the rights of the code in it. */
    public static List<Statement> execution(Account account) {
        return List.of(
                // The login is the registry's, not the repository's: AWS knows no resource for it.
                Statement.allow("Login", "ecr:GetAuthorizationToken", "*"),
                Statement.allow("Pull", "ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchCheckLayerAvailability",
                        repository(account)),
                // The groups exist already, with a retention; so no logs:CreateLogGroup.
                Statement.allow("Log", "logs:CreateLogStream logs:PutLogEvents",
                        account.arn("logs", "log-group:/" + account.prefix() + "/*")));
    }

    /** What App Runner needs to pull the image of a private repository. */
    public static List<Statement> appRunnerAccess(Account account) {
        return List.of(
                Statement.allow("Login", "ecr:GetAuthorizationToken", "*"),
                Statement.allow("Pull", """
                        ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchCheckLayerAvailability
                        ecr:DescribeImages""",
                        repository(account)));
    }

    /**
     * On the repository itself: the functions of this project may pull. Lambda adds such a statement by itself, for all
     * functions of the account, where it finds none of this name. docs.aws.amazon.com/lambda images-create
     */
    public static List<Statement> lambdaPull(Account account) {
        return List.of(new Statement("LambdaECRImageRetrievalPolicy", "Allow",
                Map.of("Service", "lambda.amazonaws.com"),
                List.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"), null, Map.of())
                .when("StringLike", "aws:SourceArn", account.arn("lambda", "function:" + account.prefix() + "-*")));
    }

    /** The ARN of the image's repository. */
    public static String repository(Account account) {
        return account.arn("ecr", "repository/" + account.prefix());
    }

    // ---------------------------------------------------------------- the pipeline

    /** What the state machine does by itself: runs the jobs, reads the verdict, keeps the record and the lock. */
    public static List<Statement> states(Account account) {
        String cluster = account.arn("ecs", "cluster/" + account.prefix());
        return List.of(
                Statement.allow("RunJobs", "ecs:RunTask",
                        Stream.of("etl", "fetch", "train")
                                .map(job -> account.arn("ecs", "task-definition/" + account.name(job) + ":*")).toList())
                        .when("ArnEquals", "ecs:cluster", cluster),
                // The tags of a definition go over to its tasks, so that a bill can be told apart by learner.
                Statement.allow("TagJobs", "ecs:TagResource", account.arn("ecs", "task/" + account.prefix() + "/*"))
                        .when("StringEquals", "ecs:CreateAction", "RunTask"),
                // The number of a task is not known beforehand, its cluster is.
                Statement.allow("FollowJobs", "ecs:DescribeTasks ecs:StopTask",
                        account.arn("ecs", "task/" + account.prefix() + "/*")),
                // Waiting for the end of a task (.sync) rests on a rule that AWS makes and keeps for the whole account.
                Statement.allow("HearOfTheirEnd", "events:PutRule events:PutTargets events:DescribeRule",
                        account.arn("events", "rule/StepFunctionsGetEventsForECSTaskRule")),
                // Whoever starts a task hands it two roles: one that pulls the image, one with the rights of the code.
                Statement.allow("HandRolesOver", "iam:PassRole",
                        Stream.of("execution", "etl", "fetch", "train").map(account::roleArn).distinct().toList())
                        .when("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com"),
                Statement.allow("Verdict", "s3:GetObject", lake(account) + "/" + RUNS + "*"),
                Statement.allow("Record", "s3:PutObject", lake(account) + "/" + RUNS + "*/pipeline.json"),
                Statement.allow("Lock", "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem",
                        account.arn("dynamodb", "table/" + account.name("lock"))),
                // Is the holder of the lock still running?
                Statement.allow("LookAtHolder", "states:DescribeExecution",
                        account.arn("states", "execution:" + account.name("pipeline") + ":*")),
                Statement.allow("RunAgain", "states:StartExecution", pipeline(account)),
                // The last lines of a task that failed say why.
                Statement.allow("LastWords", "logs:GetLogEvents",
                        account.arn("logs", "log-group:/" + account.prefix() + "/*:log-stream:*")),
                Statement.allow("Redeploy", "apprunner:StartDeployment apprunner:ListOperations",
                        account.arn("apprunner", "service/" + account.name("api") + "/*")),
                // Delivery of logs is arranged for the account; AWS knows no resource for it.
                Statement.allow("Log", """
                        logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery
                        logs:ListLogDeliveries logs:PutResourcePolicy logs:DescribeResourcePolicies
                        logs:DescribeLogGroups""",
                        "*"));
    }

    private static String pipeline(Account account) {
        return account.arn("states", "stateMachine:" + account.name("pipeline"));
    }

    /** What EventBridge and its scheduler do with the machine: start it, nothing else. */
    public static List<Statement> start(Account account) {
        return List.of(Statement.allow("Start", "states:StartExecution", pipeline(account)));
    }

    /** The scheduler does the same, and puts into the queue what it could not start. */
    public static List<Statement> clock(Account account) {
        return Stream.concat(start(account).stream(), Stream.of(Statement.allow("Undelivered", "sqs:SendMessage",
                account.arn("sqs", account.name("dead-letters"))))).toList();
    }

    /**
     * The topic takes what failed. For EventBridge there is no condition: it sends none of the keys of one to SNS, and
     * with a condition nothing would ever arrive, in silence.
     */
    public static List<Statement> topic(Account account) {
        List<String> topic = List.of(account.arn("sns", account.name("failures")));
        return List.of(
                new Statement("FailedRuns", "Allow", Map.of("Service", "events.amazonaws.com"),
                        List.of("sns:Publish"), topic, Map.of()),
                new Statement("DeadLetters", "Allow", Map.of("Service", "cloudwatch.amazonaws.com"),
                        List.of("sns:Publish"), topic, Map.of())
                        .when("ArnEquals", "aws:SourceArn",
                                account.arn("cloudwatch", "alarm:" + account.name("dead-letters"))));
    }

    /** The queue takes what our rule could not deliver; without this policy it would stay empty, and silent. */
    public static List<Statement> deadLetters(Account account) {
        return List.of(new Statement("Undelivered", "Allow", Map.of("Service", "events.amazonaws.com"),
                List.of("sqs:SendMessage"), List.of(account.arn("sqs", account.name("dead-letters"))), Map.of())
                .when("ArnEquals", "aws:SourceArn", account.arn("events", "rule/" + account.name("uploads"))));
    }

    // ---------------------------------------------------------------- the load balancer

    /** The policy of AWS that Express Mode needs for its load balancer; the lower-case "for" is AWS's. */
    public static String expressPolicy(Account account) {
        return "arn:" + account.partition()
                + ":iam::aws:policy/service-role/AmazonECSInfrastructureRoleforExpressGatewayServices";
    }
}
