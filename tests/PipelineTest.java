//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.jupiter:junit-jupiter-params:6.1.3
//SOURCES Scripts.java Moto.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapter 6 as a user runs it. */
class PipelineTest {

    @TempDir
    Path lake;

    private static void proveTheResult(JsonNode result) {
        assertEquals(2540, result.path("matches").asInt(), result.toString());
        assertEquals(0, result.path("duplicates").asInt());
        assertEquals(120, result.path("fixtures").asInt());
        assertEquals(0, result.path("quarantined").asInt());
        assertEquals("pool", result.path("champion").path("kind").asText());
        assertTrue(result.path("simulated").asBoolean());
        assertTrue(result.path("metrics").path("beatsAlwaysHome").asBoolean());
        for (String score : List.of("rps", "logLoss", "brier", "accuracy")) {
            assertTrue(result.path("metrics").path(score).asDouble() > 0, score);
        }
        assertEquals(3, result.path("forecasts").size());
        for (JsonNode forecast : result.path("forecasts")) {
            assertEquals(1, forecast.path("pHome").asDouble() + forecast.path("pDraw").asDouble()
                    + forecast.path("pAway").asDouble(), 1e-9);
            assertNotEquals(forecast.path("home").asText(), forecast.path("away").asText());
        }
        for (String stage : List.of("etl", "train", "publish", "total")) {
            assertTrue(result.path("seconds").path(stage).asDouble() > 0, stage);
        }
    }

    @Test
    void anEmptyLakeEndsInForecastsFromTheSampleAndTheSecondRunChangesNothing() throws IOException {
        Scripts.Result first = Scripts.run("06_pipeline.java", "--json", "--lake", lake.toString());
        assertEquals(0, first.exit(), first.all());
        assertTrue(first.err().contains("The lake is empty: taking the simulated sample"), first.err());
        JsonNode result = Json.MAPPER.readTree(first.out());
        proveTheResult(result);
        byte[] record = Files.readAllBytes(lake.resolve("runs/" + result.path("run").asText() + "/pipeline.json"));
        assertEquals(result, Json.MAPPER.readTree(record));

        Scripts.Result second = Scripts.run("06_pipeline.java", "--lake", lake.toString());
        assertEquals(0, second.exit(), second.all());
        assertTrue(second.out().contains("unchanged, already the champion") && second.out().contains("SIMULATED data"),
                second.all());
        assertTrue(second.out().strip().endsWith("Next: ./jbangw 06_pipeline.java serve --lake " + lake), second.all());
        try (Stream<Path> versions = Files.list(lake.resolve("models")).filter(Files::isDirectory)) {
            assertEquals(1, versions.count());
        }
    }

    @Test
    void theSamePipelineRunsOnS3() throws IOException {
        String bucket = Moto.newBucket();
        Map<String, String> environment = new HashMap<>(Moto.environment());
        environment.put("S3_BUCKET_NAME", bucket);
        Scripts.Result result = Scripts.run(lake, environment, "06_pipeline.java", "--json");
        assertEquals(0, result.exit(), result.all());
        assertTrue(result.err().contains("bucket=" + bucket + " (environment)"), result.err());
        proveTheResult(Json.MAPPER.readTree(result.out()));
        assertFalse(Files.exists(lake.resolve("data-lake")), "nothing may be written beside the bucket");
    }

    @Test
    void aFailingStageEndsTheRunWithItsOwnExitCodeAndAdvice() throws IOException {
        Files.createDirectories(lake.resolve("raw"));
        Files.writeString(lake.resolve("raw/bad.csv"), "a,b\n1,2\n");
        Scripts.Result result = Scripts.run("06_pipeline.java", "--json", "--lake", lake.toString());
        assertEquals(3, result.exit(), result.all());
        assertEquals("", result.out(), "no half a JSON object");
        assertTrue(result.err().contains("02_etl.java run ended with exit code 3") && result.err()
                .contains("header names no known format"), result.err());
        try (Stream<Path> runs = Files.list(lake.resolve("runs"))) {
            JsonNode record = Json.MAPPER.readTree(
                    Files.readAllBytes(runs.findFirst().orElseThrow().resolve("pipeline.json")));
            assertTrue(record.at("/error/0").asText().startsWith("no played match in "), "its own error: " + record);
        }
    }

