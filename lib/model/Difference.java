package lib.model;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import lib.football.Outcome;

/**
 * How much lower or higher the scores of one list of forecasts are than those of another on the same matches. Matches
 * that both found hard cancel out, so this says far more than two scores side by side. RPS decides; the log-loss stands
 * beside it, since it tells good forecasts apart with fewer matches (Wheatcroft, JQAS 17, 2021).
 *
 * @param n             matches
 * @param rps           mean RPS of the one minus that of the other; below zero, the one is better
 * @param standardError of that mean
 * @param logLoss       the same of the log-loss
 * @param logLossError  its standard error
 */
public record Difference(int n, double rps, double standardError, double logLoss, double logLossError) {

    /** Compares forecasts of the same matches in the same order. */
    public static Difference of(List<Forecast> one, List<Forecast> other, List<Outcome> outcomes) {
        double[] rps = mean(one, other, outcomes, Scores::rps);
        double[] logLoss = mean(one, other, outcomes, Scores::logLoss);
        return new Difference(outcomes.size(), rps[0], rps[1], logLoss[0], logLoss[1]);
    }

    /** The mean difference of a score, and its standard error. */
    private static double[] mean(List<Forecast> one, List<Forecast> other, List<Outcome> outcomes,
            ToDoubleBiFunction<Forecast, Outcome> score) {
        int n = outcomes.size();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            Outcome outcome = outcomes.get(i);
            double difference = score.applyAsDouble(one.get(i), outcome) - score.applyAsDouble(other.get(i), outcome);
            sum += difference;
            squares += difference * difference;
        }
        if (n < 2) return new double[] {sum, 0};
        double mean = sum / n;
        double variance = Math.max(0, squares - n * mean * mean) / (n - 1);
        return new double[] {mean, Math.sqrt(variance / n)};
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

    /** The difference of RPS as text: {@code -0.0118 ± 0.0013}. */
    @Override
    public String toString() {
        return "%+.4f ± %.4f".formatted(rps, standardError);
    }

    /** The difference of log-loss as text. */
    public String logLossText() {
        return "%+.4f ± %.4f".formatted(logLoss, logLossError);
    }
}
