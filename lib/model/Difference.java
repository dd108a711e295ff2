package lib.model;

import java.util.List;
import lib.football.Outcome;

/**
 * How much lower or higher the RPS of one list of forecasts is than that of another on the same matches. Matches that
 * both found hard cancel out, so this says far more than two scores side by side.
 *
 * @param n             matches
 * @param rps           mean RPS of the one minus that of the other; below zero, the one is better
 * @param standardError of that mean
 */
public record Difference(int n, double rps, double standardError) {

    /** Compares forecasts of the same matches in the same order. */
    public static Difference of(List<Forecast> one, List<Forecast> other, List<Outcome> outcomes) {
        int n = outcomes.size();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double difference = Scores.rps(one.get(i), outcomes.get(i)) - Scores.rps(other.get(i), outcomes.get(i));
            sum += difference;
            squares += difference * difference;
        }
        if (n < 2) return new Difference(n, n == 0 ? 0 : sum, 0);
        double mean = sum / n;
        double variance = Math.max(0, squares - n * mean * mean) / (n - 1);
        return new Difference(n, mean, Math.sqrt(variance / n));
    }

    /** Forecasts kept with six digits differ from themselves by less than this. */
    private static final double ROUNDING = 1e-5;

    /** Whether the one is better by more than chance explains: two standard errors. */
    public boolean clearlyBetter() {
        return rps < -Math.max(ROUNDING, 2 * standardError);
    }

    /** Whether the one is worse by more than chance explains. */
    public boolean clearlyWorse() {
        return rps > Math.max(ROUNDING, 2 * standardError);
    }

    /** As text: {@code -0.0118 ± 0.0013}. */
    @Override
    public String toString() {
        return "%+.4f ± %.4f".formatted(rps, standardError);
    }
}
