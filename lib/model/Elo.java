package lib.model;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import lib.football.Match;

/**
 * Elo ratings of clubs, in points around a league mean of zero.
 *
 * <p>The expected score of the home club is {@code 1 / (1 + 10^(-(home - away + HOME_ADVANTAGE) / 400))}; a win is 1, a
 * draw ½. After a match both ratings move by K times the surprise, more for a clear win (Arpad Elo, The Rating of
 * Chessplayers, 1978; goal margin as in Hvattum and Arntzen, International Journal of Forecasting 26, 2010).
 * Between seasons ratings regress towards the mean, and a promoted club enters below it.
 */
public final class Elo {

    /** Points that playing at home is worth. */
    public static final double HOME_ADVANTAGE = 46;

    private static final double K = 13.5;
    private static final double MARGIN_EXPONENT = 0.73;
    private static final double REGRESSION = 0.21;
    private static final double PROMOTED = -72;

    /** What a saved model keeps of the ratings. */
    public record State(int season, SortedMap<String, Double> ratings, Set<String> thisSeason,
            Set<String> lastSeason) {}

    private int season;
    private SortedMap<String, Double> ratings = new TreeMap<>();
    private Set<String> thisSeason = new TreeSet<>();
    private Set<String> lastSeason = new TreeSet<>();

    public Elo() {}

    /** Continues from saved ratings. */
    public Elo(State state) {
        season = state.season;
        ratings = new TreeMap<>(state.ratings);
        thisSeason = new TreeSet<>(state.thisSeason);
        lastSeason = new TreeSet<>(state.lastSeason);
    }

    public State state() {
        return new State(season, ratings, thisSeason, lastSeason);
    }

    /** A club's rating before a match of the given season, which may be later than the last one learned. */
    public double rating(String club, int inSeason) {
        Double rating = ratings.get(club);
        if (inSeason <= season) {
            boolean playing = thisSeason.contains(club) || lastSeason.contains(club) || lastSeason.isEmpty();
            return playing && rating != null ? rating : entry();
        }
        return thisSeason.contains(club) ? rating * (1 - REGRESSION) : PROMOTED;
    }

    /** Moves the ratings of both clubs by what a played match shows; matches come in chronological order. */
    public void learn(Match match) {
        if (match.season() > season) startSeason(match.season());
        double home = rating(match.home(), season);
        double away = rating(match.away(), season);
        double expected = 1 / (1 + Math.pow(10, -(home - away + HOME_ADVANTAGE) / 400));
        double score = (2 - match.outcome().ordinal()) / 2.0;
        int margin = Math.abs(match.homeGoals() - match.awayGoals());
        double change = K * Math.pow(Math.max(1, margin), MARGIN_EXPONENT) * (score - expected);
        ratings.put(match.home(), home + change);
        ratings.put(match.away(), away - change);
        thisSeason.add(match.home());
        thisSeason.add(match.away());
    }

    private void startSeason(int next) {
        ratings.replaceAll((club, rating) -> rating * (1 - REGRESSION));
        lastSeason = thisSeason;
        thisSeason = new TreeSet<>();
        season = next;
    }

    /** In the first season known, nobody is promoted. */
    private double entry() {
        return lastSeason.isEmpty() ? 0 : PROMOTED;
    }
}
