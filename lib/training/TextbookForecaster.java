package lib.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lib.football.Outcome;
import lib.model.Example;
import lib.model.Forecast;
import lib.model.Forecaster;
import lib.model.LogisticCurve;
import smile.classification.GradientTreeBoost;
import smile.classification.RandomForest;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.type.StructType;
import smile.data.vector.IntVector;
import smile.math.MathEx;
import smile.model.cart.SplitRule;

/**
 * A textbook learner on a table of features, refitted at the start of each season to everything before it. It competes
 * on the leaderboard; it cannot serve, because what it has learned is a Java object and not plain numbers.
 */
public final class TextbookForecaster implements Forecaster {

    private static final long SEED = 2003;
    private static final int TREES = 80;
    private static final int FEWEST_ROWS = 100;

    /**
     * A tree of the forest is tested on the third of the rows that it has not seen; Smile fails if an outcome is not
     * there.
     */
    private static final int FEWEST_OF_EACH = 30;

    /** No outcome is impossible, though no tree may have seen it. */
    private static final double LEAST = 0.005;

    /** Smile's generator of random numbers belongs to the thread, so only one fit may use it at a time. */
    private static final Object ONE_FIT_AT_A_TIME = new Object();

    /** Learns from rows of features and outcomes how to fill in three probabilities. */
    private interface Learner {
        BiConsumer<double[], double[]> fit(double[][] rows, int[] outcomes);
    }

    private final String kind;
    private final Learner learner;
    private final RichFeatures rich;
    private final List<double[]> rows = new ArrayList<>();
    private final List<Integer> outcomes = new ArrayList<>();
    private LogisticCurve scale;
    private BiConsumer<double[], double[]> fitted;
    private int fittedSeason = Integer.MIN_VALUE;

    private TextbookForecaster(String kind, boolean rich, Learner learner) {
        this.kind = kind;
        this.learner = learner;
        this.rich = rich ? new RichFeatures() : null;
    }

    /** Multinomial logistic regression on {@link RichFeatures}. */
    public static TextbookForecaster richLogistic() {
        return new TextbookForecaster("logistic-rich", true, (rows, outcomes) -> {
            LogisticCurve curve = Logistic.fit(rows, outcomes);
            return (row, p) -> {
                Forecast forecast = curve.forecast(row);
                for (Outcome outcome : Outcome.values()) p[outcome.ordinal()] = forecast.of(outcome);
            };
        });
    }

    /** A random forest on the contract's features or on {@link RichFeatures}. */
    public static TextbookForecaster forest(boolean rich) {
        return new TextbookForecaster(rich ? "forest-rich" : "forest", rich, (rows, outcomes) -> {
            int some = (int) Math.max(2, Math.sqrt(rows[0].length));
            RandomForest forest = RandomForest.fit(Formula.lhs("outcome"), table(rows, outcomes),
                    new RandomForest.Options(TREES, some, SplitRule.GINI, 8, 0, 40, 1.0, null,
                            LongStream.range(SEED, SEED + TREES).toArray(), null));
            StructType schema = schema(rows);
            return (row, p) -> forest.predict(Tuple.of(schema, row), p);
        });
    }

    /** Gradient-boosted trees, kept shallow, on the contract's features or on {@link RichFeatures}. */
    public static TextbookForecaster boosting(boolean rich) {
        return new TextbookForecaster(rich ? "boosting-rich" : "boosting", rich, (rows, outcomes) -> {
            GradientTreeBoost trees = GradientTreeBoost.fit(Formula.lhs("outcome"), table(rows, outcomes),
                    new GradientTreeBoost.Options(TREES, 2, 4, 40, 0.03, 0.7, null, null));
            StructType schema = schema(rows);
            return (row, p) -> trees.predict(Tuple.of(schema, row), p);
        });
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public void learn(List<Example> day) {
        for (Example example : day) {
            rows.add(features(example));
            outcomes.add(example.match().outcome().ordinal());
        }
        if (rich != null) rich.learn(day);
    }

    @Override
    public Forecast forecast(Example example) {
        if (example.match().season() != fittedSeason) {
            fit();
            fittedSeason = example.match().season();
        }
        double[] p = {1.0 / 3, 1.0 / 3, 1.0 / 3};
        if (fitted != null) fitted.accept(scale.standardised(features(example)), p);
        double total = 0;
        for (int k = 0; k < 3; k++) total += p[k] = Math.max(LEAST, p[k]);
        return new Forecast(p[0] / total, p[1] / total, p[2] / total);
    }

    @Override
    public Object state() {
        throw new UnsupportedOperationException(kind + " competes, but cannot be saved");
    }

    private double[] features(Example example) {
        return rich == null ? example.contract() : rich.of(example);
    }

    private void fit() {
        if (rows.size() < FEWEST_ROWS) return;
        for (int k = 0; k < 3; k++) {
            int outcome = k;
            if (outcomes.stream().filter(y -> y == outcome).count() < FEWEST_OF_EACH) return;
        }
        scale = LogisticCurve.scaledTo(rows);
        double[][] x = rows.stream().map(scale::standardised).toArray(double[][]::new);
        synchronized (ONE_FIT_AT_A_TIME) {
            MathEx.setSeed(SEED);
            fitted = learner.fit(x, outcomes.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private static String[] names(double[][] rows) {
        return IntStream.range(0, rows[0].length).mapToObj(i -> "x" + i).toArray(String[]::new);
    }

    private static StructType schema(double[][] rows) {
        return DataFrame.of(new double[][] {rows[0]}, names(rows)).schema();
    }

    private static DataFrame table(double[][] rows, int[] outcomes) {
        return DataFrame.of(rows, names(rows)).add(new IntVector("outcome", outcomes));
    }
}
