///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xms64m
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/base/Cli.java lib/base/Console.java lib/base/CsvFile.java lib/base/Exit.java lib/base/ExternalSort.java
//SOURCES lib/base/Fault.java lib/base/Json.java lib/base/Settings.java lib/base/Sha256.java
//SOURCES lib/lake/FolderLake.java lib/lake/Keys.java lib/lake/Lake.java lib/lake/LakeOptions.java
//SOURCES lib/lake/ModelRegistry.java lib/lake/S3Errors.java lib/lake/S3Lake.java
//SOURCES lib/football/Clubs.java lib/football/DataSummary.java lib/football/LeagueHistory.java
//SOURCES lib/football/Match.java lib/football/MatchFile.java
//SOURCES lib/model/Backtest.java lib/model/BaseRates.java lib/model/Cholesky.java lib/model/DixonColes.java
//SOURCES lib/model/DynamicGoals.java lib/model/Elo.java lib/model/EloForecaster.java lib/model/Example.java
//SOURCES lib/model/FeatureFile.java lib/model/Features.java lib/model/Forecast.java lib/model/Forecaster.java
//SOURCES lib/model/Forecasters.java lib/model/GoalStrengths.java lib/model/Logistic.java lib/model/LogisticCurve.java
//SOURCES lib/model/LowScores.java lib/model/Metrics.java lib/model/Pool.java lib/model/Predictor.java
//SOURCES lib/model/ScoreMatrix.java lib/model/Scores.java lib/model/Stakes.java
//DESCRIPTION Chapter 3: features become an evaluated, versioned, promoted model

/*
 * Chapter 3. Training: from features to a model that has earned its place
 *
 * You learn: walk-forward evaluation, proper scores, an honest baseline, immutable model versions,
 *            promotion by compare-and-swap.
 * Reads:     processed/ in the data lake
 * Writes:    models/VERSION/ and the pointer models/champion.json
 * Costs:     nothing here; on Fargate about a cent a run
 * Takes:     a few seconds for twenty seasons
 *
 *   ./jbangw 03_train.java --help
 *   ./jbangw 03_train.java leaderboard      compare, change nothing
 *   ./jbangw 03_train.java                  the real run
 *
 * Next: 04_api.java
 */

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Sha256;
import lib.football.DataSummary;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.MatchFile;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.lake.ModelRegistry;
import lib.model.Backtest;
import lib.model.Example;
import lib.model.FeatureFile;
import lib.model.Features;
import lib.model.Forecaster;
import lib.model.Forecasters;
import lib.model.Logistic;
import lib.model.LogisticCurve;
import lib.model.Metrics;
import lib.model.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "03_train.java", mixinStandardHelpOptions = true,
        description = "Evaluates forecasters and publishes the best one. Without a command it does \"train\".")
class Train {

    /** How many seasons a training run is judged on, if there are twice as many. */
    private static final int SEASONS_TO_JUDGE = 8;

    /** How far back "recent form" reaches when a forecast is explained. */
    private static final int FORM_ROUNDS = 5;

    static void main(String[] arguments) {
        System.exit(Cli.run(new Train(), "train", arguments));
    }

    // ---------------------------------------------------------------- the commands

    /** What a run leaves for the pipeline: {@code runs/ID/train.json}. */
    private record Result(String version, String kind, Metrics metrics) {}

