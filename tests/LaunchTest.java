//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jbangw: one builds at a time, what was built is started at once, and what does not fit is built again. */
class LaunchTest {

    /** A project of one script and one library file beside the real jbangw: compiled in a second. */
    @TempDir
    Path project;

    /** An empty cache of JBang. */
    @TempDir
    Path cache;

    @BeforeEach
    void writeTheProject() throws IOException {
        Files.copy(Scripts.HOME.resolve("jbangw"), project.resolve("jbangw"));
        Files.createDirectories(project.resolve("lib"));
        says("olá");
        Files.writeString(project.resolve("09_say.java"), """
                //JAVA 25+
                //SOURCES lib/*.java
                class Say {
                    static void main(String[] words) {
                        System.out.println(Word.TEXT + String.join("|", words));
                    }
                }
                """);
    }

    private void says(String word) throws IOException {
        Files.writeString(project.resolve("lib/Word.java"),
                "class Word { static final String TEXT = \"" + word + "\"; }\n");
    }

    private Scripts.Result run(String... words) {
        return Scripts.run(project.resolve("jbangw"), project, Map.of("JBANG_CACHE_DIR", cache.toString()), words);
    }

    /** Runs the script; it must succeed and print the text. Returns what jbangw said. */
    private String prints(String expected, String... words) {
        List<String> command = new ArrayList<>(List.of("09_say.java"));
        command.addAll(List.of(words));
        Scripts.Result result = run(command.toArray(String[]::new));
        assertEquals(0, result.exit(), result.all());
        assertEquals(expected, result.out().strip(), result.all());
        return result.err();
    }

