///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:CompileThresholdScaling=3
//DEPS io.javalin:javalin:7.2.3
//DEPS io.pebbletemplates:pebble:4.1.2
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/aws/*.java lib/hosting/*.java lib/web/*.java
//SOURCES lib/words/*.java lib/ui/*.java
//FILES ui/=ui/**
//DESCRIPTION Chapter 5: a page that asks the API

/*
 * Chapter 5. The page: the forecast for people
 *
 * You learn: server-rendered pages that work without JavaScript, two languages, staying useful
 *            while another service is away, a strict Content-Security-Policy.
 * Reads:     the API of chapter 4, over HTTP; never the data lake
 * Writes:    nothing
 * Costs:     nothing here; on AWS US$ 0 to 36 a month, which "deploy" shows before it asks
 * Takes:     a second to start; on AWS 1 to 25 minutes
 *
 *   ./jbangw 05_ui.java --help
 *   ./jbangw 05_ui.java                           then open http://127.0.0.1:8081
 *   ./jbangw 05_ui.java --api-url https://api.example.org --port 0
 *
 * Next: 06_pipeline.java
 */

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lib.aws.Account;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Settings;
import lib.hosting.Hosted;
import lib.hosting.HostedCommands.Deploy;
import lib.hosting.HostedCommands.Pause;
import lib.hosting.HostedCommands.Resume;
import lib.hosting.HostedCommands.Status;
import lib.hosting.HostedCommands.Undeploy;
import lib.hosting.HostedCommands.Url;
import lib.hosting.Hosting;
import lib.hosting.Places;
import lib.ui.ApiClient;
import lib.ui.Card;
import lib.ui.Csv;
import lib.ui.FootballPages;
import lib.ui.Panel;
import lib.ui.RoundPages;
import lib.ui.Roundup;
import lib.ui.StaticFiles;
import lib.ui.Story;
import lib.ui.SystemPages;
import lib.ui.Templates;
import lib.ui.Uploads;
import lib.ui.View;
import lib.ui.Words;
import lib.web.Bound;
import lib.web.RateLimit;
import lib.web.Refused;
import lib.web.Visitors;
import lib.web.WebServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "05_ui.java", mixinStandardHelpOptions = true,
        subcommands = {Deploy.class, Pause.class, Resume.class, Undeploy.class, Status.class, Url.class},
        description = "Serves a page that leaves the forecast to the API. Without a command it does \"serve\".")
class Ui implements Hosted {

    private static final int RATE_LIMIT = 20;

    static void main(String[] arguments) {
        System.exit(Cli.run(new Ui(), "serve", arguments));
    }

    // -------------------------------------------------- 1. serve

    @Command(description = "Serve until interrupted (the default).")
    int serve(@Mixin Cli.Output output,
            @Option(names = "--api-url", paramLabel = "URL", descriptionKey = "API_URL",
                    defaultValue = "http://127.0.0.1:8080",
                    description = "Where the API of chapter 4 answers (API_URL, ${DEFAULT-VALUE}).") String apiUrl,
            @Option(names = "--host", descriptionKey = "UI_HOST", defaultValue = "127.0.0.1",
                    description = "Address to listen on; 0.0.0.0 opens it to the network (UI_HOST, "
                            + "${DEFAULT-VALUE}).") String host,
            @Option(names = "--port", descriptionKey = "UI_PORT", defaultValue = "8081",
                    description = "Port to listen on, 0 for any free one (UI_PORT, ${DEFAULT-VALUE}).") int port,
            @Option(names = "--rate-limit", descriptionKey = "UI_RATE_LIMIT", paramLabel = "N",
                    description = "Pages a second that one visitor may ask for; a picture or a file counts as ten. "
                            + "0 for no limit (UI_RATE_LIMIT; 20, but 0 on loopback).") Integer rateLimit,
            @Option(names = "--trusted-proxies", descriptionKey = "TRUSTED_PROXIES", paramLabel = "N",
                    defaultValue = "0",
                    description = "Your own proxies in front: the N-th address from the right of X-Forwarded-For is "
                            + "the visitor's (TRUSTED_PROXIES, ${DEFAULT-VALUE}; App Runner and a load balancer are "
                            + "one each).")
                    int proxies,
            @Option(names = "--upload-token", paramLabel = "WORD", descriptionKey = "UPLOAD_TOKEN",
                    description = "What everybody has to know who adds a file; without one only this machine may, "
                            + "while the page listens on loopback and no proxy asks (UPLOAD_TOKEN).") String token,
            @Option(names = "--lake", paramLabel = "FOLDER",
                    description = "Accepted like everywhere; the page asks the API, never the lake.") String lake)
            throws InterruptedException {
        Console console = output.console();
        requireAddress(apiUrl);
        WebServer.requireFiles(Ui.class, 5, "/words/texts_en.properties", "/words/texts_pt.properties",
                "/ui/templates/layout.html", "/ui/templates/match.html", "/ui/static/page.css", "/ui/static/page.js");
        console.title("Chapter 5. The page, forecasts from " + Settings.withoutPassword(apiUrl));
        String word = token == null ? "" : token;
        Visitors visitors = new Visitors(proxies, WebServer.isLoopback(host));
        boolean neighbours = visitors.loopback() && proxies == 0;
        RateLimit limit = new RateLimit(rateLimit != null ? rateLimit : neighbours ? 0 : RATE_LIMIT);
        Server server = new Server(new ApiClient(apiUrl.replaceAll("/+$", ""), word), new Uploads(word, visitors),
                visitors, limit, line -> console.event("05_ui", line));
        String url = WebServer.start(server.app, host, port, 5);
        Runtime.getRuntime().addShutdownHook(new Thread(server.app::stop));
        console.good("serving at " + url + ", stop with Ctrl-C");
        if (output.json) console.json(Map.of("url", url));
        Thread.currentThread().join(); // for ever: a signal ends the process
        return Exit.OK.code;
    }

