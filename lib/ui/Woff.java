package lib.ui;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks a font of the web for Java, so that the page and the card share one file. Source: WOFF File Format 1.0,
 * sections 4 and 5: a WOFF is a TrueType file whose tables are packed one by one with zlib.
 */
public final class Woff {

    private static final int SIGNATURE = 0x774F4646; // "wOFF"

    private Woff() {}

    /** The font as TrueType; throws IllegalArgumentException for anything that is no WOFF. */
    public static byte[] unpacked(byte[] woff) {
        ByteBuffer in = ByteBuffer.wrap(woff);
        if (in.getInt() != SIGNATURE) throw new IllegalArgumentException("no WOFF file");
        int flavour = in.getInt();
        int tables = in.getShort(12);
        int size = in.getInt(16);
        ByteBuffer out = ByteBuffer.allocate(size);
        int power = 31 - Integer.numberOfLeadingZeros(tables);
        out.putInt(flavour).putShort((short) tables).putShort((short) (16 << power)).putShort((short) power).putShort((short) (16 * tables - (16 << power)));
        int offset = 12 + 16 * tables;
        for (int i = 0; i < tables; i++) {
            in.position(44 + 20 * i);
            int tag = in.getInt();
            int from = in.getInt();
            int packed = in.getInt();
            int length = in.getInt();
            int checksum = in.getInt();
            out.putInt(tag).putInt(checksum).putInt(offset).putInt(length);
            table(woff, from, packed, out.array(), offset, length);
            offset += length + 3 & ~3; // tables begin at multiples of four
        }
        return out.array();
    }

    private static void table(byte[] woff, int from, int packed, byte[] out, int offset, int length) {
        if (packed == length) { // what would not shrink is stored as it is
            System.arraycopy(woff, from, out, offset, length);
            return;
        }
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(woff, from, packed);
            if (inflater.inflate(out, offset, length) != length) throw new IllegalArgumentException("a table is cut short");
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a table is damaged", e);
        }
    }
}
