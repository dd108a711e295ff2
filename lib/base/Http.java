package lib.base;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks other servers over HTTP, ten seconds at most a question. Each question has its own connection: one that stays
 * open would keep a server that stops waiting for a second, and this process a third of a second at its end.
 */
public final class Http {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Http() {}

    /** The answer to a GET; see {@link #send}. */
    public static HttpResponse<String> get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /**
     * The answer to a request, whatever its status.
     *
     * @throws IOException without an answer: nothing listens there, the name is not known, or it took too long
     */
    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER).build()) {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again", 4).from(e);
        }
    }

    /** Why there was no answer; the JDK gives no text when nothing listens. */
    public static String why(IOException e) {
        return e.getMessage() == null ? "no connection" : e.getMessage();
    }
}
