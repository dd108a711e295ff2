package lib.model;

import java.util.List;
import lib.football.MatchRow;

/**
 * What a match says about how well both clubs play: its goals and, where they are known, its shots.
 *
 * <p>Goals are few, so chance has a large part in them; shots are ten times as many and show the same thing with less
 * noise. But a side that leads stops shooting and one that trails shoots more, so shots alone would praise losers: the
 * margin of the result is added back. With g goals per shot of late, the filter learns from
 *
 * <pre>
 * home = share · goals(home) + (1 - share) · g · shots(home) + leading · (goals(home) - goals(away))
 * away = share · goals(away) + (1 - share) · g · shots(away) - leading · (goals(home) - goals(away))
 * </pre>
 *
 * as if it were a number of goals, which may be a fraction or even negative, and believes it more than goals alone.
 * Without shots it is the goals, to the last bit. Settings were chosen on the seasons 2016 to 2019; see
 * docs/benchmarks.md. On the state of the game: Lago, Journal of Sports Sciences 27, 2009.
 */
final class ShotEvidence {

    private static final double GOALS_SHARE = 0.35;
    private static final double LEADING = 0.2;
    private static final double WEIGHT = 1.5;

    /**
     * After this many matches, what was counted counts half: ten rounds, so that another way of counting is soon
     * learned.
     */
    private static final double HALF_LIFE = 100;
    private static final double KEPT = Math.pow(0.5, 1 / HALF_LIFE);

    /**
     * What a saved model keeps.
     *
     * @param goals and shots of late, both of matches whose shots are known
     * @param known the share of the matches of late whose shots are known
     */
    record State(double goals, double shots, double known) {}

    /** What is to be learned of a match, and how much more it weighs than goals alone. */
    record Count(double home, double away, double weight) {}

    private static final State UNSEEN = new State(180, 2000, 0); // a goal in eleven shots, worth some seventy matches

    private State state;

    /** @param state null for a history without shots */
    ShotEvidence(State state) {
        this.state = state == null ? UNSEEN : state;
    }

    /** Null as long as no shots were seen. */
    State state() {
        return state == UNSEEN ? null : state;
    }

    /** 0 without shots, 1 if those of all matches of late are known. */
    double known() {
        return state.known;
    }

    /** What is to be learned of a match, by the goals per shot of earlier days. */
    Count of(MatchRow row) {
        int homeGoals = row.match().homeGoals();
        int awayGoals = row.match().awayGoals();
        if (!row.shotsKnown()) return new Count(homeGoals, awayGoals, 1);
        double perShot = (1 - GOALS_SHARE) * state.goals / state.shots;
        double margin = LEADING * (homeGoals - awayGoals);
        return new Count(GOALS_SHARE * homeGoals + perShot * row.homeShots() + margin,
                GOALS_SHARE * awayGoals + perShot * row.awayShots() - margin, WEIGHT);
    }

    /** Counts the goals and shots of a day. */
    void learn(List<Example> day) {
        for (Example example : day) {
            MatchRow row = example.row();
            if (row.shotsKnown()) {
                state = new State(KEPT * state.goals + row.match().homeGoals() + row.match().awayGoals(),
                        KEPT * state.shots + row.homeShots() + row.awayShots(), KEPT * state.known + 1 - KEPT);
            } else if (state.known > 0) {
                state = new State(state.goals, state.shots, KEPT * state.known);
            }
        }
    }
}
