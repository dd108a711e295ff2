//DEPS com.univocity:univocity-parsers:2.9.1
package lib.base;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
        writer.writeRow(cells);
        rows++;
    }

    /** How many rows have been written, the header not counted. */
    public long rows() {
        return rows;
    }

    /** Ends the writing; the file can now be copied. */
    public Path finished() {
        writer.close();
        return path;
    }

    /** The SHA-256 of the {@linkplain #finished finished} file. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        writer.close();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw Fault.temporaryFolder(e);
        }
    }

    /** Hands out the rows of a file that {@link #row} wrote, in order and without the header; no cell is null. */
    public static void read(byte[] csv, Consumer<String[]> rows) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setLineSeparator("\n");
        settings.setHeaderExtractionEnabled(true);
        settings.setNullValue("");
        settings.setMaxCharsPerColumn(LONGEST_FIELD);
        settings.setReadInputOnSeparateThread(false);
        CsvParser parser = new CsvParser(settings);
        parser.beginParsing(new ByteArrayInputStream(csv), StandardCharsets.UTF_8);
        for (String[] cells; (cells = parser.parseNext()) != null; ) rows.accept(cells);
    }
}
