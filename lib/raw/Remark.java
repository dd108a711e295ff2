package lib.raw;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lib.base.Formula;

/** A row that was set aside, or one worth a note: where it stands, what is wrong or odd, and the row's text. */
public record Remark(String file, long line, Reason reason, List<String> arguments, String row) {

    /** The columns of {@code quarantine/rows.csv}; {@code processed/notes.csv} has them too. */
    public static final List<String> COLUMNS = List.of("file", "line", "reason", "row", "code", "arguments");

    /** Between two arguments in one cell; no argument holds it. */
    private static final String BETWEEN = "\u001f";

    /** The remark in English. */
    public String text() {
        return reason.text(arguments);
    }

    /** The cells of {@link #COLUMNS}. */
    public Object[] cells() {
        return new Object[] {Formula.harmless(file), line, Formula.harmless(text()), Formula.harmless(row),
                reason.code(),
            Formula.harmless(String.join("|", arguments.stream().map(argument -> argument.replace('|', '/'))
                    .toList()))};
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(file);
        out.writeLong(line);
        out.writeByte(reason.ordinal());
        out.writeUTF(String.join(BETWEEN, arguments));
        out.writeUTF(row);
    }

    static Remark read(DataInput in) throws IOException {
        String file = in.readUTF();
        long line = in.readLong();
        Reason reason = Reason.values()[in.readByte()];
        String arguments = in.readUTF();
        List<String> list = reason.arguments() == 0 ? List.of() : List.of(arguments.split(BETWEEN, -1));
        return new Remark(file, line, reason, new ArrayList<>(list), in.readUTF());
    }
}
