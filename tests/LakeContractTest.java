//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES MiniStack.java Moto.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Settings;
import lib.lake.FolderLake;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.lake.S3Lake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What every data lake promises, held against the folder and against two S3 servers. */
@Timeout(120)
class LakeContractTest {

    /** The promises that both lakes share. */
    abstract static class Contract {

        Lake lake;

        @Test
        void bytesComeBackAsTheyWerePut() {
            byte[] bytes = bytes(0, 70_000);
            lake.put("processed/matches.csv", bytes);
            assertArrayEquals(bytes, lake.get("processed/matches.csv").orElseThrow().bytes());
            lake.put("processed/matches.csv", new byte[0]);
            assertEquals(0, lake.get("processed/matches.csv").orElseThrow().bytes().length);
        }

        @Test
        void filesAreStreamedInAndOut(@TempDir Path folder) throws IOException {
            byte[] bytes = bytes(1, 3_000_000);
            lake.put("raw/large.csv", Files.write(folder.resolve("large.csv"), bytes));
            try (InputStream in = lake.open("raw/large.csv")) {
                assertArrayEquals(bytes, in.readAllBytes());
            }
        }

        @Test
        void namesKeepAccentsSpacesAndParentheses() {
            String key = "raw/Série A (2022) – Grêmio & São Paulo, 100%+.csv";
            lake.put(key, "ação".getBytes(UTF_8));
            assertEquals("ação", text(key));
            assertEquals(List.of(key), keys("raw/Série A ("));
        }

        @Test
        void aListIsSortedRecursiveAndStartsWithThePrefix() {
            for (String key : List.of("raw/b.csv", "raw/a/z.csv", "raw/a.csv", "rawer.csv", "models/1.json")) {
                lake.put(key, key.getBytes(UTF_8));
            }
            assertEquals(List.of("raw/a.csv", "raw/a/z.csv", "raw/b.csv"), keys("raw/"));
            assertEquals(List.of("raw/a.csv", "raw/a/z.csv", "raw/b.csv", "rawer.csv"), keys("raw"));
            assertEquals(5, keys("").size());
            assertEquals(List.of(), keys("nothing/here/"));

            Lake.Entry entry = lake.list("rawer").getFirst();
            assertEquals(9, entry.size());
            assertTrue(Duration.between(entry.modified(), Instant.now()).abs().toMinutes() < 5, entry.toString());
        }

        @Test
        void aListIsCompleteBeyondOneThousandKeys() throws Exception {
            List<String> written = IntStream.range(0, 1005).mapToObj(i -> "many/%04d".formatted(i)).toList();
            race(written.stream().map(key -> (Callable<Boolean>) () -> lake.create(key, new byte[1])).toList(), 4);
            assertEquals(written, keys("many/"));
        }

        @Test
        void aMissingKeyIsEmptyToGetAndAFaultToOpen() {
            lake.put("raw/a.csv", new byte[1]);
            for (String key : List.of("raw/b.csv", "raw", "raw/a.csv/b")) {
                assertEquals(Optional.empty(), lake.get(key), key);
                Fault fault = assertThrows(Fault.class, () -> lake.open(key), key);
                assertTrue(fault.getMessage().contains(key), fault.getMessage());
                assertFalse(lake.replace(key, new byte[1], "\"0\""), key);
            }
        }

        @Test
        void ofSixteenRacingCreatorsExactlyOneWins() throws Exception {
            for (int round = 0; round < 5; round++) {
                String key = "models/" + round + "/model.bin";
                List<Callable<Boolean>> writers = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    byte[] bytes = bytes(i, 1000);
                    writers.add(() -> lake.create(key, bytes));
                }
                List<Boolean> won = race(writers, 16);
                assertEquals(1, won.stream().filter(w -> w).count());
                assertArrayEquals(bytes(won.indexOf(true), 1000), lake.get(key).orElseThrow().bytes());
            }
        }

        @Test
        void createLeavesWhatIsThereUntouched() {
            assertTrue(lake.create("champion.json", "first".getBytes(UTF_8)));
            assertFalse(lake.create("champion.json", "second".getBytes(UTF_8)));
            assertEquals("first", text("champion.json"));
        }

        @Test
        void replaceNeedsTheTagOfWhatIsThere() {
            lake.put("champion.json", "first".getBytes(UTF_8));
            String first = lake.get("champion.json").orElseThrow().etag();
            assertTrue(lake.replace("champion.json", "second".getBytes(UTF_8), first));
            assertFalse(lake.replace("champion.json", "third".getBytes(UTF_8), first));
            assertEquals("second", text("champion.json"));
            assertNotEquals(first, lake.get("champion.json").orElseThrow().etag());
        }

