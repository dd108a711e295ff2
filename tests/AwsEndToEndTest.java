//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS info.picocli:picocli:4.7.7
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:eventbridge
//DEPS software.amazon.awssdk:sfn
//DEPS software.amazon.awssdk:dynamodb
//DEPS software.amazon.event.ruler:event-ruler:2.1.0
//SOURCES Fargate.java GuideTest.java Moto.java Scripts.java ServedScript.java UploadRuleTest.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/aws/*.java
//SOURCES ../lib/pipeline/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.base.Json;
import lib.pipeline.Executions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.event.ruler.Ruler;

/**
 * The whole of chapter 6 on an AWS that is played: apply, deploy, an upload that starts a run, ETL and training by the
 * very chapters, an API that serves the new model, a bad file, and nothing left in the end.
 */
class AwsEndToEndTest {

    private static final String[] RULE = {"06_pipeline.java", "deploy", "--yes"};

    private final String student = "e" + UUID.randomUUID().toString().replace("-", "").substring(0, 9);
    @TempDir
    Path folder;
    private Account account;
    private Fargate fargate;
    /** What the commands have printed, as to somebody who works alone: without the name that keeps this test apart. */
    private final List<String> outputs = new ArrayList<>();

    @BeforeEach
    void start() {
        account = CommandLine.populateCommand(new AwsOptions(), "--endpoint-url", Moto.endpoint(), "--region",
                "us-east-1", "--student", student, "--architecture", "X86_64").open();
        // The account is as new: what belongs to the whole of it, another test may have made.
        IamClient iam = account.client(IamClient.builder());
        iam.listRoles(list -> list.pathPrefix("/aws-service-role/")).roles()
                .forEach(role -> iam.deleteRole(delete -> delete.roleName(role.roleName())));
    }

    @AfterEach
    void stop() {
        if (fargate != null) fargate.close();
        account.close();
    }

    private Scripts.Result run(String... command) {
        Map<String, String> environment = new HashMap<>(Moto.environment());
        // Long enough that an event's second delivery finds the first one waiting, on a busy machine too.
        environment.putAll(Map.of("STUDENT", student, "SETTLE_SECONDS", "6"));
        Scripts.Result result = Scripts.run(Scripts.HOME, environment, command);
        outputs.add(result.all().replace("-" + student, ""));
        return result;
    }

    private Scripts.Result good(String... command) {
        Scripts.Result result = run(command);
        assertEquals(0, result.exit(), String.join(" ", command) + ": " + result.all());
        return result;
    }

    // ---------------------------------------------------------------- what S3 and EventBridge do

    /**
     * Puts a file into the bucket and, if the deployed rule says so, starts its target with the input that it makes.
     */
    private boolean upload(String key, byte[] bytes) throws Exception {
        account.s3().putObject(put -> put.bucket(account.bucket()).key(key), RequestBody.fromBytes(bytes));
        return deliver(UploadRuleTest.event(account.bucket(), key, bytes.length));
    }

    /** The plain moto says so of every bucket; no apply would mend that, so nobody is sent to one. */
    private void whatAnEmulatorCannotSayIsNoBrokenChain() {
        account.s3().putBucketNotificationConfiguration(
                put -> put.bucket(account.bucket()).notificationConfiguration(_ -> {}));
        Scripts.Result status = good("06_pipeline.java", "status");
        assertTrue(status.all().contains("this emulator does not say that it tells EventBridge")
                && !status.all().contains("apply\n"), status.all());
        good("01_provision.java", "apply", "--yes");
    }

    private boolean deliver(String event) throws Exception {
        EventBridgeClient events = account.client(EventBridgeClient.builder());
        if (!Ruler.matchesRule(event, events.describeRule(rule -> rule.name(account.name("uploads"))).eventPattern())) {
            return false;
        }
        Target target = events.listTargetsByRule(list -> list.rule(account.name("uploads"))).targets().getFirst();
        String[] input = {target.inputTransformer().inputTemplate()};
        JsonNode parsed = Json.MAPPER.readTree(event);
        target.inputTransformer().inputPathsMap().forEach((name, path) ->
                input[0] = input[0].replace("<" + name + ">",
                        parsed.at(path.substring(1).replace('.', '/')).toString()));
        account.client(SfnClient.builder()).startExecution(start -> start.stateMachineArn(target.arn())
                .name(UUID.randomUUID().toString()).input(input[0]));
        return true;
    }

    private List<ExecutionListItem> executions() {
        return account.client(SfnClient.builder())
                .listExecutions(list -> list.stateMachineArn(
                        account.arn("states", "stateMachine:" + account.name("pipeline")))).executions();
    }

