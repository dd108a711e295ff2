//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java ServedScript.java SampleLake.java Schema.java
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lib.base.Json;
import lib.model.ForecastLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers for the page: matches, the round, the season, clubs, the lake, uploads. */
class LeagueApiTest {

    private static final String CSV = """
            ID,rodata,data,hora,mandante,visitante,formacao_mandante,formacao_visitante,tecnico_mandante,tecnico_visitante,vencedor,arena,mandante_Placar,visitante_Placar,mandante_Estado,visitante_Estado
            1,1,10/04/2022,16:00,Santos,Vasco,,,,,Santos,,2,1,SP,RJ
            1,1,10/04/2022,16:00,Santos,Vasco,,,,,Santos,,2,1,SP,RJ
            2,1,11/04/2022,16:00,Bahia,Gremio,,,,,,,,,BA,RS
            3,1,11/04/2022,16:00,Bahia,Bahia,,,,,-,,1,1,BA,BA
            4,1,12/04/2022,16:00,Nowhere FC,Bahia,,,,,-,,1,1,,BA
            """;

    @TempDir
    static Path lake;

    private static ServedScript api;
    private static Schema schema;
    private static JsonNode document;

    @BeforeAll
    static void serve() {
        SampleLake.copyTo(lake);
        api = ServedScript.start("04_api.java", "--lake", lake.toString());
        document = api.get("/openapi.json").json();
        schema = new Schema(document);
    }

    @AfterAll
    static void stop() {
        if (api != null) api.close();
    }

    private static JsonNode get(String path, String name) {
        ServedScript.Answer answer = api.get(path);
        assertEquals(200, answer.status(), answer.text());
        assertEquals(List.of(), schema.violations(answer.json(), document.at("/components/schemas/" + name)),
                path);
        return answer.json();
    }

    private static JsonNode refused(int status, ServedScript.Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.type().replaceFirst(";.*", ""));
        return answer.json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    // ---------------------------------------------------------------- one match