        @Test
        void countingByCompareAndSwapLosesNoUpdate() throws Exception {
            lake.put("counter", "0".getBytes(UTF_8));
            Callable<Boolean> counting = () -> {
                for (int i = 0; i < 15; i++) LakeChild.increment(lake, "counter");
                return true;
            };
            race(List.of(counting, counting, counting, counting), 4);
            assertEquals("60", text("counter"));
        }

        @Test
        void aReaderNeverSeesAMixtureOfTwoWrites() throws Exception {
            int size = 2_000_000;
            byte[][] versions = {filled('a', size), filled('b', size / 2)};
            lake.put("large", versions[0]);
            AtomicBoolean reading = new AtomicBoolean(true);
            Callable<Boolean> writer = () -> {
                for (int i = 1; reading.get(); i++) lake.put("large", versions[i % 2]);
                return true;
            };
            Callable<Boolean> reader = () -> {
                try {
                    // Until the object has changed under the reader ten times.
                    for (int changes = 0, last = 0; changes < 10; ) {
                        int whole = indexOf(lake.get("large").orElseThrow().bytes(), versions);
                        int streamed;
                        try (InputStream in = lake.open("large")) {
                            streamed = indexOf(in.readAllBytes(), versions);
                        }
                        if (whole < 0 || streamed < 0) return false;
                        if (whole != last) changes++;
                        last = whole;
                    }
                    return true;
                } finally {
                    reading.set(false);
                }
            };
            assertEquals(List.of(true, true), race(List.of(writer, reader), 2));
        }

