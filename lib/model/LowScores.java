package lib.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The scores of at most one goal a side, and the dependence ρ under which they are likeliest; see {@link ScoreMatrix}.
 */
final class LowScores {

    private static final double FEWEST = 100;
    /** About what the real league's low scores show: to begin with, and where a forecast's model is not known. */
    static final double USUAL = -0.05;

    private record Score(int homeGoals, int awayGoals, double home, double away, double weight) {}

    private final List<Score> scores = new ArrayList<>();
    private double total;

    /** Takes in a score and the goals that were expected; a higher one says nothing about ρ. */
    void add(int homeGoals, int awayGoals, double home, double away, double weight) {
        if (homeGoals > 1 || awayGoals > 1) return;
        scores.add(new Score(homeGoals, awayGoals, home, away, weight));
        total += weight;
    }

    /** Whether there are too few to say anything about ρ. */
    boolean isFew() {
        return total < FEWEST;
    }

    /** The likeliest ρ between -0.2 and 0.1, to a hundredth; the usual one while there are few low scores. */
    double rho(double start) {
        if (isFew()) return USUAL;
        int best = (int) Math.round(100 * start); // the likelihood has one top, which a climb from anywhere finds
        double highest = logLikelihood(best);
        for (int step : new int[] {-1, 1}) {
            for (int next = best + step; next >= -20 && next <= 10; next += step) {
                double height = logLikelihood(next);
                if (height <= highest) break;
                highest = height;
                best = next;
            }
        }
        return best / 100.0;
    }

    private double logLikelihood(int hundredths) {
        double sum = 0;
        for (Score score : scores) {
            double shift = ScoreMatrix.shift(
                    score.homeGoals, score.awayGoals, score.home, score.away, hundredths / 100.0);
            sum += score.weight * Math.log(Math.max(1e-9, shift));
        }
        return sum;
    }
}
