///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES Browser.java Scripts.java ServedScript.java
//DESCRIPTION Takes the pictures of the guide anew: docs/screenshots/*.png, from the simulated sample.

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Serves the sample, or the lake in a folder named as the argument, and photographs what the guide shows, in both
 * languages. Look at every picture before you commit it: would you publish with it?
 */
class Screenshots {

    private static final Path FOLDER = Scripts.HOME.resolve("docs/screenshots");
    private static final String MATCH = "/?home=Cruzeiro&away=Santos";

    public static void main(String... arguments) throws IOException {
        String lake = arguments.length > 0 ? arguments[0] : sample();
        Files.createDirectories(FOLDER);
        try (Browser browser = Browser.open(); ServedScript api = ServedScript.start("04_api.java", "--lake", lake);
                ServedScript ui = ServedScript.start("05_ui.java", "--api-url", api.url);
                        ServedScript alone = ServedScript.start("05_ui.java", "--api-url", "http://127.0.0.1:9")) {
            for (String language : new String[] {"pt", "en"}) {
                Camera desktop = new Camera(browser, language, 1180, false, true);
                desktop.take("match", ui.url + MATCH, 1500);
                desktop.take("season", ui.url + "/season", 1060);
                desktop.take("preview", ui.url + "/preview", 1060);
                desktop.take("pipeline", ui.url + "/pipeline", 860);
                Camera phone = new Camera(browser, language, 360, true, true);
                phone.take("phone", ui.url + MATCH, 1000);
                new Camera(browser, language, 360, true, false).take("away", alone.url + "/", 640);
                preview(browser, language, ui.url);
            }
            Files.write(FOLDER.resolve("card.png"), ui.get("/card.png" + MATCH.substring(1) + "&lang=en").bytes());
        }
    }

    private static String sample() throws IOException {
        String lake = Files.createTempDirectory("screenshots").resolve("lake").toString();
        Scripts.Result run = Scripts.run("06_pipeline.java", "run", "--lake", lake);
        if (run.exit() != 0) throw new IllegalStateException(run.all());
        return lake;
    }

    private record Camera(Browser browser, String language, int width, boolean dark, boolean answering) {

        void take(String name, String url, int height) {
            try (Page tab = open(url, height)) {
                shoot(tab, name);
            }
        }

        Page open(String url, int height) {
            Page tab = browser.page(width, dark, language.equals("pt") ? "pt-BR" : "en-GB", true);
            tab.setViewportSize(width, height);
            tab.navigate(url + (url.contains("?") ? "&" : "?") + "lang=" + language);
            // The first simulation takes a moment
            if (answering) {
                assertThat(tab.locator("[data-waiting]"))
                        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
            }
            for (Locator chart : tab.locator(".chart").all()) {
                chart.scrollIntoViewIfNeeded();
                assertThat(chart.locator("svg.main-svg").first())
                        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
            }
            tab.evaluate("scrollTo(0, 0)");
            return tab;
        }

        void shoot(Page tab, String name) {
            tab.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + "-" + language + ".png")));
        }
    }

    private static void preview(Browser browser, String language, String url) {
        Camera camera = new Camera(browser, language, 1180, false, true);
        try (Page tab = camera.open(url + "/data", 900)) {
            tab.setInputFiles("#file", new FilePayload("round-26.csv", "text/csv", """
                    ID,rodata,data,hora,mandante,visitante,formacao_mandante,formacao_visitante,tecnico_mandante,tecnico_visitante,vencedor,arena,mandante_Placar,visitante_Placar,mandante_Estado,visitante_Estado
                    SIM-2541,26,13/09/2026,16:00,Gremio,Fortaleza,4-4-2,4-3-3,,,Gremio,,2,1,RS,CE
                    SIM-2542,26,13/09/2026,16:00,Vasco,Atletico-MG,4-4-2,4-3-3,,,-,,1,1,RJ,MG
                    SIM-2543,26,31/13/2026,16:00,Sao Paulo,Coritiba,4-4-2,4-3-3,,,-,,0,0,SP,PR
                    """.getBytes(StandardCharsets.UTF_8)));
            tab.click(".upload button");
            camera.shoot(tab, "upload");
        }
    }
}
