package lib.raw;

import java.io.BufferedInputStream;
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
            RawLines.Line line = new RawLines(new OneLine(in)).next();
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

    /** Ends with the first line of a stream, and leaves the rest of it to be read. */
    private static final class OneLine extends InputStream {
        private final InputStream in;
        private boolean over;

        OneLine(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int next = over ? -1 : in.read();
            over |= next < 0 || next == '\n';
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int next = length == 0 ? 0 : read();
            if (next < 0) return -1;
            target[offset] = (byte) next;
            return 1;
        }
    }
}
