//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS info.picocli:picocli:4.7.7
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
//DEPS software.amazon.awssdk:sfn
//SOURCES Fargate.java HostingCloud.java Moto.java Scripts.java
//SOURCES ../01_provision.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java ../lib/aws/*.java ../lib/hosting/*.java ../lib/provision/*.java ../lib/pipeline/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.aws.Waiting;
import lib.base.Console;
import lib.base.Json;
import lib.hosting.AppRunner;
import lib.hosting.ExpressMode;
import lib.hosting.Hosting;
import lib.hosting.Pace;
import lib.hosting.Places;
import lib.pipeline.Executions;
import lib.pipeline.PipelineStack;
import lib.pipeline.StateMachine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sfn.SfnClient;

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
        account = CommandLine.populateCommand(new AwsOptions(), "--endpoint-url", cloud.endpoint(), "--region", "us-east-1", "--student", student, "--architecture", "X86_64").open();
        Provision.foundations(account, null, 5).apply(CONSOLE);
    }

    @AfterAll
    static void close() {
        PipelineStack.toRemove(account).destroy(CONSOLE);
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
    }

    private static Pace pace() {
        return CommandLine.populateCommand(new Pace(), "--wait", "3", "--role-age", "0");
    }

    // ---------------------------------------------------------------- a run that has promoted v1

    /** Starts the machine that deploy makes where training has just promoted v1; what it waits for is shortened. */
    private static String promoted() throws IOException {
        SfnClient states = account.client(SfnClient.builder());
        PipelineStack.of(account, new Places().find(account, "api", _ -> {}).map(Places.Found::service), false, 1).apply(CONSOLE);
        String arn = StateMachine.arn(account, "pipeline");
        ObjectNode machine = (ObjectNode) Json.MAPPER.readTree(states.describeStateMachine(describe -> describe.stateMachineArn(arn)).definition());
        machine.put("StartAt", "Is the API hosted?");
        String quick = machine.toString().replace("\"Seconds\":15", "\"Seconds\":1").replace("\"IntervalSeconds\":20", "\"IntervalSeconds\":1")
                .replace("'--version', $.champion)", "'--version', $.champion, '--wait', '2')");
        states.updateStateMachine(update -> update.stateMachineArn(arn).definition(quick));
        cloud.calls.clear();
        return new Executions(account, "pipeline").start(Map.of("trigger", "test", "hosting", machine.at("/States/Name the run/Parameters/hosting").asText(),
                "started", "2026-11-24T21:39:49Z", "run", "redeploy", "champion", "v1", "outcome", "promoted"));
    }

    private static Executions.Run ended(String part, String name) {
        return Waiting.await(LONGEST, EVERY, () -> new Executions(account, part).run(name).filter(run -> !run.status().equals("RUNNING")))
                .orElseThrow(() -> new AssertionError("never came: the end of " + name));
    }

    private Executions.Run run() throws IOException {
        fargate = new Fargate(account);
        return ended("pipeline", promoted());
    }

    private static List<String> tasks(Executions.Run run) {
        return run.steps().stream().filter(step -> step.kind().equals("Task")).map(Executions.Step::state).distinct().toList();
    }

    private static JsonNode record() throws IOException {
        return Json.MAPPER.readTree(account.s3().getObjectAsBytes(get -> get.bucket(account.bucket()).key("runs/redeploy/pipeline.json")).asByteArray());
    }

    // ---------------------------------------------------------------- redeployed

    @Test
    void appRunnerIsRedeployedWaitedForAndAskedForTheNewVersion() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        Executions.Run run = run();
        assertEquals("SUCCEEDED", run.status(), run.cause());
        assertEquals(List.of("Redeploy", "Look at the deployment", "Wait until it is live", "Record the outcome", "Give the lock back"), tasks(run));
        List<String> calls = new ArrayList<>(cloud.actions());
        assertEquals("StartDeployment", calls.getFirst(), calls.toString());
        assertEquals("GET /model", calls.getLast(), calls.toString());
        assertTrue(calls.stream().filter("ListOperations"::equals).count() > 1, "it waits for the end: " + calls);
        assertEquals("promoted v1", record().path("outcome").asText() + " " + record().at("/champion/version").asText());
    }

    @Test
    void aBusyAppRunnerIsAskedAgain() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.refuse("StartDeployment", new HostingCloud.Refusal("InvalidStateException", "Service cannot be changed in the current state: OPERATION_IN_PROGRESS"));
        assertEquals("SUCCEEDED", run().status());
        assertEquals(2, cloud.actions().stream().filter("StartDeployment"::equals).count());
    }

    @Test
    void expressModeIsOnlyAskedForTheNewVersionWhichItTakesUpByItself() throws IOException {
        new ExpressMode(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        Executions.Run run = run();
        assertEquals("SUCCEEDED", run.status(), run.cause());
        assertEquals(List.of("GET /model"), cloud.actions());
        assertEquals("promoted", record().path("outcome").asText());
    }

    // ---------------------------------------------------------------- not redeployed

    @Test
    void aDeploymentThatWasRolledBackFailsTheRunThoughTheServiceRuns() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.operationsEnd("ROLLBACK_SUCCEEDED");
        Executions.Run run = run();
        assertEquals("FAILED", run.status());
        assertTrue(run.cause().startsWith("RedeployFailed: the deployment on App Runner ended with ROLLBACK_SUCCEEDED: the newest image did not pass"), run.cause());
        assertFalse(cloud.actions().contains("GET /model"), "the old image would answer too");
        assertEquals("failed RedeployFailed", record().path("outcome").asText() + " " + record().at("/error/Error").asText());
    }

    @Test
    void aServiceThatWasRemovedMeanwhileIsNamedByAwsItself() throws IOException {
        new AppRunner(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.refuse("StartDeployment", new HostingCloud.Refusal("ResourceNotFoundException", "Service not found"));
        Executions.Run run = run();
        assertTrue(run.status().equals("FAILED") && run.cause().startsWith("AppRunner.ResourceNotFoundException: Service not found"), run.cause());
    }

    @Test
    void anApiThatNeverServesTheNewVersionFailsTheRunInItsOwnWords() throws IOException {
        new ExpressMode(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        cloud.serves("v0");
        Executions.Run run = run();
        assertEquals("FAILED", run.status());
        assertTrue(run.cause().contains("error: " + cloud.endpoint() + " does not serve v1 (v0)") && run.cause().contains("  do:  ./jbangw 04_api.java status"), run.cause());
        assertEquals("failed", record().path("outcome").asText());
    }

    @Test
    void aTaskThatNeverStartedIsExplained() throws IOException {
        new ExpressMode(account, pace()).deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> { });
        String name = promoted();
        EcsClient ecs = account.client(EcsClient.builder());
        String task = Waiting.await(LONGEST, EVERY, () -> ecs.listTasks(list -> list.cluster(account.prefix()).desiredStatus("RUNNING")).taskArns()
                .stream().findFirst()).orElseThrow();
        ecs.stopTask(stop -> stop.cluster(account.prefix()).task(task).reason("CannotPullContainerError: ref predictor-fut-br:latest: not found"));
        Executions.Run run = ended("pipeline", name);
        assertEquals("the task " + account.name("etl") + " stopped: the image is not in the registry; do: ./jbangw 01_provision.java image", run.cause());
    }

    // ---------------------------------------------------------------- the seasons side by side

    @Test
    void aSeasonOfTheBacktestThatFailsTellsItsLastWords() {
        PipelineStack.of(account, Optional.empty(), false, 1).apply(CONSOLE);
        fargate = new Fargate(account);
        Executions.Run run = ended("backtest", new Executions(account, "backtest").start(Map.of("run", "proof", "seasons", List.of("2024"), "forecaster", "oracle")));
        assertEquals("FAILED", run.status());
        assertTrue(run.cause().contains("oracle") && run.cause().contains("error: ") && run.cause().contains("  do: "), run.cause());
    }
}
