package lib.model;

import java.util.Map;
import lib.football.Match;

/**
 * What no forecaster of results can be expected to reach: the bookmaker's closing odds, or, in a simulated league, the
 * true probabilities. It is shown below the leaderboard and not ranked.
 *
 * @param kind      {@code bookmaker} or {@code truth}
 * @param scores    its own, on the matches for which it is known
 * @param served    the RPS of the forecaster that serves, on the same matches
 * @param excess    that RPS minus the limit's
 */
public record Limit(String kind, Scores scores, double served, Difference excess) {

    public static final String BOOKMAKER = "bookmaker";
    public static final String TRUTH = "truth";

    /** Compares on the matches for which the limit is known; null if there are none. */
    static Limit of(String kind, Map<Match.Key, Forecast> known, Backtest.Run run) {
        Backtest.Paired paired = run.paired(known);
        if (paired.outcomes().isEmpty()) return null;
        return new Limit(kind, Scores.of(paired.others(), paired.outcomes()),
                Scores.of(paired.own(), paired.outcomes()).rps(), paired.difference());
    }

    /** The sentence below the leaderboard. */
    public String verdict(String kindThatServes) {
        String name = kind.equals(TRUTH) ? "the true probabilities" : "the bookmaker's closing odds, margin removed";
        return "the limit: %s, RPS %.4f on %,d matches, where %s has %.4f (excess %s)".formatted(
                name, scores.rps(), scores.n(), kindThatServes, served, excess);
    }
}
