///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xms64m -XX:TieredStopAtLevel=1
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/raw/*.java lib/model/*.java lib/report/*.java
//SOURCES lib/words/*.java lib/training/*.java
//DESCRIPTION Chapter 3: features become an evaluated, versioned, promoted model

/*
 * Chapter 3. Training: from features to a model that has earned its place
 *
 * You learn: walk-forward evaluation, proper scores, an honest baseline, immutable model versions,
 *            a quality gate, promotion by compare-and-swap, a way back.
 * Reads:     processed/ in the data lake; raw/ and truth/ for the limit on the leaderboard
 * Writes:    models/VERSION/, the pointer models/champion.json, models/history.jsonl, reports/
 * Costs:     nothing here; on Fargate about a cent a run
 * Takes:     some seconds for twenty seasons; the whole leaderboard half a minute
 *
 *   ./jbangw 03_train.java --help
 *   ./jbangw 03_train.java leaderboard      compare, change nothing
 *   ./jbangw 03_train.java                  the real run
 *
 * Next: 04_api.java
 */

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.football.LeagueHistory;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.lake.ModelRegistry;
import lib.model.Backtest;
import lib.model.Evaluation;
import lib.model.ForecastLog;
import lib.model.Forecaster;
import lib.model.Gate;
import lib.model.Leaderboard;
import lib.model.Predictor;
import lib.model.Verdict;
import lib.report.Reports;
import lib.training.ForecastFile;
import lib.training.Forecasters;
import lib.training.ModelFiles;
import lib.training.ModelReport;
import lib.training.ModelVersions;
import lib.training.RecordCommand;
import lib.training.Remembering;
import lib.training.ScoreCommand;
import lib.training.SeasonCommand;
import lib.training.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "03_train.java", mixinStandardHelpOptions = true,
        subcommands = {SeasonCommand.class, RecordCommand.class, ScoreCommand.class},
        description = "Evaluates forecasters and publishes a model that has earned its place. Without a command it "
                + "does \"train\".")
class Train {

    private static final ZoneId BRAZIL = ZoneId.of("America/Sao_Paulo");

    static void main(String[] arguments) {
        System.exit(Cli.run(new Train(), "train", arguments));
    }

    // -------------------------------------------------- the commands

    /**
     * What a run leaves for the pipeline: {@code runs/ID/train.json}.
     *
     * @param version  the version that serves now
     * @param trained  the version that this run has published
     * @param promoted whether the two are the same
     */
    private record Result(boolean promoted, String reason, String version, String trained, String kind,
            Evaluation metrics) {}