    @Command(description = "Evaluate every forecaster, publish a new version and promote it (the default).")
    int train(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--run", paramLabel = "ID", description = "Also leave the result in runs/ID/train.json.") String run) {
        long start = System.nanoTime();
        Console console = output.console();
        try (Lake lake = where.open()) {
            ModelRegistry registry = new ModelRegistry(lake);
            Optional<ModelRegistry.Pointer> champion = registry.champion();
            console.title("Chapter 3. Training in " + lake.describe());
            console.step(1, "Read the features, check them against this code");
            History history = read(lake);
            console.step(2, "Walk forward: forecast each day from the days before it");
            Metrics metrics = evaluate(history, judgedSeasons(history), console);
            console.table(Metrics.HEADER, metrics.table());
            if (metrics.beatsAlwaysHome()) console.good(metrics.verdict());
            else console.warn(metrics.verdict());
            console.step(3, "Fit the forecaster to everything");
            byte[] model = Json.write(fit(history.examples, history.clubs, metrics.kind(), history.summary.simulated()));
            byte[] before = Json.write(fitBefore(history, metrics.kind()));
            byte[] past = Json.write(LeagueHistory.of(history.examples.stream().map(Example::match).toList(), history.fixtures));
            console.step(4, "Publish the version, move the pointer");
            String version = metrics.dataUntil() + "-" + metrics.kind() + "-" + Sha256.of((Sha256.of(model) + Sha256.of(past)).getBytes(StandardCharsets.UTF_8)).substring(0, 8);
            registry.publish(version, Map.of("model.json", model, "before.json", before, "history.json", past, "metrics.json", Json.write(metrics),
                    "card.md", card(version, history, metrics).getBytes(StandardCharsets.UTF_8)));
            boolean serves = champion.isPresent() && champion.get().champion().version().equals(version);
            if (!serves) registry.promote(version, champion);
            Result result = new Result(version, metrics.kind(), metrics);
            if (run != null) lake.put(Keys.runRecord(run, "train"), Json.write(result));
            console.good((serves ? "unchanged, already the champion: " : "champion is now ") + version);
            console.line("read its card: " + lake.describe() + "/" + Keys.MODELS + version + "/card.md, %.1f s".formatted((System.nanoTime() - start) / 1e9));
            if (run == null) console.next("./jbangw 04_api.java");
            if (output.json) console.json(result);
            return Exit.OK.code;
        }
    }

    @Command(description = "Compare all forecasters on the same matches, walk-forward; nothing is published.")
    int leaderboard(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--seasons", paramLabel = "A-B", description = "Seasons to judge (default: the newest half, at most 8).") String seasons) {
        Console console = output.console();
        try (Lake lake = where.open()) {
            History history = read(lake);
            Metrics metrics = evaluate(history, seasons == null ? judgedSeasons(history) : range(seasons, history), console);
            console.table(Metrics.HEADER, metrics.table());
            console.line(metrics.verdict() + (metrics.simulated() ? " (SIMULATED)" : ""));
            if (output.json) console.json(metrics);
            return Exit.OK.code;
        }
    }

    @Command(description = "Write walk-forward forecasts as CSV: date,home,away,p_home,p_draw,p_away.")
    int backtest(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--seasons", paramLabel = "A-B", description = "Seasons to forecast (default: the newest half, at most 8).") String seasons,
            @Option(names = "--forecaster", description = "always-home, elo, dixon-coles, goals, pool or logistic (default: the champion's kind, else pool).") String kind,
            @Option(names = "--out", paramLabel = "FILE", required = true, description = "The CSV file to write.") Path out) throws IOException {
        Console console = output.console();
        try (Lake lake = where.open()) {
            History history = read(lake);
            int[] range = seasons == null ? judgedSeasons(history) : range(seasons, history);
            String chosen = kind != null ? kind : new ModelRegistry(lake).champion().map(pointer -> kindOf(lake, pointer.champion())).orElse(Metrics.USUAL);
            Forecaster forecaster = Forecasters.create(chosen);
            if (forecaster == null) {
                throw new Fault(Exit.USAGE, "no forecaster is named " + chosen, "it is mistyped", "use always-home, elo, dixon-coles, goals, pool or logistic", 3);
            }
            Backtest.Run run;
            try (Console.Progress progress = console.progress(chosen, history.examples.size())) {
                run = Backtest.run(forecaster, history.examples, range[0], range[1], progress::advance);
            }
            writeForecasts(run, out);
            console.good("%,d forecasts in %s, RPS %.4f".formatted(run.forecasts().size(), out, run.scores().rps()));
            if (output.json) console.json(run.scores());
            return Exit.OK.code;
        }
    }