    @Test
    void givenFilesAreAddedFirst() throws IOException {
        Path csv = Files.writeString(lake.resolve("mine.csv"), "no,results\n");
        Scripts.Result refused = Scripts.run("06_pipeline.java", "--lake", lake.resolve("l").toString(), "--data",
                csv.toString());
        assertEquals(2, refused.exit(), refused.all());
        Scripts.Result added = Scripts.run("06_pipeline.java", "--lake", lake.resolve("l").toString(), "--json",
                "--data", Scripts.HOME.resolve("sample/simulated-league.csv").toString());
        proveTheResult(Json.MAPPER.readTree(added.out()));
        Path empty = Files.createDirectories(lake.resolve("empty"));
        Scripts.Result nothing = Scripts.run("06_pipeline.java", "--lake", lake.resolve("f").toString(), "--data",
                empty.toString());
        assertTrue(nothing.exit() == 2 && nothing.err().contains("no CSV file in the folder"), nothing.all());
        Files.copy(Scripts.HOME.resolve("sample/simulated-league.csv"), empty.resolve("league.CSV"));
        Scripts.Result folder = Scripts.run("02_etl.java", "add", empty.toString(), "--lake",
                lake.resolve("f").toString());
        assertTrue(folder.exit() == 0 && Files.exists(lake.resolve("f/raw/league.csv")), folder.all());
    }

    @Test
    void aBacktestInPartsIsTheBacktestOfTheWhole() throws IOException {
        Files.createDirectories(lake.resolve("raw"));
        Files.copy(Scripts.HOME.resolve("sample/simulated-league.csv"), lake.resolve("raw/a.csv"));
        assertEquals(0, Scripts.run("02_etl.java", "--lake", lake.toString()).exit());
        Path whole = lake.resolve("whole.csv");
        Scripts.Result one = Scripts.run("03_train.java", "backtest", "--seasons", "2023-2025", "--out",
                whole.toString(), "--lake", lake.toString());
        assertEquals(0, one.exit(), one.all());
        Path out = lake.resolve("out");
        Scripts.Result parts = Scripts.run("06_pipeline.java", "backtest", "--seasons", "2023-2025", "--out",
                out.toString(), "--lake", lake.toString(), "--json");
        assertEquals(0, parts.exit(), parts.all());
        JsonNode result = Json.MAPPER.readTree(parts.out());
        assertEquals(3, result.path("files").size(), result.toString());
        StringBuilder joined = new StringBuilder("date,home,away,p_home,p_draw,p_away\n");
        for (int season = 2023; season <= 2025; season++) {
            String part = Files.readString(out.resolve("backtest-" + season + ".csv"));
            assertEquals(part, Files.readString(
                    lake.resolve("runs/" + result.path("run").asText() + "/backtest-" + season + ".csv")));
            joined.append(part.substring(part.indexOf('\n') + 1));
        }
        assertEquals(Files.readString(whole), joined.toString());
        Scripts.Result nowhere = Scripts.run("06_pipeline.java", "backtest", "--lake", lake.resolve("none").toString());
        assertTrue(nowhere.exit() == 3 && nowhere.err().contains("there is no readable"), nowhere.all());
        Scripts.Result failed = Scripts.run("06_pipeline.java", "backtest", "--forecaster", "oracle", "--lake",
                lake.toString());
        assertTrue(failed.exit() == 2 && failed.err().contains("03_train.java backtest ended with exit code 2"),
                failed.all());
    }

