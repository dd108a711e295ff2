package lib.model;

import java.util.List;

/**
 * A fitted multinomial logistic regression: P(k) is proportional to {@code exp(intercept_k + weights_k · z)}, with
 * {@code z} the standardised features and the last outcome, away win, as the reference whose score is zero.
 *
 * @param mean      of each feature in the training rows
 * @param deviation standard deviation of each feature; 1 where a feature never varied
 * @param weights   for home win and draw: one weight per feature, the intercept last
 */
public record LogisticCurve(double[] mean, double[] deviation, double[][] weights) {

    /** Before any training: all outcomes alike. */
    public static final LogisticCurve IGNORANT = ofCounts(0, 0, 0);

    /** Where one of the outcomes has never happened: how often each did, one more imagined of each, whoever plays. */
    public static LogisticCurve ofCounts(int home, int draw, int away) {
        int features = Features.NAMES.size();
        double[][] weights = new double[2][features + 1];
        weights[0][features] = Math.log((home + 1.0) / (away + 1));
        weights[1][features] = Math.log((draw + 1.0) / (away + 1));
        return new LogisticCurve(new double[features], ones(features), weights);
    }

    /** The scale of training rows, without weights yet; unknown numbers do not count. */
    public static LogisticCurve scaledTo(List<double[]> rows) {
        double[] mean = new double[rows.getFirst().length];
        double[] deviation = ones(mean.length);
        for (int j = 0; j < mean.length; j++) {
            int column = j;
            double[] known = rows.stream().mapToDouble(row -> row[column]).filter(Double::isFinite).toArray();
            double sum = 0;
            double squares = 0;
            for (double value : known) sum += value;
            mean[j] = known.length == 0 ? 0 : sum / known.length;
            for (double value : known) squares += (value - mean[j]) * (value - mean[j]);
            if (squares > 0) deviation[j] = Math.sqrt(squares / known.length);
        }
        return new LogisticCurve(mean, deviation, null);
    }

    /** Features on the scale of the training rows; an unknown number becomes the average one. */
    public double[] standardised(double[] features) {
        double[] z = new double[mean.length];
        for (int j = 0; j < z.length; j++) {
            z[j] = Double.isNaN(features[j]) ? 0 : (features[j] - mean[j]) / deviation[j];
        }
        return z;
    }

    /** The forecast for a row of features, the contract's in the order of {@link Features#NAMES}. */
    public Forecast forecast(double[] features) {
        double[] z = standardised(features);
        double[] score = new double[3];
        for (int k = 0; k < 2; k++) {
            score[k] = weights[k][z.length];
            for (int j = 0; j < z.length; j++) score[k] += weights[k][j] * z[j];
        }
        // Subtracting the largest score keeps exp from overflowing and changes no probability.
        double largest = Math.max(score[0], Math.max(score[1], 0));
        double home = Math.exp(score[0] - largest);
        double draw = Math.exp(score[1] - largest);
        double away = Math.exp(-largest);
        double total = home + draw + away;
        return new Forecast(home / total, draw / total, away / total);
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }
}
