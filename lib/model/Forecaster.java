//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.1
package lib.model;

import java.util.List;

/**
 * Something that learns from the past and forecasts the next match. Examples come in chronological order; the same
 * examples give the same forecasts to the last bit.
 */
public interface Forecaster extends Opinion {

    /** The short name on the leaderboard and in saved models. */
    String kind();

    /** Takes in all matches of one day. */
    void learn(List<Example> day);

    /** The forecasters whose opinions this one joins: they learn within it, and to ask them costs next to nothing. */
    default List<Forecaster> parts() {
        return List.of();
    }

    /** What a saved model keeps: a record that Jackson can write and that the constructor reads back. */
    Object state();
}
