///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS io.javalin:javalin:7.2.3
//DEPS io.pebbletemplates:pebble:3.2.4
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/base/Cli.java lib/base/Console.java lib/base/Exit.java lib/base/Fault.java lib/base/Json.java
//SOURCES lib/base/Settings.java lib/base/Sha256.java
//SOURCES lib/ui/Answer.java lib/ui/ApiClient.java lib/ui/Pages.java lib/ui/Story.java
//SOURCES lib/ui/Words.java
//FILES ui/=ui/**
//DESCRIPTION Chapter 5: a page that asks the API

/*
 * Chapter 5. The page: the forecast for people
 *
 * You learn: server-rendered pages that work without JavaScript, two languages, staying useful
 *            while another service is away, a strict Content-Security-Policy.
 * Reads:     the API of chapter 4, over HTTP; never the data lake
 * Writes:    nothing
 * Costs:     nothing here; in the cloud by the hour, see chapter 1
 * Takes:     a second to start
 *
 *   ./jbangw 05_ui.java --help
 *   ./jbangw 05_ui.java                           then open http://127.0.0.1:8081
 *   ./jbangw 05_ui.java --api-url https://api.example.org --port 0
 *
 * Next: 06_pipeline.java
 */

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Sha256;
import lib.ui.Answer;
import lib.ui.ApiClient;
import lib.ui.Pages;
import lib.ui.Story;
import lib.ui.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "05_ui.java", mixinStandardHelpOptions = true,
        description = "Serves a page that leaves the forecast to the API. Without a command it does \"serve\".")
class Ui {

    private static final int LARGEST_HEADERS = 8 * 1024;

    static void main(String[] arguments) {
        System.exit(Cli.run(new Ui(), "serve", arguments));
    }

    // ---------------------------------------------------------------- the command