    // ---------------------------------------------------------------- 1. read

    /** All that training knows: the examples, the fixtures, and the clubs' state after the last match. */
    private record History(DataSummary summary, List<Example> examples, List<Match> fixtures, Features clubs) {}

    /**
     * Reads what the ETL wrote and makes the features again with the code that will serve them. A difference means
     * that training and serving would disagree, the quietest way for a model to be wrong.
     */
    private static History read(Lake lake) {
        DataSummary summary;
        try {
            summary = Json.read(required(lake, Keys.SUMMARY), DataSummary.class);
        } catch (IOException e) {
            throw stale(Keys.SUMMARY + " is damaged").from(e);
        }
        byte[] matches = required(lake, Keys.MATCHES);
        byte[] features = required(lake, Keys.FEATURES);
        if (!Sha256.of(matches).equals(summary.fingerprint()) || !Sha256.of(features).equals(summary.features())) {
            throw stale("processed/ is a mixture of two ETL runs");
        }
        Features clubs = new Features();
        List<Example> again = clubs.learnAll(MatchFile.read(matches));
        List<Example> examples = FeatureFile.read(features);
        boolean same = again.size() == examples.size();
        for (int i = 0; same && i < again.size(); i++) {
            same = Arrays.equals(again.get(i).contract(), examples.get(i).contract())
                    && again.get(i).homeElo() == examples.get(i).homeElo() && again.get(i).awayElo() == examples.get(i).awayElo();
        }
        if (!same) throw stale(Keys.FEATURES + " was made by other feature code than this");
        return new History(summary, again, MatchFile.read(required(lake, Keys.FIXTURES)), clubs);
    }

    private static byte[] required(Lake lake, String key) {
        return lake.get(key).orElseThrow(() -> stale("there is no " + lake.describe() + "/" + key)).bytes();
    }

    private static Fault stale(String what) {
        return new Fault(Exit.CONFIGURATION, what, "the ETL has not run here, or not to its end, or with another version",
                "./jbangw 02_etl.java", 3);
    }

    // ---------------------------------------------------------------- 2. evaluate

    private static Metrics evaluate(History history, int[] seasons, Console console) {
        List<Supplier<Forecaster>> all = Forecasters.ALL;
        try (Console.Progress progress = console.progress("walking forward", (long) all.size() * history.examples.size())) {
            List<Metrics.Row> rows = all.parallelStream().map(forecaster ->
                    Backtest.run(forecaster.get(), history.examples, seasons[0], seasons[1], progress::advance))
                    .map(run -> new Metrics.Row(run.kind(), run.scores())).toList();
            return Metrics.of(rows, history.summary.simulated(), seasons[0], seasons[1], history.summary.dataUntil());
        }
    }

    /** The newest half of the seasons, at most eight: the older half is there to learn from. */
    private static int[] judgedSeasons(History history) {
        List<Integer> seasons = List.copyOf(new TreeSet<>(history.examples.stream().map(example -> example.match().season()).toList()));
        int judged = Math.min(SEASONS_TO_JUDGE, seasons.size() / 2);
        if (judged == 0) {
            throw new Fault(Exit.CONFIGURATION, "one season is too little to train on",
                    "a model needs one season to learn from and another to be judged on", "./jbangw 02_etl.java add FILE.csv with an earlier season", 3);
        }
        return new int[] {seasons.get(seasons.size() - judged), seasons.getLast()};
    }

