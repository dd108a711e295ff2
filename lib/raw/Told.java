package lib.raw;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import lib.football.Match;
import lib.football.MatchRow;

/**
 * A row that can be true, and where it came from.
 *
 * @param upload which of the uploads, from 0 in the order of their arrival
 */
record Told(MatchRow known, RawFormat format, int upload, long line) {

    /** The order in which the rows of a match became known; the lines of one upload have none. */
    static final Comparator<Told> BY_ARRIVAL = Comparator.comparingInt(Told::upload).thenComparing(Told::known,
            MatchRow.CHRONOLOGICAL.thenComparing(MatchRow::played).thenComparing(MatchRow::toString));

    /** The order that brings the rows of a match together. */
    static final Comparator<Told> BY_MATCH = Comparator.<Told>comparingInt(row -> row.match().season())
            .thenComparing(row -> row.match().home()).thenComparing(row -> row.match().away())
            .thenComparing(BY_ARRIVAL);

    Match match() {
        return known.match();
    }

    boolean sameScore(Told other) {
        return match().homeGoals() == other.match().homeGoals() && match().awayGoals() == other.match().awayGoals();
    }

    /** Goals of both clubs; x if the match is still to be played. */
    String score() {
        return match().played() ? match().homeGoals() + "-" + match().awayGoals() : "x";
    }

    /** The row as a remark shows it. */
    String text() {
        return String.join(",", match().date().toString(), match().home(), score(), match().away());
    }

    void write(DataOutput out) throws IOException {
        known.write(out);
        out.writeByte(format.ordinal());
        out.writeInt(upload);
        out.writeLong(line);
    }

    static Told read(DataInput in) throws IOException {
        return new Told(MatchRow.read(in), RawFormat.values()[in.readByte()], in.readInt(), in.readLong());
    }
}
