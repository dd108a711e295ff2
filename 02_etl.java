///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/model/*.java lib/report/*.java lib/etl/*.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DESCRIPTION Chapter 2: raw CSV files become clean matches and features

/*
 * Chapter 2. ETL: from raw files to clean matches and features
 *
 * You learn: reading files you do not control, merging sources, quarantine instead of silent loss,
 *            idempotent jobs, one feature function for training and serving.
 * Reads:     raw/ in the data lake (a folder, or S3)
 * Writes:    processed/ and quarantine/
 * Costs:     nothing here; on Fargate less than a cent a run
 * Takes:     about a second for twenty seasons
 *
 *   ./jbangw 02_etl.java --help
 *   ./jbangw 02_etl.java report          look at the data first
 *   ./jbangw 02_etl.java                 the real run
 *
 * Next: 03_train.java
 */

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lib.base.Cli;
import lib.base.Console;
import lib.base.CsvFile;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Settings;
import lib.etl.DataReport;
import lib.etl.Merger;
import lib.etl.SampleLeague;
import lib.etl.Tally;
import lib.etl.UploadReader;
import lib.football.DataSummary;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.football.RawFile;
import lib.football.RawFormat;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.FeatureFile;
import lib.model.Features;
import lib.report.ChartPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "02_etl.java", mixinStandardHelpOptions = true,
        description = "Turns raw CSV files into clean matches and features. Without a command it does \"run\".")
class Etl {

    /** How many remarks and how many refused rows a run prints. */
    private static final int SHOWN = 10;

    /** What one download may take of the disk, in bytes; the public sources are below 1 MB. */
    private static final long LARGEST_DOWNLOAD = 1L << 30;

    static void main(String[] arguments) {
        System.exit(Cli.run(new Etl(), "run", arguments));
    }

    // ---------------------------------------------------------------- the commands

    @Command(description = "Turn every CSV file below raw/ into processed/ and quarantine/ (the default).")
    int run(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--run", paramLabel = "ID", description = "Also leave the result in runs/ID/etl.json.") String run) {
        long start = System.nanoTime();
        Console console = output.console();
        try (Lake lake = where.open(); Merger merger = new Merger()) {
            console.title("Chapter 2. ETL in " + lake.describe());
            console.step(1, "Read the raw files");
            int files = readUploads(lake, merger, console);
            console.step(2, "Merge what overlaps, quarantine what cannot be true");
            merger.merge();
            console.step(3, "Describe each match by what was known before it");
            DataSummary summary = describe(lake, files, merger, console);
            if (run != null) lake.put(Keys.runRecord(run, "etl"), Json.write(summary));

            console.good("%,d rows read = %,d matches + %,d duplicates + %,d fixtures + %,d quarantined".formatted(
                    summary.read(), summary.matches(), summary.duplicates(), summary.fixtures(), summary.quarantined()));
            if (summary.neverPlayed() > 0) console.line("of the fixtures, " + summary.neverPlayed() + " will never be played: its season is over");
            console.line("seasons %d to %d, data until %s%s, %.1f s".formatted(summary.firstSeason(), summary.lastSeason(),
                    summary.dataUntil(), summary.simulated() ? ", SIMULATED" : "", (System.nanoTime() - start) / 1e9));
            if (run == null) console.next("./jbangw 03_train.java");
            if (output.json) console.json(summary);
            return Exit.OK.code;
        }
    }

    @Command(description = "Write reports/data.html: what the data look like, and their traps.")
    int report(@Mixin LakeOptions where, @Mixin Cli.Output output) {
        Console console = output.console();
        try (Lake lake = where.open(); Merger merger = new Merger()) {
            readUploads(lake, merger, console);
            merger.merge();
            Tally tally = new Tally();
            List<MatchRow> played = new ArrayList<>();
            merger.forEachDay(day -> {
                tally.add(day);
                day.stream().filter(MatchRow::played).forEach(played::add);
            });
            if (played.isEmpty()) throw nothingToKeep(lake);
            lake.put(Keys.REPORTS + ChartPage.PLOTLY, ChartPage.plotly());
            lake.put(Keys.REPORTS + "data.html", DataReport.of(played, tally, merger));
            console.good("written: " + lake.describe() + "/" + Keys.REPORTS + "data.html");
            return Exit.OK.code;
        }
    }

