package lib.model;

import java.util.List;
import java.util.stream.DoubleStream;
import lib.football.Outcome;

/**
 * How good a list of forecasts was. Lower is better for all but accuracy.
 *
 * @param n                matches
 * @param accuracy         share whose likeliest outcome happened
 * @param logLoss          mean negative natural logarithm of the probability of what happened
 * @param brier            mean squared error summed over the three outcomes, 0 to 2 (Brier 1950)
 * @param rps              Ranked Probability Score over the ordered outcomes, 0 to 1 (Epstein 1969; for football
 *                         Constantinou and Fenton 2012)
 * @param calibrationError mean gap between probability and frequency over ten equal bins of all probabilities, each
 *                         bin weighted by its size
 * @param chanceError      the calibration error that forecasts as good as the truth would have by chance alone
 */
public record Scores(int n, double accuracy, double logLoss, double brier, double rps, double calibrationError,
        double chanceError) {

    /** The RPS of one forecast: half the squared differences of the cumulative probabilities. */
    public static double rps(Forecast forecast, Outcome outcome) {
        double homeGap = forecast.home() - (outcome == Outcome.HOME ? 1 : 0);
        double awayGap = forecast.away() - (outcome == Outcome.AWAY ? 1 : 0);
        return (homeGap * homeGap + awayGap * awayGap) / 2;
    }

    /** Whether every one of them is a number. */
    public boolean isFinite() {
        return DoubleStream.of(accuracy, logLoss, brier, rps, calibrationError, chanceError).allMatch(Double::isFinite);
    }

    /** The log-loss of one forecast: the negative natural logarithm of the probability of what happened. */
    public static double logLoss(Forecast forecast, Outcome outcome) {
        return -Math.log(Math.max(1e-15, forecast.of(outcome)));
    }

    /** Scores forecasts against the outcomes of the same matches in the same order. */
    public static Scores of(List<Forecast> forecasts, List<Outcome> outcomes) {
        int n = outcomes.size();
        double hits = 0;
        double logLoss = 0;
        double brier = 0;
        double rps = 0;
        for (int i = 0; i < n; i++) {
            Forecast forecast = forecasts.get(i);
            Outcome happened = outcomes.get(i);
            if (forecast.likeliest() == happened) hits++;
            logLoss += logLoss(forecast, happened);
            rps += rps(forecast, happened);
            for (Outcome outcome : Outcome.values()) {
                double p = forecast.of(outcome);
                double truth = outcome == happened ? 1 : 0;
                brier += (p - truth) * (p - truth);
            }
        }
        double gap = 0;
        double chance = 0;
        for (Bin bin : Bin.tenths(forecasts, outcomes)) {
            gap += bin.n() * Math.abs(bin.predicted() - bin.happened());
            chance += bin.n() * bin.error() * Math.sqrt(2 / Math.PI); // the mean size of a normal number
        }
        return new Scores(n, hits / n, logLoss / n, brier / n, rps / n, gap / (3 * n), chance / (3 * n));
    }
}
