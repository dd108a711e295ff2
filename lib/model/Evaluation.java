package lib.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import lib.football.Match;
import lib.football.Outcome;

/**
 * How every forecaster did on the same matches, and what the gate made of it; {@code models/VERSION/metrics.json} and
 * {@code leaderboard --json}.
 *
 * @param promoted       whether the gate let this version serve; null where nothing is published
 * @param reason         why, in one sentence with figures
 * @param gate           the same as data
 * @param kind           the one that is to serve, see {@link #USUAL}
 * @param dataUntil      day of the last match
 * @param fingerprint    SHA-256 of processed/matches.csv
 * @param firstSeason    first season evaluated
 * @param lastSeason     last season evaluated
 * @param leaderboard    best first
 * @param limit          what no forecaster can be expected to reach, on the same matches; null if not known
 * @param reliability    how far each outcome's probability of the one that serves can be taken at its word
 * @param beatsAlwaysHome whether its RPS is below that of always-home
 * @param rpsGain        always-home's RPS minus its own
 * @param accuracyGain   its accuracy minus always-home's
 */
public record Evaluation(Boolean promoted, String reason, Verdict gate, String kind, LocalDate dataUntil,
        String fingerprint, boolean simulated, int firstSeason, int lastSeason, List<Row> leaderboard, Limit limit,
        List<Reliability> reliability, boolean beatsAlwaysHome, double rpsGain, double accuracyGain) {

    /**
     * One forecaster's line.
     *
     * @param toAlwaysHome its RPS minus that of always-home
     * @param toServed     its RPS minus that of the forecaster that serves
     * @param ofTheWay     how much of the way from always-home to the limit its RPS goes, 1 at the limit; null if the
     *                     limit is not known
     * @param seconds      time it took; null where equal data must give equal bytes
     */
    public record Row(String kind, Scores scores, Difference toAlwaysHome, Difference toServed, Double ofTheWay,
            Double seconds) {}

    /** The data that was walked through. */
    public record Data(LocalDate until, String fingerprint, boolean simulated) {}

    /** The kind of the baseline, which is always among the rows. */
    public static final String ALWAYS_HOME = "always-home";

    /**
     * The kind that serves: best on the real seasons before 2020. The best of one leaderboard is partly the luckiest,
     * so another kind takes its place only by a decision, not by a draw.
     */
    public static final String USUAL = "pool";

    /**
     * Compares forecasters by what they said about the same matches.
     *
     * @param walked      what they said, in these seasons and perhaps in others
     * @param limitKind {@link Limit#BOOKMAKER} or {@link Limit#TRUTH}
     * @param limit     its probabilities, for as many matches as are known
     */
    public static Evaluation of(List<Leaderboard.Entry> walked, int firstSeason, int lastSeason, Data data,
            String limitKind, Map<Match.Key, Forecast> limit) {
        List<Leaderboard.Entry> entries = walked.stream().map(entry ->
                new Leaderboard.Entry(entry.run().within(firstSeason, lastSeason), entry.seconds())).toList();
        Backtest.Run alwaysHome = run(entries, ALWAYS_HOME);
        Backtest.Run served = run(entries, USUAL);
        List<Outcome> outcomes = served.outcomes();
        Limit reached = Limit.of(limitKind, limit, served);
        double start = reached == null ? 0 : alwaysHome.paired(limit).rps();
        double way = reached == null ? 0 : start - reached.scores().rps();
        List<Row> rows = entries.stream().map(entry -> new Row(entry.run().kind(), entry.run().scores(),
                Difference.of(entry.run().forecasts(), alwaysHome.forecasts(), outcomes),
                Difference.of(entry.run().forecasts(), served.forecasts(), outcomes),
                way > 0 ? (start - entry.run().paired(limit).rps()) / way : null, entry.seconds()))
                .sorted(Comparator.comparingDouble(row -> row.scores().rps())).toList();
        Scores baseline = alwaysHome.scores();
        Scores own = served.scores();
        return new Evaluation(null, null, null, USUAL, data.until, data.fingerprint, data.simulated, firstSeason,
                lastSeason, rows, reached, Reliability.of(served.forecasts(), outcomes), own.rps() < baseline.rps(),
                baseline.rps() - own.rps(), own.accuracy() - baseline.accuracy());
    }

    /** What a forecaster said. */
    public static Backtest.Run run(List<Leaderboard.Entry> entries, String kind) {
        return entries.stream().map(Leaderboard.Entry::run).filter(run -> run.kind().equals(kind)).findFirst()
                .orElseThrow();
    }

    /** The same with the gate's verdict, and without the seconds: to be published. */
    public Evaluation with(Verdict verdict) {
        List<Row> timeless = leaderboard.stream().map(row -> new Row(row.kind, row.scores,
                row.toAlwaysHome, row.toServed, row.ofTheWay, null)).toList();
        return new Evaluation(verdict.promoted(), verdict.reason(), verdict, kind, dataUntil, fingerprint, simulated,
                firstSeason, lastSeason, timeless, limit, reliability, beatsAlwaysHome, rpsGain, accuracyGain);
    }

    /** The scores of the forecaster that is to serve. */
    public Scores served() {
        return leaderboard.stream().filter(row -> row.kind.equals(kind)).findFirst().orElseThrow().scores;
    }

    /** The line that matters: does this forecaster beat always-home, and by how much. */
    public String verdict() {
        if (!beatsAlwaysHome) return kind + " does not beat always-home on these matches";
        double alwaysHome = served().rps() + rpsGain;
        return ("%s beats always-home: RPS %.4f against %.4f (%.1f %% lower), accuracy %+.1f points, %,d matches of "
                + "%s").formatted(
                kind, served().rps(), alwaysHome, 100 * rpsGain / alwaysHome, 100 * accuracyGain, served().n(),
                firstSeason == lastSeason ? firstSeason : firstSeason + "-" + lastSeason);
    }

    /** Names of the columns of {@link #table}. */
    public static final List<String> HEADER = List.of("forecaster", "n", "RPS", "to " + USUAL, "log-loss",
            "to " + USUAL, "of the way", "accuracy", "calibration");

    /** The leaderboard as text cells; calibration with, in brackets, what chance alone would do. */
    public List<List<String>> table() {
        return leaderboard.stream().map(row -> List.of(row.kind, "%,d".formatted(row.scores.n()),
                "%.4f".formatted(row.scores.rps()), row.kind.equals(USUAL) ? "" : row.toServed.toString(),
                "%.4f".formatted(row.scores.logLoss()), row.kind.equals(USUAL) ? "" : row.toServed.logLossText(),
                row.ofTheWay == null ? "" : "%.0f %%".formatted(100 * row.ofTheWay),
                "%.1f %%".formatted(100 * row.scores.accuracy()),
                "%.3f (%.3f)".formatted(row.scores.calibrationError(), row.scores.chanceError()))).toList();
    }
}
