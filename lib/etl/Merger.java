package lib.etl;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lib.football.Match;
import lib.football.MatchRow;
import lib.football.RawFormat;

/**
 * Makes one history out of many uploads that overlap, repeat and correct each other, in bounded memory.
 *
 * <p>Rows of the same season, home and away club are the same match, whatever their files, formats and dates. A later
 * upload corrects an earlier one field by field; an empty field corrects nothing, so a score is never lost. The order
 * of the rows inside a file does not matter. Every row ends up in exactly one place:
 * read = kept + duplicates + fixtures + quarantined.
 *
 * <p>It takes two sorts: by match, which brings the rows of a match together, and by day, which makes a history of
 * them. {@link #begin} an upload and add its rows, begin the next; then {@link #merge}, then {@link #forEachDay}.
 */
public final class Merger implements AutoCloseable {

    /** A row that was set aside, or one worth a note: where it stands, what is wrong or odd, and the row's text. */
    public record Remark(String file, long line, String reason, String text) {
        void write(DataOutput out) throws IOException {
            out.writeUTF(file);
            out.writeLong(line);
            out.writeUTF(reason);
            out.writeUTF(text);
        }

        static Remark read(DataInput in) throws IOException {
            return new Remark(in.readUTF(), in.readLong(), in.readUTF(), in.readUTF());
        }
    }

    /** A row that can be true, and where it came from. */
    private record Row(MatchRow known, RawFormat format, int upload, long line) {
        void write(DataOutput out) throws IOException {
            known.write(out);
            out.writeByte(format.ordinal());
            out.writeInt(upload);
            out.writeLong(line);
        }

        Match match() {
            return known.match();
        }

        static Row read(DataInput in) throws IOException {
            return new Row(MatchRow.read(in), RawFormat.values()[in.readByte()], in.readInt(), in.readLong());
        }
    }

    /** The rows of one match: the first of them, which says when the match became known, and all of them as one. */
    private record Merged(Row first, Row row) {
        void write(DataOutput out) throws IOException {
            out.writeBoolean(first == row);
            first.write(out);
            if (first != row) row.write(out);
        }

        static Merged read(DataInput in) throws IOException {
            boolean single = in.readBoolean();
            Row first = Row.read(in);
            return new Merged(first, single ? first : Row.read(in));
        }
    }

    /** One raw file, in the order of arrival. */
    private static final class Upload {
        final String file;
        long read;
        boolean kept;
        boolean simulated;
        boolean aside;

        Upload(String file) {
            this.file = file;
        }
    }

    private static final Comparator<Row> BY_ARRIVAL = Comparator.comparingInt(Row::upload).thenComparing(Row::known,
            MatchRow.CHRONOLOGICAL.thenComparing(MatchRow::played).thenComparing(MatchRow::toString));
    private static final Comparator<Row> BY_MATCH = Comparator.<Row>comparingInt(row -> row.match().season())
            .thenComparing(row -> row.match().home()).thenComparing(row -> row.match().away()).thenComparing(BY_ARRIVAL);
    private static final Comparator<Merged> BY_DAY = Comparator.<Merged, LocalDate>comparing(merged -> merged.row.match().date())
            .thenComparing(Merged::first, BY_ARRIVAL);
    private static final Comparator<Remark> BY_PLACE = Comparator.comparing(Remark::file).thenComparingLong(Remark::line);

    private final List<Upload> uploads = new ArrayList<>();
    private final ExternalSort<Row> rows = new ExternalSort<>(BY_MATCH, Row::write, Row::read);
    private final ExternalSort<Merged> matches = new ExternalSort<>(BY_DAY, Merged::write, Merged::read);
    private final ExternalSort<Remark> quarantined = new ExternalSort<>(BY_PLACE, Remark::write, Remark::read);
    private final ExternalSort<Remark> notes = new ExternalSort<>(BY_PLACE, Remark::write, Remark::read);
    private long duplicates;
    private Merged open;
    private List<Merged> day = new ArrayList<>();

    // ---------------------------------------------------------------- taking rows

    /** Begins the next upload; uploads come in the order in which they arrived. */
    public void begin(String file) {
        uploads.add(new Upload(file));
    }

    /** Takes a row that can be true. */
    public void add(MatchRow match, RawFormat format, long line) {
        Upload upload = uploads.getLast();
        upload.read++;
        upload.kept = true;
        upload.simulated |= match.simulated();
        rows.add(new Row(match, format, uploads.size() - 1, line));
    }

    /** Sets a row aside that cannot be true; it counts as read. */
    public void quarantine(long line, String reason, String text) {
        uploads.getLast().read++;
        quarantined.add(new Remark(uploads.getLast().file, line, reason, text));
    }

    /** Remembers something worth knowing about a row. */
    public void note(long line, String note) {
        notes.add(new Remark(uploads.getLast().file, line, note, ""));
    }

    /** Leaves simulated uploads out if there is a real one: the two are never mixed. Says whether it did. */
    public boolean setSimulatedAside() {
        if (uploads.stream().noneMatch(upload -> upload.kept && !upload.simulated)) return false;
        uploads.forEach(upload -> upload.aside = upload.simulated);
        return uploads.stream().anyMatch(upload -> upload.aside);
    }

    // ---------------------------------------------------------------- merging

