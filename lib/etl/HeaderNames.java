package lib.etl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lib.base.Exit;
import lib.base.Fault;
import lib.raw.Column;
import lib.raw.Header;

/**
 * What foreign columns hold, as a person says it: {@code home=time_casa,away=time_fora}. The copy of the file that goes
 * into the lake gets a header that says so, so that every later reader understands it without being told again.
 */
final class HeaderNames {

    private HeaderNames() {}

    /** Our name by theirs, of {@code NAME=THEIRS,…}. */
    private static Map<String, String> titles(String text) {
        List<String> known = Arrays.stream(Column.values()).map(column -> column.title).toList();
        Map<String, String> titles = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            String title = equals < 0 ? pair.strip() : pair.substring(0, equals).strip();
            if (equals < 0 || !known.contains(title)) {
                throw new Fault(Exit.USAGE, "--columns does not know \"" + title + "\"",
                        "it is written NAME=THEIRS, and NAME is one of " + String.join(", ", known),
                        "for example --columns home=time_casa,away=time_fora,home_goals=gc,away_goals=gf", 2);
            }
            titles.put(pair.substring(equals + 1).strip(), title);
        }
        return titles;
    }

    /** A temporary copy of the file with the names of {@code NAME=THEIRS,…} in its header. */
    static Path apply(String columns, Path file) throws IOException {
        Map<String, String> titles = titles(columns);
        Path copy = Files.createTempFile("renamed", ".csv");
        copy.toFile().deleteOnExit();
        List<String> missing = Header.rename(() -> Files.newInputStream(file), titles, copy);
        if (missing.isEmpty()) return copy;
        throw new Fault(Exit.USAGE, file + " has no column " + missing.stream()
                .collect(Collectors.joining("\", \"", "\"", "\"")),
                "--columns names columns as the file's first line has them", "compare with: head -1 " + file, 2);
    }
}
