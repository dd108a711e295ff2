package lib.football;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one list of matches out of many uploads that overlap, repeat and correct each other.
 *
 * <p>Rows of the same season, home and away club are the same match, whatever their files, formats and dates. A later
 * upload corrects an earlier one field by field; an empty field corrects nothing, so a score is never lost. The order
 * of the rows inside a file does not matter. Every row ends up in exactly one place:
 * read = kept + duplicates + fixtures + quarantined.
 */
public final class Merger {

    /** A row that can be true, and where it came from. */
    public record Row(Match match, RawFormat format, String file, long line) {}

    /** A row that cannot be true, with the reason and its text. */
    public record Quarantined(String file, long line, String reason, String text) {}

    /** Something odd about a row that was kept, or a correction that it made. */
    public record Note(String file, long line, String note) {}

    /**
     * The outcome of a merge, in chronological order.
     *
     * @param played      matches with a score
     * @param fixtures    matches without one
     * @param neverPlayed how many of the fixtures belong to a season that is over
     */
    public record Result(List<Match> played, List<Match> fixtures, int neverPlayed, int read, int duplicates,
                         List<Quarantined> quarantined, List<Note> notes) {}

    private static final Comparator<Row> ANY_ORDER_IN_FILE = Comparator.comparing(Row::match,
            Match.CHRONOLOGICAL.thenComparing(Match::isPlayed).thenComparing(Match::toString));

    private final Map<Match.Key, Row> merged = new LinkedHashMap<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private int read;
    private int duplicates;

    /** Adds the rows of one upload; uploads come in the order in which they arrived. */
    public void add(Collection<Row> upload) {
        read += upload.size();
        for (Row row : upload.stream().sorted(ANY_ORDER_IN_FILE).toList()) {
            Row known = merged.get(row.match().key());
            if (known == null) {
                merged.put(row.match().key(), row);
            } else {
                duplicates++;
                merged.put(row.match().key(), corrected(known, row));
            }
        }
    }

    /** Sets a row aside; it counts as read. */
    public void quarantine(Quarantined row) {
        read++;
        quarantined.add(row);
    }

    /** Remembers something worth knowing about a row. */
    public void note(String file, long line, String note) {
        notes.add(new Note(file, line, note));
    }

    /** Ends the merge. */
    public Result result() {
        quarantineClubsInTwoPlaces();
        List<Match> all = merged.values().stream().map(Row::match).sorted(Match.CHRONOLOGICAL).toList();
        List<Match> played = all.stream().filter(Match::isPlayed).toList();
        List<Match> fixtures = all.stream().filter(match -> !match.isPlayed()).toList();
        int newestSeason = played.stream().mapToInt(Match::season).max().orElse(0);
        int neverPlayed = (int) fixtures.stream().filter(match -> match.season() < newestSeason).count();
        Comparator<Quarantined> byPlace = Comparator.comparing(Quarantined::file).thenComparing(Quarantined::line);
        quarantined.sort(byPlace);
        notes.sort(Comparator.comparing(Note::file).thenComparing(Note::line));
        return new Result(played, fixtures, neverPlayed, read, duplicates, List.copyOf(quarantined), List.copyOf(notes));
    }

    private Row corrected(Row known, Row row) {
        Match before = known.match();
        Match later = row.match();
        // football-data.co.uk knows the day only through British time; the original knows it first-hand.
        boolean keepDay = known.format() == RawFormat.ORIGINAL && row.format() != RawFormat.ORIGINAL;
        Match day = keepDay ? before : later;
        Match score = later.isPlayed() ? later : before;
        Match corrected = new Match(
                day.date(), either(day.time(), before.time()), before.season(),
                later.round() > 0 ? later.round() : before.round(), before.home(), before.away(),
                score.homeGoals(), score.awayGoals(),
                either(later.homeFormation(), before.homeFormation()),
                either(later.awayFormation(), before.awayFormation()),
                either(later.homeCoach(), before.homeCoach()), either(later.awayCoach(), before.awayCoach()),
                either(later.venue(), before.venue()),
                either(later.homeState(), before.homeState()), either(later.awayState(), before.awayState()),
                later.simulated());
        if (before.isPlayed() && (before.homeGoals() != score.homeGoals() || before.awayGoals() != score.awayGoals())) {
            note(row.file(), row.line(), "corrects %s %d-%d %s to %d-%d (%s line %d)".formatted(before.home(),
                    before.homeGoals(), before.awayGoals(), before.away(), score.homeGoals(), score.awayGoals(),
                    known.file(), known.line()));
        }
        RawFormat format = keepDay ? known.format() : row.format();
        return new Row(corrected, format, row.file(), row.line());
    }

    /**
     * A club cannot play twice on a day: the row that came later is not true. The exception is a day that carries two
     * rounds, as three days of the real data do: there the day is wrong, not the match.
     */
    private void quarantineClubsInTwoPlaces() {
        record Appearance(LocalDate date, String club) {}
        Map<Appearance, Row> first = new HashMap<>();
        for (Row row : List.copyOf(merged.values())) {
            Match match = row.match();
            for (String club : List.of(match.home(), match.away())) {
                Row other = first.putIfAbsent(new Appearance(match.date(), club), row);
                if (other == null || other == row) continue;
                String twice = club + " plays twice on " + match.date() + " (see " + other.file() + " line " + other.line() + ")";
                int otherRound = other.match().round();
                if (match.round() > 0 && otherRound > 0 && match.round() != otherRound) {
                    note(row.file(), row.line(), twice + ", in rounds " + otherRound + " and " + match.round()
                            + "; kept, the date of one of them is wrong");
                } else {
                    merged.remove(match.key());
                    quarantined.add(new Quarantined(row.file(), row.line(), twice, match.toString()));
                    break;
                }
            }
        }
    }

    private static String either(String preferred, String other) {
        return preferred.isEmpty() ? other : preferred;
    }
}
