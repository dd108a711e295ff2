package lib.raw;

import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the rows of a file would be if their dates had one order of day and month. */
final class Evidence {

    private static final int LAST_SEASON_FROM_APRIL = 2025;

    /** Rows that allow no other order, and the line of the first of them. */
    long alone;
    long firstAlone;

    /** Rows that allow this order, and those of them from January to March of a year when the league rested then. */
    long matches;
    long outOfSeason;

    private LocalDate last;
    private long up;
    private long down;
    private long springRounds;
    private long springMatches;
    private long autumnRounds;
    private long autumnMatches;
    private long summerMatches;
    private long winterMatches;
    private final Map<Integer, boolean[]> ends = new TreeMap<>();
    private final Map<Integer, LocalDate[]> rounds = new HashMap<>();
    private LocalDate earliest = LocalDate.MAX;
    private LocalDate latest = LocalDate.MIN;

    /** Takes a row. @param isOpen whether all before it allow both orders: only then its round tells something */
    void add(LocalDate date, int round, boolean isOpen) {
        if (date.isBefore(earliest)) earliest = date;
        if (date.isAfter(latest)) latest = date;
        if (date.getMonthValue() <= 3) winterMatches++;
        if (date.getMonthValue() <= 3 && date.getYear() <= LAST_SEASON_FROM_APRIL) outOfSeason++;
        if (round > 0 && isOpen) {
            LocalDate[] days = rounds.computeIfAbsent(100 * date.getYear() + round,
                    _ -> new LocalDate[] {date, date});
            if (date.isBefore(days[0])) days[0] = date;
            if (date.isAfter(days[1])) days[1] = date;
        }
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

    /** Days that a round goes on, in the middle of all rounds; 0 without any. */
    long roundDays() {
        List<Long> days = rounds.values().stream().map(ends -> ChronoUnit.DAYS.between(ends[0], ends[1])).sorted()
                .toList();
        return days.isEmpty() ? 0 : days.get(days.size() / 2);
    }

    /** From the first day to the last. */
    long days() {
        return matches == 0 ? 0 : ChronoUnit.DAYS.between(earliest, latest);
    }

    /** A season that begins in August has its high rounds in spring; without rounds, it rests in summer only. */
    boolean isTwoYears(boolean rounds, boolean strangers) {
        if (!rounds && strangers && isOneWinter()) return true;
        if (springMatches == 0 || autumnMatches == 0) return false;
        if (rounds) return springRounds / (double) springMatches > autumnRounds / (double) autumnMatches + 5;
        boolean bothOften = Math.min(springMatches, autumnMatches) > 0.1 * matches;
        return strangers && bothOften && summerMatches < 0.01 * matches && goesOnInSpring();
    }

    /** One season that begins in late summer and goes on in the new year, over or not. */
    private boolean isOneWinter() {
        int begins = earliest.getMonthValue();
        return matches > 0 && begins >= 7 && begins <= 9 && days() < 365 && winterMatches > 0.05 * matches;
    }

    private boolean goesOnInSpring() {
        return ends.keySet().stream().anyMatch(year -> ends.get(year)[0]
                && ends.containsKey(year - 1) && ends.get(year - 1)[1]);
    }
}
