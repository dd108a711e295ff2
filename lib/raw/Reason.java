package lib.raw;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a row is in quarantine, or what is odd about one that was kept.
 *
 * <p>A reason travels as a code with arguments; what it says in English is put together here and nowhere else, and a
 * page says it in its own language. Rows are counted by {@link #what}; {@link #text} adds what is special to one row.
 */
public enum Reason {
    // ---- a file that is no results file; its line 1 stands for all of it
    EMPTY("the file is empty", ""),
    ARCHIVE("this is a compressed archive", "; unpack it and upload the CSV file inside"),
    WORKBOOK("this is an Excel workbook", "; save it as CSV UTF-8"),
    WIDE("this is UTF-16 text without a byte order mark", "; save it as \"CSV UTF-8\""),
    BINARY("this is a binary file, not a CSV file", ""),
    WEB_PAGE("this is a web page, not a CSV file", "; on GitHub use the address of the raw file"),
    JSON("this is JSON, not a CSV file", ""),
    FOOTBALL_TXT("this is Football.TXT, not a CSV file", ""),
    STATISTICS("these are statistics without results", "; found: {0}; missing: {1}"),
    HEADER("the header names no known format", "; found: {0}; missing: {1}"),
    LEAGUES("the file holds more than one league", ": {0}; keep the rows of one"),
    DATE_ORDERS("the dates of the file are in two orders",
            ": line {0} can only be day/month, line {1} only month/day; write them as yyyy-MM-dd"),

    // ---- a row that cannot be split into cells
    LONG("a field is longer than 4096 characters or a line than 65536", ""),
    ZERO("the row holds zero bytes, which are no text", ""),
    QUOTE("an unclosed quote", " begins in line {0}"),
    WIDTH("the row has more cells than the header", ": {0} instead of {1}"),

    // ---- a row that cannot be true
    DATE("not a date", ": {0} (expected {1})"),
    DATE_RANGE("a day that cannot be true", ": {0}"),
    FUTURE("a result from the future", ": {0}"),
    SEASON("not a season", ": {0} (expected a year)"),
    SEASON_DATE("the season is more than a year off the date", ": {0} and {1}"),
    NO_HOME("the home club is missing", ""),
    NO_AWAY("the away club is missing", ""),
    CLUB("not the name of a club", ": {0}"),
    SELF("a club cannot play itself", ": {0}"),
    WHOLE("goals are not a whole number", ": {0}"),
    NEGATIVE("goals are negative", ": {0}"),
    MANY("more goals than can be true", ": {0}"),
    ONE_SCORE("only one of the two scores is given", ""),
    WINNER("the winner column contradicts the score", " {0}"),

    // ---- rows that cannot be true together
    TWICE("a club plays twice on a day", ": {0} plays twice on {1} (see {2} line {3})"),
    TWO_RESULTS("one file holds two results of a pair", ": {0} x {1} is {2} on {3} (line {4}) and {5} on {6}, "
            + "perhaps with home and away swapped, or the clubs meet twice on one ground"),
    UNKNOWN_FIXTURE("a fixture of an unknown club", ": {0}"),
    MISSPELT_FIXTURE("a fixture of an unknown club", ": {0}; did you mean {1}?"),
    FAR_RESULT("a later file has another result of a pair weeks away", ": {0} x {1} is {2} on {3} (see {4} line {5}) "
            + "and {6} on {7}, perhaps with home and away swapped"),
    OTHER_LEAGUE("clubs of another league", ": {0} and {1} never meet the others in {2}"),

    // ---- notes: the row was kept; what may be wrong comes before what is only odd
    CORRECTS("a later file corrects a result", ": {0} {1} {2} to {3} (see {4} line {5})"),
    MOVES("a later file moves a result to another day", ": {0} x {1} from {2} to {3} (see {4} line {5})"),
    NO_SCORE("a score is not used beside a word that says there is none", ": {0} and {1}"),
    PLAYED_LATER("a match that was put off and has a score", ": {0}"),
    WINNER_WORD("the winner column is not understood", ": {0}"),
    ARRIVAL("it is not recorded which of two files came last", "; by their times it is this one, not {0}"),
    MISSPELT_CLUB("unknown club, taken as a new one", ": {0}; did you mean {1}?"),
    UNKNOWN_CLUB("unknown club, taken as a new one", ": {0}"),
    SEASON_NEXT("the season is not the one of the date", ": {0} and {1}"),
    MONTH_FIRST("the dates are read as month/day/year", ""),
    TWO_YEARS("the season is read as one from August to May", ""),
    TURNED_ROUND("dates with day and month exchanged by a spreadsheet are turned back", ""),
    ENCODED_TWICE("letters that were encoded twice are put right", ", from line {0} on"),
    HEADER_AGAIN("the header stands again among the rows", ""),
    ENCODING("the file is in two encodings", "; its line {0} is read as Windows-1252"),
    PREAMBLE("lines before the header are passed over", ""),
    AWARDED("decided without a match", ": {0}"),
    SHOTS_GOALS("shots are not used whose goals are not those of the result", ": {0} matches of {1}"),
    SHOTS_NONE("shots are not used where a club has none", ": {0} matches of {1}"),
    TWO_ROUNDS("a day carries two rounds", ": {0} plays twice on {1} (see {2} line {3}), in rounds {4} and {5}; "
            + "kept, the date of one of them is wrong");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    /** How long a cell may be that a reason quotes. */
    private static final int LONGEST_QUOTE = 60;

    /** What is wrong, without what is special to one row. */
    public final String what;

    private final String detail;

    Reason(String what, String detail) {
        this.what = what;
        this.detail = detail;
    }

    /** The code in files and in the API: {@code two_results}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong and where, as one line of English. */
    public String text(List<String> arguments) {
        return PLACE.matcher(what + detail).replaceAll(place -> {
            int index = Integer.parseInt(place.group(1));
            return Matcher.quoteReplacement(index < arguments.size() ? arguments.get(index) : place.group());
        });
    }

    /** How many arguments the text takes. */
    public int arguments() {
        int count = 0;
        while ((what + detail).contains("{" + count + "}")) count++;
        return count;
    }

    /** A cell as a reason may carry it: short, in quotes, and nothing in it that ends a line or turns a text round. */
    static String quoted(String cell) {
        return '"' + shortened(cell) + '"';
    }

    static String shortened(String cell) {
        String plain = cell.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\ufffd");
        return plain.length() <= LONGEST_QUOTE ? plain : plain.substring(0, LONGEST_QUOTE - 1) + "…";
    }
}
