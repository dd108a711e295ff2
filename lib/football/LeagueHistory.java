package lib.football;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All matches that a model has learned and the fixtures it can be asked about; {@code models/VERSION/history.json}.
 *
 * @param matches  played matches in chronological order
 * @param fixtures announced matches of the newest season or later without a score, in chronological order
 */
public record LeagueHistory(List<Match> matches, List<Fixture> fixtures) {

    /** Of a longer history the newest matches are kept: enough for a century of the real league. */
    private static final int MOST_MATCHES = 50_000;

    /**
     * A match still to be played. Without a day the date is null, the time empty; round 0, time (HH:mm in Brazil) and
     * venue empty stand for not knowing.
     */
    public record Fixture(LocalDate date, String time, int season, int round, String home, String away, String venue) {
        public Fixture {
            time = time == null ? "" : time; // versions made before these two were kept have none
            venue = venue == null ? "" : venue;
        }

        /** A match that must still be played, nobody knows when. */
        static Fixture undated(int season, String home, String away) {
            return new Fixture(null, "", season, 0, home, away, "");
        }

        /** The same match with its round, on a day that nobody knows. */
        Fixture postponed() {
            return new Fixture(null, "", season, round, home, away, venue);
        }

        /** What an announced row says; a simulated league's grounds are no places. */
        static Fixture of(MatchRow row) {
            Match match = row.match();
            return new Fixture(match.date(), row.time(), match.season(), match.round(), match.home(), match.away(),
                    row.simulated() ? "" : row.venue());
        }
    }

    /** The matches of seasons that are over: earlier than the newest, or with every pair played at both grounds. */
    public List<Match> finished() {
        Map<Integer, List<Match>> seasons = matches.stream().collect(Collectors.groupingBy(Match::season, TreeMap::new,
                Collectors.toList()));
        int newest = matches.getLast().season();
        List<Match> finished = new ArrayList<>();
        seasons.forEach((season, played) -> {
            long clubs = played.stream().map(Match::home).distinct().count();
            if (season < newest || played.size() == clubs * (clubs - 1)) finished.addAll(played);
        });
        return finished;
    }

    /** The history of what the ETL wrote, both lists in chronological order. */
    public static LeagueHistory of(List<Match> played, List<MatchRow> fixtures) {
        int newest = played.getLast().season();
        return new LeagueHistory(
                List.copyOf(played.subList(Math.max(0, played.size() - MOST_MATCHES), played.size())),
                fixtures.stream().filter(row -> row.match().season() >= newest).map(Fixture::of).toList());
    }
}
