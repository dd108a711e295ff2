///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS io.javalin:javalin:7.2.3
//DEPS io.prometheus:prometheus-metrics-core:1.4.3
//DEPS io.prometheus:prometheus-metrics-exposition-textformats:1.4.3
//DEPS io.prometheus:prometheus-metrics-instrumentation-jvm:1.4.3
//DEPS org.webjars:swagger-ui:5.34.1
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/base/Cli.java lib/base/Console.java lib/base/Exit.java lib/base/Fault.java lib/base/Json.java
//SOURCES lib/base/Settings.java lib/base/Sha256.java
//SOURCES lib/lake/Keys.java lib/lake/Lake.java lib/lake/FolderLake.java lib/lake/S3Errors.java lib/lake/S3Lake.java lib/lake/LakeOptions.java
//SOURCES lib/lake/ModelRegistry.java
//SOURCES lib/football/Clubs.java lib/football/Match.java
//SOURCES lib/model/BaseRates.java lib/model/Cholesky.java lib/model/DixonColes.java lib/model/DynamicGoals.java
//SOURCES lib/model/Elo.java lib/model/EloForecaster.java lib/model/Example.java lib/model/Features.java
//SOURCES lib/model/Forecast.java lib/model/Forecaster.java lib/model/GoalStrengths.java lib/model/LogisticCurve.java
//SOURCES lib/model/LowScores.java lib/model/Metrics.java lib/model/Pool.java lib/model/Predictor.java
//SOURCES lib/model/ScoreMatrix.java lib/model/Scores.java lib/model/Stakes.java
//SOURCES lib/api/PredictRequest.java lib/api/Problem.java lib/api/ServedModel.java lib/api/ServerProblems.java
//FILES api/=docs/api/**
//DESCRIPTION Chapter 4: the champion model answers over HTTP

/*
 * Chapter 4. The prediction API
 *
 * You learn: health checks that mean something, errors that help (RFC 9457), a model that changes
 *            under load, metrics, draining on SIGTERM.
 * Reads:     models/ in the data lake
 * Writes:    nothing
 * Costs:     nothing here; in the cloud by the hour, see chapter 1
 * Takes:     a second to start
 *
 *   ./jbangw 04_api.java --help
 *   ./jbangw 04_api.java                          then open http://127.0.0.1:8080/docs
 *   curl -s http://127.0.0.1:8080/predict -H 'Content-Type: application/json' \
 *        -d '{"home": "Flamengo", "away": "Palmeiras"}'
 *
 * Next: 05_ui.java
 */

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.plugin.bundled.RateLimitPlugin;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lib.api.PredictRequest;
import lib.api.Problem;
import lib.api.ServedModel;
import lib.api.ServerProblems;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.football.Clubs;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Predictor;
import org.eclipse.jetty.server.handler.GracefulHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "04_api.java", mixinStandardHelpOptions = true,
        description = "Serves the champion model over HTTP. Without a command it does \"serve\".")
class Api {

    private static final int LARGEST_BODY = 64 * 1024;
    private static final int LARGEST_HEADERS = 8 * 1024;
    private static final Duration LOOK_FOR_A_NEW_CHAMPION = Duration.ofSeconds(2);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final List<String> OUTCOMES = List.of("Vitória do Mandante", "Empate", "Vitória do Visitante");

    static void main(String[] arguments) {
        System.exit(Cli.run(new Api(), "serve", arguments));
    }

    // ---------------------------------------------------------------- the command

