package lib.ui;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lib.base.Json;

/** Asks the prediction API, and believes nothing that does not make sense. */
public final class ApiClient {

    /** Why there is no answer; the lower-case name is the key of the words for it. */
    public enum Trouble { AWAY, SLOW, NO_MODEL, NONSENSE, REFUSED }

    /** No usable answer. A refusal carries the API's own words about the request, from its problem details. */
    public static final class NoAnswer extends Exception {
        public final Trouble trouble;

        NoAnswer(Trouble trouble, String reason) {
            super(reason, null, false, false);
            this.trouble = trouble;
        }
    }

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration UPLOAD = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int LONGEST_REASON = 300;
    private static final ObjectMapper MAPPER = Json.MAPPER.copy()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
            .build();
    private final String url;
    private final String token;

    /**
     * @param url   the address of the API without a final slash
     * @param token shown to the API with every upload; empty for none
     */
    public ApiClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** The answer to a path with its query, at most {@link #ANSWER} later. */
    public <T> T get(String path, Class<T> type) throws NoAnswer {
        return ask(HttpRequest.newBuilder(URI.create(url + path)), type, ANSWER);
    }

    /** A page out of the data lake, as it is. */
    public byte[] page(String path) throws NoAnswer {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "text/html");
        return good(send(request.build(), ANSWER)).body();
    }

    /** Sends a CSV file and returns what the API says about it. */
    public <T> T post(String path, byte[] file, Class<T> type) throws NoAnswer {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofByteArray(file));
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        return ask(request, type, UPLOAD);
    }

    /** An answer as the API writes it. */
    public static byte[] json(Object answer) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text as part of a query or a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T ask(HttpRequest.Builder request, Class<T> type, Duration patience) throws NoAnswer {
        HttpResponse<byte[]> response = good(send(request.header("Accept", "application/json").build(), patience));
        try {
            T answer = MAPPER.readValue(response.body(), type);
            if (answer == null) throw new NoAnswer(Trouble.NONSENSE, "an empty answer");
            return answer;
        } catch (IOException e) {
            throw new NoAnswer(Trouble.NONSENSE, "not the JSON expected");
        }
    }

    private static HttpResponse<byte[]> good(HttpResponse<byte[]> response) throws NoAnswer {
        int status = response.statusCode();
        if (status == 200 || status == 201) return response;
        throw switch (status) {
            case 429, 504 -> new NoAnswer(Trouble.SLOW, "status " + status);
            case 503 -> new NoAnswer(member(response, "reason").equals("no_model") ? Trouble.NO_MODEL : Trouble.AWAY,
                    "status 503");
            case 400, 401, 403, 404, 409, 413, 415, 422 -> new NoAnswer(Trouble.REFUSED, detail(response));
            default -> new NoAnswer(Trouble.NONSENSE, "status " + status);
        };
    }

    /** A member of the API's problem details; a load balancer in front of it has none. */
    private static String member(HttpResponse<byte[]> response, String name) {
        try {
            return MAPPER.readTree(response.body()).path(name).asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String detail(HttpResponse<byte[]> response) {
        String detail = member(response, "detail");
        if (detail.isBlank()) return "status " + response.statusCode();
        return detail.length() <= LONGEST_REASON ? detail : detail.substring(0, LONGEST_REASON) + "…";
    }

    private HttpResponse<byte[]> send(HttpRequest request, Duration patience) throws NoAnswer {
        // The timeout of a request ends with the headers; a body that drips in needs this one.
        CompletableFuture<HttpResponse<byte[]>> future =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswer(Trouble.SLOW, "no answer in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new NoAnswer(cause instanceof ProtocolException ? Trouble.NONSENSE : Trouble.AWAY,
                    cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(Trouble.AWAY, "interrupted");
        } finally {
            future.cancel(true);
        }
    }
}
