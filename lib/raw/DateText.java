package lib.raw;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.football.Clubs;

/**
 * A date as it stands in a file: three numbers. Which of them is the day is a question to the whole file, see
 * {@link Survey}, unless the first is the year; so it is where the file names the month.
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

    /** What may stand behind a day: a time of day, and where that is the time. */
    private static final String TIME = "(?:[T ,-]+(?:[àa]s )?(\\d{1,2}[:hH](?:\\d{2})?(?::\\d{2}(?:\\.\\d+)?)?h?"
            + "(?: ?[AaPp][Mm])?) ?(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?(?: ?\\(\\p{L}+\\))?";
    private static final String WEEKDAY = "(?:\\p{L}+\\.?(?:-feira)?,? +)?";

    /** Three numbers with the same sign between them. */
    private static final Pattern NUMBERS =
            Pattern.compile(WEEKDAY + "(\\d{1,4})([/.-])(\\d{1,2})\\2(\\d{1,4})" + TIME);

    /** 10 de abril de 2022, 10/abr/22, 10-Apr-2022. */
    private static final Pattern DAY_AND_NAME = Pattern.compile(
            WEEKDAY + "(\\d{1,2})(?:º|ª|st|nd|rd|th)?(?: de |[ /.-])(\\p{L}{3})\\p{L}*\\.?,?(?: de |[ /.-])"
                    + "(\\d{4}|\\d{2})" + TIME);

    /** Apr 10, 2022, Sun Apr 10 2022 - 7:00pm. */
    private static final Pattern NAME_AND_DAY = Pattern.compile(
            WEEKDAY + "(\\p{L}{3})\\p{L}*\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})" + TIME);

    /** 20220410. */
    private static final Pattern DIGITS = Pattern.compile("((?:19|20)\\d{2})(\\d{2})(\\d{2})");

    /** A spreadsheet's number of a day, from 1970 to 2064, perhaps with the part of the day that has passed. */
    private static final Pattern SERIAL = Pattern.compile("([2-5]\\d{4})(?:[.,](\\d{1,15}))?");
    private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);

    private static final Map<String, Integer> MONTHS = months();

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new HashMap<>();
        for (String language : List.of("jan fev mar abr mai jun jul ago set out nov dez",
                "jan feb mar apr may jun jul aug sep oct nov dec")) {
            String[] names = language.split(" ");
            for (int i = 0; i < names.length; i++) months.put(names[i], i + 1);
        }
        return months;
    }

    /** The month of a name's first three letters in Portuguese or English, 0 if it is none. */
    static int month(String letters) {
        return MONTHS.getOrDefault(Clubs.folded(letters), 0);
    }

    /** The date that a cell holds, or null if it holds none. */
    static DateText of(String cell) {
        Matcher date = NUMBERS.matcher(cell);
        if (date.matches()) {
            int yearAt = date.group(1).length() > 2 ? 1 : 4;
            int digits = date.group(yearAt).length();
            if (digits == 3 || digits == 1 || date.group(5 - yearAt).length() > 2) return null;
            return of(date.group(1), date.group(3), date.group(4), yearAt == 1, digits == 2, date.group(5),
                    date.group(6));
        }
        date = DIGITS.matcher(cell);
        if (date.matches()) return of(date.group(1), date.group(2), date.group(3), true, false, null, null);
        date = SERIAL.matcher(cell);
        if (date.matches()) return serial(Integer.parseInt(date.group(1)), date.group(2));
        date = DAY_AND_NAME.matcher(cell);
        if (date.matches() && month(date.group(2)) > 0) {
            return of(date.group(3), "" + month(date.group(2)), date.group(1), true, date.group(3).length() == 2,
                    date.group(4), date.group(5));
        }
        date = NAME_AND_DAY.matcher(cell);
        if (!date.matches() || month(date.group(1)) == 0) return null;
        return of(date.group(3), "" + month(date.group(1)), date.group(2), true, false, date.group(4), date.group(5));
    }

    private static DateText of(String first, String second, String third, boolean yearFirst, boolean shortYear,
            String clock, String zone) {
        String time = clock == null ? "" : ClockText.of(clock);
        try {
            ZoneOffset offset = zone == null || time.isEmpty() ? null
                    : zone.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zone);
            return new DateText(Integer.parseInt(first), Integer.parseInt(second), Integer.parseInt(third), yearFirst,
                    shortYear, time, offset);
        } catch (DateTimeException e) { // no place on earth is so far from UTC
            return null;
        }
    }

    private static DateText serial(int days, String passed) {
        LocalDate date = SERIAL_ZERO.plusDays(days);
        long minutes = passed == null ? 0 : Math.round(1440 * Double.parseDouble("0." + passed));
        String time = minutes == 0 || minutes >= 1440 ? ""
                : String.format(Locale.ROOT, "%02d:%02d", minutes / 60, minutes % 60);
        return new DateText(date.getYear(), date.getMonthValue(), date.getDayOfMonth(), true, false, time, null);
    }

    /** The same with day and month exchanged behind a year that comes first: a spreadsheet had exchanged them. */
    DateText turnedBack() {
        return yearFirst ? new DateText(first, third, second, true, shortYear, time, offset) : this;
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
        if (full < 1) return null;
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
