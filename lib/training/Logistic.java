//DEPS com.github.haifengl:smile-core:6.3.0@fatjar
//DEPS com.github.haifengl:smile-base:6.3.0@fatjar
//DEPS org.slf4j:slf4j-api:2.0.18
package lib.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lib.model.Example;
import lib.model.Forecast;
import lib.model.Forecaster;
import lib.model.LogisticCurve;
import smile.classification.LogisticRegression;

/**
 * Smile's multinomial logistic regression on the 16 contract features: refitted at the start of each season to the
 * newest matches before it. What it learns are numbers that {@link LogisticCurve} can use without Smile.
 */
public final class Logistic implements Forecaster {

    /** Ridge penalty on standardised features: strong enough for collinear lines, too weak to flatten form. */
    private static final double RIDGE = 100;

    /** Some thirty seasons of one league; without a limit, the time of a walk grows with the square of its length. */
    private static final int MOST_MATCHES = 12_000;

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
            outcomes.add(example.match().outcome().ordinal());
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
        int first = Math.max(0, outcomes.size() - MOST_MATCHES);
        int[] y = outcomes.subList(first, outcomes.size()).stream().mapToInt(Integer::intValue).toArray();
        int[] count = new int[3];
        for (int outcome : y) count[outcome]++;
        if (Arrays.stream(count).anyMatch(n -> n == 0)) return LogisticCurve.ofCounts(count[0], count[1], count[2]);
        return fit(features.subList(first, features.size()).toArray(double[][]::new), y);
    }

    /** The curve for any table of features; unknown numbers are NaN. */
    static LogisticCurve fit(double[][] rows, int[] outcomes) {
        LogisticCurve scale = LogisticCurve.scaledTo(List.of(rows));
        double[][] x = Arrays.stream(rows).map(scale::standardised).toArray(double[][]::new);
        var options = new LogisticRegression.Options(RIDGE, 1e-8, 500);
        double[][] weights = LogisticRegression.multinomial(x, outcomes, options).coefficients();
        return new LogisticCurve(scale.mean(), scale.deviation(), weights);
    }
}
