package lib.model;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lib.football.Match;
import lib.football.Outcome;
import lib.football.Zones;

/**
 * What a match still means to a club near the end of a season. A club is "dead" to the degree that no line of the
 * table that matters is within its reach, see {@link Zones#lines}. They are those of 2016 to 2025 for all years: with
 * them the term was chosen, and by the lines of each year the forecasts are no better.
 *
 * <p>dead is one minus the closeness to the nearest line; closeness falls from one, level on points with the other side
 * of the line, to zero at {@link #REACH} points per match left. Against a club that still plays for something, a dead
 * one loses {@link #SHIFT} of log-odds of its win against the draw, and twice that against the other club's win.
 */
public final class Stakes {

    private static final int LAST_ROUNDS = 8;
    private static final double REACH = 1.5;
    private static final double SHIFT = 0.17;
    private static final int LINES_OF = 2016;

    /** Points and matches of a club in the running season. */
    record Line(int points, int played) {}

    /** What a saved model keeps. */
    record State(int season, SortedMap<String, Line> table) {}

    private int season;
    private SortedMap<String, Line> table = new TreeMap<>();

    public Stakes() {}

    Stakes(State state) {
        season = state.season;
        table = new TreeMap<>(state.table);
    }

    State state() {
        return new State(season, table);
    }

    public void learn(Match match) {
        if (match.season() > season) {
            season = match.season();
            table = new TreeMap<>();
        }
        add(match.home(), match.outcome() == Outcome.HOME ? 3 : match.outcome() == Outcome.DRAW ? 1 : 0);
        add(match.away(), match.outcome() == Outcome.AWAY ? 3 : match.outcome() == Outcome.DRAW ? 1 : 0);
    }

    private void add(String club, int points) {
        table.merge(club, new Line(points, 1), (a, b) -> new Line(a.points + b.points, a.played + b.played));
    }

    /** What to add to the home club's log-odds and to take from the away club's; zero before the last rounds. */
    public double shift(Match match) {
        if (match.season() != season) return 0;
        return SHIFT * (dead(match.away()) - dead(match.home()));
    }

    /** How little is at stake for a club, 0 to 1. */
    double dead(String club) {
        Line own = table.get(club);
        int clubs = table.size();
        if (own == null || own.played < clubs) return 0; // not yet in the second half of the season
        int left = 2 * (clubs - 1) - own.played;
        if (left > LAST_ROUNDS || left < 1) return 0;
        List<Integer> points = table.values().stream().map(Line::points).sorted(Comparator.reverseOrder()).toList();
        double closest = 0;
        for (int line : Zones.of(LINES_OF, clubs).lines(clubs)) {
            closest = Math.max(closest, closeness(own.points, points, line, left));
        }
        return 1 - closest;
    }

    private static double closeness(int own, List<Integer> points, int line, int left) {
        if (line < 1 || line >= points.size()) return 0;
        int lastAbove = points.get(line - 1);
        int firstBelow = points.get(line);
        int gap = own >= lastAbove ? own - firstBelow : lastAbove - own;
        return Math.max(0, 1 - gap / (REACH * left));
    }
}
