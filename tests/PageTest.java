//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS com.deque.html.axe-core:playwright:4.11.3@fatjar
//SOURCES Scripts.java Browser.java ../lib/base/Json.java

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.base.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a journalist uses it, in a real browser, in front of the real API. */
class PageTest {

    private static final LocatorAssertions.IsVisibleOptions WITHIN_TWENTY_SECONDS = new LocatorAssertions.IsVisibleOptions().setTimeout(20_000);
    private static final Map<String, String> SIMULATED = Map.of("pt", "DADOS SIMULADOS: clubes reais, partidas que nunca aconteceram",
            "en", "SIMULATED DATA: real clubs, matches that never took place");

    @TempDir
    static Path folder;

    private static Browser browser;
    private static int apiPort;
    private static Process api;
    private static Process ui;
    private static String page;

    @BeforeAll
    static void startAll() throws Exception {
        browser = Browser.open();
        String lake = folder.resolve("lake").toString();
        for (String[] command : new String[][] {{"02_etl.java", "add", "sample/simulated-league.csv"}, {"02_etl.java", "run"}, {"03_train.java"}}) {
            List<String> all = new ArrayList<>(List.of(command));
            all.addAll(List.of("--lake", lake));
            Scripts.Result result = Scripts.run(all.toArray(String[]::new));
            assertEquals(0, result.exit(), result.all());
        }
        apiPort = freePort();
        startApi();
        Path log = folder.resolve("ui.log");
        ui = Scripts.start(log, "05_ui.java", "--json", "--port", "0", "--lake", lake, "--api-url", "http://127.0.0.1:" + apiPort + "/");
        page = url(ui, log);
    }

    @AfterAll
    static void stopAll() throws Exception {
        for (Process process : new Process[] {ui, api}) {
            if (process != null) stop(process);
        }
        if (browser != null) browser.close();
    }

    @AfterEach
    void nothingComplainedAndNothingCameFromElsewhere() {
        assertEquals(List.of(), browser.complaints());
    }

    // ---------------------------------------------------------------- what a reader does

    @Test
    void theForecastShowsInBothLanguagesOnPhoneAndDesktop() throws IOException {
        for (String language : List.of("pt", "en")) {
            for (int width : new int[] {360, 1280}) {
                for (boolean dark : new boolean[] {false, true}) {
                    String name = language + "-" + width + (dark ? "-dark" : "");
                    try (Page tab = browser.page(width, dark, language.equals("pt") ? "pt-BR" : "en-US", true)) {
                        tab.navigate(page);
                        prove(tab, language, "start-" + name);
                        tab.selectOption("#home", "Gremio");
                        tab.selectOption("#away", "Bahia");
                        tab.click("button");
                        proveForecast(tab, language);
                        prove(tab, language, "forecast-" + name);
                        tab.click("a.language");
                        assertEquals("Gremio Bahia", chosen(tab), "the other language forgot the clubs");
                        proveForecast(tab, language.equals("pt") ? "en" : "pt");
                    }
                }
            }
        }
    }

    /** Holds for every view: labelled, readable by everyone, nothing to scroll sideways; and leaves a picture. */
    private static void prove(Page tab, String language, String name) throws IOException {
        assertTrue(tab.getAttribute("html", "lang").startsWith(language), name);
        assertThat(tab.locator(".simulated")).isVisible();
        assertThat(tab.locator(".simulated")).hasText(SIMULATED.get(language));
        assertEquals(tab.viewportSize().width, tab.evaluate("document.documentElement.scrollWidth"), name + " scrolls sideways");
        proveAccessible(tab, name);
        Browser.photograph(tab, name);
    }

