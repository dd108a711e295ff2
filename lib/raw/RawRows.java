package lib.raw;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The rows of a CSV text, as RFC 4180 has them and as people write them.
 *
 * <p>A row that cannot be split is refused, and reading goes on at the line after the one where it begins: a quote that
 * is never closed costs one row. A cell may go on over a line's end, but not over a line that is a whole row by itself.
 * No character begins a comment.
 */
final class RawRows implements AutoCloseable {

    private static final int LONGEST_FIELD = 4096;

    /** A cell of a results file that goes on for longer is an unclosed quote. */
    private static final int MOST_LINES = 20;

    /**
     * A row, or the reason why there is none.
     *
     * @param line    where it begins
     * @param cells   without padding; null if it cannot be split
     * @param problem null if it can
     * @param text    as it stands in the file
     */
    record Row(long line, String[] cells, Reason problem, List<String> arguments, String text) {
        static Row refused(long line, Reason problem, String text, String... arguments) {
            return new Row(line, null, problem, List.of(arguments), text);
        }

        boolean isBlank() {
            if (problem != null) return false;
            for (String cell : cells) {
                if (!cell.isEmpty()) return false;
            }
            return true;
        }
    }

    private final RawLines lines;
    private final char delimiter;
    private final int width;
    private final Deque<RawLines.Line> pending = new ArrayDeque<>();

    /**
     * @param lines what is left of the file behind its header
     * @param width cells of the header
     */
    RawRows(RawLines lines, char delimiter, int width) {
        this.lines = lines;
        this.delimiter = delimiter;
        this.width = width;
    }

    /** The next row that is not blank, or null after the last one. */
    Row next() throws IOException {
        for (RawLines.Line line; (line = nextLine()) != null; ) {
            Row row = row(line);
            if (!row.isBlank()) return row;
        }
        return null;
    }

    private RawLines.Line nextLine() throws IOException {
        RawLines.Line line = pending.poll();
        return line != null ? line : lines.next();
    }

    private Row row(RawLines.Line first) throws IOException {
        if (first.text() == null) return Row.refused(first.number(), Reason.LONG, "");
        if (first.text().indexOf('\0') >= 0) {
            return Row.refused(first.number(), Reason.ZERO, first.text().replace('\0', '\ufffd'));
        }
        Split split = split(first.text(), delimiter);
        if (split.open) split = continued(first);
        String text = split == null ? first.text() : split.text;
        if (split == null || split.stray && split.cells.length != width) {
            return Row.refused(first.number(), Reason.QUOTE, text, "" + first.number());
        }
        for (String cell : split.cells) {
            if (cell.length() > LONGEST_FIELD) return Row.refused(first.number(), Reason.LONG, text);
        }
        int cells = split.cells.length;
        while (cells > width && split.cells[cells - 1].isEmpty()) cells--; // a spreadsheet's empty columns
        if (cells > width) return Row.refused(first.number(), Reason.WIDTH, text, "" + cells, "" + width);
        return new Row(first.number(), split.cells, null, List.of(), text);
    }

    /**
     * A row whose quoted cell goes on in the next lines; null, and these lines are still to be read, if it does not.
     */
    private Split continued(RawLines.Line first) throws IOException {
        List<RawLines.Line> taken = new ArrayList<>();
        StringBuilder text = new StringBuilder(first.text());
        while (taken.size() < MOST_LINES && text.length() <= RawLines.LONGEST) {
            RawLines.Line line = nextLine();
            if (line == null) break;
            taken.add(line);
            if (line.text() == null || isRow(line.text())) break;
            Split split = split(text.append('\n').append(line.text()).toString(), delimiter);
            if (split.stray) break;
            if (!split.open && split.cells.length == width) return split;
        }
        for (RawLines.Line line : taken.reversed()) pending.push(line);
        return null;
    }

    private boolean isRow(String text) {
        Split split = split(text, delimiter);
        return !split.open && !split.stray && split.cells.length >= width;
    }

    /**
     * A text taken apart.
     *
     * @param open  whether it ends inside quotes
     * @param stray whether a quote stands where none belongs; the cell is then taken as it stands
     */
    record Split(String[] cells, boolean open, boolean stray, String text) {}

    static Split split(String text, char delimiter) {
        List<String> cells = new ArrayList<>(24);
        boolean stray = false;
        for (int start = 0; ; ) {
            int begin = start;
            while (begin < text.length() && text.charAt(begin) == ' ') begin++;
            if (begin < text.length() && text.charAt(begin) == '"') {
                StringBuilder cell = new StringBuilder();
                int at = begin + 1;
                for (boolean closed = false; !closed; at++) {
                    int quote = text.indexOf('"', at);
                    if (quote < 0) {
                        cells.add(clean(cell.append(text, at, text.length()).toString()));
                        return new Split(cells.toArray(String[]::new), true, stray, text);
                    }
                    cell.append(text, at, quote);
                    at = quote;
                    int after = quote + 1;
                    while (after < text.length() && text.charAt(after) == ' ') after++;
                    closed = after == text.length() || text.charAt(after) == delimiter;
                    if (closed) {
                        at = after - 1;
                    } else {
                        boolean escaped = quote + 1 < text.length() && text.charAt(quote + 1) == '"';
                        stray |= !escaped;
                        cell.append('"');
                        at = escaped ? quote + 1 : quote;
                    }
                }
                cells.add(clean(cell.toString()));
                if (at >= text.length()) break;
                start = at + 1;
            } else {
                int end = text.indexOf(delimiter, start);
                String cell = text.substring(start, end < 0 ? text.length() : end);
                stray |= cell.indexOf('"') >= 0;
                cells.add(clean(cell));
                if (end < 0) break;
                start = end + 1;
            }
        }
        return new Split(cells.toArray(String[]::new), false, stray, text);
    }

    /**
     * Removes padding, no-break spaces included, and what tells a spreadsheet that a cell is a text: '10/04/2022 and
     * ="10/04/2022".
     */
    static String clean(String cell) {
        String text = (cell.indexOf('\u00a0') < 0 ? cell : cell.replace('\u00a0', ' ')).strip();
        if (text.startsWith("=\"") && text.endsWith("\"") && text.length() > 2) {
            return text.substring(2, text.length() - 1).strip();
        }
        boolean isMarked = text.length() > 1 && text.charAt(0) == '\'' && Character.isDigit(text.charAt(1));
        return isMarked ? text.substring(1) : text;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
