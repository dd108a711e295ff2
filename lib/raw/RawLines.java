package lib.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a text in bounded memory, each decoded by itself.
 *
 * <p>A file is UTF-8 or Windows-1252, but one line that somebody pasted may be in the other one. So what is no UTF-8 is
 * read as Windows-1252 byte by byte: one bad byte spoils one letter and not a file. What was taken for Windows-1252 and
 * encoded once more, "SÃ£o Paulo", is turned back.
 */
final class RawLines implements AutoCloseable {

    /** A longer line is no row of a results file. */
    static final int LONGEST = 1 << 16;

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** @param text null for a line that is too long; its end was passed over */
    record Line(long number, String text) {}

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] buffer = new byte[1 << 16];
    private byte[] line = new byte[512];
    private int position;
    private int limit;
    private long number;
    private boolean utf8;
    private long firstOther;
    private long firstTwice;
    private final boolean wrapped;

    /** @param wrapped whether each line is one cell in quotes, which are taken off */
    RawLines(InputStream in, boolean wrapped) {
        this.in = in;
        this.wrapped = wrapped;
    }

    boolean wrapped() {
        return wrapped;
    }

    /** A line without quotes around the whole of it; those inside are no longer doubled. */
    static String unwrapped(String line) {
        String text = line.strip();
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : line;
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
                line = Arrays.copyOf(line, Math.max(length + take, 2 * line.length));
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
        if (length > LONGEST) return new Line(number, null);
        String text = decoded(length);
        return new Line(number, wrapped ? unwrapped(text) : text);
    }

    private boolean fill() throws IOException {
        limit = Math.max(0, in.readNBytes(buffer, 0, buffer.length));
        position = 0;
        return limit > 0;
    }

    private String decoded(int length) {
        int from = number == 1 && length >= 3 && Arrays.equals(line, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
        int ascii = from;
        while (ascii < length && line[ascii] >= 0) ascii++;
        if (ascii == length) return new String(line, from, length - from, StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.wrap(line, from, length - from);
        CharBuffer letters = CharBuffer.allocate(length);
        decoder.reset();
        while (decoder.decode(bytes, letters, true).isMalformed()) {
            if (firstOther == 0) firstOther = number;
            letters.put(new String(line, bytes.position(), 1, WINDOWS));
            bytes.get();
        }
        if (letters.position() < length - from) utf8 = true; // a character of several bytes
        String text = letters.flip().toString();
        return text.indexOf('Ã') < 0 && text.indexOf('Â') < 0 ? text : once(text);
    }

    /** A text that was encoded twice as it was before, else as it is. */
    private String once(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (char letter : text.toCharArray()) {
            byte[] one = letter <= 0xff ? new byte[] {(byte) letter} : String.valueOf(letter).getBytes(WINDOWS);
            if (letter > 0xff && one[0] == '?') return text; // no letter of Windows-1252
            bytes.put(one[0]);
        }
        try {
            String before = decoder.decode(bytes.flip()).toString();
            if (firstTwice == 0) firstTwice = number;
            return before;
        } catch (CharacterCodingException notTwice) {
            return text;
        }
    }

    /** The first line that is not UTF-8 in a file whose other lines are; 0 if there is none. */
    long strange() {
        return utf8 ? firstOther : 0;
    }

    /** The first line that was encoded twice; 0 if there is none. */
    long twice() {
        return firstTwice;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
