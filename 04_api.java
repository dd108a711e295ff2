///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:CompileThresholdScaling=3
//DEPS io.javalin:javalin:7.2.3
//DEPS io.prometheus:prometheus-metrics-core:1.4.3
//DEPS io.prometheus:prometheus-metrics-exposition-textformats:1.4.3
//DEPS io.prometheus:prometheus-metrics-instrumentation-jvm:1.4.3
//DEPS org.webjars:swagger-ui:5.34.1
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/raw/*.java lib/model/*.java lib/aws/*.java
//SOURCES lib/hosting/*.java lib/web/*.java lib/api/*.java
//FILES api/=docs/api/**
//DESCRIPTION Chapter 4: the champion model answers over HTTP

/*
 * Chapter 4. The prediction API
 *
 * You learn: health checks that mean something, errors that help (RFC 9457), a model that changes
 *            under load, metrics, draining on SIGTERM.
 * Reads:     models/ in the data lake
 * Writes:    nothing
 * Costs:     nothing here; on AWS US$ 0 to 36 a month, which "deploy" shows before it asks
 * Takes:     a second to start; on AWS 1 to 25 minutes
 *
 *   ./jbangw 04_api.java --help
 *   ./jbangw 04_api.java                          then open http://127.0.0.1:8080/docs
 *   ./jbangw 04_api.java deploy                   the same on AWS; then pause, resume, undeploy
 *   curl -s http://127.0.0.1:8080/predict -H 'Content-Type: application/json' \
 *        -d '{"home": "Flamengo", "away": "Palmeiras"}'
 *
 * Next: 05_ui.java
 */

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.Endpoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lib.api.LakeRoutes;
import lib.api.LeagueRoutes;
import lib.api.MatchRoutes;
import lib.api.PredictRequest;
import lib.api.Problem;
import lib.api.Remembered;
import lib.api.Reply;
import lib.api.RunRoutes;
import lib.api.ServedModel;
import lib.api.ServerProblems;
import lib.api.Uploads;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.Waiting;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Http;
import lib.base.Json;
import lib.hosting.Hosted;
import lib.hosting.HostedCommands.Deploy;
import lib.hosting.HostedCommands.Pause;
import lib.hosting.HostedCommands.Resume;
import lib.hosting.HostedCommands.Status;
import lib.hosting.HostedCommands.Undeploy;
import lib.hosting.HostedCommands.Url;
import lib.hosting.Hosting;
import lib.hosting.Places;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.ForecastLog;
import lib.web.Bodies;
import lib.web.Bound;
import lib.web.RateLimit;
import lib.web.Refused;
import lib.web.Visitors;
import lib.web.WebServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

@Command(name = "04_api.java", mixinStandardHelpOptions = true,
        subcommands = {Deploy.class, Pause.class, Resume.class, Undeploy.class, Status.class, Url.class},
        description = "Serves the champion model over HTTP. Without a command it does \"serve\".")
class Api implements Hosted {

    private static final int RATE_LIMIT = 50;
    private static final Duration LOOK_FOR_A_NEW_CHAMPION = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** So long a balancer that learns slowly may still send requests to a server that is stopping. */
    private static final Duration UNTIL_NOTICED = Duration.ofSeconds(1);

    static void main(String[] arguments) {
        System.exit(Cli.run(new Api(), "serve", arguments));
    }

    // -------------------------------------------------- 1. serve

