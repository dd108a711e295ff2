package lib.model;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * How every forecaster did on the same matches; {@code models/VERSION/metrics.json}.
 *
 * @param kind            the best of them by RPS
 * @param firstSeason     first season evaluated
 * @param lastSeason      last season evaluated
 * @param leaderboard     best first
 * @param beatsAlwaysHome whether the best one's RPS is below that of always-home
 * @param rpsGain         always-home's RPS minus the best one's
 * @param accuracyGain    the best one's accuracy minus always-home's
 */
public record Metrics(String kind, LocalDate dataUntil, boolean simulated, int firstSeason, int lastSeason,
                      List<Row> leaderboard, boolean beatsAlwaysHome, double rpsGain, double accuracyGain) {

    /** One forecaster's line. */
    public record Row(String kind, Scores scores) {}

    /** The kind of the baseline, which is always among the rows. */
    public static final String ALWAYS_HOME = "always-home";

    /** Compares forecasters by what they scored on the same matches. */
    public static Metrics of(List<Row> rows, boolean simulated, int firstSeason, int lastSeason, LocalDate dataUntil) {
        List<Row> leaderboard = rows.stream().sorted(Comparator.comparingDouble(row -> row.scores().rps())).toList();
        Row best = leaderboard.getFirst();
        Scores alwaysHome = leaderboard.stream().filter(row -> row.kind().equals(ALWAYS_HOME)).findFirst().orElseThrow().scores();
        return new Metrics(best.kind(), dataUntil, simulated, firstSeason, lastSeason, leaderboard,
                best.scores().rps() < alwaysHome.rps(), alwaysHome.rps() - best.scores().rps(),
                best.scores().accuracy() - alwaysHome.accuracy());
    }

    /** The scores of the best forecaster. */
    public Scores best() {
        return leaderboard.getFirst().scores();
    }

    /** The line that matters: does the best forecaster beat always-home, and by how much. */
    public String verdict() {
        if (!beatsAlwaysHome) return "nothing beats always-home on these matches";
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