    /** Ends the taking: makes one match of all its rows. */
    public void merge() {
        rows.forEach(row -> {
            if (uploads.get(row.upload).aside) return;
            if (open != null && open.row.match().key().equals(row.match().key())) {
                duplicates++;
                open = new Merged(open.first, corrected(open.row, row));
            } else {
                if (open != null) matches.add(open);
                open = new Merged(row, row);
            }
        });
        if (open != null) matches.add(open);
        rows.close();
    }

    /** Hands out the matches of each day, played or not, in chronological order. To be called once. */
    public void forEachDay(Consumer<List<MatchRow>> action) {
        matches.forEach(merged -> {
            if (!day.isEmpty() && !day.getFirst().row.match().date().equals(merged.row.match().date())) endDay(action);
            day.add(merged);
        });
        if (!day.isEmpty()) endDay(action);
    }

    private void endDay(Consumer<List<MatchRow>> action) {
        List<MatchRow> possible = withoutClubsInTwoPlaces(day);
        possible.sort(MatchRow.CHRONOLOGICAL);
        if (!possible.isEmpty()) action.accept(possible);
        day.clear();
    }

    /** Hands out the rows that cannot be true, by file and line; complete after the days. */
    public void forEachQuarantined(Consumer<Remark> action) {
        forEachKept(quarantined, action);
    }

    /** Hands out what is odd about rows that were kept and what was corrected, by file and line; complete after the days. */
    public void forEachNote(Consumer<Remark> action) {
        forEachKept(notes, action);
    }

    private void forEachKept(ExternalSort<Remark> remarks, Consumer<Remark> action) {
        var aside = uploads.stream().filter(upload -> upload.aside).map(upload -> upload.file).toList();
        remarks.forEach(remark -> {
            if (!aside.contains(remark.file)) action.accept(remark);
        });
    }

    /** Rows read. */
    public long read() {
        return uploads.stream().filter(upload -> !upload.aside).mapToLong(upload -> upload.read).sum();
    }

    /** Rows that repeated or corrected another row. */
    public long duplicates() {
        return duplicates;
    }

    @Override
    public void close() {
        rows.close();
        matches.close();
        quarantined.close();
        notes.close();
    }

    // ---------------------------------------------------------------- rules

    private Row corrected(Row known, Row row) {
        MatchRow before = known.known;
        MatchRow later = row.known;
        // football-data.co.uk knows the day only through British time; the original knows it first-hand.
        boolean keepDay = known.format == RawFormat.ORIGINAL && row.format != RawFormat.ORIGINAL;
        MatchRow day = keepDay ? before : later;
        Match was = before.match();
        Match score = (later.played() ? later : before).match();
        Match match = new Match(day.date(), was.season(), later.match().round() > 0 ? later.match().round() : was.round(),
                was.home(), was.away(), score.homeGoals(), score.awayGoals());
        MatchRow shots = later.shotsKnown() ? later : before;
        MatchRow corrected = new MatchRow(match, either(day.time(), before.time()),
                either(later.homeFormation(), before.homeFormation()),
                either(later.awayFormation(), before.awayFormation()),
                either(later.homeCoach(), before.homeCoach()), either(later.awayCoach(), before.awayCoach()),
                either(later.venue(), before.venue()),
                either(later.homeState(), before.homeState()), either(later.awayState(), before.awayState()),
                later.simulated(), shots.homeShots(), shots.awayShots());
        if (was.played() && (was.homeGoals() != score.homeGoals() || was.awayGoals() != score.awayGoals())) {
            note(row, "corrects %s %d-%d %s to %d-%d (%s)".formatted(was.home(), was.homeGoals(), was.awayGoals(),
                    was.away(), score.homeGoals(), score.awayGoals(), place(known)));
        }
        return new Row(corrected, keepDay ? known.format : row.format, row.upload, row.line);
    }

    /**
     * A club cannot play twice on a day: the row that came later is not true. The exception is a day that carries two
     * rounds, as three days of the real data do: there the day is wrong, not the match.
     */
    private List<MatchRow> withoutClubsInTwoPlaces(List<Merged> day) {
        List<MatchRow> possible = new ArrayList<>();
        Map<String, Row> first = new HashMap<>();
        for (Merged merged : day) {
            Match match = merged.row.match();
            if (clashes(merged.row, match.home(), first) || clashes(merged.row, match.away(), first)) continue;
            possible.add(merged.row.known);
        }
        return possible;
    }

    private boolean clashes(Row row, String club, Map<String, Row> first) {
        Row other = first.putIfAbsent(club, row);
        if (other == null) return false;
        String twice = club + " plays twice on " + row.match().date() + " (see " + place(other) + ")";
        int round = row.match().round();
        int otherRound = other.match().round();
        if (round > 0 && otherRound > 0 && round != otherRound) {
            note(row, twice + ", in rounds " + otherRound + " and " + round + "; kept, the date of one of them is wrong");
            return false;
        }
        quarantined.add(new Remark(file(row), row.line, twice, row.match().toString()));
        return true;
    }

    private void note(Row row, String note) {
        notes.add(new Remark(file(row), row.line, note, ""));
    }

    private String place(Row row) {
        return file(row) + " line " + row.line;
    }

    private String file(Row row) {
        return uploads.get(row.upload).file;
    }

    private static String either(String preferred, String other) {
        return preferred.isEmpty() ? other : preferred;
    }
}
