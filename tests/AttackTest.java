//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES RawHttp.java Scripts.java ServedScript.java SampleLake.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API and page as processes of their own, and clients that mean no good; see docs/SECURITY_PROMISES.md. */
class AttackTest {

    private static final String HEADER = "ID,rodata,data,hora,mandante,visitante,formacao_mandante,formacao_visitante,"
            + "tecnico_mandante,tecnico_visitante,vencedor,arena,mandante_Placar,visitante_Placar,mandante_Estado,visitante_Estado\n";
    private static final String ROW = "1,26,13/09/2026,16:00,Gremio,Bahia,,,,,-,SIMULATED,1,1,RS,BA\n";
    private static final String TOKEN = "the-word-of-the-test";
    private static final int HALF = 2_000_000;

    @TempDir
    static Path lake;

    /** Bare ones, as a learner starts them, and ones that a token guards, behind a proxy. */
    private static ServedScript api;
    private static ServedScript page;
    private static ServedScript guardedApi;
    private static ServedScript guardedPage;

    @BeforeAll
    static void serve() {
        SampleLake.copyTo(lake);
        api = ServedScript.start("04_api.java", "--lake", lake.toString());
        page = ServedScript.start("05_ui.java", "--api-url", api.url);
        guardedApi = ServedScript.start("04_api.java", "--lake", lake.toString(), "--upload-token", TOKEN,
                "--trusted-proxies", "1", "--rate-limit", "5");
        guardedPage = ServedScript.start("05_ui.java", "--api-url", guardedApi.url, "--upload-token", TOKEN,
                "--trusted-proxies", "1", "--rate-limit", "5");
    }

    @AfterAll
    static void stop() {
        for (ServedScript server : new ServedScript[] {page, guardedPage, api, guardedApi}) {
            if (server != null) server.close();
        }
    }

