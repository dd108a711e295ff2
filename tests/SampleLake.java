//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * A lake with the simulated sample, processed and trained by the chapters; made once for all tests that ask for one.
 */
final class SampleLake {

    private static Path made;

    private SampleLake() {}

    /** Copies the lake into a folder, which may exist, and returns it. */
    static synchronized Path copyTo(Path folder) {
        try {
            if (made == null) made = make();
            try (Stream<Path> files = Files.walk(made)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = folder.resolve(made.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path make() throws IOException {
        Path lake = Files.createTempDirectory("sample-lake");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(lake)));
        run("02_etl.java", "add", "--lake", lake.toString(),
                Scripts.HOME.resolve("sample/simulated-league.csv").toString());
        run("02_etl.java", "run", "--lake", lake.toString());
        run("03_train.java", "train", "--lake", lake.toString());
        return lake;
    }

    private static void run(String... command) {
        Scripts.Result result = Scripts.run(command);
        Assertions.assertEquals(0, result.exit(), result.all());
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
