package lib.model;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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

    /** The fitted curve: thresholds and slope per 100 points of rating difference. */
    public record State(double lower, double upper, double slope) {}

    private double[] differences = new double[1024];
    private Outcome[] outcomes = new Outcome[1024];
    private int count;
    private double[] curve = {-1, 0.1, 0.6};
    private LocalDate fitted = LocalDate.MIN;

    public EloForecaster() {}

    /** Forecasts as the one that was saved, whose matches it does not know: its curve stays until it has seen enough new ones. */
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
            if (count == outcomes.length) {
                differences = Arrays.copyOf(differences, 2 * count);
                outcomes = Arrays.copyOf(outcomes, 2 * count);
            }
            differences[count] = difference(example);
            outcomes[count++] = example.match().outcome();
        }
        LocalDate today = day.getLast().match().date();
        if (fitted.equals(LocalDate.MIN) || ChronoUnit.DAYS.between(fitted, today) >= DAYS_BETWEEN_FITS) {
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

    /** Newton's method on the log-likelihood, which is concave; the last fit is where the next one starts. */
    private void fit() {
        if (count < FEWEST_MATCHES) return;
        for (int round = 0; round < 20; round++) {
            double[] gradient = new double[3];
            double[][] curvature = new double[3][3];
            for (int i = Math.max(0, count - FITTED_MATCHES); i < count; i++) {
                addDerivatives(differences[i], outcomes[i], gradient, curvature);
            }
            double[] step = solve(curvature, gradient);
            for (int k = 0; k < 3; k++) curve[k] += step[k];
            if (Math.abs(step[0]) + Math.abs(step[1]) + Math.abs(step[2]) < 1e-9) break;
        }
    }

    /** First derivatives and negative second derivatives of log(F(b) - F(a)), a and b the outcome's two edges. */
    private void addDerivatives(double x, Outcome outcome, double[] gradient, double[][] curvature) {
        double below = outcome == Outcome.AWAY ? 0 : logistic(curve[outcome == Outcome.DRAW ? 0 : 1] - curve[2] * x);
        double above = outcome == Outcome.HOME ? 1 : logistic(curve[outcome == Outcome.DRAW ? 1 : 0] - curve[2] * x);
        double chance = Math.max(1e-12, above - below);
        double densityBelow = below * (1 - below) / chance;
        double densityAbove = above * (1 - above) / chance;
        double[] byBelow = outcome == Outcome.DRAW ? new double[] {1, 0, -x} : new double[] {0, 1, -x};
        double[] byAbove = outcome == Outcome.DRAW ? new double[] {0, 1, -x} : new double[] {1, 0, -x};
        double belowBelow = densityBelow * (1 - 2 * below) + densityBelow * densityBelow;
        double aboveAbove = densityAbove * densityAbove - densityAbove * (1 - 2 * above);
        double across = -densityBelow * densityAbove;
        for (int j = 0; j < 3; j++) {
            gradient[j] += densityAbove * byAbove[j] - densityBelow * byBelow[j];
            for (int k = 0; k < 3; k++) {
                curvature[j][k] += belowBelow * byBelow[j] * byBelow[k] + aboveAbove * byAbove[j] * byAbove[k]
                        + across * (byBelow[j] * byAbove[k] + byAbove[j] * byBelow[k]);
            }
        }
    }

    /** Solves three equations by elimination; the matrix is positive definite. */
    private static double[] solve(double[][] matrix, double[] right) {
        double[] x = right.clone();
        for (int pivot = 0; pivot < 3; pivot++) {
            for (int row = pivot + 1; row < 3; row++) {
                double factor = matrix[row][pivot] / matrix[pivot][pivot];
                for (int k = pivot; k < 3; k++) matrix[row][k] -= factor * matrix[pivot][k];
                x[row] -= factor * x[pivot];
            }
        }
        for (int row = 2; row >= 0; row--) {
            for (int k = row + 1; k < 3; k++) x[row] -= matrix[row][k] * x[k];
            x[row] /= matrix[row][row];
        }
        return x;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
