package lib.raw;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date as it stands in a file: three numbers. Which of them is the day is a question to the whole file, see
 * {@link Survey}, unless the first is a year of four digits.
 *
 * @param time   the time of day that stands behind it, as HH:mm, or empty
 * @param offset of that time from UTC, or null if it names none
 */
record DateText(int first, int second, int third, boolean yearFirst, boolean shortYear, String time,
        ZoneOffset offset) {

    /** Which number of a date is what. */
    enum Order {
        DAY_FIRST("dd/MM/yyyy"), MONTH_FIRST("MM/dd/yyyy"), SHORT_YEAR_FIRST("yy-MM-dd");

        final String pattern;

        Order(String pattern) {
            this.pattern = pattern;
        }
    }

    // An optional weekday, three numbers with the same sign between them, an optional time with an optional offset.
    private static final Pattern DATE = Pattern.compile("(?:\\p{L}+\\.?(?:-feira)?,? +)?"
            + "(\\d{1,4})([/.-])(\\d{1,2})\\2(\\d{1,4})"
            + "(?:[T ,-]+(?:às )?(\\d{1,2})[:hH](\\d{2})?(?::\\d{2}(?:\\.\\d+)?)? ?(Z|[+-]\\d{2}:?\\d{2})?)?");

    /** The date that a cell holds, or null if it holds none. */
    static DateText of(String cell) {
        Matcher date = DATE.matcher(cell);
        if (!date.matches()) return null;
        int yearAt = date.group(1).length() > 2 ? 1 : 4;
        int digits = date.group(yearAt).length();
        if (digits == 3 || digits == 1 || date.group(5 - yearAt).length() > 2) return null;
        String minutes = date.group(6) == null ? "00" : date.group(6);
        String time = date.group(5) == null ? "" : ClockText.of(date.group(5) + ":" + minutes);
        ZoneOffset offset = date.group(7) == null || time.isEmpty() ? null : ZoneOffset.of(date.group(7));
        return new DateText(Integer.parseInt(date.group(1)), Integer.parseInt(date.group(3)),
                Integer.parseInt(date.group(4)), yearAt == 1, digits == 2, time, offset);
    }

    /**
     * The day in this order, or null if there is no such day.
     *
     * @param season the season beside a year of two digits, which says the century; 0 if unknown
     */
    LocalDate in(Order order, int season) {
        int year = yearFirst || order == Order.SHORT_YEAR_FIRST ? first : third;
        int month = yearFirst || order != Order.MONTH_FIRST ? second : first;
        int day = yearFirst || order == Order.SHORT_YEAR_FIRST ? third : order == Order.MONTH_FIRST ? second : first;
        if (order == Order.SHORT_YEAR_FIRST && !yearFirst && !shortYear) return null;
        int full = shortYear ? fullYear(year, season) : year;
        if (month < 1 || month > 12 || day < 1 || day > YearMonth.of(full, month).lengthOfMonth()) return null;
        return LocalDate.of(full, month, day);
    }

    /** 19 is 2019: of the years that end so, the one nearest to the season, else the last that has begun or is next. */
    private static int fullYear(int year, int season) {
        int near = season > 0 ? season + 50 : RawRow.today().getYear() + 2;
        int full = near - near % 100 + year;
        return full >= near ? full - 100 : full;
    }
}
