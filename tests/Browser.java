//DEPS com.microsoft.playwright:playwright:1.62.0

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium without a window. It notes what must not happen: console errors and requests to the internet.
 */
final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Scripts.HOME.resolve(".cache/screenshots");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(String executable) {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(executable))
                .setHeadless(true).setArgs(List.of("--no-sandbox")));
    }

    /** Opens the browser. Without one the tests are skipped with a reason, and in CI they fail. */
    static Browser open() {
        List<String> places = new ArrayList<>();
        if (System.getenv("CHROMIUM") != null) places.add(System.getenv("CHROMIUM"));
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
                places.add(Path.of(folder, name).toString());
            }
        }
        places.add("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        places.add("C:/Program Files/Google/Chrome/Application/chrome.exe");
        String found = places.stream().filter(place -> Files.isExecutable(Path.of(place))).findFirst().orElse(null);
        if (found == null) {
            String reason = "no Chromium on this machine; install it or set CHROMIUM to its path";
            if (System.getenv("CI") != null) Assertions.fail(reason);
            Assumptions.abort(reason);
        }
        return new Browser(found);
    }

    /** A new tab with its own cookies and settings. */
    Page page(int width, boolean dark, String language, boolean script) {
        BrowserContext context = browser.newContext(
                new NewContextOptions().setViewportSize(width, width < 500 ? 740 : 900)
                .setDeviceScaleFactor(width < 500 ? 2 : 1).setLocale(language).setJavaScriptEnabled(script)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
        Page page = context.newPage();
        page.setDefaultTimeout(60_000);
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) complaints.add("console: " + message.text());
        });
        page.onPageError(error -> complaints.add("script: " + error));
        page.onRequest(request -> {
            if (!"127.0.0.1".equals(URI.create(request.url()).getHost())) complaints.add("request: " + request.url());
        });
        return page;
    }

    /** Everything that a page did and must not do, since this was last asked. */
    List<String> complaints() {
        List<String> all = Stream.of(complaints.toArray(String[]::new)).distinct().toList();
        complaints.clear();
        return all;
    }

    /** Leaves a picture of the whole page in .cache/screenshots for a person to look at. */
    static void photograph(Page page, String name) {
        // Else what sticks to the top is drawn half-way down
        if (page.url().contains("#")) page.evaluate("scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
