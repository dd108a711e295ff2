///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/model/*.java lib/aws/*.java lib/hosting/*.java lib/pipeline/*.java
//DESCRIPTION Chapter 6: all of it chained, from raw files to forecasts

/*
 * Chapter 6. The pipeline: ETL, training and publishing in one command
 *
 * You learn: stages as separate processes, retrying only what a retry can help, run records,
 *            a trigger that fires when data arrives, a lock that forgets no upload.
 * Reads:     raw/ in the data lake; the simulated sample if there is nothing
 * Writes:    what the chapters write, and runs/ID/
 * Costs:     nothing here; on AWS about a cent a run
 * Takes:     under a minute the first time, seconds after that
 *
 *   ./jbangw 06_pipeline.java --help
 *   ./jbangw 06_pipeline.java                      everything on this machine
 *   ./jbangw 06_pipeline.java --data real          the same with the public results
 *   ./jbangw 06_pipeline.java deploy               the same on AWS, started by every upload
 *
 * Next: ./jbangw 06_pipeline.java serve
 */

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.pipeline.BacktestRun;
import lib.pipeline.LocalRun;
import lib.pipeline.PipelineCommands;
import lib.pipeline.Publication;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "06_pipeline.java", mixinStandardHelpOptions = true,
        description = "Runs ETL, training and publishing in order. Without a command it does \"run\".")
class Pipeline extends PipelineCommands {

    static void main(String[] arguments) {
        System.exit(Cli.run(new Pipeline(), "run", arguments));
    }

    // ---------------------------------------------------------------- the commands

    @Command(description = "Run every stage once (the default).")
    int run(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--data", arity = "1..*", paramLabel = "PATH_OR_URL",
                    description = "CSV files, or folders of them, to add first; \"real\" downloads the public results.")
            List<String> data,
            @Option(names = "--accept-quarantine", description = "Go on although more than 10 %% of a file is in quarantine.")
            boolean accept) {
        LocalRun.Result result = LocalRun.once(where, output, data == null ? List.of() : data, accept);
        if (output.json) output.console().json(result);
        return Exit.OK.code;
    }

    @Command(description = "Run every stage again whenever a CSV file arrives in raw/.")
    int watch(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "2", description = "How often to look (${DEFAULT-VALUE}).") int seconds)
            throws InterruptedException {
        Console console = output.console();
        try (Lake lake = where.open()) {
            List<Lake.Entry> done = LocalRun.csvFiles(lake);
            console.title("Watching " + lake.describe() + "/" + Keys.RAW + ", stop with Ctrl-C");
            List<Lake.Entry> before = done;
            while (true) {
                Thread.sleep(Duration.ofSeconds(Math.max(1, seconds)));
                List<Lake.Entry> now = LocalRun.csvFiles(lake);
                // Several files that arrive together are one run: wait until the list stands still.
                boolean quiet = now.equals(before);
                before = now;
                if (!quiet || now.equals(done)) continue;
                done = now;
                try {
                    LocalRun.Result result = LocalRun.once(where, output, List.of(), false);
                    if (output.json) console.json(result);
                } catch (Fault fault) {
                    console.warn(fault.getMessage() + "; still watching");
                }
            }
        }
    }

    @Command(description = "Forecast past seasons at the same time, each in a process or container of its own; nothing is published.")
    int backtest(@Mixin AwsOptions where, @Mixin Cli.Output output,
            @Option(names = "--aws", description = "In containers on AWS, with the bucket of chapter 1; deploy comes first.") boolean aws,
            @Option(names = "--lake", paramLabel = "FOLDER", description = "Data lake in this folder, whatever S3_BUCKET_NAME says; without a bucket ./data-lake.") String folder,
            @Option(names = "--bucket", descriptionKey = "S3_BUCKET_NAME", paramLabel = "NAME", description = "Data lake in this S3 bucket (S3_BUCKET_NAME).") String bucket,
            @Option(names = "--seasons", paramLabel = "A-B", description = "Seasons to forecast (default: the newest half, at most 8).") String seasons,
            @Option(names = "--forecaster", paramLabel = "KIND", defaultValue = "champion",
                    description = "A forecaster of the leaderboard; champion is the kind that serves, else pool (${DEFAULT-VALUE}).") String kind,
            @Option(names = "--out", paramLabel = "FOLDER", description = "Also copy the files here.") Path out) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Console console = output.console();
        try (Account account = where.open()) {
            LakeOptions here = LakeOptions.of(aws ? null : folder, aws ? account.bucket() : bucket, where.region, where.endpoint, where.profile);
            try (Lake lake = here.open()) {
                BacktestRun backtest = BacktestRun.of(lake, seasons, kind);
                if (aws) backtestOnAws(account, backtest.run(), backtest.seasons(), kind, console);
                else backtest.here(here, output);
                if (out != null) backtest.copyTo(out, lake);
                console.good("%d seasons in %s/%s%s/, %.1f s".formatted(backtest.seasons().size(), lake.describe(), Keys.RUNS, backtest.run(), (System.nanoTime() - start) / 1e9));
                if (output.json) console.json(Map.of("run", backtest.run(), "files", backtest.keys()));
                return Exit.OK.code;
            }
        }
    }

    @Command(description = "Serve the API and the page together until interrupted.")
    int serve(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--api-port", descriptionKey = "API_PORT", defaultValue = "8080", description = "Port of the API, 0 for any free one (API_PORT, ${DEFAULT-VALUE}).") int apiPort,
            @Option(names = "--ui-port", descriptionKey = "UI_PORT", defaultValue = "8081", description = "Port of the page, 0 for any free one (UI_PORT, ${DEFAULT-VALUE}).") int uiPort)
            throws InterruptedException {
        try (Lake lake = where.open()) {
            if (lake.get(Keys.CHAMPION).isEmpty()) LocalRun.once(where, output, List.of(), false);
        }
        Console console = output.console();
        int apiAt = apiPort == 0 ? Publication.freePort() : apiPort;
        int uiAt = uiPort == 0 ? Publication.freePort() : uiPort;
        String api = "http://127.0.0.1:" + apiAt;
        String page = "http://127.0.0.1:" + uiAt;
        List<String> apiArguments = new ArrayList<>(List.of("serve", "--port", "" + apiAt));
        apiArguments.addAll(where.arguments());
        Chapters.build("04_api.java", "05_ui.java");
        List<Process> servers = List.of(Chapters.start("04_api.java", apiArguments, output.json),
                Chapters.start("05_ui.java", List.of("serve", "--port", "" + uiAt, "--api-url", api), output.json));
        Publication.awaitReady(api + "/health/live", servers.get(0), console);
        Publication.awaitReady(page + "/", servers.get(1), console);
        console.title("The page: " + page + "    The API: " + api + "/docs    Stop with Ctrl-C");
        if (output.json) console.json(Map.of("page", page, "api", api));
        while (servers.stream().allMatch(Process::isAlive)) Thread.sleep(200);
        return servers.stream().filter(server -> !server.isAlive()).findFirst().orElseThrow().exitValue();
    }
}
