//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java ../lib/report/*.java
//SOURCES ../lib/etl/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import lib.etl.Tally;
import lib.football.Match;
import lib.football.MatchRow;
import lib.raw.Merger;
import lib.raw.RawFormat;
import lib.raw.Reason;
import lib.raw.Remark;
import org.junit.jupiter.api.Test;

class MergerTest {

    private record Row(String file, int line, RawFormat format, MatchRow match) {}

    /** Everything that a merge has to say. */
    private record Result(List<MatchRow> played, List<MatchRow> fixtures, long duplicates, List<Remark> quarantined,
            List<Remark> notes) {}

    private static Row row(String file, int line, RawFormat format, String date, int season, int round, String home,
            String away, int homeGoals, int awayGoals) {
        return new Row(file, line, format, MatchRow.of(
                new Match(LocalDate.parse(date), season, round, home, away, homeGoals, awayGoals)));
    }

    private static Row row(String file, String date, String home, String away, int homeGoals, int awayGoals) {
        return row(file, 2, RawFormat.ORIGINAL, date, 2022, 0, home, away, homeGoals, awayGoals);
    }

    @SafeVarargs
    private static Result merged(List<Row>... uploads) {
        Result result = new Result(new ArrayList<>(), new ArrayList<>(), 0, new ArrayList<>(), new ArrayList<>());
        try (Merger merger = new Merger()) {
            for (List<Row> upload : uploads) {
                merger.begin(upload.getFirst().file);
                upload.forEach(row -> merger.add(row.match, row.format, row.line));
            }
            merger.merge();
            merger.forEachDay(day -> day.forEach(
                    match -> (match.played() ? result.played : result.fixtures).add(match)));
            merger.forEachQuarantined(result.quarantined::add);
            merger.forEachNote(result.notes::add);
            assertEquals(merger.read(), result.played.size() + merger.duplicates() + result.fixtures.size()
                    + result.quarantined.size(),
                    "read = kept + duplicates + fixtures + quarantined");
            return new Result(result.played, result.fixtures, merger.duplicates(), result.quarantined, result.notes);
        }
    }

