//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS info.picocli:picocli:4.7.7
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:dynamodb
//DEPS software.amazon.awssdk:ecs
//DEPS software.amazon.awssdk:eventbridge
//DEPS software.amazon.awssdk:sfn
//DEPS software.amazon.event.ruler:event-ruler:2.1.0
//SOURCES Fargate.java HostingCloud.java Moto.java Scripts.java
//SOURCES ../01_provision.java ../06_pipeline.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java
//SOURCES ../lib/aws/*.java ../lib/hosting/*.java ../lib/provision/*.java ../lib/pipeline/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.aws.LogGroup;
import lib.aws.Plan;
import lib.aws.Stack;
import lib.aws.Waiting;
import lib.base.Console;
import lib.base.Json;
import lib.hosting.AppRunner;
import lib.hosting.ExpressMode;
import lib.hosting.LambdaFunction;
import lib.hosting.Pace;
import lib.hosting.Places;
import lib.pipeline.Executions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.event.ruler.Ruler;

/**
 * What the state machines do once the model is trained: redeploy what is hosted, wait until it serves the new version,
 * and tell of a failure so that a person understands it. The way up to there is in AwsEndToEndTest.
 */
class StateMachineTest {

    private static final Console CONSOLE = new Console(true);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration EVERY = Duration.ofMillis(200);

    private static HostingCloud cloud;
    private static Account account;
    private Fargate fargate;

    @BeforeAll
    static void provision() throws IOException {
        cloud = new HostingCloud();
        String student = "m" + UUID.randomUUID().toString().replace("-", "").substring(0, 9);
        account = CommandLine.populateCommand(new AwsOptions(), "--endpoint-url", cloud.endpoint(), "--region",
                "us-east-1", "--student", student, "--architecture", "X86_64").open();
        Provision.foundations(account, null, 5).apply(CONSOLE);
    }

    @AfterAll
    static void close() {
        Pipeline.everything(account).destroy(CONSOLE);
        Provision.foundations(account, null, 5).destroy(CONSOLE);
        account.close();
        cloud.close();
    }

    @BeforeEach
    void allIsWell() {
        cloud.operationsEnd("SUCCEEDED");
        cloud.serves("v1");
    }

    @AfterEach
    void stop() {
        if (fargate != null) fargate.close();
        new AppRunner(account, pace()).remove("api", _ -> { });
        new ExpressMode(account, pace()).remove("api", _ -> { });
        new LambdaFunction(account, pace()).remove("api", _ -> { });
    }

    private static Pace pace() {
        return CommandLine.populateCommand(new Pace(), "--wait", "3", "--role-age", "0");
    }

    // ---------------------------------------------------------------- a run that has promoted v1

    /** Starts the machine that deploy makes where training has just promoted v1; what it waits for is shortened. */
    private static String promoted() throws IOException {
        ObjectNode machine = deployed("Is the API hosted?");
        SfnClient states = account.client(SfnClient.builder());
        String arn = Executions.machine(account, "pipeline");
        String quick = machine.toString().replace("\"Seconds\":15", "\"Seconds\":1")
                .replace("\"IntervalSeconds\":20", "\"IntervalSeconds\":1")
                .replace("'--version', $.champion)", "'--version', $.champion, '--wait', '2')");
        states.updateStateMachine(update -> update.stateMachineArn(arn).definition(quick));
        cloud.calls.clear();
        return new Executions(account, "pipeline")
                .start(Map.of("trigger", "test", "hosting",
                        machine.at("/States/Name the run/Parameters/hosting").asText(),
                "taken", Map.of("times", 0), "started", "2026-11-24T21:39:49Z", "run", "redeploy", "champion", "v1",
                "outcome", "promoted"));
    }

    /** The machine that deploy makes, with another beginning. */
    private static ObjectNode deployed(String begin) throws IOException {
        Pipeline.stack(account, new Pipeline.Shape(false, 1, false, null,
                new Places().find(account, "api", _ -> {}).map(Places.Found::service))).apply(CONSOLE);
        String definition = account.client(SfnClient.builder()).describeStateMachine(
                describe -> describe.stateMachineArn(Executions.machine(account, "pipeline"))).definition();
        return ((ObjectNode) Json.MAPPER.readTree(definition)).put("StartAt", begin);
    }

