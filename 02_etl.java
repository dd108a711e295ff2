///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/base/Cli.java lib/base/Console.java lib/base/Exit.java lib/base/Fault.java lib/base/Json.java
//SOURCES lib/base/Settings.java lib/base/ChartPage.java lib/base/Sha256.java
//SOURCES lib/lake/Keys.java lib/lake/Lake.java lib/lake/FolderLake.java lib/lake/S3Errors.java lib/lake/S3Lake.java lib/lake/LakeOptions.java
//SOURCES lib/football/Clubs.java lib/football/DataReport.java lib/football/DataSummary.java lib/football/Match.java
//SOURCES lib/football/MatchTable.java lib/football/Merger.java lib/football/RawFile.java lib/football/RawFormat.java
//SOURCES lib/football/SampleLeague.java
//SOURCES lib/model/Elo.java lib/model/Example.java lib/model/FeatureTable.java lib/model/Features.java
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lib.base.ChartPage;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Sha256;
import lib.football.Clubs;
import lib.football.DataReport;
import lib.football.DataSummary;
import lib.football.Match;
import lib.football.MatchTable;
import lib.football.Merger;
import lib.football.RawFile;
import lib.football.RawFormat;
import lib.football.SampleLeague;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.Example;
import lib.model.FeatureTable;
import lib.model.Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

@Command(name = "02_etl.java", mixinStandardHelpOptions = true,
        description = "Turns raw CSV files into clean matches and features. Without a command it does \"run\".")
class Etl {

    /** How many remarks and how many refused rows a run prints. */
    private static final int SHOWN = 10;

    static void main(String[] arguments) {
        System.exit(Cli.run(new Etl(), "run", arguments));
    }

    // ---------------------------------------------------------------- the commands

