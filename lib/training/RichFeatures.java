package lib.training;

import java.util.Arrays;
import java.util.List;
import lib.model.DynamicGoals;
import lib.model.Example;
import lib.model.Forecast;
import lib.model.Stakes;

/**
 * More than the contract's 16 numbers: what the other forecasters know, as ten features of a match. They are the Elo
 * difference, the logarithm of both clubs' expected goals, the form of both clubs, and what is at stake.
 */
final class RichFeatures {

    private static final int FORM = 6; // the first numbers of the contract

    private final DynamicGoals goals = new DynamicGoals();
    private final Stakes stakes = new Stakes();

    void learn(List<Example> day) {
        goals.learn(day);
        for (Example example : day) stakes.learn(example.match());
    }

    double[] of(Example example) {
        Forecast expected = goals.forecast(example);
        double[] features = Arrays.copyOf(example.contract(), FORM + 4);
        features[FORM] = example.homeElo() - example.awayElo();
        features[FORM + 1] = Math.log(expected.expectedHomeGoals());
        features[FORM + 2] = Math.log(expected.expectedAwayGoals());
        features[FORM + 3] = stakes.shift(example.match());
        return features;
    }
}
