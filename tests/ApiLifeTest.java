//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java ServedScript.java SampleLake.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.lake.FolderLake;
import lib.lake.ModelRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the API does while the world around it changes: models come, go and break, the process is told to stop. */
class ApiLifeTest {

    private static final String MATCH = "{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}";

    @TempDir
    Path lake;

    private ServedScript serve(String... more) {
        return ServedScript.start("04_api.java",
                Stream.concat(Stream.of("--lake", lake.toString()), Stream.of(more)).toArray(String[]::new));
    }

    private ModelRegistry registry() {
        return new ModelRegistry(new FolderLake(lake));
    }

    private void promoteACopy(String good, String version) throws IOException {
        promoteACopy(good, version, "", "", "");
    }

    /** Publishes a served version's files, one of them changed, under another name and promotes that. */
    private void promoteACopy(String good, String version, String changed, String from, String to) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(lake.resolve("models/" + good))) {
            for (Path file : all.filter(path -> !path.endsWith("manifest.json")).toList()) {
                String name = file.getFileName().toString();
                byte[] bytes = Files.readAllBytes(file);
                if (name.equals(changed)) {
                    String other = new String(bytes, StandardCharsets.UTF_8).replaceFirst(from, to);
                    assertFalse(Arrays.equals(bytes, other.getBytes(StandardCharsets.UTF_8)), from + " is not there");
                    bytes = other.getBytes(StandardCharsets.UTF_8);
                }
                files.put(name, bytes);
            }
        }
        registry().publish(version, files);
        registry().promote(version, registry().champion(), ModelRegistry.Why.byHand("test"));
    }

    private static String served(ServedScript api) {
        return api.post("/predict", MATCH).json().path("model_version").asText();
    }

    @Test
    void withoutAModelItIsLiveButNotReadyUntilOneArrives() {
        try (ServedScript api = serve()) {
            assertEquals(200, api.get("/health/live").status());
            for (String path : List.of("/health/ready", "/teams", "/model")) {
                ServedScript.Answer answer = api.get(path);
                assertEquals(503, answer.status(), path);
                assertEquals("No model", answer.json().path("title").asText(), answer.text());
            }
            assertEquals(503, api.post("/predict", MATCH).status());
            SampleLake.copyTo(lake);
            api.await("/health/ready", answer -> answer.status() == 200);
            assertEquals(200, api.post("/predict", MATCH).status());
        }
    }

    /** A model without numbers is refused when it is loaded, and is never asked. */
    @Test
    void aModelThatIsNotFiniteIsNoModel() throws IOException {
        SampleLake.copyTo(lake);
        String good = registry().champion().orElseThrow().champion().version();
        promoteACopy(good, "numberless", "model.json", "\"slope\" : [-0-9.E]+", "\"slope\" : \"NaN\"");
        try (ServedScript api = serve()) {
            ServedScript.Answer ready = api.get("/health/ready");
            assertEquals(503, ready.status(), ready.text());
            assertTrue(api.log().contains("its forecasts are not probabilities"), api.log());
            for (String path : List.of("/match?home=Flamengo&away=Palmeiras", "/round", "/season")) {
                assertEquals(503, api.get(path).status(), path);
            }
            assertEquals(503, api.post("/predict", MATCH).status());
            registry().rollback(good, registry().champion());
            api.await("/health/ready", answer -> answer.status() == 200);
        }
    }

    @Test
    void aNewChampionIsServedWithinSecondsAndNoRequestIsDropped() throws Exception {
        SampleLake.copyTo(lake);
        try (ServedScript api = serve(); ExecutorService clients = Executors.newFixedThreadPool(4)) {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            List<Future<?>> running = IntStream.range(0, 4).<Future<?>>mapToObj(i -> clients.submit(() -> {
                while (!enough.get()) {
                    ServedScript.Answer answer = api.post("/predict", MATCH);
                    assertEquals(200, answer.status(), answer.text());
                    answered.incrementAndGet();
                }
            })).toList();
            try {
                for (String version : List.of("second", "third")) {
                    int before = answered.get();
                    promoteACopy(served(api), version);
                    api.await("/health/ready", answer -> answer.json().path("model_version").asText().equals(version));
                    assertEquals(version, served(api));
                    assertTrue(answered.get() > before, "nothing was asked meanwhile");
                }
            } finally {
                enough.set(true);
                for (Future<?> client : running) client.get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** Lambda freezes a process between requests, and the look in the background with it. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessThatWasFrozenAnswersWithTheChampionOfNow() throws Exception {
        SampleLake.copyTo(lake);
        try (ServedScript api = ServedScript.start(
                Map.of("AWS_LAMBDA_FUNCTION_NAME", "test"), "04_api.java", "--lake", lake.toString())) {
            String version = served(api);
            for (String next : List.of("while-it-slept", "while-it-slept-again")) {
                signal(api, "STOP");
                promoteACopy(version, next);
                Thread.sleep(6_000); // longer than the age at which a look is too old
                signal(api, "CONT");
                assertEquals(next, served(api), "the first answer after the sleep");
                version = next;
            }
        }
    }

    private static void signal(ServedScript api, String signal) throws Exception {
        for (ProcessHandle process : Stream.concat(Stream.of(api.process.toHandle()), api.process.descendants())
                .toList()) {
            assertEquals(0, new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor());
        }
    }

    @Test
    void theLastGoodModelServesWhileTheLakeIsAwayOrTheChampionIsCorrupt() throws IOException {
        SampleLake.copyTo(lake);
        try (ServedScript api = serve()) {
            String good = served(api);

            Path pointer = lake.resolve("models/champion.json");
            byte[] before = Files.readAllBytes(pointer);
            Files.write(pointer, "{half".getBytes(StandardCharsets.UTF_8));
            proveTroubleButReady(api, good, "is damaged");
            Files.write(pointer, before);
            api.await("/health/ready", answer -> answer.json().path("trouble").asText().isEmpty());

            promoteABrokenModel("cut-off", "{\"kind\": \"elo\"");
            proveTroubleButReady(api, good, "model.json cannot be used");
            promoteABrokenModel("hollow", "{\"kind\": \"elo\", \"history\": {\"clubs\": {}}}");
            proveTroubleButReady(api, good, "version hollow cannot be loaded");
            promoteACopy(good, "numberless", "model.json", "\"slope\" : [-0-9.E]+", "\"slope\" : \"NaN\"");
            proveTroubleButReady(api, good, "not probabilities");
            promoteACopy(good, "torn");
            Files.writeString(lake.resolve("models/torn/history.json"), "{}");
            proveTroubleButReady(api, good, "the checksum of history.json is wrong");
            promoteACopy(good, "changed");
            Files.writeString(lake.resolve("models/changed/model.json"), "{}");
            proveTroubleButReady(api, good, "model changed is damaged");

            Path away = lake.resolveSibling(lake.getFileName() + "-away");
            Files.move(lake, away);
            Files.writeString(lake, "a file where the lake was");
            proveTroubleButReady(api, good, "");
            assertEquals(503, api.get("/runs").status());
            Files.delete(lake);
            Files.move(away, lake);
            api.await("/runs", answer -> answer.status() == 200);
            assertTrue(api.log().indexOf("event=lake_back") > api.log().indexOf("event=lake_trouble"), api.log());
            promoteACopy(good, "healed");
            api.await("/health/ready", answer -> answer.json().path("model_version").asText().equals("healed"));
            assertEquals("", api.get("/health/ready").json().path("trouble").asText());
        }
    }

    private void promoteABrokenModel(String version, String model) throws IOException {
        registry().publish(version, Map.of("model.json", model.getBytes(StandardCharsets.UTF_8), "metrics.json",
                "{}".getBytes(StandardCharsets.UTF_8)));
        registry().promote(version, registry().champion(), ModelRegistry.Why.byHand("test"));
    }

    private static void proveTroubleButReady(ServedScript api, String version, String trouble) {
        String before = api.get("/health/ready").json().path("trouble").asText();
        ServedScript.Answer answer = api.await("/health/ready", now -> {
            String said = now.json().path("trouble").asText();
            return !said.isEmpty() && !said.equals(before) && api.log().contains(trouble);
        });
        assertEquals(200, answer.status());
        assertEquals(version, answer.json().path("model_version").asText());
        assertEquals(version, served(api));
    }

    @Test
    void sigtermLetsARunningRequestFinishAndTakesNoNewOnes() throws Exception {
        SampleLake.copyTo(lake);
        ServedScript api = serve();
        URI address = URI.create(api.url);
        try (Socket running = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = running.getOutputStream();
            int slow = 4_000; // spaces before the object, which JSON allows
            out.write((
                    "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: "
                    + "close\r\nContent-Length: "
                    + (slow + MATCH.length()) + "\r\n\r\n ").getBytes(StandardCharsets.US_ASCII));
            // The server holds the unfinished request before it is told to stop.
            for (int i = 0; i < 5; i++) api.get("/health/live");
            api.process.destroy();
            // A client that is silent for a second is given up while draining; this one is slow, but not silent.
            int sent = 1;
            for (boolean draining = false; !draining || takesNewRequests(api); Thread.sleep(20)) {
                out.write(" ".repeat(10).getBytes(StandardCharsets.US_ASCII));
                sent += 10;
                draining = api.log().contains("event=draining");
                assertTrue(sent < slow, "still takes new requests\n" + api.log());
            }
            out.write((" ".repeat(slow - sent) + MATCH).getBytes(StandardCharsets.UTF_8));
            running.setSoTimeout(30_000);
            String answer = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("prediction_text"), answer);
        }
        api.close();
    }

    private static boolean takesNewRequests(ServedScript api) {
        try {
            return api.get("/health/ready").status() != 503;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /**
     * A client that sends half a request and then nothing, many times over, must not keep others from being answered.
     */
    @Test
    void slowClientsDoNotKeepOthersWaiting() throws Exception {
        SampleLake.copyTo(lake);
        try (ServedScript api = serve()) {
            URI address = URI.create(api.url);
            List<Socket> slow = new java.util.ArrayList<>();
            try {
                for (int i = 0; i < 300; i++) {
                    Socket socket = new Socket(address.getHost(), address.getPort());
                    socket.getOutputStream().write(
                            ("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                            + "60000\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
                    slow.add(socket);
                }
                for (int i = 0; i < 20; i++) assertEquals(200, api.post("/predict", MATCH).status());
            } finally {
                for (Socket socket : slow) socket.close();
            }
            assertFalse(api.log().contains("Exception"), api.log());
        }
    }

    @Test
    void oneAddressMaySendSoManyRequestsASecondAndHealthChecksAreFree() {
        SampleLake.copyTo(lake);
        try (ServedScript api = serve("--rate-limit", "3")) {
            List<ServedScript.Answer> answers = IntStream.range(0, 30).mapToObj(i -> api.get("/teams")).toList();
            ServedScript.Answer refused = answers.stream().filter(answer -> answer.status() == 429).findFirst()
                    .orElseThrow();
            assertEquals(200, answers.getFirst().status());
            assertEquals("Too many requests", refused.json().path("title").asText(), refused.text());
            assertTrue(refused.type().startsWith("application/problem+json"), refused.type());
            for (int i = 0; i < 30; i++) assertEquals(200, api.get("/health/ready").status());
            api.await("/teams", answer -> answer.status() == 200);
        }
    }

    @Test
    void onThisMachineNothingIsLimitedAndNobodyElseCanConnect() throws IOException {
        SampleLake.copyTo(lake);
        try (ServedScript api = serve()) {
            assertTrue(api.url.startsWith("http://127.0.0.1:"), api.url);
            for (int i = 0; i < 200; i++) assertEquals(200, api.get("/health/live").status());
            for (int i = 0; i < 100; i++) assertEquals(200, api.get("/teams").status());
            int port = URI.create(api.url).getPort();
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                for (InetAddress address : network.inetAddresses().filter(address -> !address.isLoopbackAddress())
                        .toList()) {
                    assertFalse(connects(address, port), address + " is open");
                }
            }
        }
        try (ServedScript open = serve("--host", "0.0.0.0")) {
            assertEquals(200, open.get("/health/ready").status());
            assertTrue(connects(InetAddress.getLoopbackAddress(), URI.create(open.url).getPort()),
                    "open to all addresses");
        }
    }

    private static boolean connects(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aPortThatIsTakenOrIsNoneIsToldWithAdvice() {
        try (ServedScript api = serve()) {
            Scripts.Result taken = Scripts.run("04_api.java", "--lake", lake.toString(), "--port",
                    "" + URI.create(api.url).getPort());
            assertEquals(3, taken.exit(), taken.all());
            assertTrue(taken.err().contains("error: cannot listen on 127.0.0.1:") && !taken.err()
                    .contains("Exception"), taken.err());
        }
        Scripts.Result none = Scripts.run("04_api.java", "--lake", lake.toString(), "--port", "65536");
        assertEquals(2, none.exit(), none.all());
        assertTrue(none.err().contains("error: no such port: 65536"), none.err());
        Scripts.Result nowhere = Scripts.run("04_api.java", "--lake", lake.toString(), "--port", "0", "--host",
                "no-such-host.invalid");
        assertEquals(3, nowhere.exit(), nowhere.all());
    }
}