    private Path found(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            List<Path> found = files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
            assertEquals(1, found.size(), found.toString());
            return found.getFirst();
        }
    }

    @Test
    void whatIsBuiltStartsWithoutJBangUntilASourceChanges() throws IOException {
        assertEquals("jbangw: compiling 09_say.java\n", prints("olá"));
        assertEquals("", prints("oláa b|$c|Grêmio", "a b", "$c", "Grêmio"), "nothing is compiled, nothing is said");
        says("adeus");
        assertTrue(prints("adeus").contains("compiling"));
        Files.writeString(project.resolve("lib/Other.java"), "class Other { int not; int compiled }\n");
        Scripts.Result broken = run("09_say.java");
        assertTrue(broken.exit() != 0 && broken.err().contains("Other.java:1"), broken.all());
        Files.delete(project.resolve("lib/Other.java"));
        prints("adeus");
    }

    @Test
    void aJarThatIsNotWholeIsBuiltAgain() throws IOException {
        prints("olá");
        Path jar = found("09_say\\.jar");
        byte[] half = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(half, half.length / 2));
        assertEquals("jbangw: compiling 09_say.java\n", prints("olá"));
        Files.delete(jar);
        assertEquals("jbangw: compiling 09_say.java\n", prints("olá"));
        // A jar that another JBang left, and that was never seen by jbangw.
        Files.write(jar, Arrays.copyOf(half, half.length / 2));
        Files.delete(found("09_say\\.jar\\.whole"));
        assertEquals("jbangw: compiling 09_say.java\n", prints("olá"));
    }

    @Test
    void anArchiveThatDoesNotFitIsMadeAgainWithoutAWord() throws IOException {
        prints("olá");
        Path archive = found("classes\\.jsa");
        byte[] whole = Files.readAllBytes(archive);
        for (byte[] damaged : List.of(new byte[0], new byte[1 << 20], "no archive".getBytes(),
                Arrays.copyOf(whole, whole.length / 2))) {
            Files.write(archive, damaged);
            assertEquals("", prints("olá--help", "--help"));
            assertEquals("", prints("olá"));
            assertTrue(Files.size(archive) > whole.length / 2, "made again");
        }
        Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
        says("another jar");
        assertEquals("jbangw: compiling 09_say.java\n", prints("another jar"));
        assertTrue(Files.getLastModifiedTime(archive).toMillis() > 0, "made for the new jar");
    }

    @Test
    void aLockWhoseOwnerIsGoneIsTakenAndALivingOneIsWaitedFor() throws Exception {
        prints("olá");
        Path lock = cache.resolve("launch/lock");
        String host = new String(new ProcessBuilder(Scripts.BASH, "-c", "echo ${HOSTNAME:-here}").start()
                .getInputStream().readAllBytes()).strip();
        Files.writeString(lock, "999999 " + host + " 01_gone.java\n");
        says("gone");
        prints("gone");
        assertFalse(Files.exists(lock));

        Process holder = new ProcessBuilder(Scripts.BASH, "-c", "exec -a jbangw sleep 100").start();
        try (ExecutorService one = Executors.newSingleThreadExecutor()) {
            Files.writeString(lock, holder.pid() + " " + host + " 01_slow.java\n");
            says("late");
            Future<String> waits = one.submit(() -> prints("late"));
            Thread.sleep(1500);
            assertFalse(waits.isDone());
            Files.delete(lock);
            assertTrue(waits.get().startsWith("jbangw: 09_say.java waits: process " + holder.pid()
                    + " is building 01_slow.java\n"), waits.get());
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void scriptsAreFoundFromElsewhereAndOthersGoToJBang(@TempDir Path elsewhere) throws IOException {
        Map<String, String> environment = Map.of("JBANG_CACHE_DIR", cache.toString());
        for (String name : List.of("09_say.java", "say", project.resolve("09_say.java").toString())) {
            assertEquals("olá1", Scripts.run(project.resolve("jbangw"), elsewhere, environment, name, "1").out()
                    .strip());
        }
        Path own = Files.writeString(elsewhere.resolve("mine.java"),
                "class mine { public static void main(String[] a) { System.out.println(\"mine\"); } }\n");
        assertEquals("mine", Scripts.run(project.resolve("jbangw"), elsewhere, environment, own.toString()).out()
                .strip());
        assertEquals(0, run("build", "09_say.java", "say").exit());
        assertTrue(run("info", "classpath", "09_say.java").out().contains("09_say.jar"));
    }

    @Test
    void aScriptRunsInTheFolderWhereItIsStartedTheFirstTimeToo(@TempDir Path elsewhere) throws IOException {
        Files.writeString(project.resolve("09_where.java"), """
                //JAVA 25+
                class Where {
                    static void main(String[] words) {
                        System.out.println(System.getProperty("user.dir"));
                    }
                }
                """);
        for (int start = 1; start <= 2; start++) {
            Scripts.Result result = Scripts.run(project.resolve("jbangw"), elsewhere,
                    Map.of("JBANG_CACHE_DIR", cache.toString()), "09_where.java");
            assertEquals(elsewhere.toRealPath(), Path.of(result.out().strip()).toRealPath(),
                    "start " + start + result.all());
        }
    }

    /**
     * Six starts of two real chapters in an empty cache; without the lock most of them fail, and the jars stay broken.
     */
    @Test
    void threeStartsAtOnceOfEachOfTwoChapters() throws Exception {
        try (ExecutorService together = Executors.newFixedThreadPool(6)) {
            List<Callable<Scripts.Result>> starts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                for (String chapter : List.of("05_ui.java", "02_etl.java")) {
                    starts.add(() -> Scripts.run(Scripts.HOME, Map.of("JBANG_CACHE_DIR", cache.toString()), chapter,
                            "--help"));
                }
            }
            int compiled = 0;
            for (Future<Scripts.Result> start : together.invokeAll(starts)) {
                assertEquals(0, start.get().exit(), start.get().all());
                assertTrue(start.get().out().startsWith("Usage: 0"), start.get().all());
                if (start.get().err().contains("compiling")) compiled++;
            }
            assertEquals(2, compiled, "each chapter is compiled once");
        }
    }
}
