///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//SOURCES ../lib/base/*.java ../lib/web/*.java
//DESCRIPTION Loads the API, a bare Javalin and a bare JDK server with wrk, and prints a table

/*
 * Requests a second, latency and allocation of 04_api.java beside two servers that do nothing: a Javalin set up like
 * the API's and the JDK's own HttpServer, both on virtual threads, both answering every POST with the bytes that the
 * API answers.
 *
 *   ./jbangw benchmarks/Throughput.java [seconds for each measurement, 10 by default] [lake]
 *
 * Needs wrk (apt-get install wrk) and a lake with a champion: ./jbangw 06_pipeline.java
 * Each server is a process of its own. For each kind of request they are warmed up, then measured in turns.
 */

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import com.sun.tools.attach.VirtualMachine;
import io.javalin.Javalin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import lib.web.WebServer;

class Throughput {

    private static final int[] CONNECTIONS = {1, 32, 256};
    private static final String NAMES = "{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}";
    private static final String NUMBERS = """
            {"form_gols_feitos_mandante": 1.6, "form_gols_sofridos_mandante": 0.8, "form_pontos_mandante": 2.2,
             "form_gols_feitos_visitante": 1.2, "form_gols_sofridos_visitante": 1.4, "form_pontos_visitante": 1.0,
             "eh_classico": 0, "mandante_def": 4, "mandante_mid": 3, "mandante_att": 3, "visitante_def": 4,
             "visitante_mid": 4, "visitante_att": 2, "diff_def": 0, "diff_mid": -1, "diff_att": 1}""".replace("\n", "");
    private static final Path HOME = Path.of(System.getenv().getOrDefault("PREDICTOR_HOME", ".")).toAbsolutePath();

    /** A server under load, in a process of its own. */
    private record Subject(String name, Process process, String url, JMXConnector connector, ThreadMXBean threads,
            OperatingSystemMXBean system) {

        /** Bytes allocated and nanoseconds of processor time used since the start. */
        long[] used() {
            return new long[] {threads.getTotalThreadAllocatedBytes(), system.getProcessCpuTime()};
        }

        void stop() throws IOException, InterruptedException {
            connector.close();
            process.destroy();
            process.waitFor();
        }
    }

    /** What wrk saw; times in milliseconds. */
    private record Measured(double requests, double p50, double p99, double errors) {}

