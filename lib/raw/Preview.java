package lib.raw;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import lib.football.ClubNames;
import lib.football.Match;
import lib.football.MatchRow;

/**
 * What the ETL would say of a file by itself. It is not a second opinion: the file goes through the same merge.
 *
 * @param format       original, football-data, or null if it is no results file
 * @param rows         rows read: kept + fixtures + duplicates + refused
 * @param kept         played matches
 * @param fixtures     matches without a score
 * @param duplicates   rows that repeat another row of the file
 * @param refusedRows  rows that cannot be true; {@code refused} shows the first of them
 * @param unknownClubs names in results that would become clubs of their own
 * @param notes        what is odd about rows that are kept, the first of them
 */
public record Preview(String format, long rows, long kept, long fixtures, long duplicates, long refusedRows,
                      LocalDate from, LocalDate to, boolean simulated, Set<String> unknownClubs, List<Said> refused,
                      List<Said> notes) {

    private static final int SHOWN = 200;

    /** The file in remarks that name it. */
    private static final String NAMELESS = "…";

    /** A remark about a line: the reason's code and arguments, and the same in English. */
    public record Said(long line, String code, List<String> arguments, String reason) {
        static Said of(Remark remark) {
            return new Said(remark.line(), remark.reason().code(), remark.arguments(), remark.text());
        }
    }

    /** Reads the file and merges it with itself. */
    public static Preview of(RawFile.Source source) throws IOException {
        return of(source, ClubNames.STANDARD, List.of(), new HashSet<>());
    }

    /**
     * Reads the file and merges it with itself.
     *
     * @param names   what its names of clubs mean
     * @param clubs   names that are no news although no list has them
     * @param results takes the matches that have a result
     */
    public static Preview of(RawFile.Source source, ClubNames names, List<String> clubs, Set<Match.Key> results)
            throws IOException {
        try (Merger merger = new Merger(names)) {
            merger.expect(clubs);
            UploadReader reader = new UploadReader(merger, NAMELESS);
            reader.read(source);
            merger.merge();
            List<MatchRow> ends = new ArrayList<>(2);
            AtomicLong kept = new AtomicLong();
            AtomicLong fixtures = new AtomicLong();
            boolean[] simulated = new boolean[1];
            merger.forEachDay(day -> {
                if (ends.size() == 2) ends.removeLast();
                ends.add(day.getLast());
                for (MatchRow match : day) {
                    (match.played() ? kept : fixtures).incrementAndGet();
                    if (match.played()) results.add(match.match().key());
                    simulated[0] |= match.simulated();
                }
            });
            List<Said> refused = new ArrayList<>();
            AtomicLong refusedRows = new AtomicLong();
            merger.forEachQuarantined(remark -> {
                if (refusedRows.incrementAndGet() <= SHOWN) refused.add(Said.of(remark));
            });
            List<Said> notes = new ArrayList<>();
            merger.forEachNote(remark -> {
                if (notes.size() < SHOWN) notes.add(Said.of(remark));
            });
            return new Preview(reader.format() == null ? null : reader.format().title(), merger.read(), kept.get(),
                    fixtures.get(), merger.duplicates(), refusedRows.get(),
                    ends.isEmpty() ? null : ends.getFirst().date(), ends.isEmpty() ? null : ends.getLast().date(),
                    simulated[0], reader.unknownClubs(), refused, notes);
        }
    }

    /** Why a file is refused in which nothing can be true; null if something can. */
    public String refusal() {
        if (kept + fixtures > 0) return null;
        return Stream.concat(refused.stream().map(Said::reason), Stream.of("it has no rows")).findFirst().orElseThrow();
    }
}
