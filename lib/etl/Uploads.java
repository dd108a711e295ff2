package lib.etl;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Settings;
import lib.base.Sha256;
import lib.football.ClubNames;
import lib.football.Match;
import lib.lake.Arrivals;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.raw.Preview;
import lib.raw.Processed;
import lib.raw.Shots;

/** Puts files and what addresses hold into raw/, after a look at what the ETL will make of them. */
final class Uploads {

    /** What one download may take of the disk, in bytes; the public sources are below 1 MB. */
    private static final long LARGEST_DOWNLOAD = 1L << 30;

    private Uploads() {}

    /** A file on this machine that holds results, and its name in raw/. */
    private record Addition(String key, Path file, Set<Match.Key> results, Preview preview) {}

    /** Adds all of the files, or none if one of them is no results file. */
    static List<String> addAll(Lake lake, List<String> sources, String columns, List<String> clubs, boolean replace,
            Console console) {
        ClubNames names = Processed.clubNames(lake);
        Map<String, Addition> additions = new LinkedHashMap<>();
        for (String source : sources) {
            Path file = source.matches("https?://.*") ? download(source) : Path.of(source);
            if (!Files.isRegularFile(file)) {
                throw new Fault(Exit.USAGE, "no such file: " + source,
                        "the path is mistyped or relative to another folder",
                        "check it with ls, or give the whole path", 2);
            }
            Addition addition = isShots(file, source) ? new Addition(Keys.RAW + rawName(source), file, Set.of(), null)
                    : addition(file, source, columns, names, clubs);
            if (additions.put(addition.key, addition) != null) {
                throw new Fault(Exit.USAGE, "two files are both named " + rawName(source),
                        "in raw/ the second would replace the first", "rename one of them", 2);
            }
        }
        List<Change> changes = additions.values().stream().map(addition -> change(lake, addition)).toList();
        if (!replace) changes.forEach(Uploads::requireNoLoss);
        changes.forEach(change -> put(lake, change, console));
        return List.copyOf(additions.keySet());
    }

    /** Whether a file holds shots instead of results; caRtola's must say of which round. */
    private static boolean isShots(Path file, String source) {
        Shots.Kind kind = Reading.of(source, () -> Shots.kindOf(() -> Files.newInputStream(file)));
        if (kind == Shots.Kind.CARTOLA && !Shots.isNamed(rawName(source))) {
            throw new Fault(Exit.USAGE, source + " does not say of which round it is",
                    "caRtola's files do not name their season",
                    "name it like cartola-2026-rodada-7.csv, or give it with its folder: 2026/rodada-7.csv", 2);
        }
        if (kind == null) return false;
        Reading.of(source, () -> new Shots(ClubNames.STANDARD).read(rawName(source), () -> Files.newInputStream(file)));
        return true;
    }

    private static Addition addition(Path file, String source, String columns, ClubNames names, List<String> clubs) {
        Path renamed = columns == null ? file
                : Reading.of(file.toString(), () -> HeaderNames.apply(columns, file));
        Set<Match.Key> results = new HashSet<>();
        Preview preview = Reading.of(source,
                () -> Preview.of(() -> Files.newInputStream(renamed), names, clubs, results));
        if (preview.refusal() != null) {
            boolean isUnread = preview.refused().isEmpty()
                    || Set.of("header", "statistics").contains(preview.refused().getFirst().code());
            throw new Fault(Exit.USAGE, source + " is not a results file", preview.refusal(),
                    (isUnread ? "compare it with sample/simulated-league.csv, or name the columns with --columns"
                            : "mend that in the file and add it again") + "; nothing was added", 2);
        }
        return new Addition(Keys.RAW + rawName(source), renamed, results, preview);
    }

    /** What an addition does to raw/: the matches that the file of its name has now, and how many of them would go. */
    private record Change(Addition addition, String sha256, boolean there, boolean same, int before, long gone) {
        String inWords() {
            return "%,d matches before, %,d now".formatted(before, addition.results.size());
        }
    }

