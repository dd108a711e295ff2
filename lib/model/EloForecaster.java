package lib.model;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import lib.football.Outcome;

/**
 * Elo ratings made into probabilities by an ordered logit on the rating difference.
 *
 * <p>With {@code x} the home rating minus the away rating in hundreds of points and {@code F} the logistic function:
 * P(away) = F(lower - slope x), P(away or draw) = F(upper - slope x). Home advantage sits in the two thresholds
 * (McCullagh, Regression Models for Ordinal Data, JRSS B 42, 1980). Refitted weekly to the newest matches only, since
 * home advantage has been shrinking for twenty years.
 */
public final class EloForecaster implements Forecaster {

    private static final int DAYS_BETWEEN_FITS = 7;
    private static final int FITTED_MATCHES = 8 * 380;
    private static final int FEWEST_MATCHES = 50;

    /**
     * The prior: each outcome is imagined so many times 100 points up and so many times 100 points down. It weighs
     * three matches in thousands, and where an outcome never happened it keeps the curve finite.
     */
    private static final double IMAGINED = 0.5;

    /** A height is a sum of thousands of logarithms, exact to about this much. */
    private static final double ROUNDING = 1e-9;

    /** The fitted curve: thresholds and slope per 100 points of rating difference. */
    public record State(double lower, double upper, double slope) {}

    private record Played(double difference, Outcome outcome) {}

    private final Deque<Played> newest = new ArrayDeque<>();
    private double[] curve = {-1, 0.1, 0.6};
    private LocalDate fitted = LocalDate.MIN;

    public EloForecaster() {}

    /** Forecasts as the one that was saved; its curve stays until it has seen enough matches of its own. */
    public EloForecaster(State state) {
        curve = new double[] {state.lower, state.upper, state.slope};
    }

    @Override
    public String kind() {
        return "elo";
    }

    @Override
    public void learn(List<Example> day) {
        for (Example example : day) {
            newest.add(new Played(difference(example), example.match().outcome()));
            if (newest.size() > FITTED_MATCHES) newest.removeFirst();
        }
        LocalDate today = day.getLast().match().date();
        if (!today.isBefore(fitted.plusDays(DAYS_BETWEEN_FITS))) {
            fit();
            fitted = today;
        }
    }

    @Override
    public Forecast forecast(Example example) {
        double slope = curve[2] * difference(example);
        double away = logistic(curve[0] - slope);
        double awayOrDraw = logistic(curve[1] - slope);
        return new Forecast(1 - awayOrDraw, awayOrDraw - away, away);
    }

    @Override
    public Object state() {
        return new State(curve[0], curve[1], curve[2]);
    }

    private static double difference(Example example) {
        return (example.homeElo() - example.awayElo()) / 100;
    }

    /**
     * Newton's method on the log posterior, which is concave, so that half a step is better if a whole one leads too
     * far; the last fit is where the next one starts.
     */
    private void fit() {
        if (newest.size() < FEWEST_MATCHES) return;
        Slope here = new Slope(curve);
        for (int round = 0; round < 50; round++) {
            double[] step = Cholesky.solve(here.curvature, here.gradient.clone());
            double size = 1;
            Slope there = here.after(step, size);
            while (!(there.height >= here.height - ROUNDING) && size > 1e-6) there = here.after(step, size /= 2);
            if (!(there.height >= here.height - ROUNDING)) break;
            here = there;
            if (size * (Math.abs(step[0]) + Math.abs(step[1]) + Math.abs(step[2])) < 1e-9) break;
        }
        curve = here.at;
    }

    /** The log posterior at a curve, with its first and its negative second derivatives. */
    private final class Slope {

        private final double[] at;
        private final double[] gradient = new double[3];
        private final double[][] curvature = new double[3][3];
        private double height;

        Slope(double[] at) {
            this.at = at;
            for (Played match : newest) add(match.difference, match.outcome, 1);
            for (Outcome outcome : Outcome.values()) {
                add(1, outcome, IMAGINED);
                add(-1, outcome, IMAGINED);
            }
        }

        Slope after(double[] step, double size) {
            return new Slope(new double[] {at[0] + size * step[0], at[1] + size * step[1], at[2] + size * step[2]});
        }

        /** Adds the derivatives of log(F(above) - F(below)), an outcome's two edges. */
        private void add(double x, Outcome outcome, double weight) {
            double below = outcome == Outcome.AWAY ? 0 : logistic(at[outcome == Outcome.HOME ? 1 : 0] - at[2] * x);
            double above = outcome == Outcome.HOME ? 1 : logistic(at[outcome == Outcome.AWAY ? 0 : 1] - at[2] * x);
            double chance = Math.max(1e-12, above - below);
            height += weight * Math.log(above - below);
            double densityBelow = below * (1 - below) / chance;
            double densityAbove = above * (1 - above) / chance;
            double belowBelow = densityBelow * (1 - 2 * below) + densityBelow * densityBelow;
            double aboveAbove = densityAbove * densityAbove - densityAbove * (1 - 2 * above);
            double across = -densityBelow * densityAbove;
            switch (outcome) {
                case HOME -> add(x, weight, 0, -densityBelow, 0, belowBelow, 0);
                case DRAW -> add(x, weight, -densityBelow, densityAbove, belowBelow, aboveAbove, across);
                case AWAY -> add(x, weight, densityAbove, 0, aboveAbove, 0, 0);
            }
        }

        /** Adds derivatives by the thresholds, and by the slope, which moves both by -x; half of a symmetric matrix. */
        private void add(double x, double weight, double lower, double upper, double lowerLower, double upperUpper,
                double across) {
            gradient[0] += weight * lower;
            gradient[1] += weight * upper;
            gradient[2] += weight * (lower * -x + upper * -x);
            curvature[0][0] += weight * lowerLower;
            curvature[1][0] += weight * across;
            curvature[1][1] += weight * upperUpper;
            curvature[2][0] += weight * (lowerLower * -x + across * -x);
            curvature[2][1] += weight * (upperUpper * -x + across * -x);
            curvature[2][2] += weight * (lowerLower * x * x + upperUpper * x * x + across * (x * x + x * x));
        }
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
