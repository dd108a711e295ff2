package lib.football;

import java.time.LocalDate;
import java.util.List;

/**
 * All matches that a model has learned and the fixtures it can be asked about; {@code models/VERSION/history.json}.
 *
 * @param matches  played matches in chronological order
 * @param fixtures announced matches of the newest season or later without a score, in chronological order
 */
public record LeagueHistory(List<Played> matches, List<Fixture> fixtures) {

    /** Of a longer history the newest matches are kept: enough for a century of the real league. */
    private static final int MOST_MATCHES = 50_000;

    /** A played match. */
    public record Played(LocalDate date, int season, int round, String home, String away, int homeGoals, int awayGoals) {

        /** 0 home win, 1 draw, 2 away win. */
        public int outcome() {
            return homeGoals > awayGoals ? 0 : homeGoals == awayGoals ? 1 : 2;
        }

        /** The same match as learning code takes it. */
        public Match match() {
            return new Match(date, "", season, round, home, away, homeGoals, awayGoals, "", "", "", "", "", "", "", false);
        }
    }

    /** A match still to be played; without an announced day the date is null and the round 0. */
    public record Fixture(LocalDate date, int season, int round, String home, String away) {}

    /** The history of what the ETL wrote, both lists in chronological order. */
    public static LeagueHistory of(List<Match> played, List<Match> fixtures) {
        int newest = played.getLast().season();
        return new LeagueHistory(
                played.subList(Math.max(0, played.size() - MOST_MATCHES), played.size()).stream().map(match -> new Played(match.date(),
                        match.season(), match.round(), match.home(), match.away(), match.homeGoals(), match.awayGoals())).toList(),
                fixtures.stream().filter(match -> match.season() >= newest).map(match -> new Fixture(match.date(),
                        match.season(), match.round(), match.home(), match.away())).toList());
    }
}
