package lib.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import lib.aws.Waiting;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Http;
import lib.base.Json;
import lib.football.DataSummary;
import lib.lake.LakeOptions;

/** The last stage: published means answered, so the API is started on the new champion and asked. */
public final class Publication {

    /** One forecast of the API: the probabilities of home win, draw and away win. */
    public record Forecast(String home, String away, double pHome, double pDraw, double pAway) {}

    /** Far more than a slow machine needs; one that ends is noticed at once. */
    private static final Duration START_UP = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);
    private static final Duration SAY_SO = Duration.ofSeconds(10);

    private Publication() {}

    /** Starts the API on the new champion and asks it for three forecasts: published means answered. */
    static List<Forecast> publish(LakeOptions where, Cli.Output output, String version, DataSummary etl) {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "" + port));
        arguments.addAll(where.arguments());
        Process api = Chapters.startBriefly("04_api.java", arguments, output.json);
        try {
            String url = "http://127.0.0.1:" + port;
            awaitReady(url + "/health/ready", api, output.console());
            String served = get(url + "/model").path("version").asText();
            if (!served.equals(version)) {
                throw new Fault(Exit.UNEXPECTED, "the API serves " + served + ", not " + version,
                        "another training promoted its model meanwhile",
                        "run the pipeline again if yours should serve", 6);
            }
            List<Forecast> forecasts = new ArrayList<>();
            for (List<String> pair : pairs(etl, url)) {
                Map<String, String> match = Map.of("home", pair.get(0), "away", pair.get(1));
                JsonNode p = post(url + "/predict", match).path("probabilities");
                forecasts.add(new Forecast(pair.get(0), pair.get(1), p.path("home").asDouble(),
                        p.path("draw").asDouble(), p.path("away").asDouble()));
            }
            return forecasts;
        } finally {
            api.destroy();
            Chapters.await(api);
        }
    }

    /** The next three fixtures; without any, the six clubs of the newest season that are in best form. */
    private static List<List<String>> pairs(DataSummary etl, String url) {
        if (etl.next().size() >= 3) {
            return etl.next().stream().limit(3).map(fixture -> List.of(fixture.home(), fixture.away())).toList();
        }
        List<String> clubs = StreamSupport.stream(get(url + "/teams").path("teams").spliterator(), false)
                .filter(team -> team.path("current").asBoolean())
                .sorted(Comparator.comparingInt(Publication::formPoints).reversed())
                .map(team -> team.path("name").asText()).toList();
        List<List<String>> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < Math.min(6, clubs.size()); i += 2) pairs.add(List.of(clubs.get(i), clubs.get(i + 1)));
        return pairs;
    }

    private static int formPoints(JsonNode team) {
        int points = 0;
        for (JsonNode match : team.path("form")) {
            points += switch (match.path("result").asText()) {
                case "W" -> 3;
                case "D" -> 1;
                default -> 0;
            };
        }
        return points;
    }

    /** A port that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, "no free port", "the machine has run out of ports",
                    "close some programs", 6).from(e);
        }
    }

    /** Asks a server that was just started until it answers 200, and says so when that takes long. */
    public static void awaitReady(String url, Process server, Console console) {
        long start = System.nanoTime();
        long said = start;
        for (; System.nanoTime() - start < START_UP.toNanos(); Waiting.pause(LOOK_AGAIN)) {
            if (!server.isAlive()) break;
            if (System.nanoTime() - said > SAY_SO.toNanos()) {
                said = System.nanoTime();
                console.line("waiting for %s, %d s so far".formatted(url, (said - start) / 1_000_000_000));
            }
            try {
                if (Http.get(url).status() == 200) return;
            } catch (IOException e) {
                // not listening yet: asked again until the time is over
            }
        }
        if (server.isAlive()) {
            throw new Fault(Exit.UNEXPECTED, "no good answer from " + url,
                    "it took longer than " + START_UP.toSeconds() + " s: the machine is busy or short of memory",
                    "close other programs, then run it again: what is done already is not done again", 6);
        }
        Chapters.await(server);
        throw new Fault(Exit.UNEXPECTED, "no good answer from " + url,
                "the server ended with exit code " + server.exitValue() + "; its own message is above",
                "do what that message says; if the port is taken, choose another one", 6);
    }

    private static JsonNode get(String url) {
        return json(url, null);
    }

    private static JsonNode post(String url, Object body) {
        return json(url, Json.write(body));
    }

    private static JsonNode json(String url, byte[] body) {
        try {
            Http.Answer answer = Http.send(url, body);
            if (answer.status() == 200) return Json.MAPPER.readTree(answer.body());
            throw new Fault(Exit.UNEXPECTED, "the API refused a request", answer.body(),
                    "see the chapter on the API", 4);
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, "the API went away", "it stopped while it was asked",
                    "run the pipeline again", 4).from(e);
        }
    }
}