    private static String ask(ServedScript server, String first, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(server.url).send(RawHttp.head(first, headers))) {
            return http.head();
        }
    }

    private static int upload(ServedScript server, String path, String type, String body, String... headers)
            throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: " + type;
        all[headers.length + 1] = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
        try (RawHttp http = new RawHttp(server.url).send(RawHttp.head("POST " + path, all) + body)) {
            return http.status();
        }
    }

    // ---------------------------------------------------------------- tokens and neighbours

    @Test
    void aTokenThatIsSetIsAlwaysNeeded() throws IOException {
        String[] nobody = {"Host: localhost", "X-Forwarded-For: 198.51.100.21"};
        assertEquals(403, upload(guardedApi, "/data/preview", "text/csv", HEADER + ROW, nobody));
        assertEquals(403, upload(guardedApi, "/data/preview", "text/csv", HEADER + ROW, "Host: localhost"));
        assertEquals(403, upload(guardedApi, "/data/preview", "text/csv", HEADER + ROW, "Host: localhost",
                "Authorization: Bearer x"));
        assertEquals(200, upload(guardedApi, "/data/preview", "text/csv", HEADER + ROW,
                "Host: api.example", "Authorization: Bearer " + TOKEN, "X-Forwarded-For: 198.51.100.22"));
        try (ServedScript local = ServedScript.start(
                "04_api.java", "--lake", lake.toString(), "--upload-token", TOKEN)) {
            assertEquals(403, upload(local, "/data/preview", "text/csv", HEADER + ROW, "Host: localhost"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9",
            "X-Forwarded-Host: predictor.example"})
    void whatAProxyOnThisMachineForwardsIsNotFromThisMachine(String header) throws IOException {
        assertEquals(200, upload(api, "/data/preview", "text/csv", HEADER + ROW, "Host: localhost"));
        assertEquals(403, upload(api, "/data/preview", "text/csv", HEADER + ROW, "Host: localhost", header));
        assertEquals(403, upload(page, "/data/accept", "application/x-www-form-urlencoded", "key=x", "Host: localhost",
                header));
    }

    @Test
    void behindAProxyEachVisitorHasALimitOfItsOwn() throws IOException {
        for (ServedScript server : new ServedScript[] {guardedApi, guardedPage}) {
            String path = server == guardedApi ? "GET /teams" : "GET /nothing";
            String refused = "";
            for (int i = 0; i < 300 && !refused.startsWith("HTTP/1.1 429"); i++) {
                refused = ask(server, path, "Host: x", "X-Forwarded-For: 10.0.0." + i % 250 + ", 198.51.100.7");
            }
            assertTrue(refused.startsWith("HTTP/1.1 429") && refused.contains("Retry-After: 1"), refused);
            String other = ask(server, path, "Host: x", "X-Forwarded-For: 198.51.100.7, 198.51.100.8");
            assertFalse(other.startsWith("HTTP/1.1 429"), other);
        }
    }

    @Test
    void thePageKnowsTheTokenBeforeItTakesAFileIn() throws IOException {
        String[] visitor = {"Host: page.example", "X-Forwarded-For: 198.51.100.30", "X-Forwarded-Proto: https"};
        String form = "application/x-www-form-urlencoded";
        assertEquals(403, upload(guardedPage, "/data/enter", form, "token=wrong", visitor));
        String body = "token=" + TOKEN;
        String entered = ask(guardedPage, "POST /data/enter", "Host: page.example", "X-Forwarded-For: 198.51.100.31",
                "X-Forwarded-Proto: https", "Content-Type: " + form,
                "Content-Length: " + body.length() + "\r\n\r\n" + body);
        assertTrue(entered.startsWith("HTTP/1.1 303"), entered);
        Matcher cookie = Pattern.compile("Set-Cookie: (upload=\\w+); Path=/data; HttpOnly; SameSite=Strict.*; Secure")
                .matcher(entered);
        assertTrue(cookie.find(), entered);
        assertFalse(entered.contains(TOKEN), entered);
        String file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + HEADER + ROW
                + "\r\n--x--\r\n";
        String[] known = {"Host: page.example", "X-Forwarded-For: 198.51.100.32", "Cookie: " + cookie.group(1)};
        String[] unknown = {"Host: page.example", "X-Forwarded-For: 198.51.100.33", "Cookie: upload=" + "0".repeat(64)};
        assertEquals(403, upload(guardedPage, "/data/preview", "multipart/form-data; boundary=x", file, unknown));
        assertEquals(200, upload(guardedPage, "/data/preview", "multipart/form-data; boundary=x", file, known));
    }

    // ---------------------------------------------------------------- the door before the body

    /** Nothing of the file that is announced is ever sent: who waits for it holds what belongs to others. */
    @Test
    void aClosedDoorIsClosedBeforeTheFileComes() throws IOException {
        for (ServedScript server : new ServedScript[] {api, page}) {
            String refused = ask(server, "POST /data/preview", "Host: predictor.example",
                    "Content-Type: " + (server == api ? "text/csv" : "multipart/form-data; boundary=x"),
                    "Content-Length: " + HALF);
            assertTrue(refused.startsWith("HTTP/1.1 403") && refused.contains("Connection: close"), refused);
        }
        String large = ask(api, "POST /predict", "Host: localhost", "Content-Type: application/json",
                "Content-Length: 65536");
        assertTrue(large.startsWith("HTTP/1.1 413"), large);
    }

    @Test
    void halfUploadsHoldAFewPlacesAndNotThePage() throws Exception {
        String half = RawHttp.head("POST /data/preview", "Host: localhost",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Length: " + HALF)
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
                + "x".repeat(100_000);
        List<RawHttp> held = RawHttp.many(3, page.url, half);
        try {
            // Which of the three finds no place is chance; the others get no answer as long as their half is missing.
            BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
            for (RawHttp http : held) Thread.startVirtualThread(() -> answers.add(http.status()));
            assertEquals(503, answers.poll(30, TimeUnit.SECONDS), "one of three is turned away");
            assertEquals(200, page.get("/").status());
        } finally {
            RawHttp.close(held);
        }
    }

    @Test
    void unfinishedRequestsKeepNobodyWaiting() throws IOException {
        List<RawHttp> held = RawHttp.many(400, api.url, RawHttp.head("POST /predict", "Host: localhost",
                "Content-Type: application/json", "Content-Length: 4000") + "{\"" + "a".repeat(3000));
        try {
            for (int i = 0; i < 20; i++) {
                assertEquals(200, api.post("/predict", "{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}").status());
            }
        } finally {
            RawHttp.close(held);
        }
        assertFalse(api.log().contains("Exception"), api.log());
    }

    // ---------------------------------------------------------------- work

    @Test
    void aKnownSeasonNeverWaitsForWhatIfs() throws Exception {
        api.await("/season", answer -> answer.status() == 200);
        Matcher pairs = Pattern.compile("\"home\":\"([^\"]+)\",\"away\":\"([^\"]+)\"")
                .matcher(api.get("/round?all=true").text());
        List<String> asked = new ArrayList<>();
        while (pairs.find() && asked.size() < 40) {
            asked.add(URLEncoder.encode(pairs.group(1) + " 3-1 " + pairs.group(2), StandardCharsets.UTF_8));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServedScript.Answer>> answers =
                    asked.stream().map(what -> threads.submit(() -> api.get("/season?what_if=" + what))).toList();
            int before = 0;
            for (int i = 0; i < 5; i++) {
                assertEquals(200, api.get("/season").status());
                before = (int) answers.stream().filter(Future::isDone).count();
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<ServedScript.Answer> answer : answers) statuses.add(answer.get().status());
            assertTrue(statuses.stream().allMatch(status -> status == 200 || status == 503), statuses.toString());
            assertTrue(statuses.contains(200) && statuses.contains(503), before + " of " + statuses);
        }
    }

    @Test
    void aLongNameIsRefusedWithoutLookingForTheNearest() {
        ServedScript.Answer answer = api.post("/predict", "{\"" + "q".repeat(3_900) + "\": 1}");
        assertEquals(422, answer.status());
        assertTrue(answer.text().length() < 400 && !answer.text().contains("did you mean"), answer.text());
        assertEquals(422, api.get("/teams/" + "q".repeat(1000)).status());
    }

    // ---------------------------------------------------------------- what strangers learn

    @ParameterizedTest
    @CsvSource({"GET /teams, 200", "GET /nothing, 404", "GET /docs/, 200", "GET /predict, 405",
            "GET /openapi.json, 200"})
    void everyAnswerOfTheApiIsProtected(String first, int status) throws IOException {
        String head = ask(api, first, "Host: localhost");
        assertTrue(head.startsWith("HTTP/1.1 " + status), head);
        for (String header : List.of("X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'self'",
                "frame-ancestors 'none'")) {
            assertTrue(head.contains(header), header + " is not in " + head);
        }
    }

    @Test
    void howeverManyAskTheMetricsAreReadOnceASecond() {
        long start = System.nanoTime();
        Set<String> readings = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            api.get("/teams"); // counted, so that each new reading is another one
            readings.add(api.get("/metrics").text());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(readings.size() <= seconds + 2, readings.size() + " readings in " + seconds + " s");
    }

    @Test
    void a405SaysWhatIsAllowed() throws IOException {
        assertTrue(ask(api, "GET /predict", "Host: x").contains("Allow: POST"));
        assertTrue(ask(api, "DELETE /data", "Host: x")
                .matches("(?s).*Allow: [^\n]*GET[^\n]*POST.*|.*Allow: [^\n]*POST[^\n]*GET.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/match?home=Flamengo&away=Palmeiras&dat=2026-01-01",
            "/match?home=Flamengo&away=Vasco&home=Bahia",
        "/round?all=yes", "/teams?x", "/season?what_if=&what_if="})
    void aParameterThatIsUnknownTwiceOrNeitherIsRefused(String path) {
        assertEquals(422, api.get(path).status(), api.get(path).text());
    }

    @Test
    void whereTheLakeLiesIsNotTold() throws IOException {
        Path other = Files.createTempDirectory("lake-of-the-attack");
        SampleLake.copyTo(other);
        try (ServedScript served = ServedScript.start("04_api.java", "--lake", other.toString())) {
            Path away = other.resolveSibling(other.getFileName() + "-away");
            Files.move(other, away);
            Files.writeString(other, "a file where the lake was");
            ServedScript.Answer ready = served.await(
                    "/health/ready", answer -> !answer.json().path("trouble").asText().isEmpty());
            ServedScript.Answer runs = served.await("/runs", answer -> answer.status() == 503);
            for (ServedScript.Answer answer : List.of(ready, runs)) {
                assertFalse(answer.text().contains(other.getFileName().toString()), answer.text());
            }
            assertTrue(served.log().contains(other.getFileName().toString()), served.log());
        }
    }

    @Test
    void textThatIsNoJsonIsToldWithoutTheLibrarysWords() {
        for (String body : new String[] {"{", "{\"home\": \"Flamengo\", \"home\": 1}", "[".repeat(3000),
                "{\"a\": 1e999999}", "nul"}) {
            String text = api.post("/predict", body).text();
            assertFalse(text.contains("jackson") || text.contains("JsonNode") || text.contains("StreamRead")
                    || text.contains("java"), text);
        }
    }

    @Test
    void aNameWithWhatNobodyCanSeeIsNoName() throws IOException {
        for (String name : new String[] {"%E2%80%AEvsc.csv", "a%E2%80%8Bb.csv", "a%EF%BF%BD.csv", "a%0Ab.csv"}) {
            assertEquals(422, upload(api, "/data?name=" + name, "text/csv", HEADER + ROW, "Host: localhost"), name);
        }
    }
}
