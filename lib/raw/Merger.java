package lib.raw;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import lib.football.ClubNames;
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

    /** A later file that corrects a result does not also move it by more than this. */
    private static final int SAME_RESULT_DAYS = 30;

    private final ClubNames names;
    private final Ledger ledger = new Ledger();
    private final Plausible plausible;
    private final ExternalSort<Told> rows = new ExternalSort<>(Told.BY_MATCH, Told::write, Told::read);
    private final ExternalSort<Merged> matches = new ExternalSort<>(Merged.BY_DAY, Merged::write, Merged::read);
    private final Set<String> undated = new HashSet<>();
    private long duplicates;
    private Merged open;
    private Told lastResult;
    private Told firstToKnow;
    private List<Merged> day = new ArrayList<>();

    /** A merge in which names of clubs mean what the table says. */
    public Merger() {
        this(ClubNames.STANDARD);
    }

    /** @param names what names of clubs mean */
    public Merger(ClubNames names) {
        this.names = names;
        this.plausible = new Plausible(names, ledger);
    }

    /** What names of clubs mean here. */
    public ClubNames names() {
        return names;
    }

    // ---------------------------------------------------------------- taking rows

    /** Clubs that may have fixtures although no list has their names: elsewhere they have results. */
    public void expect(List<String> clubs) {
        plausible.expect(clubs);
    }

    /** Begins the next upload; uploads come in the order in which they arrived, and this is on record. */
    public void begin(String file) {
        begin(file, true);
    }

    /** Begins the next upload. @param dated whether it is on record when it arrived */
    public void begin(String file, boolean dated) {
        ledger.begin(file, dated);
    }

    /** Takes a row that can be true. */
    public void add(MatchRow match, RawFormat format, long line) {
        Upload upload = ledger.current();
        upload.read++;
        upload.kept = true;
        upload.simulated |= match.simulated();
        if (match.played()) upload.newestSeason = Math.max(upload.newestSeason, match.match().season());
        plausible.add(match);
        rows.add(new Told(match, format, ledger.count() - 1, line));
    }

    /** Sets a row aside that cannot be true; it counts as read. */
    public void quarantine(long line, Reason reason, List<String> arguments, String text) {
        ledger.current().read++;
        ledger.quarantine(ledger.current(), line, reason, arguments, text);
    }

    /** Remembers something worth knowing about a row. */
    public void note(long line, Reason reason, List<String> arguments) {
        ledger.note(ledger.current(), line, reason, arguments);
    }

    /** Leaves simulated uploads out if there is a real one: the two are never mixed. Says whether it did. */
    public boolean setSimulatedAside() {
        return ledger.setSimulatedAside();
    }

    // ---------------------------------------------------------------- merging

    /** Ends the taking: makes one match of all its rows. */
    public void merge() {
        int newest = uploads().stream().mapToInt(upload -> upload.newestSeason).max().orElse(0);
        rows.forEach(row -> {
            if (ledger.of(row).aside) return;
            if (open != null && open.row().match().key().equals(row.match().key())) {
                if (contradicts(row)) return;
                duplicates++;
                open = new Merged(open.first(), corrected(open.row(), row, newest));
            } else {
                endMatch(newest);
                open = new Merged(row, row);
            }
            if (!row.known().played()) return;
            if (lastResult == null) firstToKnow = row;
            lastResult = row;
        });
        endMatch(newest);
        plausible.end();
        rows.close();
    }

    private void endMatch(int newest) {
        if (open == null) return;
        if (lastResult != null && open.row().match().season() < newest) ledger.of(firstToKnow).firstToKnow++;
        lastResult = null;
        plausible.add(open);
        matches.add(open);
        open = null;
    }

    /** Hands out the matches of each day, played or not, in chronological order. To be called once. */
    public void forEachDay(Consumer<List<MatchRow>> action) {
        matches.forEach(merged -> {
            if (!plausible.isOfThisLeague(merged.row())) return;
            if (!day.isEmpty() && !day.getFirst().date().equals(merged.date())) endDay(action);
            day.add(merged);
        });
        if (!day.isEmpty()) endDay(action);
    }

    private void endDay(Consumer<List<MatchRow>> action) {
        List<MatchRow> possible = plausible.withoutClubsInTwoPlaces(day);
        possible.sort(MatchRow.CHRONOLOGICAL);
        if (!possible.isEmpty()) action.accept(possible);
        day.clear();
    }

    /** Hands out the rows that cannot be true, by file and line; complete after the days. */
    public void forEachQuarantined(Consumer<Remark> action) {
        ledger.forEachQuarantined(action);
    }

    /** Hands out what is odd about rows that were kept and what was corrected, as the rows above. */
    public void forEachNote(Consumer<Remark> action) {
        ledger.forEachNote(action);
    }

    /** The uploads that were merged, in the order of their arrival; their counts are complete after the days. */
    public List<Upload> uploads() {
        return ledger.uploads();
    }

    /** Results of finished seasons that the uploads before this one had told. */
    public long knownBefore(Upload upload) {
        return ledger.knownBefore(upload);
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
        ledger.close();
    }

    // ---------------------------------------------------------------- rules

    /**
     * Two results of one pair in one file: there is no later one to believe, so the second is set aside. A later file
     * is believed, unless its other result is of a day weeks away: that is the return match, with the clubs exchanged.
     */
    private boolean contradicts(Told row) {
        if (lastResult == null || !row.known().played()) return false;
        LocalDate one = lastResult.match().date();
        LocalDate two = row.match().date();
        long apart = Math.abs(ChronoUnit.DAYS.between(one, two));
        if (lastResult.upload() != row.upload()) {
            if (lastResult.sameScore(row) || apart <= SAME_RESULT_DAYS) return false;
            ledger.quarantine(row, Reason.FAR_RESULT, row.match().home(), row.match().away(), lastResult.score(),
                    one.toString(), ledger.of(lastResult).file, "" + lastResult.line(), row.score(), two.toString());
            return true;
        }
        if (apart <= SAME_MATCH_DAYS && lastResult.sameScore(row)) return false;
        ledger.quarantine(row, Reason.TWO_RESULTS, row.match().home(), row.match().away(), lastResult.score(),
                one.toString(), "" + lastResult.line(), row.score(), two.toString());
        return true;
    }

    private Told corrected(Told known, Told row, int newest) {
        MatchRow before = known.known();
        MatchRow later = row.known();
        // football-data.co.uk knows the day only through British time; the original knows it first-hand.
        boolean firstHand = known.format() == RawFormat.ORIGINAL && row.format() != RawFormat.ORIGINAL;
        // A calendar that is read after the result does not know when the match was played.
        boolean keepDay = firstHand || before.played() && !later.played();
        MatchRow day = keepDay ? before : later;
        Match was = before.match();
        Match score = (later.played() ? later : before).match();
        // Of two sources that tell one result, the one that knows of no award has only left it out.
        boolean awarded = score.awarded() || was.awarded() && known.sameScore(row);
        int round = later.match().round() > 0 ? later.match().round() : was.round();
        Match match = new Match(day.date(), was.season(), round, was.home(), was.away(), score.homeGoals(),
                score.awayGoals(), awarded);
        boolean corrects = before.played() && later.played() && !known.sameScore(row);
        if (corrects) noteCorrection(known, row, was.season() < newest);
        boolean moves = !keepDay && before.played() && known.sameScore(row)
                && Math.abs(ChronoUnit.DAYS.between(was.date(), day.date())) > SAME_MATCH_DAYS;
        if (moves) {
            ledger.note(row, Reason.MOVES, was.home(), was.away(), was.date().toString(), day.date().toString(),
                    ledger.of(known).file, "" + known.line());
        }
        MatchRow shots = later.shotsKnown() ? later : before;
        MatchRow corrected = new MatchRow(match, either(day.time(), before.time()),
                either(later.homeFormation(), before.homeFormation()),
                either(later.awayFormation(), before.awayFormation()),
                either(later.homeCoach(), before.homeCoach()), either(later.awayCoach(), before.awayCoach()),
                either(later.venue(), before.venue()),
                either(later.homeState(), before.homeState()), either(later.awayState(), before.awayState()),
                later.simulated(), shots.homeShots(), shots.awayShots());
        return new Told(corrected, firstHand ? known.format() : row.format(), row.upload(), row.line());
    }

    private void noteCorrection(Told known, Told row, boolean seasonIsOver) {
        Upload earlier = ledger.of(known);
        Upload later = ledger.of(row);
        Match was = known.match();
        ledger.note(row, Reason.CORRECTS, was.home(), known.score(), was.away(), row.score(), earlier.file,
                "" + known.line());
        if (seasonIsOver) later.changed++;
        boolean dated = later.dated && earlier.dated;
        if (!dated && undated.add(later.file + "\n" + earlier.file)) ledger.note(row, Reason.ARRIVAL, earlier.file);
    }

    private static String either(String preferred, String other) {
        return preferred.isEmpty() ? other : preferred;
    }
}
