package lib.raw;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads openfootball's Football.TXT as if it were a results file: every line becomes the CSV line of the same number,
 * so that a remark about a row names the line of the original. The title becomes the header; what is no match, a blank.
 *
 * <p>A title names the season, a heading the round, a line the day of the matches below it. A year left out is the one
 * above, a time left out the one above on that day. A match postponed has no day: it is dated before the season's first
 * one, a day for each round, where no club plays, and whatever lies before the last match has no known day any more.
 *
 * @see <a href="https://github.com/openfootball/south-america">openfootball/south-america, CC0</a>
 */
public final class FootballTxt {

    private static final String HEADER = "season,round,date,time,home,away,home_goals,away_goals,status,venue";
    private static final Pattern TITLE = Pattern.compile("\\s*=+\\s*[^\\s\\d=].*?(\\d{4})\\b.*");
    private static final Pattern ROUND = Pattern.compile("[\\s»▪|]*(?:(?:matchday|round|rodada|week|spieltag)"
            + "\\s+(\\d{1,3})\\b.*|(\\d{1,3})[.ªa]?\\s*(?:round|rodada)\\b.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DAY = Pattern.compile("\\s*\\[?\\s*(?:(?:mon|tue|wed|thu|fri|sat|sun"
            + "|seg|ter|qua|qui|sex|s[áa]b|dom)[a-z]*(?:-feira)?[.,]?\\s+)?"
            + "(?:([a-z]{3})[a-z]*[ /.]\\s*(\\d{1,2})|(\\d{1,2})\\.?[ /]\\s*([a-z]{3})[a-z]*"
            + "|(\\d{1,2})\\.(\\d{1,2})\\.?)"
            + "(?:[, ./]\\s*(\\d{4}))?\\s*]?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME =
            Pattern.compile("\\s*(\\d{1,2})[.:h](\\d{2})h?(?:\\s*(?:UTC|GMT)\\S*)?\\s+(.*)");
    private static final Pattern NOTE = Pattern.compile("\\[([^\\]]*)]");
    private static final Pattern HALF_TIME = Pattern.compile("\\s*\\([^)]*\\)");
    private static final Pattern VENUE = Pattern.compile("\\s+@\\s*(.+)$");
    private static final Pattern VERSUS =
            Pattern.compile("(.+?)\\s+(?:v|vs\\.?)\\s+(.+?)(?:\\s+(\\d{1,2})[-–:](\\d{1,2}))?\\s*");
    private static final Pattern BETWEEN = Pattern.compile("(.+?)\\s+(\\d{1,2})\\s?[-–:x]\\s?(\\d{1,2})\\s+"
            + "(?:(awarded|awd|abandoned|annulled|cancelled|postponed|a\\.?e\\.?t\\.?)\\s+)?(.+?)\\s*");

    /** Not played yet, as older files have it. */
    private static final Pattern DASH = Pattern.compile("(.+?)\\s+(?:-|–|-:-|_-_)\\s+(.+?)\\s*");

    /** Goals and who scored them, cards, line-ups: below a match. */
    private static final Pattern BELOW = Pattern.compile("\\s*[\\[(;].*|.*\\d\\s*['’].*|\\s*[\\p{L} ]+:.*|\\s*[=-]+.*");

    private int season;
    private int round;
    private int year;
    private LocalDate first;
    private LocalDate day;
    private String time = "";

    private FootballTxt() {}

    /** Whether a file begins with a Football.TXT's title. @param head its first bytes */
    static boolean begins(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8).replace("\ufeff", "");
        return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).limit(1)
                .anyMatch(line -> TITLE.matcher(line).matches());
    }

    /** The file as CSV, line by line. */
    public static InputStream csv(InputStream txt) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(txt, StandardCharsets.UTF_8));
        FootballTxt reader = new FootballTxt();
        return new InputStream() {
            private byte[] line = new byte[0];
            private int at;

            @Override
            public int read() throws IOException {
                if (at == line.length) {
                    String next = lines.readLine();
                    if (next == null) return -1;
                    line = (reader.line(next) + "\n").getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                return line[at++] & 0xff;
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    /** The CSV line that a line becomes. */
    private String line(String text) {
        String line = text.replace("\ufeff", "").replaceFirst("(^|\\s)#.*", "");
        Matcher title = TITLE.matcher(text.replace("\ufeff", ""));
        if (title.matches()) {
            boolean isFirst = season == 0;
            season = Integer.parseInt(title.group(1));
            year = season;
            round = 0;
            first = null;
            day = null;
            return isFirst ? HEADER : "";
        }
        Matcher heading = ROUND.matcher(line);
        if (heading.matches()) {
            round = Integer.parseInt(heading.group(1) != null ? heading.group(1) : heading.group(2));
            return "";
        }
        Matcher date = DAY.matcher(line);
        if (date.matches()) {
            beginDay(date);
            return "";
        }
        return match(line);
    }

    private void beginDay(Matcher date) {
        time = "";
        if (date.group(7) != null) year = Integer.parseInt(date.group(7));
        int month = date.group(5) != null ? Integer.parseInt(date.group(6))
                : DateText.month(date.group(1) != null ? date.group(1) : date.group(4));
        String number = Stream.of(date.group(2), date.group(3), date.group(5))
                .filter(found -> found != null).findFirst().orElseThrow();
        if (date.group(7) == null && day != null) { // from December to January, and back for a match put off
            if (month + 6 < day.getMonthValue()) year = day.getYear() + 1;
            else if (month > day.getMonthValue() + 6 && day.getYear() > season) year = day.getYear() - 1;
        }
        try {
            day = LocalDate.of(year, month, Integer.parseInt(number));
            if (first == null) first = day;
        } catch (DateTimeException e) {
            day = null; // the matches below it are refused for want of a date
        }
    }

    private String match(String text) {
        String line = text;
        Matcher clock = TIME.matcher(line);
        if (clock.matches()) {
            time = String.format(Locale.ROOT, "%02d:%s", Integer.parseInt(clock.group(1)), clock.group(2));
            line = clock.group(3);
        }
        String venue = "";
        Matcher ground = VENUE.matcher(line);
        if (ground.find()) {
            venue = ground.group(1).strip();
            line = line.substring(0, ground.start());
        }
        Matcher note = NOTE.matcher(line);
        String status = note.find() ? note.group(1).strip() : "";
        line = HALF_TIME.matcher(note.replaceAll("")).replaceAll("").strip();
        Matcher part = VERSUS.matcher(line);
        if (part.matches()) return row(part.group(1), part.group(2), part.group(3), part.group(4), status, venue);
        part = BETWEEN.matcher(line);
        if (part.matches()) {
            String said = part.group(4) == null || part.group(4).startsWith("a.e") ? status : part.group(4);
            return row(part.group(1), part.group(5), part.group(2), part.group(3), said, venue);
        }
        part = DASH.matcher(line);
        if (part.matches()) return row(part.group(1), part.group(2), null, null, status, venue);
        boolean isMatch = day != null && !line.isBlank() && !BELOW.matcher(line).matches();
        return isMatch ? row(line, "", null, null, "", "") : ""; // refused, and named
    }

    private String row(String home, String away, String homeGoals, String awayGoals, String status, String venue) {
        boolean dayless = homeGoals == null && status.toLowerCase(Locale.ROOT).matches("postp.*|suspended|adiad[oa]");
        LocalDate date = dayless && first != null ? first.minusDays(round) : day;
        return Stream.of(season, round, date == null ? "" : date, dayless ? "" : time, home, away, homeGoals, awayGoals,
                status, venue).map(cell -> cell == null ? "" : "\"" + cell.toString().replace('"', '\'') + "\"")
                .collect(Collectors.joining(","));
    }
}