    @Test
    void watchRunsAgainWhenAFileArrives() throws Exception {
        Path log = Files.createTempFile("watch", ".log");
        Process watch = Scripts.start(log, "06_pipeline.java", "watch", "--every", "1", "--lake", lake.toString());
        try {
            await(watch, log, "Watching");
            Files.createDirectories(lake.resolve("raw"));
            Files.writeString(lake.resolve("raw/notes.txt"), "no CSV file, so nothing to run for");
            Files.copy(Scripts.HOME.resolve("sample/simulated-league.csv"), lake.resolve("raw/arrived.csv"));
            await(watch, log, "Done in");
            try (var runs = Files.list(lake.resolve("runs"))) {
                assertEquals(1, runs.count());
            }
            assertTrue(watch.isAlive());
            assertTrue(Files.exists(lake.resolve("models/champion.json")));
        } finally {
            stop(watch);
        }
    }

    /** What is printed when each stage has begun; the pipeline is killed there, and nothing of it may go on. */
    @ParameterizedTest
    @ValueSource(strings = {"1. Read the raw files", "2. Walk forward", "event=model"})
    void whoStopsThePipelineStopsItsStages(String begun) throws Exception {
        Files.createDirectories(lake.resolve("raw"));
        Files.copy(Scripts.HOME.resolve("sample/simulated-league.csv"), lake.resolve("raw/a.csv"));
        Path log = Files.createTempFile("stopped", ".log");
        Process run = Scripts.start(log, "06_pipeline.java", "--lake", lake.toString());
        await(run, log, begun);
        List<ProcessHandle> children = run.descendants().toList();
        run.destroy();
        assertTrue(run.waitFor(30, TimeUnit.SECONDS), "did not stop on SIGTERM");
        assertEquals(143, run.exitValue(), Files.readString(log));
        for (ProcessHandle child : children) assertFalse(child.isAlive(), child.info() + " goes on");
        assertTrue(Files.readString(log).contains("interrupted: run "), Files.readString(log));
        assertFalse(Files.readString(log).contains("error:") || Files.readString(log).contains("try 2"),
                Files.readString(log));
        try (Stream<Path> runs = Files.list(lake.resolve("runs"))) {
            JsonNode record = Json.MAPPER.readTree(
                    Files.readAllBytes(runs.findFirst().orElseThrow().resolve("pipeline.json")));
            assertEquals("interrupted", record.path("outcome").asText(), record.toString());
        }
    }

    /**
     * What a newcomer with a slow machine sees: nothing is built, so all of it is built before a stage begins, and no
     * time counts it.
     */
    @Test
    void theFirstRunBuildsAllThenShowsTheForecastsFirst(@TempDir Path cache, @TempDir Path jdk) throws Exception {
        Path log = lake.resolve("log");
        Process run = Scripts.start(log, Map.of("JBANG_CACHE_DIR", cache.toString(),
                "JAVA_HOME", withSlowCompiler(jdk).toString()), "06_pipeline.java", "--lake", lake.toString());
        assertTrue(run.waitFor(10, TimeUnit.MINUTES));
        String all = Files.readString(log);
        assertEquals(0, run.exitValue(), all);
        int start = all.indexOf("Chapter 2. ETL");
        for (String chapter : List.of("06_pipeline", "02_etl", "03_train", "04_api")) {
            int compiled = all.indexOf("jbangw: compiling " + chapter + ".java");
            assertTrue(compiled >= 0 && compiled < start, chapter + " is not built before the first stage: " + all);
        }
        assertTrue(all.indexOf("compiling", start) < 0, all);
        int forecasts = all.indexOf("   forecast ");
        int board = all.indexOf("   forecaster ");
        assertTrue(forecasts > 0 && forecasts < board, "the result first: " + all);
        assertEquals(board, all.lastIndexOf("   forecaster "), "the leaderboard once: " + all);
        assertEquals(1, all.split("settings:", -1).length - 1, "settings are said once: " + all);
        assertFalse(all.contains("Note:") || all.contains("[jbang]"), all);
    }