    @Test
    void aMatchAgreesWithPredictAndItsPartsWithEachOther() {
        JsonNode match = get("/match?home=Flamengo&away=S%C3%A3o%20Paulo", "MatchDetails");
        JsonNode predicted = api.post("/predict", "{\"home\": \"Flamengo\", \"away\": \"Sao Paulo\"}").json();
        predicted.properties().forEach(member -> assertEquals(
                member.getValue(), match.path(member.getKey()), member.getKey()));
        double[] outcome = new double[3];
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                outcome[Integer.compare(j, i) + 1] += match.path("score_matrix").get(i).get(j).asDouble();
            }
        }
        JsonNode p = match.path("probabilities");
        // Six or more each is one cell of the draws here: a very small disagreement.
        assertArrayEquals(new double[] {p.path("home").asDouble(), p.path("draw").asDouble(),
                p.path("away").asDouble()}, outcome, .001);
        double last = 1;
        for (JsonNode score : match.path("likeliest_scores")) {
            assertEquals(match.path("score_matrix").get(score.path("home").asInt()).get(score.path("away").asInt())
                    .asDouble(), score.path("probability").asDouble(), 1e-12);
            assertTrue(score.path("probability").asDouble() <= last);
            last = score.path("probability").asDouble();
        }
        assertEquals(5, match.path("likeliest_scores").size());
        double sum = 0;
        for (JsonNode part : match.at("/explanation/contributions")) sum += part.path("log_odds").asDouble();
        assertEquals(Math.log(p.path("home").asDouble() / p.path("away").asDouble()), sum, 1e-9);
        assertEquals(sum, match.at("/explanation/log_odds_home_away").asDouble(), 1e-9);
        assertTrue(match.at("/sentence/pt").asText().contains("São Paulo"), match.path("sentence").toString());
        assertEquals(5, match.at("/form/home").size());
        assertTrue(match.at("/ratings/away").size() > 50 && match.at("/ratings/away").size() <= 200);
        String newest = "9999";
        assertTrue(match.path("head_to_head").size() > 2, "they met");
        for (JsonNode meeting : match.path("head_to_head")) {
            assertTrue(meeting.path("date").asText().compareTo(newest) <= 0, "newest first");
            newest = meeting.path("date").asText();
        }
    }

    @Test
    void aMatchThatCannotBeIsRefusedAsPredictRefusesIt() {
        assertEquals("away", refused(422, api.get("/match?home=Flamengo&away=flamengo")).path("field").asText());
        assertEquals("away", refused(422, api.get("/match?home=Flamengo")).path("field").asText());
        assertEquals("date", refused(422, api.get("/match?home=Flamengo&away=Santos&date=2020-01-01")).path("field")
                .asText());
        assertEquals("Flamengo", refused(404, api.get("/match?home=Flamengoo&away=Santos")).path("nearest").get(0)
                .asText());
    }

    // ---------------------------------------------------------------- the season

    /** One fixture, one forecast: in the round, on its own, as {@code /predict} and on its club's page. */
    @Test
    void everyFixtureHasTheSameForecastWhereverItIsTold() {
        JsonNode fixtures = get("/round?all=true", "Round").path("matches");
        assertEquals(120, fixtures.size());
        for (JsonNode fixture : fixtures) {
            String home = fixture.path("home").asText();
            String away = fixture.path("away").asText();
            JsonNode match = get("/match?home=" + encoded(home) + "&away=" + encoded(away), "MatchDetails");
            assertEquals(fixture.path("probabilities"), match.path("probabilities"), home + " " + away);
            assertEquals(fixture.path("date"), match.path("date"));
            assertEquals(fixture.path("date"), match.at("/fixture/date"));
            assertEquals(fixture.path("round"), match.at("/fixture/round"));
            assertTrue(match.path("played").isNull());
            JsonNode predicted = api.post("/predict", "{\"home\":\"" + home + "\",\"away\":\"" + away + "\"}").json();
            assertEquals(fixture.path("probabilities"), predicted.path("probabilities"), home + " " + away);
        }
        for (JsonNode remaining : get("/teams/Palmeiras", "Club").path("remaining")) {
            JsonNode same = fixture(fixtures, remaining.path("home").asText(), remaining.path("away").asText());
            assertEquals(same, remaining);
        }
    }

    private static JsonNode fixture(JsonNode fixtures, String home, String away) {
        for (JsonNode one : fixtures) {
            if (one.path("home").asText().equals(home) && one.path("away").asText().equals(away)) return one;
        }
        throw new AssertionError(home + " " + away);
    }

    @Test
    void aMatchThatWasPlayedAlreadySaysSoAndIsNoFixture() {
        JsonNode last = get("/round?last=true", "Round");
        assertEquals("results", last.path("kind").asText());
        assertEquals(10, last.path("matches").size());
        for (JsonNode result : last.path("matches")) {
            assertEquals(26, result.path("round").asInt());
            JsonNode match = get("/match?home=" + encoded(result.path("home").asText()) + "&away="
                    + encoded(result.path("away").asText()), "MatchDetails");
            assertTrue(match.path("fixture").isNull());
            assertEquals(result.path("home_goals"), match.at("/played/home_goals"));
            assertEquals(result.path("date"), match.at("/played/date"));
            assertEquals("2026-09-09", match.path("date").asText(), "no fixture: the day after the data");
            assertEquals(false, match.at("/season/over").asBoolean());
        }
    }

    @Test
    void theSeasonTellsWhatTheLastRoundAndAnAssumptionHaveChanged() {
        JsonNode season = get("/season", "Season");
        assertEquals("last_round", season.path("before").asText());
        double moved = 0;
        double sum = 0;
        for (JsonNode line : season.path("standings")) {
            sum += line.at("/before/libertadores").asDouble();
            moved += Math.abs(line.at("/before/libertadores").asDouble() - line.path("libertadores").asDouble());
        }
        assertEquals(5, sum, 1e-6);
        assertTrue(moved > .1, "a round of results changes something: " + moved);
        JsonNode first = get("/round", "Round").path("matches").get(0);
        JsonNode assumed = get("/season?what_if="
                + encoded(first.path("home").asText() + " 5-0 " + first.path("away").asText()), "Season");
        assertEquals("assumptions", assumed.path("before").asText());
        for (JsonNode line : assumed.path("standings")) {
            for (JsonNode before : season.path("standings")) {
                if (before.path("name").equals(line.path("name"))) {
                    assertEquals(before.path("relegation"), line.at("/before/relegation"));
                }
            }
        }
        assertEquals(10, season.path("stakes").size());
        for (JsonNode stake : season.path("stakes")) {
            assertEquals(10_000, stake.at("/effect/seasons/0").asInt() + stake.at("/effect/seasons/1").asInt()
                    + stake.at("/effect/seasons/2").asInt());
        }
    }

    @Test
    void aVersionCanBeQuotedAndOneThatIsNotThereIsRefused() {
        String version = get("/round", "Round").path("model_version").asText();
        assertEquals(get("/season", "Season"), get("/season?model=" + version, "Season"));
        assertEquals("model", refused(404, api.get("/match?home=Santos&away=Bahia&model=2020-01-01-pool-00000000"))
                .path("field").asText());
        assertEquals("model", refused(404, api.get("/round?model=..%2f..%2fetc")).path("field").asText());
    }

    @Test
    void theRoundIsTheNextAnnouncedOne() {
        JsonNode round = get("/round", "Round");
        assertEquals("fixtures", round.path("kind").asText());
        assertEquals(10, round.path("matches").size());
        for (JsonNode match : round.path("matches")) assertEquals(27, match.path("round").asInt(), match.toString());
    }

    @Test
    void theSeasonIsATableWhoseChancesAddUpAndTheSameEveryTime() {
        JsonNode season = get("/season", "Season");
        assertEquals(20, season.path("standings").size());
        assertEquals(120, season.path("matches_left").asInt());
        Map<String, Double> sums = new TreeMap<>();
        int position = 0;
        int points = Integer.MAX_VALUE;
        for (JsonNode line : season.path("standings")) {
            assertEquals(++position, line.path("position").asInt());
            assertTrue(line.path("points").asInt() <= points);
            points = line.path("points").asInt();
            assertEquals(points, 3 * line.path("won").asInt() + line.path("drawn").asInt());
            assertEquals(26, line.path("played").asInt());
            assertTrue(line.path("expected_points").asDouble() >= points);
            for (String chance : new String[] {"title", "group_stage", "libertadores", "sul_americana", "relegation"}) {
                sums.merge(chance, line.path(chance).asDouble(), Double::sum);
            }
            double positions = 0;
            for (JsonNode share : line.path("positions")) positions += share.asDouble();
            assertEquals(1, positions, 1e-9);
        }
        assertEquals(Arrays.asList(4., 5., 4., 6., 1.),
                Stream.of("group_stage", "libertadores", "relegation", "sul_americana", "title")
                .map(name -> (double) Math.round(1e6 * sums.get(name)) / 1e6).toList());
        assertEquals(season, get("/season", "Season"));
        assertEquals(0, season.path("what_if").size());
    }

    @Test
    void aWhatIfMovesTheTableAndIsEchoed() {
        JsonNode first = get("/round", "Round").path("matches").get(0);
        String home = first.path("home").asText();
        String away = first.path("away").asText();
        JsonNode assumed = get("/season?what_if=" + encoded(first.path("home_display_name").asText() + " 5-0 " + away),
                "Season");
        assertEquals(home, assumed.at("/what_if/0/home").asText());
        assertEquals(119, assumed.path("matches_left").asInt());
        assertEquals(points(get("/season", "Season"), home) + 3, points(assumed, home));
        assertEquals("what_if", refused(422, api.get("/season?what_if=" + encoded(home + " 1-0 " + home))).path("field")
                .asText());
        refused(422, api.get("/season?what_if=" + encoded("<script>alert(1)</script>")));
        refused(422, api.get("/season?what_if=" + encoded((home + " 1-0 " + away + ";").repeat(150))));
    }

    private static int points(JsonNode season, String club) {
        for (JsonNode line : season.path("standings")) {
            if (line.path("name").asText().equals(club)) return line.path("points").asInt();
        }
        throw new AssertionError(club);
    }

    @Test
    void aClubsPageHasItsSeasonUnderAnyOfItsNames() {
        JsonNode club = get("/teams/GR%C3%8AMIO", "Club");
        assertEquals("Gremio", club.path("name").asText());
        if (club.path("current").asBoolean()) {
            assertEquals(38, club.path("results").size() + club.path("remaining").size());
            assertTrue(club.path("position").asInt() >= 1);
        }
        JsonNode current = get("/teams/" + get("/season", "Season").at("/standings/0/name").asText()
                .replace(" ", "%20"), "Club");
        assertEquals(1, current.path("position").asInt());
        assertEquals(26, current.path("results").size());
        assertEquals(12, current.path("remaining").size());
        assertEquals(current.path("results").get(25).path("date").asText(),
                current.path("ratings").get(current.path("ratings").size() - 1).path("date").asText());
        assertEquals("Gremio", refused(404, api.get("/teams/Gremioo")).path("nearest").get(0).asText());
    }

    // ---------------------------------------------------------------- the lake

    @Test
    void theLakeTellsOfItsDataRunsAndLog() throws IOException {
        JsonNode data = get("/data", "Data");
        assertEquals(2_540, data.at("/summary/matches").asInt());
        assertEquals(2_540, data.path("seasons").findValues("matches").stream().mapToInt(JsonNode::asInt).sum());
        assertEquals(20, data.path("seasons").get(0).path("clubs").asInt());
        Files.createDirectories(lake.resolve("runs/20260909T101112.123Z"));
        Files.writeString(lake.resolve("runs/20260909T101112.123Z/pipeline.json"),
                "{\"run\": \"x\", \"seconds\": {\"etl\": 1.5, \"total\": 4}, \"champion\": {\"version\": \"v\", "
                + "\"kind\": \"pool\"}}");
        Files.createDirectories(lake.resolve("runs/20260910T101112.123Z"));
        Files.writeString(lake.resolve("runs/20260910T101112.123Z/etl.json"), "{}");
        Files.createDirectories(lake.resolve("runs/20260908T101112Z-0a1b2c3d"));
        Files.writeString(lake.resolve("runs/20260908T101112Z-0a1b2c3d/pipeline.json"), "{\"outcome\": \"failed\"}");
        Files.createDirectories(lake.resolve("runs/20260911T101112.123Z"));
        Files.writeString(lake.resolve("runs/20260911T101112.123Z/backtest-2025.csv"),
                "a backtest is no run of the pipeline");
        JsonNode runs = api.get("/runs").json().path("runs");
        assertEquals("failed", runs.get(2).path("outcome").asText());
        assertEquals("unfinished", runs.get(0).path("outcome").asText());
        assertEquals("2026-09-09T10:11:12.123Z", runs.get(1).path("started").asText());
        assertEquals(1.5, runs.get(1).at("/seconds/etl").asDouble());
        for (JsonNode run : runs) {
            assertEquals(List.of(), schema.violations(run, document.at("/components/schemas/Run")));
        }
        assertEquals(0, api.get("/reports").json().path("reports").size());
        Files.createDirectories(lake.resolve("reports"));
        Files.writeString(lake.resolve("reports/model.pt.html"), "<p>olá</p>");
        Files.writeString(lake.resolve("reports/plotly.js"), "no report");
        JsonNode reports = api.await("/reports", answer -> !answer.json().path("reports").isEmpty()).json().path("reports");
        assertEquals(1, reports.size());
        assertEquals(List.of(), schema.violations(reports.get(0), document.at("/components/schemas/Report")));
        ServedScript.Answer report = api.get("/reports/" + reports.get(0).path("file").asText());
        assertEquals("<p>olá</p>", report.text());
        assertTrue(report.type().startsWith("text/html"), report.type());
        for (String none : new String[] {"model.html", "plotly.js", "..%2fmodels%2fchampion.json", "model.pt.html.csv"}) {
            assertEquals(404, api.get("/reports/" + none).status(), none);
        }
        assertEquals(0, get("/model/log", "ForecastLog").path("recorded").asInt());
        assertTrue(api.get("/model/history").json().path("history").isArray());
        Files.createDirectories(lake.resolve("forecasts"));
        Files.writeString(lake.resolve("forecasts/log.json"), "{broken");
        // Remembered for a moment
        ServedScript.Answer damaged = api.await("/model/log", answer -> answer.status() == 503);
        assertEquals("Damaged data", damaged.json().path("title").asText());
        Files.delete(lake.resolve("forecasts/log.json"));
        Files.createDirectories(lake.resolve("forecasts/recorded"));
        Files.write(lake.resolve("forecasts/recorded/v.json"), Json.write(new ForecastLog.Sheet("v", "pool",
                Instant.EPOCH, LocalDate.EPOCH, true,
                List.of(new ForecastLog.Line(null, 2026, 38, "Bahia", "Vasco", .5, .3, .2)))));
        JsonNode recorded = api.await("/model/log", answer -> answer.status() == 200).json();
        assertEquals("1 1", recorded.path("recorded").asInt() + " " + recorded.path("waiting").asInt());
    }

    // ---------------------------------------------------------------- uploads

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long filesInTheLake() throws IOException {
        try (Stream<Path> files = Files.walk(lake.resolve("raw"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aPreviewSaysWhatTheEtlWouldAndWritesNothing() throws IOException {
        long before = filesInTheLake();
        ServedScript.Answer answer = api.post("/data/preview", "text/csv", bytes(CSV));
        assertEquals(200, answer.status(), answer.text());
        JsonNode preview = answer.json();
        assertEquals(List.of(), schema.violations(preview, document.at("/components/schemas/Preview")));
        assertEquals("[\"original\",5,2,1,1,1]",
                Json.MAPPER.writeValueAsString(Stream.of("format", "rows", "kept", "fixtures", "duplicates",
                        "refused_rows").map(preview::path).toList()));
        assertEquals(5, preview.at("/refused/0/line").asInt());
        assertTrue(preview.at("/refused/0/reason").asText().contains("cannot play itself"), preview.toString());
        assertEquals("Nowhere FC", preview.at("/unknown_clubs/0").asText());
        assertEquals(before, filesInTheLake());
        assertEquals(1, api.post("/data/preview", "text/csv", bytes("PK\u0003\u0004 not a csv")).json()
                .path("refused_rows").asInt());
    }

    @Test
    void anUploadGoesIntoRawOnceAndNeverOverAnotherFile() throws IOException {
        ServedScript.Answer stored = api.post("/data?name=" + encoded("round 1 (2027).csv"), "text/csv", bytes(CSV));
        assertEquals(200, stored.status(), stored.text());
        assertEquals(List.of(), schema.violations(stored.json(), document.at("/components/schemas/Stored")));
        assertEquals(CSV, Files.readString(lake.resolve("raw/round 1 (2027).csv")));
        assertEquals(200, api.post("/data?name=" + encoded("round 1 (2027).csv"), "text/csv", bytes(CSV)).status(),
                "the same again changes nothing");
        refused(409, api.post("/data?name=" + encoded("round 1 (2027).csv"), "text/csv",
                bytes(CSV.replace("2,1,SP", "3,1,SP"))));
        assertEquals(CSV, Files.readString(lake.resolve("raw/round 1 (2027).csv")));
        Files.delete(lake.resolve("raw/round 1 (2027).csv"));
    }

    @Test
    void aNameOrFileThatWillNotDoIsRefused() throws IOException {
        long before = filesInTheLake();
        for (String name : new String[] {"", "../x.csv", "a/b.csv", ".hidden.csv", "x.html", "x.csv/", "nul\u0000.csv",
                "a:b.csv", "x".repeat(300) + ".csv"}) {
            assertEquals("name", refused(422, api.post("/data?name=" + encoded(name), "text/csv", bytes(CSV)))
                    .path("field").asText(), name);
        }
        refused(422, api.post("/data", "text/csv", bytes(CSV)));
        assertEquals("Not a results file", refused(422, api.post(
                "/data?name=x.csv", "text/csv", bytes("<script>alert(1)</script>"))).path("title").asText());
        refused(422, api.post("/data?name=x.csv", "text/csv", new byte[0]));
        for (String type : new String[] {null, "text/plain", "multipart/form-data",
                "application/x-www-form-urlencoded"}) {
            refused(415, api.post("/data?name=x.csv", type, bytes(CSV)));
        }
        assertEquals(before, filesInTheLake());
    }

    @Test
    void fourMebibytesAreTakenAndNotOneByteMore() {
        byte[] large = Arrays.copyOf(bytes(CSV), 4 << 20);
        Arrays.fill(large, bytes(CSV).length, large.length, (byte) '\n');
        assertEquals(200, api.post("/data/preview", "text/csv", large).status());
        refused(413, api.post("/data/preview", "text/csv", Arrays.copyOf(large, large.length + 1)));
        refused(413, api.send(HttpRequest.newBuilder(URI.create(api.url + "/data/preview"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[5 << 20])))));
        refused(413, api.post("/predict", "application/json", Arrays.copyOf(large, (64 << 10) + 1)));
    }

    @Test
    void openToTheNetworkAnUploadNeedsTheToken() {
        try (ServedScript open = ServedScript.start(
                "04_api.java", "--lake", lake.toString(), "--host", "0.0.0.0", "--upload-token", "s3cret-of-the-test",
                "--rate-limit", "0")) {
            refused(403, open.post("/data/preview", "text/csv", bytes(CSV)));
            for (String wrong : new String[] {"Bearer wrong", "s3cret-of-the-test", "Basic s3cret-of-the-test",
                    "Bearer "}) {
                refused(403, preview(open, wrong));
            }
            assertEquals(200, preview(open, "Bearer s3cret-of-the-test").status());
            assertFalse(open.log().contains("s3cret-of-the-test"), "the secret is masked: " + open.log());
        }
        try (ServedScript closed = ServedScript.start("04_api.java", "--lake", lake.toString(), "--host", "0.0.0.0")) {
            refused(403, preview(closed, "Bearer null"));
            refused(403, preview(closed, "Bearer "));
        }
    }

    private static ServedScript.Answer preview(ServedScript server, String authorization) {
        return server.send(HttpRequest.newBuilder(URI.create(server.url + "/data/preview"))
                .header("Content-Type", "text/csv").header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(CSV))));
    }

    /** A page of a foreign site, whose name is made to lead to this machine, says its own name in the Host header. */
    @Test
    void aForeignNameForThisMachineMayNotUpload() throws IOException {
        URI uri = URI.create(api.url);
        try (java.net.Socket socket = new java.net.Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes("POST /data/preview HTTP/1.1\r\nHost: evil.example:" + uri.getPort()
                    + "\r\nContent-Type: text/csv\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"));
            assertTrue(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .startsWith("HTTP/1.1 403"));
        }
    }
}
