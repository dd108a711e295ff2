package lib.raw;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** UTF-16 text with a byte order mark, as Excel's "Unicode text" is written. */
final class Wide {

    private static final int CHARACTERS = 1 << 13;

    private Wide() {}

    /** Whether a file begins with UTF-16's byte order mark. @param head its first bytes */
    static boolean begins(byte[] head) {
        if (head.length < 2) return false;
        int mark = (head[0] & 0xff) << 8 | head[1] & 0xff;
        return mark == 0xfffe || mark == 0xfeff;
    }

    /** The same text in UTF-8. */
    static InputStream utf8(InputStream utf16) {
        Reader text = new InputStreamReader(utf16, StandardCharsets.UTF_16);
        return new InputStream() {
            private final char[] characters = new char[CHARACTERS + 1];
            private byte[] bytes = {};
            private int at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                if (at == bytes.length && !fill()) return -1;
                int count = Math.min(length, bytes.length - at);
                System.arraycopy(bytes, at, to, from, count);
                at += count;
                return count;
            }

            private boolean fill() throws IOException {
                int count = text.read(characters, 0, CHARACTERS);
                if (count < 0) return false;
                boolean half = Character.isHighSurrogate(characters[count - 1]);
                if (half && text.read(characters, count, 1) == 1) count++;
                bytes = new String(characters, 0, count).getBytes(StandardCharsets.UTF_8);
                at = 0;
                return true;
            }

            @Override
            public void close() throws IOException {
                text.close();
            }
        };
    }
}
