package lib.etl;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lib.football.DataSummary;
import lib.football.Match;
import lib.football.MatchRow;

/** What the summary says about a history, counted while its days go by. */
public final class Tally {

    private static final int SHOWN_FIXTURES = 10;

    private final Map<Integer, Integer> fixturesBySeason = new TreeMap<>();
    private final List<DataSummary.Fixture> next = new ArrayList<>();
    private long played;
    private Match first;
    private Match last;
    private int oldestSeason = Integer.MAX_VALUE;
    private int newestSeason;
    private boolean simulated;

    /** Takes the matches of the next day, played or not. */
    public void add(List<MatchRow> day) {
        for (MatchRow row : day) {
            if (row.played()) addPlayed(row);
        }
        for (MatchRow row : day) {
            if (row.played()) continue;
            Match match = row.match();
            fixturesBySeason.merge(match.season(), 1, Integer::sum);
            boolean running = match.season() >= newestSeason;
            if (running && next.size() < SHOWN_FIXTURES) {
                next.add(new DataSummary.Fixture(match.date(), match.home(), match.away()));
            }
        }
    }

    private void addPlayed(MatchRow row) {
        Match match = row.match();
        played++;
        if (first == null) first = match;
        // A fixture from before the last match was postponed and waits for a day.
        if (last == null || match.date().isAfter(last.date())) next.clear();
        last = match;
        oldestSeason = Math.min(oldestSeason, match.season());
        newestSeason = Math.max(newestSeason, match.season());
        simulated |= row.simulated();
    }

    public long played() {
        return played;
    }

    public long fixtures() {
        return fixturesBySeason.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** How many of the fixtures belong to a season that is over. */
    public long neverPlayed() {
        return fixturesBySeason.entrySet().stream().filter(entry -> entry.getKey() < newestSeason)
                .mapToLong(Map.Entry::getValue).sum();
    }

    public int firstSeason() {
        return oldestSeason;
    }

    public int lastSeason() {
        return newestSeason;
    }

    /** Days of the first and the last played match. */
    public LocalDate from() {
        return first.date();
    }

    public LocalDate until() {
        return last.date();
    }

    /** The next fixtures of the running season. */
    public List<DataSummary.Fixture> next() {
        return List.copyOf(next);
    }

    public boolean simulated() {
        return simulated;
    }
}