    /** A copy of this JDK whose compiler takes ten seconds more: a link to it would lead JBang to the real one. */
    private static Path withSlowCompiler(Path folder) throws IOException {
        Path real = Path.of(System.getProperty("java.home"));
        try (Stream<Path> files = Files.walk(real)) {
            for (Path file : files.filter(file -> !file.startsWith(real.resolve("jmods"))).skip(1).toList()) {
                Files.copy(file, folder.resolve(real.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.writeString(folder.resolve("bin/javac"),
                "#!/bin/sh\nsleep 10\nexec '" + real.resolve("bin/javac") + "' \"$@\"\n");
        return folder;
    }

    /** In a lake of one's own, whose name has a space, each step leads to the next one, and the last one serves. */
    @Test
    void whatIsToDoNextIsRunAsItIsPrinted() throws Exception {
        Path own = Files.createDirectory(lake.resolve("my lake"));
        assertEquals(0, Scripts.run("02_etl.java", "add", "sample/simulated-league.csv", "--lake", own.toString())
                .exit());
        String next = "02_etl.java --lake '" + own + "'";
        for (String chapter : List.of("02_etl.java", "03_train.java")) {
            assertTrue(next.startsWith(chapter), next);
            Path log = lake.resolve(chapter + ".log");
            Process run = new ProcessBuilder(Scripts.BASH, "-c", "./jbangw " + next).directory(Scripts.HOME.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            assertTrue(run.waitFor(10, TimeUnit.MINUTES));
            assertEquals(0, run.exitValue(), Files.readString(log));
            next = Scripts.next(Files.readString(log)).getLast();
        }
        assertTrue(next.startsWith("04_api.java --lake "), next);
        Path log = lake.resolve("api.log");
        ProcessBuilder api = new ProcessBuilder(Scripts.BASH, "-c", "exec ./jbangw " + next)
                .directory(Scripts.HOME.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        api.environment().put("API_PORT", "0");
        Process served = api.start();
        await(served, log, "serving at http://");
        stop(served);
    }

    @Test
    void servePrintsBothAddressesAndBothAnswer() throws Exception {
        Path log = Files.createTempFile("serve", ".log");
        Process serve = Scripts.start(log, "06_pipeline.java", "serve", "--lake", lake.toString(), "--api-port", "0",
                "--ui-port", "0");
        int apiPort;
        try {
            await(serve, log, "Stop with Ctrl-C");
            Matcher printed = Pattern.compile(
                    "The page: (http://127\\.0\\.0\\.1:\\d+) +The API: (http://127\\.0\\.0\\.1:(\\d+))/docs")
                    .matcher(Files.readString(log));
            assertTrue(printed.find(), Files.readString(log));
            apiPort = Integer.parseInt(printed.group(3));
            HttpClient http = HttpClient.newHttpClient();
            for (String url : List.of(printed.group(2) + "/health/ready", printed.group(1) + "/")) {
                assertEquals(200, http.send(HttpRequest.newBuilder(URI.create(url)).build(),
                        HttpResponse.BodyHandlers.ofString()).statusCode(), url);
            }
        } finally {
            stop(serve);
        }
        try (ServerSocket again = new ServerSocket(apiPort)) {
            assertEquals(apiPort, again.getLocalPort(), "the API went on after serve was stopped");
            Scripts.Result taken = Scripts.run("06_pipeline.java", "serve", "--lake", lake.toString(), "--api-port",
                    "" + apiPort);
            assertEquals(3, taken.exit(), taken.all());
            assertTrue(taken.err().contains("cannot listen on 127.0.0.1:" + apiPort)
                    && taken.err().contains("--api-port"), taken.err());
        }
    }

    private static void await(Process process, Path log, String text) throws Exception {
        for (int i = 0; i < 1200 && process.isAlive(); i++) {
            if (Files.readString(log).contains(text)) return;
            Thread.sleep(100);
        }
        throw new AssertionError("\"" + text + "\" never came:\n" + Files.readString(log));
    }

    private static void stop(Process process) throws Exception {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "did not stop on SIGTERM");
        for (ProcessHandle child : children) child.onExit().get(30, TimeUnit.SECONDS);
    }
}
