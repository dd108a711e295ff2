package lib.model;

import lib.football.Outcome;

/**
 * The probabilities of every score up to 15 goals a side: two Poisson distributions, with the four lowest scores
 * shifted by a dependence ρ as in Dixon and Coles, Applied Statistics 46 (1997). A negative ρ makes 0-0 and 1-1
 * likelier.
 */
public final class ScoreMatrix {

    private static final int MOST_GOALS = 15;
    private static final double MOST_EXPECTED = Math.exp(3);
    private static final double FEWEST_EXPECTED = 0.001;

    private ScoreMatrix() {}

    /**
     * Home goals by row, away goals by column; all entries sum to one.
     *
     * @param home expected goals of the home club
     * @param away expected goals of the away club
     * @param rho  the dependence of low scores
     */
    public static double[][] of(double home, double away, double rho) {
        home = plausible(home);
        away = plausible(away);
        double[] homeGoals = poisson(home);
        double[] awayGoals = poisson(away);
        double[][] matrix = new double[MOST_GOALS + 1][MOST_GOALS + 1];
        double total = 0;
        for (int i = 0; i <= MOST_GOALS; i++) {
            for (int j = 0; j <= MOST_GOALS; j++) {
                matrix[i][j] = homeGoals[i] * awayGoals[j] * shift(i, j, home, away, rho);
                total += matrix[i][j];
            }
        }
        for (double[] row : matrix) {
            for (int j = 0; j <= MOST_GOALS; j++) row[j] /= total;
        }
        return matrix;
    }

    /**
     * Score probabilities that agree with a forecast, whatever made it: two Poisson distributions around its expected
     * goals, whose home wins, draws and away wins are each scaled to the forecast's probability. A model that knows
     * outcomes only lends its probabilities to the league's usual goals.
     *
     * @param usualHome goals of a home club, for a forecast without expected goals
     * @param usualAway goals of an away club, for a forecast without expected goals
     */
    public static double[][] of(Forecast forecast, double usualHome, double usualAway) {
        boolean goals = forecast.expectedHomeGoals() != null;
        double[][] matrix = of(goals ? forecast.expectedHomeGoals() : usualHome,
                goals ? forecast.expectedAwayGoals() : usualAway, LowScores.USUAL);
        double[] outcome = outcomes(matrix);
        for (int i = 0; i <= MOST_GOALS; i++) {
            for (int j = 0; j <= MOST_GOALS; j++) {
                Outcome result = Outcome.of(i, j);
                matrix[i][j] *= forecast.of(result) / outcome[result.ordinal()];
            }
        }
        return matrix;
    }

    /** Home win, draw and away win, summed from a score matrix. */
    public static Forecast forecast(double home, double away, double rho) {
        double[] outcome = outcomes(of(home, away, rho));
        return new Forecast(outcome[0], outcome[1], outcome[2], plausible(home), plausible(away));
    }

    private static double[] outcomes(double[][] matrix) {
        double[] outcome = new double[3];
        for (int i = 0; i <= MOST_GOALS; i++) {
            for (int j = 0; j <= MOST_GOALS; j++) outcome[Outcome.of(i, j).ordinal()] += matrix[i][j];
        }
        return outcome;
    }

    /** The factor by which a score is likelier than under independence; never negative, also for absurd means. */
    static double shift(int homeGoals, int awayGoals, double home, double away, double rho) {
        if (homeGoals > 1 || awayGoals > 1) return 1;
        double factor = homeGoals == 0 && awayGoals == 0 ? 1 - home * away * rho
                : homeGoals == 0 ? 1 + home * rho
                : awayGoals == 0 ? 1 + away * rho
                : 1 - rho;
        return Math.max(0, factor);
    }

    /** Beyond these, all of a Poisson distribution lies outside the matrix, or all in its corner. */
    private static double plausible(double mean) {
        return Math.clamp(mean, FEWEST_EXPECTED, MOST_EXPECTED);
    }

    private static double[] poisson(double mean) {
        double[] p = new double[MOST_GOALS + 1];
        p[0] = Math.exp(-mean);
        for (int k = 1; k <= MOST_GOALS; k++) p[k] = p[k - 1] * mean / k;
        return p;
    }
}
