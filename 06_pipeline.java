///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/base/Chapters.java lib/base/Cli.java lib/base/Console.java lib/base/Exit.java lib/base/Fault.java
//SOURCES lib/base/Json.java lib/base/Settings.java
//SOURCES lib/lake/Keys.java lib/lake/Lake.java lib/lake/FolderLake.java lib/lake/S3Errors.java lib/lake/S3Lake.java lib/lake/LakeOptions.java
//SOURCES lib/football/Clubs.java lib/football/DataSummary.java lib/football/Match.java
//SOURCES lib/model/Backtest.java lib/model/Difference.java lib/model/Example.java lib/model/Forecast.java
//SOURCES lib/model/Forecaster.java lib/model/Gate.java lib/model/Leaderboard.java lib/model/Limit.java
//SOURCES lib/model/Metrics.java lib/model/Scores.java
//DESCRIPTION Chapter 6: all of it chained, from raw files to forecasts

/*
 * Chapter 6. The pipeline: ETL, training and publishing in one command
 *
 * You learn: stages as separate processes, retrying only what a retry can help, run records,
 *            a trigger that fires when data arrives.
 * Reads:     raw/ in the data lake; the simulated sample if there is nothing
 * Writes:    what the chapters write, and runs/ID/
 * Costs:     nothing here; in the cloud about a cent a run
 * Takes:     under a minute the first time, seconds after that
 *
 *   ./jbangw 06_pipeline.java --help
 *   ./jbangw 06_pipeline.java                      everything on this machine
 *   ./jbangw 06_pipeline.java --data real          the same with the public results
 *
 * Next: ./jbangw 06_pipeline.java serve
 */

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.football.Clubs;
import lib.football.DataSummary;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "06_pipeline.java", mixinStandardHelpOptions = true,
        description = "Runs ETL, training and publishing in order. Without a command it does \"run\".")
class Pipeline {

    /** 4: the cloud refused, perhaps only now. 137 and 143: the process was killed, as a spot container is. */
    private static final Set<Integer> WORTH_A_RETRY = Set.of(Exit.AWS_REFUSED.code, 137, 143);
    private static final int TRIES = 3;
    private static final Duration START_UP = Duration.ofSeconds(60);

    static void main(String[] arguments) {
        System.exit(Cli.run(new Pipeline(), "run", arguments));
    }

    // ---------------------------------------------------------------- the commands

