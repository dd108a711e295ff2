package lib.football;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One season of a league in which every pair of clubs meets once on each side's ground.
 *
 * @param year   the season
 * @param clubs  canonical names, sorted
 * @param played its matches so far, in chronological order
 * @param left   every pair not yet played, announced fixtures first, by day; the others have no date
 */
public record Season(int year, List<String> clubs, List<Match> played, List<LeagueHistory.Fixture> left) {

    /** Fixtures without a round belong together when they lie within so many days. */
    private static final int DAYS_OF_A_ROUND = 4;

    /**
     * The running season: the newest one that was played, or the announced one after it when that is over. A pair that
     * has been announced for a day before the last match was postponed: it keeps its round, its day is no longer known.
     */
    public static Season running(LeagueHistory history) {
        Season newest = of(history, history.matches().getLast().season());
        int announced = history.fixtures().stream().mapToInt(LeagueHistory.Fixture::season).max().orElse(0);
        return announced > newest.year && newest.left.isEmpty() ? of(history, announced) : newest;
    }

    /** A season with what is known of it. */
    public static Season of(LeagueHistory history, int year) {
        List<Match> played = history.matches().stream().filter(match -> match.season() == year).toList();
        List<LeagueHistory.Fixture> announced = history.fixtures().stream().filter(fixture -> fixture.season() == year)
                .toList();
        TreeSet<String> clubs = new TreeSet<>();
        Set<Match.Key> done = new HashSet<>();
        for (Match match : played) {
            clubs.addAll(List.of(match.home(), match.away()));
            done.add(match.key());
        }
        LocalDate last = history.matches().getLast().date();
        Map<Match.Key, LeagueHistory.Fixture> days = new HashMap<>();
        for (LeagueHistory.Fixture fixture : announced) {
            clubs.addAll(List.of(fixture.home(), fixture.away()));
            days.put(new Match.Key(year, fixture.home(), fixture.away()),
                    fixture.date().isAfter(last) ? fixture : fixture.postponed());
        }
        List<LeagueHistory.Fixture> left = new ArrayList<>();
        for (String home : clubs) {
            for (String away : clubs) {
                Match.Key pair = new Match.Key(year, home, away);
                if (home.equals(away) || done.contains(pair)) continue;
                left.add(days.getOrDefault(pair, LeagueHistory.Fixture.undated(year, home, away)));
            }
        }
        left.sort(Comparator.comparing(LeagueHistory.Fixture::date, Comparator.nullsLast(Comparator.naturalOrder())));
        return new Season(year, List.copyOf(clubs), played, List.copyOf(left));
    }

    /** The next announced round, or an empty list when no match left has a day. */
    public List<LeagueHistory.Fixture> next() {
        if (left.isEmpty() || left.getFirst().date() == null) return List.of();
        LeagueHistory.Fixture first = left.getFirst();
        LocalDate end = first.date().plusDays(DAYS_OF_A_ROUND);
        return left.stream().filter(fixture -> fixture.date() != null
                && (first.round() > 0 ? fixture.round() == first.round() : fixture.date().isBefore(end))).toList();
    }

    /** The match of a pair that is still to be played, or null. */
    public LeagueHistory.Fixture fixture(String home, String away) {
        for (LeagueHistory.Fixture open : left) { // asked with every forecast, where a stream would be felt
            if (open.home().equals(home) && open.away().equals(away)) return open;
        }
        return null;
    }

    /** The match of a pair that has been played, or null. */
    public Match result(String home, String away) {
        return played.stream().filter(match -> match.home().equals(home) && match.away().equals(away)).findFirst()
                .orElse(null);
    }

    /** Whether every match has been played. */
    public boolean over() {
        return left.isEmpty() && !played.isEmpty();
    }

    /** The round played last: that of most matches of the last days, or all of those days where no round is known. */
    public List<Match> last() {
        if (played.isEmpty()) return List.of();
        LocalDate start = played.getLast().date().minusDays(DAYS_OF_A_ROUND - 1);
        Map<Integer, Integer> rounds = new HashMap<>();
        played.stream().filter(match -> !match.date().isBefore(start))
                .forEach(match -> rounds.merge(match.round(), 1, Integer::sum));
        int round = rounds.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
        return played.stream().filter(match -> round > 0 ? match.round() == round : !match.date().isBefore(start))
                .toList();
    }

    /**
     * The season as it was before its last round: those matches are still to be played, on the days on which they were.
     */
    public Season beforeLast() {
        List<Match> last = last();
        List<LeagueHistory.Fixture> open = new ArrayList<>(last.stream()
                .map(match -> new LeagueHistory.Fixture(
                        match.date(), "", year, match.round(), match.home(), match.away(), "")).toList());
        open.addAll(left);
        return new Season(year, clubs, played.stream().filter(match -> !last.contains(match)).toList(),
                List.copyOf(open));
    }

    /** What the places of its final table are worth. */
    public Zones zones() {
        return Zones.of(year, clubs.size());
    }

    /**
     * The season as if some results had come in, written as {@code Palmeiras 0-1 Santos; Bahia 2-2 Vitória}.
     *
     * @throws IllegalArgumentException with a message for people, when the text is not of that form or a match cannot
     * be played
     */
    public Season with(String whatIf) {
        Season season = this;
        for (String part : whatIf.split("[;\n]")) {
            if (!part.isBlank()) season = season.withResult(part.strip());
        }
        return season;
    }

    private Season withResult(String text) {
        var parts = java.util.regex.Pattern.compile("(.{1,100}?)\\s+(\\d{1,2})\\s*[-x×:]\\s*(\\d{1,2})\\s+(.{1,100})")
                .matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a result such as Palmeiras 0-1 Santos");
        }
        String home = club(parts.group(1));
        String away = club(parts.group(4));
        int[] goals = {Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))};
        if (Math.max(goals[0], goals[1]) > Match.MOST_GOALS) {
            throw new IllegalArgumentException("\"" + text + "\" has more goals than can be true");
        }
        LeagueHistory.Fixture fixture = left.stream()
                .filter(open -> open.home().equals(home) && open.away().equals(away)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(home.equals(away) ? "a club cannot play itself: " + home
                        : home + " against " + away + " has a result already in " + year));
        List<Match> more = new ArrayList<>(played);
        more.add(new Match(fixture.date(), year, fixture.round(), home, away, goals[0], goals[1]));
        return new Season(year, clubs, List.copyOf(more), left.stream().filter(open -> open != fixture).toList());
    }

    private String club(String name) {
        String club = Clubs.of(name.strip()).name();
        if (clubs.contains(club)) return club;
        throw new IllegalArgumentException("no club of the season " + year + " is named \"" + name
                + "\"; the nearest names are "
                + String.join(", ", Clubs.nearest(club, clubs, 3)));
    }
}
