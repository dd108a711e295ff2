package lib.raw;

import java.time.LocalDate;
import java.time.Month;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lib.raw.DateText.Order;

/**
 * What only all rows of a file together can tell: whether 4/10 is a day of April or of October, whether a season runs
 * from August to May, and whether it is one league. A first pass over the file asks, the second one reads.
 */
final class Survey {

    /** A clear majority's dates are believed although this share of the others contradicts them. */
    private static final double FEW = 0.1;

    /**
     * How the rows of a file are to be read.
     *
     * @param order    of day and month
     * @param twoYears whether a season without a year of its own runs from August to May
     * @param refusal  why the file must not be read, or null
     */
    record Findings(Order order, boolean twoYears, Reason refusal, List<String> arguments) {}

    /** What the file would be if its dates had this order. */
    private static final class Evidence {
        private long alone;
        private long firstAlone;
        private LocalDate last;
        private long up;
        private long down;
        private long springRounds;
        private long springMatches;
        private long autumnRounds;
        private long autumnMatches;
        private long summerMatches;
        private long matches;
        private final Map<Integer, boolean[]> ends = new TreeMap<>();

        void add(LocalDate date, int round) {
            if (last != null && date.isAfter(last)) up++;
            if (last != null && date.isBefore(last)) down++;
            last = date;
            matches++;
            Month month = date.getMonth();
            boolean spring = month.compareTo(Month.MARCH) >= 0 && month.compareTo(Month.MAY) <= 0;
            boolean autumn = month.compareTo(Month.AUGUST) >= 0;
            if (spring) {
                springMatches++;
                springRounds += round;
            } else if (autumn) {
                autumnMatches++;
                autumnRounds += round;
            } else if (date.getDayOfYear() > 166 && date.getDayOfYear() < 196) {
                summerMatches++;
            }
            if (autumn || spring) ends.computeIfAbsent(date.getYear(), year -> new boolean[2])[autumn ? 1 : 0] = true;
        }

        /** How often the dates turn back, or forward in a file that runs backwards. */
        long disorder() {
            return Math.min(up, down);
        }

        /** A season that begins in August has its high rounds in spring; without rounds, it rests in summer only. */
        boolean isTwoYears(boolean rounds, boolean strangers) {
            if (springMatches == 0 || autumnMatches == 0) return false;
            if (rounds) return springRounds / (double) springMatches > autumnRounds / (double) autumnMatches + 5;
            boolean bothOften = Math.min(springMatches, autumnMatches) > 0.1 * matches;
            return strangers && bothOften && summerMatches < 0.01 * matches && goesOnInSpring();
        }

        private boolean goesOnInSpring() {
            return ends.keySet().stream().anyMatch(year -> ends.get(year)[0]
                    && ends.containsKey(year - 1) && ends.get(year - 1)[1]);
        }
    }

    private final Layout layout;
    private final NameCache names;
    private final Map<Order, Evidence> evidence = new EnumMap<>(Order.class);
    private final Map<String, String> leagues = new LinkedHashMap<>();
    private String lastLeague = "";
    private long rows;
    private long withRound;
    private long strangers;

    Survey(Layout layout, NameCache names) {
        this.names = names;
        this.layout = layout;
        for (Order order : Order.values()) evidence.put(order, new Evidence());
    }

    void add(RawRows.Row row) {
        String league = layout.cell(row.cells(), Column.COUNTRY) + " " + layout.cell(row.cells(), Column.LEAGUE);
        if (!league.equals(lastLeague) && !league.isBlank() && leagues.size() < 4) {
            lastLeague = league;
            leagues.putIfAbsent(Column.folded(league).replaceAll("\\d{4}", ""), league.strip());
        }
        DateText text = DateText.of(layout.cell(row.cells(), Column.DATE));
        if (text == null) return;
        rows++;
        int round = RawRow.round(layout.cell(row.cells(), Column.ROUND));
        if (round > 0) withRound++;
        if (!names.isKnown(layout.cell(row.cells(), Column.HOME))) strangers++;
        int season = RawRow.seasonOrZero(layout.cell(row.cells(), Column.SEASON));
        Order only = null;
        int possible = 0;
        for (Order order : Order.values()) {
            LocalDate date = text.in(order, season);
            if (date == null || !RawRow.isPossible(date) || season > 0 && Math.abs(date.getYear() - season) > 1) {
                continue;
            }
            evidence.get(order).add(date, round);
            possible++;
            only = order;
        }
        if (possible != 1) return;
        Evidence sole = evidence.get(only);
        if (sole.alone++ == 0) sole.firstAlone = row.line();
    }

    Findings findings() {
        Order order = order();
        if (leagues.size() > 1) {
            String names = String.join(", ", leagues.values().stream().map(Reason::shortened).toList());
            return new Findings(Order.DAY_FIRST, false, Reason.LEAGUES, List.of(names));
        }
        if (order == null) {
            return new Findings(Order.DAY_FIRST, false, Reason.DATE_ORDERS, List.of(
                    "" + evidence.get(Order.DAY_FIRST).firstAlone, "" + evidence.get(Order.MONTH_FIRST).firstAlone));
        }
        boolean twoYears = !layout.has(Column.SEASON)
                && evidence.get(order).isTwoYears(withRound > 0.9 * rows, strangers > 0.5 * rows);
        return new Findings(order, twoYears, null, List.of());
    }

    /** The order that all rows allow; null if some allow only one and others only another. */
    private Order order() {
        Evidence day = evidence.get(Order.DAY_FIRST);
        Evidence month = evidence.get(Order.MONTH_FIRST);
        Evidence year = evidence.get(Order.SHORT_YEAR_FIRST);
        if (year.alone > FEW * (day.alone + month.alone) && year.alone > 0) return Order.SHORT_YEAR_FIRST;
        if (day.alone > 0 && month.alone > 0) {
            if (month.alone <= FEW * day.alone) return Order.DAY_FIRST;
            return day.alone <= FEW * month.alone ? Order.MONTH_FIRST : null;
        }
        if (month.alone > 0) return Order.MONTH_FIRST;
        if (day.alone > 0) return Order.DAY_FIRST;
        // Every day is one of the first twelve: a list of matches runs forwards or backwards, not to and fro.
        boolean onlyMonthRuns = day.disorder() >= 2 && month.matches == day.matches
                && 4 * month.disorder() < day.disorder();
        return onlyMonthRuns ? Order.MONTH_FIRST : Order.DAY_FIRST;
    }
}
