//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES RawHttp.java
//SOURCES ../lib/base/*.java ../lib/web/*.java

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import lib.base.Fault;
import lib.web.Bodies;
import lib.web.Bound;
import lib.web.RateLimit;
import lib.web.Refused;
import lib.web.Visitors;
import lib.web.WebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits that API and page share, on a real server and real sockets. */
class LimitsTest {

    private static final String MINUTE = "60000000000";

    private interface Client {
        void talkTo(String url) throws Exception;
    }

    /** Serves what a visitor is called and whether it is local at /who, and the length of a body at /body. */
    private static void serve(Visitors visitors, Bodies bodies, Client client) throws Exception {
        WebServer.Mistake mistake = new WebServer.Mistake("09_test", "text/plain", "mistake".getBytes(UTF_8));
        Javalin app = WebServer.create(mistake, Map.of(), config -> {
            config.routes.get("/who", ctx -> ctx.header("X-Who", visitors.of(ctx) + " " + visitors.isLocal(ctx)));
            config.routes.post("/body", ctx -> ctx.header("X-Length", "" + bodies.read(ctx).length));
            config.routes.exception(Refused.class, (refused, ctx) -> ctx.status(refused.status));
        });
        try {
            client.talkTo(WebServer.start(app, "127.0.0.1", 0, 4));
        } finally {
            app.stop();
        }
    }

    private static Bodies bodies() {
        return new Bodies(1024, 8, Duration.ofSeconds(1));
    }

    // ---------------------------------------------------------------- who asks

