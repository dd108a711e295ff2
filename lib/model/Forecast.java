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

    /** Whether these are three probabilities that sum to one, and any expected goals are a number. */
    public boolean isProbability() {
        boolean shares = home >= 0 && draw >= 0 && away >= 0 && Math.abs(home + draw + away - 1) < 1e-6;
        boolean goals = expectedHomeGoals == null
                || Double.isFinite(expectedHomeGoals) && Double.isFinite(expectedAwayGoals);
        return shares && goals;
    }

    /** The likeliest outcome; of two alike, the one that comes first. */
    public Outcome likeliest() {
        return home >= draw && home >= away ? Outcome.HOME : draw >= away ? Outcome.DRAW : Outcome.AWAY;
    }
}