    @Command(description = "Turn every CSV file below raw/ into processed/ and quarantine/ (the default).")
    int run(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--run", paramLabel = "ID", description = "Also leave the result in runs/ID/etl.json.") String run) {
        long start = System.nanoTime();
        Console console = output.console();
        try (Lake lake = where.open()) {
            console.title("Chapter 2. ETL in " + lake.describe());
            console.step(1, "Read the raw files");
            List<Upload> uploads = readUploads(lake, console);
            console.step(2, "Merge what overlaps, quarantine what cannot be true");
            Merger.Result result = merge(uploads);
            tell(result, console);
            if (result.played().isEmpty()) throw nothingToKeep(lake);
            console.step(3, "Describe each match by what was known before it");
            List<Example> examples = new Features().learnAll(result.played());
            console.step(4, "Write processed/ and quarantine/");
            DataSummary summary = write(lake, uploads.size(), result, examples);
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
        try (Lake lake = where.open()) {
            List<Upload> uploads = readUploads(lake, console);
            Merger.Result result = merge(uploads);
            if (result.played().isEmpty()) throw nothingToKeep(lake);
            lake.put(Keys.REPORTS + ChartPage.PLOTLY, ChartPage.plotly());
            lake.put(Keys.REPORTS + "data.html", DataReport.of(result));
            console.good("written: " + lake.describe() + "/" + Keys.REPORTS + "data.html");
            return Exit.OK.code;
        }
    }

    @Command(description = "Check CSV files and put them into raw/.")
    int add(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Parameters(arity = "1..*", paramLabel = "PATH_OR_URL", description = "Files on this machine or http(s) addresses.") List<String> sources) {
        Console console = output.console();
        Map<String, Path> files = new LinkedHashMap<>();
        for (String source : sources) {
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
            try {
                add(where, output, List.of(url));
                added++;
            } catch (Fault fault) {
                output.console().warn(fault.getMessage() + ": " + fault.cause);
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

    // ---------------------------------------------------------------- 1. read

    /** One raw file: the rows that can be true, those that cannot, and remarks. */
    private record Upload(String file, List<Merger.Row> rows, List<Merger.Quarantined> quarantined, List<Merger.Note> notes) {
        boolean simulated() {
            return rows.stream().anyMatch(row -> row.match().simulated());
        }
    }

    /** Reads the uploads in the order in which they arrived. Real and simulated matches are never mixed. */
    private static List<Upload> readUploads(Lake lake, Console console) {
        List<Lake.Entry> entries = lake.list(Keys.RAW).stream()
                .filter(entry -> entry.key().toLowerCase(Locale.ROOT).endsWith(".csv"))
                .sorted(Comparator.comparing(Lake.Entry::modified).thenComparing(Lake.Entry::key)).toList();
        if (entries.isEmpty()) {
            throw new Fault(Exit.CONFIGURATION, "no CSV file below " + lake.describe() + "/" + Keys.RAW, "nothing has been uploaded yet",
                    "./jbangw 06_pipeline.java loads the simulated sample; ./jbangw 02_etl.java add FILE.csv takes your own files", 2);
        }
        List<Upload> uploads = new ArrayList<>();
        try (Console.Progress progress = console.progress("reading", entries.stream().mapToLong(Lake.Entry::size).sum())) {
            for (Lake.Entry entry : entries) {
                uploads.add(readUpload(entry.key(), () -> new BufferedInputStream(lake.open(entry.key()), 1 << 16)));
                progress.advance(entry.size());
            }
        }
        boolean anyReal = uploads.stream().anyMatch(upload -> !upload.rows.isEmpty() && !upload.simulated());
        if (anyReal && uploads.removeIf(Upload::simulated)) console.warn("the simulated sample is set aside: there are real matches");
        return uploads;
    }

    private static Upload readUpload(String file, RawFile.Source source) {
        Upload upload = new Upload(file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<String> unknown = new HashSet<>();
        try {
            RawFile.read(source, new RawFile.Reader() {
                @Override
                public void row(RawFormat format, long line, Map<String, String> values) {
                    try {
                        Match match = format.read(values);
                        upload.rows.add(new Merger.Row(match, format, file, line));
                        for (String club : List.of(match.home(), match.away())) {
                            if (!Clubs.isKnown(club) && unknown.add(club)) upload.notes.add(new Merger.Note(file, line, "unknown club, taken as a new one: " + club));
                        }
                    } catch (RawFormat.NotTrue e) {
                        String text = String.join(",", values.values());
                        upload.quarantined.add(new Merger.Quarantined(file, line, e.getMessage(), text.substring(0, Math.min(500, text.length()))));
                    }
                }

                @Override
                public void refused(long line, String reason) {
                    upload.quarantined.add(new Merger.Quarantined(file, line, reason, ""));
                }
            });
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, file + " cannot be read to its end", e.getMessage(), "run it again", 2).from(e);
        }
        return upload;
    }

    // ---------------------------------------------------------------- 2. merge

    private static Merger.Result merge(List<Upload> uploads) {
        Merger merger = new Merger();
        for (Upload upload : uploads) {
            merger.add(upload.rows);
            upload.quarantined.forEach(merger::quarantine);
            upload.notes.forEach(note -> merger.note(note.file(), note.line(), note.note()));
        }
        return merger.result();
    }

    /** The first remarks and refusals; all of them are in the lake and in the report. */
    private static void tell(Merger.Result result, Console console) {
        result.notes().stream().limit(SHOWN).forEach(note -> console.line(note.file() + " line " + note.line() + ": " + note.note()));
        if (result.notes().size() > SHOWN) console.line("… %d more in %s".formatted(result.notes().size() - SHOWN, Keys.NOTES));
        result.quarantined().stream().limit(SHOWN).forEach(row -> console.warn(row.file() + " line " + row.line() + ": " + row.reason()));
        if (result.quarantined().size() > SHOWN) console.warn("… %d more in %s".formatted(result.quarantined().size() - SHOWN, Keys.QUARANTINE));
    }

    private static Fault nothingToKeep(Lake lake) {
        return new Fault(Exit.CONFIGURATION, "no played match in " + lake.describe() + "/" + Keys.RAW,
                "every row is a fixture or was refused for the reasons printed above",
                "compare your file's header with sample/simulated-league.csv", 2);
    }

    // ---------------------------------------------------------------- 4. write

    /** Writes the tables, and the summary last: whoever sees a new summary sees the new tables. */
    private static DataSummary write(Lake lake, int files, Merger.Result result, List<Example> examples) {
        byte[] matches = MatchTable.toCsv(MatchTable.of(result.played()));
        byte[] features = MatchTable.toCsv(FeatureTable.of(examples));
        lake.put(Keys.MATCHES, matches);
        lake.put(Keys.FIXTURES, MatchTable.toCsv(MatchTable.of(result.fixtures())));
        lake.put(Keys.FEATURES, features);
        lake.put(Keys.NOTES, MatchTable.toCsv(remarks(result.notes())));
        lake.put(Keys.QUARANTINE, MatchTable.toCsv(refusals(result.quarantined())));
        List<Match> played = result.played();
        DataSummary summary = new DataSummary(files, result.read(), played.size(), result.duplicates(),
                result.fixtures().size(), result.neverPlayed(), result.quarantined().size(), result.notes().size(),
                played.getFirst().season(), played.getLast().season(), played.getLast().date(), next(result),
                played.stream().anyMatch(Match::simulated), Sha256.of(matches), Sha256.of(features));
        lake.put(Keys.SUMMARY, Json.write(summary));
        return summary;
    }

    /** The next fixtures of the running season; one from before the last match was postponed and waits for a day. */
    private static List<DataSummary.Fixture> next(Merger.Result result) {
        Match last = result.played().getLast();
        return result.fixtures().stream().filter(match -> match.season() >= last.season() && !match.date().isBefore(last.date()))
                .limit(10).map(match -> new DataSummary.Fixture(match.date(), match.home(), match.away())).toList();
    }

    private static Table remarks(List<Merger.Note> notes) {
        return Table.create("notes",
                StringColumn.create("file", notes.stream().map(Merger.Note::file).toList()),
                IntColumn.create("line", notes.stream().mapToInt(note -> (int) note.line()).toArray()),
                StringColumn.create("note", notes.stream().map(Merger.Note::note).toList()));
    }

    private static Table refusals(List<Merger.Quarantined> rows) {
        return Table.create("quarantine",
                StringColumn.create("file", rows.stream().map(Merger.Quarantined::file).toList()),
                IntColumn.create("line", rows.stream().mapToInt(row -> (int) row.line()).toArray()),
                StringColumn.create("reason", rows.stream().map(Merger.Quarantined::reason).toList()),
                StringColumn.create("row", rows.stream().map(Merger.Quarantined::text).toList()));
    }

    // ---------------------------------------------------------------- adding files

    /** A file is taken only if it is a results file; single bad rows are the ETL's business. */
    private static void requireResults(Path file, String source) {
        Upload upload = readUpload(source, () -> Files.newInputStream(file));
        if (upload.rows.isEmpty()) {
            String reason = upload.quarantined.isEmpty() ? "it has no rows" : upload.quarantined.getFirst().reason();
            throw new Fault(Exit.USAGE, source + " is not a results file", reason,
                    "compare it with sample/simulated-league.csv; nothing was added", 2);
        }
    }

    private static String rawName(String source) {
        String name = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
        name = name.replaceFirst("[?#].*", "");
        return name.toLowerCase(Locale.ROOT).endsWith(".csv") ? name : name + ".csv";
    }

    private static Path download(String url) {
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(Duration.ofSeconds(10)).build()) {
            Path file = Files.createTempFile("results", ".csv");
            file.toFile().deleteOnExit();
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
            int status = client.send(request, HttpResponse.BodyHandlers.ofFile(file)).statusCode();
            if (status == 200) return file;
            throw new Fault(Exit.CONFIGURATION, "cannot fetch " + url, "the server answered " + status, "check the address in a browser", 2);
        } catch (IOException | IllegalArgumentException e) {
            throw new Fault(Exit.CONFIGURATION, "cannot fetch " + url, "there is no network, or the address is wrong",
                    "check the address in a browser, or download the file by hand and add it", 2).from(e);
        } catch (InterruptedException e) {
            throw new Fault(Exit.INTERRUPTED, "interrupted while fetching " + url, "Ctrl-C", "run it again", 2).from(e);
        }
    }
}
