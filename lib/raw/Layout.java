package lib.raw;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header of a results file, taken apart.
 *
 * @param columns   where each known column stands
 * @param byTitle   every column by its name in lower case, known or not
 * @param width     how many cells the header has
 * @param delimiter between two cells
 * @param line      where the header stands
 * @param wrapped   whether each line is one cell in quotes
 * @param utc       whether the header says of the times beside the days that they are of UTC: utcDate, date_GMT
 */
record Layout(RawFormat format, Map<Column, Integer> columns, Map<String, Integer> byTitle, int width, char delimiter,
        long line, boolean wrapped, boolean utc) {

    static Layout of(String[] header, char delimiter, long line, boolean wrapped) {
        Map<Column, Integer> columns = Column.of(header);
        Map<String, Integer> byTitle = new LinkedHashMap<>();
        for (int i = 0; i < header.length; i++) byTitle.putIfAbsent(header[i].toLowerCase(Locale.ROOT), i);
        boolean utc = columns.containsKey(Column.DATE)
                && header[columns.get(Column.DATE)].toLowerCase(Locale.ROOT).matches(".*(utc|gmt).*");
        return new Layout(RawFormat.of(header, columns), columns, byTitle, header.length, delimiter, line, wrapped,
                utc);
    }

    /** The header that a row is, as in files that were joined; null for a row of a match, whose date has a digit. */
    Layout again(RawRows.Row row) {
        if (row.cells() == null || cell(row.cells(), Column.DATE).chars().anyMatch(Character::isDigit)) return null;
        Layout header = of(row.cells(), delimiter, line, wrapped);
        return header.missing().isEmpty() ? header : null;
    }

    boolean has(Column column) {
        return columns.containsKey(column);
    }

    List<String> missing() {
        return Column.missing(columns);
    }

    /** The cell of a column, empty if the file or the row has none. */
    String cell(String[] cells, Column column) {
        Integer at = columns.get(column);
        return at == null || at >= cells.length ? "" : cells[at];
    }
}
