package lib.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often home wins, draws and away wins happened in this season and the five before it, whoever plays. Its likeliest
 * outcome is always the home win: this is the "always home" that every other forecaster has to beat.
 */
public final class BaseRates implements Forecaster {

    private static final int SEASONS = 5;

    /** Home wins, draws and away wins by season. */
    public record State(SortedMap<Integer, int[]> outcomes) {}

    private final SortedMap<Integer, int[]> outcomes = new TreeMap<>();

    public BaseRates() {}

    public BaseRates(State state) {
        outcomes.putAll(state.outcomes);
    }

    @Override
    public String kind() {
        return Evaluation.ALWAYS_HOME;
    }

    @Override
    public void learn(List<Example> day) {
        for (Example example : day) {
            int[] season = outcomes.computeIfAbsent(example.match().season(), year -> new int[3]);
            season[example.match().outcome().ordinal()]++;
        }
    }

    @Override
    public Forecast forecast(Example example) {
        double[] count = {1, 1, 1}; // one imagined match of each kind, so that nothing is impossible
        for (int[] season : outcomes.tailMap(example.match().season() - SEASONS).values()) {
            for (int outcome = 0; outcome < 3; outcome++) count[outcome] += season[outcome];
        }
        double total = count[0] + count[1] + count[2];
        return new Forecast(count[0] / total, count[1] / total, count[2] / total);
    }

    @Override
    public Object state() {
        return new State(outcomes);
    }
}
