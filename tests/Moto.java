import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A moto server: the AWS of the tests, on this machine, without an account. It is started once per test run and
 * stops with it. The first run installs it into {@code .cache/moto}, which takes about half a minute.
 */
final class Moto {

    private static final String PACKAGE = "moto[server]==5.2.5";
    private static final String REGION = "us-east-1";
    private static final Path HOME = Path.of(System.getenv().getOrDefault("PREDICTOR_HOME", "")).resolve(".cache/moto");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /**
     * Runs moto's own server with some changes. AWS decides a conditional write in one step, while moto checks and
     * writes in two, so its writes are queued. Moto stores that a bucket tells EventBridge of its events, and whom a
     * budget's alarm writes to, and here also says so when it is asked. Of AWS's many policies it loads only the two
     * that tests name, and moto_iam.py makes it enforce policies whole once it is told to; moto_stepfunctions.py makes
     * state machines run. And when standard input ends, the process that started the server is gone, however it died,
     * and the server follows it.
     */
    private static final String SERVER = """
            import json, os, re, sys, threading
            import moto.iam.models as iam
            from moto.budgets.responses import BudgetsResponse
            from moto.s3.responses import S3Response
            from moto.server import main
            one_at_a_time, put_object = threading.Lock(), S3Response.put_object
            def put_alone(self):
                with one_at_a_time:
                    return put_object(self)
            S3Response.put_object = put_alone
            get_notification = S3Response.get_bucket_notification
            def get_notification_with_events(self):
                status, headers, body = get_notification(self)
                stored = self.backend.get_bucket_notification_configuration(self.bucket_name)
                if stored and stored.event_bridge is not None:
                    body = re.sub(r"/>\\s*$|</NotificationConfiguration>", lambda end: (">" if end[0][0] == "/" else "")
                                  + "<EventBridgeConfiguration/></NotificationConfiguration>", body)
                return status, headers, body
            S3Response.get_bucket_notification = get_notification_with_events
            def describe_subscribers(self):
                budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
                return json.dumps({"Subscribers": [subscriber for alarm in budget.notifications for subscriber in alarm.subscribers
                                                   if alarm.details == self._get_param("Notification")]})
            BudgetsResponse.describe_subscribers_for_notification = describe_subscribers
            policies = json.loads(iam.aws_managed_policies_data)
            iam.aws_managed_policies_data = json.dumps({name: policies[name] for name in policies
                                                        if name == "AdministratorAccess" or "ExpressGateway" in name})
            sys.path.append(os.environ["MOTO_PATCHES"])
            import moto_iam
            import moto_stepfunctions
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            main(sys.argv[1:])
            """;

    private static String endpoint;
    private static String reasonToSkip;

    private Moto() {}

    /** The address of the server, which is started by the first call. Skips the calling test where it cannot run. */
    static synchronized String endpoint() {
        if (endpoint == null && reasonToSkip == null) {
            try {
                install(HOME, PACKAGE);
                start();
            } catch (IOException e) {
                reasonToSkip = "moto cannot run here: " + e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reasonToSkip = "interrupted while moto was starting";
            }
        }
        if (endpoint != null) return endpoint;
        if (System.getenv("CI") != null) throw new AssertionError(reasonToSkip);
        return abort(reasonToSkip);
    }

    /** The name of a bucket that is empty and was made for the caller. */
    static String newBucket() {
        String name = "test-" + UUID.randomUUID();
        send("PUT", "/" + name);
        return name;
    }

    /** Sends a request without a body and returns the answer; anything but success is a failure of the test. */
    static String send(String method, String path) {
        return send(method, path, "");
    }

    /** The same with a body. */
    static String send(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint() + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) return answer.body();
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    /** What a child process needs in its environment to talk to the server and to nothing else. */
    static Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint(),
                "AWS_REGION", REGION,
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                // A developer's own profiles and the machine's role must not take part.
                "AWS_CONFIG_FILE", HOME.resolve("no-config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE", HOME.resolve("no-credentials").toString(),
                "AWS_PROFILE", "",
                "AWS_EC2_METADATA_DISABLED", "true");
    }

    /** Gives the tests' own process the credentials of the emulator, which beat those of the environment. */
    static void useTestCredentials() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.region", REGION);
        System.setProperty("aws.disableEc2Metadata", "true");
    }

    /** Installs a Python package into an environment of its own in this folder, unless it is there. */
    static void install(Path home, String wanted) throws IOException, InterruptedException {
        Path ready = home.resolve("installed");
        Files.createDirectories(home);
        // Two test runs at the same time install it once.
        try (FileChannel file = FileChannel.open(
                home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
             FileLock _ = file.lock()) {
            if (Files.exists(ready) && Files.readString(ready).equals(wanted)) return;
            run("python3", "-m", "venv", "--clear", home.resolve("venv").toString());
            run(python(home), "-m", "pip", "install", "--quiet", wanted);
            Files.writeString(ready, wanted);
        }
    }

    /** The Python of such an environment. */
    static String python(Path home) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return home.resolve(windows ? "venv/Scripts/python.exe" : "venv/bin/python").toString();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + said);
    }

    private static void start() throws IOException, InterruptedException {
        Path log = Files.createTempFile(HOME, "server-", ".log");
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(List.of(python(HOME), "-c", SERVER,
                "-H", "127.0.0.1", "-p", String.valueOf(port))).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("MOTO_PATCHES", Scripts.HOME.resolve("tests").toString());
        builder.environment().put("MOTO_IAM_LOAD_MANAGED_POLICIES", "true");
        Process server = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, log)));
        String address = "http://127.0.0.1:" + port;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!answers(address)) {
            if (!server.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the server does not answer: " + Files.readString(log).strip());
            }
            Thread.sleep(100);
        }
        useTestCredentials();
        endpoint = address;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(String address) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/moto-api/")).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void stop(Process server, Path log) {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            System.err.println("left behind: " + log);
        }
    }
}