    @Command(description = "Check CSV files and put them into raw/.")
    int add(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Parameters(arity = "1..*", paramLabel = "PATH_OR_URL", description = "Files on this machine, folders with CSV files, or http(s) addresses.") List<String> sources) {
        Console console = output.console();
        Map<String, Path> files = new LinkedHashMap<>();
        for (String source : filesOf(sources)) {
            Path file = source.matches("https?://.*") ? download(source) : Path.of(source);
            if (!Files.isRegularFile(file)) {
                throw new Fault(Exit.USAGE, "no such file: " + source, "the path is mistyped or relative to another folder",
                        "check it with ls, or give the whole path", 2);
            }
            Path same = files.put(rawName(source), file);
            if (same != null) {
                throw new Fault(Exit.USAGE, "two files are both named " + rawName(source),
                        "in raw/ the second would replace the first", "rename one of them", 2);
            }
            requireResults(file, source);
        }
        try (Lake lake = where.open()) {
            files.forEach((name, file) -> {
                lake.put(Keys.RAW + name, file);
                console.good("added " + Keys.RAW + name);
            });
        }
        return Exit.OK.code;
    }

    /** The sources with the CSV files of a folder in its place. */
    private static List<String> filesOf(List<String> sources) {
        List<String> files = new ArrayList<>();
        for (String source : sources) {
            if (source.matches("https?://.*") || !Files.isDirectory(Path.of(source))) {
                files.add(source);
                continue;
            }
            try (Stream<Path> inside = Files.list(Path.of(source))) {
                List<String> found = inside.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
                        .map(Path::toString).sorted().toList();
                if (found.isEmpty()) {
                    throw new Fault(Exit.USAGE, "no CSV file in the folder " + source, "only files whose names end in .csv are taken",
                            "name the files themselves", 2);
                }
                files.addAll(found);
            } catch (IOException e) {
                throw new Fault(Exit.USAGE, "cannot look into the folder " + source, e.getMessage(), "give the files themselves", 2).from(e);
            }
        }
        return files;
    }