    private static Executions.Run ended(String part, String name) {
        return Waiting.await(LONGEST, EVERY, () -> new Executions(account, part).run(name)
                .filter(run -> run.status() != ExecutionStatus.RUNNING))
                .orElseThrow(() -> new AssertionError("never came: the end of " + name));
    }

    private Executions.Run run() throws IOException {
        fargate = new Fargate(account);
        return ended("pipeline", promoted());
    }

    private static List<String> tasks(Executions.Run run) {
        return run.steps().stream().filter(step -> step.kind().equals("Task")).map(Executions.Step::state).distinct()
                .toList();
    }

    private static JsonNode record() throws IOException {
        return Json.MAPPER.readTree(account.s3()
                .getObjectAsBytes(get -> get.bucket(account.bucket()).key("runs/redeploy/pipeline.json"))
                .asByteArray());
    }

    // ---------------------------------------------------------------- redeployed

    @Test
    void appRunnerIsRedeployedWaitedForAndAskedForTheNewVersion() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        Executions.Run run = run();
        assertEquals(ExecutionStatus.SUCCEEDED, run.status(), run.cause());
        assertEquals(List.of("Redeploy", "Look at the deployment", "Wait until it is live", "Record the outcome",
                "Give the lock back"), tasks(run));
        List<String> calls = new ArrayList<>(cloud.actions());
        assertEquals("StartDeployment", calls.getFirst(), calls.toString());
        assertEquals("GET /model", calls.getLast(), calls.toString());
        assertTrue(calls.stream().filter("ListOperations"::equals).count() > 1, "it waits for the end: " + calls);
        assertEquals("promoted v1", record().path("outcome").asText() + " " + record().at("/champion/version")
                .asText());
    }

    @Test
    void aBusyAppRunnerIsAskedAgain() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.refuse("StartDeployment", new HostingCloud.Refusal(
                "InvalidStateException", "Service cannot be changed in the current state: OPERATION_IN_PROGRESS"));
        assertEquals(ExecutionStatus.SUCCEEDED, run().status());
        assertEquals(2, cloud.actions().stream().filter("StartDeployment"::equals).count());
    }

    @Test
    void expressModeIsOnlyAskedForTheNewVersionWhichItTakesUpByItself() throws IOException {
        new ExpressMode(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        Executions.Run run = run();
        assertEquals(ExecutionStatus.SUCCEEDED, run.status(), run.cause());
        assertEquals(List.of("GET /model"), cloud.actions());
        assertEquals("promoted", record().path("outcome").asText());
    }

    @Test
    void aFunctionIsOnlyAskedForTheNewVersionToo() throws IOException {
        new LambdaFunction(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.calls.clear();
        Executions.Run run = run();
        assertEquals(ExecutionStatus.SUCCEEDED, run.status(), run.cause());
        assertTrue(cloud.actions().contains("GET /model"), cloud.actions().toString());
        assertTrue(cloud.actions().stream().allMatch(call -> call.startsWith("GET ") || call.startsWith("lambda:GET")),
                "nothing is changed: " + cloud.actions());
    }

    // ---------------------------------------------------------------- the lock

    /** A put whose answer was lost is put again and finds what it wrote: no run gives way to itself. */
    @Test
    void aLockOfItsOwnIsTaken() throws IOException {
        ObjectNode machine = deployed("Take the lock");
        machine.withObject("/States").putObject("Let uploads settle").put("Type", "Succeed");
        for (String state : List.of("Clear the mark", "ETL", "Train", "Read the verdict", "Promoted?")) {
            machine.withObject("/States").remove(state);
        }
        SfnClient states = account.client(SfnClient.builder());
        String arn = Executions.machine(account, "pipeline");
        states.updateStateMachine(update -> update.stateMachineArn(arn).definition(machine.toString()));
        DynamoDbClient table = account.client(DynamoDbClient.builder());
        String run = account.arn("states", "execution:" + account.name("pipeline") + ":again");
        table.putItem(put -> put.tableName(account.name("lock")).item(Map.of("id", AttributeValue.fromS("pipeline"),
                "holder", AttributeValue.fromS(run))));
        states.startExecution(start -> start.stateMachineArn(arn).name("again").input("{}"));
        Executions.Run ended = ended("pipeline", "again");
        assertEquals(ExecutionStatus.SUCCEEDED, ended.status(), ended.cause());
        assertEquals(List.of("Take the lock"), tasks(ended));
        table.deleteItem(delete -> delete.tableName(account.name("lock"))
                .key(Map.of("id", AttributeValue.fromS("pipeline"))));
    }

    // ---------------------------------------------------------------- not redeployed

    @Test
    void aDeploymentThatWasRolledBackFailsTheRunThoughTheServiceRuns() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.operationsEnd("ROLLBACK_SUCCEEDED");
        Executions.Run run = run();
        assertEquals(ExecutionStatus.FAILED, run.status());
        assertTrue(run.cause().startsWith(
                "RedeployFailed: the deployment on App Runner ended with ROLLBACK_SUCCEEDED: the newest image did "
                + "not pass"), run.cause());
        assertFalse(cloud.actions().contains("GET /model"), "the old image would answer too");
        assertEquals("failed RedeployFailed", record().path("outcome").asText() + " " + record().at("/error/Error")
                .asText());
    }

    @Test
    void aServiceThatWasRemovedMeanwhileIsNamedByAwsItself() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.refuse("StartDeployment", new HostingCloud.Refusal("ResourceNotFoundException", "Service not found"));
        Executions.Run run = run();
        assertTrue(run.status() == ExecutionStatus.FAILED && run.cause()
                .startsWith("AppRunner.ResourceNotFoundException: Service not found"), run.cause());
    }

    @Test
    void anApiThatNeverServesTheNewVersionFailsTheRunInItsOwnWords() throws IOException {
        new ExpressMode(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.serves("v0");
        Executions.Run run = run();
        assertEquals(ExecutionStatus.FAILED, run.status());
        assertTrue(run.cause().contains("error: " + cloud.endpoint() + " does not serve v1 (v0)") && run.cause()
                .contains("  do:  ./jbangw 04_api.java status"), run.cause());
        assertEquals("failed", record().path("outcome").asText());
    }

    @Test
    void aTaskThatNeverStartedIsExplained() throws IOException {
        new ExpressMode(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        String name = promoted();
        EcsClient ecs = account.client(EcsClient.builder());
        String task = Waiting.await(LONGEST, EVERY,
                () -> ecs.listTasks(list -> list.cluster(account.prefix()).desiredStatus("RUNNING")).taskArns()
                .stream().findFirst()).orElseThrow();
        ecs.stopTask(stop -> stop.cluster(account.prefix()).task(task)
                .reason("CannotPullContainerError: ref predictor-fut-br:latest: not found"));
        Executions.Run run = ended("pipeline", name);
        assertEquals("the task " + account.name("etl")
                + " stopped: the image is not in the registry; do: ./jbangw 01_provision.java image", run.cause());
    }

    // ---------------------------------------------------------------- taken away

    /** Waits for the next container, and ends it as AWS reports its end. */
    private static void endNext(Set<String> before, int exit) {
        EcsClient ecs = account.client(EcsClient.builder());
        String task = Waiting.await(LONGEST, EVERY,
                () -> ecs.listTasks(list -> list.cluster(account.prefix()).desiredStatus("RUNNING"))
                .taskArns().stream().filter(before::add).findFirst())
                .orElseThrow(() -> new AssertionError("no container after " + before));
        ecs.stopTask(stop -> stop.cluster(account.prefix()).task(task).reason("exit " + exit));
    }

    /** On spare capacity a container may be told to stop at any time; it ends with 143, and its step starts again. */
    @Test
    void aContainerThatIsTakenAwayStartsAgainThreeTimesAndNoMore() throws IOException {
        new ExpressMode(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        Set<String> seen = new HashSet<>();
        String name = promoted();
        for (int exit : new int[] {143, 143, 0}) endNext(seen, exit);
        Executions.Run run = ended("pipeline", name);
        assertEquals(ExecutionStatus.SUCCEEDED, run.status(), run.cause());
        assertEquals(3, run.steps().stream().filter(step -> step.state().equals("Wait until it is live")).count());
        String again = promoted();
        for (int exit : new int[] {143, 143, 143, 143}) endNext(seen, exit);
        assertEquals(ExecutionStatus.FAILED, ended("pipeline", again).status());
    }

    @Test
    void aSeasonThatIsTakenAwayIsForecastAgain() {
        Pipeline.stack(account, new Pipeline.Shape(false, 1, false, null, Optional.empty())).apply(CONSOLE);
        String name = new Executions(account, "backtest")
                .start(Map.of("run", "proof", "seasons", List.of("2024"), "forecaster", "pool", "at_once", 1));
        Set<String> seen = new HashSet<>();
        for (int exit : new int[] {143, 0}) endNext(seen, exit);
        assertEquals(ExecutionStatus.SUCCEEDED, ended("backtest", name).status());
    }

    // ---------------------------------------------------------------- what is deployed is remembered

    /** A second look without options compares with what was asked for, not with the defaults. */
    @Test
    void whatIsNotSaidStaysAsItIsDeployed() {
        Pipeline.Shape asked = new Pipeline.Shape(true, 3, true, "ana@example.org", Optional.empty());
        Pipeline.stack(account, asked).apply(CONSOLE);
        Pipeline.Shape again = Pipeline.shape(account, new Pipeline.Wish(), new Places(), CONSOLE);
        assertEquals(asked, again);
        assertEquals(0, Pipeline.stack(account, again).plan().changes());
        assertEquals("ENABLED", account.client(SchedulerClient.builder()).getSchedule(get -> get
                .name(account.name("weekly"))).stateAsString());
        String tasks = account.client(SfnClient.builder()).describeStateMachine(get -> get
                .stateMachineArn(Executions.machine(account, "pipeline"))).definition();
        assertTrue(tasks.contains("FARGATE_SPOT") && !tasks.contains("LaunchType"), tasks);
    }

    /** SQS remembers a name for a minute, so whoever destroys and deploys again is refused at first. */
    @Test
    void aQueueThatAwsRemembersIsMadeOnceItIsForgotten() {
        Pipeline.everything(account).destroy(CONSOLE);
        HostingCloud.Refusal remembered = new HostingCloud.Refusal("com.amazonaws.sqs#QueueDeletedRecently",
                "You must wait 60 seconds after deleting a queue before you can create another with the same name.");
        cloud.refuse("AmazonSQS.CreateQueue", remembered, remembered);
        Stack stack = Pipeline.stack(account, new Pipeline.Shape(false, 20, false, null, Optional.empty()));
        stack.apply(CONSOLE);
        assertEquals(0, stack.plan().changes());
    }

    /** AWS's services fail for a moment now and then; after a paid training that must not lose the run. */
    @Test
    void everyStepIsTriedAgainWhereAnotherTryCanHelp() throws IOException {
        Map<String, Set<String>> wanted = Map.of(
                "ecs:runTask.sync", Set.of("ECS.AmazonECSException", "ECS.InvalidParameterException",
                        "ECS.ServerException"),
                "dynamodb:", Set.of("DynamoDB.InternalServerErrorException", "DynamoDB.ThrottlingException",
                        "DynamoDB.ProvisionedThroughputExceededException", "DynamoDB.SdkClientException"),
                "aws-sdk:s3:", Set.of("S3.S3Exception", "S3.SdkClientException"));
        int steps = 0;
        for (String machine : List.of("pipeline", "backtest")) {
            JsonNode definition = Json.MAPPER.readTree(
                    Files.readAllBytes(Scripts.HOME.resolve("lib/pipeline/" + machine + ".asl.json")));
            for (JsonNode state : definition.findParents("Resource")) {
                String resource = state.path("Resource").asText();
                for (String service : wanted.keySet()) {
                    if (!resource.contains("states:::" + service)) continue;
                    Set<String> tried = new HashSet<>();
                    state.path("Retry").forEach(retry -> retry.path("ErrorEquals").forEach(error ->
                            tried.add(error.asText())));
                    assertTrue(tried.containsAll(wanted.get(service)), machine + ", " + state);
                    if (service.startsWith("ecs")) { // else its cost would be nobody's
                        assertEquals("TASK_DEFINITION", state.at("/Parameters/PropagateTags").asText(), machine);
                    }
                    steps++;
                }
            }
        }
        assertTrue(steps >= 12, steps + " steps");
    }

    /** Machines of earlier versions log to groups of another name: they are changed, and their groups go in the end. */
    @Test
    void aStackOfAnEarlierVersionIsChangedAndLeavesNothing() {
        Pipeline.Shape shape = new Pipeline.Shape(false, 20, false, null, Optional.empty());
        LogGroup.of(account, "pipeline").create();
        Pipeline.stack(account, shape).apply(CONSOLE);
        SfnClient states = account.client(SfnClient.builder());
        states.updateStateMachine(update -> update.stateMachineArn(Executions.machine(account, "pipeline"))
                .loggingConfiguration(log ->
                log.level("ERROR").destinations(
                        to -> to.cloudWatchLogsLogGroup(group -> group.logGroupArn(account.arn("logs",
                        "log-group:" + LogGroup.nameOf(account, "pipeline") + ":*"))))));
        assertEquals(List.of(Set.of("log")), Pipeline.stack(account, shape).plan().steps().stream().filter(step ->
                !step.differences().isEmpty()).map(Plan.Step::fields).toList());
        assertEquals(1, Pipeline.stack(account, shape).apply(CONSOLE));
        assertEquals(List.of(), Pipeline.everything(account).destroy(CONSOLE));
        assertEquals(Optional.empty(), LogGroup.of(account, "pipeline").describe());
    }

    /** AWS's own engine judges which ends of runs are told. */
    @Test
    void anEmailIsSentForARunThatEndedBadlyAndForNoOther() throws Exception {
        Pipeline.stack(account, new Pipeline.Shape(false, 1, false, "ana@example.org", Optional.empty()))
                .apply(CONSOLE);
        EventBridgeClient events = account.client(EventBridgeClient.builder());
        String pattern = events.describeRule(rule -> rule.name(account.name("failures"))).eventPattern();
        for (String status : List.of("FAILED", "TIMED_OUT", "ABORTED", "RUNNING", "SUCCEEDED")) {
            String event = """
                    {"source": "aws.states", "detail-type": "Step Functions Execution Status Change",
                     "detail": {"name": "r", "status": "%s", "stateMachineArn": "%s"}}"""
                    .formatted(status, Executions.machine(account, "backtest"));
            assertEquals(!List.of("RUNNING", "SUCCEEDED").contains(status), Ruler.matchesRule(event, pattern), status);
            assertFalse(Ruler.matchesRule(event.replace(account.prefix(), "somebody-else"), pattern),
                    "another machine");
        }
        assertEquals(List.of(account.arn("sns", account.name("failures"))), events.listTargetsByRule(list -> list
                .rule(account.name("failures"))).targets().stream().map(target -> target.arn()).toList());
    }

    // ---------------------------------------------------------------- the seasons side by side

    @Test
    void aSeasonOfTheBacktestThatFailsTellsItsLastWords() {
        Pipeline.stack(account, new Pipeline.Shape(false, 1, false, null, Optional.empty())).apply(CONSOLE);
        fargate = new Fargate(account);
        Executions.Run run = ended("backtest", new Executions(account, "backtest")
                .start(Map.of("run", "proof", "seasons", List.of("2024"), "forecaster", "oracle", "at_once", 2)));
        assertEquals(ExecutionStatus.FAILED, run.status());
        assertTrue(run.cause().contains("oracle") && run.cause().contains("error: ") && run.cause().contains("  do: "),
                run.cause());
    }
}
