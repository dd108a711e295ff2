//DEPS com.univocity:univocity-parsers:2.9.1
package lib.base;

import com.univocity.parsers.common.TextWritingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * A CSV file of this project's own making, of any length: written row by row to a temporary file, read row by row.
 *
 * <p>UTF-8, line feeds, dates as yyyy-MM-dd, an empty cell for what is not known.
 */
public final class CsvFile implements AutoCloseable {

    private static final int LONGEST_FIELD = 1 << 16;

    private final Path path;
    private final MessageDigest digest = Sha256.digest();
    private final CsvWriter writer;
    private long rows;

    /** Begins a temporary file, which {@link #close} deletes. */
    public CsvFile(List<String> header) {
        CsvWriterSettings settings = new CsvWriterSettings();
        settings.getFormat().setLineSeparator("\n");
        settings.setNullValue("");
        try {
            path = Files.createTempFile("rows", ".csv");
            writer = new CsvWriter(new OutputStreamWriter(
                    new DigestOutputStream(Files.newOutputStream(path), digest), StandardCharsets.UTF_8), settings);
        } catch (IOException e) {
            throw Fault.temporaryFolder(e);
        }
        writer.writeHeaders(header);
    }

    /** Writes a row; a null is a cell that is not known. */
    public void row(Object... cells) {
        try {
            writer.writeRow(cells);
        } catch (TextWritingException e) {
            throw noRoom(e);
        }
        rows++;
    }

    /** How many rows have been written, the header not counted. */
    public long rows() {
        return rows;
    }

    /** Ends the writing; the file can now be copied. */
    public Path finished() {
        try {
            writer.close();
        } catch (TextWritingException | IllegalStateException e) {
            throw noRoom(e);
        }
        return path;
    }

    private static Fault noRoom(RuntimeException e) {
        return Fault.temporaryFolder(new IOException("a table cannot be written to its end", e));
    }

    /** The SHA-256 of the {@linkplain #finished finished} file. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (TextWritingException | IllegalStateException e) {
            // what is being closed unfinished has failed already, for a reason that was told
        } finally {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw Fault.temporaryFolder(e);
            }
        }
    }

    /** Hands out the rows of a file that {@link #row} wrote, in order and without the header; no cell is null. */
    public static void read(byte[] csv, Consumer<String[]> rows) {
        read(new ByteArrayInputStream(csv), Long.MAX_VALUE, rows);
    }

    /** Hands out at most so many of the first rows of a file that {@link #row} wrote, and closes it. */
    public static void read(InputStream csv, long most, Consumer<String[]> rows) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setLineSeparator("\n");
        settings.setHeaderExtractionEnabled(true);
        settings.setNullValue("");
        settings.setMaxCharsPerColumn(LONGEST_FIELD);
        settings.setCommentProcessingEnabled(false);
        settings.setReadInputOnSeparateThread(false);
        CsvParser parser = new CsvParser(settings);
        parser.beginParsing(csv, StandardCharsets.UTF_8);
        long read = 0;
        for (String[] cells; read < most && (cells = parser.parseNext()) != null; read++) rows.accept(cells);
        parser.stopParsing();
    }
}