    @Command(description = "Download the public sources into raw/.")
    int fetch(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--brasileirao-url", paramLabel = "URL", descriptionKey = "BRASILEIRAO_URL",
                    defaultValue = "https://raw.githubusercontent.com/adaoduque/Brasileirao_Dataset/master/campeonato-brasileiro-full.csv",
                    description = "The Brasileirão data set (BRASILEIRAO_URL).") String brasileirao,
            @Option(names = "--football-data-url", paramLabel = "URL", descriptionKey = "FOOTBALL_DATA_URL",
                    defaultValue = "https://www.football-data.co.uk/new/BRA.csv",
                    description = "The league at football-data.co.uk (FOOTBALL_DATA_URL).") String footballData) {
        int added = 0;
        for (String url : List.of(brasileirao, footballData)) {
            output.console().line("fetching " + Settings.withoutPassword(url));
            try {
                add(where, output, List.of(url));
                added++;
            } catch (Fault fault) {
                output.console().warn(fault.getMessage() + ": " + fault.likelyCause);
            }
        }
        if (added == 0) {
            throw new Fault(Exit.CONFIGURATION, "no public source could be fetched", "there is no network, or both sources moved",
                    "go on with the simulated sample: ./jbangw 06_pipeline.java; or give your own files: ./jbangw 02_etl.java add FILE.csv", 2);
        }
        return Exit.OK.code;
    }

    @Command(description = "Write a simulated league as a raw file, and its true probabilities beside it.")
    int sample(@Mixin Cli.Output output,
            @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "sample", description = "Where to (${DEFAULT-VALUE}).") Path folder,
            @Option(names = "--clubs", defaultValue = "20", description = "Clubs in the league, even, 4 to 128 (${DEFAULT-VALUE}).") int clubs,
            @Option(names = "--seasons", defaultValue = "7", description = "Seasons (${DEFAULT-VALUE}).") int seasons,
            @Option(names = "--last-season", defaultValue = "2026", description = "Year of the last season (${DEFAULT-VALUE}).") int last,
            @Option(names = "--open-rounds", defaultValue = "12", description = "Rounds of the last season still to be played (${DEFAULT-VALUE}).") int open,
            @Option(names = "--seed", defaultValue = "1895", description = "The same seed gives the same league (${DEFAULT-VALUE}).") long seed)
            throws IOException {
        if (clubs < 4 || clubs > 128 || clubs % 2 != 0 || seasons < 1 || last - seasons < 1000 || last > 9999 || open < 0 || open > 2 * (clubs - 1)) {
            throw new Fault(Exit.USAGE, "no such league can be made", "clubs must be even and 4 to 128, seasons at least 1, years 1001 to 9999",
                    "see ./jbangw 02_etl.java sample --help", 2);
        }
        Files.createDirectories(folder);
        List<Path> parts = List.of(folder.resolve("simulated-league.csv.part"), folder.resolve("true-probabilities.csv.part"));
        try (var raw = Files.newBufferedWriter(parts.get(0)); var truth = Files.newBufferedWriter(parts.get(1))) {
            new SampleLeague(clubs, seed).write(last - seasons + 1, seasons, open, raw, truth);
        }
        for (Path part : parts) Files.move(part, Path.of(part.toString().replaceFirst("\\.part$", "")), StandardCopyOption.REPLACE_EXISTING);
        output.console().good("%,d simulated matches in %s".formatted((long) clubs * (clubs - 1) * seasons, folder));
        return Exit.OK.code;
    }

    // ---------------------------------------------------------------- 1. read the raw files

    // A file says by its header which of two formats it has, and each row becomes a match or is set aside with a reason.
    // Files are taken in the order in which they arrived, because a later one corrects an earlier one.
    // Then read: lib/football/RawFormat.java, what a column means; lib/etl/UploadReader.java, how a row gets in.

    /** Reads the uploads in the order in which they arrived, and says how many. Real and simulated matches are never mixed. */
    private static int readUploads(Lake lake, Merger merger, Console console) {
        List<Lake.Entry> entries = lake.list(Keys.RAW).stream()
                .filter(entry -> entry.key().toLowerCase(Locale.ROOT).endsWith(".csv"))
                .sorted(Comparator.comparing(Lake.Entry::modified).thenComparing(Lake.Entry::key)).toList();
        if (entries.isEmpty()) {
            throw new Fault(Exit.CONFIGURATION, "no CSV file below " + lake.describe() + "/" + Keys.RAW, "nothing has been uploaded yet",
                    "./jbangw 06_pipeline.java loads the simulated sample; ./jbangw 02_etl.java add FILE.csv takes your own files", 2);
        }
        try (Console.Progress progress = console.progress("reading", entries.stream().mapToLong(Lake.Entry::size).sum())) {
            for (Lake.Entry entry : entries) {
                read(entry.key(), () -> new BufferedInputStream(lake.open(entry.key()), 1 << 16), new UploadReader(merger, entry.key()));
                progress.advance(entry.size());
            }
        }
        if (merger.setSimulatedAside()) console.warn("the simulated sample is set aside: there are real matches");
        return entries.size();
    }

    private static void read(String file, RawFile.Source source, RawFile.Reader reader) {
        try {
            RawFile.read(source, reader);
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, file + " cannot be read to its end", e.getMessage(), "run it again", 2).from(e);
        }
    }

    // ---------------------------------------------------------------- 2. merge what overlaps

    // merger.merge() follows three rules. Rows of the same season, home and away club are one match, whatever their file.
    // A later upload corrects an earlier one field by field; an empty field corrects nothing, so a score is never lost.
    // A club plays once a day, so of two matches only one can be true: the other goes to quarantine, with the reason.
    // Then read: lib/etl/Merger.java.

    // ---------------------------------------------------------------- 3. describe each match by what was known before it

    // Features are made day by day: first every match of a day is described, then the clubs learn its results.
    // A result that slipped into its own description would make the best backtest, and the worst model, of the world.
    // Then read: lib/model/Features.java, the 16 numbers and two ratings.

    // ---------------------------------------------------------------- 4. write processed/ and quarantine/

    /**
     * Lets the days go by: features need the state of the clubs, not the history. The tables grow in temporary files;
     * the summary is written last: whoever sees a new summary sees the new tables.
     */
    private static DataSummary describe(Lake lake, int files, Merger merger, Console console) {
        try (CsvFile matches = new CsvFile(MatchFile.COLUMNS); CsvFile fixtures = new CsvFile(MatchFile.COLUMNS);
                CsvFile features = new CsvFile(FeatureFile.COLUMNS); CsvFile notes = new CsvFile(List.of("file", "line", "note"));
                CsvFile quarantine = new CsvFile(List.of("file", "line", "reason", "row"))) {
            Tally tally = new Tally();
            Features clubs = new Features();
            merger.forEachDay(day -> {
                tally.add(day);
                day.forEach(match -> (match.played() ? matches : fixtures).row(MatchFile.cells(match)));
                clubs.learnDay(day.stream().filter(MatchRow::played).toList()).forEach(example -> features.row(FeatureFile.cells(example)));
            });
            merger.forEachNote(note -> {
                notes.row(note.file(), note.line(), note.reason());
                if (notes.rows() <= SHOWN) console.line(note.file() + " line " + note.line() + ": " + note.reason());
            });
            if (notes.rows() > SHOWN) console.line("… %d more in %s".formatted(notes.rows() - SHOWN, Keys.NOTES));
            merger.forEachQuarantined(row -> {
                quarantine.row(row.file(), row.line(), row.reason(), row.text());
                if (quarantine.rows() <= SHOWN) console.warn(row.file() + " line " + row.line() + ": " + row.reason());
            });
            if (quarantine.rows() > SHOWN) console.warn("… %d more in %s".formatted(quarantine.rows() - SHOWN, Keys.QUARANTINE));
            if (tally.played() == 0) throw nothingToKeep(lake);

            console.step(4, "Write processed/ and quarantine/");
            lake.put(Keys.MATCHES, matches.finished());
            lake.put(Keys.FIXTURES, fixtures.finished());
            lake.put(Keys.FEATURES, features.finished());
            lake.put(Keys.NOTES, notes.finished());
            lake.put(Keys.QUARANTINE, quarantine.finished());
            DataSummary summary = new DataSummary(files, merger.read(), tally.played(), merger.duplicates(), tally.fixtures(), tally.neverPlayed(),
                    quarantine.rows(), notes.rows(), tally.firstSeason(), tally.lastSeason(), tally.until(), tally.next(), tally.simulated(),
                    matches.sha256(), features.sha256());
            lake.put(Keys.SUMMARY, Json.write(summary));
            return summary;
        }
    }

    private static Fault nothingToKeep(Lake lake) {
        return new Fault(Exit.CONFIGURATION, "no played match in " + lake.describe() + "/" + Keys.RAW,
                "every row is a fixture or was refused for the reasons printed above",
                "compare your file's header with sample/simulated-league.csv", 2);
    }

    // ---------------------------------------------------------------- adding files

    /** Looks for one match that can be true; single bad rows are the ETL's business. */
    private static final class Check implements RawFile.Reader {
        private boolean found;
        private String reason;

        @Override
        public void row(RawFormat format, long line, Map<String, String> values) {
            try {
                format.read(values);
                found = true;
            } catch (RawFormat.NotTrue e) {
                refused(line, e.getMessage());
            }
        }

        @Override
        public void refused(long line, String why) {
            if (reason == null) reason = why;
        }

        @Override
        public boolean enough() {
            return found;
        }
    }

    private static void requireResults(Path file, String source) {
        Check check = new Check();
        read(source, () -> Files.newInputStream(file), check);
        if (!check.found) {
            throw new Fault(Exit.USAGE, source + " is not a results file", check.reason == null ? "it has no rows" : check.reason,
                    "compare it with sample/simulated-league.csv; nothing was added", 2);
        }
    }

    private static String rawName(String source) {
        String path = source.matches("https?://.*") ? source.replaceFirst("[?#].*", "") : source;
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return name.toLowerCase(Locale.ROOT).endsWith(".csv") ? name : name + ".csv";
    }

    private static Path download(String url) {
        String shown = Settings.withoutPassword(url);
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(Duration.ofSeconds(10)).build()) {
            Path file = Files.createTempFile("results", ".csv");
            file.toFile().deleteOnExit();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
            int status = client.send(request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofFile(file), LARGEST_DOWNLOAD)).statusCode();
            if (status == 200) return file;
            throw new Fault(Exit.CONFIGURATION, "cannot fetch " + shown, "the server answered " + status, "check the address in a browser", 2);
        } catch (IOException | IllegalArgumentException e) {
            throw new Fault(Exit.CONFIGURATION, "cannot fetch " + shown, "there is no network, the address is wrong, or the file is larger than 1 GiB",
                    "check the address in a browser, or download the file by hand and add it", 2).from(e);
        } catch (InterruptedException e) {
            throw new Fault(Exit.INTERRUPTED, "interrupted while fetching " + shown, "Ctrl-C", "run it again", 2).from(e);
        }
    }
}