    @Command(description = "Run every stage once (the default).")
    int run(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--data", arity = "1..*", paramLabel = "PATH_OR_URL",
                    description = "CSV files to add first; \"real\" downloads the public results.") List<String> data) {
        Result result = runOnce(where, output, data == null ? List.of() : data);
        if (output.json) output.console().json(result);
        return Exit.OK.code;
    }

    @Command(description = "Run every stage again whenever a CSV file arrives in raw/.")
    int watch(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "2", description = "How often to look (${DEFAULT-VALUE}).") int seconds)
            throws InterruptedException {
        Console console = output.console();
        try (Lake lake = where.open()) {
            List<Lake.Entry> done = csvFiles(lake);
            console.title("Watching " + lake.describe() + "/" + Keys.RAW + ", stop with Ctrl-C");
            List<Lake.Entry> before = done;
            while (true) {
                Thread.sleep(Duration.ofSeconds(Math.max(1, seconds)));
                List<Lake.Entry> now = csvFiles(lake);
                // Several files that arrive together are one run: wait until the list stands still.
                boolean quiet = now.equals(before);
                before = now;
                if (!quiet || now.equals(done)) continue;
                done = now;
                try {
                    Result result = runOnce(where, output, List.of());
                    if (output.json) console.json(result);
                } catch (Fault fault) {
                    console.warn(fault.getMessage() + "; still watching");
                }
            }
        }
    }

    private static List<Lake.Entry> csvFiles(Lake lake) {
        return lake.list(Keys.RAW).stream().filter(entry -> entry.key().toLowerCase(Locale.ROOT).endsWith(".csv")).toList();
    }

    @Command(description = "Serve the API and the page together until interrupted.")
    int serve(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--api-port", descriptionKey = "API_PORT", defaultValue = "8080", description = "Port of the API, 0 for any free one (API_PORT, ${DEFAULT-VALUE}).") int apiPort,
            @Option(names = "--ui-port", descriptionKey = "UI_PORT", defaultValue = "8081", description = "Port of the page, 0 for any free one (UI_PORT, ${DEFAULT-VALUE}).") int uiPort)
            throws InterruptedException {
        try (Lake lake = where.open()) {
            if (lake.get(Keys.CHAMPION).isEmpty()) runOnce(where, output, List.of());
        }
        Console console = output.console();
        int apiAt = apiPort == 0 ? freePort() : apiPort;
        int uiAt = uiPort == 0 ? freePort() : uiPort;
        String api = "http://127.0.0.1:" + apiAt;
        String page = "http://127.0.0.1:" + uiAt;
        List<String> apiArguments = new ArrayList<>(List.of("serve", "--port", "" + apiAt));
        apiArguments.addAll(where.arguments());
        List<Process> servers = List.of(Chapters.start("04_api.java", apiArguments, output.json),
                Chapters.start("05_ui.java", List.of("serve", "--port", "" + uiAt, "--api-url", api), output.json));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> servers.forEach(Process::destroy)));
        awaitReady(api + "/health/live", servers.get(0));
        awaitReady(page + "/", servers.get(1));
        console.title("The page: " + page + "    The API: " + api + "/docs    Stop with Ctrl-C");
        if (output.json) console.json(Map.of("page", page, "api", api));
        while (servers.stream().allMatch(Process::isAlive)) Thread.sleep(200);
        return servers.stream().filter(server -> !server.isAlive()).findFirst().orElseThrow().exitValue();
    }

    // ---------------------------------------------------------------- one run

    /** The one object of {@code run --json}, also kept as {@code runs/ID/pipeline.json}. */
    private record Result(String run, long matches, long duplicates, long fixtures, long quarantined, LocalDate dataUntil,
                          boolean simulated, Champion champion, Quality metrics, List<Forecast> forecasts, Map<String, Double> seconds) {}

    private record Champion(String version, String kind) {}

    private record Quality(double rps, double logLoss, double brier, double accuracy, boolean beatsAlwaysHome) {}

    private record Forecast(String home, String away, double pHome, double pDraw, double pAway) {}

    /** What training leaves in {@code runs/ID/train.json}. */
    private record Trained(String version, String kind, Metrics metrics) {}

    private static Result runOnce(LakeOptions where, Cli.Output output, List<String> data) {
        long start = System.nanoTime();
        Console console = output.console();
        Map<String, Double> seconds = new LinkedHashMap<>();
        String run = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'"));
        try (Lake lake = where.open()) {
            addData(lake, where, output, data);
            timed("etl", seconds, () -> stage("02_etl.java", List.of("run", "--run", run), where, output));
            DataSummary etl = record(lake, run, "etl", DataSummary.class);
            timed("train", seconds, () -> stage("03_train.java", List.of("train", "--run", run), where, output));
            Trained trained = record(lake, run, "train", Trained.class);
            List<Forecast> forecasts = new ArrayList<>();
            timed("publish", seconds, () -> forecasts.addAll(publish(where, output, trained.version(), etl)));
            seconds.put("total", elapsed(start));
            Result result = new Result(run, etl.matches(), etl.duplicates(), etl.fixtures(), etl.quarantined(), etl.dataUntil(),
                    etl.simulated(), new Champion(trained.version(), trained.kind()), quality(trained.metrics()), forecasts, seconds);
            lake.put(Keys.runRecord(run, "pipeline"), Json.write(result));
            show(console, result, trained.metrics());
            return result;
        }
    }

    /** Adds the given files; an empty lake gets the simulated sample, and the reader is told. */
    private static void addData(Lake lake, LakeOptions where, Cli.Output output, List<String> data) {
        List<String> files = data.stream().filter(source -> !source.equals("real")).toList();
        if (files.size() < data.size()) stage("02_etl.java", List.of("fetch"), where, output);
        if (!files.isEmpty()) {
            List<String> arguments = new ArrayList<>(List.of("add"));
            arguments.addAll(files);
            stage("02_etl.java", arguments, where, output);
        }
        if (csvFiles(lake).isEmpty()) {
            output.console().title("The lake is empty: taking the simulated sample. These matches never took place.");
            Path sample = Chapters.home().resolve("sample");
            lake.put(Keys.RAW + "simulated-league.csv", sample.resolve("simulated-league.csv"));
            lake.put(Keys.TRUTH, sample.resolve("true-probabilities.csv"));
        }
    }

    /** Runs a chapter as a child process, again if its exit code says that another try can help. */
    private static void stage(String script, List<String> arguments, LakeOptions where, Cli.Output output) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(where.arguments());
        if (output.debug) all.add("--debug");
        for (int attempt = 1; ; attempt++) {
            int exit = await(Chapters.start(script, all, output.json));
            if (exit == Exit.OK.code) return;
            if (attempt == TRIES || !WORTH_A_RETRY.contains(exit)) throw failed(script, arguments.getFirst(), exit);
            output.console().warn(script + " ended with " + exit + "; try " + (attempt + 1) + " of " + TRIES);
            pause(Duration.ofSeconds(1L << attempt));
        }
    }

    private static Fault failed(String script, String command, int exit) {
        Exit known = java.util.Arrays.stream(Exit.values()).filter(value -> value.code == exit).findFirst().orElse(Exit.UNEXPECTED);
        return new Fault(known, script + " " + command + " ended with exit code " + exit, "its own message is above",
                "do what it says, then run the pipeline again: finished stages do no harm twice", Integer.parseInt(script.substring(0, 2)));
    }

    // ---------------------------------------------------------------- publish

    /** Starts the API on the new champion and asks it for three forecasts: published means answered. */
    private static List<Forecast> publish(LakeOptions where, Cli.Output output, String version, DataSummary etl) {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "" + port));
        arguments.addAll(where.arguments());
        Process api = Chapters.start("04_api.java", arguments, output.json);
        try {
            String url = "http://127.0.0.1:" + port;
            awaitReady(url + "/health/ready", api);
            String served = get(url + "/model").path("version").asText();
            if (!served.equals(version)) {
                throw new Fault(Exit.UNEXPECTED, "the API serves " + served + ", not " + version, "another training promoted its model meanwhile",
                        "run the pipeline again if yours should serve", 6);
            }
            List<Forecast> forecasts = new ArrayList<>();
            for (List<String> pair : pairs(etl, url)) {
                JsonNode p = post(url + "/predict", Map.of("home", pair.get(0), "away", pair.get(1))).path("probabilities");
                forecasts.add(new Forecast(pair.get(0), pair.get(1), p.path("home").asDouble(), p.path("draw").asDouble(), p.path("away").asDouble()));
            }
            return forecasts;
        } finally {
            api.destroy();
            await(api);
        }
    }

    /** The next three fixtures; without any, the six clubs of the newest season that are in best form. */
    private static List<List<String>> pairs(DataSummary etl, String url) {
        if (etl.next().size() >= 3) {
            return etl.next().stream().limit(3).map(fixture -> List.of(fixture.home(), fixture.away())).toList();
        }
        List<String> clubs = StreamSupport.stream(get(url + "/teams").path("teams").spliterator(), false)
                .filter(team -> team.path("current").asBoolean())
                .sorted(Comparator.comparingInt(Pipeline::formPoints).reversed())
                .map(team -> team.path("name").asText()).toList();
        List<List<String>> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < Math.min(6, clubs.size()); i += 2) pairs.add(List.of(clubs.get(i), clubs.get(i + 1)));
        return pairs;
    }

    private static int formPoints(JsonNode team) {
        int points = 0;
        for (JsonNode match : team.path("form")) points += switch (match.path("result").asText()) { case "W" -> 3; case "D" -> 1; default -> 0; };
        return points;
    }

    // ---------------------------------------------------------------- what the reader sees

    private static void show(Console console, Result result, Metrics metrics) {
        console.title("Done in %.1f s: ETL %.1f s, train %.1f s, publish %.1f s".formatted(result.seconds().get("total"),
                result.seconds().get("etl"), result.seconds().get("train"), result.seconds().get("publish")));
        if (result.simulated()) console.warn("SIMULATED data: real club names, matches that never took place");
        console.table(Metrics.HEADER, metrics.table());
        console.line(metrics.verdict());
        console.line("");
        console.table(List.of("forecast", "home", "draw", "away"), result.forecasts().stream().map(forecast -> List.of(
                Clubs.of(forecast.home()).display() + " x " + Clubs.of(forecast.away()).display(), percent(forecast.pHome()), percent(forecast.pDraw()), percent(forecast.pAway()))).toList());
        console.next("./jbangw 06_pipeline.java serve");
    }

    private static String percent(double probability) {
        return "%.1f %%".formatted(100 * probability);
    }

    private static Quality quality(Metrics metrics) {
        return new Quality(metrics.best().rps(), metrics.best().logLoss(), metrics.best().brier(), metrics.best().accuracy(), metrics.beatsAlwaysHome());
    }

    // ---------------------------------------------------------------- helpers

    private static <T> T record(Lake lake, String run, String stage, Class<T> type) {
        try {
            return Json.read(lake.get(Keys.runRecord(run, stage)).orElseThrow(() -> new IOException("missing")).bytes(), type);
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, "the " + stage + " stage left no readable result", "its record in runs/ is missing or damaged",
                    "run the pipeline again", 6).from(e);
        }
    }

    private static void timed(String stage, Map<String, Double> seconds, Runnable work) {
        long start = System.nanoTime();
        work.run();
        seconds.put(stage, elapsed(start));
    }

    private static double elapsed(long start) {
        return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, "no free port", "the machine has run out of ports", "close some programs", 6).from(e);
        }
    }

    private static void awaitReady(String url, Process server) {
        for (long start = System.nanoTime(); System.nanoTime() - start < START_UP.toNanos(); pause(Duration.ofMillis(25))) {
            if (!server.isAlive()) break;
            try {
                if (send(HttpRequest.newBuilder(URI.create(url))).statusCode() == 200) return;
            } catch (IOException e) {
                // not listening yet: asked again until the time is over
            }
        }
        throw new Fault(Exit.UNEXPECTED, "no good answer from " + url, server.isAlive() ? "it took longer than " + START_UP.toSeconds() + " s"
                : "the server ended with exit code " + server.exitValue() + "; its own message is above", "do what it says, or choose another port", 6);
    }

    private static JsonNode get(String url) {
        return json(HttpRequest.newBuilder(URI.create(url)));
    }

    private static JsonNode post(String url, Object body) {
        return json(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))));
    }

    private static JsonNode json(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = send(request);
            if (response.statusCode() == 200) return Json.MAPPER.readTree(response.body());
            throw new Fault(Exit.UNEXPECTED, "the API refused a request", response.body(), "see the chapter on the API", 4);
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, "the API went away", "it stopped while it was asked", "run the pipeline again", 4).from(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            throw interrupted(e);
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Fault interrupted(InterruptedException e) {
        return new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again", 6).from(e);
    }
}
