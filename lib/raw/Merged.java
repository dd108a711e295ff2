package lib.raw;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;

/** The rows of one match: the first of them, which says when the match became known, and all of them as one. */
record Merged(Told first, Told row) {

    static final Comparator<Merged> BY_DAY = Comparator.<Merged, LocalDate>comparing(Merged::date)
            .thenComparing(Merged::first, Told.BY_ARRIVAL);

    LocalDate date() {
        return row.match().date();
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(first == row);
        first.write(out);
        if (first != row) row.write(out);
    }

    static Merged read(DataInput in) throws IOException {
        boolean single = in.readBoolean();
        Told first = Told.read(in);
        return new Merged(first, single ? first : Told.read(in));
    }
}
