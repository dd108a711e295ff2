package lib.etl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import lib.football.Clubs;
import lib.football.Match;

/**
 * What a season lacks until every pair of its clubs has met on each side's ground.
 *
 * @param season  the season
 * @param played  its matches
 * @param of      those of the whole season
 * @param running whether it is the newest one, which may still go on
 * @param pairs   the matches that it lacks, by home club
 */
public record Missing(int season, int played, int of, boolean running, List<Pair> pairs) {

    /** So many pairs are named in a line of text. */
    private static final int SHOWN = 10;

    /** A match that is missing, by canonical names. */
    public record Pair(String home, String away) {}

    /** All seasons of the matches, oldest first. */
    public static List<Missing> of(List<Match> played) {
        TreeMap<Integer, List<Match>> seasons = new TreeMap<>();
        played.forEach(match -> seasons.computeIfAbsent(match.season(), season -> new ArrayList<>()).add(match));
        int newest = seasons.isEmpty() ? 0 : seasons.lastKey();
        return seasons.entrySet().stream().map(season -> of(season.getKey(), season.getValue(), newest)).toList();
    }

    private static Missing of(int season, List<Match> played, int newest) {
        TreeSet<String> clubs = new TreeSet<>();
        TreeSet<Pair> done = new TreeSet<>(Comparator.comparing(Pair::home).thenComparing(Pair::away));
        for (Match match : played) {
            clubs.addAll(List.of(match.home(), match.away()));
            done.add(new Pair(match.home(), match.away()));
        }
        List<Pair> pairs = new ArrayList<>();
        for (String home : clubs) {
            for (String away : clubs) {
                if (!home.equals(away) && !done.contains(new Pair(home, away))) pairs.add(new Pair(home, away));
            }
        }
        return new Missing(season, played.size(), clubs.size() * (clubs.size() - 1), season == newest, pairs);
    }

    /** {@code 2009: 379 of 380, missing Flamengo x Botafogo}. */
    public String text() {
        String text = "%d: %,d of %,d".formatted(season, played, of);
        if (pairs.isEmpty()) return text;
        if (running && pairs.size() > SHOWN) return text + ", still running or incomplete";
        List<String> names = new ArrayList<>(pairs.stream().limit(SHOWN)
                .map(pair -> Clubs.of(pair.home).display() + " x " + Clubs.of(pair.away).display()).toList());
        if (pairs.size() > SHOWN) names.add("… %,d more".formatted(pairs.size() - SHOWN));
        return text + ", missing " + String.join(", ", names);
    }
}
