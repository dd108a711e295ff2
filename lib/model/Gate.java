package lib.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lib.football.Match;
import lib.football.Outcome;

/**
 * Decides whether a new model, the challenger, takes the place of the one that serves, the champion.
 *
 * <p>The rule: a challenger is promoted if it forecast the same matches clearly better, its RPS lower by more than two
 * standard errors of the paired difference. If it has learned from newer or corrected data, it is enough that it is not
 * clearly worse and that it beats always-home.
 */
public final class Gate {

    /** The decision, a sentence of why, and the challenger's paired difference to the champion if both could be compared. */
    public record Verdict(boolean promoted, String reason, Difference difference) {}

    /** What the champion left behind: its metrics, and its own walk-forward forecasts. */
    public record Champion(String version, Evaluation metrics, Map<Match.Key, Forecast> forecasts) {}

    private Gate() {}

    /**
     * @param challenger what the challenger's kind said walking forward
     * @param champion   null if there is none, or none that can be read
     */
    public static Verdict decide(Evaluation metrics, Backtest.Run challenger, Champion champion) {
        if (champion == null) return new Verdict(true, "there is no champion to compare with", null);
        if (champion.metrics.simulated() && !metrics.simulated()) {
            return new Verdict(true, "the champion learned from a simulated league, this one from real matches", null);
        }
        if (metrics.simulated() && !champion.metrics.simulated()) {
            return new Verdict(false, "the champion learned from real matches, this one from a simulated league", null);
        }
        Difference difference = compared(challenger, champion.forecasts);
        String figures = difference.n() == 0 ? "no match was forecast by both"
                : "RPS %s against the champion on the same %,d matches".formatted(difference, difference.n());
        boolean otherData = !metrics.fingerprint().equals(champion.metrics.fingerprint());
        boolean newer = otherData && !metrics.dataUntil().isBefore(champion.metrics.dataUntil());
        if (difference.n() > 1 && difference.clearlyBetter()) return new Verdict(true, "clearly better: " + figures, difference);
        if (!newer) return new Verdict(false, "no newer data and not clearly better: " + figures, difference);
        if (difference.clearlyWorse()) return new Verdict(false, "newer data, but clearly worse: " + figures, difference);
        if (!metrics.beatsAlwaysHome()) return new Verdict(false, "newer data, but it does not beat always-home", difference);
        return new Verdict(true, "newer data and not clearly worse: " + figures, difference);
    }

    private static Difference compared(Backtest.Run challenger, Map<Match.Key, Forecast> champion) {
        List<Forecast> one = new ArrayList<>();
        List<Forecast> other = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < challenger.forecasts().size(); i++) {
            Match match = challenger.examples().get(i).match();
            Forecast forecast = champion.get(match.key());
            if (forecast == null) continue;
            one.add(challenger.forecasts().get(i));
            other.add(forecast);
            outcomes.add(match.outcome());
        }
        return Difference.of(one, other, outcomes);
    }
}
