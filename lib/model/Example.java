package lib.model;

import lib.football.Match;
import lib.football.MatchRow;

/**
 * Everything that is known about a match before kick-off, and the match itself.
 *
 * @param row      the match with its details; its goals are for learning and for scoring, a forecast must not look at
 *                 them
 * @param contract the 16 numbers of the API's public contract in the order of {@link Features#NAMES}; NaN is unknown
 * @param homeElo  the home club's rating, in Elo points
 * @param awayElo  the away club's rating, in Elo points
 */
public record Example(MatchRow row, double[] contract, double homeElo, double awayElo) {

    public Match match() {
        return row.match();
    }

    /** Whether its season is one of these. */
    public boolean isIn(int firstSeason, int lastSeason) {
        return match().season() >= firstSeason && match().season() <= lastSeason;
    }
}
