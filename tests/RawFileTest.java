//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lib.football.MatchRow;
import lib.football.Outcome;
import lib.raw.RawFile;
import lib.raw.RawRow;
import lib.raw.Reason;
import org.junit.jupiter.api.Test;

class RawFileTest {

    private static final String HEADER = "ID,rodata,data,hora,mandante,visitante,formacao_mandante,formacao_visitante,"
            + "tecnico_mandante,tecnico_visitante,vencedor,arena,mandante_Placar,visitante_Placar,mandante_Estado,visitante_Estado\n";
    private static final String ROW = "1,1,29/03/2003,16:00,Gremio,Vasco,4-3-3,,,,Gremio,\u00a0 Maracanã ,2,0,RS,RJ\n";

    private final List<MatchRow> matches = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private void read(byte[] bytes) {
        read(() -> new ByteArrayInputStream(bytes));
    }

    private void read(RawFile.Source source) {
        try {
            RawFile.read(source, new RawFile.Reader() {
                @Override
                public void row(RawRow row) {
                    lines.add(row.line());
                    try {
                        matches.add(row.match());
                    } catch (RawRow.NotTrue e) {
                        problems.add(e.reason.text(e.arguments));
                    }
                }

                @Override
                public void refused(long line, Reason reason, List<String> arguments, String text) {
                    lines.add(line);
                    problems.add(reason.text(arguments));
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void readRow(String row) {
        matches.clear();
        problems.clear();
        read((HEADER + row + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void refuses(String row, String reason) {
        readRow(row);
        assertEquals(List.of(), matches, row);
        assertTrue(problems.getFirst().contains(reason), problems + " for " + row);
    }

    @Test
    void everyHonestWayToWriteTheFileGivesTheSameMatch() {
        read((HEADER + ROW).getBytes(StandardCharsets.UTF_8));
        MatchRow plain = matches.getFirst();
        assertEquals("Maracanã", plain.venue());
        String quoted = (HEADER + ROW).replaceAll("(?m)(?<=^|,)([^,\n]*)(?=,|$)", "\"$1\"");
        String semicolons = (HEADER + ROW).replace(',', ';');
        for (byte[] other : List.of(
                ("\ufeff" + HEADER + ROW).getBytes(StandardCharsets.UTF_8),
                ("\ufeff" + semicolons).getBytes(StandardCharsets.UTF_8),
                quoted.getBytes(StandardCharsets.UTF_8),
                (HEADER + ROW).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
                (HEADER + ROW).replace("Gremio,Vasco", "  Grêmio , Vasco  ").getBytes(StandardCharsets.UTF_8),
                (HEADER + ROW).getBytes(Charset.forName("windows-1252")))) {
            matches.clear();
            read(other);
            assertEquals(List.of(plain), matches, new String(other, StandardCharsets.UTF_8));
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void rowsAreCountedByTheLineTheyStandOn() {
        read((HEADER + ROW + ROW).getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of(2L, 3L), lines);
    }

    @Test
    void britishKickOffTimesBecomeTheDayInBrazil() {
        read(("Country,League,Season,Date,Time,Home,Away,HG,AG,Res\n"
                + "Brazil,Serie A,2012,20/05/2012,01:00,Figueirense,Nautico,2,1,H\n"
                + "Brazil,Serie A,2016,11/12/2016,19:00,Chapecoense-SC,Atletico-MG,,,\n")
                .getBytes(StandardCharsets.UTF_8));
        assertEquals("2012-05-19", matches.get(0).date().toString());
        assertEquals("21:00", matches.get(0).time());
        assertEquals(2012, matches.get(0).match().season());
        assertEquals("SC", matches.get(1).homeState());
        assertTrue(!matches.get(1).played(), "no score is a fixture");
    }

    @Test
    void seasonIsNotTheCalendarYear() {
        readRow("1,38,25/02/2021,21:30,Gremio,Vasco,,,,,-,,1,1,RS,RJ");
        assertEquals(2020, matches.getFirst().match().season());
        readRow("1,1,28/01/2026,21:30,Gremio,Vasco,,,,,-,,1,1,RS,RJ");
        assertEquals(2026, matches.getFirst().match().season(), "from 2026 on, seasons begin in January");
    }

    @Test
    void aRowThatCannotBeTrueIsRefusedWithTheReason() {
        refuses("1,1,31/02/2022,16:00,Gremio,Vasco,,,,,Gremio,,2,0,RS,RJ", "not a date");
        refuses("1,1,,16:00,Gremio,Vasco,,,,,Gremio,,2,0,RS,RJ", "not a date");
        refuses("1,1,2022-13-01,16:00,Gremio,Vasco,,,,,Gremio,,2,0,RS,RJ", "not a date");
        refuses("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,Gremio,,-1,0,RS,RJ", "negative");
        refuses("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,Gremio,,99,0,RS,RJ", "more goals than can be true");
        refuses("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,Gremio,,2.5,0,RS,RJ", "not a whole number");
        refuses("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,Gremio,,2,,RS,RJ", "only one of the two scores");
        refuses("1,1,01/05/2022,16:00,Gremio,Grêmio,,,,,Gremio,,2,0,RS,RS", "cannot play itself");
        refuses("1,1,01/05/2022,16:00,Gremio,,,,,,Gremio,,2,0,RS,RJ", "away club is missing");
        refuses("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,Vasco,,2,0,RS,RJ", "contradicts the score 2-0");
        refuses("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,Gremio,,1,1,RS,RJ", "contradicts the score 1-1");
        refuses("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,Santos,,2,0,RS,RJ", "contradicts");
        refuses("1,1,01/05/2022,16:00,=HYPERLINK(1),Vasco,,,,,,,2,0,RS,RJ", "not the name of a club");
        refuses("1,1,01/05/2022,16:00,Gremio,V\u001b[2Jasco,,,,,,,2,0,RS,RJ", "not the name of a club");
        refuses("1,1,01/05/2022,16:00,Gremio," + "Vasco".repeat(20) + ",,,,,,,2,0,RS,RJ", "not the name of a club");
        refuses("only,three,cells", "not a date");
    }

    @Test
    void aMissingWinnerIsReadFromTheScoreAndAMissingScoreIsAFixture() {
        readRow("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,,,2,0,RS,RJ");
        assertEquals(Outcome.HOME, matches.getFirst().match().outcome());
        readRow("1,1,01/05/2022,16:00,Gremio,Vasco,,,,,,,,,RS,RJ");
        assertTrue(!matches.getFirst().played());
    }

    @Test
    void filesThatAreNoResultsAreRefusedInWords() {
        record Case(byte[] bytes, String reason) {}
        for (Case wrong : List.of(
                new Case(new byte[0], "empty"),
                new Case("\ufeff".getBytes(StandardCharsets.UTF_8), "empty"),
                new Case("PK\u0003\u0004 whatever".getBytes(StandardCharsets.ISO_8859_1), "compressed"),
                new Case(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "compressed"),
                new Case(("data" + "\0".repeat(100)).getBytes(StandardCharsets.ISO_8859_1), "binary"),
                new Case(HEADER.getBytes(StandardCharsets.UTF_16LE), "UTF-16"),
                new Case("name,age\nAda,36\n".getBytes(StandardCharsets.UTF_8), "header"))) {
            problems.clear();
            read(wrong.bytes);
            assertTrue(problems.getFirst().contains(wrong.reason), problems + " should speak of " + wrong.reason);
            assertEquals(List.of(), matches);
        }
    }

    @Test
    void anEndlessLineIsRefusedInBoundedMemory() {
        long size = 200L << 20;
        for (String cell : List.of("x", "x,", "\"")) {
            problems.clear();
            long before = usedMemory();
            read(() -> new Repeated(cell.getBytes(StandardCharsets.UTF_8), size));
            assertTrue(problems.getFirst().contains("longer than"), problems.toString());
            assertTrue(usedMemory() - before < 64L << 20, "memory grew with the line");
        }
    }

    @Test
    void anEndlessLineInTheMiddleKeepsWhatCameBeforeIt() {
        byte[] start = (HEADER + ROW + ROW + "\"").getBytes(StandardCharsets.UTF_8);
        read(() -> new java.io.SequenceInputStream(
                new ByteArrayInputStream(start), new Repeated("x".getBytes(StandardCharsets.UTF_8), 10 << 20)));
        assertEquals(2, matches.size());
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().contains("longer than"), problems.toString());
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A stream that repeats some bytes without holding them. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private final long size;
        private long position;

        Repeated(byte[] bytes, long size) {
            this.bytes = bytes;
            this.size = size;
        }

        @Override
        public int read() {
            return position < size ? bytes[(int) (position++ % bytes.length)] : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position >= size) return -1;
            int count = (int) Math.min(length, size - position);
            for (int i = 0; i < count; i++) target[offset + i] = bytes[(int) (position++ % bytes.length)];
            return count;
        }
    }
}