    @Command(description = "Serve until interrupted (the default).")
    int serve(@Mixin Cli.Output output,
            @Option(names = "--api-url", paramLabel = "URL", descriptionKey = "API_URL", defaultValue = "http://127.0.0.1:8080",
                    description = "Where the API of chapter 4 answers (API_URL, ${DEFAULT-VALUE}).") String apiUrl,
            @Option(names = "--host", descriptionKey = "UI_HOST", defaultValue = "127.0.0.1",
                    description = "Address to listen on; 0.0.0.0 opens it to the network (UI_HOST, ${DEFAULT-VALUE}).") String host,
            @Option(names = "--port", descriptionKey = "UI_PORT", defaultValue = "8081",
                    description = "Port to listen on, 0 for any free one (UI_PORT, ${DEFAULT-VALUE}).") int port,
            @Option(names = "--lake", paramLabel = "FOLDER",
                    description = "Accepted like everywhere; the page asks the API, never the lake.") String lake)
            throws InterruptedException {
        Console console = output.console();
        requireAddress(apiUrl);
        console.title("Chapter 5. The page, forecasts from " + apiUrl.replaceAll("//[^/@]+@", "//****@"));
        Server server = new Server(new ApiClient(apiUrl.replaceAll("/+$", "")), line -> console.event("05_ui", line));
        start(server.app, host, port);
        String name = host.equals("0.0.0.0") ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        String url = "http://" + name + ":" + server.app.port();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.app.stop();
            stopped.countDown();
        }));
        console.good("serving at " + url + ", stop with Ctrl-C");
        if (output.json) console.json(Map.of("url", url));
        stopped.await();
        return Exit.OK.code;
    }

    private static void requireAddress(String url) {
        try {
            URI address = URI.create(url);
            if (List.of("http", "https").contains(address.getScheme()) && address.getHost() != null && address.getQuery() == null) return;
        } catch (IllegalArgumentException e) {
            // told below, like every other text that is no address
        }
        throw new Fault(Exit.CONFIGURATION, "\"" + url + "\" is not the address of an API", "it has to look like http://127.0.0.1:8080",
                "correct --api-url or API_URL", 5);
    }

    private static void start(Javalin app, String host, int port) {
        if (port < 0 || port > 65535) throw new Fault(Exit.USAGE, "no such port: " + port, "ports go from 0 to 65535", "choose another one with --port", 5);
        try {
            app.start(host, port);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException || cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                    throw new Fault(Exit.CONFIGURATION, "cannot listen on " + host + ":" + port,
                            "another program uses the port, or the address is not this machine's",
                            "choose another one with --port, for example --port 0", 5).from(e);
                }
            }
            throw e;
        }
    }

    // ---------------------------------------------------------------- the server

    private static final class Server {

        /** Everything comes from this server; neither scripts nor styles may stand in the page itself. */
        private static final Map<String, String> HEADERS = Map.of(
                "Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Permissions-Policy", "camera=(), geolocation=(), microphone=()");

        private static final Map<String, String> STATIC = Map.of(
                "page.css", "text/css; charset=utf-8", "page.js", "text/javascript; charset=utf-8", "icon.svg", "image/svg+xml");

        private final ApiClient api;
        private final Consumer<String> log;
        private final Map<String, byte[]> files = new HashMap<>();
        private final Pages pages;
        private final Javalin app;
        private volatile String trouble = "";

        Server(ApiClient api, Consumer<String> log) {
            this.api = api;
            this.log = log;
            for (String name : STATIC.keySet()) files.put(name, resource("/ui/static/" + name));
            // A new version of a file gets a new address, so that browsers may keep the old one for good.
            this.pages = new Pages(name -> "/static/" + name + "?v=" + Sha256.of(files.get(name)).substring(0, 8));
            this.app = Javalin.create(this::configure);
        }

        private void configure(JavalinConfig config) {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(LARGEST_HEADERS));
            config.routes.before(ctx -> HEADERS.forEach(ctx::header));
            config.routes.get("/", this::page);
            config.routes.get("/status", this::status);
            config.routes.get("/static/{name}", this::file);
            config.routes.error(404, ctx -> send(ctx, Answer.of(api, "", ""), "message.nowhere"));
            config.routes.exception(Exception.class, (e, ctx) -> {
                e.printStackTrace();
                ctx.status(500).contentType("text/plain; charset=utf-8").result("A mistake of this server; it is in the server's log.");
            });
        }

        // ------------------------------------------------------------ 1. ask the API

        private Answer ask(Context ctx) {
            Answer answer = Answer.of(api, ctx.queryParam("home"), ctx.queryParam("away"));
            tell(answer.trouble() == null ? "" : "event=api_trouble kind=" + answer.troubleKey() + " reason=\"" + answer.reason() + "\"");
            return answer;
        }

        /** Logs a trouble when it begins and when it ends, not at every request between. */
        private synchronized void tell(String now) {
            if (!now.equals(trouble)) log.accept(now.isEmpty() ? "event=api_back" : now);
            trouble = now;
        }

        // ------------------------------------------------------------ 2. answer

        /**
         * The page comes with 200 even when the API is away: the page itself works, and a load balancer that watches it
         * must not stop it for another service's trouble. Machines learn about that trouble from /status.
         */
        private void page(Context ctx) {
            send(ctx, ask(ctx), null);
        }

        private static Words words(Context ctx) {
            return Words.of(ctx.queryParam("lang"), ctx.header("Accept-Language"));
        }

        private void send(Context ctx, Answer answer, String message) {
            Words words = words(ctx);
            Map<String, Object> values = new HashMap<>();
            values.put("answer", answer);
            values.put("message", message != null ? message : answer.message());
            values.put("forecast", answer.prediction() == null ? null : Story.of(answer, words));
            values.put("other_language", link(answer.homeName(), answer.awayName(), words.other()));
            values.put("swapped", link(answer.awayName(), answer.homeName(), words));
            values.put("league", answer.league());
            ctx.header("Cache-Control", "no-cache").header("Vary", "Accept-Language").header("Content-Language", words.tag())
                    .contentType("text/html; charset=utf-8").result(pages.render("page", words, values));
        }

        private static String link(String home, String away, Words words) {
            return "/?home=" + encoded(home) + "&away=" + encoded(away) + "&lang=" + words.code();
        }

        /** For page.js and for monitors: the same question as the page's, answered with one word. */
        private void status(Context ctx) {
            Answer answer = ask(ctx);
            ctx.header("Cache-Control", "no-store").contentType("application/json")
                    .result(Json.write(Map.of("api", answer.trouble() == null ? "ready" : answer.troubleKey())));
        }

        private void file(Context ctx) {
            byte[] file = files.get(ctx.pathParam("name"));
            if (file == null) throw new NotFoundResponse();
            ctx.header("Cache-Control", "public, max-age=31536000, immutable").contentType(STATIC.get(ctx.pathParam("name"))).result(file);
        }

        // ------------------------------------------------------------ helpers

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }

        private static byte[] resource(String path) {
            try (InputStream file = Ui.class.getResourceAsStream(path)) {
                return file.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