    private void awaitEnd() throws InterruptedException {
        await("the end of all runs", () -> executions().stream()
                .noneMatch(run -> run.status() == ExecutionStatus.RUNNING));
    }

    private void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never came: " + what + "; tasks so far " + fargate.ran);
            }
            Thread.sleep(200);
        }
    }

    private JsonNode lake(String key) throws IOException {
        return Json.MAPPER.readTree(account.s3().getObjectAsBytes(get -> get.bucket(account.bucket()).key(key))
                .asByteArray());
    }

    private List<String> records() {
        return account.s3().listObjectsV2(list -> list.bucket(account.bucket()).prefix("runs/")).contents().stream()
                .map(object -> object.key())
                .filter(key -> key.endsWith("/pipeline.json")).toList();
    }

    // ---------------------------------------------------------------- the whole way

    @Test
    void anUploadBecomesAModelThatTheApiServes() throws Exception {
        run("01_provision.java", "doctor"); // what it finds is this machine's
        good("01_provision.java", "plan");
        good("01_provision.java", "apply", "--yes");
        account.s3().putBucketVersioning(put -> put.bucket(account.bucket())
                .versioningConfiguration(versions -> versions.status("Suspended")));
        good("01_provision.java", "plan");
        good("01_provision.java", "apply", "--yes");
        good("01_provision.java", "status");
        Scripts.Result early = run("06_pipeline.java", "status");
        assertTrue(early.exit() == 3 && early.err().contains("the chain is broken at the role"), early.all());
        good(RULE);
        assertTrue(good(RULE).out().contains("nothing to change"), "deploy twice makes no second change");
        good("06_pipeline.java", "status");
        whatAnEmulatorCannotSayIsNoBrokenChain();
        fargate = new Fargate(account);

        // A file in which no row can be true: the run fails, and its failure says which file, which row and why.
        String header = Files.readString(Scripts.HOME.resolve("sample/simulated-league.csv")).lines().findFirst()
                .orElseThrow();
        assertTrue(upload("raw/bad.csv",
                (header + "\nX-1,1,10/04/2026,16:00,Vasco,Vasco,,,,,,,1,0,RJ,RJ\nX-2,1,31/02/2026,16:00,Ceara,Sport,,,,,,,1,0,CE,PE\n").getBytes()));
        awaitEnd();
        assertEquals(ExecutionStatus.FAILED, executions().getFirst().status());
        Scripts.Result failed = good("06_pipeline.java", "history");
        for (String words : List.of("raw/bad.csv line 2: a club cannot play itself: Vasco",
                "raw/bad.csv line 3: not a date: \"31/02/2026\"", "error: no played match", "Failed")) {
            assertTrue(failed.out().contains(words), words + ": " + failed.all());
        }
        assertEquals("failed", lake(records().getFirst()).path("outcome").asText());

        // The file goes, another one arrives, its event comes twice: one run, and what it promotes is served.
        account.s3().deleteObject(delete -> delete.bucket(account.bucket()).key("raw/bad.csv"));
        int before = fargate.ran.size();
        byte[] league = Files.readAllBytes(Scripts.HOME.resolve("sample/simulated-league.csv"));
        assertTrue(upload("raw/simulated-league.csv", league));
        assertTrue(deliver(UploadRuleTest.event(account.bucket(), "raw/simulated-league.csv", league.length)));
        awaitEnd();
        assertEquals(List.of("02_etl", "03_train"),
                fargate.ran.subList(before, fargate.ran.size()).stream().map(task -> task.command().getFirst())
                .toList(), fargate.ran.toString());
        JsonNode record = lake(records().getLast());
        assertEquals("promoted", record.path("outcome").asText(), record.toString());
        String champion = lake("models/champion.json").path("version").asText();
        assertEquals(champion, record.at("/champion/version").asText());
        proveServed(champion);
        String began = record.path("run").asText();
        String name = executions().stream().map(ExecutionListItem::name)
                .filter(one -> began.endsWith(one.split("-")[0])).findFirst().orElseThrow();
        good("06_pipeline.java", "history", name);
        Scripts.Result drawn = good("06_pipeline.java", "history", name, "--mermaid");
        assertTrue(drawn.out().contains("flowchart TD") && drawn.out().contains("Train<br/>"), drawn.all());

        // What arrives while a run is under way is not lost: the run starts another one.
        before = fargate.ran.size();
        upload("raw/simulated-league.csv", league);
        int soFar = before;
        await("the ETL of the next run", () -> fargate.ran.size() > soFar);
        upload("raw/simulated-league.csv", league);
        awaitEnd();
        await("a second run", () -> fargate.ran.size() >= soFar + 4);
        awaitEnd();
        assertEquals(soFar + 4, fargate.ran.size(), "two runs, not more: " + fargate.ran);
        assertEquals(champion, lake("models/champion.json").path("version").asText(),
                "the same data make the same model");
        assertTrue(account.client(DynamoDbClient.builder()).scan(scan -> scan.tableName(account.name("lock"))).items()
                .isEmpty(), "the lock was given back");

        // A backtest forecasts each season in a container of its own, to the same bytes as here.
        good("06_pipeline.java", "backtest", "--aws", "--seasons", "2024-2025", "--out",
                folder.resolve("there").toString());
        good("06_pipeline.java", "backtest", "--bucket", account.bucket(), "--seasons", "2024-2025", "--out",
                folder.resolve("here").toString());
        for (String file : List.of("backtest-2024.csv", "backtest-2025.csv")) {
            assertEquals(-1, Files.mismatch(folder.resolve("there").resolve(file),
                    folder.resolve("here").resolve(file)), file);
        }
        assertEquals(2, fargate.ran.stream().filter(task -> task.command().contains("backtest")).count(),
                fargate.ran.toString());

        String backtest = new Executions(account, "backtest").newest(1).getFirst().name();
        assertTrue(good("06_pipeline.java", "history", backtest).out().contains("Run " + backtest),
                "where the e-mail about one that failed leads");

        good("06_pipeline.java", "undeploy", "--yes");
        Scripts.Result gone = run("06_pipeline.java", "start");
        assertTrue(gone.exit() == 3 && gone.err().contains("there is no state machine"), gone.all());
        good("01_provision.java", "destroy", "--yes");
        // Every step that was said to come next is understood; by now they find nothing, or ask and nobody is here.
        Set<String> next = new TreeSet<>();
        outputs.forEach(output -> next.addAll(Scripts.next(output)));
        assertTrue(next.size() >= 4, next.toString());
        next.remove("01_provision.java image"); // takes minutes; tests/image.sh builds it
        for (String command : next) {
            Scripts.Result result = run(command.split(" "));
            assertTrue(result.exit() != 1 && !result.err().contains(" do: see "), command + ": " + result.all());
        }
        GuideTest.requireShownOnAws(outputs);
    }

    private void proveServed(String version) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Map<String, String> environment = new HashMap<>(Moto.environment());
        environment.put("S3_BUCKET_NAME", account.bucket());
        ProcessBuilder builder = new ProcessBuilder(
                "bash", Scripts.HOME.resolve("jbangw").toString(), Scripts.HOME.resolve("04_api.java").toString(),
                "serve", "--port", "" + port)
                .redirectErrorStream(true).redirectOutput(folder.resolve("api.log").toFile());
        builder.environment().putAll(environment);
        Process api = builder.start();
        try {
            String url = "http://127.0.0.1:" + port;
            Scripts.Result live = good("04_api.java", "await", "--url", url, "--version", version, "--wait", "60",
                    "--json");
            assertEquals(version, Json.MAPPER.readTree(live.out()).path("version").asText());
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url + "/predict"))
                            .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}"))
                    .build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            proveDrawn(url);
            Scripts.Result wrong = run("04_api.java", "await", "--url", url, "--version", "another", "--wait", "1");
            assertTrue(wrong.exit() == 1 && wrong.err().contains("does not serve another"), wrong.all());
        } finally {
            List<ProcessHandle> children = api.descendants().toList();
            api.destroy();
            for (ProcessHandle child : children) child.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    /** The page draws the bucket's runs as it does those of this machine. */
    private static void proveDrawn(String api) throws Exception {
        HttpResponse<String> runs = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(api + "/runs")).build(), HttpResponse.BodyHandlers.ofString());
        JsonNode failed = Json.MAPPER.readTree(runs.body()).path("runs").get(1);
        assertEquals("failed", failed.path("outcome").asText(), runs.body());
        assertEquals("etl failed", failed.at("/stages/0/stage").asText() + " " + failed.at("/stages/0/state").asText());
        assertTrue(failed.path("error").size() == 3 && failed.at("/error/0").asText().startsWith("no played match")
                && failed.at("/error/2").asText().startsWith("compare your file"), runs.body());
        try (ServedScript page = ServedScript.start("05_ui.java", "--api-url", api)) {
            String drawing = page.get("/pipeline?lang=en").text();
            assertEquals(8, drawing.split("class=\"box box-done\"", -1).length - 1, drawing);
        }
    }
}
