import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection on which a test says what no honest client would, and how slowly it likes. */
final class RawHttp implements AutoCloseable {

    private static final int PATIENCE = 30_000;

    private final Socket socket;

    RawHttp(String url) throws IOException {
        URI address = URI.create(url);
        this.socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE);
    }

    /** So many connections that each send the same and wait; as many as could be opened. */
    static List<RawHttp> many(int count, String url, String text) throws IOException {
        List<RawHttp> all = new ArrayList<>();
        for (int i = 0; i < count; i++) all.add(new RawHttp(url).send(text));
        return all;
    }

    static void close(List<RawHttp> all) {
        all.forEach(RawHttp::close);
    }

    /** A request's lines and the empty one after them. */
    static String head(String first, String... headers) {
        return first + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** What is sent to a server that has hung up is lost, which is no fault of the test's. */
    RawHttp send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException hungUp) {
            return this;
        }
        return this;
    }

    /** The status of the answer; 0 when the server hung up without one. */
    int status() {
        String head = head();
        return head.isEmpty() ? 0 : Integer.parseInt(head.split(" ")[1]);
    }

    /** The answer's first line and headers, with \n between; empty when the server hung up. */
    String head() {
        StringBuilder head = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
                if (c != '\r') head.append((char) c);
                if (head.toString().endsWith("\n\n")) break;
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("no answer in " + PATIENCE + " ms: " + head, e);
        } catch (IOException hungUp) {
            return head.toString();
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
