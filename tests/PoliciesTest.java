//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:apprunner
//SOURCES HostingCloud.java Moto.java Scripts.java
//SOURCES ../01_provision.java ../06_pipeline.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java
//SOURCES ../lib/aws/*.java ../lib/hosting/*.java ../lib/provision/*.java ../lib/pipeline/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.aws.LogGroup;
import lib.aws.Policies;
import lib.aws.Stack;
import lib.aws.Waiting;
import lib.base.Console;
import lib.hosting.AppRunner;
import lib.hosting.ExpressMode;
import lib.hosting.Hosting;
import lib.hosting.Pace;
import lib.pipeline.Executions;
import lib.pipeline.PipelinePolicies;
import lib.provision.LearnerPolicies;
import lib.provision.RolePolicies;
import lib.provision.Tagged;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;
import software.amazon.awssdk.services.apprunner.AppRunnerClient;
import software.amazon.awssdk.services.apprunner.model.OperationStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Every policy against a moto that enforces policies: the work succeeds with only its role's rights, what lies outside
 * is refused, and without any one statement the work fails.
 */
class PoliciesTest {

    private static final Console CONSOLE = new Console(true);
    private static final Map<String, Credentials> SESSIONS = new HashMap<>();
    private static final String ADMINISTRATOR = "administrator";
    private static final String CHAMPION = "models/champion.json";
    private static HostingCloud cloud;
    private static Account account;
    private static String subnet;

    // ---------------------------------------------------------------- the account

    /** The foundations with data in them, made by an administrator; and a session of each role. */
    @BeforeAll
    static void buildWithoutEnforcement() throws IOException {
        Moto.send("POST", "/moto-api/reset");
        cloud = new HostingCloud();
        account = account();
        Provision.foundations(account, null, 5).apply(CONSOLE);
        Pipeline.stack(account, new Pipeline.Shape(false, 1, false, null, Optional.empty())).apply(CONSOLE);
        account.client(CloudWatchLogsClient.builder())
                .createLogStream(create -> create.logGroupName(LogGroup.nameOf(account, "etl"))
                        .logStreamName("last-words"));
        subnet = account.client(Ec2Client.builder()).describeSubnets().subnets().getFirst().subnetId();
        Path sample = Scripts.HOME.resolve("sample");
        account.s3().putObject(put -> put.bucket(account.bucket()).key("raw/simulated-league.csv"),
                RequestBody.fromFile(sample.resolve("simulated-league.csv")));
        account.s3().putObject(put -> put.bucket(account.bucket()).key("truth/simulated-league.csv"),
                RequestBody.fromFile(sample.resolve("true-probabilities.csv")));
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        IamClient iam = account.client(IamClient.builder());
        iam.createRole(create -> create.roleName(account.roleName(ADMINISTRATOR)).assumeRolePolicyDocument("{}"));
        iam.putRolePolicy(put -> put.roleName(account.roleName(ADMINISTRATOR)).policyName("all")
                .policyDocument(
                        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", "
                        + "\"Resource\": \"*\"}]}"));
        for (String role : List.of(ADMINISTRATOR, "etl", "fetch", "train", "api", "ui", "execution",
                "apprunner-access", "states", "events")) {
            SESSIONS.put(role, account.client(StsClient.builder())
                    .assumeRole(assume -> assume.roleArn(account.roleArn(role))
                    .roleSessionName("test")).credentials());
        }
        // What the later jobs read is there, whatever order the tests have.
        for (String[] job : new String[][] {{"02_etl.java", "run"}, {"03_train.java", "train"}}) {
            Scripts.Result result = Scripts.run(
                    Scripts.HOME, Moto.environment(), job[0], job[1], "--bucket", account.bucket(),
                    "--run", "first");
            assertEquals(0, result.exit(), result.all());
        }
    }

    @AfterEach
    void stopEnforcing() {
        enforce(false);
    }

    @AfterAll
    static void close() {
        enforce(false);
        account.close();
        cloud.close();
        Moto.send("POST", "/moto-api/reset");
    }

