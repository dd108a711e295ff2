//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import lib.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chapter 2 as a user runs it. */
class EtlTest {

    private static final Path SAMPLE = Scripts.HOME.resolve("sample/simulated-league.csv");
    private static final List<String> OUTPUTS =
            List.of("processed/matches.csv", "processed/fixtures.csv", "processed/features.csv",
            "processed/notes.csv", "processed/summary.json");
    private static final String HEADER =
            "ID,rodata,data,hora,mandante,visitante,vencedor,mandante_Placar,visitante_Placar\n";

    @TempDir
    Path lake;

    private Scripts.Result etl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("02_etl.java"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--lake", lake.toString()));
        return Scripts.run(all.toArray(String[]::new));
    }

    private JsonNode summary(Scripts.Result result) throws IOException {
        assertEquals(0, result.exit(), result.all());
        return Json.MAPPER.readTree(result.out());
    }

    private void raw(String name, String content) throws IOException {
        Files.createDirectories(lake.resolve("raw"));
        Files.writeString(lake.resolve("raw").resolve(name), content);
    }

    private List<byte[]> outputs() throws IOException {
        List<byte[]> outputs = new ArrayList<>();
        for (String name : OUTPUTS) outputs.add(Files.readAllBytes(lake.resolve(name)));
        return outputs;
    }

    @Test
    void theSampleBecomesMatchesFixturesAndFeaturesWithTheSameBytesEachTime() throws IOException {
        assertEquals(0, etl("add", SAMPLE.toString()).exit());
        JsonNode summary = summary(etl("--json"));
        assertEquals(2660, summary.path("read").asInt());
        assertEquals(2540, summary.path("matches").asInt());
        assertEquals(120, summary.path("fixtures").asInt());
        assertTrue(summary.path("simulated").asBoolean());
        assertEquals(10, summary.path("next").size());
        List<byte[]> first = outputs();
        summary(etl("--json"));
        List<byte[]> second = outputs();
        for (int i = 0; i < first.size(); i++) assertArrayEquals(first.get(i), second.get(i), OUTPUTS.get(i));
        assertEquals(2541, Files.readAllLines(lake.resolve("processed/features.csv")).size());
    }

    @Test
    void shuffledRowsAndASecondCopyChangeNothing() throws IOException {
        List<String> lines = Files.readAllLines(SAMPLE);
        raw("league.csv", String.join("\n", lines));
        summary(etl("--json"));
        byte[] matches = Files.readAllBytes(lake.resolve("processed/matches.csv"));
        byte[] features = Files.readAllBytes(lake.resolve("processed/features.csv"));
        List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
        Collections.shuffle(rows, new Random(1));
        raw("league.csv", lines.getFirst() + "\n" + String.join("\n", rows));
        raw("league again.csv", String.join("\n", lines));
        JsonNode summary = summary(etl("--json"));
        assertEquals(2660, summary.path("duplicates").asInt());
        assertArrayEquals(matches, Files.readAllBytes(lake.resolve("processed/matches.csv")));
        assertArrayEquals(features, Files.readAllBytes(lake.resolve("processed/features.csv")));
    }

