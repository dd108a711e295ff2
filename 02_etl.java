///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/raw/*.java lib/model/*.java lib/report/*.java lib/etl/*.java
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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.base.Cli;
import lib.base.Console;
import lib.base.CsvFile;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Settings;
import lib.base.Sha256;
import lib.etl.DataReport;
import lib.etl.HeaderNames;
import lib.etl.Missing;
import lib.etl.Remarks;
import lib.etl.SampleLeague;
import lib.etl.Tally;
import lib.etl.Verdicts;
import lib.football.ClubNames;
import lib.football.DataSummary;
import lib.football.Match;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.lake.Arrivals;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.FeatureFile;
import lib.model.Features;
import lib.raw.Merger;
import lib.raw.Preview;
import lib.raw.Remark;
import lib.raw.Shots;
import lib.raw.UploadReader;
import lib.report.ChartPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "02_etl.java", mixinStandardHelpOptions = true,
        description = "Turns raw CSV files into clean matches and features. Without a command it does \"run\".")
class Etl {

    /** How many notes about a file, and names of unknown clubs, are printed. */
    private static final int SHOWN_NOTES = 10;

    /** How many names of unknown clubs the summary keeps: those of several leagues. */
    private static final int SHOWN_CLUBS = 1000;

    private static final String GITHUB = "https://raw.githubusercontent.com/";

    /** Of a season of the league. */
    private static final int ROUNDS = 38;

    /** What one download may take of the disk, in bytes; the public sources are below 1 MB. */
    private static final long LARGEST_DOWNLOAD = 1L << 30;

    static void main(String[] arguments) {
        System.exit(Cli.run(new Etl(), "run", arguments));
    }

    // ---------------------------------------------------------------- the commands

