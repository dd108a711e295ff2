package lib.raw;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lib.football.ClubNames;
import lib.football.Clubs;
import lib.football.Match;
import lib.football.MatchRow;

/**
 * Makes one history out of many uploads that overlap, repeat and correct each other, in bounded memory.
 *
 * <p>Rows of the same season, home and away club are the same match, whatever their files, formats and dates. A later
 * upload corrects an earlier one field by field; an empty field corrects nothing, so a score is never lost. Inside one
 * file the order of the rows does not matter, and two results of a pair are a contradiction. Every row ends up in
 * exactly one place: read = kept + duplicates + fixtures + quarantined.
 *
 * <p>It takes two sorts: by match, which brings the rows of a match together, and by day, which makes a history of
 * them. {@link #begin} an upload and add its rows, begin the next; then {@link #merge}, then {@link #forEachDay}.
 */
public final class Merger implements AutoCloseable {

    /** Two rows of a file that are further apart are two matches: what is British is at most a day away. */
    private static final int SAME_MATCH_DAYS = 3;

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

    private static final Comparator<Row> BY_ARRIVAL = Comparator.comparingInt(Row::upload).thenComparing(Row::known,
            MatchRow.CHRONOLOGICAL.thenComparing(MatchRow::played).thenComparing(MatchRow::toString));
    private static final Comparator<Row> BY_MATCH = Comparator.<Row>comparingInt(row -> row.match().season())
            .thenComparing(row -> row.match().home()).thenComparing(row -> row.match().away()).thenComparing(BY_ARRIVAL);
    private static final Comparator<Merged> BY_DAY = Comparator
            .<Merged, LocalDate>comparing(merged -> merged.row.match().date()).thenComparing(Merged::first, BY_ARRIVAL);
    private static final Comparator<Remark> BY_PLACE = Comparator.comparing(Remark::file).thenComparingLong(Remark::line);

    private final ClubNames names;
    private final List<Upload> uploads = new ArrayList<>();
    private final ExternalSort<Row> rows = new ExternalSort<>(BY_MATCH, Row::write, Row::read);
    private final ExternalSort<Merged> matches = new ExternalSort<>(BY_DAY, Merged::write, Merged::read);
    private final ExternalSort<Remark> quarantined = new ExternalSort<>(BY_PLACE, Remark::write, Remark::read);
    private final ExternalSort<Remark> notes = new ExternalSort<>(BY_PLACE, Remark::write, Remark::read);
    private final Set<String> clubsWithResults = new HashSet<>();
    private final Set<String> undated = new HashSet<>();
    private final Leagues leagues;
    private long duplicates;
    private Merged open;
    private Row lastResult;
    private int firstToKnow;
    private List<Merged> day = new ArrayList<>();

    /** A merge in which names of clubs mean what the table says. */
    public Merger() {
        this(ClubNames.STANDARD);
    }

    /** @param names what names of clubs mean */
    public Merger(ClubNames names) {
        this.names = names;
        this.leagues = new Leagues(names);
    }

    /** What names of clubs mean here. */
    public ClubNames names() {
        return names;
    }

    // ---------------------------------------------------------------- taking rows

    /** Clubs that may have fixtures although no list has their names: elsewhere they have results. */
    public void expect(List<String> clubs) {
        clubsWithResults.addAll(clubs);
    }

    /** Begins the next upload; uploads come in the order in which they arrived, and this is on record. */
    public void begin(String file) {
        begin(file, true);
    }

    /** Begins the next upload. @param dated whether it is on record when it arrived */
    public void begin(String file, boolean dated) {
        uploads.add(new Upload(file, dated));
    }

    /** Takes a row that can be true. */
    public void add(MatchRow match, RawFormat format, long line) {
        Upload upload = uploads.getLast();
        upload.read++;
        upload.kept = true;
        upload.simulated |= match.simulated();
        if (match.played()) {
            upload.newestSeason = Math.max(upload.newestSeason, match.match().season());
            clubsWithResults.add(match.match().home());
            clubsWithResults.add(match.match().away());
        }
        rows.add(new Row(match, format, uploads.size() - 1, line));
    }

    /** Sets a row aside that cannot be true; it counts as read. */
    public void quarantine(long line, Reason reason, List<String> arguments, String text) {
        uploads.getLast().read++;
        quarantine(uploads.getLast(), line, reason, arguments, text);
    }

    private void quarantine(Upload upload, long line, Reason reason, List<String> arguments, String text) {
        upload.quarantine(reason);
        quarantined.add(new Remark(upload.file, line, reason, arguments, text));
    }

    /** Remembers something worth knowing about a row. */
    public void note(long line, Reason reason, List<String> arguments) {
        notes.add(new Remark(uploads.getLast().file, line, reason, arguments, ""));
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
        int newest = uploads().stream().mapToInt(upload -> upload.newestSeason).max().orElse(0);
        rows.forEach(row -> {
            if (uploads.get(row.upload).aside) return;
            if (open != null && open.row.match().key().equals(row.match().key())) {
                if (contradictsItsFile(row)) return;
                duplicates++;
                open = new Merged(open.first, corrected(open.row, row, newest));
            } else {
                endMatch(newest);
                open = new Merged(row, row);
            }
            if (!row.known.played()) return;
            if (lastResult == null) firstToKnow = row.upload;
            lastResult = row;
        });
        endMatch(newest);
        leagues.endSeason();
        rows.close();
    }

    private void endMatch(int newest) {
        if (open == null) return;
        Match match = open.row.match();
        if (lastResult != null && match.season() < newest) uploads.get(firstToKnow).firstToKnow++;
        lastResult = null;
        leagues.add(match.season(), match.home(), match.away(), open.first.upload);
        matches.add(open);
        open = null;
    }