    private static Pace pace() {
        return CommandLine.populateCommand(new Pace(), "--wait", "3", "--role-age", "0");
    }

    private static Account account(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--region", "us-east-1", "--endpoint-url", cloud.endpoint()));
        all.addAll(List.of(arguments));
        AwsOptions options = new AwsOptions();
        new CommandLine(CommandSpec.create().addMixin("where", CommandSpec.forAnnotatedObject(options)))
                .parseArgs(all.toArray(String[]::new));
        return options.open();
    }

    private static void enforce(boolean on) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(Moto.endpoint() + "/moto-api/reset-auth"))
                    .POST(HttpRequest.BodyPublishers.ofString(on ? "0" : "inf")).build();
            assertEquals(200, HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> environmentOf(String role) {
        Map<String, String> environment = new HashMap<>(Moto.environment());
        Credentials session = SESSIONS.get(role);
        environment.putAll(Map.of("AWS_ACCESS_KEY_ID", session.accessKeyId(), "AWS_SECRET_ACCESS_KEY",
                session.secretAccessKey(),
                "AWS_SESSION_TOKEN", session.sessionToken()));
        return environment;
    }

    private static AwsCredentialsProvider credentials(String role) {
        Credentials session = SESSIONS.get(role);
        return StaticCredentialsProvider.create(
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(),
                session.sessionToken()));
    }

    // ---------------------------------------------------------------- the real work

    /** The real work of a role; returns what went wrong, or null. */
    private static String work(String role) throws IOException, InterruptedException {
        return switch (role) {
            case "etl" -> script(role, "02_etl.java", "run", "--bucket", account.bucket(), "--run", "proof");
            case "train" -> script(role, "03_train.java", "train", "--bucket", account.bucket(), "--run", "proof");
            case "api" -> {
                String refusal = refused(role, as -> log(as, role));
                yield refusal == null ? served() : refusal;
            }
            case "ui" -> refused(role, as -> log(as, role));
            case "fetch" -> fetched();
            case "execution", "apprunner-access" -> refused(role, PoliciesTest::pullAndLog);
            case "states" -> refused(role, PoliciesTest::asMachine);
            case "events" -> refused(role, PoliciesTest::startMachine);
            default -> throw new AssertionError(role);
        };
    }

    private static String script(String role, String... command) {
        Scripts.Result result = Scripts.run(Scripts.HOME, environmentOf(role), command);
        return result.exit() == 0 ? null : result.all();
    }

    /** One source of three is there, and holds the sample once more. */
    private static String fetched() throws IOException {
        HttpServer source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] league = Files.readAllBytes(Scripts.HOME.resolve("sample/simulated-league.csv"));
        source.createContext("/full.csv", exchange -> {
            exchange.sendResponseHeaders(200, league.length);
            exchange.getResponseBody().write(league);
            exchange.close();
        });
        source.start();
        try {
            String url = "http://127.0.0.1:" + source.getAddress().getPort();
            return script("fetch", "02_etl.java", "fetch", "--bucket", account.bucket(), "--brasileirao-url",
                    url + "/full.csv", "--football-data-url", url + "/none.csv", "--openfootball-url",
                    url + "/none.txt");
        } finally {
            source.stop(0);
        }
    }

    /** The API loads the model and answers, also what lies beside the model: the runs and the data's summary. */
    private static String served() throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path log = Files.createTempFile("api", ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", Scripts.HOME.resolve("jbangw").toString(),
                Scripts.HOME.resolve("04_api.java").toString(), "serve",
                "--port", "" + port, "--bucket", account.bucket()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environmentOf("api"));
        Process api = builder.start();
        try {
            for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end && api.isAlive();
                    Thread.sleep(50)) {
                if (status(port, "/health/ready") == 200) {
                    return status(port, "/runs") == 200 && status(port, "/data") == 200
                            && status(port, "/reports") == 200 ? null : Files.readString(log)
                            + "access denied";
                }
                String said = Files.readString(log);
                if (said.contains("access denied")) return said;
            }
            return Files.readString(log);
        } finally {
            api.descendants().forEach(ProcessHandle::destroy);
            api.destroy();
            api.waitFor();
            Files.delete(log);
        }
    }

    private static int status(int port, String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** What ECS and App Runner do for a container: sign in, ask for the image, open the log. */
    private static void pullAndLog(Clients as) {
        as.ecr.getAuthorizationToken();
        as.ecr.batchGetImage(get -> get.repositoryName(account.prefix()).imageIds(id -> id.imageTag("latest")));
        if (as.role.equals("execution")) log(as, "etl");
    }

    private static void log(Clients as, String part) {
        String stream = "s" + System.nanoTime();
        as.logs.createLogStream(create -> create.logGroupName(LogGroup.nameOf(account, part)).logStreamName(stream));
        as.logs.putLogEvents(put -> put.logGroupName(LogGroup.nameOf(account, part)).logStreamName(stream)
                .logEvents(event ->
                event.timestamp(System.currentTimeMillis()).message("x")));
    }

    /** What the state machine does by itself, one call for each right. */
    private static void asMachine(Clients as) {
        as.s3.getObjectAsBytes(get -> get.bucket(account.bucket()).key("runs/first/train.json"));
        as.s3.putObject(put -> put.bucket(account.bucket()).key("runs/first/pipeline.json"),
                RequestBody.fromString("{}"));
        String task = as.ecs.runTask(run -> run.cluster(account.prefix()).taskDefinition(account.name("etl"))
                .launchType("FARGATE").propagateTags("TASK_DEFINITION")
                .networkConfiguration(network ->
                        network.awsvpcConfiguration(vpc -> vpc.subnets(subnet).securityGroups(List.of())))).tasks()
                        .getFirst().taskArn();
        as.ecs.describeTasks(describe -> describe.cluster(account.prefix()).tasks(task));
        as.ecs.stopTask(stop -> stop.cluster(account.prefix()).task(task));
        as.events.putRule(rule -> rule.name("StepFunctionsGetEventsForECSTaskRule")
                .eventPattern("{\"source\": [\"aws.ecs\"]}"));
        as.dynamo.deleteItem(delete -> delete.tableName(account.name("lock"))
                .key(Map.of("id", AttributeValue.fromS("proof"))));
        as.logs.getLogEvents(get -> get.logGroupName(LogGroup.nameOf(account, "etl")).logStreamName("last-words"));
        try {
            as.states.describeExecution(describe ->
                    describe.executionArn(account.arn("states", "execution:" + account.name("pipeline") + ":none")));
        } catch (ExecutionDoesNotExistException allowed) {
            // it may look, and there is none
        }
        startMachine(as);
        redeploy(as);
        deliverTheLog();
    }

    private static void redeploy(Clients as) {
        String service = account.arn("apprunner", "service/" + account.name("api") + "/1");
        as.runner.startDeployment(start -> start.serviceArn(service));
        Waiting.await(Duration.ofSeconds(5), Duration.ZERO,
                () -> as.runner.listOperations(list -> list.serviceArn(service).maxResults(1))
                .operationSummaryList().stream().filter(operation -> operation.status() == OperationStatus.SUCCEEDED)
                .findFirst()).orElseThrow();
    }

    /**
     * Nobody calls this right: Step Functions looks for it when an administrator gives a machine this role and a log.
     */
    private static void deliverTheLog() {
        SfnClient states = Clients.of(ADMINISTRATOR).states;
        String machine = account.arn("states", "stateMachine:" + account.name("pipeline"));
        var is = states.describeStateMachine(describe -> describe.stateMachineArn(machine));
        states.updateStateMachine(update -> update.stateMachineArn(machine).roleArn(is.roleArn())
                .loggingConfiguration(is.loggingConfiguration()));
    }

    /** Starts the machine as far as AWS checks rights; what it is given is no JSON, so nothing runs. */
    private static void startMachine(Clients as) {
        try {
            as.states.startExecution(start -> start.stateMachineArn(
                    account.arn("states", "stateMachine:" + account.name("pipeline"))).input("no JSON"));
            throw new AssertionError("it was started without JSON");
        } catch (SfnException e) {
            // Moto's words for what is no JSON: it was allowed
            if (!e.getMessage().contains("Expecting value")) throw e;
        }
    }

    @ParameterizedTest(name = "{0} does its real work with nothing but its role")
    @CsvSource({"etl", "train", "api", "ui", "fetch", "execution", "apprunner-access", "states", "events"})
    void theWorkSucceedsWithOnlyItsRole(String role) throws Exception {
        enforce(true);
        assertEquals(null, work(role));
    }

    static Stream<String> statements() {
        Map<String, IamPolicy> all = new LinkedHashMap<>();
        Account account = account();
        all.put("etl", RolePolicies.etl(account));
        all.put("fetch", RolePolicies.fetch(account));
        all.put("train", RolePolicies.train(account));
        all.put("api", RolePolicies.api(account));
        all.put("ui", RolePolicies.ui(account));
        all.put("execution", RolePolicies.execution(account));
        all.put("apprunner-access", RolePolicies.appRunnerAccess(account));
        all.put("states", PipelinePolicies.states(account));
        all.put("events", PipelinePolicies.start(account));
        return all.entrySet().stream().flatMap(role -> role.getValue().statements().stream()
                .map(statement -> role.getKey() + " without "
                + statement.sid()));
    }

    @ParameterizedTest(name = "{0} its work fails")
    @MethodSource("statements")
    void everyStatementIsNeeded(String roleWithoutStatement) throws Exception {
        String role = roleWithoutStatement.split(" ")[0];
        String sid = roleWithoutStatement.split(" ")[2];
        IamClient iam = account.client(IamClient.builder());
        byte[] champion = account.s3().getObjectAsBytes(get -> get.bucket(account.bucket()).key(CHAMPION))
                .asByteArray();
        String whole = URLDecoder.decode(iam.getRolePolicy(get -> get.roleName(account.roleName(role))
                .policyName("work")).policyDocument(), StandardCharsets.UTF_8);
        try {
            String without = without(whole, sid);
            iam.putRolePolicy(put -> put.roleName(account.roleName(role)).policyName("work").policyDocument(without));
            // A first run finds no champion; only with List does AWS say so.
            if (sid.equals("List")) account.s3().deleteObject(delete -> delete.bucket(account.bucket()).key(CHAMPION));
            enforce(true);
            String failure = work(role);
            assertTrue(failure != null && failure.toLowerCase()
                    .matches("(?s).*(access denied|accessdenied|not authorized).*"),
                    roleWithoutStatement + ": " + failure);
        } finally {
            enforce(false);
            iam.putRolePolicy(put -> put.roleName(account.roleName(role)).policyName("work").policyDocument(whole));
            account.s3().putObject(put -> put.bucket(account.bucket()).key(CHAMPION), RequestBody.fromBytes(champion));
        }
    }

    private static String without(String document, String sid) {
        IamPolicy whole = IamPolicy.fromJson(document);
        assertTrue(whole.statements().stream().anyMatch(statement -> statement.sid().equals(sid)), sid);
        return without(whole, sid).toJson();
    }

    // ---------------------------------------------------------------- the policies that are not proven here

    /** Policies without a holder: they say who may come, and whoever comes is a part of AWS that no emulator has. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "trust", "a service of AWS puts the role on by itself; moto lets everybody assume every role",
            "plainTrust", "the same",
            "bucket", "the Deny of OnlyTLS needs two kinds of connection, and the emulator speaks plain HTTP only",
            "clock", "the rights of start, and one to put into the queue what could not be started; moto's "
            + "scheduler starts nothing",
            "topic", "EventBridge and CloudWatch write to the topic; moto asks no topic whether they may",
            "lambdaPull", "Lambda pulls by itself; moto's takes every image",
            "deadLetters", "EventBridge delivers to the queue; moto's never fails to deliver");

    @Test
    void everyPolicyIsProvenOrSaysWhyNot() {
        Set<String> proven = new TreeSet<>(List.of("etl", "fetch", "train", "api", "ui", "execution",
                "appRunnerAccess", "states", "start", "runner", "deployer"));
        Set<String> all = Stream.of(Policies.class, RolePolicies.class, PipelinePolicies.class,
                        LearnerPolicies.class)
                .flatMap(policies -> Stream.of(policies.getDeclaredMethods()))
                .filter(method -> method.getReturnType() == IamPolicy.class && !method.getName().equals("policy")
                        && !java.lang.reflect.Modifier.isPrivate(method.getModifiers()))
                .map(java.lang.reflect.Method::getName).collect(Collectors.toCollection(TreeSet::new));
        proven.addAll(NOT_HERE.keySet());
        assertEquals(all, proven);
        Set<String> ofRunner = new TreeSet<>(WITHOUT.keySet());
        ofRunner.addAll(List.of("Machine", "Executions", "Rule", "Queue", "Table", "Topic", "Alarm"));
        assertEquals(LearnerPolicies.runner(account).statements().stream().map(IamStatement::sid)
                .collect(Collectors.toCollection(TreeSet::new)), ofRunner);
    }

    // ---------------------------------------------------------------- everything else is refused

    /** Role, action, key or prefix. */
    @ParameterizedTest(name = "{0} may not {1} {2}")
    @CsvSource({"etl,get,models/champion.json", "etl,get,truth/simulated-league.csv", "etl,put,raw/a.csv",
            "etl,put,models/champion.json", "etl,put,truth/a.csv", "etl,put,forecasts/a.json",
        "etl,delete,raw/simulated-league.csv", "etl,delete,processed/matches.csv", "etl,list,models/", "etl,list,runs/",
                "fetch,get,processed/matches.csv", "fetch,put,processed/matches.csv",
        "fetch,put,models/champion.json", "fetch,list,models/", "fetch,delete,raw/simulated-league.csv",
        "train,put,raw/a.csv",
                "train,put,processed/matches.csv", "train,put,quarantine/rows.csv",
        "train,put,truth/a.csv", "train,get,quarantine/rows.csv", "train,delete,models/champion.json",
        "train,list,quarantine/",
                "api,get,raw/simulated-league.csv", "api,get,processed/matches.csv",
        "api,get,truth/simulated-league.csv", "api,put,models/champion.json", "api,put,raw/a.csv",
        "api,put,runs/a.json",
                "api,delete,models/champion.json", "api,list,processed/", "api,list,truth/",
        "ui,get,models/champion.json", "ui,put,raw/a.csv", "ui,list,models/", "execution,get,raw/simulated-league.csv",
                "execution,put,raw/a.csv", "apprunner-access,get,models/champion.json",
        "etl,policy,", "train,policy,", "api,policy,", "ui,policy,", "etl,roles,", "train,roles,", "api,roles,",
        "ui,roles,",
                "etl,tasks,", "train,tasks,", "api,tasks,", "ui,tasks,", "fetch,roles,",
        "etl,login,", "train,login,", "api,login,", "ui,login,", "execution,group,", "etl,group,", "api,group,",
        "apprunner-access,group,",
        "states,get,models/champion.json", "states,get,raw/simulated-league.csv", "states,put,models/champion.json",
        "states,put,runs/first/train.json",
                "states,delete,runs/first/train.json", "states,list,raw/", "states,tasks,", "states,roles,",
                "states,login,", "states,group,",
        "events,get,runs/first/train.json", "events,put,raw/a.csv", "events,tasks,", "events,roles,"})
    void whatLiesOutsideIsRefused(String role, String action, String key) throws Exception {
        enforce(true);
        String answer = refused(role, as -> {
            switch (action) {
                case "get" -> as.s3.getObjectAsBytes(get -> get.bucket(account.bucket()).key(key));
                case "put" -> as.s3.putObject(put -> put.bucket(account.bucket()).key(key),
                        RequestBody.fromString("x"));
                case "delete" -> as.s3.deleteObject(delete -> delete.bucket(account.bucket()).key(key));
                case "list" -> as.s3.listObjectsV2(list -> list.bucket(account.bucket()).prefix(key));
                case "policy" -> as.s3.deleteBucketPolicy(delete -> delete.bucket(account.bucket()));
                case "roles" -> as.iam.listRoles();
                case "tasks" -> as.ecs.listTasks(list -> list.cluster(account.prefix()));
                case "login" -> as.ecr.getAuthorizationToken();
                case "group" -> as.logs.createLogGroup(create -> create.logGroupName("/predictor-fut-br/more"));
                default -> throw new AssertionError(action);
            }
        });
        assertTrue(answer != null, role + " could " + action + " " + key);
    }

    /** The clients of a role. */
    private record Clients(String role, S3Client s3, IamClient iam, EcsClient ecs, EcrClient ecr,
            CloudWatchLogsClient logs,
                           DynamoDbClient dynamo, EventBridgeClient events, SfnClient states, AppRunnerClient runner) {
        static Clients of(String role) {
            AwsCredentialsProvider as = credentials(role);
            URI moto = URI.create(cloud.endpoint());
            var http = UrlConnectionHttpClient.builder();
            Region region = Region.US_EAST_1;
            return new Clients(role, S3Client.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).forcePathStyle(true).build(),
                    IamClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).build(),
                    EcsClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).build(),
                    EcrClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).build(),
                    CloudWatchLogsClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                            .endpointOverride(moto).build(),
                    DynamoDbClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).build(),
                    EventBridgeClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).build(),
                    SfnClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).build(),
                    AppRunnerClient.builder().httpClientBuilder(http).region(region).credentialsProvider(as)
                    .endpointOverride(moto).build());
        }
    }

    /** What AWS says when it refuses; null when it does not. Any other failure is the test's. */
    private static String refused(String role, Consumer<Clients> call) {
        try {
            call.accept(Clients.of(role));
            return null;
        } catch (AwsServiceException e) {
            String code = String.valueOf(e.awsErrorDetails().errorCode()); // moto has errors without a code
            if (code.startsWith("AccessDenied") || code.equals("UnauthorizedOperation")) {
                return e.getMessage() + " AccessDenied";
            }
            throw e;
        }
    }

    // ---------------------------------------------------------------- the learner

    @Test
    void theLearnersPoliciesFitIntoManagedPoliciesAndAreThoseInDocs() throws IOException {
        shipped("deployer", LearnerPolicies.deployer(account));
        shipped("runner", LearnerPolicies.runner(account));
    }

    private static void shipped(String learner, IamPolicy policy) throws IOException {
        String document = policy.toJson();
        assertTrue(document.length() < 6144, document.length() + " characters");
        String shipped = Files.readString(Scripts.HOME.resolve("docs/" + learner + "-policy.json"))
                .replace("ACCOUNT_ID", account.id())
                .replace("REGION", account.region());
        assertEquals(Policies.canonical(document), Policies.canonical(shipped),
                "./jbangw 01_provision.java policy --for " + learner + " prints it anew");
    }

    @Test
    void theDeployerPolicyIsEnoughToPlanApplyAndDestroy() {
        asDeployer("none", PoliciesTest::life);
    }

    @Test
    void withTheRunnerPolicyThePipelineIsDeployedLookedAtAndRemoved() {
        asRunner("none", PoliciesTest::pipelineLife);
    }

    @Test
    void withTheRunnerPolicyTheApiIsHostedInEveryPlace() {
        asRunner("none", () -> {
            try (Account learner = account("--student", "learner")) {
                for (Hosting hosting : Hosting.all(learner, pace())) {
                    for (String health : List.of("/health/ready", "/health/ready", "/health/live")) {
                        hosting.deploy(HostingCloud.api(learner.roleArn("api"), health), _ -> { });
                    }
                    hosting.pause("api", _ -> { });
                    assertEquals(Hosting.State.RUNNING, hosting.resume("api", _ -> { }).state());
                    hosting.remove("api", _ -> { });
                    assertEquals(Optional.empty(), hosting.find("api"));
                }
            }
        });
    }

    @ParameterizedTest(name = "the runner without {0} fails")
    @CsvSource({"Machine", "Executions", "Rule", "Queue", "Table", "Topic", "Alarm"})
    void theseStatementsOfTheRunnerAreNeeded(String sid) {
        asRunner(sid, () -> assertRefused(PoliciesTest::pipelineLife));
    }

    /** The command of the learner, and what it says about the right that is missing. */
    private static final Map<String, List<String>> WITHOUT = Map.of(
            "AppRunner", List.of("04_api.java deploy --yes --hosting apprunner",
                    "deploying to App Runner was refused: learner lacks apprunner:CreateService on arn:aws:apprunner:"),
            "Express", List.of("04_api.java deploy --yes --hosting express",
                    "looking at Express Mode was refused: learner lacks ecs:DescribeExpressGatewayService on "
                    + "arn:aws:ecs:"),
            "Lambda", List.of("04_api.java deploy --yes --hosting lambda",
                    "looking at Lambda was refused: learner lacks lambda:GetFunction on arn:aws:lambda:"),
            "Look", List.of("04_api.java undeploy --yes",
                    "removing from Express Mode was refused: learner lacks ecs:ListServices on *"),
            "Clock", List.of("06_pipeline.java status",
                    "looking at the schedule was refused: learner lacks scheduler:GetSchedule on arn:aws:scheduler:"));

    static Set<String> commands() {
        return WITHOUT.keySet();
    }

    @ParameterizedTest(name = "the runner without {0} is told which right it lacks")
    @MethodSource("commands")
    void theseStatementsOfTheRunnerAreNeededByCommands(String sid) {
        asRunner(sid, () -> {
            Map<String, String> environment = new HashMap<>(Moto.environment());
            environment.putAll(Map.of("AWS_ENDPOINT_URL", cloud.endpoint(), "STUDENT", "learner", "WAIT_SECONDS", "3",
                    "ROLE_AGE_SECONDS", "0",
                    "AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId"), "AWS_SECRET_ACCESS_KEY",
                    System.getProperty("aws.secretAccessKey")));
            Scripts.Result result = Scripts.run(Scripts.HOME, environment, WITHOUT.get(sid).getFirst().split(" "));
            assertTrue(result.exit() == 4 && result.err().contains("error: " + WITHOUT.get(sid).getLast()),
                    result.all());
        });
    }

    /** The pipeline of a learner who has the foundations, from nothing to nothing. */
    private static void pipelineLife() {
        try (Account learner = account("--student", "learner")) {
            Stack stack = Pipeline.stack(learner,
                    new Pipeline.Shape(true, 1, false, "learner@example.org", Optional.empty()));
            stack.apply(CONSOLE);
            assertEquals(0, stack.plan().changes());
            Executions executions = new Executions(learner, "pipeline");
            assertEquals(List.of(), executions.newest(1));
            assertEquals(Optional.empty(), executions.run("none"));
            assertEquals(List.of(), stack.destroy(CONSOLE));
        }
    }

    private static void assertRefused(Runnable work) {
        String said = assertThrows(Throwable.class, work::run).getMessage();
        assertTrue(said.matches("(?s).*(lacks|denied|may not look|not authorized|keeps).*"), said);
    }

    /** Runs something as a user who has both policies, the runner's without one statement. */
    private static void asRunner(String missing, Runnable work) {
        try (Account learner = account("--student", "learner")) {
            Provision.foundations(learner, "somebody@example.org", 5).apply(CONSOLE);
            learner.s3().putObject(put -> put.bucket(learner.bucket()).key(CHAMPION), RequestBody.fromString("{}"));
            learner.client(EcrClient.builder()).putImage(image -> image.repositoryName(learner.prefix())
                    .imageTag("latest").imageManifest(HostingCloud.MANIFEST));
            if (missing.equals("Look")) {
                new ExpressMode(learner, pace())
                        .deploy(HostingCloud.api(learner.roleArn("api"), "/health/ready"), _ -> { });
            }
            asLearner(Map.of("deployer", LearnerPolicies.deployer(learner), "runner",
                    without(LearnerPolicies.runner(learner), missing)), work);
        }
    }

    private static IamPolicy without(IamPolicy policy, String sid) {
        List<IamStatement> kept = policy.statements().stream().filter(statement -> !statement.sid().equals(sid))
                .toList();
        // AWS takes no policy without a statement; one that allows nothing of interest stands for it.
        return kept.isEmpty() ? Policies.policy(Policies.allow("Nothing", "sts:GetCallerIdentity", "*"))
                : policy.toBuilder().statements(kept).build();
    }

    static Stream<String> deployerStatements() {
        return LearnerPolicies.deployer(account()).statements().stream().map(IamStatement::sid);
    }

    @ParameterizedTest(name = "the deployer without {0} fails")
    @MethodSource("deployerStatements")
    void everyStatementOfTheDeployerIsNeeded(String sid) {
        asDeployer(sid, () -> assertRefused(PoliciesTest::life));
    }

    /** A learner's stack from nothing to nothing, with data, an unfinished upload and a budget. */
    private static void life() {
        try (Account learner = account("--student", "learner")) {
            Stack stack = Provision.foundations(learner, "somebody@example.org", 5);
            stack.apply(CONSOLE);
            learner.s3().putObject(put -> put.bucket(learner.bucket()).key("raw/a.csv"), RequestBody.fromString("x"));
            learner.s3().createMultipartUpload(upload -> upload.bucket(learner.bucket()).key("raw/b.csv"));
            assertEquals(0, stack.plan().changes());
            assertEquals(List.of(), Tagged.later(learner));
            assertEquals(List.of(), stack.destroy(CONSOLE));
        }
    }

    /** Runs something as a user who has the deployer's policy without one statement. */
    private static void asDeployer(String missing, Runnable work) {
        try (Account learner = account("--student", "learner")) {
            asLearner(Map.of("deployer", without(LearnerPolicies.deployer(learner), missing)), work);
        }
    }

    /** Runs something as a user who has these policies and nothing else, and clears up behind it. */
    private static void asLearner(Map<String, IamPolicy> policies, Runnable work) {
        IamClient iam = account.client(IamClient.builder());
        Account learner = account("--student", "learner");
        // The service-linked role is made only in an account that has none.
        iam.listRoles(list -> list.pathPrefix("/aws-service-role/")).roles().forEach(role -> iam.deleteRole(delete ->
                delete.roleName(role.roleName())));
        iam.createUser(create -> create.userName("learner"));
        policies.forEach((name, policy) -> iam.putUserPolicy(
                put -> put.userName("learner").policyName(name).policyDocument(policy.toJson())));
        AccessKey key = iam.createAccessKey(create -> create.userName("learner")).accessKey();
        try {
            System.setProperty("aws.accessKeyId", key.accessKeyId());
            System.setProperty("aws.secretAccessKey", key.secretAccessKey());
            enforce(true);
            work.run();
        } finally {
            enforce(false);
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            assertEquals(List.of(), Pipeline.everything(learner).destroy(CONSOLE));
            assertEquals(List.of(), Provision.foundations(learner, "somebody@example.org", 5).destroy(CONSOLE));
            iam.deleteAccessKey(delete -> delete.userName("learner").accessKeyId(key.accessKeyId()));
            policies.keySet().forEach(name -> iam.deleteUserPolicy(
                    delete -> delete.userName("learner").policyName(name)));
            iam.deleteUser(delete -> delete.userName("learner"));
            learner.close();
        }
    }
}
