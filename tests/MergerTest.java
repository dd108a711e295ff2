//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/football/Clubs.java ../lib/football/Match.java ../lib/football/Merger.java ../lib/football/RawFile.java ../lib/football/RawFormat.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import lib.football.Match;
import lib.football.Merger;
import lib.football.RawFormat;
import org.junit.jupiter.api.Test;

class MergerTest {

    private static Merger.Row row(String file, int line, RawFormat format, String date, int season, int round, String home, String away, int homeGoals, int awayGoals) {
        Match match = new Match(LocalDate.parse(date), "", season, round, home, away, homeGoals, awayGoals, "", "", "", "", "", "", "", false);
        return new Merger.Row(match, format, file, line);
    }

    private static Merger.Row row(String file, String date, String home, String away, int homeGoals, int awayGoals) {
        return row(file, 2, RawFormat.ORIGINAL, date, 2022, 0, home, away, homeGoals, awayGoals);
    }

    @SafeVarargs
    private static Merger.Result merged(List<Merger.Row>... uploads) {
        Merger merger = new Merger();
        for (List<Merger.Row> upload : uploads) merger.add(upload);
        Merger.Result result = merger.result();
        assertEquals(result.read(), result.played().size() + result.duplicates() + result.fixtures().size() + result.quarantined().size(),
                "read = kept + duplicates + fixtures + quarantined");
        return result;
    }

    @Test
    void theSameFileTwiceIsTheSameLeague() {
        List<Merger.Row> upload = List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0), row("a", "2022-05-02", "Bahia", "Sport", 2, 2));
        Merger.Result once = merged(upload);
        Merger.Result twice = merged(upload, upload);
        assertEquals(once.played(), twice.played());
        assertEquals(2, twice.duplicates());
        assertEquals(List.of(), twice.notes());
    }

    @Test
    void theOrderOfRowsInAFileDoesNotMatter() {
        List<Merger.Row> rows = new ArrayList<>();
        List<String> clubs = List.of("Santos", "Vasco", "Bahia", "Sport", "Ceara", "Goias");
        for (String home : clubs) {
            for (String away : clubs) {
                if (!home.equals(away)) rows.add(row("a", "2022-05-" + (10 + rows.size() / 3), home, away, rows.size() % 4, rows.size() % 3));
            }
        }
        rows.add(row("a", "2022-06-30", "Santos", "Vasco", 3, 3)); // contradicts an earlier row of the same file
        List<Match> expected = merged(rows).played();
        for (int seed = 0; seed < 20; seed++) {
            List<Merger.Row> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(expected, merged(shuffled).played());
        }
    }

    @Test
    void twoFormatsADayApartAreOneMatchAndTheOriginalKnowsTheDay() {
        Merger.Row original = row("a", 2, RawFormat.ORIGINAL, "2022-05-01", 2022, 5, "Santos", "Vasco", 1, 0);
        Merger.Row british = row("b", 2, RawFormat.FOOTBALL_DATA, "2022-05-02", 2022, 0, "Santos", "Vasco", 1, 0);
        for (Merger.Result result : List.of(merged(List.of(original), List.of(british)), merged(List.of(british), List.of(original)))) {
            assertEquals(List.of(original.match()), result.played());
            assertEquals(1, result.duplicates());
        }
    }

    @Test
    void aLaterUploadCorrectsTheScoreAndSaysSo() {
        Merger.Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0)), List.of(row("b", "2022-05-01", "Santos", "Vasco", 1, 1)));
        assertEquals(1, result.played().getFirst().awayGoals());
        assertTrue(result.notes().getFirst().note().contains("corrects Santos 1-0 Vasco to 1-1"), result.notes().toString());
    }

    @Test
    void aLaterFixtureNeverErasesAScore() {
        Merger.Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0)), List.of(row("b", "2022-05-01", "Santos", "Vasco", -1, -1)));
        assertEquals(1, result.played().getFirst().homeGoals());
        assertEquals(0, result.fixtures().size());
    }

    @Test
    void aFixtureThatWasPlayedOnALaterDayIsOneMatch() {
        Merger.Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", -1, -1)), List.of(row("b", "2022-08-20", "Santos", "Vasco", 0, 2)));
        assertEquals("2022-08-20", result.played().getFirst().date().toString());
        assertEquals(0, result.fixtures().size());
    }

    @Test
    void aMatchWithoutScoreInASeasonThatIsOverWasNeverPlayed() {
        Merger.Row missing = row("a", 2, RawFormat.ORIGINAL, "2016-12-11", 2016, 38, "Chapecoense", "Atletico-MG", -1, -1);
        Merger.Row later = row("a", 3, RawFormat.ORIGINAL, "2017-05-13", 2017, 1, "Santos", "Vasco", 1, 0);
        assertEquals(1, merged(List.of(missing, later)).neverPlayed());
        assertEquals(0, merged(List.of(missing, row("a", "2016-12-10", "Bahia", "Sport", 1, 0))).fixtures().size() - 1, "still a fixture");
    }

    @Test
    void aClubTwiceOnADayIsQuarantinedUnlessTheRowsAreOfTwoRounds() {
        Merger.Result result = merged(List.of(row("a", "2022-05-01", "Santos", "Vasco", 1, 0)), List.of(row("b", "2022-05-01", "Bahia", "Santos", 2, 2)));
        assertEquals(1, result.played().size());
        assertTrue(result.quarantined().getFirst().reason().contains("Santos plays twice on 2022-05-01"), result.quarantined().toString());

        Merger.Row ninth = row("a", 2, RawFormat.ORIGINAL, "2008-07-06", 2008, 9, "Santos", "Vasco", 1, 0);
        Merger.Row eleventh = row("a", 3, RawFormat.ORIGINAL, "2008-07-06", 2008, 11, "Bahia", "Santos", 2, 2);
        Merger.Result twoRounds = merged(List.of(ninth, eleventh));
        assertEquals(2, twoRounds.played().size());
        assertTrue(twoRounds.notes().getFirst().note().contains("in rounds 9 and 11"), twoRounds.notes().toString());
    }
}
