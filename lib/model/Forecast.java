package lib.model;

import lib.football.Outcome;

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

    /** The probability of an outcome. */
    public double of(Outcome outcome) {
        return switch (outcome) {
            case HOME -> home;
            case DRAW -> draw;
            case AWAY -> away;
        };
    }

    /** The likeliest outcome; of two alike, the one that comes first. */
    public Outcome likeliest() {
        return home >= draw && home >= away ? Outcome.HOME : draw >= away ? Outcome.DRAW : Outcome.AWAY;
    }
}
