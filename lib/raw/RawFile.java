package lib.raw;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lib.football.ClubNames;
import lib.football.Clubs;

/**
 * Reads one uploaded CSV file row by row in bounded memory, whatever it really contains.
 *
 * <p>Delimiter, encoding, names of columns, order of day and month vary between honest files. What is no results file
 * is refused with the name of what it is.
 */
public final class RawFile {

    private static final int HEAD = 8192;

    /** How far down the header may stand. */
    private static final int LINES_TO_HEADER = 10;

    /** A text with a larger share of zero bytes is none. */
    private static final double MOST_ZEROS = 0.1;

    private static final int SHOWN_NAMES = 16;
    static final String DELIMITERS = ",;\t|";
    private static final byte[] OLD_WORKBOOK = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};

    /** Opens the file's bytes from their beginning; called twice, once to survey and once to read. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Receives what the file holds. */
    public interface Reader {
        /** A row of cells, which need not be true. */
        void row(RawRow row);

        /** A row that cannot be read; line 1 may stand for the whole file. */
        void refused(long line, Reason reason, List<String> arguments, String text);

        /** Something worth knowing about the file, at the line where it shows. */
        default void noted(long line, Reason reason, List<String> arguments) {}
    }

    /** A file that is no results file. */
    private record Refusal(Reason reason, List<String> arguments) {}

    private RawFile() {}

    /** Reads the file from its first row to its last; clubs are named as the table has them. */
    public static void read(Source source, Reader reader) throws IOException {
        read(source, ClubNames.STANDARD, reader);
    }

    /** Reads the file from its first row to its last. @param names what its names of clubs mean */
    public static void read(Source source, ClubNames names, Reader reader) throws IOException {
        Layout layout;
        Survey.Findings findings;
        try (BufferedInputStream in = new BufferedInputStream(source.open(), 1 << 16)) {
            in.mark(HEAD);
            byte[] head = in.readNBytes(HEAD);
            in.reset();
            Reason refusal = refusal(head);
            if (refusal != null) {
                reader.refused(1, refusal, List.of(), "");
                return;
            }
            if (Wide.begins(head)) {
                read(() -> Wide.utf8(source.open()), names, reader);
                return;
            }
            if (FootballTxt.begins(head)) {
                read(() -> FootballTxt.csv(source.open()), names, reader);
                return;
            }
            RawLines lines = new RawLines(in, isWrapped(head));
            List<String> passed = new ArrayList<>();
            layout = layout(lines, passed);
            if (layout == null) {
                Refusal why = withoutHeader(passed);
                reader.refused(1, why.reason, why.arguments, "");
                return;
            }
            findings = survey(lines, layout, names);
            if (findings.refusal() != null) {
                reader.refused(1, findings.refusal(), findings.arguments(), "");
                return;
            }
            if (!passed.isEmpty()) reader.noted(layout.line(), Reason.PREAMBLE, List.of());
            if (lines.strange() > 0) reader.noted(lines.strange(), Reason.ENCODING, List.of("" + lines.strange()));
            if (lines.twice() > 0) reader.noted(lines.twice(), Reason.ENCODED_TWICE, List.of("" + lines.twice()));
            if (findings.turnedRound()) reader.noted(layout.line(), Reason.TURNED_ROUND, List.of());
            if (findings.order() == DateText.Order.MONTH_FIRST) {
                reader.noted(layout.line(), Reason.MONTH_FIRST, List.of());
            }
            if (findings.twoYears()) reader.noted(layout.line(), Reason.TWO_YEARS, List.of());
        }
        rows(source, layout, findings, names, reader);
    }

    private static void rows(Source source, Layout layout, Survey.Findings findings, ClubNames names, Reader reader)
            throws IOException {
        RawLines lines = new RawLines(source.open(), layout.wrapped());
        try (RawRows rows = new RawRows(lines, layout.delimiter(), layout.width())) {
            while (lines.next().number() < layout.line()) {
                // down to the header
            }
            Layout header = layout;
            for (RawRows.Row row; (row = rows.next()) != null; ) {
                Layout again = header.again(row);
                if (again != null) {
                    header = again;
                    reader.noted(row.line(), Reason.HEADER_AGAIN, List.of());
                } else if (row.problem() == null) {
                    reader.row(new RawRow(header, findings, row, names));
                } else {
                    reader.refused(row.line(), row.problem(), row.arguments(), row.text());
                }
            }
        }
    }

    private static Survey.Findings survey(RawLines lines, Layout layout, ClubNames names) throws IOException {
        Survey survey = new Survey(layout, names);
        RawRows rows = new RawRows(lines, layout.delimiter(), layout.width());
        Layout header = layout;
        for (RawRows.Row row; (row = rows.next()) != null; ) {
            Layout again = header.again(row);
            if (again != null) survey.under(header = again);
            else if (row.problem() == null) survey.add(row);
        }
        return survey.findings();
    }

    // ---------------------------------------------------------------- the header

    /** Reads down to the header; null if there is none, with the lines passed over. */
    private static Layout layout(RawLines lines, List<String> passed) throws IOException {
        String delimiters = DELIMITERS;
        while (passed.size() < LINES_TO_HEADER) {
            RawLines.Line line = lines.next();
            if (line == null) return null;
            String text = line.text() == null ? "" : line.text();
            if (line.text() != null && text.isBlank()) continue;
            if (text.toLowerCase(Locale.ROOT).matches("\"?sep=.\"?")) { // written for Excel
                delimiters = text.replaceFirst("(?i)\"?sep=(.)\"?", "$1");
                continue;
            }
            for (char delimiter : delimiters.toCharArray()) {
                Layout layout = Layout.of(RawRows.split(text, delimiter).cells(), delimiter, line.number(),
                        lines.wrapped());
                if (layout.missing().isEmpty()) return layout;
            }
            passed.add(text);
        }
        return null;
    }

    /** What a file is in whose first lines there is no header of results. */
    private static Refusal withoutHeader(List<String> lines) {
        if (lines.isEmpty()) return new Refusal(Reason.EMPTY, List.of());
        String first = lines.getFirst().strip();
        if (first.isEmpty()) return new Refusal(Reason.LONG, List.of());
        if (first.startsWith("<")) return new Refusal(Reason.WEB_PAGE, List.of());
        if (first.matches("\\{.*|\\[\\s*[{\\[\"].*|\\[")) return new Refusal(Reason.JSON, List.of());
        if (lines.stream().anyMatch(line -> line.matches("\\s*(=|»|▪)\\s.*"))) {
            return new Refusal(Reason.FOOTBALL_TXT, List.of());
        }
        Layout nearest = null;
        for (String line : lines) {
            for (char delimiter : DELIMITERS.toCharArray()) {
                Layout layout = Layout.of(RawRows.split(line, delimiter).cells(), delimiter, 1, false);
                boolean nearer = nearest == null || layout.columns().size() > nearest.columns().size()
                        || layout.columns().size() == nearest.columns().size()
                                && nearest.line() == 1 && layout.width() > nearest.width() && line.equals(first);
                if (nearer) nearest = layout;
            }
        }
        List<String> names = List.copyOf(nearest.byTitle().keySet());
        boolean perClub = names.stream().map(Clubs::folded).anyMatch(Set.of("clube", "club", "team", "time", "equipe",
                "atleta", "jogador", "player")::contains) && !nearest.has(Column.HOME) && !nearest.has(Column.AWAY);
        String found = String.join(", ", names.stream().limit(SHOWN_NAMES).map(Reason::shortened).toList())
                + (names.size() > SHOWN_NAMES ? ", …" : "");
        return new Refusal(perClub ? Reason.STATISTICS : Reason.HEADER,
                List.of(found, String.join(", ", nearest.missing())));
    }

    // ---------------------------------------------------------------- how its lines are written

    /**
     * Whether each line is one cell in quotes: so a spreadsheet of another country saves a file that it did not take
     * apart.
     */
    private static boolean isWrapped(byte[] head) {
        List<String> lines = new String(head, StandardCharsets.UTF_8).replace("\ufeff", "").lines()
                .filter(line -> !line.isBlank()).limit(3).toList();
        return lines.size() > 1 && lines.subList(0, 2).stream().allMatch(line -> line.startsWith("\"")
                && RawLines.unwrapped(line).matches("[^\"]*[,;\t|].*") && RawRows.split(line, ',').cells().length == 1
                && RawRows.split(line, ';').cells().length == 1);
    }

    // ---------------------------------------------------------------- what is no text

    private static Reason refusal(byte[] head) {
        if (head.length == 0) return Reason.EMPTY;
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK")) {
            return text.contains("xl/") || text.contains("[Content_Types]") ? Reason.WORKBOOK : Reason.ARCHIVE;
        }
        if (text.startsWith(new String(OLD_WORKBOOK, StandardCharsets.ISO_8859_1))) return Reason.WORKBOOK;
        for (String archive : List.of("\u001f\u008b", "BZh", "7z\u00bc\u00af", "\u00fd7zXZ", "(\u00b5/\u00fd",
                "Rar!")) {
            if (text.startsWith(archive)) return Reason.ARCHIVE;
        }
        if (Wide.begins(head)) return null;
        int[] zeros = new int[2];
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) zeros[i % 2]++;
        }
        // In UTF-16 every other byte is zero; a text that a faulty disk or program has touched has a few.
        if (Math.max(zeros[0], zeros[1]) > 0.4 * head.length && Math.min(zeros[0], zeros[1]) == 0) return Reason.WIDE;
        boolean firstLine = text.lines().findFirst().orElse("").indexOf('\0') >= 0;
        return firstLine || zeros[0] + zeros[1] > MOST_ZEROS * head.length ? Reason.BINARY : null;
    }
}