        private static int indexOf(byte[] bytes, byte[][] versions) {
            for (int i = 0; i < versions.length; i++) if (Arrays.equals(bytes, versions[i])) return i;
            return -1;
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "../a", ".env", "a/.git/b",
                "a\\b",
            "a\nb", "a\0b", "a:b", "a*", "a?", "a\"b", "<a", "a>", "a|b", "a.", "a /b"})
        void aNameThatSomeLakeCannotHoldIsRefused(String key) {
            for (Runnable use : List.<Runnable>of(
                    () -> lake.get(key), () -> lake.open(key), () -> lake.put(key, new byte[1]),
                    () -> lake.put(key, Path.of("no-such-file")), () -> lake.create(key, new byte[1]),
                    () -> lake.replace(key, new byte[1], "tag"))) {
                assertEquals(Exit.USAGE, assertThrows(Fault.class, use::run).exit);
            }
            assertEquals(List.of(), keys(""));
        }

        @Test
        void aNameMayBe1024BytesLongAndAPartOfIt255() {
            String part = "é".repeat(127) + "x";
            String longest = String.join("/", part, part, part, "y".repeat(253), "zz");
            assertEquals(1024, longest.getBytes(UTF_8).length);
            lake.put(longest, new byte[1]);
            assertEquals(List.of(longest), keys(""));
            assertThrows(Fault.class, () -> lake.put(longest + "z", new byte[1]));
            assertThrows(Fault.class, () -> lake.put(part + "x", new byte[1]));
        }

        @Test
        void aSourceFileThatIsMissingIsAFault() {
            Fault fault = assertThrows(Fault.class, () -> lake.put("raw/a.csv", Path.of("no-such-file.csv")));
            assertTrue(fault.getMessage().contains("no-such-file.csv"), fault.getMessage());
            assertEquals(List.of(), keys(""));
        }

        String text(String key) {
            return new String(lake.get(key).orElseThrow().bytes(), UTF_8);
        }

        List<String> keys(String prefix) {
            return lake.list(prefix).stream().map(Lake.Entry::key).toList();
        }
    }

    @Nested
    class Folder extends Contract {

        @TempDir
        Path parent;
        Path root;

        @BeforeEach
        void open() {
            root = parent.resolve("data-lake");
            lake = new FolderLake(root);
        }

        @Test
        void aFolderThatDoesNotExistIsAnEmptyLakeAndReadingDoesNotMakeIt() {
            assertEquals(List.of(), lake.list(""));
            assertEquals(Optional.empty(), lake.get("raw/a.csv"));
            assertFalse(Files.exists(root));
        }

        @Test
        void hiddenFilesAreNotListed() throws IOException {
            lake.put("raw/a.csv", new byte[1]);
            Files.writeString(root.resolve(".lake/write-unfinished"), "half");
            Files.writeString(root.resolve("raw/.DS_Store"), "");
            Files.createDirectories(root.resolve("raw/.git"));
            Files.writeString(root.resolve("raw/.git/config"), "");
            assertEquals(List.of("raw/a.csv"), keys(""));
        }

        @Test
        void twoProcessesAgreeWhoComesFirstAndLoseNoUpdate() throws Exception {
            lake.put("counter", "0".getBytes(UTF_8));
            List<Process> children = List.of(LakeChild.start("race", root), LakeChild.start("race", root));
            for (int round = 0; round < LakeChild.ROUNDS; round++) {
                // Each gets its starting signal first in every other round.
                for (Process child : round % 2 == 0 ? children : children.reversed()) {
                    child.outputWriter().write(round + "\n");
                    child.outputWriter().flush();
                }
                Set<String> answers = new HashSet<>();
                for (Process child : children) answers.add(child.inputReader().readLine());
                assertEquals(Set.of("true", "false"), answers, "round " + round);
            }
            for (Process child : children) {
                child.getOutputStream().close();
                assertEquals(0, child.waitFor());
            }
            assertEquals(String.valueOf(2 * LakeChild.ROUNDS * LakeChild.INCREMENTS), text("counter"));
        }

        @Test
        void aProcessKilledInTheMiddleOfAPutLeavesNothingVisible() throws Exception {
            lake.put("raw/kept.csv", "old".getBytes(UTF_8));
            // A pipe that is never closed keeps the child in the middle of its put for as long as we like.
            Path pipe = parent.resolve("pipe");
            assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
            Process child = LakeChild.start("put", root, pipe.toString());
            try (FileChannel half = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                half.write(ByteBuffer.allocate(50_000)); // a pipe holds 64 KB
                while (child.isAlive() && unfinishedBytes() == 0) Thread.sleep(10);
                child.destroyForcibly().waitFor();
            }
            assertTrue(unfinishedBytes() > 0, "the child was not in the middle of it");
            assertEquals(List.of("raw/kept.csv"), keys(""));
            assertEquals("old", text("raw/kept.csv"));

            lake = new FolderLake(root);
            lake.put("raw/kept.csv", "new".getBytes(UTF_8)); // the dead process holds no lock
            assertEquals("new", text("raw/kept.csv"));
            assertTrue(unfinishedBytes() > 0, "it might be a live write and has to stay");
        }

        private long unfinishedBytes() throws IOException {
            try (var files = Files.newDirectoryStream(root.resolve(".lake"), "write-*")) {
                for (Path file : files) return Files.size(file);
            }
            return 0;
        }

        @Test
        void leftoversOlderThanADayAreRemovedByTheNextWrite() throws IOException {
            Path old = root.resolve(".lake/write-old");
            Path fresh = root.resolve(".lake/write-fresh");
            Files.createDirectories(old.getParent());
            Files.setLastModifiedTime(Files.writeString(old, "x"),
                    FileTime.from(Instant.now().minus(Duration.ofHours(25))));
            Files.writeString(fresh, "x");
            lake.put("raw/a.csv", new byte[1]);
            assertFalse(Files.exists(old));
            assertTrue(Files.exists(fresh));
        }

        @Test
        void aSymbolicLinkIsNotFollowedOutOfTheLake() throws IOException {
            Path outside = Files.createDirectories(parent.resolve("outside"));
            Files.writeString(outside.resolve("secret"), "s3cret");
            lake.put("raw/a.csv", new byte[1]);
            Files.createSymbolicLink(root.resolve("escape"), outside);
            Files.createSymbolicLink(root.resolve("raw/secret"), outside.resolve("secret"));
            for (Runnable use : List.<Runnable>of(() -> lake.get("escape/secret"), () -> lake.open("raw/secret"),
                    () -> lake.list(""), () -> lake.list("escape/"), () -> lake.put("escape/new", new byte[1]),
                    () -> lake.put("raw/secret", new byte[1]), () -> lake.create("escape/new", new byte[1]))) {
                Fault fault = assertThrows(Fault.class, use::run);
                assertTrue(fault.getMessage().contains("symbolic link"), fault.getMessage());
            }
            assertEquals("s3cret", Files.readString(outside.resolve("secret")));
            assertFalse(Files.exists(outside.resolve("new")));
        }

        @Test
        void theLakesOwnFolderMayBeALink() throws IOException {
            Path disk = Files.createDirectories(parent.resolve("large-disk"));
            Files.createSymbolicLink(root, disk);
            lake.put("raw/a.csv", new byte[1]);
            assertEquals(List.of("raw/a.csv"), keys(""));
            assertTrue(Files.exists(disk.resolve("raw/a.csv")));
        }

        @Test
        void aFileInTheWayIsAFaultThatSaysSo() throws IOException {
            lake.put("raw", new byte[1]);
            Fault below = assertThrows(Fault.class, () -> lake.put("raw/a.csv", new byte[1]));
            assertEquals(Exit.CONFIGURATION, below.exit);
            assertTrue(below.likelyCause.contains("a file stands where a folder is needed"), below.likelyCause);

            Lake onFile = new FolderLake(Files.writeString(parent.resolve("file"), "x"));
            for (Runnable use : List.<Runnable>of(
                    () -> onFile.list(""), () -> onFile.put("a", new byte[1]), () -> onFile.get("a"))) {
                assertEquals(Exit.CONFIGURATION, assertThrows(Fault.class, use::run).exit);
            }
        }

        @Test
        void aFailedWriteLeavesNoTemporaryFile() throws IOException {
            lake.put("raw", new byte[1]);
            assertThrows(Fault.class, () -> lake.put("raw/a.csv", new byte[1000]));
            assertEquals(0, unfinishedBytes());
        }
    }

    /** The same promises and some of S3's own, held by each server. */
    abstract static class S3 extends Contract {

        S3Client s3;
        String bucket;

        abstract String endpoint(); // where the server cannot run, all of these tests are skipped with one line

        @BeforeEach
        void open() {
            s3 = S3Client.builder().endpointOverride(URI.create(endpoint())).forcePathStyle(true)
                    .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
            bucket = "test-" + UUID.randomUUID();
            s3.createBucket(request -> request.bucket(bucket));
            lake = new S3Lake(bucket, null, endpoint(), null);
        }

        @AfterEach
        void close() {
            lake.close();
            s3.close();
        }

        @Test
        void folderMarkersOfTheConsoleAreNotListed() {
            lake.put("raw/a.csv", new byte[1]);
            s3.putObject(request -> request.bucket(bucket).key("raw/"), RequestBody.empty());
            assertEquals(List.of("raw/a.csv"), keys(""));
        }

        @Test
        void aMissingBucketIsAFaultThatNamesTheCommandToMakeIt() {
            try (Lake none = new S3Lake("no-such-bucket", null, endpoint(), null)) {
                for (Runnable use : List.<Runnable>of(() -> none.list(""), () -> none.get("a"), () -> none.open("a"),
                        () -> none.put("a", new byte[1]), () -> none.create("a", new byte[1]),
                        () -> none.replace("a", new byte[1], "\"0\""))) {
                    Fault fault = assertThrows(Fault.class, use::run);
                    assertEquals(Exit.CONFIGURATION, fault.exit);
                    assertTrue(fault.getMessage().contains("s3://no-such-bucket"), fault.getMessage());
                    assertTrue(fault.remedy.contains("./jbangw 01_provision.java apply"), fault.remedy);
                }
            }
        }
    }

    @Nested
    class S3OfMiniStack extends S3 {

        @Override
        String endpoint() {
            return MiniStack.endpoint();
        }
    }

    @Nested
    class S3OfMoto extends S3 {

        @Override
        String endpoint() {
            return Moto.endpoint();
        }

        @Test
        void aRefusedConnectionIsAFaultThatNamesTheAddressOption() throws IOException {
            int closed;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                closed = socket.getLocalPort();
            }
            try (Lake nowhere = new S3Lake("bucket", null, "http://127.0.0.1:" + closed, null)) {
                Fault fault = assertThrows(Fault.class, () -> nowhere.list(""));
                assertEquals(Exit.CONFIGURATION, fault.exit);
                assertTrue(fault.remedy.contains("--endpoint-url"), fault.remedy);
            }
        }

        @Test
        void anUnknownProfileIsAFaultThatNamesTheOption() {
            Fault fault = assertThrows(Fault.class, () -> {
                try (Lake other = new S3Lake("bucket", null, Moto.endpoint(), "no-such-profile")) {
                    other.list("");
                }
            });
            assertEquals(Exit.CONFIGURATION, fault.exit);
            assertTrue(fault.remedy.contains("--profile"), fault.remedy);
        }

        @ParameterizedTest
        @ValueSource(strings = {"AccessDenied 403 s3:ListBucket", "ExpiredToken 400 sso",
                "InvalidAccessKeyId 403 get-caller-identity",
            "RequestTimeTooSkewed 403 clock", "SomethingNew 400 --debug"})
        void whatAwsRefusesIsAFaultWithARemedy(String codeStatusWord) throws IOException {
            String[] parts = codeStatusWord.split(" ");
            try (FakeS3 fake = new FakeS3(); Lake refusing = fake.lake()) {
                fake.answer = exchange -> FakeS3.error(exchange, Integer.parseInt(parts[1]), parts[0]);
                Fault fault = assertThrows(Fault.class, () -> refusing.get("raw/a.csv"));
                assertEquals(Exit.AWS_REFUSED, fault.exit);
                assertTrue(fault.remedy.contains(parts[2]), fault.remedy);
            }
        }

        @Test
        void aCreateWhoseAnswerWasLostStillCounts() throws IOException {
            try (FakeS3 fake = new FakeS3(); Lake flaky = fake.lake()) {
                List<String> writeIds = new ArrayList<>();
                fake.answer = exchange -> {
                    if (exchange.getRequestMethod().equals("HEAD")) {
                        exchange.getResponseHeaders().add("x-amz-meta-write-id", writeIds.getFirst());
                        exchange.sendResponseHeaders(200, -1);
                        return;
                    }
                    writeIds.add(exchange.getRequestHeaders().getFirst("x-amz-meta-write-id"));
                    // The object is stored, the answer is lost, and the SDK's second attempt meets it.
                    if (writeIds.size() == 1) FakeS3.error(exchange, 500, "InternalError");
                    else FakeS3.error(exchange, 412, "PreconditionFailed");
                };
                assertTrue(flaky.create("models/1.json", new byte[1]));
                assertEquals(2, writeIds.size());
            }
        }

        @Test
        void aConflictBetweenTwoWritersIsTriedAgainAFewTimes() throws IOException {
            try (FakeS3 fake = new FakeS3(); Lake busy = fake.lake()) {
                AtomicInteger calls = new AtomicInteger();
                fake.answer = exchange -> {
                    if (calls.incrementAndGet() < 3) FakeS3.error(exchange, 409, "ConditionalRequestConflict");
                    else exchange.sendResponseHeaders(200, -1);
                };
                assertTrue(busy.create("models/1.json", new byte[1]));
                assertEquals(3, calls.get());

                fake.answer = exchange -> FakeS3.error(exchange, 409, "ConditionalRequestConflict");
                assertEquals(Exit.AWS_REFUSED, assertThrows(Fault.class, () -> busy.create("a", new byte[1])).exit);
            }
        }

        @Test
        void aDownloadThatBreaksOffIsNotTakenForTheWholeFile() throws IOException {
            try (FakeS3 fake = new FakeS3(); Lake broken = fake.lake()) {
                fake.answer = exchange -> {
                    exchange.sendResponseHeaders(200, 1_000_000);
                    exchange.getResponseBody().write(new byte[10_000]);
                    exchange.getResponseBody().flush();
                };
                try (InputStream in = broken.open("raw/a.csv")) {
                    assertThrows(IOException.class, in::readAllBytes);
                }
                assertThrows(Fault.class, () -> broken.get("raw/a.csv"));
            }
        }
    }

    /** Which lake the options of a command name. */
    @Nested
    class Options {

        @Test
        void withoutOptionsTheLakeIsAFolderHere() {
            assertEquals("./data-lake", opened(Map.of()));
        }

        @Test
        void theFolderFlagBeatsTheBucketOfTheEnvironment() {
            assertEquals("/srv/lake", opened(Map.of("S3_BUCKET_NAME", "ours"), "--lake", "/srv/lake"));
        }

        @Test
        void aBucketFlagBeatsTheEnvironmentWhichBeatsTheFolderHere() {
            Map<String, String> environment = Map.of("S3_BUCKET_NAME", "ours", "AWS_REGION", "sa-east-1");
            assertEquals("s3://ours", opened(environment));
            assertEquals("s3://mine", opened(environment, "--bucket", "mine"));
        }

        @Test
        void twoLakesOrAnEmptyNameAreUsageErrors() {
            for (String[] wrong : new String[][] {{"--lake", "a", "--bucket", "b"}, {"--lake", ""},
                    {"--bucket", " "}}) {
                assertEquals(Exit.USAGE, assertThrows(Fault.class, () -> opened(Map.of(), wrong)).exit);
            }
        }

        @Test
        void anAddressThatIsNoneIsAConfigurationErrorButOnlyForABucket() {
            Map<String, String> environment = Map.of("AWS_ENDPOINT_URL", "localhost:5000");
            assertEquals("./data-lake", opened(environment));
            assertEquals(Exit.CONFIGURATION, assertThrows(Fault.class,
                    () -> opened(environment, "--bucket", "b")).exit);
        }

        @Test
        void aChildProcessIsGivenTheSameLake() {
            assertEquals(List.of("--lake", Path.of("data-lake").toAbsolutePath().toString()),
                    options(Map.of()).arguments());
            assertEquals(List.of("--bucket", "b", "--region", "sa-east-1", "--endpoint-url", "http://h:1", "--profile",
                    "p"),
                    options(Map.of("AWS_REGION", "sa-east-1", "AWS_PROFILE", "p"), "--bucket", "b", "--endpoint-url",
                            "http://h:1")
                            .arguments());
        }

        private String opened(Map<String, String> environment, String... flags) {
            try (Lake lake = options(environment, flags).open()) {
                return lake.describe();
            }
        }

        private LakeOptions options(Map<String, String> environment, String... flags) {
            Chapter chapter = new Chapter();
            Map<String, String> complete = new HashMap<>(Map.of("AWS_REGION", "us-east-1"));
            complete.putAll(environment);
            CommandLine line = new CommandLine(chapter);
            line.getSubcommands().get("run").setDefaultValueProvider(Settings.of(complete, Path.of("no-such-folder")));
            List<String> command = new ArrayList<>(List.of("run"));
            command.addAll(List.of(flags));
            assertEquals(0, line.execute(command.toArray(String[]::new)));
            return chapter.where;
        }
    }

    /** A script as the chapters are: a command whose method takes the options. */
    @Command(name = "chapter")
    static final class Chapter {

        LakeOptions where;

        @Command
        int run(@Mixin LakeOptions where) {
            this.where = where;
            return 0;
        }
    }

    /**
     * A server that answers S3 requests as a test wants, for what moto does not do; its clients use moto's credentials.
     */
    static final class FakeS3 implements AutoCloseable {

        interface Answer {
            void to(HttpExchange exchange) throws IOException;
        }

        private final HttpServer server;
        volatile Answer answer;

        FakeS3() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    answer.to(exchange);
                }
            });
            server.start();
        }

        Lake lake() {
            return new S3Lake("bucket", null, "http://127.0.0.1:" + server.getAddress().getPort(), null);
        }

        static void error(HttpExchange exchange, int status, String code) throws IOException {
            byte[] xml = ("<Error><Code>" + code + "</Code><Message>no</Message></Error>").getBytes(UTF_8);
            exchange.sendResponseHeaders(status, xml.length);
            exchange.getResponseBody().write(xml);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] filled(char c, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) c);
        return bytes;
    }

    /** Runs the tasks on so many threads that start together; the results in the tasks' order. */
    private static List<Boolean> race(List<Callable<Boolean>> tasks, int threads) throws Exception {
        CountDownLatch ready = new CountDownLatch(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (Callable<Boolean> task : tasks) {
                results.add(pool.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return task.call();
                }));
            }
            List<Boolean> values = new ArrayList<>();
            for (Future<Boolean> result : results) values.add(result.get());
            return values;
        }
    }
}

