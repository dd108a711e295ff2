package lib.football;

/** How a match ended. The order is that of every triple of probabilities in this project. */
public enum Outcome {
    HOME, DRAW, AWAY;

    /** The outcome of a score. */
    public static Outcome of(int homeGoals, int awayGoals) {
        return homeGoals > awayGoals ? HOME : homeGoals == awayGoals ? DRAW : AWAY;
    }
}