    @Command(description = "Turn every CSV file below raw/ into processed/ and quarantine/ (the default).")
    int run(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--run", paramLabel = "ID", description = "As a stage of a pipeline: leave the result in "
                    + "runs/ID/etl.json too, and end with 5 if more than 10 %% of a file is in quarantine.") String run,
            @Option(names = "--accept-quarantine", description = "Go on although much of a file is in quarantine, now and "
                    + "whenever these same files are read again.") boolean accept) {
        long start = System.nanoTime();
        Console console = output.console();
        try (Lake lake = where.open(); Merger merger = new Merger(clubNames(lake))) {
            console.title("Chapter 2. ETL in " + lake.describe());
            console.step(1, "Read the raw files");
            Read read = readUploads(lake, merger, console);
            console.step(2, "Merge what overlaps, quarantine what cannot be true");
            merger.merge();
            console.step(3, "Describe each match by what was known before it");
            DataSummary summary = describe(lake, read, merger, console);
            if (run != null) lake.put(Keys.runRecord(run, "etl"), Json.write(summary));

            console.good("%,d rows read = %,d matches + %,d duplicates + %,d fixtures + %,d quarantined".formatted(
                    summary.read(), summary.matches(), summary.duplicates(), summary.fixtures(), summary.quarantined()));
            if (summary.neverPlayed() > 0) console.line("of the fixtures, " + summary.neverPlayed() + " will never be played: its season is over");
            if (!summary.unknownClubs().isEmpty()) {
                console.line("%d unknown clubs were taken as new ones: %s".formatted(summary.unknownClubs().size(),
                        String.join(", ", summary.unknownClubs().stream().limit(SHOWN_NOTES).toList())));
            }
            console.line("seasons %d to %d, data until %s%s, %.1f s".formatted(summary.firstSeason(), summary.lastSeason(),
                    summary.dataUntil(), summary.simulated() ? ", SIMULATED" : "", (System.nanoTime() - start) / 1e9));
            if (run == null) console.next("./jbangw 03_train.java");
            if (output.json) console.json(summary);
            Set<String> accepted = accepted(lake, read, summary, accept);
            Verdicts.warn(summary, console);
            if (run != null) Verdicts.requireFewInQuarantine(summary, accepted);
            return Exit.OK.code;
        }
    }

    /** Files that a person wants in spite of what is in quarantine; {@code --accept-quarantine} puts it on record. */
    private static Set<String> accepted(Lake lake, Read read, DataSummary summary, boolean accept) {
        Set<String> accepted = new HashSet<>();
        for (Arrived file : read.files) {
            if (file.recorded.map(Arrivals.Arrival::accepted).orElse(false)) accepted.add(file.entry.key());
        }
        for (DataSummary.Share share : accept ? Verdicts.tooMuch(summary) : List.<DataSummary.Share>of()) {
            if (accepted.add(share.file())) Arrivals.accept(lake, share.file());
        }
        return accepted;
    }

    @Command(description = "Write reports/data.html: what the data look like, and their traps.")
    int report(@Mixin LakeOptions where, @Mixin Cli.Output output) {
        Console console = output.console();
        try (Lake lake = where.open(); Merger merger = new Merger(clubNames(lake))) {
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

    @Command(description = "Name the matches that the seasons in processed/ lack.")
    int check(@Mixin LakeOptions where, @Mixin Cli.Output output) {
        try (Lake lake = where.open()) {
            String missing = "no " + Keys.MATCHES + " in " + lake.describe();
            Lake.Stored table = lake.get(Keys.MATCHES).orElseThrow(() ->
                    new Fault(Exit.CONFIGURATION, missing, "the ETL has not run yet", "./jbangw 02_etl.java", 2));
            List<Missing> seasons = Missing.of(MatchFile.read(table.bytes()).stream().map(MatchRow::match).toList());
            List<Missing> incomplete = seasons.stream().filter(season -> !season.pairs().isEmpty()).toList();
            incomplete.forEach(season -> output.console().line(season.text()));
            int complete = seasons.size() - incomplete.size();
            output.console().good("%d of %d seasons are complete".formatted(complete, seasons.size()));
            if (output.json) output.console().json(seasons);
            return Exit.OK.code;
        }
    }

    @Command(description = "Check CSV files and put them into raw/.")
    int add(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--replace", description = "Replace a file of the same name even if matches go with it.") boolean replace,
            @Option(names = "--columns", paramLabel = "NAME=THEIRS,…", description = "What foreign columns hold, for example "
                    + "home=time_casa,away=time_fora,home_goals=gc,away_goals=gf. Names: date, time, season, round, "
                    + "home, away, home_goals, away_goals, score, winner, status, venue.") String columns,
            @Parameters(arity = "1..*", paramLabel = "PATH_OR_URL",
                    description = "Files on this machine, folders with CSV files, or http(s) addresses.") List<String> sources) {
        try (Lake lake = where.open()) {
            List<String> clubs = summaryBefore(lake).map(DataSummary::unknownClubs).orElse(List.of());
            addAll(lake, filesOf(sources), columns, clubs, replace, output.console());
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
                    defaultValue = GITHUB
                    + "adaoduque/Brasileirao_Dataset/master/campeonato-brasileiro-full.csv",
                    description = "The Brasileirão data set (BRASILEIRAO_URL).") String brasileirao,
            @Option(names = "--football-data-url", paramLabel = "URL", descriptionKey = "FOOTBALL_DATA_URL",
                    defaultValue = "https://www.football-data.co.uk/new/BRA.csv",
                    description = "The league at football-data.co.uk (FOOTBALL_DATA_URL).") String footballData,
            @Option(names = "--openfootball-url", paramLabel = "URL", descriptionKey = "OPENFOOTBALL_URL",
                    defaultValue = GITHUB
                    + "openfootball/south-america/master/brazil/YEAR_br1.txt",
                    description = "openfootball's rounds and days, of this year and the last (OPENFOOTBALL_URL).") String openfootball,
            @Option(names = "--shots",
                    description = "Also fetch shots, from which the goal model learns more.") boolean shots,
            @Option(names = "--statistics-url", paramLabel = "URL", descriptionKey = "STATISTICS_URL",
                    defaultValue = GITHUB
                    + "adaoduque/Brasileirao_Dataset/master/campeonato-brasileiro-estatisticas-full.csv",
                    description = "Shots beside the Brasileirão data set (STATISTICS_URL).") String statistics,
            @Option(names = "--cartola-url", paramLabel = "URL", descriptionKey = "CARTOLA_URL",
                    defaultValue = GITHUB
                    + "henriquepgomide/caRtola/master/data/01_raw/YEAR/rodada-ROUND.csv",
                    description = "caRtola's rounds, of this year and the last (CARTOLA_URL).") String cartola) {
        int year = LocalDate.now(ZoneId.of("America/Sao_Paulo")).getYear();
        Set<String> urls = new LinkedHashSet<>(List.of(brasileirao, footballData));
        for (int season : List.of(year - 1, year)) urls.add(openfootball.replace("YEAR", "" + season));
        if (shots) urls.add(statistics);
        int added = 0;
        try (Lake lake = where.open()) {
            for (String url : urls) {
                output.console().line("fetching " + Settings.withoutPassword(url));
                if (fetched(lake, url, output.console())) added++;
            }
            for (int season : shots ? List.of(year - 1, year) : List.<Integer>of()) {
                fetchRounds(lake, cartola.replace("YEAR", "" + season), output.console());
            }
        }
        if (added == 0) {
            throw new Fault(Exit.CONFIGURATION, "no public source could be fetched", "there is no network, or both sources moved",
                    "go on with the simulated sample: ./jbangw 06_pipeline.java; or give your own files: ./jbangw 02_etl.java add FILE.csv", 2);
        }
        return Exit.OK.code;
    }

    /** Puts what an address holds into raw/. A source that is away or has changed is told and does no harm. */
    private static boolean fetched(Lake lake, String url, Console console) {
        try {
            addAll(lake, List.of(url), null, List.of(), false, console);
            return true;
        } catch (Fault fault) {
            console.warn(fault.getMessage() + ": " + fault.likelyCause);
            return false;
        }
    }

    /** caRtola's files of a season, one a round: those that are not there yet, until the first that does not exist. */
    private static void fetchRounds(Lake lake, String url, Console console) {
        Set<String> there = lake.list(Keys.RAW + "cartola-").stream().map(Lake.Entry::key).collect(Collectors.toSet());
        for (int round = 1; round <= ROUNDS; round++) {
            String address = url.replace("ROUND", "" + round);
            if (there.contains(Keys.RAW + rawName(address))) continue;
            console.line("fetching " + Settings.withoutPassword(address));
            if (!fetched(lake, address, console)) return;
        }
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

    // A file says by its header what its columns hold, and by all its rows together what its dates mean. Each row becomes
    // a match or is set aside with a reason. A later file corrects an earlier one, so files are taken in the order in
    // which they arrived; raw/arrivals.jsonl has it on record, because copying a lake gives its files new times.
    // Then read: lib/raw/RawFile.java, lib/raw/Column.java, what a header may say; lib/raw/RawRow.java, what a row says.

    /** A file of raw/ and its place in the order of arrival. */
    private record Arrived(Lake.Entry entry, Optional<Arrivals.Arrival> recorded) {
        Instant at() {
            return recorded.map(Arrivals.Arrival::at).orElse(entry.modified());
        }
    }

    /** What was read: the files in their order, names in results that no list has, and shots. */
    private record Read(List<Arrived> files, Set<String> unknownClubs, Shots shots) {}

    /** Reads the uploads in the order in which they arrived. Real and simulated matches are never mixed. */
    private static Read readUploads(Lake lake, Merger merger, Console console) {
        Arrivals arrivals = Arrivals.of(lake);
        List<Arrived> files = lake.list(Keys.RAW).stream().filter(entry -> Keys.isRawCsv(entry.key()))
                .map(entry -> new Arrived(entry, arrivals.of(entry.key())))
                .sorted(Comparator.comparing(Arrived::at).thenComparing(file -> file.entry.key())).toList();
        if (files.isEmpty()) {
            throw new Fault(Exit.CONFIGURATION, "no CSV file below " + lake.describe() + "/" + Keys.RAW,
                    "nothing has been uploaded yet",
                    "./jbangw 06_pipeline.java loads the simulated sample; ./jbangw 02_etl.java add FILE.csv takes your own files", 2);
        }
        Set<String> unknown = new TreeSet<>();
        Shots shots = new Shots(merger.names());
        for (Arrived file : files) {
            String key = file.entry.key();
            read(key, () -> shots.read(key, () -> lake.open(key)));
        }
        try (Console.Progress progress = console.progress("reading", files.stream().mapToLong(file -> file.entry.size()).sum())) {
            for (Arrived file : files) {
                String key = file.entry.key();
                progress.advance(file.entry.size());
                if (shots.has(key)) continue;
                UploadReader reader = new UploadReader(merger, key, file.recorded.isPresent()).identifying(shots);
                read(key, () -> reader.read(() -> lake.open(key)));
                unknown.addAll(reader.unknownClubs());
            }
        }
        if (merger.setSimulatedAside()) console.warn("the simulated sample is set aside: there are real matches");
        return new Read(files, unknown, shots);
    }

    /** The names of clubs that are known, and those that the lake's own clubs.csv adds. */
    private static ClubNames clubNames(Lake lake) {
        Map<String, String> more = new LinkedHashMap<>();
        lake.get(Keys.CLUBS).ifPresent(stored -> CsvFile.read(stored.bytes(), cell -> {
            if (cell.length != 2 || cell[0].isBlank() || cell[1].isBlank()) {
                throw new Fault(Exit.CONFIGURATION, Keys.CLUBS + " cannot be read",
                        "a line is not of the form name,club",
                        "write one name and the club it means in each line, under the header name,club", 2);
            }
            more.put(cell[0].strip(), cell[1].strip());
        }));
        return ClubNames.STANDARD.with(more);
    }

    /** Work that reads a file. */
    private interface Reading {
        void run() throws IOException;
    }

    private static void read(String file, Reading reading) {
        try {
            reading.run();
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, file + " cannot be read to its end", e.getMessage(), "run it again", 2).from(e);
        }
    }

    // ---------------------------------------------------------------- 2. merge what overlaps

    // merger.merge() follows four rules. Rows of the same season, home and away club are one match, whatever their file.
    // A later upload corrects an earlier one field by field; an empty field corrects nothing, so a score is never lost.
    // Two results of a pair in one file contradict each other: there is no later one to believe, so one is set aside.
    // A club plays once a day, so of two matches only one can be true: the other goes to quarantine, with the reason.
    // Then read: lib/raw/Merger.java.

    // ---------------------------------------------------------------- 3. describe each match by what was known before it

    // Features are made day by day: first every match of a day is described, then the clubs learn its results.
    // A result that slipped into its own description would make the best backtest, and the worst model, of the world.
    // Then read: lib/model/Features.java, the 16 numbers and two ratings.

    // ---------------------------------------------------------------- 4. write processed/ and quarantine/

    /**
     * Lets the days go by: features need the state of the clubs, not the history. The tables grow in temporary files;
     * the summary is written last: whoever sees a new summary sees the new tables.
     */
    private static DataSummary describe(Lake lake, Read read, Merger merger, Console console) {
        try (CsvFile matches = new CsvFile(MatchFile.COLUMNS); CsvFile fixtures = new CsvFile(MatchFile.COLUMNS);
                CsvFile features = new CsvFile(FeatureFile.COLUMNS); CsvFile notes = new CsvFile(Remark.COLUMNS);
                CsvFile quarantine = new CsvFile(Remark.COLUMNS)) {
            Tally tally = new Tally();
            Features clubs = new Features();
            merger.forEachDay(merged -> {
                List<MatchRow> day = merged.stream().map(read.shots::on).toList();
                tally.add(day);
                day.forEach(match -> (match.played() ? matches : fixtures).row(MatchFile.cells(match)));
                clubs.learnDay(day.stream().filter(MatchRow::played).toList())
                        .forEach(example -> features.row(FeatureFile.cells(example)));
            });
            Remarks remarks = new Remarks();
            merger.forEachQuarantined(row -> {
                quarantine.row(row.cells());
                remarks.add(row, true);
            });
            Consumer<Remark> note = remark -> {
                notes.row(remark.cells());
                remarks.add(remark, false);
            };
            merger.forEachNote(note);
            read.shots.notes().forEach(note);
            remarks.show(console, summaryBefore(lake).map(DataSummary::reasons).orElse(List.of()));
            if (tally.played() == 0) throw nothingToKeep(lake);

            console.step(4, "Write processed/ and quarantine/");
            lake.put(Keys.MATCHES, matches.finished());
            lake.put(Keys.FIXTURES, fixtures.finished());
            lake.put(Keys.FEATURES, features.finished());
            lake.put(Keys.NOTES, notes.finished());
            lake.put(Keys.QUARANTINE, quarantine.finished());
            DataSummary summary = new DataSummary(read.files.size(), merger.read(), tally.played(), merger.duplicates(),
                    tally.fixtures(), tally.neverPlayed(), quarantine.rows(), notes.rows(), tally.firstSeason(),
                    tally.lastSeason(), tally.until(), tally.next(), tally.simulated(),
                    read.unknownClubs.stream().limit(SHOWN_CLUBS).toList(), Verdicts.shares(merger),
                    Verdicts.corrections(merger, lake), remarks.counts(), matches.sha256(), features.sha256());
            lake.put(Keys.SUMMARY, Json.write(summary));
            return summary;
        }
    }

    /** What the run before this one left; nothing if there was none or it is damaged. */
    private static Optional<DataSummary> summaryBefore(Lake lake) {
        return lake.get(Keys.SUMMARY).flatMap(stored -> {
            try {
                return Optional.of(Json.read(stored.bytes(), DataSummary.class));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    private static Fault nothingToKeep(Lake lake) {
        return new Fault(Exit.CONFIGURATION, "no played match in " + lake.describe() + "/" + Keys.RAW,
                "every row is a fixture or was refused for the reasons printed above",
                "compare your file's header with sample/simulated-league.csv", 2);
    }

    // ---------------------------------------------------------------- adding files

    /** A file on this machine that holds results, and its name in raw/. */
    private record Addition(String key, Path file, Set<Match.Key> results, Preview preview) {}

    /** Adds all of the files, or none if one of them is no results file. */
    private static void addAll(Lake lake, List<String> sources, String columns, List<String> clubs, boolean replace,
            Console console) {
        Map<String, Addition> additions = new LinkedHashMap<>();
        for (String source : sources) {
            Path file = source.matches("https?://.*") ? download(source) : Path.of(source);
            if (!Files.isRegularFile(file)) {
                throw new Fault(Exit.USAGE, "no such file: " + source, "the path is mistyped or relative to another folder",
                        "check it with ls, or give the whole path", 2);
            }
            Addition addition = isShots(file, source) ? new Addition(Keys.RAW + rawName(source), file, Set.of(), null)
                    : addition(file, source, columns, clubs);
            if (additions.put(addition.key, addition) != null) {
                throw new Fault(Exit.USAGE, "two files are both named " + rawName(source),
                        "in raw/ the second would replace the first", "rename one of them", 2);
            }
        }
        List<Change> changes = additions.values().stream().map(addition -> change(lake, addition)).toList();
        if (!replace) changes.forEach(Etl::requireNoLoss);
        changes.forEach(change -> put(lake, change, console));
    }

    /** Whether a file holds shots instead of results; caRtola's must say of which round. */
    private static boolean isShots(Path file, String source) {
        Shots.Kind[] kind = new Shots.Kind[1];
        read(source, () -> kind[0] = Shots.kindOf(() -> Files.newInputStream(file)));
        if (kind[0] == Shots.Kind.CARTOLA && !Shots.isNamed(rawName(source))) {
            throw new Fault(Exit.USAGE, source + " does not say of which round it is",
                    "caRtola's files do not name their season",
                    "name it like cartola-2026-rodada-7.csv, or give it with its folder: 2026/rodada-7.csv", 2);
        }
        return kind[0] != null;
    }

    private static Addition addition(Path file, String source, String columns, List<String> clubs) {
        Path renamed = columns == null ? file : renamed(file, columns);
        Set<Match.Key> results = new HashSet<>();
        Preview[] preview = new Preview[1];
        read(source, () -> preview[0] = Preview.of(() -> Files.newInputStream(renamed), clubs, results));
        if (preview[0].refusal() != null) {
            throw new Fault(Exit.USAGE, source + " is not a results file", preview[0].refusal(),
                    "compare it with sample/simulated-league.csv, or name the columns with --columns; nothing was added", 2);
        }
        return new Addition(Keys.RAW + rawName(source), renamed, results, preview[0]);
    }

    private static Path renamed(Path file, String columns) {
        Path[] renamed = new Path[1];
        read(file.toString(), () -> renamed[0] = HeaderNames.of(columns).apply(file));
        return renamed[0];
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
        if (!same) read(addition.key, () -> Preview.of(() -> lake.open(addition.key), List.of(), before));
        return new Change(addition, sha256, true, same, before.size(),
                before.stream().filter(match -> !addition.results.contains(match)).count());
    }

    private static void requireNoLoss(Change change) {
        if (change.gone == 0) return;
        throw new Fault(Exit.USAGE, "%s is there already, and %,d of its matches would go".formatted(change.addition.key, change.gone),
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
        MessageDigest digest = Sha256.digest();
        read(file.toString(), () -> {
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** caRtola's files are told apart by the folder of their season. */
    private static final Pattern CARTOLA = Pattern.compile(".*[/\\\\](20\\d\\d)[/\\\\](rodada-\\d{1,2})\\.csv");

    private static String rawName(String source) {
        String path = source.matches("https?://.*") ? source.replaceFirst("[?#].*", "") : source;
        Matcher cartola = CARTOLA.matcher(path);
        if (cartola.matches()) return "cartola-" + cartola.group(1) + "-" + cartola.group(2) + ".csv";
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return name.replaceFirst("(?i)\\.csv$", "") + ".csv"; // BRA.CSV too: a rule on AWS knows small letters only
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
