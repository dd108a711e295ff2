package lib.raw;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.football.ClubNames;
import lib.football.Clubs;
import lib.raw.DateText.Order;

/**
 * What only all rows of a file together can tell: whether 4/10 is a day of April or of October, whether a season runs
 * from August to May, and whether it is one league. A first pass over the file asks, the second one reads.
 */
final class Survey {

    /** Days that the matches of a round are apart at most, but for a few. */
    private static final long A_ROUND = 12;
    private static final int MOST_OF_A_ROUND = 64;

    /** A clear majority's dates are believed although this share of the others contradicts them. */
    private static final double FEW = 0.1;

    /**
     * How the rows of a file are to be read.
     *
     * @param order         of day and month
     * @param turnedRound   whether a spreadsheet has exchanged day and month where it could, and written the year first
     * @param onlyMidnights whether every time is midnight, so that the file knows only days
     * @param twoYears      whether a season without a year of its own runs from August to May
     * @param refusal       why the file must not be read, or null
     */
    record Findings(Order order, boolean turnedRound, boolean onlyMidnights, boolean twoYears, Reason refusal,
            List<String> arguments) {

        static Findings refused(Reason refusal, String... arguments) {
            return new Findings(Order.DAY_FIRST, false, false, false, refusal, List.of(arguments));
        }
    }

    private Layout layout;
    private final ClubNames names;
    private final Map<Order, Evidence> evidence = new EnumMap<>(Order.class);
    private final Evidence turnedBack = new Evidence();
    private final Map<String, String> leagues = new LinkedHashMap<>();
    private String lastLeague = "";
    private long rows;
    private long strangers;
    private long withRound;
    private long withTime;
    private long midnights;

    /** Dates with the year first, and those of them whose last number is above 12. */
    private long yearFirst;
    private long yearFirstBeyond;

    /** Dates with the year last, and those of them whose first number is up to 12. */
    private long dayFirst;
    private long dayFirstWithin;

    /** Whether every date so far could have both orders, and whether no club has come twice. */
    private boolean isOpen = true;
    private boolean isOneRound = true;
    private final Set<String> clubs = new HashSet<>();

    Survey(Layout layout, ClubNames names) {
        this.names = names;
        this.layout = layout;
        for (Order order : Order.values()) evidence.put(order, new Evidence());
    }

    /** The header that counts for the rows to come. */
    void under(Layout header) {
        layout = header;
    }

    void add(RawRows.Row row) {
        String name = layout.cell(row.cells(), Column.LEAGUE);
        String league = layout.cell(row.cells(), Column.COUNTRY) + " " + name;
        boolean isNamed = !name.isEmpty() || !layout.has(Column.LEAGUE);
        if (isNamed && !league.equals(lastLeague) && !league.isBlank() && leagues.size() < 4) {
            lastLeague = league;
            leagues.putIfAbsent(leagueOf(league), league.strip());
        }
        DateText text = DateText.of(layout.cell(row.cells(), Column.DATE));
        if (text == null) return;
        rows++;
        if (midnights == withTime) { // as long as all are
            String clock = ClockText.of(layout.cell(row.cells(), Column.TIME));
            if (clock.isEmpty()) clock = text.time();
            if (!clock.isEmpty()) withTime++;
            if (clock.equals("00:00")) midnights++;
        }
        if (text.yearFirst()) {
            yearFirst++;
            if (text.third() > 12) yearFirstBeyond++;
        } else {
            dayFirst++;
            if (text.first() <= 12) dayFirstWithin++;
        }
        isOneRound = isOneRound && rows <= MOST_OF_A_ROUND && clubs.add(layout.cell(row.cells(), Column.HOME))
                && clubs.add(layout.cell(row.cells(), Column.AWAY));
        int round = RawRow.round(layout.cell(row.cells(), Column.ROUND));
        if (round > 0) withRound++;
        if (!names.find(layout.cell(row.cells(), Column.HOME)).isPresent()) strangers++;
        int season = RawRow.seasonOrZero(layout.cell(row.cells(), Column.SEASON));
        if (yearFirstBeyond == 0 && dayFirstWithin == 0) {
            LocalDate back = text.turnedBack().in(Order.DAY_FIRST, season);
            if (back != null) turnedBack.add(back, round, isOpen);
        }
        Order only = null;
        int possible = 0;
        for (Order order : Order.values()) {
            LocalDate date = text.in(order, season);
            if (date == null || !RawRow.isPossible(date) || season > 0 && Math.abs(date.getYear() - season) > 1) {
                continue;
            }
            evidence.get(order).add(date, round, isOpen);
            possible++;
            only = order;
        }
        if (possible != 1) return;
        isOpen = false;
        Evidence sole = evidence.get(only);
        if (sole.alone++ == 0) sole.firstAlone = row.line();
    }

    Findings findings() {
        Order order = order();
        if (leagues.size() > 1) {
            return Findings.refused(Reason.LEAGUES,
                    String.join(", ", leagues.values().stream().map(Reason::shortened).toList()));
        }
        if (order == null) {
            return Findings.refused(Reason.DATE_ORDERS, "" + evidence.get(Order.DAY_FIRST).firstAlone,
                    "" + evidence.get(Order.MONTH_FIRST).firstAlone);
        }
        boolean twoYears = !layout.has(Column.SEASON)
                && evidence.get(order).isTwoYears(withRound > 0.9 * rows, strangers > 0.5 * rows);
        return new Findings(order, isTurnedRound(), rows > 1 && midnights == withTime && midnights > 0, twoYears, null,
                List.of());
    }

    /**
     * A spreadsheet that expects the month first takes 10/04 for the 4th of October and leaves 17/04 as a text: saved
     * again, all dates with the year first have days up to 12, and all others have not. The rows then run to and fro.
     */
    private boolean isTurnedRound() {
        if (yearFirst < 2 || dayFirst < 2 || yearFirstBeyond > 0 || dayFirstWithin > 0) return false;
        Evidence asItStands = evidence.get(Order.DAY_FIRST);
        long better = asItStands.disorder() - turnedBack.disorder();
        return better > 0 || better == 0 && turnedBack.outOfSeason < asItStands.outOfSeason;
    }

    /** A league without its year and sponsor: Brasileirão Assaí 2022 is the Brasileirão. */
    private static String leagueOf(String league) {
        String folded = Clubs.folded(league).replaceAll("\\d{4}", "");
        return folded.startsWith("brasileirao") && !folded.matches(".*serie[b-d]") ? "brasileirao" : folded;
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
        if (month.matches < day.matches) return Order.DAY_FIRST;
        // Every day is one of the first twelve. A list of matches runs forwards or backwards, not to and fro; a round
        // takes days and not months; and the league does not play from January to March.
        boolean onlyMonthRuns = day.disorder() >= 2 && 4 * month.disorder() < day.disorder();
        boolean onlyMonthHasRounds = day.roundDays() > A_ROUND && month.roundDays() <= A_ROUND;
        boolean isRound = isOneRound && rows > 2 && day.days() > A_ROUND && month.days() <= A_ROUND;
        boolean onlyMonthIsInSeason = day.outOfSeason > 2 && month.outOfSeason == 0 && strangers < 0.5 * rows;
        return onlyMonthRuns || onlyMonthHasRounds || isRound || onlyMonthIsInSeason ? Order.MONTH_FIRST
                : Order.DAY_FIRST;
    }
}