    @Command(description = "Serve until interrupted (the default).")
    int serve(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--host", descriptionKey = "API_HOST", defaultValue = "127.0.0.1",
                    description = "Address to listen on; 0.0.0.0 opens it to the network (API_HOST, ${DEFAULT-VALUE}).")
                    String host,
            @Option(names = "--port", descriptionKey = "API_PORT", defaultValue = "8080",
                    description = "Port to listen on, 0 for any free one (API_PORT, ${DEFAULT-VALUE}).") int port,
            @Option(names = "--rate-limit", descriptionKey = "API_RATE_LIMIT", paramLabel = "N",
                    description = "Plain requests a second that one visitor may send; a simulation or a batch counts "
                            + "as many. 0 for no limit (API_RATE_LIMIT; 50, but 0 on loopback).") Integer rateLimit,
            @Option(names = "--trusted-proxies", descriptionKey = "TRUSTED_PROXIES", paramLabel = "N",
                    defaultValue = "0",
                    description = "Your own proxies in front: the N-th address from the right of X-Forwarded-For is "
                            + "the visitor's (TRUSTED_PROXIES, ${DEFAULT-VALUE}; App Runner and a load balancer are "
                            + "one each).")
                    int proxies,
            @Option(names = "--upload-token", descriptionKey = "UPLOAD_TOKEN", paramLabel = "SECRET",
                    description = "Whoever uploads a file must send it; without one only this machine may upload, "
                            + "while the API listens on loopback and no proxy asks (UPLOAD_TOKEN).") String token)
            throws InterruptedException {
        Console console = output.console();
        Lake lake = where.open();
        Consumer<String> log = line -> console.event("04_api", line);
        ServedModel model = new ServedModel(lake, log);
        boolean loopback = WebServer.isLoopback(host);
        RateLimit limit = new RateLimit(rateLimit != null ? rateLimit : loopback && proxies == 0 ? 0 : RATE_LIMIT);

        WebServer.requireFiles(Api.class, 4, "/api/openapi.json", "/api/index.html", "/api/init.js");
        console.title("Chapter 4. The prediction API, models from " + lake.describe());
        Thread loading = Thread.ofPlatform().start(model::refresh); // while the server is put together
        Server server = new Server(lake, model, token, new Visitors(proxies, loopback), limit, log);
        loading.join();
        String url = WebServer.start(server.app, host, port, 4);
        Thread.ofVirtual().start(() -> keepRefreshing(model, server.league));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            console.event("04_api", "event=draining");
            server.draining = true;
            if (!loopback) Waiting.pause(UNTIL_NOTICED);
            server.app.stop();
            lake.close();
        }));
        JvmMetrics.builder().register(server.metrics); // starts JMX, which the first answer need not wait for
        if (model.loaded().isEmpty()) {
            console.warn(model.trouble() + "; train one with ./jbangw 06_pipeline.java, no restart needed");
        }
        console.good("serving at " + url + ", try it at " + url + "/docs, stop with Ctrl-C");
        if (output.json) console.json(Map.of("url", url));
        Thread.currentThread().join(); // for ever: a signal ends the process
        return Exit.OK.code;
    }

    @Command(description = "Wait until an API, wherever it runs, serves a version; the last step of the pipeline.")
    int await(@Mixin Cli.Output output,
            @Option(names = "--url", required = true, paramLabel = "URL",
                    description = "Where the API answers.") String url,
            @Option(names = "--version", required = true, paramLabel = "VERSION",
                    description = "The model version that it shall serve.") String version,
            @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "600",
                    description = "Longest wait (${DEFAULT-VALUE}).") int wait) {
        String[] serves = {"no answer"};
        Waiting.await(Duration.ofSeconds(wait), LOOK_AGAIN, () -> {
            serves[0] = served(url);
            return serves[0].equals(version) ? Optional.of(version) : Optional.empty();
        }).orElseThrow(() -> new Fault(Exit.UNEXPECTED, url + " does not serve " + version + " (" + serves[0] + ")",
                "it cannot read the new model, or another training promoted its own meanwhile",
                "./jbangw 04_api.java status, and look into its log group", 4));
        output.console().good(url + " serves " + version);
        if (output.json) output.console().json(Map.of("version", version));
        return Exit.OK.code;
    }

    /** The version that an API says it serves, or what it says instead. */
    private static String served(String url) {
        try {
            Http.Answer answer = Http.get(url + "/model");
            return answer.status() != 200 ? "HTTP " + answer.status()
                    : Json.MAPPER.readTree(answer.body()).path("version").asText();
        } catch (IOException e) {
            return Http.why(e);
        }
    }

    /** Follows the champion, and simulates its season before anybody asks for it. */
    private static void keepRefreshing(ServedModel model, LeagueRoutes league) {
        try {
            while (true) {
                Thread.sleep(LOOK_FOR_A_NEW_CHAMPION);
                model.refresh();
                model.loaded().ifPresent(league::prepare);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // -------------------------------------------------- 2. what AWS is to run

    @Override
    public String script() {
        return "04_api.java";
    }

    @Override
    public String part() {
        return "api";
    }

    /**
     * One small container of the image: this chapter, open to the network, on the models in the account's bucket.
     * Where it runs and what that costs is the same question for the page: lib/hosting/Hosting.java.
     */
    @Override
    public Hosting.Container container(Account account, Places places) {
        requireChampion(account);
        Map<String, String> environment = new TreeMap<>(Map.of("API_HOST", "0.0.0.0", "API_PORT", "8080",
                "TRUSTED_PROXIES", "1", "S3_BUCKET_NAME", account.bucket(), "AWS_REGION", account.region()));
        account.endpoint().ifPresent(endpoint -> environment.put("AWS_ENDPOINT_URL", endpoint));
        return new Hosting.Container("api", List.of("04_api", "serve"),
                // A new version gets requests only when this answers 200, so a broken one never does
                8080, "/health/ready",
                Hosting.CPU, Hosting.MEMORY,
                account.roleArn("api"), // may read models and records; the web cannot make it write anything
                environment);
    }

    /**
     * The API is not ready without a model, so hosting it before the first training would only fail its health check.
     */
    private static void requireChampion(Account account) {
        AwsErrors.translating("looking for a model", () -> {
            try {
                account.s3().headObject(head -> head.bucket(account.bucket()).key(Keys.CHAMPION));
            } catch (NoSuchKeyException e) {
                throw new Fault(Exit.CONFIGURATION, "there is no model in s3://" + account.bucket() + " yet",
                        "the pipeline has not run there",
                        "./jbangw 06_pipeline.java start, or ./jbangw 06_pipeline.java --bucket " + account.bucket(), 4)
                        .from(e);
            }
        });
    }

    // -------------------------------------------------- 3. answer

    /** Routes, errors and metrics around the model. */
    private static final class Server {

        /** Nothing is loaded from elsewhere or shown inside another page; swagger-ui styles its elements itself. */
        private static final Map<String, String> HEADERS = Map.of(
                "Content-Security-Policy",
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Resource-Policy", "same-origin");

        private static final Map<String, Set<String>> PARAMETERS = Map.of(
                "GET /match", Set.of("home", "away", "date", "model"), "GET /round", Set.of("all", "last", "model"),
                "GET /season", Set.of("what_if", "model"), "POST /data", Set.of("name"));

        private static final Duration WHOLE_IN_TIME = Duration.ofSeconds(10);
        private static final Duration LAKE_IS_READ_AGAIN = Duration.ofSeconds(2);

        private final Bodies match = new Bodies(4 * 1024, 1024, WHOLE_IN_TIME);
        private final Bodies matches = new Bodies(64 * 1024, 64, WHOLE_IN_TIME);
        private final Bound batches = new Bound("batches", 4, 32, Duration.ofSeconds(5));
        private final Remembered readings = new Remembered(Duration.ofSeconds(1));
        private final Lake lake;
        private final ServedModel model;
        private final Visitors visitors;
        private final Uploads uploads;
        private final LeagueRoutes league = new LeagueRoutes();
        private final RateLimit rateLimit;
        private final Remembered lakeAnswers = new Remembered(LAKE_IS_READ_AGAIN);
        private final PrometheusRegistry metrics = new PrometheusRegistry();
        private final Counter requests = Counter.builder().name("http_requests_total")
                .help("Requests by path and status.")
                .labelNames("path", "status").register(metrics);
        private final Histogram seconds = Histogram.builder().name("http_request_duration_seconds")
                .help("Time to answer.")
                .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1).labelNames("path")
                .register(metrics);
        private final Javalin app;
        private final Consumer<String> log;
        private String lakeTrouble = "";
        private volatile boolean draining;

        Server(Lake lake, ServedModel model, String uploadToken, Visitors visitors, RateLimit rateLimit,
                Consumer<String> log) {
            this.lake = lake;
            this.log = log;
            this.model = model;
            this.visitors = visitors;
            this.uploads = new Uploads(lake, visitors, uploadToken);
            this.rateLimit = rateLimit;
            WebServer.Mistake mistake =
                    new WebServer.Mistake("04_api", Problem.MEDIA_TYPE, Json.write(Reply.MISTAKE.body("")));
            this.app = WebServer.create(mistake, HEADERS, this::configure);
        }

        private void configure(JavalinConfig config) {
            config.http.prefer405over404 = true;
            config.jetty.modifyServer(server -> {
                server.setStopTimeout(DRAIN.toMillis());
                server.setErrorHandler(new ServerProblems());
            });
            config.staticFiles.add(files -> {
                files.hostedPath = "/docs";
                files.directory = "/api";
                files.location = Location.CLASSPATH;
            });
            config.staticFiles.add(files -> {
                files.hostedPath = "/docs/swagger-ui";
                files.directory = "/META-INF/resources/webjars/swagger-ui/5.34.1";
                files.location = Location.CLASSPATH;
            });
            config.routes.before(this::admit);
            config.routes.beforeMatched(this::requireKnownParameters);
            config.routes.after(this::count);
            aboutTheServer(config.routes);
            aboutFootball(config.routes);
            aboutTheLake(config.routes);
            config.routes.exception(Problem.class, (problem, ctx) -> Reply.send(ctx, problem));
            config.routes.exception(Refused.class, (refused, ctx) -> Reply.send(ctx, refused));
            config.routes.exception(HttpResponseException.class, (e, ctx) -> Reply.send(ctx, e));
            config.routes.exception(Fault.class, this::lakeAway);
            // The client left or fell silent in the middle of its request: nothing of the server's to look into.
            config.routes.exception(IOException.class, (e, ctx) ->
                    Reply.send(ctx, new Problem(408, "Request timeout", "the request did not arrive whole")));
            config.routes.exception(Exception.class, (e, ctx) -> Reply.mistake(ctx, e));
        }

        /** The model of the moment, or the version that an address quotes. */
        private ServedModel.Loaded asked(Context ctx) {
            return model.get(ctx.queryParam("model"));
        }

        private void aboutTheServer(RoutesConfig routes) {
            routes.get("/", ctx -> ctx.redirect("/docs"));
            routes.get("/openapi.json", ctx -> ctx.contentType("application/json")
                    .result(Api.class.getResourceAsStream("/api/openapi.json")));
            routes.get("/health/live", ctx -> ctx.json(Map.of("status", "live")));
            routes.get("/health/ready", this::ready);
            routes.get("/metrics", this::metrics);
        }

        private void aboutFootball(RoutesConfig routes) {
            routes.post("/predict", ctx ->
                    Reply.send(ctx, MatchRoutes.predict(model.get(), PredictRequest.of(Reply.json(ctx, match)))));
            routes.post("/predict/batch", this::batch);
            routes.get("/match", ctx -> Reply.send(ctx, MatchRoutes.match(asked(ctx),
                    ctx.queryParam("home"), ctx.queryParam("away"), ctx.queryParam("date"))));
            routes.get("/round", ctx -> Reply.send(
                    ctx, round(asked(ctx), Reply.flag(ctx, "last"), Reply.flag(ctx, "all"))));
            routes.get("/season", ctx -> Reply.send(ctx, league.season(asked(ctx), ctx.queryParam("what_if"),
                    cost -> rateLimit.add(visitors.of(ctx), cost))));
            routes.get("/teams", ctx -> Reply.send(ctx, LeagueRoutes.teams(model.get())));
            routes.get("/teams/{name}", ctx -> Reply.send(ctx, LeagueRoutes.team(model.get(), ctx.pathParam("name"))));
            routes.get("/model", ctx -> Reply.send(ctx, describe(model.get())));
            routes.get("/model/surprises", ctx -> Reply.send(ctx, Map.of("surprises", model.get().surprises())));
        }

        private void aboutTheLake(RoutesConfig routes) {
            routes.get("/model/history", ctx ->
                    Reply.send(ctx, fromLake("history", () -> LakeRoutes.champions(lake))));
            routes.get("/model/log", ctx -> Reply.send(ctx, log()));
            routes.get("/runs", ctx -> Reply.send(ctx, fromLake("runs", () -> RunRoutes.runs(lake))));
            routes.get("/data", ctx -> Reply.send(ctx, fromLake("data", () -> LakeRoutes.data(lake, model))));
            routes.get("/reports", ctx -> Reply.send(ctx, fromLake("reports", () -> LakeRoutes.reports(lake))));
            routes.get("/reports/{file}", ctx -> ctx.contentType("text/html; charset=utf-8")
                    .result(LakeRoutes.report(lake, ctx.pathParam("file"))));
            routes.post("/data/preview", ctx -> Reply.send(ctx, uploads.preview(ctx)));
            routes.post("/data", ctx -> Reply.send(ctx, uploads.store(ctx)));
        }

        private ForecastLog log() {
            return fromLake("log", () -> LakeRoutes.log(lake));
        }

        /** An answer out of the lake, read again when it is too old; that it can be read ends a trouble. */
        private <T> T fromLake(String name, Supplier<T> read) {
            return lakeAnswers.get(name, () -> {
                T answer = read.get();
                lakeTrouble("");
                return answer;
            });
        }

        /** Logs a trouble when it begins and when it ends, not at every request between. */
        private synchronized void lakeTrouble(String now) {
            if (now.equals(lakeTrouble)) return;
            log.accept(now.isEmpty() ? "event=lake_back" : "event=lake_trouble reason=\"" + now + "\"");
            lakeTrouble = now;
        }

        private Object round(ServedModel.Loaded loaded, boolean last, boolean all) {
            return last ? MatchRoutes.lastRound(loaded, log()) : MatchRoutes.round(loaded, all);
        }

        /** All of them by the same model, and all or none; twenty cost about as much as a request by itself. */
        private void batch(Context ctx) throws Exception {
            ServedModel.Loaded loaded = model.get();
            byte[] body = Reply.json(ctx, matches);
            Reply.send(ctx, batches.run(() -> {
                List<PredictRequest> requests = PredictRequest.batch(body);
                rateLimit.add(visitors.of(ctx), requests.size() / 20.0);
                List<Object> answers = new ArrayList<>();
                for (PredictRequest request : requests) answers.add(MatchRoutes.predict(loaded, request));
                return answers;
            }));
        }

        /** Where the lake lies is nobody's business but the log's. */
        private void lakeAway(Fault fault, Context ctx) {
            lakeTrouble(fault.getMessage() + " (" + fault.likelyCause + ")");
            Reply.send(ctx, new Problem(503, "Data lake away",
                    "the data lake cannot be read just now; the server's log says why")
                    .retryAfter(2));
        }

        // ------------------------------------------------------------ about the server itself

        private static Map<String, Object> describe(ServedModel.Loaded loaded) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("version", loaded.version());
            body.put("kind", loaded.predictor().kind());
            body.put("promoted_at", loaded.champion().promotedAt());
            body.put("data_until", loaded.predictor().dataUntil());
            body.put("simulated", loaded.predictor().simulated());
            body.put("verdict", loaded.metrics().verdict());
            body.put("metrics", loaded.metrics());
            return body;
        }

        private record Readiness(String status, String modelVersion, String trouble) {}

        /** Ready as long as some good model answers, even if the lake is away. */
        private void ready(Context ctx) {
            if (draining) throw new Problem(503, "Draining", "this server is stopping").retryAfter(1);
            ServedModel.Loaded loaded = model.get();
            Reply.send(ctx, new Readiness("ready", loaded.version(), model.trouble()));
        }

        private void metrics(Context ctx) {
            ctx.contentType(PrometheusTextFormatWriter.CONTENT_TYPE).result(readings.<String>get("metrics",
                    () -> PrometheusTextFormatWriter.create().toDebugString(metrics.scrape())));
        }

        // ------------------------------------------------------------ around every request

        /** Whether a visitor has asked for more than its share. */
        private void admit(Context ctx) {
            ctx.attribute("start", System.nanoTime());
            // A health check that is refused would stop a server that only has much to do.
            if (ctx.path().startsWith("/health/")) return;
            rateLimit.charge(visitors.of(ctx), 1);
        }

        private void requireKnownParameters(Context ctx) {
            Endpoint route = ctx.endpoints().matchedHttpEndpoint();
            if (route == null || ctx.path().startsWith("/health/")) return;
            Reply.requireParameters(ctx, PARAMETERS.getOrDefault(route.method.name() + " " + route.path, Set.of()));
        }

        private void count(Context ctx) {
            String path = ctx.endpoints().lastHttpEndpoint() == null ? "other" : ctx.endpoints()
                    .lastHttpEndpoint().path;
            Long start = ctx.attribute("start");
            requests.labelValues(path, "" + ctx.statusCode()).inc();
            if (start != null) seconds.labelValues(path).observe((System.nanoTime() - start) / 1e9);
        }
    }
}