    @Test
    void theSameFileTwiceIsTheSameLeague() {
        List<Row> upload = List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0),
                row("a", "2022-05-02", "Bahia", "Sport", 2, 2));
        Result once = merged(upload);
        Result twice = merged(upload, upload);
        assertEquals(once.played(), twice.played());
        assertEquals(2, twice.duplicates());
        assertEquals(List.of(), twice.notes());
    }

    @Test
    void theOrderOfRowsInAFileDoesNotMatter() {
        List<Row> rows = new ArrayList<>();
        List<String> clubs = List.of("Santos", "Vasco", "Bahia", "Sport", "Ceara", "Goias");
        for (String home : clubs) {
            for (String away : clubs) {
                if (!home.equals(away)) {
                    rows.add(row("a", "2022-05-" + (10 + rows.size() / 3), home, away, rows.size() % 4,
                            rows.size() % 3));
                }
            }
        }
        rows.add(row("a", "2022-06-30", "Santos", "Vasco", 3, 3)); // contradicts an earlier row of the same file
        List<MatchRow> expected = merged(rows).played();
        for (int seed = 0; seed < 20; seed++) {
            List<Row> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(expected, merged(shuffled).played());
        }
    }

    @Test
    void twoFormatsADayApartAreOneMatchAndTheOriginalKnowsTheDay() {
        Row original = row("a", 2, RawFormat.ORIGINAL, "2022-05-01", 2022, 5, "Santos", "Vasco", 1, 0);
        Row british = row("b", 2, RawFormat.FOOTBALL_DATA, "2022-05-02", 2022, 0, "Santos", "Vasco", 1, 0);
        for (Result result : List.of(merged(List.of(original), List.of(british)),
                merged(List.of(british), List.of(original)))) {
            assertEquals(List.of(original.match), result.played());
            assertEquals(1, result.duplicates());
        }
    }

    @Test
    void aLaterUploadCorrectsTheScoreAndSaysSo() {
        Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0)),
                List.of(row("b", "2022-05-01", "Santos", "Vasco", 1, 1)));
        assertEquals(1, result.played().getFirst().match().awayGoals());
        assertTrue(result.notes().getFirst().text().contains("Santos 1-0 Vasco to 1-1"), result.notes().toString());
    }

    @Test
    void aLaterFixtureNeverErasesAScore() {
        Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0)),
                List.of(row("b", "2022-05-01", "Santos", "Vasco", -1, -1)));
        assertEquals(1, result.played().getFirst().match().homeGoals());
        assertEquals(0, result.fixtures().size());
    }

    @Test
    void aFixtureThatWasPlayedOnALaterDayIsOneMatch() {
        Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", -1, -1)),
                List.of(row("b", "2022-08-20", "Santos", "Vasco", 0, 2)));
        assertEquals("2022-08-20", result.played().getFirst().date().toString());
        assertEquals(0, result.fixtures().size());
    }

    @Test
    void aMatchWithoutScoreInASeasonThatIsOverWasNeverPlayed() {
        Row missing = row("a", 2, RawFormat.ORIGINAL, "2016-12-11", 2016, 38, "Chapecoense", "Atletico-MG", -1, -1);
        Row later = row("a", 3, RawFormat.ORIGINAL, "2017-05-13", 2017, 1, "Santos", "Vasco", 1, 0);
        Row before = row("a", 3, RawFormat.ORIGINAL, "2016-12-10", 2016, 38, "Bahia", "Sport", 1, 0);
        assertEquals(1, tally(List.of(missing, later)).neverPlayed());
        Tally running = tally(List.of(missing, before));
        assertEquals(0, running.neverPlayed(), "still a fixture");
        assertEquals(1, running.fixtures());
        assertEquals("Chapecoense", running.next().getFirst().home());
    }

    private static Tally tally(List<Row> rows) {
        Tally tally = new Tally();
        rows.stream().map(row -> row.match).sorted(MatchRow.CHRONOLOGICAL).forEach(match -> tally.add(List.of(match)));
        return tally;
    }

    @Test
    void simulatedUploadsAreLeftOutBesideRealOnesWithEverythingAboutThem() {
        MatchRow real = row("a", "2022-05-01", "Santos", "Vasco", 1, 0).match;
        MatchRow simulated = new MatchRow(new Match(real.date(), 2022, 1, "Bahia", "Sport", 3, 3),
                "", "", "", "", "", "", "", "", true);
        try (Merger merger = new Merger()) {
            merger.begin("simulated.csv");
            merger.add(simulated, RawFormat.ORIGINAL, 2);
            merger.quarantine(3, Reason.DATE, List.of("\"x\"", "dd/MM/yyyy"), "");
            merger.note(2, Reason.UNKNOWN_CLUB, List.of("Foo", ""));
            assertFalse(merger.setSimulatedAside(), "alone it is kept");
            merger.begin("real.csv");
            merger.add(real, RawFormat.ORIGINAL, 2);
            assertTrue(merger.setSimulatedAside());
            merger.merge();
            List<MatchRow> kept = new ArrayList<>();
            merger.forEachDay(kept::addAll);
            assertEquals(List.of(real), kept);
            assertEquals(1, merger.read());
            merger.forEachQuarantined(row -> fail(row.toString()));
            merger.forEachNote(note -> fail(note.toString()));
        }
    }

    @Test
    void aClubTwiceOnADayIsQuarantinedUnlessTheRowsAreOfTwoRounds() {
        Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0)),
                List.of(row("b", "2022-05-01", "Bahia", "Santos", 2, 2)));
        assertEquals(1, result.played().size());
        assertTrue(result.quarantined().getFirst().text().contains("Santos plays twice on 2022-05-01"),
                result.quarantined().toString());

        Row ninth = row("a", 2, RawFormat.ORIGINAL, "2008-07-06", 2008, 9, "Santos", "Vasco", 1, 0);
        Row eleventh = row("a", 3, RawFormat.ORIGINAL, "2008-07-06", 2008, 11, "Bahia", "Santos", 2, 2);
        Result twoRounds = merged(List.of(ninth, eleventh));
        assertEquals(2, twoRounds.played().size());
        assertTrue(twoRounds.notes().getFirst().text().contains("in rounds 9 and 11"), twoRounds.notes().toString());
    }

    @Test
    void moreRowsThanFitIntoMemoryAreMergedLikeAFew() {
        List<Row> rows = new ArrayList<>();
        for (int season = 1000; season < 1080; season++) {
            for (int pair = 0; pair < 900; pair++) {
                if (pair / 30 == pair % 30) continue;
                String date = LocalDate.of(season, 1, 1).plusDays(1000L * season + pair).toString();
                rows.add(row("a", pair, RawFormat.ORIGINAL, date, season, 1, "C" + pair / 30, "C" + pair % 30,
                        pair % 5, season % 3));
            }
        }
        List<MatchRow> expected = rows.stream().map(row -> row.match).toList();
        assertTrue(rows.size() > 1 << 16, "more than one block");
        Collections.shuffle(rows, new Random(2));
        Result result = merged(rows, rows.subList(0, 10_000));
        assertEquals(expected, result.played);
        assertEquals(10_000, result.duplicates);
        assertEquals(0, result.quarantined.size() + result.notes.size());
    }
}