    @Test
    void hostileFilesGoToQuarantineAndTheGoodOnesAreKept() throws IOException {
        raw("good.csv",
                HEADER + "1,1,01/05/2022,16:00,Santos,Vasco,Santos,2,0\n2,1,02/05/2022,16:00,Bahia,Bahia,-,1,1\n");
        raw("empty.csv", "");
        raw("header.csv", "a,b,c\n1,2,3\n");
        raw("Série A (cópia).csv", HEADER.replace(',', ';') + "3;2;08/05/2022;16:00;Vasco;Grêmio;-;0;0\n");
        Files.write(lake.resolve("raw/picture.csv"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 1});
        try (OutputStream bomb = new GZIPOutputStream(Files.newOutputStream(lake.resolve("raw/bomb.csv")))) {
            for (int i = 0; i < 1000; i++) bomb.write(new byte[1 << 16]);
        }
        try (OutputStream line = Files.newOutputStream(lake.resolve("raw/line.csv"))) {
            byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 200; i++) line.write(block);
        }
        Scripts.Result result = etl("--json");
        JsonNode summary = summary(result);
        assertEquals(2, summary.path("matches").asInt());
        assertEquals(6, summary.path("quarantined").asInt());
        String quarantine = Files.readString(lake.resolve("quarantine/rows.csv"));
        for (String expected : List.of("raw/good.csv,3,a club cannot play itself", "raw/empty.csv,1,the file is empty",
                "raw/header.csv,1,",
                "raw/picture.csv,1,this is a binary file", "raw/bomb.csv,1,this is a compressed archive",
                "raw/line.csv,1,a field is longer than")) {
            assertTrue(quarantine.contains(expected.replace(",this", ",\"this")) || quarantine.contains(expected),
                    expected + " not in\n" + quarantine);
        }
        assertFalse(result.all().contains("\tat "), "a stack trace was printed");
    }

    @Test
    void aLakeWithoutAGoodRowFailsWithWhatToDo() throws IOException {
        Scripts.Result nothing = etl("run");
        assertEquals(3, nothing.exit());
        assertTrue(nothing.err().contains("error: no CSV file") && nothing.err().contains("do:  "), nothing.err());
        raw("header.csv", "a,b,c\n1,2,3\n");
        Scripts.Result bad = etl("run");
        assertEquals(3, bad.exit());
        assertTrue(bad.err().contains("no played match"), bad.err());
        assertTrue(bad.out().contains("header names no known format"), bad.out());
        assertFalse(Files.exists(lake.resolve("processed")), "nothing half-written");
    }

    @Test
    void realMatchesAreNeverMixedWithTheSimulatedOnes() throws IOException {
        raw("simulated-league.csv", Files.readString(SAMPLE));
        raw("real.csv", HEADER + "1,1,01/05/2022,16:00,Santos,Vasco,Santos,2,0\n");
        Scripts.Result result = etl("--json");
        assertEquals(1, summary(result).path("read").asInt());
        assertTrue(result.err().contains("set aside"), result.err());
    }

    @Test
    void addRefusesWhatIsNoResultsFileAndAddsNothing() throws IOException {
        Path bad = Files.writeString(lake.resolve("notes.csv"), "a,b\n1,2\n");
        Scripts.Result result = etl("add", SAMPLE.toString(), bad.toString());
        assertEquals(2, result.exit());
        assertTrue(result.err().contains("is not a results file"), result.err());
        assertFalse(Files.exists(lake.resolve("raw")), "all or nothing");
        assertEquals(2, etl("add", "no-such-file.csv").exit());
        Path other = Files.createDirectories(lake.resolve("other")).resolve("simulated-league.csv");
        Files.copy(SAMPLE, other);
        assertTrue(etl("add", SAMPLE.toString(), other.toString()).err().contains("both named simulated-league.csv"));
        Path statistics = Files.writeString(lake.resolve("statistics.csv"),
                "\"partida_id\",\"clube\",\"chutes\"\n\"1\",\"Santos\",\"9\"\n\"2\",\"Vasco" + "x".repeat(5000) + "\n");
        assertTrue(etl("add", statistics.toString()).err().contains("has a quote that is never closed"));
        assertFalse(Files.exists(lake.resolve("raw/statistics.csv")), "it would stop every run");
        Path archive = Files.writeString(lake.resolve("archive.csv"), "PK\u0003\u0004");
        assertTrue(etl("add", archive.toString()).err().contains("mend that in the file"));
    }

    @Test
    void whatIsNotReadIsNamedAndJsonIsOneObject() throws IOException {
        JsonNode added = Json.MAPPER.readTree(etl("add", "--json", SAMPLE.toString()).out());
        assertEquals("raw/simulated-league.csv", added.path("added").path(0).asText());
        raw("jogos.xlsx", "no CSV");
        Files.writeString(lake.resolve("raw/arrivals.jsonl"), "{\"file\": \"raw/simulated-league.csv\", "
                + "\"at\": \"2026-01-01T00:00:00Z\"}\n"); // damaged: it does not say of which content
        Scripts.Result result = etl("--json");
        assertEquals(2540, summary(result).path("matches").asInt());
        assertTrue(result.err().contains("not read, because its name does not end in .csv: raw/jogos.xlsx"),
                result.err());
        JsonNode report = Json.MAPPER.readTree(etl("report", "--json").out());
        assertTrue(report.path("report").asText().contains("reports/data.html"), report.toString());
    }

    @Test
    void addReplacesNoMatchesWithoutBeingTold() throws IOException {
        Path first = Files.createDirectories(lake.resolve("one")).resolve("BRA.CSV");
        Path second = Files.createDirectories(lake.resolve("two")).resolve("BRA.csv");
        Files.writeString(first, HEADER
                + "1,1,01/05/2022,16:00,Santos,Vasco,Santos,2,0\n2,1,02/05/2022,16:00,Bahia,Sport,-,1,1\n");
        Files.writeString(second, HEADER + "1,1,08/05/2022,16:00,Ceara,Goias,Ceara,2,0\n");
        assertEquals(0, etl("add", first.toString()).exit());
        assertTrue(Files.exists(lake.resolve("raw/BRA.csv")), "the ending is written small");
        Scripts.Result refused = etl("add", second.toString());
        assertEquals(2, refused.exit(), refused.all());
        assertTrue(refused.err().contains("2 of its matches would go") && refused.err().contains("--replace"),
                refused.err());
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(lake.resolve("raw/BRA.csv")));
        Files.writeString(first, Files.readString(first) + "3,1,09/05/2022,16:00,Ceara,Goias,Ceara,2,0\n");
        assertTrue(etl("add", first.toString()).out().contains("2 matches before, 3 now"),
                "more matches need no question");
        assertEquals(0, etl("add", "--replace", second.toString()).exit());
        assertArrayEquals(Files.readAllBytes(second), Files.readAllBytes(lake.resolve("raw/BRA.csv")));
    }

    @Test
    void theOrderOfArrivalIsOnRecordAndFileTimesDoNotMatter() throws IOException {
        Path a = Files.writeString(lake.resolve("a.csv"), HEADER + "1,1,01/05/2022,16:00,Santos,Vasco,Santos,2,1\n");
        Path b = Files.writeString(lake.resolve("b.csv"), HEADER + "1,1,01/05/2022,16:00,Santos,Vasco,Vasco,0,5\n");
        assertEquals(0, etl("add", b.toString()).exit());
        assertEquals(0, etl("add", a.toString()).exit());
        for (String newer : List.of("a.csv", "b.csv")) {
            for (String file : List.of("a.csv", "b.csv")) {
                Files.setLastModifiedTime(lake.resolve("raw").resolve(file),
                        FileTime.fromMillis(file.equals(newer) ? 2_000_000 : 1_000_000));
            }
            Scripts.Result result = etl("--json");
            summary(result);
            assertTrue(Files.readString(lake.resolve("processed/matches.csv")).contains("Santos,Vasco,2,1"), newer);
            assertFalse(result.err().contains("not recorded"), result.err());
        }
        Files.delete(lake.resolve("raw/arrivals.jsonl"));
        assertTrue(etl("--json").err().contains("it is not recorded which of two files came last"), "then it is said");
    }

    @Test
    void aShareInQuarantineIsSaidAndStopsAPipelineUntilAPersonAcceptsIt() throws IOException {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 30; i++) {
            rows.append("%d,1,%02d/05/2022,16:00,Clube %d,Fora %d,,2,0\n".formatted(i, 1 + i % 28, i, i));
        }
        raw("good.csv", rows.toString());
        raw("bad.csv", rows.toString().replaceAll("(\n[0-3],1,)\\d\\d", "$144"));
        Scripts.Result byHand = etl("run");
        assertEquals(0, byHand.exit(), byHand.all());
        String last = byHand.out().strip().lines().reduce((one, two) -> two).orElseThrow();
        assertTrue(last.contains("13 % of raw/bad.csv is in quarantine (4 of 30 rows), always: not a date"),
                byHand.all());
        Scripts.Result stage = etl("run", "--run", "r1");
        assertEquals(5, stage.exit(), stage.all());
        assertTrue(stage.err().contains("stops before training") && stage.err().contains("--accept-quarantine"),
                stage.err());
        assertEquals(0, etl("run", "--run", "r2", "--accept-quarantine").exit());
        assertEquals(0, etl("run", "--run", "r3").exit(), "accepted once, for this content");
        raw("bad.csv", Files.readString(lake.resolve("raw/bad.csv")) + "31,1,44/44/2022,16:00,Santos,Bahia,,1,0\n");
        assertEquals(5, etl("run", "--run", "r4").exit(), "another content is another question");
    }

    @Test
    void manyChangedResultsOfFinishedSeasonsAreNamedInTheSummary() throws IOException {
        List<String> lines = Files.readAllLines(SAMPLE);
        raw("a.csv", String.join("\n", lines));
        String swapped = lines.stream().filter(line -> line.contains("/2024,")).map(line -> {
            String[] cells = line.split(",", -1);
            String home = cells[12];
            cells[12] = cells[13];
            cells[13] = home;
            cells[10] = "";
            return String.join(",", cells);
        }).collect(Collectors.joining("\n", lines.getFirst() + "\n", "\n"));
        Path file = Files.writeString(lake.resolve("b.csv"), swapped);
        assertEquals(0, etl("add", file.toString()).exit());
        Scripts.Result result = etl("--json");
        JsonNode corrections = summary(result).path("corrections");
        assertEquals(1, corrections.size(), corrections.toString());
        assertEquals("raw/b.csv", corrections.get(0).path("file").asText());
        assertTrue(corrections.get(0).path("changed").asInt() > 200, corrections.toString());
        assertEquals(2280, corrections.get(0).path("known").asInt());
        assertTrue(result.err().contains("known results of finished seasons"), result.err());
    }

    @Test
    void foreignColumnsAreNamedOnce() throws IOException {
        Path file = Files.writeString(lake.resolve("foreign.csv"),
                "quando;dono;de_fora;gc;gf\n01/05/2022;Santos;Vasco;2;0\n");
        Scripts.Result refused = etl("add", file.toString());
        assertTrue(refused.err().contains("found: quando, dono, de_fora, gc, gf") && refused.err()
                .contains("missing: date, home, away"), refused.err());
        Scripts.Result added = etl("add", file.toString(), "--columns",
                "date=quando,home=dono,away=de_fora,home_goals=gc,away_goals=gf");
        assertEquals(0, added.exit(), added.all());
        assertEquals(1, summary(etl("--json")).path("matches").asInt());
        Path mac = Files.writeString(lake.resolve("mac.csv"), Files.readString(file).replace('\n', '\r')
                .replace("Santos;Vasco", "Bahia;Sport"));
        etl("add", mac.toString(), "--columns", "date=quando,home=dono,away=de_fora,home_goals=gc,away_goals=gf");
        assertEquals(2, summary(etl("--json")).path("matches").asInt(), "lines may end as they like");
        assertTrue(etl("add", file.toString(), "--columns", "casa=dono").err().contains("does not know \"casa\""));
        assertTrue(etl("add", file.toString(), "--columns", "home=nada").err().contains("has no column \"nada\""));
    }

    @Test
    void fetchTakesThePublicSourcesAndSaysSoWhenTheyAreAway() throws IOException {
        HttpServer source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] csv = (HEADER + "1,1,01/05/2022,16:00,Santos,Vasco,Santos,2,0\n").getBytes(StandardCharsets.UTF_8);
        source.createContext("/full.csv", exchange -> {
            exchange.sendResponseHeaders(200, csv.length);
            exchange.getResponseBody().write(csv);
            exchange.close();
        });
        source.start();
        String url = "http://127.0.0.1:" + source.getAddress().getPort();
        try {
            Scripts.Result result = etl("fetch", "--brasileirao-url", url + "/full.csv", "--football-data-url",
                    url + "/gone.csv",
                    "--openfootball-url", url + "/YEAR.txt");
            assertEquals(0, result.exit(), result.all());
            assertTrue(result.out().contains("the server answered 404"), result.all());
            assertArrayEquals(csv, Files.readAllBytes(lake.resolve("raw/full.csv")));
        } finally {
            source.stop(0);
        }
        Scripts.Result away = etl("fetch", "--brasileirao-url", url + "/full.csv", "--football-data-url",
                url + "/gone.csv",
                    "--openfootball-url", url + "/YEAR.txt");
        assertEquals(3, away.exit());
        assertTrue(away.err().contains("simulated sample"), away.all());
    }

    @Test
    void playIsTheNextRoundOfTheLakesOwnLeagueUntilTheSeasonIsOver() throws IOException {
        Path next = lake.resolve("next");
        assertEquals(0, Scripts.run("02_etl.java", "sample", "--out", next.toString(), "--clubs", "6", "--seasons", "2",
                "--open-rounds", "3", "--seed", "5").exit());
        Path file = next.resolve("simulated-league.csv");
        Scripts.Result before = etl("play", "--out", next.toString());
        assertEquals(3, before.exit(), before.all());
        assertTrue(before.err().contains("the ETL has not run yet"), before.all());
        for (int[] step : new int[][] {{1, 8, 3}, {5, 9, 6}}) { // rounds asked for, the first of them, matches there
            assertEquals(0, etl("add", file.toString()).exit());
            JsonNode known = summary(etl("--json"));
            JsonNode played = summary(etl("play", "--out", next.toString(), "--seed", "5", "--rounds", "" + step[0],
                    "--json"));
            assertEquals(step[2], played.path("played").size(), played.toString());
            for (JsonNode match : played.path("played")) {
                assertTrue(match.path("round").asInt() >= step[1] && match.path("homeGoals").asInt() >= 0,
                        match.toString());
                assertTrue(match.path("date").asText().compareTo(known.path("dataUntil").asText()) > 0,
                        match.toString());
            }
        }
        Scripts.Result other = etl("play", "--out", next.toString());
        assertEquals(2, other.exit(), other.all());
        assertTrue(other.err().contains("seed 1895 makes another league"), other.all());
        assertEquals(0, etl("add", file.toString()).exit());
        assertEquals(60, summary(etl("--json")).path("matches").asInt());
        Scripts.Result over = etl("play", "--out", next.toString(), "--seed", "5");
        assertEquals(3, over.exit(), over.all());
        assertTrue(over.err().contains("no round is left to play"), over.all());
        raw("real.csv", HEADER + "1,1,01/05/2022,16:00,Flamengo,Vasco,Flamengo,2,0\n");
        assertEquals(0, etl("run").exit());
        Scripts.Result real = etl("play", "--out", next.toString(), "--seed", "5");
        assertEquals(3, real.exit(), real.all());
        assertTrue(real.err().contains("are real"), real.all());
    }

    @Test
    void theReportOpensWithoutInternetAndLabelsSimulatedData() throws IOException {
        raw("league.csv", Files.readString(SAMPLE));
        assertEquals(0, etl("report").exit());
        String page = Files.readString(lake.resolve("reports/data.html"));
        assertTrue(page.contains("SIMULATED DATA") && page.contains("href=\"data.pt.html\""));
        assertTrue(page.contains("src=\"plotly.js\"") && Files.size(lake.resolve("reports/plotly.js")) > 1 << 20);
        assertFalse(page.contains("http://") || page.contains("https://"), "the page asks the internet for something");
        assertTrue(page.contains("Home advantage") && page.contains("Clubs by season")
                && page.contains("never played"));
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws IOException {
        Path folder = Files.createDirectories(lake.resolve("work"));
        String[] fetch = {"02_etl.java", "fetch", "--lake", lake.toString(), "--football-data-url",
                "http://127.0.0.1:9/flag.csv",
            "--openfootball-url", "http://127.0.0.1:9/YEAR.txt"};
        Files.writeString(folder.resolve(".env"),
                "# a comment\nBRASILEIRAO_URL=http://user:secret@127.0.0.1:9/file.csv\nFOOTBALL_DATA_URL='http://127.0.0.1:9/file.csv'\n");
        Scripts.Result file = Scripts.run(folder, Map.of(), fetch);
        assertTrue(file.err().contains("brasileirao-url=http://****@127.0.0.1:9/file.csv (.env)"), file.all());
        assertFalse(file.all().contains("secret"), file.all());
        assertTrue(file.err().contains("football-data-url=http://127.0.0.1:9/flag.csv (flag)"), file.all());
        Scripts.Result environment = Scripts.run(
                folder, Map.of("BRASILEIRAO_URL", "http://127.0.0.1:9/env.csv"), fetch);
        assertTrue(environment.err().contains("brasileirao-url=http://127.0.0.1:9/env.csv (environment)"),
                environment.all());
        Files.writeString(folder.resolve(".env"), "BRASILEIRAO_URL=\n");
        assertTrue(Scripts.run(folder, Map.of(), fetch).err().contains("(default)"), "an empty value is not set");
        Files.writeString(folder.resolve(".env"), "this is no setting\n");
        Scripts.Result broken = Scripts.run(folder, Map.of(), fetch);
        assertEquals(3, broken.exit(), broken.all());
        assertTrue(broken.err().contains(".env cannot be read"), broken.err());
    }

    @Test
    void accentsSurviveAPosixLocale() throws IOException {
        raw("Grêmio.csv", HEADER + "1,1,01/05/2022,16:00,Real Maracanã,Vasco,,2,0\n");
        Scripts.Result result = Scripts.run(Scripts.HOME, Map.of("LC_ALL", "C", "NO_COLOR", "1"), "02_etl.java", "run",
                "--lake", lake.toString());
        assertTrue(result.out().contains("raw/Grêmio.csv line 2: unknown club, taken as a new one: Real Maracanã"),
                result.all());
        assertFalse(result.out().contains("\033"), "colour without a terminal");
    }
}
