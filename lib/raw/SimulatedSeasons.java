package lib.raw;

import java.util.TreeMap;

/**
 * The seasons of a simulated league. It keeps its own calendar, so no day is too late for it; but a few matches years
 * away from all others have a mistyped year.
 */
final class SimulatedSeasons {

    /** A season with fewer than this share of the largest one's rows may be a mistake. */
    private static final double FEW = 0.1;

    /** A league may stop for a year. */
    private static final int MOST_YEARS_BETWEEN = 2;

    private final TreeMap<Integer, Integer> rows = new TreeMap<>();

    void add(int season) {
        rows.merge(season, 1, Integer::sum);
    }

    /** Whether a season holds a few rows only, and none near it holds many. */
    boolean isStray(int season) {
        int largest = rows.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return rows.subMap(season - MOST_YEARS_BETWEEN, true, season + MOST_YEARS_BETWEEN, true).values().stream()
                .allMatch(count -> count < FEW * largest);
    }
}
