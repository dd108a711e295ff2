package lib.raw;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes other names into a file's header. */
public final class Header {

    private Header() {}

    /**
     * Copies a file, its first line with other names; the rest of it byte by byte.
     *
     * @param names our name of a column by theirs
     * @return their names that the header does not have
     */
    public static List<String> rename(RawFile.Source file, Map<String, String> names, Path copy) throws IOException {
        try (InputStream in = new BufferedInputStream(file.open()); OutputStream out = Files.newOutputStream(copy)) {
            RawLines.Line line = new RawLines(new ByteArrayInputStream(firstLine(in)), false).next();
            String text = line == null || line.text() == null ? "" : line.text();
            char delimiter = ',';
            for (char candidate : RawFile.DELIMITERS.toCharArray()) {
                if (RawRows.split(text, candidate).cells().length > RawRows.split(text, delimiter).cells().length) {
                    delimiter = candidate;
                }
            }
            List<String> cells = new ArrayList<>();
            Set<String> missing = new TreeSet<>(names.keySet());
            for (String cell : RawRows.split(text, delimiter).cells()) {
                missing.remove(cell);
                cells.add('"' + names.getOrDefault(cell, cell).replace("\"", "\"\"") + '"');
            }
            out.write((String.join("" + delimiter, cells) + "\n").getBytes(StandardCharsets.UTF_8));
            in.transferTo(out);
            return List.copyOf(missing);
        }
    }

    /** The bytes of a stream's first line, of an endless one the beginning; the rest is left to be read. */
    private static byte[] firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0 && next != '\n' && next != '\r') {
            if (line.size() <= RawLines.LONGEST) line.write(next);
        }
        if (next == '\r') { // alone, or before a line feed
            in.mark(1);
            if (in.read() != '\n') in.reset();
        }
        return line.toByteArray();
    }
}