    private static void proveAccessible(Page tab, String name) throws IOException {
        try (InputStream axe = PageTest.class.getResourceAsStream("/axe.min.js")) {
            tab.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        Object violations = tab.evaluate("axe.run().then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
        assertEquals(List.of(), violations, name);
    }

    private static void proveForecast(Page tab, String language) {
        Pattern percent = Pattern.compile(language.equals("pt") ? "(\\d+),(\\d)\u00a0%" : "(\\d+)\\.(\\d)%");
        int tenths = 0;
        List<String> shown = tab.locator(".numbers dd").allInnerTexts();
        assertEquals(3, shown.size(), shown.toString());
        for (String number : shown) {
            Matcher matcher = percent.matcher(number);
            assertTrue(matcher.matches(), number);
            int value = Integer.parseInt(matcher.group(1) + matcher.group(2));
            assertTrue(value > 0 && value < 1000, number);
            tenths += value;
            assertTrue(tab.locator("svg.bar").getAttribute("aria-label").contains(number), "the bar does not tell " + number);
        }
        assertEquals(1000, tenths, shown.toString());
        double bar = ((Number) tab.evaluate("[...document.querySelectorAll('.bar rect')].reduce((sum, part) => sum + part.width.baseVal.value, 0)")).doubleValue();
        assertEquals(1000, bar, 1e-9);
        String text = tab.innerText("main");
        assertTrue(tab.innerText("h1").contains("Grêmio") && tab.innerText("h1").contains("Bahia"), tab.innerText("h1"));
        assertTrue(text.contains(language.equals("pt") ? "8 de setembro de 2026" : "8 September 2026"), text);
        assertTrue(text.contains("2026-09-08-elo-"), text);
        assertTrue(tab.innerText("footer").contains(language.equals("pt") ? "não é recomendação de aposta" : "not betting advice"));
        assertEquals(10, tab.locator("tbody tr").count(), "five matches of each club");
        List<String> results = tab.locator("tbody .chip > span:first-child").allInnerTexts();
        assertTrue(results.stream().allMatch(language.equals("pt") ? "VED"::contains : "WDL"::contains), results.toString());
    }

    private static String chosen(Page tab) {
        return tab.inputValue("#home") + " " + tab.inputValue("#away");
    }

    @Test
    void theKeyboardAloneIsEnough() {
        try (Page tab = browser.page(1280, false, "pt-BR", true)) {
            tab.navigate(page);
            List<String> stops = new ArrayList<>();
            for (int i = 0; i < 10 && !stops.contains("home"); i++) {
                tab.keyboard().press("Tab");
                stops.add((String) tab.evaluate("document.activeElement.id || document.activeElement.className"));
            }
            assertEquals("skip", stops.getFirst(), stops.toString());
            tab.keyboard().type("Gr");
            tab.keyboard().press("Tab");
            tab.keyboard().type("Bah");
            tab.keyboard().press("Tab");
            assertFalse("none".equals(tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")), "the focus cannot be seen");
            tab.keyboard().press("Enter");
            tab.waitForURL(url -> url.contains("home=Gremio&away=Bahia"));
            proveForecast(tab, "pt");
        }
    }

    @Test
    void aLinkReproducesTheViewAndTheSidesCanBeSwapped() {
        try (Page tab = browser.page(360, false, "pt-BR", true)) {
            tab.navigate(page + "/?home=Gr%C3%AAmio&away=bahia&lang=en");
            proveForecast(tab, "en");
            tab.setViewportSize(320, 600);
            for (String match : List.of("", "home=Chapecoense&away=Internacional")) {
                tab.navigate(page + "/?" + match);
                assertEquals(320, tab.evaluate("document.documentElement.scrollWidth"), "the narrowest screen scrolls sideways: " + match);
            }
            tab.navigate(page + "/?home=Gr%C3%AAmio&away=bahia&lang=en");
            List<String> before = tab.locator(".numbers dd").allInnerTexts();
            tab.click("a.swap");
            assertEquals("Bahia Gremio", chosen(tab));
            assertFalse(before.reversed().equals(tab.locator(".numbers dd").allInnerTexts()), "playing at home makes no difference");
            tab.click(".name a");
            tab.click(".league a >> text=Palmeiras");
            assertThat(tab.locator(".message")).hasText("The away side is missing: pick the second club.");
            assertEquals("Palmeiras ", chosen(tab));
        }
    }

    @Test
    void aChoiceThatMakesNoSenseGetsAFriendlyMessage() throws IOException {
        try (Page tab = browser.page(360, false, "pt-BR", true)) {
            tab.navigate(page + "/?home=Gremio&away=Gremio");
            assertThat(tab.locator(".message")).hasText("Um clube não joga contra si mesmo. Troque um dos dois.");
            prove(tab, "pt", "same-club");
            tab.navigate(page + "/?home=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&away=Bahia&lang=en");
            assertThat(tab.locator(".message")).hasText("We know no club called “<img src=x onerror=alert(1)>”. Pick one from the list.");
            assertEquals(" Bahia", chosen(tab));
            prove(tab, "en", "unknown-club");
            for (String other : List.of("home=" + "x".repeat(3000), "home=%ff%00&away=%F0%9F%98%80", "home=&away=", "lang=xx&home=Gremio", "home=a&home=b")) {
                assertEquals(200, tab.navigate(page + "/?" + other).status(), other);
                assertThat(tab.locator("form")).isVisible();
            }
        }
    }

    // ---------------------------------------------------------------- when the API is in trouble

    @Test
    void whenTheApiGoesAwayThePageSaysSoAndComesBackByItself() throws Exception {
        try (Page tab = browser.page(360, false, "pt-BR", true); Page plain = browser.page(1280, true, "en-US", false)) {
            stop(api);
            String match = "/?home=Gremio&away=Bahia";
            assertEquals(200, tab.navigate(page + match).status());
            assertThat(tab.locator(".trouble h1")).hasText("As previsões estão fora do ar");
            assertThat(tab.locator(".trouble code")).hasText("./jbangw 04_api.java");
            proveAccessible(tab, "away");
            Browser.photograph(tab, "away-pt-360");
            plain.navigate(page + match);
            assertThat(plain.locator(".trouble h1")).hasText("The forecasts are off the air");
            Browser.photograph(plain, "away-en-1280-dark");
            assertEquals("away", Json.MAPPER.readTree(get(page + "/status" + match).body()).path("api").asText());
            startApi();
            assertThat(tab.locator(".numbers")).isVisible(WITHIN_TWENTY_SECONDS);
            proveForecast(tab, "pt");
            assertThat(plain.locator(".numbers")).isVisible(WITHIN_TWENTY_SECONDS); // by the meta refresh, without JavaScript
        } finally {
            if (!api.isAlive()) startApi();
        }
    }

    @Test
    void aSlowOrUntrainedOrSenselessApiIsToldApart() throws Exception {
        String[] body = {""};
        int[] status = {200};
        int[] delay = {0};
        HttpServer stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        stub.setExecutor(threads);
        stub.createContext("/", exchange -> {
            try (exchange) {
                Thread.sleep(delay[0]);
                byte[] bytes = body[0].getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status[0], bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stub.start();
        Path log = folder.resolve("stub-ui.log");
        Process other = Scripts.start(log, "05_ui.java", "--json", "--port", "0", "--api-url", "http://127.0.0.1:" + stub.getAddress().getPort());
        try (Page tab = browser.page(360, false, "en-US", true)) {
            String url = url(other, log);
            status[0] = 503;
            expect(tab, url, "There are no forecasts yet", "./jbangw 06_pipeline.java");
            status[0] = 200;
            String team = "{\"name\":\"A\",\"display_name\":\"A\",\"current\":true,\"form\":[]}";
            for (String nonsense : List.of("", "null", "[]", "<html>", "{\"teams\":[]}", "{\"season\":1,\"data_until\":\"2026-01-01\",\"teams\":[" + team + "]}",
                    "{\"season\":1,\"simulated\":true,\"data_until\":\"soon\",\"teams\":[" + team + "]}")) {
                body[0] = nonsense;
                expect(tab, url, "The forecasts could not be read", "./jbangw 05_ui.java --api-url http://127.0.0.1:8080");
            }
            delay[0] = 4000;
            long start = System.nanoTime();
            expect(tab, url, "The forecasts are slow to come", "./jbangw 04_api.java");
            assertTrue(System.nanoTime() - start < 3_500_000_000L, "the page waited for the API too long");
            delay[0] = 0;
            body[0] = "{\"season\":2026,\"simulated\":false,\"data_until\":\"2026-01-01\",\"teams\":[" + team + "," + team.replace("\"A\"", "\"B\"") + "]}";
            assertThat(tab.locator("form")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(10_000));
            assertEquals(0, tab.locator(".simulated").count(), "real data are not to be called simulated");
            tab.navigate(url + "/?home=A&away=B"); // the answer to /teams is no forecast
            assertThat(tab.locator(".trouble h1")).hasText("The forecasts could not be read");
            assertEquals("A B", chosen(tab));
        } finally {
            stop(other);
            stub.stop(0);
            threads.shutdownNow();
        }
    }

    private static void expect(Page tab, String url, String title, String command) {
        assertEquals(200, tab.navigate(url).status());
        assertThat(tab.locator(".trouble h1")).hasText(title);
        assertThat(tab.locator(".trouble code")).hasText(command);
    }

    // ---------------------------------------------------------------- the server

    @Test
    void everyAnswerIsProtected() throws Exception {
        for (String path : List.of("/", "/status", "/static/page.css", "/nothing", "/static/..%2ftexts_pt.properties")) {
            HttpResponse<String> response = get(page + path);
            assertEquals(path.startsWith("/nothing") || path.contains("..") ? 404 : 200, response.statusCode(), path);
            String policy = response.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), path + ": " + policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""), path);
            assertEquals("no-referrer", response.headers().firstValue("Referrer-Policy").orElse(""), path);
        }
        String html = get(page + "/?home=Gremio&away=Bahia").body();
        assertFalse(Pattern.compile("<style|style=|<script>|\\son\\w+=|https?://").matcher(html).find(), html);
        assertTrue(html.length() < 40_000, "the page has grown to " + html.length());
        assertTrue(get(page + "/").body().contains("lang=\"pt-BR\""), "Portuguese without Accept-Language");
        assertTrue(get(page + "/nothing").body().contains("Não há nada neste endereço"));
    }

    @Test
    void wrongSettingsEndWithAdviceAndNoStackTrace() {
        String port = page.replaceAll(".*:", "");
        Scripts.Result taken = Scripts.run("05_ui.java", "--port", port);
        assertEquals(3, taken.exit(), taken.all());
        assertTrue(taken.err().contains("cannot listen on 127.0.0.1:" + port) && taken.err().contains("--port 0"), taken.err());
        assertFalse(taken.err().contains("\tat "), taken.err());
        for (String wrong : List.of("127.0.0.1:8080", "ftp://x", "http://", "http://a b")) {
            Scripts.Result result = Scripts.run("05_ui.java", "--port", "0", "--api-url", wrong);
            assertEquals(3, result.exit(), result.all());
            assertTrue(result.err().contains("is not the address of an API"), result.err());
        }
        assertEquals(2, Scripts.run("05_ui.java", "--port", "70000").exit());
    }

    // ---------------------------------------------------------------- helpers

    private static void startApi() throws Exception {
        Path log = folder.resolve("api.log");
        api = Scripts.start(log, "04_api.java", "--json", "--port", "" + apiPort, "--lake", folder.resolve("lake").toString());
        url(api, log);
    }

    /** Waits until a server prints where it listens. */
    private static String url(Process process, Path log) throws Exception {
        Pattern url = Pattern.compile("\"url\" : \"([^\"]+)\"");
        for (int i = 0; i < 1200; i++) {
            Matcher matcher = url.matcher(Files.readString(log));
            if (matcher.find()) return matcher.group(1);
            assertTrue(process.isAlive(), Files.readString(log));
            Thread.sleep(50);
        }
        throw new AssertionError("never ready:\n" + Files.readString(log));
    }

    private static HttpResponse<String> get(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** SIGTERM, and the end of everything that was started. */
    private static void stop(Process process) throws Exception {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "did not stop on SIGTERM");
        for (ProcessHandle child : children) child.onExit().get(20, TimeUnit.SECONDS);
    }
}
