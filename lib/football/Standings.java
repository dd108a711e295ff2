package lib.football;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The league's table and its order: points, wins, goal difference, goals scored, then, between exactly two clubs, the
 * aggregate of their own two matches (article 15 of the competition's rules). What decides after that, red and yellow
 * cards, is not in the data; here, as at the very end of the rules, lots are drawn.
 *
 * <p>Clubs are numbers from 0, so that thousands of seasons can be tabled in a blink.
 */
public final class Standings {

    private final int clubs;
    private final int[] ruled;
    private final int[] won;
    private final int[] drawn;
    private final int[] lost;
    private final int[] scored;
    private final int[] conceded;

    /** Goals of one club minus goals of the other in their own matches, by {@code one * clubs + other}. */
    private final int[] margin;

    private final long[] rank;
    private final int[] order;

    public Standings(int clubs) {
        this.clubs = clubs;
        ruled = new int[clubs];
        won = new int[clubs];
        drawn = new int[clubs];
        lost = new int[clubs];
        scored = new int[clubs];
        conceded = new int[clubs];
        margin = new int[clubs * clubs];
        rank = new long[clubs];
        order = new int[clubs];
    }

    /** The table of a season so far; its clubs are numbered in the season's order. */
    public static Standings of(Season season) {
        Standings standings = new Standings(season.clubs().size());
        for (Match match : season.played()) {
            standings.add(indexOf(season.clubs(), match.home()), indexOf(season.clubs(), match.away()),
                    match.homeGoals(), match.awayGoals());
        }
        for (CourtRulings.Ruling ruling : CourtRulings.of(season)) {
            standings.ruled[indexOf(season.clubs(), ruling.club())] += ruling.points();
        }
        return standings;
    }

    private static int indexOf(List<String> clubs, String club) {
        return java.util.Collections.binarySearch(clubs, club);
    }

    /** Takes over another table of as many clubs. */
    public void set(Standings other) {
        System.arraycopy(other.ruled, 0, ruled, 0, clubs);
        System.arraycopy(other.won, 0, won, 0, clubs);
        System.arraycopy(other.drawn, 0, drawn, 0, clubs);
        System.arraycopy(other.lost, 0, lost, 0, clubs);
        System.arraycopy(other.scored, 0, scored, 0, clubs);
        System.arraycopy(other.conceded, 0, conceded, 0, clubs);
        System.arraycopy(other.margin, 0, margin, 0, margin.length);
    }

    /** Enters a result. */
    public void add(int home, int away, int homeGoals, int awayGoals) {
        if (homeGoals == awayGoals) {
            drawn[home]++;
            drawn[away]++;
        } else {
            won[homeGoals > awayGoals ? home : away]++;
            lost[homeGoals > awayGoals ? away : home]++;
        }
        scored[home] += homeGoals;
        conceded[home] += awayGoals;
        scored[away] += awayGoals;
        conceded[away] += homeGoals;
        margin[home * clubs + away] += homeGoals - awayGoals;
        margin[away * clubs + home] += awayGoals - homeGoals;
    }

    /**
     * The clubs from first to last.
     *
     * @param lots decides what the rules leave open
     */
    public int[] ranking(RandomGenerator lots) {
        for (int club = 0; club < clubs; club++) {
            rank[club] = (((long) points(club) << 12 | won[club]) << 16 | 32_768
                    + scored[club] - conceded[club]) << 16 | scored[club];
            int at = club; // insertion: the table is short
            for (; at > 0 && rank[order[at - 1]] < rank[club]; at--) order[at] = order[at - 1];
            order[at] = club;
        }
        for (int start = 0, end; start < clubs; start = end) {
            end = start + 1;
            while (end < clubs && rank[order[end]] == rank[order[start]]) end++;
            if (end > start + 1) untie(start, end, lots);
        }
        return Arrays.copyOf(order, clubs);
    }

    private void untie(int start, int end, RandomGenerator lots) {
        int between = end == start + 2 ? margin[order[start] * clubs + order[start + 1]] : 0;
        if (between > 0) return;
        if (between < 0) {
            swap(start, start + 1);
            return;
        }
        for (int i = end - 1; i > start; i--) swap(i, start + lots.nextInt(i - start + 1));
    }

    private void swap(int one, int other) {
        int club = order[one];
        order[one] = order[other];
        order[other] = club;
    }

    /** How many clubs there are. */
    public int clubs() {
        return clubs;
    }

    /** Points of the matches, and those that a court gave or took. */
    public int points(int club) {
        return 3 * won[club] + drawn[club] + ruled[club];
    }

    public int played(int club) {
        return won[club] + drawn[club] + lost[club];
    }

    public int won(int club) {
        return won[club];
    }

    public int drawn(int club) {
        return drawn[club];
    }

    public int lost(int club) {
        return lost[club];
    }

    public int goalsFor(int club) {
        return scored[club];
    }

    public int goalsAgainst(int club) {
        return conceded[club];
    }
}
