//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS com.deque.html.axe-core:playwright:4.11.3@fatjar
//SOURCES Scripts.java Browser.java
//SOURCES ../lib/base/*.java

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import lib.base.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a journalist uses it, in a real browser, in front of the real API. */
class PageTest {

    private static final Map<String, String> SIMULATED = Map.of(
            "pt", "DADOS SIMULADOS: clubes reais, partidas que nunca aconteceram",
            "en", "SIMULATED DATA: real clubs, matches that never took place");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static Browser browser;
    private static int apiPort;
    private static Process api;
    private static Process ui;
    private static String page;
    private static String terminal;

    @BeforeAll
    static void startAll() throws Exception {
        browser = Browser.open();
        // A busy machine takes its time for the first simulation, or for a run of the pipeline
        PlaywrightAssertions.setDefaultAssertionTimeout(180_000);
        String lake = folder.resolve("lake").toString();
        Scripts.Result run = Scripts.run("06_pipeline.java", "run", "--lake", lake); // an empty lake gets the sample
        terminal = run.all();
        assertEquals(0, run.exit(), run.all());
        apiPort = freePort();
        startApi();
        Path log = folder.resolve("ui.log");
        ui = Scripts.start(log, "05_ui.java", "--json", "--port", "0", "--lake", lake, "--api-url",
                "http://127.0.0.1:" + apiPort + "/");
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

    // ---------------------------------------------------------------- every page

    private static final String MATCH = "/?home=Athletico-PR&away=Bragantino";

    /** Every page with the name of its picture. */
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("start", "/");
        PAGES.put("match", MATCH);
        PAGES.put("preview", "/preview");
        PAGES.put("round", "/round");
        PAGES.put("season", "/season");
        PAGES.put("clubs", "/clubs");
        PAGES.put("club", "/clubs/Athletico-PR");
        PAGES.put("model", "/model");
        PAGES.put("pipeline", "/pipeline");
        PAGES.put("data", "/data");
        PAGES.put("reports", "/reports");
    }

    @Test
    void everyPageIsReadableInBothLanguagesOnPhoneAndDesktopInLightAndDark() throws IOException {
        for (String view : List.of("pt-360-dark", "en-1280-light")) {
            String[] part = view.split("-");
            try (Page tab = browser.page(Integer.parseInt(part[1]), part[2].equals("dark"),
                    part[0].equals("pt") ? "pt-BR" : "en-US", true)) {
                for (Map.Entry<String, String> one : PAGES.entrySet()) {
                    tab.navigate(page + one.getValue());
                    assertThat(tab.locator("[data-waiting]")).hasCount(0);
                    drawCharts(tab);
                    prove(tab, part[0], one.getKey() + "-" + view);
                    tab.click("a.language"); // the other language at this width
                    proveLabelled(tab, part[0].equals("pt") ? "en" : "pt", one.getKey());
                    tab.click("a.language");
                }
            }
        }
    }

    /** A chart is drawn when it comes into view; until then the library is not even asked for. */
    private static void drawCharts(Page tab) {
        for (Locator chart : tab.locator(".chart").all()) {
            chart.scrollIntoViewIfNeeded();
            assertThat(chart.locator("svg.main-svg").first()).isVisible();
        }
    }

    /** Holds for every view: labelled, readable by everyone, nothing to scroll sideways; and leaves a picture. */
    private static void prove(Page tab, String language, String name) throws IOException {
        proveLabelled(tab, language, name);
        proveAccessible(tab, name);
        Browser.photograph(tab, name);
    }

    private static void proveLabelled(Page tab, String language, String name) {
        assertTrue(tab.getAttribute("html", "lang").startsWith(language), name);
        assertThat(tab.locator(".simulated")).isVisible();
        assertThat(tab.locator(".simulated")).hasText(SIMULATED.get(language));
        assertTrue(tab.innerText("footer").contains(language.equals("pt") ? "não é recomendação de aposta"
                : "not betting advice"), name);
        assertEquals(tab.viewportSize().width, tab.evaluate("document.documentElement.scrollWidth"),
                name + " scrolls sideways");
    }