    static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            serve(arguments[1], Files.readAllBytes(Path.of(arguments[2])));
            return;
        }
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        String lake = arguments.length > 1 ? arguments[1] : "data-lake";
        System.out.println(
                "| request | connections | server | requests/s | of bare Javalin | p50 ms | p99 ms | processor µs a "
                + "request | kB allocated a request |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String[] request : new String[][] {{"two names", NAMES}, {"16 numbers", NUMBERS}}) {
            measure(request[0], request[1], seconds, lake);
        }
    }

    // ---------------------------------------------------------------- measuring

    private static void measure(String kind, String body, int seconds, String lake) throws Exception {
        Path answer = Files.createTempFile("answer", ".json");
        Path script = Files.writeString(Files.createTempFile("post", ".lua"), """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.body = [[%s]]
                """.formatted(body));
        List<Subject> subjects = new ArrayList<>();
        try {
            subjects.add(started("API", HOME.resolve("jbangw").toString(), HOME.resolve("04_api.java").toString(),
                    "--port", "0", "--json", "--lake", lake));
            Files.write(answer, answer(subjects.getFirst(), body));
            String java = ProcessHandle.current().info().command().orElse("java");
            for (String name : List.of("bare Javalin", "bare JDK")) {
                subjects.add(started(name, java, "-cp", System.getProperty("java.class.path"), "Throughput", "serve",
                        name, answer.toString()));
            }
            for (Subject subject : subjects) load(subject, script, 32, Math.max(15, seconds));
            for (int connections : CONNECTIONS) {
                List<String> rows = new ArrayList<>();
                List<Measured> all = new ArrayList<>();
                for (Subject subject : subjects) {
                    long[] before = subject.used();
                    Measured measured = load(subject, script, connections, seconds);
                    long[] after = subject.used();
                    double answered = measured.requests * seconds;
                    all.add(measured);
                    rows.add("%.2f | %.2f | %.0f | %.1f".formatted(measured.p50, measured.p99,
                            (after[1] - before[1]) / 1e3 / answered, (after[0] - before[0]) / 1e3 / answered));
                    if (measured.errors > 0) {
                        System.err.println(subject.name + ": " + measured.errors + " answers were errors");
                    }
                }
                for (int i = 0; i < rows.size(); i++) {
                    System.out.printf(Locale.ROOT, "| %s | %d | %s | %,.0f | %.0f %% | %s |%n", kind, connections,
                            subjects.get(i).name,
                            all.get(i).requests, 100 * all.get(i).requests / all.get(1).requests, rows.get(i));
                }
            }
        } finally {
            for (Subject subject : subjects) subject.stop();
            Files.deleteIfExists(answer);
            Files.deleteIfExists(script);
        }
    }

    private static Measured load(Subject subject, Path script, int connections, int seconds) throws IOException,
            InterruptedException {
        Process wrk = new ProcessBuilder("wrk", "--threads", connections == 1 ? "1" : "2", "--connections",
                "" + connections,
                "--duration", seconds + "s", "--latency", "--script", script.toString(), subject.url + "/predict")
                .redirectErrorStream(true).start();
        String output = new String(wrk.inputReader().readAllAsString());
        if (wrk.waitFor() != 0) throw new IllegalStateException("wrk failed: " + output);
        return new Measured(number(output, "Requests/sec:\\s+([\\d.]+)"), number(output, "50%\\s+([\\d.]+[a-z]+)"),
                number(output, "99%\\s+([\\d.]+[a-z]+)"),
                output.contains("Non-2xx") ? number(output, "Non-2xx or 3xx responses: (\\d+)") : 0);
    }

    /** A number of wrk's output; a time in milliseconds. */
    private static double number(String output, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        if (!matcher.find()) throw new IllegalStateException("no " + pattern + " in " + output);
        String text = matcher.group(1);
        double value = Double.parseDouble(text.replaceAll("[a-z]", ""));
        return text.endsWith("us") ? value / 1000 : text.endsWith("ms") || !text.endsWith("s") ? value : 1000 * value;
    }

    // ---------------------------------------------------------------- the servers

    /** Starts a server that prints its address, and attaches to its memory counters. */
    private static Subject started(String name, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        Pattern address = Pattern.compile("http://[\\d.]+:\\d+");
        for (String line; (line = process.inputReader().readLine()) != null; ) {
            Matcher matcher = address.matcher(line);
            if (!matcher.find()) continue;
            VirtualMachine machine = VirtualMachine.attach("" + process.pid());
            JMXConnector connector = JMXConnectorFactory.connect(
                    new JMXServiceURL(machine.startLocalManagementAgent()));
            var beans = connector.getMBeanServerConnection();
            return new Subject(name, process, matcher.group(), connector,
                    ManagementFactory.newPlatformMXBeanProxy(
                            beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class),
                    ManagementFactory.newPlatformMXBeanProxy(
                            beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class));
        }
        throw new IllegalStateException(name + " did not start; is there a champion in the lake?");
    }

    private static byte[] answer(Subject subject, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(HttpRequest.newBuilder(URI.create(subject.url + "/predict"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) throw new IllegalStateException(new String(answer.body()));
            return answer.body();
        }
    }

    private static void serve(String name, byte[] answer) throws IOException, InterruptedException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port;
        if (name.equals("bare Javalin")) {
            Javalin app = WebServer.create(new WebServer.Mistake(name, "text/plain", answer), Map.of(), config -> config.routes.post("/predict", ctx -> {
                ctx.bodyAsBytes();
                ctx.contentType("application/json").result(answer);
            })).start("127.0.0.1", 0);
            port = app.port();
        } else {
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/predict", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            port = server.getAddress().getPort();
        }
        System.out.println("http://127.0.0.1:" + port);
        new CountDownLatch(1).await();
    }
}
