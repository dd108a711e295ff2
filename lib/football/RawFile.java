//DEPS com.univocity:univocity-parsers:2.9.1
package lib.football;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one uploaded CSV file row by row in bounded memory, whatever it really contains.
 *
 * <p>Two things vary between honest files: the delimiter (Brazilian Excel writes semicolons) and the encoding (with or
 * without byte order mark, or Windows-1252). Everything else that is not a results file is refused with a reason.
 */
public final class RawFile {

    private static final int LONGEST_FIELD = 4096;
    private static final int MOST_COLUMNS = 256;

    /** Opens the file's bytes from their beginning; called twice, once to look and once to read. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Receives what the file holds. */
    public interface Reader {
        /** A row: the values by lower-case column name, padding removed; the map is filled again for the next row. */
        void row(RawFormat format, long line, Map<String, String> values);

        /** The file cannot be read from this line on; line 1 means that nothing of it could. */
        void refused(long line, String reason);

        /** Whether the rest of the file need not be read. */
        default boolean enough() {
            return false;
        }
    }

    private RawFile() {}

    /** Reads the file from its first row to its last, or to the line where it stops being a results file. */
    public static void read(Source source, Reader reader) throws IOException {
        Look look = look(source);
        if (look.refusal != null) {
            reader.refused(1, look.refusal);
            return;
        }
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(look.delimiter);
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setMaxCharsPerColumn(LONGEST_FIELD);
        settings.setMaxColumns(MOST_COLUMNS);
        settings.setReadInputOnSeparateThread(false);
        CsvParser parser = new CsvParser(settings);
        try (InputStream in = source.open()) {
            parser.beginParsing(in, look.charset);
            String[] header = parser.parseNext();
            for (int i = 0; i < header.length; i++) header[i] = clean(header[i]).toLowerCase(Locale.ROOT);
            RawFormat format = RawFormat.of(header);
            if (format == null) {
                reader.refused(1, "the header names no known format; expected the columns of "
                        + RawFormat.ORIGINAL.required + " or of " + RawFormat.FOOTBALL_DATA.required);
                return;
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (String[] cells; !reader.enough() && (cells = parser.parseNext()) != null; ) {
                for (int i = 0; i < header.length; i++) values.put(header[i], i < cells.length ? clean(cells[i]) : "");
                reader.row(format, parser.getContext().currentLine(), values);
            }
        } catch (TextParsingException e) {
            reader.refused(Math.max(1, e.getLineIndex() + 1), "a field is longer than " + LONGEST_FIELD
                    + " characters or a row has more than " + MOST_COLUMNS + " columns; nothing after it was read");
        } finally {
            parser.stopParsing();
        }
    }

    /** What a first pass over the bytes tells: encoding and delimiter, or why the file is not a text. */
    private record Look(Charset charset, char delimiter, String refusal) {}

    private static Look look(Source source) throws IOException {
        try (InputStream in = source.open()) {
            byte[] head = in.readNBytes(8192);
            if (head.length == 0) return refused("the file is empty");
            if (startsWith(head, 'P', 'K') || startsWith(head, 0x1f, 0x8b)) {
                return refused("this is a compressed archive; unpack it and upload the CSV file inside");
            }
            if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
                return refused("this is UTF-16 text; save it as \"CSV UTF-8\"");
            }
            for (byte b : head) {
                if (b == 0) return refused("this is a binary file, not a CSV file");
            }
            String text = new String(head, StandardCharsets.ISO_8859_1);
            String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
            if (header.isEmpty() || header.equals("\u00ef\u00bb\u00bf")) return refused("the file is empty");
            long semicolons = header.chars().filter(c -> c == ';').count();
            long commas = header.chars().filter(c -> c == ',').count();
            boolean utf8 = isUtf8(new SequenceInputStream(new ByteArrayInputStream(head), in));
            return new Look(utf8 ? StandardCharsets.UTF_8 : Charset.forName("windows-1252"),
                    semicolons > commas ? ';' : ',', null);
        }
    }

    private static Look refused(String reason) {
        return new Look(null, ',', reason);
    }

    private static boolean startsWith(byte[] head, int first, int second) {
        return head.length >= 2 && (head[0] & 0xff) == first && (head[1] & 0xff) == second;
    }

    private static boolean isUtf8(InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer chars = CharBuffer.allocate(1 << 16);
        while (true) {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            bytes.position(bytes.position() + Math.max(0, read)).flip();
            if (decoder.decode(bytes, chars.clear(), read < 0).isError()) return false;
            if (read < 0) return true;
            bytes.compact();
        }
    }

    /** Removes padding, the no-break spaces of the original's stadium names included. */
    private static String clean(String cell) {
        return cell == null ? "" : cell.replace('\u00a0', ' ').strip();
    }
}