    @Command(description = "Evaluate the forecasters that can serve, publish a new version, and promote it if the "
            + "gate lets it pass (the default).")
    int train(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--gate",
                    description = "End with exit code 5 if the new version is not promoted.") boolean gate,
            @Option(names = "--accept-corrections",
                    description = "Let results of past seasons be other ones than the champion learned, or than "
                            + "earlier files told.") boolean accepted,
            @Option(names = "--run", paramLabel = "ID",
                    description = "Also leave the result in runs/ID/train.json.") String run) {
        long start = System.nanoTime();
        Console console = output.console();
        try (Lake lake = where.open()) {
            console.title("Chapter 3. Training in " + lake.describe());
            ModelRegistry registry = new ModelRegistry(lake);
            Optional<ModelRegistry.Pointer> before = registry.recover();
            console.step(1, "Read the features, check them against this code");
            TrainingData data = TrainingData.read(lake);
            Gate.Champion champion = before.map(pointer -> champion(registry, pointer.champion(), data)).orElse(null);
            console.step(2, "Walk forward: forecast each day from the days before it");
            int[] seasons = data.seasons(null);
            int[] walked = {Gate.firstSeason(champion, seasons[0]), seasons[1]};
            Remembering forecaster = ModelFiles.forecaster(data, Evaluation.USUAL);
            List<Leaderboard.Entry> entries = walk(Forecasters.servingWith(forecaster), data, walked, console);
            Evaluation metrics = compare(entries, data, seasons);
            if (run == null) show(metrics, console); // else chapter 6 shows it, after the forecasts
            console.step(3, "Fit the forecaster to everything");
            ModelFiles files = new ModelFiles(data, forecaster);
            console.step(4, "Ask the gate, publish the version, move the pointer");
            String version = files.version();
            Backtest.Run walk = Evaluation.run(entries, metrics.kind());
            Verdict verdict = decide(registry, champion,
                    new Gate.Challenger(version, metrics, walk, files.isSound(), data.matches(),
                            data.summary().corrected()), accepted);
            if (!registry.versions().contains(version)) {
                registry.publish(version, files.with(metrics.with(verdict), walk.within(seasons[0], seasons[1])));
            }
            if (verdict.promoted()) {
                JsonNode figures = Json.MAPPER.valueToTree(verdict);
                registry.promote(version, before, new ModelRegistry.Why(verdict.reason(), figures));
            }
            String served = before.map(pointer -> pointer.champion().version()).orElse(null);
            String serving = verdict.promoted() ? version : served;
            Result result = new Result(verdict.promoted(), verdict.reason(), serving, version, metrics.kind(),
                    metrics.with(verdict));
            if (run != null) lake.put(Keys.runRecord(run, "train"), Json.write(result));
            boolean stays = version.equals(served);
            if (verdict.promoted()) {
                console.good((stays ? "unchanged, already the champion: " : "champion is now ") + version);
            }
            else if (served != null) console.warn("not promoted: " + version + "; the champion stays " + served);
            else console.warn("not promoted: " + version
                    + "; nothing serves until ./jbangw 03_train.java rollback VERSION");
            console.line(verdict.reason());
            console.line("read its card: " + lake.describe() + "/" + Keys.MODELS + version + "/card.md, %.1f s"
                    .formatted((System.nanoTime() - start) / 1e9));
            if (run == null) console.next(where.again("./jbangw 04_api.java"));
            if (output.json) console.json(result);
            return gate && !verdict.promoted() ? Exit.GATE_SAID_NO.code : Exit.OK.code;
        }
    }

    @Command(description = "Compare all forecasters on the same matches, walk-forward; nothing is published.")
    int leaderboard(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--seasons", paramLabel = "A-B",
                    description = "Seasons to judge (default: the newest half, at most 8).") String seasons) {
        Console console = output.console();
        try (Lake lake = where.open()) {
            TrainingData data = TrainingData.read(lake);
            int[] range = data.seasons(seasons);
            Evaluation metrics = compare(walk(Forecasters.ALL, data, range, console), data, range);
            show(metrics, console);
            if (output.json) console.json(metrics);
            return Exit.OK.code;
        }
    }

    @Command(description = "Write walk-forward forecasts as CSV: date,home,away,p_home,p_draw,p_away.")
    int backtest(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--seasons", paramLabel = "A-B",
                    description = "Seasons to forecast (default: the newest half, at most 8).") String seasons,
            @Option(names = "--forecaster", paramLabel = "KIND", defaultValue = "champion",
                    description = "A forecaster of the leaderboard; champion is the kind that serves, else pool "
                            + "(${DEFAULT-VALUE}).") String kind,
            @Option(names = "--out", paramLabel = "FILE", description = "The CSV file to write.") Path out,
            @Option(names = "--run", paramLabel = "ID",
                    description = "Leave the file in the lake, as runs/ID/backtest-SEASONS.csv.") String run)
                    throws IOException {
        Console console = output.console();
        if (out == null && run == null) {
            throw new Fault(Exit.USAGE, "nowhere to write the forecasts",
                    "a backtest publishes nothing, so it needs a file", "add --out forecasts.csv", 3);
        }
        try (Lake lake = where.open()) {
            TrainingData data = TrainingData.read(lake);
            int[] range = data.seasons(seasons);
            ModelRegistry registry = new ModelRegistry(lake);
            String chosen = !kind.equals("champion") ? kind : registry.champion()
                    .map(pointer -> Predictor.of(registry.load(pointer.champion(), "model.json")).kind())
                    .orElse(Evaluation.USUAL);
            Forecaster forecaster = Forecasters.create(chosen);
            if (forecaster == null) {
                throw new Fault(Exit.USAGE, "no forecaster is named " + chosen, "it is mistyped",
                        "use " + String.join(", ", Forecasters.kinds()), 3);
            }
            Backtest.Run walked;
            try (Console.Progress progress = console.progress(chosen, data.examples().size())) {
                walked = Backtest.run(forecaster, data.examples(), range[0], range[1], progress::advance);
            }
            String key = Keys.backtest(run, range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1]);
            if (out != null) write(ForecastFile.of(walked), out);
            if (run != null) lake.put(key, ForecastFile.of(walked));
            console.good("%,d forecasts in %s, RPS %.4f"
                    .formatted(walked.forecasts().size(), out != null ? out : key, walked.scores().rps()));
            if (output.json) console.json(walked.scores());
            return Exit.OK.code;
        }
    }

    @Command(description = "Write reports/model.html (model.pt.html in Portuguese): how good the forecasts are, where "
            + "they err, what they believe.")
    int report(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--seasons", paramLabel = "A-B",
                    description = "Seasons to judge (default: the newest half, at most 8).") String seasons) {
        Console console = output.console();
        try (Lake lake = where.open()) {
            TrainingData data = TrainingData.read(lake);
            int[] range = data.seasons(seasons);
            List<Leaderboard.Entry> entries = walk(Forecasters.ALL, data, range, console);
            ForecastLog log = lake.get(Keys.FORECAST_LOG).map(stored -> log(stored.bytes())).orElse(null);
            console.good("written: " + Reports.store(lake, "model",
                    ModelReport.of(data, compare(entries, data, range), entries, log)));
            if (output.json) console.json(Map.of("report", Keys.report("model", "en")));
            return Exit.OK.code;
        }
    }

    @Command(description = "List the published versions.")
    int models(@Mixin LakeOptions where, @Mixin Cli.Output output) {
        Console console = output.console();
        try (Lake lake = where.open()) {
            List<ModelVersions.Line> lines = ModelVersions.of(new ModelRegistry(lake));
            if (lines.isEmpty()) console.line("no version yet; run ./jbangw 03_train.java");
            else console.table(ModelVersions.HEADER, lines.stream().map(ModelVersions.Line::cells).toList());
            if (output.json) console.json(Map.of("models", lines, "history", new ModelRegistry(lake).history()));
            return Exit.OK.code;
        }
    }

    @Command(description = "Move the pointer back: to the named version, or to the one that served before.")
    int rollback(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Parameters(arity = "0..1", paramLabel = "VERSION",
                    description = "A version that \"models\" lists.") String version) {
        Console console = output.console();
        try (Lake lake = where.open()) {
            ModelRegistry registry = new ModelRegistry(lake);
            Optional<ModelRegistry.Pointer> before = registry.recover();
            String serving = registry.rollback(version, before);
            String was = before.map(pointer -> pointer.champion().version()).orElse("");
            console.good("champion is now " + serving + (was.isEmpty() ? "; none was before" : ", was " + was));
            console.line("the API follows within seconds; training will not bring back what you took out of service");
            if (output.json) console.json(Map.of("version", serving, "was", was));
            return Exit.OK.code;
        }
    }

    // -------------------------------------------------- 1. read the features, check them against this code

    // The tables come from the ETL, which may be of another version. So the features are made again from the matches,
    // and one number that differs stops the training: a model that learns one thing and serves another is wrong in
    // silence. Then read: lib/training/TrainingData.java.

    // -------------------------------------------------- 2. walk forward: forecast each day from the days before it

    // Every forecaster says what it thinks of a day, then sees its results, and so on to the end: nobody knows the
    // future. All are scored on the same matches against "always home", and a difference counts only beside its
    // standard error. Then read: lib/model/Backtest.java, the loop; lib/model/Scores.java, the measures.

    private static List<Leaderboard.Entry> walk(
            List<Supplier<Forecaster>> all, TrainingData data, int[] seasons, Console console) {
        try (Console.Progress progress = console.progress("walking forward",
                (long) all.size() * data.examples().size())) {
            return Leaderboard.run(all, data.examples(), seasons[0], seasons[1],
                    Runtime.getRuntime().availableProcessors(), progress::advance);
        }
    }

    private static Evaluation compare(List<Leaderboard.Entry> entries, TrainingData data, int[] seasons) {
        return Evaluation.of(entries, seasons[0], seasons[1], data.data(), data.limitKind(), data.limit());
    }

    private static void show(Evaluation metrics, Console console) {
        console.table(Evaluation.HEADER, metrics.table());
        String verdict = metrics.verdict() + (metrics.simulated() ? " (SIMULATED)" : "");
        if (metrics.beatsAlwaysHome()) console.good(verdict);
        else console.warn(verdict);
        if (metrics.limit() != null) console.line(metrics.limit().verdict(metrics.kind()));
    }

    // -------------------------------------------------- 3. fit the forecaster to everything

    // Which kind serves is a decision of the project (the pool), not of today's leaderboard. By the end of its walk it
    // has learned from every match. Its version is the day of the last match and a hash: the same data and the same
    // code give the same bytes and name. Then read: lib/training/ModelFiles.java; lib/model/Pool.java, which serves.

    // -------------------------------------------------- 4. ask the gate, publish the version, move the pointer

    // The kind of forecaster is a decision of the project; the gate only decides about versions of it. A challenger
    // must be clearly better, or have learned from newer data and be not clearly worse, on matches that ended alike for
    // both. What it did is kept either way: a version is written once, and only the pointer models/champion.json moves.
    // Then read: lib/model/Gate.java, the rule; lib/lake/ModelRegistry.java, the pointer that two cannot move at once.

    private static Verdict decide(ModelRegistry registry, Gate.Champion champion, Gate.Challenger challenger,
            boolean accepted) {
        String version = challenger.version();
        boolean serves = champion != null && champion.version().equals(version);
        if (serves) return Verdict.of(Verdict.Code.UNCHANGED, challenger);
        if (registry.isRolledBack(version)) return Verdict.of(Verdict.Code.TAKEN_OUT, challenger);
        return Gate.decide(challenger, champion, LocalDate.now(BRAZIL), accepted);
    }

    /** What the champion was published with. */
    private static Gate.Champion champion(ModelRegistry registry, ModelRegistry.Champion champion, TrainingData data) {
        try {
            Map<String, byte[]> files = registry.load(champion);
            return new Gate.Champion(champion.version(), champion.promotedAt().atZone(BRAZIL).toLocalDate(),
                    ModelRegistry.read(files.get("metrics.json"), "metrics.json", Evaluation.class),
                    ForecastFile.read(files.get("backtest.csv"), data.examples()),
                    ModelRegistry.read(files.get("history.json"), "history.json", LeagueHistory.class));
        } catch (Fault damaged) {
            return Gate.Champion.unreadable(champion.version());
        }
    }

    // -------------------------------------------------- helpers

    private static ForecastLog log(byte[] json) {
        try {
            return Json.read(json, ForecastLog.class);
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, Keys.FORECAST_LOG + " is damaged", "it was edited by hand or cut off",
                    "move it away; scoring the forecasts again writes a new one", 3).from(e);
        }
    }

    /** Writes beside the target first: a reader never sees half a file. */
    private static void write(byte[] bytes, Path out) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = Files.write(folder.resolve(out.getFileName() + ".part"), bytes);
        Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    }
}
