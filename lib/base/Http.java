package lib.base;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks other servers over HTTP. Each question has its own connection, for one that stays open keeps a server that stops
 * waiting for a second. {@code java.net.http} would begin with TLS and threads of its own, also for three questions to
 * this machine: a third of a second of processor time.
 */
public final class Http {

    /** For the connection, and for each part of the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Http() {}

    /**
     * What a server answered, whatever its status.
     *
     * @param date the header of this name, if there is one
     */
    public record Answer(int status, Optional<String> date, String body) {}

    /** The answer to a GET; see {@link #send}. */
    public static Answer get(String url) throws IOException {
        return send(url, null);
    }

    /**
     * The answer to a GET, or to a POST; redirects are not followed.
     *
     * @param json what to post, or null
     * @throws IOException without an answer: nothing listens there, the name is not known, or it took too long
     */
    public static Answer send(String url, byte[] json) throws IOException {
        if (!(URI.create(url).toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IOException(url + " is no address of HTTP");
        }
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Connection", "close");
        if (json != null) {
            connection.setDoOutput(true); // makes it a POST
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(json);
        }
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, Optional.ofNullable(connection.getHeaderField("Date")),
                    body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Why there was no answer; some exceptions of the JDK say little. */
    public static String why(IOException e) {
        if (e instanceof UnknownHostException) return "the name " + e.getMessage() + " is not known";
        return e.getMessage() == null ? "no connection" : e.getMessage();
    }
}
