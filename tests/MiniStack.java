import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A second AWS on this machine, by other people than moto's and with other gaps: what works on both does not lean on
 * one emulator's habits. It enforces IAM from the start; the key {@code test} may everything.
 */
final class MiniStack {

    private static final String PACKAGE = "ministack==1.5.33";
    private static final Path HOME = Path.of(System.getenv().getOrDefault("PREDICTOR_HOME", ""))
            .resolve(".cache/ministack");

    /** Ends with standard input, and with it with the process that started it, however that died. */
    private static final String SERVER = """
            import os, sys, threading
            from ministack.app import main
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            sys.argv = ["ministack"]
            main()
            """;

    private static String endpoint;

    private MiniStack() {}

    /** The address of the server, which is started by the first call. Skips the calling test where it cannot run. */
    static synchronized String endpoint() {
        if (endpoint != null) return endpoint;
        try {
            Moto.install(HOME, PACKAGE);
            start();
            return endpoint;
        } catch (IOException e) {
            if (System.getenv("CI") != null) throw new AssertionError(e);
            return abort("MiniStack cannot run here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return abort("interrupted while MiniStack was starting");
        }
    }

    /** What a child process needs to talk to the server as the owner of this key, and to nothing else. */
    static Map<String, String> environment(String key, String secret) {
        return Map.of("AWS_ENDPOINT_URL", endpoint(), "AWS_REGION", "us-east-1", "AWS_ACCESS_KEY_ID", key,
                "AWS_SECRET_ACCESS_KEY", secret, "AWS_CONFIG_FILE", HOME.resolve("no-config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE", HOME.resolve("no-credentials").toString(), "AWS_PROFILE", "",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    private static void start() throws IOException, InterruptedException {
        Path log = Files.createTempFile(HOME, "server-", ".log");
        int port = Moto.freePort();
        ProcessBuilder builder = new ProcessBuilder(List.of(Moto.python(HOME), "-c", SERVER)).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("AUTH", "true", "GATEWAY_PORT", "" + port, "BIND_HOST", "127.0.0.1",
                "MINISTACK_ACCOUNT_ID", "123456789012", "LOG_LEVEL", "WARNING"));
        builder.environment().keySet().removeIf(name -> name.equals("AWS_ACCESS_KEY_ID"));
        Process server = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        String address = "http://127.0.0.1:" + port;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!answers(address)) {
            if (!server.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the server does not answer: " + Files.readString(log).strip());
            }
            Thread.sleep(200);
        }
        Moto.useTestCredentials();
        endpoint = address;
    }

    private static boolean answers(String address) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/_ministack/health")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