/** What the tests run in processes of their own. */
class LakeChild {

    static final int ROUNDS = 100;
    static final int INCREMENTS = 3;

    /** Starts {@link #main} in a new JVM with the class path of this one. */
    static Process start(String task, Path lake, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), "LakeChild", task,
                lake.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    public static void main(String... arguments) throws IOException {
        Lake lake = new FolderLake(Path.of(arguments[1]));
        if (arguments[0].equals("put")) {
            lake.put("raw/kept.csv", Path.of(arguments[2]));
            return;
        }
        // Each line from the parent starts a round, so that both processes are in the same one.
        for (String round : (Iterable<String>) new BufferedReader(new InputStreamReader(System.in, UTF_8))
                .lines()::iterator) {
            System.out.println(lake.create("race/" + round, new byte[1]));
            for (int i = 0; i < INCREMENTS; i++) increment(lake, "counter");
        }
    }

    /** Adds one to the number in an object, trying again whenever another writer was faster. */
    static void increment(Lake lake, String key) {
        while (true) {
            Lake.Stored stored = lake.get(key).orElseThrow();
            int next = Integer.parseInt(new String(stored.bytes(), UTF_8)) + 1;
            if (lake.replace(key, String.valueOf(next).getBytes(UTF_8), stored.etag())) return;
        }
    }
}