    @Command(description = "Serve until interrupted (the default).")
    int serve(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--host", descriptionKey = "API_HOST", defaultValue = "127.0.0.1",
                    description = "Address to listen on; 0.0.0.0 opens it to the network (API_HOST, ${DEFAULT-VALUE}).") String host,
            @Option(names = "--port", descriptionKey = "API_PORT", defaultValue = "8080",
                    description = "Port to listen on, 0 for any free one (API_PORT, ${DEFAULT-VALUE}).") int port,
            @Option(names = "--rate-limit", descriptionKey = "API_RATE_LIMIT", paramLabel = "N",
                    description = "Requests a second that one address may send, 0 for no limit (API_RATE_LIMIT; 50, but 0 on loopback).") Integer rateLimit)
            throws InterruptedException {
        Console console = output.console();
        Lake lake = where.open();
        ServedModel model = new ServedModel(lake, line -> console.event("04_api", line));
        boolean loopback = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
        int limit = rateLimit != null ? rateLimit : loopback ? 0 : 50;

        console.title("Chapter 4. The prediction API, models from " + lake.describe());
        model.refresh();
        Server server = new Server(model, limit);
        start(server.app, host, port);
        String url = "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + server.app.port();
        Thread.ofVirtual().start(() -> keepRefreshing(model));
        CountDownLatch drained = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            console.event("04_api", "event=draining");
            server.draining = true;
            server.app.stop();
            lake.close();
            drained.countDown();
        }));
        if (model.loaded().isEmpty()) console.warn(model.trouble() + "; train one with ./jbangw 06_pipeline.java, no restart needed");
        console.good("serving at " + url + ", try it at " + url + "/docs, stop with Ctrl-C");
        if (output.json) console.json(Map.of("url", url));
        drained.await();
        return Exit.OK.code;
    }

    private static void start(Javalin app, String host, int port) {
        if (port < 0 || port > 65535) throw new Fault(Exit.USAGE, "no such port: " + port, "ports go from 0 to 65535", "choose another one with --port", 4);
        try {
            app.start(host, port);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException || cause instanceof java.net.UnknownHostException
                        || cause instanceof java.nio.channels.UnresolvedAddressException) {
                    throw new Fault(Exit.CONFIGURATION, "cannot listen on " + host + ":" + port, "another program uses the port, or the address is not this machine's",
                            "choose another one with --port, for example --port 0", 4).from(e);
                }
            }
            throw e;
        }
    }

    private static void keepRefreshing(ServedModel model) {
        try {
            while (true) {
                Thread.sleep(LOOK_FOR_A_NEW_CHAMPION);
                model.refresh();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---------------------------------------------------------------- the server

    /** Routes, errors and metrics around the model. */
    private static final class Server {

        /** Members in the order in which they are put: what the client asked for comes first. */
        private static final ObjectWriter WRITER = Json.MAPPER.writer().without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

        private final ServedModel model;
        private final int rateLimit;
        private final PrometheusRegistry metrics = new PrometheusRegistry();
        private final Counter requests = Counter.builder().name("http_requests_total").help("Requests by path and status.")
                .labelNames("path", "status").register(metrics);
        private final Histogram seconds = Histogram.builder().name("http_request_duration_seconds").help("Time to answer.")
                .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1).labelNames("path").register(metrics);
        private final Javalin app;
        private volatile boolean draining;

        Server(ServedModel model, int rateLimit) {
            this.model = model;
            this.rateLimit = rateLimit;
            JvmMetrics.builder().register(metrics);
            this.app = Javalin.create(this::configure);
        }

        private void configure(JavalinConfig config) {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = LARGEST_BODY;
            config.http.prefer405over404 = true;
            config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(LARGEST_HEADERS));
            config.jetty.modifyServer(server -> {
                server.setStopTimeout(DRAIN.toMillis());
                server.setHandler(new GracefulHandler());
                server.setErrorHandler(new ServerProblems());
            });
            config.registerPlugin(new RateLimitPlugin(plugin -> plugin.setKeyFunction(Context::ip)));
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
            config.routes.before(this::limit);
            config.routes.after(this::count);
            config.routes.get("/", ctx -> ctx.redirect("/docs"));
            config.routes.get("/openapi.json", ctx -> ctx.contentType("application/json").result(resource("/api/openapi.json")));
            config.routes.get("/health/live", ctx -> ctx.json(Map.of("status", "live")));
            config.routes.get("/health/ready", this::ready);
            config.routes.get("/metrics", this::metrics);
            config.routes.get("/model", ctx -> send(ctx, describe(model.get())));
            config.routes.get("/teams", ctx -> send(ctx, teams(model.get().predictor())));
            config.routes.post("/predict", ctx -> send(ctx, predict(PredictRequest.of(json(ctx)))));
            config.routes.post("/predict/batch", ctx -> {
                List<Object> answers = new ArrayList<>();
                for (PredictRequest request : PredictRequest.batch(json(ctx))) answers.add(predict(request));
                send(ctx, answers);
            });
            config.routes.exception(Problem.class, (problem, ctx) -> send(ctx, problem));
            config.routes.exception(HttpResponseException.class, (e, ctx) ->
                    send(ctx, new Problem(e.getStatus(), title(e.getStatus()), detail(e))));
            // The client left or fell silent in the middle of its request: nothing of the server's to look into.
            config.routes.exception(IOException.class, (e, ctx) -> send(ctx, new Problem(408, title(408), "the request did not arrive whole")));
            config.routes.exception(Exception.class, (e, ctx) -> {
                e.printStackTrace();
                send(ctx, new Problem(500, title(500), "a mistake of the server, not of your request; it is in the server's log"));
            });
        }

        // ------------------------------------------------------------ answers

        private record Probabilities(double home, double draw, double away) {}

        private record ExpectedGoals(double home, double away) {}

        private Map<String, Object> predict(PredictRequest request) {
            ServedModel.Loaded loaded = model.get();
            PredictRequest.Answer answer = request.answer(loaded.predictor());
            Forecast forecast = answer.forecast();
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("prediction_numeric", forecast.likeliest());
            body.put("prediction_text", OUTCOMES.get(forecast.likeliest()));
            body.put("probabilities", new Probabilities(forecast.home(), forecast.draw(), forecast.away()));
            body.put("expected_goals", forecast.expectedHomeGoals() == null ? null
                    : new ExpectedGoals(forecast.expectedHomeGoals(), forecast.expectedAwayGoals()));
            if (answer.home() != null) {
                body.put("home", answer.home());
                body.put("away", answer.away());
                body.put("date", answer.date());
            }
            body.put("model_version", loaded.version());
            body.put("model_kind", answer.home() == null ? "logistic" : loaded.predictor().kind());
            body.put("data_until", loaded.predictor().dataUntil());
            body.put("simulated", loaded.predictor().simulated());
            return body;
        }

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

        private static Map<String, Object> teams(Predictor predictor) {
            List<Object> teams = new ArrayList<>();
            predictor.clubs().forEach((name, club) -> {
                Map<String, Object> team = new LinkedHashMap<>();
                team.put("name", name);
                team.put("display_name", Clubs.of(name).display());
                team.put("state", club.state());
                team.put("current", club.lastSeason() == predictor.season());
                team.put("last_season", club.lastSeason());
                team.put("form", club.lastMatches().stream().map(Server::recent).toList());
                teams.add(team);
            });
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("season", predictor.season());
            body.put("data_until", predictor.dataUntil());
            body.put("simulated", predictor.simulated());
            body.put("teams", teams);
            return body;
        }

        private static Map<String, Object> recent(Features.Recent match) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("date", match.date());
            body.put("opponent", match.opponent());
            body.put("opponent_display_name", Clubs.of(match.opponent()).display());
            body.put("at_home", match.atHome());
            body.put("goals_for", match.goalsFor());
            body.put("goals_against", match.goalsAgainst());
            body.put("result", match.points() == 3 ? "W" : match.points() == 1 ? "D" : "L");
            return body;
        }

        /** Ready as long as some good model answers, even if the lake is away. */
        private void ready(Context ctx) {
            if (draining) throw new Problem(503, "Draining", "this server is stopping");
            ServedModel.Loaded loaded = model.get();
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", "ready");
            body.put("model_version", loaded.version());
            body.put("trouble", model.trouble());
            send(ctx, body);
        }

        private void metrics(Context ctx) throws IOException {
            ctx.contentType(PrometheusTextFormatWriter.CONTENT_TYPE);
            PrometheusTextFormatWriter.create().write(ctx.outputStream(), metrics.scrape());
        }

        // ------------------------------------------------------------ around every request

        private void limit(Context ctx) {
            ctx.attribute("start", System.nanoTime());
            // A health check that is refused would stop a server that only has much to do.
            if (rateLimit > 0 && !ctx.path().startsWith("/health/")) ctx.with(RateLimitPlugin.class).requestPerTimeUnit(rateLimit, TimeUnit.SECONDS);
        }

        private void count(Context ctx) {
            String path = ctx.endpoints().lastHttpEndpoint() == null ? "other" : ctx.endpoints().lastHttpEndpoint().path;
            Long start = ctx.attribute("start");
            requests.labelValues(path, "" + ctx.statusCode()).inc();
            if (start != null) seconds.labelValues(path).observe((System.nanoTime() - start) / 1e9);
        }

        private static byte[] json(Context ctx) {
            String type = ctx.contentType();
            if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
                throw new Problem(415, title(415), "send Content-Type: application/json");
            }
            return ctx.bodyAsBytes();
        }

        private static void send(Context ctx, Object body) {
            ctx.contentType("application/json; charset=utf-8").result(bytes(body));
        }

        private static void send(Context ctx, Problem problem) {
            ctx.status(problem.status).contentType(Problem.MEDIA_TYPE).result(bytes(problem.body(ctx.path())));
        }

        private static byte[] bytes(Object body) {
            try {
                return WRITER.writeValueAsBytes(body);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String title(int status) {
            return switch (status) {
                case 404 -> "Not found";
                case 405 -> "Method not allowed";
                case 408 -> "Request timeout";
                case 413 -> "Body too large";
                case 415 -> "Unsupported media type";
                case 429 -> "Too many requests";
                default -> status >= 500 ? "Server error" : "Bad request";
            };
        }

        private static String detail(HttpResponseException e) {
            return switch (e.getStatus()) {
                case 404 -> "there is nothing at this path; /docs lists what there is";
                case 405 -> "this path takes another method; see /docs";
                case 413 -> "the body is larger than 64 KiB; send fewer requests at once";
                case 429 -> "slow down and try again in a second";
                default -> e.getMessage();
            };
        }

        private static InputStream resource(String path) {
            return Api.class.getResourceAsStream(path);
        }
    }
}