    private static int[] range(String text, History history) {
        if (!text.matches("\\d{4}(-\\d{4})?")) {
            throw new Fault(Exit.USAGE, "not a range of seasons: " + text, "it is written as two years", "for example --seasons 2015-2022", 3);
        }
        int[] range = {Integer.parseInt(text.substring(0, 4)), Integer.parseInt(text.substring(text.length() - 4))};
        if (history.examples.stream().noneMatch(example -> example.match().season() >= range[0] && example.match().season() <= range[1])) {
            throw new Fault(Exit.USAGE, "no match in the seasons " + text, "the lake holds %d to %d".formatted(
                    history.summary.firstSeason(), history.summary.lastSeason()), "choose seasons from that range", 3);
        }
        return range;
    }

    // ---------------------------------------------------------------- 3. fit

    private static Predictor.Saved fit(List<Example> examples, Features clubs, String kind, boolean simulated) {
        Forecaster champion = Backtest.learn(Forecasters.create(kind), examples);
        Logistic contract = Backtest.learn(new Logistic(), examples);
        return new Predictor.Saved(kind, Json.MAPPER.valueToTree(champion.state()), (LogisticCurve) contract.state(), clubs.state(), simulated);
    }

    /** The same model as it was before the last five rounds: what it says differently is what recent form has changed. */
    private static Predictor.Saved fitBefore(History history, String kind) {
        List<Example> all = history.examples;
        int season = all.getLast().match().season();
        int clubs = (int) all.stream().map(Example::match).filter(match -> match.season() == season).map(Match::home).distinct().count();
        LocalDate cut = all.get(Math.max(0, all.size() - FORM_ROUNDS * Math.max(1, clubs / 2))).match().date();
        List<Example> earlier = all.stream().filter(example -> example.match().date().isBefore(cut)).toList();
        Features then = new Features();
        earlier.forEach(example -> then.learn(example.match()));
        return fit(earlier, then, kind, history.summary.simulated());
    }

    // ---------------------------------------------------------------- 4. publish

    /** A page about the version that a person can read in the lake. */
    private static String card(String version, History history, Metrics metrics) {
        StringBuilder rows = new StringBuilder();
        for (List<String> row : metrics.table()) rows.append("| ").append(String.join(" | ", row)).append(" |\n");
        return """
                # Model %s
                %s
                Forecasts home win, draw and away win in the Brazilian Série A from results alone.

                - Champion: %s
                - Learned from %,d matches, seasons %d to %d, data until %s
                - Data fingerprint (SHA-256 of processed/matches.csv): %s
                - %s

                Walk-forward, each match forecast from earlier days only, seasons %d to %d:

                | %s |
                |%s
                %s
                Lower is better for all but accuracy. It knows nothing of line-ups, injuries, transfers or money.
                It is not betting advice.
                """.formatted(version, history.summary.simulated() ? "\n**SIMULATED LEAGUE: these matches never took place.**\n" : "",
                metrics.kind(), history.examples.size(), history.summary.firstSeason(), history.summary.lastSeason(),
                metrics.dataUntil(), history.summary.fingerprint(), metrics.verdict(), metrics.firstSeason(), metrics.lastSeason(),
                String.join(" | ", Metrics.HEADER), "---|".repeat(Metrics.HEADER.size()), rows);
    }

    // ---------------------------------------------------------------- helpers

    private static String kindOf(Lake lake, ModelRegistry.Champion champion) {
        return Predictor.of(new ModelRegistry(lake).load(champion, "model.json")).kind();
    }

    /** Writes beside the target first: a reader never sees half a file. */
    private static void writeForecasts(Backtest.Run run, Path out) throws IOException {
        List<String> lines = new ArrayList<>(List.of("date,home,away,p_home,p_draw,p_away"));
        for (int i = 0; i < run.forecasts().size(); i++) {
            Match match = run.examples().get(i).match();
            lines.add(String.format(Locale.ROOT, "%s,%s,%s,%.6f,%.6f,%.6f", match.date(), match.home(), match.away(),
                    run.forecasts().get(i).home(), run.forecasts().get(i).draw(), run.forecasts().get(i).away()));
        }
        Path folder = out.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, out.getFileName().toString(), ".part");
        Files.write(part, lines);
        Files.move(part, out, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
