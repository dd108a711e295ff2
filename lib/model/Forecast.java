package lib.model;

/**
 * The probabilities of home win, draw and away win, which sum to one.
 *
 * @param expectedHomeGoals goals that the model expects of the home club; null if it does not model goals
 * @param expectedAwayGoals goals that the model expects of the away club; null if it does not model goals
 */
public record Forecast(double home, double draw, double away, Double expectedHomeGoals, Double expectedAwayGoals) {

    public Forecast(double home, double draw, double away) {
        this(home, draw, away, null, null);
    }

    /** The probability of an outcome: 0 home, 1 draw, 2 away. */
    public double of(int outcome) {
        return outcome == 0 ? home : outcome == 1 ? draw : away;
    }

    /** The likeliest outcome: 0 home, 1 draw, 2 away. */
    public int likeliest() {
        return home >= draw && home >= away ? 0 : draw >= away ? 1 : 2;
    }
}
