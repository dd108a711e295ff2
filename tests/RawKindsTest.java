//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import lib.football.MatchRow;
import lib.raw.Merger;
import lib.raw.Preview;
import lib.raw.Reason;
import lib.raw.Remark;
import lib.raw.UploadReader;
import org.junit.jupiter.api.Test;

/** Files as people bring them: every kind of header, date, quote and encoding, and what becomes of each row. */
class RawKindsTest {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String HEADER = "rodada,data,mandante,visitante,gols_mandante,gols_visitante\n";

    /** What a merge of files makes of them. */
    private record Result(List<MatchRow> matches, List<Remark> quarantined, List<Remark> notes) {
        List<String> days() {
            return matches.stream().map(match -> match.date().toString()).toList();
        }

        List<Reason> refused() {
            return quarantined.stream().map(Remark::reason).toList();
        }
    }

    private static Result merged(byte[]... files) {
        Result result = new Result(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (Merger merger = new Merger()) {
            int number = 0;
            for (byte[] file : files) {
                new UploadReader(merger, "raw/" + ++number + ".csv").read(() -> new ByteArrayInputStream(file));
            }
            merger.merge();
            merger.forEachDay(result.matches::addAll);
            merger.forEachQuarantined(result.quarantined::add);
            merger.forEachNote(result.notes::add);
            assertEquals(merger.read(), result.matches.size() + merger.duplicates() + result.quarantined.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    private static Result read(String... files) {
        return merged(Arrays.stream(files).map(file -> file.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
    }

    private static String rows(String... dates) {
        String[] pairs = {"Santos,Bahia", "Vasco,Sport", "Ceara,Goias", "Bahia,Vasco", "Gremio,Santos", "Sport,Ceara",
                "Goias,Gremio"};
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < dates.length; i++) {
            rows.append(i + 1).append(',').append(dates[i]).append(',').append(pairs[i]).append(",1,0\n");
        }
        return rows.toString();
    }

    // ---------------------------------------------------------------- headers

    @Test
    void aHeaderIsReadInEveryUsualSpelling() {
        for (String header : List.of("data,mandante,visitante,mandante_Placar,visitante_Placar",
                "Data,Mandante,Visitante,Mandante Placar,Visitante Placar",
                "DATA,MANDANTE,VISITANTE,PLACAR_MANDANTE,PLACAR_VISITANTE",
                "\ufeffdata,mandante,visitante,gols mandante,gols visitante",
                "Date,HomeTeam,AwayTeam,FTHG,FTAG", "date,home,away,hg,ag",
                "Date,Home Team,Away Team,Home Goals,Away Goals",
                "date,home_team,away_team,home_score,away_score", "Data,Clube 1,Clube 2,Gols 1,Gols 2",
                "Data do Jogo,Time Mandante,Time Visitante,Gols Mandante,Gols Visitante",
                "data , mandante , visitante , mandante-placar , visitante-placar",
                "\"data\",\"mandante\",\"visitante\",\"mandante_Placar\",\"visitante_Placar\"")) {
            Result result = read(header + "\n2022-04-10,Santos,Bahia,2,0\n");
            assertEquals(1, result.matches.size(), header + ": " + result.quarantined);
            assertEquals(2, result.matches.getFirst().match().homeGoals(), header);
        }
        for (String round : List.of("rodada", "rodata", "Rodada", "round", "Matchday", "ROUND")) {
            Result result = read(round + ",data,mandante,visitante,hg,ag\n7ª Rodada,2022-04-10,Santos,Bahia,2,0\n");
            assertEquals(7, result.matches.getFirst().match().round(), round);
        }
        assertEquals(
                "16:00", read(
                        "data,Horário,mandante,visitante,hg2,placar\n2022-04-10,16h00,Santos,Bahia,,2 x 0\n").matches.getFirst().time());
        assertEquals(3, read("date,home,away,score\n2022-04-10,Santos,Bahia,3-1\n").matches.getFirst().match()
                .homeGoals());
    }

    @Test
    void delimitersPreamblesAndExcelsOwnLineAreNoObstacle() {
        String row = "2022-04-10,Santos,Bahia,2,0\n";
        String header = "data,mandante,visitante,hg,ag\n";
        for (String file : List.of(header + row, (header + row).replace(',', ';'), (header + row).replace(',', '\t'),
                (header + row).replace(',', '|'),
                "sep=;\n" + (header + row).replace(',', ';'), "\"sep=,\"\r\n" + header + row,
                "\ufeffsep=;\r\n" + (header + row).replace(',', ';'),
                "\n\n" + header + row, "# downloaded today\n" + header + row,
                "Campeonato Brasileiro;;;;\n\n" + (header + row).replace(',', ';'),
                header + "\n\n" + row + ",,,,\n;;\n".substring(0, 5), (header + row).replace("\n", "\r\n"),
                (header + row).replace('\n', '\r'))) {
            Result result = read(file);
            assertEquals(1, result.matches.size(), file + result.quarantined);
            assertEquals(List.of(), result.refused(), file);
        }
    }

    @Test
    void whatIsNoResultsFileIsCalledByItsName() {
        record Case(String text, Reason reason, String word) {}
        for (Case one : List.of(new Case("<!DOCTYPE html>\n<html></html>", Reason.WEB_PAGE, "web page"),
                new Case("  <table><tr>", Reason.WEB_PAGE, "web page"),
                new Case("{\"matches\": []}", Reason.JSON, "JSON"), new Case("[{\"a\": 1}]", Reason.JSON, "JSON"),
                new Case("[\n{", Reason.JSON, "JSON"),
                new Case("= Brazil Série A\n\n» Matchday 1\n", Reason.FOOTBALL_TXT, "Football.TXT"),
                new Case("PK\u0003\u0004xl/workbook.xml", Reason.WORKBOOK, "Excel"),
                new Case("PK\u0003\u0004results.csv", Reason.ARCHIVE, "archive"),
                new Case("partida_id,rodada,clube,chutes,posse\n1,1,Santos,9,50", Reason.STATISTICS,
                        "missing: date, home, away"),
                new Case("Div,Date,HomeTeam,B365H\nE0,1/2/2022,A,1.8", Reason.HEADER,
                        "found: div, date, hometeam, b365h; missing: away, home_goals, away_goals"),
                new Case("# nothing here\n", Reason.HEADER, "# nothing here"),
                new Case("\n\n \n", Reason.EMPTY, "empty"))) {
            Result result = read(one.text);
            assertEquals(List.of(one.reason), result.refused(), one.text);
            assertTrue(result.quarantined.getFirst().text().contains(one.word), result.quarantined.getFirst().text());
        }
    }

    // ---------------------------------------------------------------- dates

    @Test
    void oneOrderOfDayAndMonthHoldsForAWholeFile() {
        List<String> april = List.of("2022-04-10", "2022-04-17", "2022-04-24", "2022-05-01", "2022-05-08");
        for (String[] dates : List.of(
                new String[] {"10/04/2022", "17/04/2022", "24/04/2022", "01/05/2022", "08/05/2022"},
                new String[] {"4/10/2022", "4/17/2022", "4/24/2022", "5/1/2022", "5/8/2022"},
                new String[] {"10.04.2022", "17.04.2022", "24.04.2022", "1.5.2022", "8.5.2022"},
                new String[] {"10-04-22", "17-04-22", "24-04-22", "01-05-22", "08-05-22"},
                new String[] {"4/10/22", "4/17/22", "4/24/22", "5/1/22", "5/8/22"},
                new String[] {"2022-04-10", "2022/04/17", "2022.04.24", "2022-5-1", "2022-05-08"},
                new String[] {"2022-04-10 16:00:00", "2022-04-17T18:30", "2022-04-24T19:00:00Z",
                        "2022-05-02T01:00:00Z", "2022-05-08T20:00:00-03:00"},
                new String[] {"10/04/2022 16:00", "17/04/2022 - 18h30", "24/04/2022 20:00", "01/05/2022 16h",
                        "Dom. 08/05/2022"})) {
            Result result = read(rows(dates));
            assertEquals(april, result.days(), Arrays.toString(dates) + result.quarantined);
        }
    }

    @Test
    void aFileWithoutADayAfterTheTwelfthIsDecidedByTheCourseOfItsRows() {
        List<String> sundays = List.of("2022-04-10", "2022-05-01", "2022-05-08", "2022-06-05", "2022-06-12");
        String monthFirst = rows("4/10/2022", "5/1/2022", "5/8/2022", "6/5/2022", "6/12/2022");
        assertEquals(sundays, read(monthFirst).days());
        assertEquals(sundays, read(rows("10/4/2022", "1/5/2022", "8/5/2022", "5/6/2022", "12/6/2022")).days());
        assertEquals(sundays, read(rows("12/6/2022", "5/6/2022", "8/5/2022", "1/5/2022", "10/4/2022")).days(),
                "newest first");
        assertTrue(read(monthFirst).notes.stream().anyMatch(note -> note.reason() == Reason.MONTH_FIRST));
    }

    @Test
    void datesInTwoOrdersAreNeverTurnedRoundInSilence() {
        Result mixed = read(rows("13/05/2022", "05/14/2022", "02/06/2022"));
        assertEquals(List.of(Reason.DATE_ORDERS), mixed.refused());
        assertTrue(mixed.quarantined.getFirst().text().contains("line 2") && mixed.quarantined.getFirst().text()
                .contains("line 3"), mixed.quarantined.toString());
        StringBuilder many = new StringBuilder(HEADER);
        for (int i = 13; i < 29; i++) {
            many.append("1,").append(i).append("/05/2022,Clube ").append(i).append(",Santos,1,0\n");
        }
        Result slip = read(many + "1,05/31/2022,Bahia,Vasco,1,0\n");
        assertEquals(List.of(Reason.DATE), slip.refused(), "one slip among many is only a bad row");
        assertEquals(16, slip.matches.size());
        assertEquals(List.of(Reason.DATE, Reason.DATE), read(rows("13/05/2022", "31/09/2022", "29/02/2021")).refused());
    }

    @Test
    void aTwoDigitYearIsCheckedAgainstTheSeason() {
        String header = "Season,Date,Home,Away,HG,AG\n";
        assertEquals(List.of("2012-05-19"), read(header + "2012,19/05/12,Santos,Bahia,1,0\n").days());
        assertEquals(List.of("1998-05-19"), read(header + "1998,19/05/98,Santos,Bahia,1,0\n").days());
        assertEquals(List.of(Reason.SEASON_DATE), read(header + "2012,19/05/19,Santos,Bahia,1,0\n").refused());
        assertEquals(List.of("2022-04-30"), read(header + "2022,22-04-30,Santos,Bahia,1,0\n").days());
    }

    @Test
    void aDayThatCannotBeIsQuarantinedHoweverItIsWritten() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (String date : List.of("12/11/2202", "31/12/9999", "01/01/1000", "01/01/1900", "12/11/2100",
                "+123456-01-01", "", "ontem", today.plusDays(3).toString())) {
            Result result = read(rows("10/04/2022", date));
            assertEquals(1, result.matches.size(), date);
            assertEquals(1, result.quarantined.size(), date);
        }
        String future = HEADER + "1," + today.plusDays(20) + ",Santos,Bahia,,\n";
        assertEquals(1, read(future).matches.size(), "a fixture may be in the future");
        String seasons =
                "Season,Date,Home,Away,HG,AG\n2021,2022-04-10,Santos,Bahia,2,0\n2012,2022-04-17,Vasco,Sport,1,1\n9999,2022-04-17,Goias,Ceara,1,1\nabc,2022-04-17,Goias,Bahia,1,1\n";
        Result result = read(seasons);
        assertEquals(List.of(Reason.SEASON_DATE, Reason.SEASON_DATE, Reason.SEASON), result.refused());
        assertEquals(Reason.SEASON_NEXT, result.notes.getFirst().reason(), "a season one off is worth a note");
    }

    // ---------------------------------------------------------------- lines, quotes, encodings

    @Test
    void noRowIsLostBehindABadOne() {
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            good.add("1,2022-05-%02d,Clube %d,Clube %d,1,0".formatted(1 + i % 28, i, i + 100));
        }
        for (String bad : List.of("1,2022-05-01,\"Santos,Bahia,1,0", "1,2022-05-01,Santos,Bahia,1,\"0",
                "\"1,2022-05-01,Santos,Bahia,1,0",
                "1,2022-05-01,Santos" + ",x".repeat(300), "1,2022-05-01," + "x".repeat(5000) + ",Bahia,1,0",
                "#1,2022-05-01,Santos,Santos,1,0",
                "1,2022-05-01,\"Santos,\"Bahia\",1,0,", "x".repeat(100_000), "\"", "1,\"a\nb\",Santos,Bahia,1,0")) {
            for (int at : List.of(0, 50, 100)) {
                List<String> rows = new ArrayList<>(good);
                rows.add(at, bad);
                Result result = read(HEADER + String.join("\n", rows));
                assertEquals(100, result.matches.size(), bad.substring(0, Math.min(60, bad.length())) + " at " + at);
                assertEquals(1, result.quarantined.size());
                assertEquals(at + 2, result.quarantined.getFirst().line());
            }
        }
        Result hash = read(HEADER + "#2,2022-05-01,Santos,Bahia,1,0\n# a comment\n");
        assertEquals(1, hash.matches.size(), "a row that begins with # is a row");
        assertEquals(1, hash.quarantined.size());
    }

    @Test
    void unclosedQuotesNameTheirLineAndHonestOnesAreRead() {
        String rows =
                "1,2022-05-01,Santos,Bahia,1,0\n2,2022-05-02,\"Vasco,Sport,1,0\n3,2022-05-03,\"Ceara\",Goias,1,0\n4,2022-05-04,\"Gremio,Santos,1,0\n5,2022-05-05,Bahia,\"Vasco\",1,0\n";
        Result result = read(HEADER + rows);
        assertEquals(List.of(Reason.QUOTE, Reason.QUOTE), result.refused());
        assertEquals(List.of(3L, 5L), result.quarantined.stream().map(Remark::line).toList());
        assertTrue(result.quarantined.getFirst().text().contains("begins in line 3"), result.quarantined.toString());
        assertEquals(3, result.matches.size());
        String header = "data,mandante,visitante,hg,ag,arena\n";
        assertEquals("Rei \"Pelé\"", read(
                header + "2022-05-01,Santos,Bahia,1,0,\"Rei \"\"Pelé\"\"\"\n").matches.getFirst().venue());
        assertEquals("Arena \"Fonte\" Nova",
                read(header + "2022-05-01,Santos,Bahia,1,0,Arena \"Fonte\" Nova\n").matches.getFirst().venue());
        assertEquals("Vila\nBelmiro, Santos",
                read(header + "2022-05-01,Santos,Bahia,1,0,\"Vila\nBelmiro, Santos\"\n").matches.getFirst().venue());
        assertEquals(
                2, read(header
                        + "2022-05-01,Santos,Bahia,1,0,\"Vila\nBelmiro\"\n2022-05-02,Vasco,Sport,1,0,x\n").matches.size());
    }

    @Test
    void oneBadByteSpoilsNoFile() {
        String rows = HEADER
                + "1,2022-05-01,Grêmio,São Paulo,1,0\n2,2022-05-02,Ceará,Goiás,1,0\n3,2022-05-03,Atlético-MG,Avaí,1,0\n";
        List<String> clubs = List.of("Gremio", "Sao Paulo", "Ceara", "Goias", "Atletico-MG", "Avai");
        byte[] utf8 = rows.getBytes(StandardCharsets.UTF_8);
        byte[] mixed = joined(rows.lines().limit(2).collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8),
                rows.lines().skip(2).limit(1).collect(Collectors.joining("\n", "", "\n")).getBytes(WINDOWS),
                rows.lines().skip(3).collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8));
        for (byte[] file : List.of(utf8, rows.getBytes(WINDOWS), mixed,
                joined("\ufeff".getBytes(StandardCharsets.UTF_8), utf8))) {
            Result result = merged(file);
            assertEquals(clubs, result.matches.stream()
                    .flatMap(match -> List.of(match.match().home(), match.match().away()).stream()).toList());
        }
        assertEquals(Reason.ENCODING, merged(mixed).notes.getFirst().reason());
        assertEquals(3, merged(mixed).notes.getFirst().line());
        byte[] littleEndian = ("\ufeff" + rows).getBytes(StandardCharsets.UTF_16LE);
        for (byte[] wide : List.of(rows.getBytes(StandardCharsets.UTF_16), littleEndian)) {
            assertEquals(merged(utf8), merged(wide));
        }
        assertEquals(List.of(Reason.WIDE), merged(rows.getBytes(StandardCharsets.UTF_16LE)).refused());
    }

    @Test
    void aZeroByteCostsItsRowAndNoOther() {
        String rows = rows("2022-05-01", "2022-05-08", "2022-05-15");
        Result result = read(rows.replace("Vasco,Sport", "Va\0sco,Sport"), rows.replace("1,0\n", "1,0\n\n") + "\0\0\0");
        assertEquals(3, result.matches.size());
        assertEquals(List.of(Reason.ZERO, Reason.ZERO), result.refused());
        assertEquals(3, result.quarantined.getFirst().line());
        assertFalse(result.quarantined.getFirst().row().contains("\0"));
        assertEquals(List.of(Reason.BINARY), read(rows.replace("data", "da\0ta")).refused(), "a header that is none");
    }

    @Test
    void anAwardedResultCountsAndIsMarked() {
        String header = "data,mandante,visitante,placar,situacao\n";
        for (String cells : List.of("3-0,W.O.", "3-0,awarded", "3x0 (W.O.),", "W.O. 3-0,", "3-0 awarded,encerrado")) {
            Result result = read(header + "2022-05-01,Santos,Bahia," + cells + "\n");
            assertEquals(List.of("3:0:true"), result.matches.stream().map(RawKindsTest::score).toList(), cells);
            assertEquals(List.of(Reason.AWARDED), result.notes.stream().map(Remark::reason).toList(), cells);
        }
        for (String cells : List.of("3-0,", "3-0,encerrado", "3-0,Worthy")) {
            Result result = read(header + "2022-05-01,Santos,Bahia," + cells + "\n");
            assertEquals(List.of("3:0:false"), result.matches.stream().map(RawKindsTest::score).toList(), cells);
        }
        Result without = read(header + "2022-05-01,Santos,Bahia,W.O.,\n2022-05-08,Bahia,Santos,,W.O.\n");
        assertEquals(List.of("-1:-1:false", "-1:-1:false"), without.matches.stream().map(RawKindsTest::score).toList());
    }

    @Test
    void anAwardIsKnownUntilTheResultIsAnotherOne() {
        String row = "data,mandante,visitante,placar,situacao\n2022-05-01,Santos,Bahia,";
        assertEquals("3:0:true", score(read(row + "3-0,W.O.\n", row + "3-0,\n").matches.getFirst()), "only left out");
        assertEquals("3:0:true", score(read(row + "3-0,\n", row + "3-0,W.O.\n").matches.getFirst()), "told later");
        assertEquals("3:0:true", score(read(row + "3-0,W.O.\n", row + ",\n").matches.getFirst()), "nothing new");
        assertEquals("2:1:false", score(read(row + "3-0,W.O.\n", row + "2-1,\n").matches.getFirst()), "another result");
        assertEquals("3:0:true", score(read(row + "1-1,\n", row + "3-0,awarded\n").matches.getFirst()), "by a court");
    }

    private static String score(MatchRow row) {
        return row.match().homeGoals() + ":" + row.match().awayGoals() + ":" + row.match().awarded();
    }

    @Test
    void aSimulatedRowWithAMistypedYearIsNoSeason() {
        StringBuilder league = new StringBuilder("id,data,mandante,visitante,gols_mandante,gols_visitante\n");
        for (int day = 1; day <= 28; day++) {
            league.append("SIM-1,2040-05-%02d,Santos%d,Bahia%d,1,0\n".formatted(day, day, day));
        }
        String header = "id,data,mandante,visitante,gols_mandante,gols_visitante\n";
        Result result = read(league.toString(),
                header + "SIM-1,2090-05-01,Santos,Bahia,1,0\nSIM-1,2041-05-01,Santos,Bahia,1,0\n");
        assertEquals(29, result.matches.size(), "its own calendar");
        assertEquals(List.of(Reason.DATE_RANGE), result.refused());
        assertEquals("raw/2.csv", result.quarantined.getFirst().file());
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    @Test
    void aReasonIsShortAndOneLineWhateverTheCell() {
        for (String cell : List.of("D".repeat(4090), "x\u202eevil", "\u001b[2J", "Foo\u200bBar", "a|b")) {
            Result result = read(HEADER + "1," + cell + ",Santos,Bahia,1,0\n1,2022-05-01," + cell + ",Bahia,1,0\n");
            for (Remark remark : result.quarantined) {
                assertTrue(remark.text().length() < 200, remark.text());
                assertFalse(remark.text().matches("(?s).*[\\p{Cc}\\p{Cf}].*"), remark.text());
            }
        }
    }

    // ---------------------------------------------------------------- what is said

    @Test
    void postponedAndAwardedMatchesAreFixtures() {
        String header = "data,mandante,visitante,hg,ag,status\n";
        for (String score : List.of("Adiado,Adiado,", "adiada,,", "x,x,", "-,-,", "postponed,postponed,", "W.O.,W.O.,",
                "WO,WO,", ",,Awarded", "0,0,POSTPONED", "0,0,SCHEDULED", "?,?,", "Cancelado,Cancelado,")) {
            Result result = read(header + "2022-05-01,Santos,Bahia," + score + "\n");
            assertEquals(List.of(), result.refused(), score);
            assertFalse(result.matches.getFirst().played(), score);
            boolean awarded = score.toLowerCase().replace(".", "").matches(".*(wo|awarded).*");
            assertEquals(awarded, result.notes.stream().anyMatch(note -> note.reason() == Reason.AWARDED), score);
        }
        assertTrue(read(header + "2022-05-01,Santos,Bahia,0,0,FINISHED\n").matches.getFirst().played());
    }

    @Test
    void twoResultsOfAPairInOneFileAreAnErrorAndInTwoFilesACorrectionUnlessWeeksApart() {
        String one = HEADER + "12,2022-07-19,Botafogo-RJ,Flamengo,2,2\n";
        String two = "31,2022-10-25,Botafogo-RJ,Flamengo,0,1\n";
        Result inOne = read(one + two);
        assertEquals(List.of(Reason.TWO_RESULTS), inOne.refused());
        assertEquals(2, inOne.matches.getFirst().match().homeGoals());
        Result inTwo = read(one, HEADER + two);
        assertEquals(List.of(Reason.FAR_RESULT), inTwo.refused(), "perhaps the return match with the clubs exchanged");
        assertEquals(2, inTwo.matches.getFirst().match().awayGoals());
        Result corrected = read(one, HEADER + "12,2022-07-20,Botafogo-RJ,Flamengo,0,1\n");
        assertEquals(List.of(), corrected.refused());
        assertEquals(List.of(Reason.CORRECTS), corrected.notes.stream().map(Remark::reason).toList());
        assertEquals(1, corrected.matches.getFirst().match().awayGoals());
        assertEquals(List.of(Reason.TWO_RESULTS), read(one + "31,2022-10-25,Botafogo-RJ,Flamengo,2,2\n").refused(),
                "the same score twice is two matches, too");
        assertEquals(List.of(), read(one + one.substring(HEADER.length())).refused(),
                "the same row twice is one match");
    }

    /** One number is never the goals of both clubs; two columns of one name are the goals of each. */
    @Test
    void aLoneNumberIsNoScore() {
        for (String header : List.of("Date,Home,Score,Away,Score", "data,mandante,placar,visitante,placar",
                "Date,Home,Score,Away,Score.1")) {
            Result result = read(header + "\n10/04/2022,Santos,2,Bahia,0\n");
            assertEquals("2-0", score(result), header);
        }
        for (String row : List.of("Santos,2,x,Bahia", "Santos,10,,Bahia", "Santos,02,,Bahia")) {
            Result result = read("data,mandante,placar,,visitante\n10/04/2022," + row + "\n");
            assertEquals(List.of(Reason.ONE_SCORE), result.refused(), row);
        }
        for (String score : List.of("2 - 0 (1 - 0)", "2 a 0", "2 x 0*", "2 (4) x (3) 0", "2–0", "2:0")) {
            assertEquals("2-0", score(read("data,mandante,placar,visitante\n10/04/2022,Santos," + score + ",Bahia\n")));
        }
    }

    private static String score(Result result) {
        assertEquals(List.of(), result.quarantined);
        return result.matches.getFirst().match().homeGoals() + "-" + result.matches.getFirst().match().awayGoals();
    }

    /** A winner that is understood has to agree with the score; one that is not says nothing. */
    @Test
    void aWinnerIsAWordANameOrTheScoreOnceMore() {
        String header = "data,mandante,visitante,gols_mandante,gols_visitante,vencedor\n";
        for (String words : List.of("Santos|Bahia|-", "H|A|D", "h|a|d", "HOME_TEAM|AWAY_TEAM|DRAW",
                "Home Win|Away Win|Tie", "Mandante|Visitante|Empate", "casa|fora|nenhum", "2-0|0-1|1-1")) {
            String[] word = words.split("\\|");
            assertEquals(List.of(), read(header + "10/04/2022,Santos,Bahia,2,0," + word[0] + "\n").refused(), words);
            assertEquals(List.of(Reason.WINNER),
                    read(header + "10/04/2022,Santos,Bahia,2,0," + word[1] + "\n").refused(), words);
            assertEquals(List.of(), read(header + "10/04/2022,Santos,Bahia,1,1," + word[2] + "\n").refused(), words);
        }
        assertEquals(List.of(Reason.WINNER), read(header + "10/04/2022,Santos,Bahia,2,0,Vasco\n").refused());
        for (String word : List.of("1", "W", "True", "XYZ")) {
            Result result = read(header + "10/04/2022,Santos,Bahia,2,0," + word + "\n");
            assertEquals(List.of(), result.refused(), word);
            assertEquals(Reason.WINNER_WORD, result.notes.getFirst().reason(), word);
        }
    }

    /** The score of a match that is under way, was broken off or annulled is none; one put off was played later. */
    @Test
    void aScoreCountsByItsStatus() {
        String header = "data,mandante,visitante,hg,ag,status\n2022-05-01,Santos,Bahia,";
        for (String status : List.of("IN_PLAY", "PAUSED", "2H", "HT", "Second Half", "Match Abandoned", "Suspended",
                "Match Cancelled", "cancelado", "em andamento", "incomplete", "Não iniciado")) {
            Result result = read(header + "2,0," + status + "\n");
            assertFalse(result.matches.getFirst().played(), status);
            assertEquals(List.of(Reason.NO_SCORE), result.notes.stream().map(Remark::reason).toList(), status);
        }
        for (String status : List.of("FT", "FINISHED", "Match Finished", "Encerrado", "AET", "")) {
            assertTrue(read(header + "2,0," + status + "\n").matches.getFirst().played(), status);
        }
        for (String status : List.of("Adiado", "Postponed", "Match Postponed", "PST")) {
            assertTrue(read(header + "2,0," + status + "\n").matches.getFirst().played(), status);
            assertFalse(read(header + "0,0," + status + "\n").matches.getFirst().played(), status);
        }
        assertTrue(read(header + "3,0,Technical loss\n").matches.getFirst().match().awarded());
    }

    /** A calendar does not know when a match was played, and a file that moves one far says so. */
    @Test
    void theRowWithTheResultDecidesTheDay() {
        String result = HEADER + "25,20/05/2026,Santos,Bahia,2,1\n";
        String calendar = HEADER + "25,10/12/2026,Santos,Bahia,,\n";
        assertEquals(List.of("2026-05-20"), read(result, calendar).days());
        assertEquals(List.of("2026-05-20"), read(calendar, result).days());
        assertEquals(List.of("2026-05-20"), read(calendar + result.substring(HEADER.length())).days());
        Result moved = read(HEADER + "1,2022-04-10,Santos,Bahia,2,0\n", HEADER + "1,2022-10-04,Santos,Bahia,2,0\n");
        assertEquals(List.of(Reason.MOVES), moved.notes.stream().map(Remark::reason).toList());
    }

    /** A file of midnights knows days only; a time in a column of its own is of the place, whatever the date's zone. */
    @Test
    void midnightIsNoTimeOfDay() {
        for (String suffix : List.of("T00:00:00.000Z", " 00:00:00+00:00", " 00:00:00", " 00:00")) {
            Result result = read(rows("2022-04-10" + suffix, "2022-04-17" + suffix));
            assertEquals(List.of("2022-04-10", "2022-04-17"), result.days(), suffix);
            assertEquals("", result.matches.getFirst().time(), suffix);
        }
        String time = "data,hora,mandante,visitante,hg,ag\n";
        Result zoned = read(time + "2022-04-10T00:00:00.000Z,21:30,Santos,Bahia,1,0\n");
        assertEquals("2022-04-10 21:30", zoned.matches.getFirst().date() + " " + zoned.matches.getFirst().time());
        assertEquals("2022-04-10", read(time + "10/04/2022,00:30,Santos,Bahia,1,0\n").days().getFirst());
        for (String utc : List.of("utcDate", "date_GMT", "Date (UTC)")) {
            Result late = read(utc + ",mandante,visitante,hg,ag\nApr 11 2022 - 12:30am,Santos,Bahia,1,0\n");
            assertEquals(List.of("2022-04-10"), late.days(), utc);
            assertEquals("21:30", late.matches.getFirst().time(), utc);
        }
        String british = "Country,League,Season,Date,Time,Home,Away,HG,AG\nBrazil,Serie A,2022,";
        assertEquals("2022-04-09", read(british + "10/04/2022,00:30,Santos,Bahia,1,0\n").days().getFirst());
    }

    @Test
    void daysAreReadAsPeopleAndProgramsWriteThem() {
        for (String date : List.of("10 de abril de 2022", "10/abr/22", "10-Apr-2022", "1Apr", "Apr 10, 2022",
                "Sun Apr 10 2022", "dom, 10/04/2022", "2022-04-10 19:00:00 UTC", "2022-04-10 16:00:00-03", "20220410",
                "44661", "44661.6666667", "10/04/2022 as 16:00", "10/04/2022 16:00h", "10/04/2022 (dom)",
                "10/04/2022 4:00 PM", "'10/04/2022", "=\"\"10/04/2022\"\"")) {
            List<String> days = read(HEADER + "1,\"" + date + "\",Santos,Bahia,1,0\n").days();
            assertEquals(date.equals("1Apr") ? List.of() : List.of("2022-04-10"), days, date);
        }
        assertEquals(List.of(Reason.DATE), read(HEADER + "1,2022-04-10T16:00+19:00,Santos,Bahia,1,0\n").refused());
    }

    /** What a spreadsheet of another country did: 10/04 became October, 17/04 stayed a text. */
    @Test
    void datesThatASpreadsheetExchangedAreTurnedBack() {
        Result result = read(rows("2022-10-04", "17/04/2022", "24/04/2022", "2022-01-05"));
        assertEquals(List.of("2022-04-10", "2022-04-17", "2022-04-24", "2022-05-01"), result.days());
        assertEquals(Reason.TURNED_ROUND, result.notes.getFirst().reason());
        assertEquals(List.of("2022-05-01", "2022-10-04"), read(rows("2022-10-04", "2022-05-01")).days());
        assertEquals(List.of("2022-05-01", "2022-05-08", "2022-05-15", "2022-05-22"),
                read(rows("2022-05-01", "2022-05-08", "15/05/2022", "22/05/2022")).days(),
                "one goes on in another hand");
    }

    /** One round goes on for days and not for months. */
    @Test
    void aRoundTellsTheOrderOfDayAndMonth() {
        assertEquals(List.of("2022-04-09", "2022-04-10"), read("data,mandante,visitante,hg,ag\n"
                + "4/9/2022,Santos,Bahia,1,0\n4/10/2022,Vasco,Sport,1,0\n4/10/2022,Goias,Ceara,1,0\n").days().stream()
                .distinct().toList());
        assertEquals(List.of("2026-02-05", "2026-02-11", "2026-03-12"),
                read(rows("05/02/2026", "11/02/2026", "12/03/2026")).days(), "since 2026 the league begins in January");
        assertEquals(List.of("2022-04-09", "2022-04-10"), read("data,mandante,visitante,hg,ag\n"
                + "09/04/2022,Santos,Bahia,1,0\n10/04/2022,Vasco,Sport,1,0\n").days());
    }

    @Test
    void joinedQuotedAndTwiceEncodedFilesAreRead() {
        Result joined = read(HEADER + "1,10/04/2022,Santos,Bahia,2,0\n"
                + "rodada,data,mandante,visitante,gols_visitante,gols_mandante\n2,17/04/2022,Vasco,Sport,0,3\n");
        assertEquals(List.of(), joined.refused());
        assertEquals(3, joined.matches.getLast().match().homeGoals());
        assertEquals(List.of(Reason.HEADER_AGAIN), joined.notes.stream().map(Remark::reason).toList());
        Result quoted = read("\"" + HEADER.strip() + "\"\n\"1,10/04/2022,\"\"Santos\"\",Bahia,2,0\"\n");
        assertEquals("Santos", quoted.matches.getFirst().match().home());
        String twice = new String("1,10/04/2022,São Paulo,Avaí,2,0\n2,17/04/2022,Grêmio,Goiás,1,0\n"
                .getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Result once = read(HEADER + twice + "3,24/04/2022,Ceará,Avaí,1,0\n");
        assertEquals(List.of("Gremio", "Ceara"),
                once.matches.stream().skip(1).map(match -> match.match().home()).toList());
        assertEquals("Sao Paulo x Avai",
                once.matches.getFirst().match().home() + " x " + once.matches.getFirst().match().away());
        assertEquals(List.of(Reason.ENCODED_TWICE), once.notes.stream().map(Remark::reason).toList());
    }

    @Test
    void anUnknownClubIsNewInAResultAndSetAsideInAFixture() {
        Result result =
                read(HEADER
                        + "1,2022-05-01,Palmeirass,Bahia,1,0\n2,2022-05-08,Palmeirass,Vasco,,\n2,2022-05-09,Flamengoo,Vasco,,\n");
        assertEquals(List.of(Reason.MISSPELT_FIXTURE), result.refused());
        assertTrue(result.quarantined.getFirst().text().contains("did you mean Flamengo?"),
                result.quarantined.toString());
        assertTrue(result.notes.getFirst().text().contains("did you mean Palmeiras?"), result.notes.toString());
        assertEquals(2, result.matches.size(), "a club with a result may have fixtures");
    }

    // ---------------------------------------------------------------- other leagues

    private static String league(String season, String prefix, int clubs, String start, String division) {
        StringBuilder rows = new StringBuilder();
        LocalDate day = LocalDate.parse(start);
        for (int round = 0; round < 2 * (clubs - 1); round++, day = day.plusDays(7)) {
            for (int pair = 0; pair < clubs / 2; pair++) {
                int slot = round % (clubs - 1);
                int one = pair == 0 ? clubs - 1 : (slot + pair) % (clubs - 1);
                int two = (slot + clubs - 1 - pair) % (clubs - 1);
                boolean swap = round >= clubs - 1;
                rows.append("%s,%s,%d,%s,%s %d,%s %d,1,0\n"
                        .formatted(season, division, round + 1, day, prefix, swap ? two : one, prefix,
                                swap ? one : two));
            }
        }
        return rows.toString();
    }

    @Test
    void aSeasonFromAugustToMayIsOneSeason() {
        String header = "x,y,rodada,data,mandante,visitante,hg,ag\n";
        String two = league("", "Alfa", 20, "2021-08-08", "") + league("", "Alfa", 20, "2022-08-07", "");
        for (String file : List.of(header + two, header.replace("rodada", "z") + two)) {
            Result result = read(file);
            assertEquals(List.of(), result.refused());
            assertEquals(380, result.matches.stream().filter(match -> match.match().season() == 2021).count());
            assertEquals(380, result.matches.stream().filter(match -> match.match().season() == 2022).count());
        }
        Result named = read("season,y,rodada,data,mandante,visitante,hg,ag\n"
                + league("2021/22", "Alfa", 20, "2021-08-08", "") + league("2022-23", "Alfa", 20, "2022-08-07", ""));
        assertEquals(760, named.matches.size());
        assertEquals(2, named.matches.stream().map(match -> match.match().season()).distinct().count());
        assertEquals(List.of(), named.notes.stream().map(Remark::reason).filter(reason -> reason == Reason.SEASON_NEXT)
                .toList());
        Result calendar = read(header + league("", "Alfa", 20, "2022-03-20", "")
                + league("", "Alfa", 20, "2023-03-20", ""));
        assertEquals(2, calendar.matches.stream().map(match -> match.match().season()).distinct().count());
        Result pandemic = read(header + league("", "Alfa", 14, "2020-08-09", "")
                + league("", "Alfa", 20, "2021-05-29", ""));
        assertEquals(182 + 380, pandemic.matches.size());
        Result interrupted = read("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR\n" + "E0,09/08/2019,Alfa,Beta,2,0,H\n"
                + "E0,26/12/2019,Beta,Gama,1,1,D\nE0,01/01/2020,Gama,Alfa,0,3,A\nE0,17/06/2020,Alfa,Gama,1,0,H\n");
        assertEquals(List.of(2019), interrupted.matches.stream().map(row -> row.match().season()).distinct().toList());
        assertTrue(pandemic.notes.stream().noneMatch(note -> note.reason() == Reason.TWO_YEARS),
                "a late season is no season over two years");
    }

    @Test
    void twoLeaguesAreNeverMergedIntoOne() {
        String header = "season,div,rodada,data,mandante,visitante,hg,ag\n";
        String a = league("2022", "Alfa", 8, "2022-04-10", "A");
        String b = league("2022", "Beta", 8, "2022-04-10", "B");
        assertEquals(List.of(Reason.LEAGUES), read(header + a + b).refused());
        String unnamed = header.replace("div", "x");
        Result inOne = read(unnamed + a + b);
        assertEquals(0, inOne.matches.size(), "nothing says which of the two is meant");
        Result inTwo = read(unnamed + a, unnamed + b);
        assertEquals(56, inTwo.matches.size());
        assertEquals(Collections.nCopies(56, Reason.OTHER_LEAGUE), inTwo.refused());
        assertEquals("raw/2.csv", inTwo.quarantined.getFirst().file());
        String round = a.lines().limit(8).collect(Collectors.joining("\n", "", "\n"));
        assertEquals(8, read(unnamed + round).matches.size(), "two rounds are no two leagues");
        Result twice = read(unnamed + a + a.replace("2022-", "2023-").replace("2022,", "2022,"));
        assertTrue(twice.refused().stream().allMatch(reason -> reason == Reason.TWO_RESULTS)
                && twice.quarantined.size() == 56, "clubs that meet twice on one ground");
    }

    // ---------------------------------------------------------------- whatever comes

    /** Bytes, cells and lines are changed by lot: every row that was read ends up in exactly one place. */
    @Test
    void theSumHoldsForEveryFile() throws IOException {
        String whole = "id,season,div,rodada,data,hora,mandante,visitante,hg,ag,res,arena\n";
        StringBuilder rows = new StringBuilder(whole);
        for (int i = 0; i < 60; i++) {
            rows.append("%d,2022,A,%d,%02d/%02d/2022,16:00,Clube %d,Clubé %d,%d,%d,,\"Arena \"\"%d\"\", Sul\"\n"
                    .formatted(i, i / 3, 1 + i % 28, 4 + i % 8, i % 7, i % 5 + 7, i % 4, i % 3, i));
        }
        byte[] honest = rows.toString().getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 200; seed++) {
            byte[] file = mutated(honest.clone(), new Random(seed));
            Preview preview = Preview.of(() -> new ByteArrayInputStream(file));
            assertEquals(preview.rows(), preview.kept() + preview.fixtures() + preview.duplicates()
                    + preview.refusedRows(), "seed " + seed);
            assertTrue(preview.rows() > 0, "seed " + seed + ": something must be said of every file");
            assertNotNull(preview.refused());
        }
        assertEquals(60, Preview.of(() -> new ByteArrayInputStream(honest)).rows());
    }

    /** Without quotes a line is a row: as many lines that are not blank, as many rows. */
    @Test
    void everyLineIsARow() throws IOException {
        Random random = new Random(1);
        String letters = "ab,;#1/.- é\t'=@0x";
        for (int run = 0; run < 500; run++) {
            StringBuilder file = new StringBuilder(HEADER);
            int rows = 0;
            for (int line = 0; line < 20; line++) {
                String text = random.ints(random.nextInt(30), 0, letters.length()).mapToObj(i -> "" + letters.charAt(i))
                        .collect(Collectors.joining());
                if (random.nextInt(3) == 0) text = "1,2022-05-01,Santos,Bahia," + text;
                if (!text.replaceAll("[,\\s\u00a0]", "").isEmpty()) rows++;
                file.append(text).append('\n');
            }
            byte[] bytes = file.toString().getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : WINDOWS);
            assertEquals(rows, Preview.of(() -> new ByteArrayInputStream(bytes)).rows(), file.toString());
        }
    }

    private static byte[] mutated(byte[] file, Random random) {
        for (int change = random.nextInt(12); change >= 0; change--) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(5)) {
                case 0 -> file[at] = (byte) random.nextInt(256);
                case 1 -> file[at] = (byte) ",;\"\n\r\t#".charAt(random.nextInt(7));
                case 2 -> file = joined(Arrays.copyOf(file, at), "\"".getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOfRange(file, at, file.length));
                case 3 -> file = joined(Arrays.copyOf(file, at),
                        Arrays.copyOfRange(file, Math.min(file.length, at + random.nextInt(40)), file.length));
                default -> file = joined(file, Arrays.copyOfRange(file, at, Math.min(file.length, at + 300)));
            }
            if (file.length == 0) return new byte[] {'x'};
        }
        return file;
    }
}
