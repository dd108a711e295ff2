package lib.football;

import java.time.LocalDate;
import java.util.List;

/**
 * All matches that a model has learned and the fixtures it can be asked about; {@code models/VERSION/history.json}.
 *
 * @param matches  played matches in chronological order
 * @param fixtures announced matches of the newest season or later without a score, in chronological order
 */
public record LeagueHistory(List<Match> matches, List<Fixture> fixtures) {

    /** Of a longer history the newest matches are kept: enough for a century of the real league. */
    private static final int MOST_MATCHES = 50_000;

    /** A match still to be played; without an announced day the date is null and the round 0. */
    public record Fixture(LocalDate date, int season, int round, String home, String away) {}

    /** The history of what the ETL wrote, both lists in chronological order. */
    public static LeagueHistory of(List<Match> played, List<Match> fixtures) {
        int newest = played.getLast().season();
        return new LeagueHistory(
                List.copyOf(played.subList(Math.max(0, played.size() - MOST_MATCHES), played.size())),
                fixtures.stream().filter(match -> match.season() >= newest)
                        .map(match -> new Fixture(match.date(), match.season(), match.round(), match.home(), match.away()))
                        .toList());
    }
}
