//DEPS com.github.haifengl:smile-core:6.3.0@fatjar
//DEPS com.github.haifengl:smile-base:6.3.0@fatjar
//DEPS org.slf4j:slf4j-api:2.0.17
package lib.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smile.classification.LogisticRegression;

/**
 * Smile's multinomial logistic regression on the 16 contract features: refitted at the start of each season to
 * everything before it. What it learns are numbers that {@link LogisticCurve} can use without Smile.
 */
public final class Logistic implements Forecaster {

    /** Ridge penalty on standardised features: strong enough for collinear lines, too weak to flatten form. */
    private static final double RIDGE = 100;

    private final List<double[]> features = new ArrayList<>();
    private final List<Integer> outcomes = new ArrayList<>();
    private LogisticCurve curve = LogisticCurve.IGNORANT;
    private int fittedSeason = Integer.MIN_VALUE;

    @Override
    public String kind() {
        return "logistic";
    }

    @Override
    public void learn(List<Example> day) {
        for (Example example : day) {
            features.add(example.contract());
            outcomes.add(example.match().outcome());
        }
    }

    @Override
    public Forecast forecast(Example example) {
        if (example.match().season() != fittedSeason) {
            curve = fit();
            fittedSeason = example.match().season();
        }
        return curve.forecast(example.contract());
    }

    @Override
    public Object state() {
        return fit();
    }

    private LogisticCurve fit() {
        if (outcomes.stream().distinct().count() < 3) return LogisticCurve.IGNORANT;
        LogisticCurve scale = LogisticCurve.scaledTo(features);
        double[][] x = features.stream().map(scale::standardised).toArray(double[][]::new);
        int[] y = outcomes.stream().mapToInt(Integer::intValue).toArray();
        var options = new LogisticRegression.Options(RIDGE, 1e-8, 500);
        double[][] weights = LogisticRegression.multinomial(x, y, options).coefficients();
        return scale.with(Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new));
    }
}
