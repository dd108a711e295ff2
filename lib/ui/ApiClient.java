package lib.ui;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lib.base.Json;

/** Asks the prediction API, and believes nothing that does not make sense. */
public final class ApiClient {

    /** Why there is no answer; the lower-case name is the key of the words for it. */
    public enum Trouble { AWAY, SLOW, NO_MODEL, NONSENSE }

    /** No usable answer. */
    public static final class NoAnswer extends Exception {
        public final Trouble trouble;

        NoAnswer(Trouble trouble, String reason) {
            super(reason, null, false, false);
            this.trouble = trouble;
        }
    }

    /** The clubs that the model knows. */
    public record Teams(int season, Boolean simulated, LocalDate dataUntil, List<Team> teams) {}

    /** One club; {@code form} holds its last matches, oldest first. */
    public record Team(String name, String displayName, boolean current, List<Recent> form) {
        public int points() {
            return form.stream().mapToInt(match -> match.result.equals("W") ? 3 : match.result.equals("D") ? 1 : 0).sum();
        }
    }

    /** One match as the club saw it; the result is W, D or L. */
    public record Recent(LocalDate date, String opponent, String opponentDisplayName, boolean atHome, int goalsFor, int goalsAgainst,
                         String result) {}

    public record Probabilities(double home, double draw, double away) {}

    public record Goals(double home, double away) {}

    /** A forecast; expected goals are null when the model has none. */
    public record Prediction(String home, String away, Probabilities probabilities, Goals expectedGoals, String modelVersion,
                             LocalDate dataUntil, Boolean simulated) {}

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final ObjectMapper MAPPER = Json.MAPPER.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
    private final String url;

    /** @param url the address of the API without a final slash */
    public ApiClient(String url) {
        this.url = url;
    }

    /** Every club with its recent form. */
    public Teams teams() throws NoAnswer {
        Teams answer = ask(HttpRequest.newBuilder(URI.create(url + "/teams")), Teams.class);
        require(answer.simulated != null && answer.dataUntil != null && answer.teams != null && !answer.teams.isEmpty(), "no clubs");
        for (Team team : answer.teams) {
            require(team.name != null && !team.name.isBlank() && team.displayName != null && !team.displayName.isBlank() && team.form != null, "a club is incomplete");
            for (Recent match : team.form) {
                require(match.date != null && match.opponentDisplayName != null && match.result != null && match.result.matches("[WDL]"), "a match is incomplete");
            }
        }
        return answer;
    }

    /** The forecast for a match of two clubs, named as {@link #teams} names them. */
    public Prediction predict(String home, String away) throws NoAnswer {
        Prediction answer = ask(HttpRequest.newBuilder(URI.create(url + "/predict")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(Map.of("home", home, "away", away)))), Prediction.class);
        require(home.equals(answer.home) && away.equals(answer.away), "another match than the one asked for");
        Probabilities p = answer.probabilities;
        require(p != null && p.home >= 0 && p.draw >= 0 && p.away >= 0 && Math.abs(p.home + p.draw + p.away - 1) < 1e-3, "no probabilities");
        require(answer.modelVersion != null && answer.dataUntil != null && answer.simulated != null, "the model is not named");
        return answer;
    }

    private <T> T ask(HttpRequest.Builder request, Class<T> type) throws NoAnswer {
        HttpResponse<byte[]> response = send(request.header("Accept", "application/json").build());
        switch (response.statusCode()) {
            case 200 -> { }
            case 429, 504 -> throw new NoAnswer(Trouble.SLOW, "status " + response.statusCode());
            case 503 -> throw new NoAnswer(Trouble.NO_MODEL, "status 503");
            default -> throw new NoAnswer(Trouble.NONSENSE, "status " + response.statusCode());
        }
        try {
            T answer = MAPPER.readValue(response.body(), type);
            require(answer != null, "an empty answer");
            return answer;
        } catch (IOException e) {
            throw new NoAnswer(Trouble.NONSENSE, "not the JSON expected");
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws NoAnswer {
        // The timeout of a request ends with the headers; a body that drips in needs this one.
        CompletableFuture<HttpResponse<byte[]>> future = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswer(Trouble.SLOW, "no answer in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new NoAnswer(cause instanceof ProtocolException ? Trouble.NONSENSE : Trouble.AWAY, cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(Trouble.AWAY, "interrupted");
        } finally {
            future.cancel(true);
        }
    }

    private static void require(boolean sensible, String otherwise) throws NoAnswer {
        if (!sensible) throw new NoAnswer(Trouble.NONSENSE, otherwise);
    }
}
