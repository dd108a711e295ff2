package lib.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import lib.model.Evaluation;

/** One run of the pipeline on this machine: ETL, training, publishing, and the record of it. */
public final class LocalRun {

    private LocalRun() {}

    /** The CSV files of raw/, which are what a run reads. */
    public static List<Lake.Entry> csvFiles(Lake lake) {
        return lake.list(Keys.RAW).stream().filter(entry -> Keys.isRawCsv(entry.key())).toList();
    }

    /** The one object of {@code run --json}, also kept as {@code runs/ID/pipeline.json}. */
    public record Result(String run, long matches, long duplicates, long fixtures, long quarantined,
            LocalDate dataUntil, boolean simulated, Champion champion, Quality metrics,
            List<Publication.Forecast> forecasts, Map<String, Double> seconds) {}

    public record Champion(String version, String kind) {}

    public record Quality(double rps, double logLoss, double brier, double accuracy, boolean beatsAlwaysHome) {}

    /**
     * What would stop a run, or its model, if no person had looked at it.
     *
     * @param quarantine  that much of a file cannot be true
     * @param corrections that results of past seasons have changed
     */
    public record Accepted(boolean quarantine, boolean corrections) {
        public static final Accepted NOTHING = new Accepted(false, false);
    }

    /** What training leaves in {@code runs/ID/train.json}. */
    private record Trained(String version, String kind, String reason, Evaluation metrics) {}

    /**
     * What a run leaves in {@code runs/ID/pipeline.json} that came to no result: its outcome is failed or interrupted.
     */
    private record Ended(String run, String outcome, String cause, List<String> error) {}

    /**
     * Runs every stage on this machine, on the lake that is given.
     *
     * @param accepted what a person has looked at
     */
    public static Result once(LakeOptions where, Cli.Output output, List<String> data, Accepted accepted) {
        // Compiling counts for no stage, and for no limit of time.
        Chapters.build("02_etl.java", "03_train.java", "04_api.java");
        String run = newId();
        try (Lake lake = where.open()) {
            Chapters.whenStopped(() -> {
                end(lake, new Ended(run, "interrupted", "the pipeline was stopped", List.of()));
                Console.error("interrupted:", "run " + run + " is stopped with all of its stages; start it again");
            });
            try {
                return stages(run, lake, where, output, data, accepted);
            } catch (Fault fault) {
                boolean stopped = fault.exit == Exit.INTERRUPTED;
                Fault own = fault.getCause() instanceof Fault stage ? stage : fault;
                end(lake, new Ended(run, stopped ? "interrupted" : "failed", fault.getMessage(),
                        List.of(own.getMessage(), own.likelyCause, own.remedy)));
                throw fault;
            } finally {
                Chapters.whenStopped(() -> {});
            }
        }
    }

    private static void end(Lake lake, Ended ended) {
        try {
            lake.put(Keys.runRecord(ended.run, "pipeline"), Json.write(ended));
        } catch (Fault fault) {
            Console.error("warning:", "the end of run " + ended.run + " is not recorded: " + fault.getMessage());
        }
    }

    private static Result stages(String run, Lake lake, LakeOptions where, Cli.Output output, List<String> data,
            Accepted accepted) {
        long start = System.nanoTime();
        Map<String, Double> seconds = new LinkedHashMap<>();
        addData(lake, where, output, data);
        List<String> etlRun = new ArrayList<>(List.of("run", "--run", run));
        if (accepted.quarantine) etlRun.add("--accept-quarantine");
        timed(lake, run, "etl", seconds, () -> Stages.stage("02_etl.java", etlRun, where, output));
        DataSummary etl = record(lake, run, "etl", DataSummary.class);
        List<String> training = new ArrayList<>(List.of("train", "--run", run));
        if (accepted.corrections) training.add("--accept-corrections");
        timed(lake, run, "train", seconds, () -> Stages.stage("03_train.java", training, where, output));
        Trained trained = record(lake, run, "train", Trained.class);
        if (trained.version() == null) {
            throw new Fault(Exit.GATE_SAID_NO, "there is no model to publish",
                    "the gate refused the new one: " + trained.reason(),
                    "mend the data, or name a version: ./jbangw 03_train.java rollback VERSION", 3);
        }
        List<Publication.Forecast> forecasts = new ArrayList<>();
        timed(lake, run, "publish", seconds,
                () -> forecasts.addAll(Publication.publish(where, output, trained.version(), etl)));
        seconds.put("total", elapsed(start));
        Result result = new Result(run, etl.matches(), etl.duplicates(), etl.fixtures(), etl.quarantined(),
                etl.dataUntil(), etl.simulated(), new Champion(trained.version(), trained.kind()),
                quality(trained.metrics()), forecasts, seconds);
        lake.put(Keys.runRecord(run, "pipeline"), Json.write(result));
        show(where, output.console(), result, etl.next().size() >= forecasts.size(), trained);
        return result;
    }