    private static void proveAccessible(Page tab, String name) throws IOException {
        try (InputStream axe = PageTest.class.getResourceAsStream("/axe.min.js")) {
            tab.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        Object violations = tab.evaluate(
                "axe.run().then(found => found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + "
                + "n.failureSummary).join(' | ')))");
        assertEquals(List.of(), violations, name);
    }

    /** A report runs its own scripts, so it must run as a stranger: no cookie, no storage, no request of this site. */
    @Test
    void aReportIsLinkedOnceItIsWrittenAndRunsAsAStranger() throws IOException {
        String lake = folder.resolve("lake").toString();
        try (Page tab = browser.page(1280, false, "pt-BR", true)) {
            tab.navigate(page + "/reports");
            assertTrue(tab.innerText("main").contains("./jbangw 03_train.java report"), tab.innerText("main"));
            assertEquals(404, tab.request().get(page + "/reports/model.pt.html").status());
            for (String[] command : new String[][] {{"02_etl.java", "report"}, {"03_train.java", "report"},
                    {"03_train.java", "season", "--simulations", "1000"}}) {
                List<String> words = new ArrayList<>(List.of(command));
                words.addAll(List.of("--lake", lake));
                Scripts.Result written = Scripts.run(words.toArray(String[]::new));
                assertEquals(0, written.exit(), written.all());
            }
            for (String from : List.of("/season", "/model", "/data")) {
                tab.navigate(page + from);
                tab.click("main a[href^='/reports']");
                assertThat(tab.locator("h1")).hasText("Relatórios");
            }
            assertThat(tab.locator("main h2 a")).hasCount(3);
            for (int i = 0; i < 3; i++) {
                tab.navigate(page + "/reports?lang=pt");
                tab.locator("main h2 a").nth(i).click();
                for (String language : List.of("pt", "en")) {
                    assertTrue(tab.getAttribute("html", "lang").startsWith(language), tab.url());
                    assertThat(tab.locator(".label")).hasText(SIMULATED.get(language));
                    drawCharts(tab);
                    assertTrue(tab.locator(".chart").count() >= 2, tab.url());
                    assertEquals("null", tab.evaluate("self.origin"), "the report runs as part of the site");
                    proveAccessible(tab, tab.url());
                    Browser.photograph(tab, "report-" + i + "-" + language);
                    tab.click("main a");
                }
            }
        }
    }

    // ---------------------------------------------------------------- the match

    @Test
    void theForecastAddsUpAndTheOtherLanguageKeepsTheClubs() {
        for (String language : List.of("pt", "en")) {
            try (Page tab = browser.page(1280, false, language.equals("pt") ? "pt-BR" : "en-US", false)) {
                tab.navigate(page);
                tab.selectOption("#home", "Gremio"); // without JavaScript there is a plain list
                tab.selectOption("#away", "Bahia");
                tab.click("button");
                proveForecast(tab, language);
                tab.click("a.language");
                proveForecast(tab, language.equals("pt") ? "en" : "pt");
            }
        }
    }

    private static void proveForecast(Page tab, String language) {
        Pattern percent = Pattern.compile(language.equals("pt") ? "(\\d+),(\\d)%" : "(\\d+)\\.(\\d)%");
        int tenths = 0;
        List<String> shown = tab.locator(".numbers dd").allInnerTexts();
        assertEquals(3, shown.size(), shown.toString());
        String bar = tab.locator(".chances svg.bar").getAttribute("aria-label");
        String paragraph = tab.inputValue("#paragraph");
        for (String number : shown) {
            Matcher matcher = percent.matcher(number);
            assertTrue(matcher.matches(), number);
            int value = Integer.parseInt(matcher.group(1) + matcher.group(2));
            assertTrue(value > 0 && value < 1000, number);
            tenths += value;
            assertTrue(bar.contains(number), "the bar does not tell " + number);
        }
        assertEquals(1000, tenths, shown.toString());
        String text = tab.innerText("main");
        assertTrue(tab.innerText("h1").contains("Grêmio") && tab.innerText("h1").contains("Bahia"),
                tab.innerText("h1"));
        assertTrue(text.contains(language.equals("pt") ? "8 de setembro de 2026" : "8 September 2026"), text);
        assertTrue(paragraph.startsWith(language.equals("pt")
                ? "Campeonato simulado, com partidas que nunca aconteceram: "
                : "Simulated league, matches that never took place: "),
                "a paragraph without the label could be taken for real: " + paragraph);
        assertEquals(10, tab.locator(".results tbody tr").count(), "five matches of each club");
        List<String> results = tab.locator(".results .chip > span:first-child").allInnerTexts();
        assertTrue(results.stream().allMatch(language.equals("pt") ? "VED"::contains : "WDL"::contains),
                results.toString());
    }

    @Test
    void theKeyboardAloneIsEnough() {
        try (Page tab = browser.page(1280, false, "pt-BR", true)) {
            tab.navigate(page);
            List<String> stops = new ArrayList<>();
            for (int i = 0; i < 20 && !stops.contains("home"); i++) {
                tab.keyboard().press("Tab");
                stops.add((String) tab.evaluate("document.activeElement.id || document.activeElement.className"));
            }
            assertEquals("skip", stops.getFirst(), stops.toString());
            tab.keyboard().type("gre"); // found without its accent
            assertThat(tab.locator("#home")).hasAttribute("aria-expanded", "true");
            tab.keyboard().press("Enter");
            assertThat(tab.locator("#home")).hasValue("Grêmio");
            tab.keyboard().press("Tab");
            tab.keyboard().type("zzz");
            assertThat(tab.locator("#away-list .nothing")).isVisible();
            tab.keyboard().press("Escape");
            assertThat(tab.locator("#away-list")).isHidden();
            tab.keyboard().type("a");
            tab.keyboard().press("ArrowDown");
            tab.keyboard().press("ArrowUp");
            String marked = tab.locator("#away-list li").first().innerText();
            assertThat(tab.locator("#away-list li[aria-selected=true]")).hasText(marked);
            tab.keyboard().press("Tab");
            assertFalse("none".equals(tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")),
                    "the focus cannot be seen");
            tab.keyboard().press("Enter");
            tab.waitForURL(url -> url.contains("home=Gremio&away=A"));
            assertThat(tab.locator(".numbers dd").first()).isVisible();
        }
    }

    @Test
    void aLinkReproducesTheViewAndTheSidesCanBeSwapped() {
        try (Page tab = browser.page(360, false, "pt-BR", true)) {
            tab.navigate(page + "/?home=Gr%C3%AAmio&away=bahia&lang=en");
            proveForecast(tab, "en");
            List<String> before = tab.locator(".numbers dd").allInnerTexts();
            String link = tab.inputValue("#permalink");
            assertTrue(link.startsWith(page + "/?"), link);
            tab.navigate(link);
            proveForecast(tab, "en");
            assertEquals(before, tab.locator(".numbers dd").allInnerTexts());
            tab.setViewportSize(320, 600);
            for (String path : List.of("/", "/?home=Chapecoense&away=Internacional", "/round", "/season")) {
                tab.navigate(page + path);
                assertEquals(320, tab.evaluate("document.documentElement.scrollWidth"),
                        "the narrowest screen scrolls sideways: " + path);
            }
            tab.navigate(link);
            tab.click("a.swap");
            assertThat(tab.locator("#home")).hasValue("Bahia");
            assertFalse(before.reversed().equals(tab.locator(".numbers dd").allInnerTexts()),
                    "playing at home makes no difference");
            tab.click(".name a");
            String first = tab.locator(".league a").first().innerText();
            tab.locator(".league a").first().click();
            assertThat(tab.locator(".message")).hasText("The away side is missing: pick the second club.");
            assertThat(tab.locator("#home")).hasValue(first);
        }
    }

    @Test
    void aChoiceThatMakesNoSenseGetsAFriendlyMessage() throws IOException {
        try (Page tab = browser.page(360, false, "pt-BR", true)) {
            tab.navigate(page + "/?home=Gremio&away=Gremio");
            assertThat(tab.locator(".message")).hasText("Um clube não joga contra si mesmo. Troque um dos dois.");
            prove(tab, "pt", "same-club");
            tab.navigate(page + "/?home=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&away=Bahia&lang=en");
            assertThat(tab.locator(".message"))
                    .hasText("We know no club called “<img src=x onerror=alert(1)>”. Pick one from the list.");
            prove(tab, "en", "unknown-club");
            tab.navigate(page + "/?home=Fluminsense&away=Bahia&lang=en");
            assertThat(tab.locator("main")).containsText("Did you mean");
            for (String other : List.of("home=" + "x".repeat(3000), "home=%ff%00&away=%F0%9F%98%80", "home=&away=",
                    "lang=xx&home=Gremio", "home=a&home=b")) {
                assertEquals(200, tab.navigate(page + "/?" + other).status(), other);
                assertThat(tab.locator("form")).isVisible();
            }
        }
    }

    @Test
    void aForecastCanBeTakenAway() throws Exception {
        try (Page tab = browser.page(1280, false, "en-US", true)) {
            tab.navigate(page + MATCH);
            tab.locator(".copyable button").first().click();
            assertThat(tab.locator(".copyable button").first()).hasText("Copied");
        }
        for (String language : List.of("pt", "en")) {
            HttpResponse<byte[]> card = HTTP.send(
                    HttpRequest.newBuilder(URI.create(page + "/card.png" + MATCH.substring(1) + "&lang=" + language))
                    .build(), HttpResponse.BodyHandlers.ofByteArray());
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(card.body()));
            assertEquals("1200x630", image.getWidth() + "x" + image.getHeight());
            assertEquals(0xffffd84d, image.getRGB(20, 20), "a card of simulated matches carries the label");
            assertTrue(IntStream.range(0, 1200).mapToObj(x -> image.getRGB(x, 205)).distinct().count() > 3,
                    "no headline is drawn");
        }
        for (String nothing : List.of("/card.png?home=Nobody&away=Bahia", "/preview.zip?model=none", "/clubs/Nobody",
                "/preview.txt?model=none")) {
            assertEquals(404, get(page + nothing).statusCode(), nothing);
        }
        assertTrue(get(page + "/clubs/Nobody?lang=en").body().contains("We know no club called"), "its own words");
    }

    /**
     * One fixture, one forecast: on the page of the round, of the match, in its card's text, in the table, and on the
     * terminal.
     */
    @Test
    void everyFixtureOfTheNextRoundHasOneForecast() throws Exception {
        List<String[]> table = get(page + "/round.csv?lang=en").body().lines().skip(1).map(line -> line.split(",", -1))
                .toList();
        assertEquals(10, table.size());
        int onTheTerminal = 0;
        try (Page tab = browser.page(1280, false, "en-US", false)) {
            tab.navigate(page + "/round");
            for (String[] row : table) {
                Locator line = tab.locator(".fixtures:not(.last) tbody tr")
                        .filter(new Locator.FilterOptions().setHasText(row[4])).first();
                List<String> percents = line.locator("td.num").allInnerTexts().subList(0, 3);
                for (int i = 0; i < 3; i++) {
                    assertEquals(Double.parseDouble(row[6 + i]),
                            Double.parseDouble(percents.get(i).replace("%", "")) / 100, 0.00105, row[4]);
                }
                String match = line.locator("a.pairing").getAttribute("href");
                try (Page other = browser.page(1280, false, "en-US", false)) {
                    other.navigate(page + match);
                    assertEquals(percents, other.locator(".numbers dd").allInnerTexts(), match);
                    assertThat(other.locator(".event")).containsText("Round 27");
                    String card = other.locator(".card img").getAttribute("alt");
                    percents.forEach(percent -> assertTrue(card.contains(percent), card));
                    assertEquals(page + other.locator(".card").getAttribute("href"),
                            other.locator("meta[property='og:image']").getAttribute("content"));
                }
                Matcher printed = Pattern.compile(
                        Pattern.quote(row[4] + " x " + row[5]) + "\\s+([\\d.]+) %\\s+([\\d.]+) %\\s+([\\d.]+) %")
                        .matcher(terminal);
                if (!printed.find()) continue;
                onTheTerminal++;
                for (int i = 0; i < 3; i++) {
                    assertEquals(100 * Double.parseDouble(row[6 + i]), Double.parseDouble(printed.group(1 + i)), 0.051,
                            row[4]);
                }
            }
        }
        assertEquals(3, onTheTerminal, terminal);
    }

    @Test
    void aLinkToAMatchHasAPictureInAMessenger() throws Exception {
        String html = get(page + MATCH + "&lang=pt").body();
        Matcher image = Pattern.compile("og:image\" content=\"([^\"]+)\"").matcher(html);
        assertTrue(image.find(), html);
        HttpResponse<String> card = get(image.group(1).replace("&amp;", "&"));
        assertEquals(200, card.statusCode());
        assertEquals("image/png", card.headers().firstValue("Content-Type").orElse(""));
        assertTrue(html.contains("twitter:card\" content=\"summary_large_image\"")
                && html.contains("og:title\" content=\"Athletico-PR"), html);
        for (String path : List.of("/preview", "/round")) {
            Matcher round = Pattern.compile("og:image\" content=\"([^\"]+)\"").matcher(get(page + path).body());
            assertTrue(round.find(), path);
            assertEquals("image/png", get(round.group(1).replace("&amp;", "&")).headers().firstValue("Content-Type")
                    .orElse(""), path);
        }
    }

    @Test
    void onPaperNothingIsCutAndNothingWaits() {
        try (Page tab = browser.page(700, false, "pt-BR", true)) {
            tab.navigate(page + MATCH);
            tab.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(tab.locator(".matrix th").filter(new Locator.FilterOptions().setHasText("6+")).first())
                    .isVisible();
            assertEquals(true, tab.evaluate(
                    "document.querySelector('.matrix').getBoundingClientRect().right <= innerWidth"),
                    "the matrix is cut");
            for (String hidden : List.of(".chart", ".card", ".choose", "nav", "#permalink")) {
                assertThat(tab.locator(hidden).first()).isHidden();
            }
            assertThat(tab.locator("#paragraph")).isVisible();
        }
    }

    // ---------------------------------------------------------------- the round as an article

    @Test
    void fromOpeningThePreviewToTheClipboardIsOnePress() {
        try (Page tab = browser.page(1280, false, "pt-BR", true)) {
            tab.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            tab.navigate(page + "/preview");
            assertThat(tab.locator(".block")).hasCount(10);
            tab.click(".copy-article");
            assertThat(tab.locator(".copy-article")).hasText("Copiado");
            String article = clipboard(tab);
            assertTrue(article.startsWith(tab.innerText("h1")), article);
            assertTrue(article.contains("DADOS SIMULADOS") && article.contains("Em jogo: se ")
                    && article.contains("Os números são do Predictor Fut BR"), article);
            assertFalse(article.contains("pool") || article.contains("null"), article);
            assertEquals(10, article.lines().filter(line -> line.contains(" · Rodada 27")).count(), article);
            // The second and third press: without one match, as Markdown
            tab.locator(".include input").nth(3).uncheck();
            tab.selectOption("select[name=format]", "markdown");
            assertThat(tab.locator(".copy-article")).hasText("Copiar a matéria");
            tab.click(".copy-article");
            assertThat(tab.locator(".copy-article")).hasText("Copiado");
            assertEquals(9, clipboard(tab).lines().filter(line -> line.startsWith("## ")).count(), clipboard(tab));
            tab.locator(".printable + button").first().click();
            assertThat(tab.locator(".printable + button").first()).hasText("Copiado");
            assertEquals(tab.locator(".printable").first().textContent().strip(), clipboard(tab));
        }
    }

    private static String clipboard(Page tab) {
        return (String) tab.evaluate("navigator.clipboard.readText()");
    }

    @Test
    void thePreviewCanBeTakenAwayAsAPackageAndQuotedForGood() throws Exception {
        HttpResponse<byte[]> parcel = HTTP.send(HttpRequest.newBuilder(URI.create(page + "/preview.zip?lang=en"))
                .build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(parcel.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        assertEquals(4 + 2 * 11, files.size(), files.keySet().toString());
        BufferedImage round = ImageIO.read(new ByteArrayInputStream(files.get("cards/round.png")));
        assertEquals("1200x630", round.getWidth() + "x" + round.getHeight());
        assertTrue(new String(files.get("article.md"), StandardCharsets.UTF_8).startsWith("# "));
        BufferedImage portrait = ImageIO.read(new ByteArrayInputStream(
                files.entrySet().stream().filter(file -> file.getKey().endsWith("-portrait.png")).findFirst()
                .orElseThrow().getValue()));
        assertEquals("1080x1350", portrait.getWidth() + "x" + portrait.getHeight());
        try (Page tab = browser.page(360, true, "en-US", true)) {
            tab.navigate(page + "/preview");
            String link = tab.inputValue("#permalink");
            assertTrue(link.contains("model=2026-09-08-"), link);
            String headline = tab.innerText("h1");
            tab.navigate(link);
            assertThat(tab.locator("h1")).hasText(headline);
            assertThat(tab.locator("main")).containsText("Figures frozen at version 2026-09-08-");
            tab.navigate(page + "/preview?model=2020-01-01-pool-00000000");
            assertThat(tab.locator(".trouble h1")).hasText("We cannot show the preview");
        }
    }

    /** Pictures, the package and the matches of a page that quotes a version are of that version, too. */
    @Test
    void whatAFrozenPageLeadsToIsFrozen() throws Exception {
        String version = Json.MAPPER.readTree(get("http://127.0.0.1:" + apiPort + "/model").body()).path("version")
                .asText();
        Pattern link = Pattern.compile(
                "(?:href|src|content)=\"([^\"]*/(?:card\\.png|preview\\.png|preview\\.zip)[^\"]*)\"");
        for (String path : List.of(MATCH + "&", "/preview?")) {
            String frozen = get(page + path + "model=" + version).body();
            List<String> links = link.matcher(frozen).results().map(found -> found.group(1)).toList();
            assertTrue(links.size() >= 3, path + links);
            for (String one : links) assertTrue(one.contains("model=" + version), one);
            link.matcher(get(page + path).body()).results().map(found -> found.group(1))
                    .forEach(one -> assertFalse(one.contains("model="), one));
        }
        String preview = get(page + "/preview?model=" + version).body();
        List<String> matches = Pattern.compile("<h2 id=\"block-\\d+\"><a href=\"([^\"]*)\"").matcher(preview).results()
                .map(found -> found.group(1)).toList();
        assertEquals(10, matches.size());
        for (String one : matches) assertTrue(one.contains("model=" + version), one);
    }

    // ---------------------------------------------------------------- round, season, clubs

    /** What people type: without accents, with a blank at the end, official names, nicknames. */
    @Test
    void theSearchFindsWhatPeopleType() {
        try (Page tab = browser.page(360, false, "pt-BR", true)) {
            tab.navigate(page);
            for (String[] typed : new String[][] {{"atletico mg", "Atlético-MG"}, {"atlético-mg", "Atlético-MG"},
                    {"athletico pr", "Athletico-PR"}, {"furacao", "Athletico-PR"},
                {"gremio ", "Grêmio"}, {"red bull", "Bragantino"}, {"galo", "Atlético-MG"}, {"mengao", "Flamengo"},
                {"verdao", "Palmeiras"}, {"timao", "Corinthians"},
                {"sao paulo", "São Paulo"}, {"vozao", "Ceará"}}) {
                tab.fill("#home", typed[0]);
                assertThat(tab.locator("#home-list li").first()).hasText(typed[1]);
            }
        }
    }

    @Test
    void theRoundCanBeSortedAndExported() throws Exception {
        try (Page tab = browser.page(1280, false, "pt-BR", false)) {
            tab.navigate(page + "/round?show=all");
            tab.click("th.col-away a");
            assertThat(tab.locator("th.col-away")).hasAttribute("aria-sort", "descending");
            List<Double> away = tab.locator(".fixtures tbody tr td:nth-child(6)").allInnerTexts().stream()
                    .map(text -> Double.parseDouble(text.replaceAll("[^\\d,]", "").replace(',', '.'))).toList();
            assertTrue(away.size() > 10, away.toString());
            assertEquals(away.stream().sorted(Comparator.reverseOrder()).toList(), away);
            tab.locator(".pairing").first().click();
            assertThat(tab.locator(".chances")).isVisible();
        }
        HttpResponse<String> portuguese = get(page + "/round.csv?lang=pt&show=all");
        assertTrue(portuguese.headers().firstValue("Content-Disposition").orElse("").contains("attachment"));
        List<String> lines = portuguese.body().lines().toList();
        assertEquals("\ufeffdate;time;round;venue;home;away;p_home;p_draw;p_away;goals_home;goals_away;simulated",
                lines.getFirst());
        assertTrue(lines.get(1).matches(
                "2026-\\d\\d-\\d\\d;[^;]*;\\d+;;[^;]+;[^;]+;0,\\d{4};0,\\d{4};0,\\d{4};([\\d,]*;){2}true"),
                lines.get(1));
        assertTrue(get(page + "/round.csv?lang=en").body().lines().skip(1)
                .allMatch(line -> line.split(",", -1).length == 12));
        JsonNode json = Json.MAPPER.readTree(get(page + "/round.json").body());
        assertEquals(10, json.path("matches").size());
        assertEquals(json.at("/matches/0/home_display_name").asText(), get(page + "/round.csv?lang=en").body().lines()
                .toList().get(1).split(",", -1)[4]);
        List<String> table = get(page + "/season.csv?lang=en").body().lines().toList();
        assertEquals(21, table.size());
        JsonNode leader = Json.MAPPER.readTree(get(page + "/season.json").body()).at("/standings/0");
        assertTrue(table.get(1).startsWith("1," + leader.path("display_name").asText() + ","), table.get(1));
        assertEquals(leader.path("title").asDouble(), Double.parseDouble(table.get(1).split(",", -1)[10]), 1e-4);
    }

    /** The narrow screen shows all three chances of the last round. */
    @Test
    void theLastRoundIsWholeOnAPhone() {
        try (Page tab = browser.page(360, false, "pt-BR", true)) {
            tab.navigate(page + "/round");
            for (int i = 0; i < 3; i++) {
                assertThat(tab.locator(".last tbody tr").first().locator("td.num").nth(i)).isVisible();
            }
        }
    }

    @Test
    void theWhatIfAnswersWithAndWithoutJavaScriptAndItsAddressCanBeShared() {
        try (Page tab = browser.page(1280, false, "en-US", true);
                Page plain = browser.page(360, true, "en-US", false)) {
            tab.navigate(page + "/season");
            assertThat(tab.locator(".standings tbody tr")).hasCount(20);
            Locator first = tab.locator("form.whatif fieldset").first();
            String away = first.locator(".pick-away .club-name").innerText();
            Locator points = tab.locator(".standings tr:has(.who:has-text('" + away + "')) .points");
            int before = Integer.parseInt(points.innerText());
            first.locator(".pick-away").click();
            assertThat(tab.locator(".message")).containsText("one result that has not happened");
            assertThat(tab.locator("form.whatif fieldset").first().locator(".pick-away input")).isChecked();
            String shared = tab.url();
            assertTrue(shared.contains("0-1"), shared);
            plain.navigate(shared);
            assertThat(plain.locator(".message")).containsText("one result that has not happened");
            assertEquals(tab.locator(".standings tbody tr").allTextContents(),
                    plain.locator(".standings tbody tr").allTextContents());
            // What has changed is in sight, wherever the page is scrolled to
            assertThat(tab.locator(".strip")).isVisible();
            assertThat(tab.locator(".strip")).containsText("(");
            assertTrue(tab.locator(".strip").boundingBox().y < 900, "the strip is below the screen");
            plain.locator("form.whatif fieldset").nth(1).locator(".pick-home").click();
            plain.click("form.whatif button");
            assertThat(plain.locator(".message")).containsText("2 results");
            tab.locator("form.whatif fieldset").first().locator(".pick-away").click(); // once more takes it back
            assertThat(tab.locator(".message")).hasCount(0);
            assertEquals(before, Integer.parseInt(points.innerText()));
        }
    }

    // ---------------------------------------------------------------- uploads

    private static final String HEADER =
            "ID,rodata,data,hora,mandante,visitante,formacao_mandante,formacao_visitante,tecnico_mandante,tecnico_visitante,vencedor,arena,mandante_Placar,visitante_Placar,mandante_Estado,visitante_Estado\n";

    @Test
    void aFileIsLookedAtFirstAndKeptOnlyWhenTold() throws IOException {
        try (Page tab = browser.page(360, true, "en-US", true)) {
            tab.navigate(page + "/data");
            upload(tab, "round 26.csv", HEADER
                    + "1,26,13/09/2026,16:00,Gremio,Bahia,,,,,-,SIMULATED,1,1,RS,BA\n2,26,31/13/2026,16:00,Santos,<b>Bahia</b>,,,,,-,SIMULATED,x,1,SP,BA\n");
            assertThat(tab.locator(".good-news h2")).hasText("What the pipeline would make of round-26.csv");
            assertThat(tab.locator(".good-news tbody tr")).hasCount(1);
            prove(tab, "en", "upload-good");
            assertFalse(Files.exists(folder.resolve("lake/raw/round-26.csv")), "kept before it was told to");
            tab.click(".good-news button");
            assertThat(tab.locator(".message")).containsText("round-26.csv is in the lake");
            assertTrue(Files.exists(folder.resolve("lake/raw/round-26.csv")));
        }
    }

    @Test
    void aFileThatIsNoneIsToldSoAndNeverRunsAsHtml() throws IOException {
        try (Page tab = browser.page(1280, false, "pt-BR", false)) {
            tab.navigate(page + "/data");
            upload(tab, "bad.csv", "<script>document.title='run'</script>,b\n<img src=x onerror=alert(1)>,2\n");
            assertThat(tab.locator(".bad-news h2")).hasText("O que o pipeline faria com bad.csv");
            assertEquals(0, tab.locator(".bad-news button").count());
            assertEquals(0, tab.locator("main img, main script").count());
            tab.navigate(page + "/data");
            upload(tab, "big.csv", HEADER.repeat(30_000)); // more than 4 MiB
            assertThat(tab.locator(".message")).containsText("4 MiB");
            assertEquals(
                    List.of("console: Failed to load resource: the server responded with a status of 400 (Bad Request)"), browser.complaints());
        }
    }

    /** In class: somebody adds a file with broken rows, and all who look at the pipeline see where they end. */
    @Test
    void everybodySeesTheRowsOfABrokenFileFallIntoQuarantine() throws Exception {
        Path lake = Files.createDirectories(folder.resolve("class"));
        String[] where = {"--lake", lake.toString()};
        Scripts.Result run = Scripts.run("06_pipeline.java", "run", where[0], where[1]);
        assertEquals(0, run.exit(), run.all());
        List<Process> all = new ArrayList<>();
        try {
            all.add(Scripts.start(folder.resolve("class-watch.log"), "06_pipeline.java", "watch", where[0], where[1]));
            String site = site(where[1], all);
            try (Page pupil = browser.page(1280, false, "pt-BR", true);
                 Page teacher = browser.page(1280, false, "en-US", true)) {
                pupil.navigate(site + "/pipeline");
                assertThat(pupil.locator(".flow")).containsText("0 em quarentena");
                assertEquals(0, pupil.locator("#quarantine-title").count());
                teacher.navigate(site + "/data");
                String good = Files.readAllLines(Scripts.HOME.resolve("sample/simulated-league.csv")).stream()
                        .skip(2_000).limit(30).collect(Collectors.joining("\n", HEADER, "\n"));
                String bad = "X,26,13/09/2026,16:00,Santos,Santos,,,,,-,SIMULATED,1,1,SP,SP\n";
                upload(teacher, "friday.csv", good + bad);
                teacher.click(".good-news button");
                // A stage under way is shown as such, by two boxes; a fast one is over before a browser asks again.
                for (int i = 0; !get(site + "/pipeline").body().matches("(?s)(.*box-running){2}.*"); i++) {
                    assertTrue(i < 1200, "no stage was seen under way");
                    Thread.sleep(50);
                }
                // Nobody touches the pupil's page.
                assertThat(pupil.locator("section:has(#quarantine-title) tbody tr")).containsText("friday.csv");
                assertThat(pupil.locator("section:has(#quarantine-title) tbody tr")).containsText("Santos");
                assertThat(pupil.locator(".flow")).containsText("1 em quarentena");
                prove(pupil, "pt", "pipeline-quarantine");

                // Of a file that is mostly broken nothing is taken in, and the picture says what the ETL said.
                teacher.navigate(site + "/data");
                upload(teacher, "saturday.csv", good + bad.repeat(9));
                teacher.click(".good-news button");
                assertThat(pupil.locator(".box-failed .error")).containsText("saturday.csv");
                assertThat(pupil.locator(".box-failed .error")).containsText("--accept-quarantine");
                prove(pupil, "pt", "pipeline-failed");
            }
        } finally {
            for (Process process : all.reversed()) stop(process);
        }
    }

    /** The sample without its running season ends with a champion, and no page speaks of what is still to come. */
    @Test
    void aSeasonThatIsOverHasALastRoundAndNothingToCome() throws Exception {
        Path data = folder.resolve("seasons-that-are-over.csv");
        Files.write(data, Files.readAllLines(Scripts.HOME.resolve("sample/simulated-league.csv")).stream()
                .filter(line -> !line.contains("/2026,")).toList());
        String lake = folder.resolve("over").toString();
        Scripts.Result run = Scripts.run("06_pipeline.java", "run", "--lake", lake, "--data", data.toString());
        assertEquals(0, run.exit(), run.all());
        List<Process> all = new ArrayList<>();
        try {
            String site = site(lake, all);
            try (Page tab = browser.page(390, false, "pt-BR", true)) {
                tab.navigate(site + "/round");
                assertThat(tab.locator("h1")).hasText("Rodada");
                assertThat(tab.locator(".lead").first()).containsText("O campeonato de 2025 acabou");
                assertThat(tab.locator("#last-title")).isVisible();
                prove(tab, "pt", "round-over");
                tab.navigate(site + "/season");
                assertThat(tab.locator("h1")).containsText(Pattern.compile("campe(ão|ã) de 2025"));
            }
        } finally {
            for (Process process : all.reversed()) stop(process);
        }
    }

    /** Starts an API and a page on a lake, adds both to the processes, and returns the page's address. */
    private static String site(String lake, List<Process> all) throws Exception {
        Path apiLog = Path.of(lake + "-api.log");
        all.add(Scripts.start(apiLog, "04_api.java", "--json", "--port", "0", "--lake", lake));
        Path uiLog = Path.of(lake + "-ui.log");
        all.add(Scripts.start(uiLog, "05_ui.java", "--json", "--port", "0", "--lake", lake, "--api-url",
                url(all.getLast(), apiLog) + "/"));
        return url(all.getLast(), uiLog);
    }

    private static void upload(Page tab, String name, String content) {
        tab.setInputFiles("#file", new FilePayload(name, "text/csv", content.getBytes(StandardCharsets.UTF_8)));
        tab.click(".upload button");
    }

    @Test
    void nobodyUploadsFromElsewhere() throws Exception {
        String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + HEADER
                + "\r\n--x--\r\n";
        for (String[] header : new String[][] {{"Origin", "http://evil.example"}, {"Origin", "null"},
                {"Sec-Fetch-Site", "cross-site"}}) {
            assertEquals(403, post(page + "/data/preview", body, header).statusCode(), String.join(": ", header));
            assertEquals(403, post(page + "/data/accept", body, header).statusCode(), String.join(": ", header));
        }
        assertEquals(200, post(page + "/data/preview", body, "Origin", page).statusCode());
        assertEquals(400, post(page + "/data/accept", body, "Origin", page).statusCode(),
                "nothing was looked at under that key");
        assertEquals(400, post(page + "/data/preview", "--x--\r\n", "Origin", page).statusCode());
    }

    private static HttpResponse<String> post(String url, String body, String... header) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "multipart/form-data; boundary=x").headers(header)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    // ---------------------------------------------------------------- when the API is in trouble

    @Test
    void whenTheApiGoesAwayThePageSaysSoAndComesBackByItself() throws Exception {
        try (Page tab = browser.page(360, false, "pt-BR", true);
                Page plain = browser.page(1280, true, "en-US", false)) {
            stop(api);
            String match = "/?home=Gremio&away=Bahia";
            assertEquals(200, tab.navigate(page + match).status());
            assertThat(tab.locator(".trouble h1")).hasText("Não conseguimos buscar as previsões");
            assertThat(tab.locator(".trouble code")).hasText("./jbangw 04_api.java");
            proveAccessible(tab, "away");
            Browser.photograph(tab, "away-pt-360");
            plain.navigate(page + match);
            assertThat(plain.locator(".trouble h1")).hasText("We cannot reach the forecasts");
            Browser.photograph(plain, "away-en-1280-dark");
            assertEquals("away", Json.MAPPER.readTree(get(page + "/status" + match).body()).path("api").asText());
            startApi();
            assertThat(tab.locator(".numbers")).isVisible();
            proveForecast(tab, "pt");
            assertThat(plain.locator(".numbers")).isVisible(); // by the meta refresh, without JavaScript
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
        Process other = Scripts.start(log, "05_ui.java", "--json", "--port", "0", "--api-url",
                "http://127.0.0.1:" + stub.getAddress().getPort());
        try (Page tab = browser.page(360, false, "en-US", true)) {
            String url = url(other, log);
            status[0] = 503; // a load balancer, or a service that is waking up
            expect(tab, url, "We cannot reach the forecasts", "./jbangw 04_api.java");
            body[0] = "{\"title\":\"No model\",\"reason\":\"no_model\"}";
            expect(tab, url, "There is no model yet for the forecasts", "./jbangw 06_pipeline.java");
            status[0] = 200;
            String team = "{\"name\":\"A\",\"display_name\":\"A\",\"current\":true,\"form\":[]}";
            for (String nonsense : List.of("", "null", "[]", "<html>", "{\"teams\":[]}",
                    "{\"season\":1,\"data_until\":\"2026-01-01\",\"teams\":[" + team + "]}",
                    "{\"season\":1,\"simulated\":true,\"data_until\":\"soon\",\"teams\":[" + team + "]}")) {
                body[0] = nonsense;
                expect(tab, url, "We could not read the forecasts",
                        "./jbangw 05_ui.java --api-url http://127.0.0.1:8080");
            }
            delay[0] = 30_000;
            long start = System.nanoTime();
            assertEquals(200, get(url).statusCode());
            assertTrue(System.nanoTime() - start < 3_500_000_000L, "the page waited for the API too long");
            expect(tab, url, "Still waiting for the forecasts", "./jbangw 04_api.java");
            delay[0] = 0;
            body[0] = "{\"season\":2026,\"simulated\":false,\"data_until\":\"2026-01-01\",\"teams\":[" + team + ","
                    + team.replace("\"A\"", "\"B\"") + "]}";
            assertThat(tab.locator("form")).isVisible();
            assertEquals(0, tab.locator(".simulated").count(), "real data are not to be called simulated");
            tab.navigate(url + "/?home=A&away=B"); // the answer to /teams is no forecast
            assertThat(tab.locator(".trouble h1")).hasText("We could not read this forecast");
            assertThat(tab.locator("#home")).hasValue("A");
            assertThat(tab.locator("#away")).hasValue("B");
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
        for (String path : List.of("/", "/status", "/static/page.css", "/nothing",
                "/static/..%2ftexts_pt.properties")) {
            HttpResponse<String> response = get(page + path);
            assertEquals(path.startsWith("/nothing") || path.contains("..") ? 404 : 200, response.statusCode(), path);
            String policy = response.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                    path + ": " + policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals("nosniff", response.headers().firstValue("X-Content-Type-Options").orElse(""), path);
            assertEquals("same-origin", response.headers().firstValue("Referrer-Policy").orElse(""), path);
        }
        // Its own address stands in what messengers read
        String html = get(page + "/?home=Gremio&away=Bahia").body().replace(page, "");
        assertFalse(Pattern.compile("<style|style=|<script>|\\son\\w+=|https?://").matcher(html).find(), html);
        assertTrue(html.length() < 90_000, "the page has grown to " + html.length());
        assertTrue(weight("/") <= 120 * 1024, "the first page weighs " + weight("/"));
        assertTrue(get(page + "/").body().contains("lang=\"pt-BR\""), "Portuguese without Accept-Language");
        assertTrue(get(page + "/nothing").body().contains("Não há nada neste endereço"));
    }

    @Test
    void wrongSettingsEndWithAdviceAndNoStackTrace() {
        String port = page.replaceAll(".*:", "");
        Scripts.Result taken = Scripts.run("05_ui.java", "--port", port);
        assertEquals(3, taken.exit(), taken.all());
        assertTrue(taken.err().contains("cannot listen on 127.0.0.1:" + port) && taken.err().contains("--port 0"),
                taken.err());
        assertFalse(taken.err().contains("\tat "), taken.err());
        for (String wrong : List.of("127.0.0.1:8080", "ftp://x", "http://", "http://a b")) {
            Scripts.Result result = Scripts.run("05_ui.java", "--port", "0", "--api-url", wrong);
            assertEquals(3, result.exit(), result.all());
            assertTrue(result.err().contains("is not the address of an API"), result.err());
        }
        assertEquals(2, Scripts.run("05_ui.java", "--port", "70000").exit());
    }

    // ---------------------------------------------------------------- helpers

    /** Bytes over the wire of a page and all that it names, fonts included. */
    private static int weight(String path) throws Exception {
        String html = get(page + path).body();
        List<String> parts = new ArrayList<>(List.of(path));
        Matcher named = Pattern.compile("(?:src|href)=\"(/static/[^\"]+)\"").matcher(html);
        while (named.find()) if (!parts.contains(named.group(1))) parts.add(named.group(1));
        Matcher font = Pattern.compile("url\\(\"([^\"]+)\"\\)").matcher(get(page + "/static/page.css").body());
        while (font.find()) parts.add("/static/" + font.group(1));
        int sum = 0;
        for (String part : parts) {
            sum += HTTP.send(HttpRequest.newBuilder(URI.create(page + part)).header("Accept-Encoding", "gzip").build(),
                    HttpResponse.BodyHandlers.ofByteArray()).body().length;
        }
        return sum;
    }

    private static void startApi() throws Exception {
        Path log = folder.resolve("api.log");
        api = Scripts.start(log, "04_api.java", "--json", "--port", "" + apiPort, "--lake",
                folder.resolve("lake").toString());
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
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
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