    /** Hands out the matches of each day, played or not, in chronological order. To be called once. */
    public void forEachDay(Consumer<List<MatchRow>> action) {
        matches.forEach(merged -> {
            if (!isOfThisLeague(merged.row)) return;
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
        Set<String> aside = uploads.stream().filter(upload -> upload.aside).map(upload -> upload.file).collect(Collectors.toSet());
        remarks.forEach(remark -> {
            if (!aside.contains(remark.file())) action.accept(remark);
        });
    }

    /** The uploads that were merged, in the order of their arrival; their counts are complete after the days. */
    public List<Upload> uploads() {
        return uploads.stream().filter(upload -> !upload.aside).toList();
    }

    /** Results of finished seasons that the uploads before this one had told. */
    public long knownBefore(Upload upload) {
        return uploads.subList(0, uploads.indexOf(upload)).stream().mapToLong(earlier -> earlier.firstToKnow).sum();
    }

    /** Rows read. */
    public long read() {
        return uploads().stream().mapToLong(upload -> upload.read).sum();
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

    /** Two results of one pair in one file: there is no later one to believe, so the second is set aside. */
    private boolean contradictsItsFile(Row row) {
        if (lastResult == null || lastResult.upload != row.upload || !row.known.played()) return false;
        Match one = lastResult.match();
        Match two = row.match();
        boolean sameDay = Math.abs(ChronoUnit.DAYS.between(one.date(), two.date())) <= SAME_MATCH_DAYS;
        if (sameDay && sameScore(one, two)) return false;
        quarantine(uploads.get(row.upload), row.line, Reason.TWO_RESULTS, List.of(two.home(), two.away(), score(one),
                one.date().toString(), "" + lastResult.line, score(two), two.date().toString()), text(row));
        return true;
    }

    private Row corrected(Row known, Row row, int newest) {
        MatchRow before = known.known;
        MatchRow later = row.known;
        // football-data.co.uk knows the day only through British time; the original knows it first-hand.
        boolean keepDay = known.format == RawFormat.ORIGINAL && row.format != RawFormat.ORIGINAL;
        MatchRow day = keepDay ? before : later;
        Match was = before.match();
        Match score = (later.played() ? later : before).match();
        Match match = new Match(day.date(), was.season(), later.match().round() > 0 ? later.match().round() : was.round(),
                was.home(), was.away(), score.homeGoals(), score.awayGoals());
        if (before.played() && !sameScore(was, score)) noteCorrection(known, row, was.season() < newest);
        MatchRow shots = later.shotsKnown() ? later : before;
        MatchRow corrected = new MatchRow(match, either(day.time(), before.time()),
                either(later.homeFormation(), before.homeFormation()),
                either(later.awayFormation(), before.awayFormation()),
                either(later.homeCoach(), before.homeCoach()), either(later.awayCoach(), before.awayCoach()),
                either(later.venue(), before.venue()),
                either(later.homeState(), before.homeState()), either(later.awayState(), before.awayState()),
                later.simulated(), shots.homeShots(), shots.awayShots());
        return new Row(corrected, keepDay ? known.format : row.format, row.upload, row.line);
    }

    private void noteCorrection(Row known, Row row, boolean seasonIsOver) {
        Match was = known.match();
        note(row, Reason.CORRECTS, was.home(), score(was), was.away(), score(row.match()), file(known), "" + known.line);
        if (seasonIsOver) uploads.get(row.upload).changed++;
        boolean dated = uploads.get(row.upload).dated && uploads.get(known.upload).dated;
        if (!dated && undated.add(file(row) + "\n" + file(known))) note(row, Reason.ARRIVAL, file(known));
    }

    private boolean isOfThisLeague(Row row) {
        Match match = row.match();
        if (leagues.isOther(match.season(), match.home())) {
            quarantine(uploads.get(row.upload), row.line, Reason.OTHER_LEAGUE,
                    List.of(match.home(), match.away(), "" + match.season()), text(row));
            return false;
        }
        if (match.played()) return true;
        for (String club : List.of(match.home(), match.away())) {
            if (clubsWithResults.contains(club) || names.find(club).isPresent()) continue;
            List<String> near = Clubs.suggest(club);
            quarantine(uploads.get(row.upload), row.line,
                    near.isEmpty() ? Reason.UNKNOWN_FIXTURE : Reason.MISSPELT_FIXTURE,
                    near.isEmpty() ? List.of(club) : List.of(club, String.join(", ", near)), text(row));
            return false;
        }
        return true;
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
        String date = row.match().date().toString();
        int round = row.match().round();
        int otherRound = other.match().round();
        if (round > 0 && otherRound > 0 && round != otherRound) {
            note(row, Reason.TWO_ROUNDS, club, date, file(other), "" + other.line, "" + otherRound, "" + round);
            return false;
        }
        quarantine(uploads.get(row.upload), row.line, Reason.TWICE, List.of(club, date, file(other), "" + other.line),
                text(row));
        return true;
    }

    // ---------------------------------------------------------------- words

    private void note(Row row, Reason reason, String... arguments) {
        notes.add(new Remark(file(row), row.line, reason, List.of(arguments), ""));
    }

    private static boolean sameScore(Match one, Match two) {
        return one.homeGoals() == two.homeGoals() && one.awayGoals() == two.awayGoals();
    }

    private static String score(Match match) {
        return match.homeGoals() + "-" + match.awayGoals();
    }

    private static String text(Row row) {
        Match match = row.match();
        String score = match.played() ? score(match) : "x";
        return String.join(",", match.date().toString(), match.home(), score, match.away());
    }

    private String file(Row row) {
        return uploads.get(row.upload).file;
    }

    private static String either(String preferred, String other) {
        return preferred.isEmpty() ? other : preferred;
    }
}
