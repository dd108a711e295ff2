import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Real results, which the project does not ship: in the folder {@code ../shared/data} beside the project, or where the
 * environment variable REAL_DATA says. AllTests leaves the classes whose name ends in RealDataTest out, and says so,
 * where there are none.
 */
final class RealData {

    private RealData() {}

    /** The folder, whether or not it exists. */
    static Path folder() {
        String named = System.getenv("REAL_DATA");
        return named != null ? Path.of(named) : Scripts.HOME.resolveSibling("shared").resolve("data");
    }

    /** The CSV files by name: football-data's, then the original format's. */
    static List<Path> files() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