    private static void requireAddress(String url) {
        try {
            URI address = URI.create(url);
            if (List.of("http", "https").contains(address.getScheme()) && address.getHost() != null
                    && address.getQuery() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // told below, like every other text that is no address
        }
        throw new Fault(Exit.CONFIGURATION, "\"" + url + "\" is not the address of an API",
                "it has to look like http://127.0.0.1:8080",
                "correct --api-url or API_URL", 5);
    }

    // -------------------------------------------------- 2. what AWS is to run

    @Override
    public String script() {
        return "05_ui.java";
    }

    @Override
    public String part() {
        return "ui";
    }

    /** One small container of the image: this chapter, open to the network, asking the API that is hosted there. */
    @Override
    public Hosting.Container container(Account account, Places places) {
        String api = places.find(account, "api", _ -> {}).map(found -> found.service().url())
                .orElseThrow(() -> new Fault(Exit.CONFIGURATION, "the API is not hosted",
                        "the page asks the API, so that one has to be there first", "./jbangw 04_api.java deploy", 5));
        return new Hosting.Container("ui", List.of("05_ui", "serve"),
                // Answers while the page does; while the API is away the page still explains itself
                8081, "/static/icon.svg",
                Hosting.CPU, Hosting.MEMORY,
                account.roleArn("ui"), // may write its log and nothing else: the page knows only the API's address
                Map.of("UI_HOST", "0.0.0.0", "UI_PORT", "8081", "TRUSTED_PROXIES", "1", "API_URL", api,
                        "AWS_REGION", account.region()));
    }

    // -------------------------------------------------- 3. answer

    private static final class Server {

        /**
         * Everything comes from this server; neither scripts nor styles may stand in the page itself. Images may be
         * data, because the chart library tries with two of them what the browser can show.
         */
        private static final Map<String, String> HEADERS = Map.of(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
                        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "same-origin",
                // with no-referrer a browser would send our own forms from the origin "null"
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin",
                "Permissions-Policy", "camera=(), geolocation=(), microphone=()");

        /** Marks a request whose answer says already why there is nothing. */
        private static final String TOLD = "told";
        private static final String MISTAKE = "A mistake of this server; it is in the server's log.";

        private final FootballPages site;
        private final RoundPages rounds;
        private final SystemPages backstage;
        private static final int DEAR = 10;

        private final Bound pictures = new Bound("pictures", 2, 8, Duration.ofSeconds(3));
        private final Uploads uploads;
        private final Visitors visitors;
        private final RateLimit rateLimit;
        private final Consumer<String> log;
        private final StaticFiles files = new StaticFiles();
        private final Templates pages = new Templates(files::address);
        private final Javalin app;
        private final Map<String, String> troubles = new ConcurrentHashMap<>();

        Server(ApiClient api, Uploads uploads, Visitors visitors, RateLimit rateLimit, Consumer<String> log) {
            this.visitors = visitors;
            this.rateLimit = rateLimit;
            this.site = new FootballPages(api);
            this.rounds = new RoundPages(api, site);
            this.backstage = new SystemPages(api, site);
            this.uploads = uploads;
            this.log = log;
            WebServer.Mistake mistake =
                    new WebServer.Mistake("05_ui", "text/plain; charset=utf-8", MISTAKE.getBytes(UTF_8));
            this.app = WebServer.create(mistake, HEADERS, this::configure);
        }

        private void configure(JavalinConfig config) {
            config.jetty.multipartConfig.maxFileSize(Uploads.LARGEST, SizeUnit.BYTES);
            config.jetty.multipartConfig.maxTotalRequestSize(2 * Uploads.LARGEST, SizeUnit.BYTES);
            config.jetty.multipartConfig.maxInMemoryFileSize(Uploads.LARGEST, SizeUnit.BYTES);
            config.routes.before(this::admit);
            routes(config);
            config.routes.error(404, ctx -> {
                if (ctx.attribute(TOLD) != null) return;
                send(ctx, site.match("", "", null, words(ctx)).with("message", "message.nowhere"));
            });
            config.routes.exception(Refused.class, this::wait);
            config.routes.exception(Exception.class, (e, ctx) -> {
                e.printStackTrace();
                ctx.status(500).contentType("text/plain; charset=utf-8").result(MISTAKE);
            });
        }

        // ------------------------------------------------------------ the addresses

        private void routes(JavalinConfig config) {
            config.routes.get("/", ctx -> send(ctx, site.match(
                    ctx.queryParam("home"), ctx.queryParam("away"), version(ctx), words(ctx))));
            config.routes.get("/card.png", this::card);
            config.routes.get("/round", ctx -> send(ctx, round(ctx)));
            for (String ending : List.of(".csv", ".json")) {
                config.routes.get("/round" + ending, ctx -> table(ctx, round(ctx)));
                config.routes.get("/season" + ending, ctx -> table(ctx, season(ctx)));
            }
            config.routes.get("/preview", ctx -> send(ctx, rounds.roundup(version(ctx), words(ctx))));
            config.routes.get("/preview.png", this::roundCard);
            config.routes.get("/preview.txt", this::article);
            config.routes.get("/preview.zip", this::parcel);
            config.routes.get("/season", ctx -> send(ctx, season(ctx)));
            config.routes.get("/clubs", ctx -> send(ctx, site.clubs()));
            config.routes.get("/clubs/{name}", this::club);
            config.routes.get("/model", ctx -> send(ctx, backstage.model(words(ctx))));
            config.routes.get("/pipeline", ctx -> send(ctx, backstage.pipeline(words(ctx))));
            config.routes.get("/reports", ctx -> send(ctx, backstage.reports(words(ctx))));
            config.routes.get("/reports/{file}", this::report);
            config.routes.get("/data", ctx -> send(ctx, backstage.data(uploads.door(ctx), words(ctx))));
            config.routes.post("/data/enter", this::enter);
            config.routes.post("/data/preview", this::preview);
            config.routes.post("/data/accept", this::accept);
            config.routes.get("/status", this::status);
            config.routes.get("/static/{name}", ctx -> files.send(ctx, ctx.pathParam("name")));
        }

        private View round(Context ctx) {
            return rounds.round(ctx.queryParam("sort"), "all".equals(ctx.queryParam("show")), words(ctx));
        }

        private View season(Context ctx) {
            return site.season(whatIf(ctx), words(ctx));
        }

        /** The version of the model that an address quotes, or null. */
        private static String version(Context ctx) {
            String version = ctx.queryParam("model");
            return version != null && version.matches("[\\w.-]{1,80}") ? version : null;
        }

        /** The round as a text to copy; whatever the format, it comes as plain text. */
        private void article(Context ctx) {
            Words words = words(ctx);
            View view = rounds.roundup(version(ctx), words);
            if (!(view.values().get("roundup") instanceof Roundup roundup)) {
                nothing(ctx, view);
                return;
            }
            Roundup.Format format = switch (String.valueOf(ctx.queryParam("format"))) {
                case "html" -> Roundup.Format.HTML;
                case "markdown" -> Roundup.Format.MARKDOWN;
                default -> Roundup.Format.TEXT;
            };
            ctx.header("Cache-Control", "no-cache").contentType("text/plain; charset=utf-8").result(roundup.text(format,
                    !"short".equals(ctx.queryParam("length")), roundup.only(String.join(",", ctx.queryParams("only"))),
                    words));
        }

        /** The round as a package: the article in every format, the table, and the cards. */
        private void parcel(Context ctx) throws Exception {
            Words words = words(ctx);
            View view = rounds.roundup(version(ctx), words);
            if (!(view.values().get("roundup") instanceof Roundup roundup)) {
                nothing(ctx, view);
                return;
            }
            byte[] parcel = pictures.run(() -> rounds.parcel(view, roundup, words));
            download(ctx, "application/zip", view, ".zip", parcel);
        }

        /** A report has scripts of its own: it runs as a stranger to this site, with nothing but the chart library. */
        private void report(Context ctx) {
            String file = ctx.pathParam("file");
            if (file.equals("plotly.js")) {
                ctx.header("Cross-Origin-Resource-Policy", "cross-origin");
                files.send(ctx, file);
                return;
            }
            Panel<byte[]> report = backstage.report(file);
            if (report.value() == null) throw new NotFoundResponse();
            ctx.header("Content-Security-Policy", "sandbox allow-scripts; default-src 'none'; img-src data:; "
                    + "script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; frame-ancestors 'none'")
                    .header("Cache-Control", "no-cache").contentType("text/html; charset=utf-8").result(report.value());
        }

        private void club(Context ctx) {
            View view = site.club(ctx.pathParam("name"), words(ctx));
            if (Boolean.TRUE.equals(view.values().get("unknown"))) ctx.status(404).attribute(TOLD, true);
            send(ctx, view);
        }

        /** Every result that an address assumes: chosen in the form as r0, r1, …, or handed on as what_if. */
        private static List<String> whatIf(Context ctx) {
            return ctx.queryParamMap().entrySet().stream().filter(entry -> entry.getKey().matches("what_if|r\\d{1,3}"))
                    .flatMap(entry -> entry.getValue().stream()).toList();
        }

        private void enter(Context ctx) throws Exception {
            if (uploads.enter(ctx)) ctx.redirect(here(ctx, words(ctx)) + "#upload", HttpStatus.SEE_OTHER);
            else refuse(ctx, "upload.refused");
        }

        private void preview(Context ctx) throws Exception {
            if (!uploads.allowed(ctx)) {
                refuse(ctx, "upload.refused");
                return;
            }
            Uploads.File file = uploads.read(ctx);
            if (file == null) {
                refuse(ctx, "upload.none");
                return;
            }
            uploads.keep(file);
            send(ctx, backstage.preview(file, uploads.door(ctx), words(ctx)));
        }

        private void accept(Context ctx) throws Exception {
            if (!uploads.allowed(ctx)) {
                refuse(ctx, "upload.refused");
                return;
            }
            Uploads.File file = uploads.kept(uploads.field(ctx, "key"));
            if (file == null) {
                refuse(ctx, "upload.gone");
                return;
            }
            uploads.drop(file);
            send(ctx, backstage.store(file, uploads.door(ctx), words(ctx)));
        }

        private void refuse(Context ctx, String message) {
            boolean refused = message.equals("upload.refused");
            if (refused) ctx.header("Connection", "close"); // what may follow is not read
            ctx.status(refused ? 403 : 400);
            send(ctx, backstage.data(uploads.door(ctx), words(ctx)).with("message", words(ctx).text(message)));
        }

        // ------------------------------------------------------------ around every request

        /** Files of the page cost nothing; a picture and an upload cost much more than a page. */
        private void admit(Context ctx) {
            if (ctx.path().startsWith("/static/")) return;
            boolean dear = ctx.method() == HandlerType.POST || ctx.path().matches(".*\\.(png|zip)");
            rateLimit.charge(visitors.of(ctx), dear ? DEAR : 1);
        }

        /** Turned away by a limit: few words, for a page would ask the API. */
        private void wait(Refused refused, Context ctx) {
            if (refused.retryAfter > 0) ctx.header("Retry-After", "" + refused.retryAfter);
            ctx.status(refused.status).contentType("text/plain; charset=utf-8").result(words(ctx).text("limit.wait"));
        }

        // ------------------------------------------------------------ what they answer

        private static Words words(Context ctx) {
            return Words.of(ctx.queryParam("lang"), ctx.header("Accept-Language"));
        }

        /**
         * A page comes with 200 even when the API is away: the page itself works, and a load balancer that watches it
         * must not stop it for another service's trouble. Machines learn about that trouble from /status.
         */
        private void send(Context ctx, View view) {
            Words words = words(ctx);
            tell(view.template(), view.waiting());
            view.with("page", view.template()).with("waiting", view.waiting()).with("simulated", view.simulated())
                    .with("here", here(ctx, words)).with("other_language", here(ctx, words.other()))
                    .with("base", base(ctx)).with("stale", view.stale(LocalDate.now()));
            about(view, words);
            ctx.header("Cache-Control", "no-cache").header("Vary", "Accept-Language")
                    .header("Content-Language", words.tag())
                    .contentType("text/html; charset=utf-8")
                    .result(pages.render(view.template(), words, view.values()));
        }

        /** Instead of a file that somebody or some program wants: the page says why, and so does the status. */
        private void nothing(Context ctx, View view) {
            ctx.status(view.waiting() == null ? 404 : 503).attribute(TOLD, true);
            send(ctx, view);
        }

        /** What a messenger shows of a link to this view: headline, a sentence, and the card if there is one. */
        private static void about(View view, Words words) {
            Story story = view.values().get("story") instanceof Story told ? told : null;
            view.with("headline", story != null ? story.headline() : words.text("nav." + view.template()) + " – "
                    + words.text("site.name"))
                    .with("description", story != null ? story.brief() : words.text("about." + view.template()));
            view.values().putIfAbsent("picture", null);
        }

        /** Where this site is reached from outside: a load balancer says so in a header of its own. */
        private static String base(Context ctx) {
            String forwarded = ctx.header("X-Forwarded-Proto");
            return ("https".equals(forwarded) ? "https" : ctx.scheme()) + "://" + ctx.host();
        }

        /** The address of this view, in a language. */
        private static String here(Context ctx, Words words) {
            // What a form sent is not part of its address
            String path = ctx.method() == HandlerType.POST ? "/data" : ctx.path();
            StringBuilder link = new StringBuilder(path).append('?');
            ctx.queryParamMap().forEach((name, values) -> {
                if (name.equals("lang")) return;
                values.stream().filter(value -> !value.isEmpty()).forEach(value ->
                        link.append(ApiClient.encoded(name)).append('=').append(ApiClient.encoded(value)).append('&'));
            });
            return link.append("lang=").append(words.code()).toString();
        }

        /** The forecast as a picture; without a forecast there is none, and the page of the match says why. */
        private void card(Context ctx) throws Exception {
            View view = site.match(ctx.queryParam("home"), ctx.queryParam("away"), version(ctx), words(ctx));
            picture(ctx, view, pictures.run(() -> site.card(view, words(ctx), shape(ctx))));
        }

        private void roundCard(Context ctx) throws Exception {
            View view = rounds.roundup(version(ctx), words(ctx));
            picture(ctx, view, !(view.values().get("roundup") instanceof Roundup roundup) ? null
                    : pictures.run(() -> rounds.card(view, roundup, words(ctx), shape(ctx))));
        }

        private static Card.Shape shape(Context ctx) {
            return "portrait".equals(ctx.queryParam("shape")) ? Card.Shape.PORTRAIT : Card.Shape.LANDSCAPE;
        }

        private void picture(Context ctx, View view, byte[] png) {
            if (png == null) nothing(ctx, view);
            else ctx.header("Cache-Control", "no-cache").contentType("image/png").result(png);
        }

        /** A table to take away, for a spreadsheet or, under an address that ends so, as JSON. */
        private void table(Context ctx, View view) {
            if (view.waiting() != null || !view.values().containsKey("file")) nothing(ctx, view);
            else if (ctx.path().endsWith(".json")) {
                Object answer = ((Panel<?>) view.values().get(view.template())).value();
                ctx.header("Cache-Control", "no-cache").contentType("application/json")
                        .result(ApiClient.json(answer));
            } else download(ctx, "text/csv; charset=utf-8", view, ".csv", Csv.of(view, words(ctx)));
        }

        private static void download(Context ctx, String type, View view, String ending, byte[] content) {
            ctx.contentType(type).header("Content-Disposition",
                    "attachment; filename=\"" + view.values().get("file") + ending + "\"").result(content);
        }

        /** For monitors: can forecasts be shown? */
        private void status(Context ctx) {
            Panel<?> clubs = site.clubsSoon().join();
            tell("status", clubs.trouble() == null ? null : clubs);
            ctx.header("Cache-Control", "no-store").contentType("application/json")
                    .result(Json.write(Map.of("api", clubs.trouble() == null ? "ready" : clubs.troubleKey())));
        }

        /** Logs a page's trouble when it begins and when it ends, not at every request between. */
        private void tell(String page, Panel<?> panel) {
            String now = panel == null ? "" : " kind=" + panel.troubleKey() + " reason=\"" + panel.reason() + "\"";
            String before = troubles.put(page, now);
            if (now.equals(before) || now.isEmpty() && before == null) return;
            log.accept((now.isEmpty() ? "event=api_back" : "event=api_trouble") + " page=" + page + now);
        }
    }
}
