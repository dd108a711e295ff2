//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.base.Json;

/** A chapter that serves, in a process of its own on a free port, and a client that talks to it. */
final class ServedScript implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("\"url\" : \"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What came back. */
    record Answer(int status, String type, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(bytes);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }
    }

    final Process process;
    final String url;
    private final Path log;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServedScript(Process process, String url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Starts a script with {@code --json --port 0} and more arguments, and waits until it says where it listens. */
    static ServedScript start(String script, String... arguments) {
        return start(Map.of(), script, arguments);
    }

    /** The same with more environment. */
    static ServedScript start(Map<String, String> environment, String script, String... arguments) {
        try {
            Path log = Files.createTempFile("served", ".log");
            log.toFile().deleteOnExit();
            String[] command = new String[arguments.length + 4];
            List.of(script, "--json", "--port", "0").toArray(command);
            System.arraycopy(arguments, 0, command, 4, arguments.length);
            Process process = Scripts.start(log, environment, command);
            Matcher matcher = URL.matcher("");
            for (long start = System.nanoTime(); !matcher.reset(Files.readString(log)).find(); pause()) {
                assertTrue(process.isAlive(), "ended: " + Files.readString(log));
                assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "never ready: " + Files.readString(log));
            }
            return new ServedScript(process, matcher.group(1), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    Answer post(String path, String body) {
        return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, String type, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return send(type == null ? request : request.header("Content-Type", type));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(log(), e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Asks again until the answer is as wanted; fails after a minute. */
    Answer await(String path, Predicate<Answer> wanted) {
        Answer answer = get(path);
        for (long start = System.nanoTime(); !wanted.test(answer); answer = get(path)) {
            assertTrue(System.nanoTime() - start < PATIENCE.toNanos(),
                    path + " still answers " + answer.status + " " + answer.text() + "\n" + log());
            pause();
        }
        return answer;
    }

    /** What the script has printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM; the script must end by itself. */
    @Override
    public void close() {
        http.close();
        // Where a shell stands between, as on Windows, the server is its child.
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        try {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "did not stop on SIGTERM: " + log());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