    /** The ID of a run that begins now. */
    static String newId() {
        return ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'"));
    }

    /** Adds the given files, or the sample. */
    private static void addData(Lake lake, LakeOptions where, Cli.Output output, List<String> data) {
        List<String> files = data.stream().filter(source -> !source.equals("real")).toList();
        if (files.size() < data.size()) Stages.stage("02_etl.java", List.of("fetch", "--shots"), where, output);
        if (!files.isEmpty()) {
            List<String> arguments = new ArrayList<>(List.of("add"));
            arguments.addAll(files);
            Stages.stage("02_etl.java", arguments, where, output);
        }
        addSample(lake, output);
    }

    /** An empty lake gets the simulated sample, and the reader is told. */
    static void addSample(Lake lake, Cli.Output output) {
        if (csvFiles(lake).isEmpty()) {
            output.console().title("The lake is empty: taking the simulated sample. These matches never took place.");
            Path sample = Chapters.home().resolve("sample");
            lake.put(Keys.RAW + "simulated-league.csv", sample.resolve("simulated-league.csv"));
            lake.put(Keys.TRUTH, sample.resolve("true-probabilities.csv"));
        }
    }

    // ---------------------------------------------------------------- what the reader sees

    /** The forecasts first, for they are what the run was for; then how good such forecasts are. */
    private static void show(LakeOptions where, Console console, Result result, boolean announced, Trained trained) {
        Evaluation metrics = trained.metrics();
        Map<String, Double> seconds = result.seconds();
        console.title("Done in %.1f s: ETL %.1f s, train %.1f s, publish %.1f s".formatted(
                seconds.get("total"), seconds.get("etl"), seconds.get("train"), seconds.get("publish")));
        if (result.simulated()) console.warn("SIMULATED data: real club names, matches that never took place");
        console.table(List.of("forecast", "home", "draw", "away"),
                result.forecasts().stream().map(LocalRun::row).toList());
        if (!announced) console.line("no such matches are announced: these clubs are in the best form");
        console.line("");
        if (Boolean.FALSE.equals(metrics.promoted())) {
            console.warn("the new model was not promoted, " + trained.version() + " serves on; the table is the new"
                    + " one's: " + metrics.reason());
        }
        console.line(
                "How good such forecasts are, tried on past seasons. RPS is the ranked probability score: how far the");
        console.line("three probabilities were from what happened, 0 for a sure and right forecast; lower is better.");
        console.table(Evaluation.HEADER, metrics.table());
        console.line(metrics.verdict());
        console.next(where.again("./jbangw 06_pipeline.java serve"));
    }

    private static List<String> row(Publication.Forecast forecast) {
        return List.of(Clubs.of(forecast.home()).display() + " x " + Clubs.of(forecast.away()).display(),
                percent(forecast.pHome()), percent(forecast.pDraw()), percent(forecast.pAway()));
    }

    private static String percent(double probability) {
        return "%.1f %%".formatted(100 * probability);
    }

    private static Quality quality(Evaluation metrics) {
        return new Quality(metrics.served().rps(), metrics.served().logLoss(), metrics.served().brier(),
                metrics.served().accuracy(), metrics.beatsAlwaysHome());
    }

    // ---------------------------------------------------------------- helpers

    private static <T> T record(Lake lake, String run, String stage, Class<T> type) {
        try {
            return Json.read(lake.get(Keys.runRecord(run, stage)).orElseThrow(() -> new IOException("missing"))
                    .bytes(), type);
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, "the " + stage + " stage left no readable result",
                    "its record in runs/ is missing or damaged",
                    "run the pipeline again", 6).from(e);
        }
    }

    /** Runs a stage, and leaves in the lake that it is the one which runs: the page shows it. */
    private static void timed(Lake lake, String run, String stage, Map<String, Double> seconds, Runnable work) {
        long start = System.nanoTime();
        lake.put(Keys.runRecord(run, "stage"), Json.write(Map.of("stage", stage)));
        work.run();
        seconds.put(stage, elapsed(start));
    }

    private static double elapsed(long start) {
        return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    }
}