    private static Change change(Lake lake, Addition addition) {
        String sha256 = sha256(addition.file);
        boolean there = lake.list(addition.key).stream().anyMatch(entry -> entry.key().equals(addition.key));
        if (!there) return new Change(addition, sha256, false, false, 0, 0);
        boolean same = Arrivals.sha256(lake, addition.key).equals(sha256);
        Set<Match.Key> before = new HashSet<>();
        if (!same) {
            ClubNames names = Processed.clubNames(lake);
            Reading.of(addition.key, () -> Preview.of(() -> lake.open(addition.key), names, List.of(), before));
        }
        return new Change(addition, sha256, true, same, before.size(),
                before.stream().filter(match -> !addition.results.contains(match)).count());
    }

    private static void requireNoLoss(Change change) {
        if (change.gone == 0) return;
        throw new Fault(Exit.USAGE,
                "%s is there already, and %,d of its matches would go".formatted(change.addition.key, change.gone),
                "another file has this name: " + change.inWords(),
                "rename the file, or say --replace if the old one is to go; nothing was added", 2);
    }

    /** Puts a file into raw/ and says what the ETL will say of it. */
    private static void put(Lake lake, Change change, Console console) {
        Addition addition = change.addition;
        if (change.same) {
            console.good(addition.key + " is there already, with the same content");
            return;
        }
        lake.put(addition.key, addition.file);
        Arrivals.record(lake, addition.key, change.sha256);
        console.good(change.there ? "replaced " + addition.key + ": " + change.inWords() : "added " + addition.key);
        Preview preview = addition.preview;
        if (preview == null) return; // shots, which are looked at beside their matches
        if (preview.refusedRows() > 0) {
            console.warn("%,d of its %,d rows will be in quarantine; line %d: %s".formatted(preview.refusedRows(),
                    preview.rows(), preview.refused().getFirst().line(), preview.refused().getFirst().reason()));
        }
        Set<String> said = new HashSet<>();
        for (Preview.Said note : preview.notes()) {
            long same = preview.notes().stream().filter(other -> other.code().equals(note.code())).count();
            String more = same > 1 ? " (and %d more such notes)".formatted(same - 1) : "";
            if (said.add(note.code())) console.line("line " + note.line() + ": " + note.reason() + more);
        }
    }

    private static String sha256(Path file) {
        return Reading.of(file.toString(), () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return Sha256.of(in);
            }
        });
    }

    /** caRtola's files are told apart by the folder of their season. */
    private static final Pattern CARTOLA = Pattern.compile(".*[/\\\\](20\\d\\d)[/\\\\](rodada-\\d{1,2})\\.csv");

    static String rawName(String source) {
        String path = source.matches("https?://.*") ? source.replaceFirst("[?#].*", "") : source;
        Matcher cartola = CARTOLA.matcher(path);
        if (cartola.matches()) return "cartola-" + cartola.group(1) + "-" + cartola.group(2) + ".csv";
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return name.replaceFirst("(?i)\\.csv$", "") + ".csv"; // BRA.CSV too: a rule on AWS knows small letters only
    }

    private static Path download(String url) {
        String shown = Settings.withoutPassword(url);
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10)).build()) {
            Path file = Files.createTempFile("results", ".csv");
            file.toFile().deleteOnExit();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
            HttpResponse.BodyHandler<Path> toFile =
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofFile(file), LARGEST_DOWNLOAD);
            int status = client.send(request, toFile).statusCode();
            if (status == 200) return file;
            throw new Fault(Exit.CONFIGURATION, "cannot fetch " + shown, "the server answered " + status,
                    "check the address in a browser", 2);
        } catch (IOException | IllegalArgumentException e) {
            throw new Fault(Exit.CONFIGURATION, "cannot fetch " + shown,
                    "there is no network, the address is wrong, or the file is larger than 1 GiB",
                    "check the address in a browser, or download the file by hand and add it", 2).from(e);
        } catch (InterruptedException e) {
            throw new Fault(Exit.INTERRUPTED, "interrupted while fetching " + shown, "Ctrl-C", "run it again", 2)
                    .from(e);
        }
    }
}
