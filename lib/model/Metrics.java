package lib.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * How every forecaster did on the same matches; {@code models/VERSION/metrics.json}.
 *
 * @param kind            the one that is to serve, see {@link #USUAL}
 * @param firstSeason     first season evaluated
 * @param lastSeason      last season evaluated
 * @param leaderboard     best first
 * @param beatsAlwaysHome whether its RPS is below that of always-home
 * @param rpsGain         always-home's RPS minus its own
 * @param accuracyGain    its accuracy minus always-home's
 */
public record Metrics(String kind, LocalDate dataUntil, boolean simulated, int firstSeason, int lastSeason,
                      List<Row> leaderboard, boolean beatsAlwaysHome, double rpsGain, double accuracyGain) {

    /** One forecaster's line. */
    public record Row(String kind, Scores scores) {}

    /** The kind of the baseline, which is always among the rows. */
    public static final String ALWAYS_HOME = "always-home";

    /**
     * The kind that serves: best on the real seasons before 2020. The best of one leaderboard is partly the luckiest, so
     * another kind takes its place only by a decision, not by a draw.
     */
    public static final String USUAL = "pool";

    /** Compares forecasters by what they scored on the same matches. */
    public static Metrics of(List<Row> rows, boolean simulated, int firstSeason, int lastSeason, LocalDate dataUntil) {
        List<Row> leaderboard = rows.stream().sorted(Comparator.comparingDouble(row -> row.scores().rps())).toList();
        Scores usual = scores(leaderboard, USUAL);
        Scores alwaysHome = scores(leaderboard, ALWAYS_HOME);
        return new Metrics(USUAL, dataUntil, simulated, firstSeason, lastSeason, leaderboard, usual.rps() < alwaysHome.rps(),
                alwaysHome.rps() - usual.rps(), usual.accuracy() - alwaysHome.accuracy());
    }

    private static Scores scores(List<Row> rows, String kind) {
        return rows.stream().filter(row -> row.kind().equals(kind)).findFirst().orElseThrow().scores();
    }

    /** The scores of the forecaster that is to serve. */
    public Scores best() {
        return scores(leaderboard, kind);
    }

    /** The line that matters: does this forecaster beat always-home, and by how much. */
    public String verdict() {
        if (!beatsAlwaysHome) return kind + " does not beat always-home on these matches";
        double alwaysHome = best().rps() + rpsGain;
        return "%s beats always-home: RPS %.4f against %.4f (%.1f %% lower), accuracy %+.1f points, %,d matches of %d-%d".formatted(
                kind, best().rps(), alwaysHome, 100 * rpsGain / alwaysHome, 100 * accuracyGain, best().n(), firstSeason, lastSeason);
    }

    /** Names of the columns of {@link #table}. */
    public static final List<String> HEADER = List.of("forecaster", "n", "RPS", "log-loss", "Brier", "accuracy", "calibration");

    /** The leaderboard as text cells. */
    public List<List<String>> table() {
        return leaderboard.stream().map(row -> List.of(row.kind(), "%,d".formatted(row.scores().n()),
                "%.4f".formatted(row.scores().rps()), "%.4f".formatted(row.scores().logLoss()),
                "%.4f".formatted(row.scores().brier()), "%.1f %%".formatted(100 * row.scores().accuracy()),
                "%.3f".formatted(row.scores().calibrationError()))).toList();
    }
}