    /** The right end of the header was written by one's own proxies, the rest by whoever likes to. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "0 | 198.51.100.7 | 127.0.0.1",
        "1 | - | 127.0.0.1",
        "1 | 198.51.100.7 | 198.51.100.7",
        "1 | 10.0.0.1, 198.51.100.7 | 198.51.100.7",
        "2 | 10.0.0.1, 198.51.100.7, 203.0.113.1 | 198.51.100.7",
        "2 | 198.51.100.7 | 127.0.0.1",
        "1 | 2001:db8:1:2:3:4:5:6 | 20010db800010002/64",
        "1 | 2001:DB8:1:2::9 | 20010db800010002/64",
        "1 | 2001:db8:1:3::9 | 20010db800010003/64",
        "1 | 2001:db8::9 | 20010db800000000/64",
        "1 | ::ffff:198.51.100.7 | 198.51.100.7",
        "1 | unknown | unknown",
        "1 | , | 127.0.0.1"})
    void anAddressCountsThatATrustedProxySaw(int proxies, String forwarded, String visitor) throws Exception {
        serve(new Visitors(proxies, true), bodies(), url -> {
            String header = forwarded == null ? "X-Nothing: 1" : "X-Forwarded-For: " + forwarded;
            try (RawHttp http = new RawHttp(url).send(RawHttp.head("GET /who", "Host: localhost", header))) {
                String head = http.head();
                assertTrue(head.contains("X-Who: " + visitor + " "), head);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "true  | 0 | Host: 127.0.0.1:8080     | X-Nothing: 1                 | true",
        "true  | 0 | Host: LOCALHOST          | X-Nothing: 1                 | true",
        "true  | 0 | Host: predictor.example  | X-Nothing: 1                 | false",
        "true  | 0 | Host: localhost          | X-Forwarded-For: 203.0.113.9 | false",
        "true  | 0 | Host: localhost          | x-forwarded-proto: https     | false",
        "true  | 0 | Host: localhost          | Forwarded: for=203.0.113.9   | false",
        "true  | 1 | Host: localhost          | X-Nothing: 1                 | false",
        "false | 0 | Host: localhost          | X-Nothing: 1                 | false"})
    void aForwardedRequestIsNeverLocal(boolean loopback, int proxies, String host, String header, boolean local)
    throws Exception {
        serve(new Visitors(proxies, loopback), bodies(), url -> {
            try (RawHttp http = new RawHttp(url).send(RawHttp.head("GET /who", host, header))) {
                String head = http.head();
                assertTrue(head.contains(" " + local + "\n"), head);
            }
        });
    }

    @Test
    void aNumberOfProxiesThatCannotBeIsRefused() {
        for (int proxies : new int[] {-1, 11}) assertThrows(Fault.class, () -> new Visitors(proxies, false));
    }

    // ---------------------------------------------------------------- how much

    @Test
    void eachVisitorHasAShareOfItsOwnAndPaysForWhatItCosts() {
        AtomicLong now = new AtomicLong();
        RateLimit limit = new RateLimit(10, now::get);
        for (int i = 0; i < 10; i++) limit.charge("a", 1);
        assertEquals(1, assertThrows(Refused.class, () -> limit.charge("a", 1)).retryAfter);
        limit.charge("b", 100); // one dear request is always possible …
        Refused refused = assertThrows(Refused.class, () -> limit.charge("b", 1));
        assertEquals(429, refused.status);
        assertEquals(10, refused.retryAfter, "… and is paid for");
        now.addAndGet(1_000_000_000L);
        limit.charge("a", 1);
        assertThrows(Refused.class, () -> limit.charge("b", 1));
        now.addAndGet(Long.parseLong(MINUTE));
        for (int i = 0; i < 10; i++) limit.charge("b", 1);
        assertThrows(Refused.class, () -> limit.charge("b", 1), "a bucket holds one second");
    }

    @Test
    void soManyAtOnceAFewWaitAndTheOthersAreTurnedAwayAtOnce() throws Exception {
        Bound bound = new Bound("things", 1, 1, Duration.ofSeconds(20));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = threads.submit(() -> bound.run(() -> {
                begun.countDown();
                end.await();
                return "first";
            }));
            begun.await();
            List<Future<String>> others = new ArrayList<>();
            for (int i = 0; i < 5; i++) others.add(threads.submit(() -> bound.run(() -> "waited")));
            long refused = 0;
            while (refused < 4) refused = others.stream().filter(Future::isDone).count();
            end.countDown();
            assertEquals("first", first.get());
            assertEquals(1, others.stream().filter(done -> {
                try {
                    return done.get().equals("waited");
                } catch (Exception e) {
                    assertEquals(503, ((Refused) e.getCause()).status);
                    return false;
                }
            }).count());
        }
    }

    // ---------------------------------------------------------------- bodies

    private static String post(int length) {
        return RawHttp.head("POST /body", "Host: localhost", "Content-Length: " + length);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsNotWaitedFor() throws Exception {
        serve(new Visitors(0, true), bodies(), url -> {
            try (RawHttp http = new RawHttp(url).send(post(1025))) {
                String head = http.head();
                assertTrue(head.startsWith("HTTP/1.1 413") && head.contains("Connection: close"), head);
            }
        });
    }

    /** Fast but for its last byte: a fair rate on average, and never whole. */
    @Test
    void aBodyThatIsNotWholeInTimeIsGivenUp() throws Exception {
        serve(new Visitors(0, true), bodies(), url -> {
            try (RawHttp http = new RawHttp(url).send(post(1000) + "x".repeat(999))) {
                assertEquals(408, http.status());
            }
            try (RawHttp http = new RawHttp(url).send(post(1000) + "x".repeat(999))) {
                Thread.sleep(20);
                assertEquals(200, http.send("x").status());
            }
        });
    }

    @Test
    void onlySoManyUnfinishedBodiesAreHeldAndTheirPlacesComeBack() throws Exception {
        serve(new Visitors(0, true), new Bodies(1024, 8, Duration.ofSeconds(5)), url -> {
            List<RawHttp> held = RawHttp.many(9, url, post(1000) + "x");
            try {
                try (RawHttp http = new RawHttp(url).send(RawHttp.head("GET /who", "Host: localhost"))) {
                    assertEquals(200, http.status(), "others are answered meanwhile");
                }
                List<Integer> statuses = held.stream().map(RawHttp::status).sorted().toList();
                assertEquals(List.of(408, 408, 408, 408, 408, 408, 408, 408, 503), statuses);
            } finally {
                RawHttp.close(held);
            }
            try (RawHttp http = new RawHttp(url).send(post(1000) + "x".repeat(1000))) {
                assertEquals(200, http.status());
            }
        });
    }
}
