package lib.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a text in bounded memory, each decoded by itself.
 *
 * <p>A file is UTF-8 or Windows-1252, but one line that somebody pasted may be in the other one. So what is no UTF-8 is
 * read as Windows-1252 byte by byte: one bad byte spoils one letter and not a file.
 */
final class RawLines implements AutoCloseable {

    /** A longer line is no row of a results file. */
    static final int LONGEST = 1 << 16;

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** @param text null for a line that is too long; its end was passed over */
    record Line(long number, String text) {}

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private byte[] line = new byte[512];
    private int position;
    private int limit;
    private long number;
    private boolean utf8;
    private long firstOther;

    RawLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, or null after the last one. */
    Line next() throws IOException {
        int length = 0;
        boolean any = false;
        while (true) {
            if (position == limit && !fill()) break;
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') end++;
            int take = Math.min(end - position, LONGEST + 1 - length);
            if (length + take > line.length) {
                line = java.util.Arrays.copyOf(line, Math.max(length + take, 2 * line.length));
            }
            System.arraycopy(buffer, position, line, length, take);
            length += take;
            position = end;
            if (end == limit) continue;
            boolean carriageReturn = buffer[position++] == '\r';
            if (carriageReturn && (position < limit || fill()) && buffer[position] == '\n') position++;
            break;
        }
        if (!any) return null;
        number++;
        return new Line(number, length > LONGEST ? null : decoded(length));
    }

    private boolean fill() throws IOException {
        limit = Math.max(0, in.readNBytes(buffer, 0, buffer.length));
        position = 0;
        return limit > 0;
    }

    private String decoded(int length) {
        int from = number == 1 && length >= 3 && is(0, 0xef) && is(1, 0xbb) && is(2, 0xbf) ? 3 : 0; // byte order mark
        int ascii = from;
        while (ascii < length && line[ascii] >= 0) ascii++;
        if (ascii == length) return new String(line, from, length - from, StandardCharsets.ISO_8859_1);
        StringBuilder text = new StringBuilder(length);
        for (int i = from; i < length; ) {
            int size = sequence(i, length);
            if (size > 1) utf8 = true;
            if (size == 0 && firstOther == 0) firstOther = number;
            text.append(new String(line, i, Math.max(1, size), size == 0 ? WINDOWS : StandardCharsets.UTF_8));
            i += Math.max(1, size);
        }
        return text.toString();
    }

    private boolean is(int index, int value) {
        return (line[index] & 0xff) == value;
    }

    /** How many bytes the UTF-8 character has that begins here; 0 if none does. */
    private int sequence(int start, int length) {
        int first = line[start] & 0xff;
        if (first < 0x80) return 1;
        int size = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3
                : first >= 0xf0 && first < 0xf5 ? 4 : 0;
        if (start + size > length) return 0;
        for (int i = 1; i < size; i++) {
            if ((line[start + i] & 0xc0) != 0x80) return 0;
        }
        if (size == 3 && first == 0xe0 && (line[start + 1] & 0xff) < 0xa0) return 0; // overlong
        if (size == 3 && first == 0xed && (line[start + 1] & 0xff) > 0x9f) return 0; // half a character
        if (size == 4 && first == 0xf0 && (line[start + 1] & 0xff) < 0x90) return 0;
        return size;
    }

    /** The first line that is not UTF-8 in a file whose other lines are; 0 if there is none. */
    long strange() {
        return utf8 ? firstOther : 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
