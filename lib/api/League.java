package lib.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lib.base.Fault;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.Season;
import lib.football.Standings;
import lib.lake.ModelRegistry;
import lib.model.Elo;
import lib.model.Predictor;

/**
 * What a version knows beyond its forecasts: past matches, the running season, ratings through time, and the model
 * before the last five rounds. A forecast does not need it, so it is read when it is first asked for.
 */
public final class League {

    /** Draws the lots of simulations, and of clubs that are level on everything: the same in every answer. */
    static final long SEED = 2003;

    /** Of a long career, so many points are enough for a chart. */
    private static final int MOST_POINTS = 200;

    /** A club's Elo rating after a match. */
    public record Rated(LocalDate date, double rating) {}

    final LeagueHistory history;
    final Season season;
    final Predictor before;
    private final Map<String, List<Rated>> ratings = new HashMap<>();

    private League(LeagueHistory history, Predictor before) {
        this.history = history;
        this.season = Season.running(history);
        this.before = before;
        Elo elo = new Elo();
        for (Match match : history.matches()) {
            if (match.awarded()) continue;
            elo.learn(match);
            for (String club : List.of(match.home(), match.away())) {
                ratings.computeIfAbsent(club, none -> new ArrayList<>())
                        .add(new Rated(match.date(), elo.rating(club, match.season())));
            }
        }
    }

    /** @param files a version's files by name */
    static League of(String version, Map<String, byte[]> files) {
        byte[] none = {};
        try {
            byte[] history = files.getOrDefault("history.json", none);
            return new League(ModelRegistry.read(history, "history.json", LeagueHistory.class),
                    Predictor.of(files.getOrDefault("before.json", none)));
        } catch (Fault e) {
            throw new Problem(503, "No history",
                    "the history of model " + version + " cannot be read (" + e.getMessage()
                    + "); run ./jbangw 03_train.java");
        }
    }

    /** The clubs of the running season in the order of the table. */
    List<String> table() {
        return Arrays.stream(Standings.of(season).ranking(new SplittableRandom(SEED)))
                .mapToObj(season.clubs()::get).toList();
    }

    /** A club's rating through time, oldest first, thinned evenly; the newest one is always there. */
    List<Rated> ratings(String club) {
        List<Rated> all = ratings.getOrDefault(club, List.of());
        int step = (all.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Rated> thinned = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i -= step) thinned.addFirst(all.get(i));
        return thinned;
    }
}
