///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/raw/*.java lib/model/*.java lib/report/*.java
//SOURCES lib/words/*.java lib/etl/*.java
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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import lib.base.Cli;
import lib.base.Console;
import lib.base.CsvFile;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.etl.AddCommand;
import lib.etl.CheckCommand;
import lib.etl.DataReport;
import lib.etl.FetchCommand;
import lib.etl.PlayCommand;
import lib.etl.Reading;
import lib.etl.Remarks;
import lib.etl.SampleCommand;
import lib.etl.Tally;
import lib.etl.Verdicts;
import lib.football.DataSummary;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.lake.Arrivals;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.FeatureFile;
import lib.model.Features;
import lib.raw.Merger;
import lib.raw.Processed;
import lib.raw.Remark;
import lib.raw.Shots;
import lib.raw.UploadReader;
import lib.report.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "02_etl.java", mixinStandardHelpOptions = true,
        subcommands = {AddCommand.class, FetchCommand.class, SampleCommand.class, PlayCommand.class,
            CheckCommand.class},
        description = "Turns raw CSV files into clean matches and features. Without a command it does \"run\".")
class Etl {

    /** How many notes about a file, and names of unknown clubs, are printed. */
    private static final int SHOWN_NOTES = 10;

    /** How many names of unknown clubs the summary keeps: those of several leagues. */
    private static final int SHOWN_CLUBS = 1000;

    static void main(String[] arguments) {
        System.exit(Cli.run(new Etl(), "run", arguments));
    }

    // -------------------------------------------------- the commands

    @Command(description = "Turn every CSV file below raw/ into processed/ and quarantine/ (the default).")
    int run(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--run", paramLabel = "ID", description = "As a stage of a pipeline: leave the result in "
                    + "runs/ID/etl.json too, and end with 5 if more than 10 %% of a file is in quarantine.") String run,
            @Option(names = "--accept-quarantine", description = "Go on although much of a file is in quarantine, "
                    + "now and whenever these same files are read again.") boolean accept) {
        long start = System.nanoTime();
        Console console = output.console();
        try (Lake lake = where.open(); Merger merger = new Merger(Processed.clubNames(lake))) {
            console.title("Chapter 2. ETL in " + lake.describe());
            console.step(1, "Read the raw files");
            Read read = readUploads(lake, merger, console);
            console.step(2, "Merge what overlaps, quarantine what cannot be true");
            merger.merge();
            console.step(3, "Describe each match by what was known before it");
            DataSummary summary = describe(lake, read, merger, console);
            if (run != null) lake.put(Keys.runRecord(run, "etl"), Json.write(summary));

            String sum = "%,d rows read = %,d matches + %,d duplicates + %,d fixtures + %,d quarantined";
            console.good(sum.formatted(summary.read(), summary.matches(), summary.duplicates(), summary.fixtures(),
                    summary.quarantined()));
            if (summary.neverPlayed() > 0) {
                console.line("of the fixtures, " + summary.neverPlayed() + " will never be played: its season is over");
            }
            if (!summary.unknownClubs().isEmpty()) {
                console.line("%d unknown clubs were taken as new ones: %s".formatted(summary.unknownClubs().size(),
                        String.join(", ", summary.unknownClubs().stream().limit(SHOWN_NOTES).toList())));
            }
            console.line("seasons %d to %d, data until %s%s, %.1f s".formatted(summary.firstSeason(),
                    summary.lastSeason(), summary.dataUntil(), summary.simulated() ? ", SIMULATED" : "",
                    (System.nanoTime() - start) / 1e9));
            if (run == null) console.next(where.again("./jbangw 03_train.java"));
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

    @Command(description = "Write reports/data.html (data.pt.html in Portuguese): what the data look like, and their "
            + "traps.")
    int report(@Mixin LakeOptions where, @Mixin Cli.Output output) {
        Console console = output.console();
        try (Lake lake = where.open(); Merger merger = new Merger(Processed.clubNames(lake))) {
            readUploads(lake, merger, console);
            merger.merge();
            Tally tally = new Tally();
            List<MatchRow> played = new ArrayList<>();
            merger.forEachDay(day -> {
                tally.add(day);
                day.stream().filter(MatchRow::played).forEach(played::add);
            });
            if (played.isEmpty()) throw nothingToKeep(lake);
            String report = Reports.store(lake, "data", DataReport.of(played, tally, merger));
            console.good("written: " + report);
            if (output.json) console.json(Map.of("report", report));
            return Exit.OK.code;
        }
    }

    // -------------------------------------------------- 1. read the raw files

    // A file says by its header what its columns hold, and by all its rows together what its dates mean. Each row
    // becomes a match or is set aside with a reason. A later file corrects an earlier one, so files are taken in the
    // order in which they arrived; raw/arrivals.jsonl has it on record: copying a lake gives its files new times.
    // Then read: lib/raw/RawFile.java; lib/raw/Column.java, what a header may say; lib/raw/RawRow.java, a row.

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
        List<Lake.Entry> raw = lake.list(Keys.RAW);
        raw.stream().map(Lake.Entry::key).filter(key -> !Keys.isRawCsv(key) && !key.equals(Keys.ARRIVALS))
                .forEach(key -> console.warn("not read, because its name does not end in .csv: " + key));
        List<Arrived> files = raw.stream().filter(entry -> Keys.isRawCsv(entry.key()))
                .map(entry -> new Arrived(entry, arrivals.of(entry.key())))
                .sorted(Comparator.comparing(Arrived::at).thenComparing(file -> file.entry.key())).toList();
        if (files.isEmpty()) {
            throw new Fault(Exit.CONFIGURATION, "no CSV file below " + lake.describe() + "/" + Keys.RAW,
                    "nothing has been uploaded yet",
                    "./jbangw 06_pipeline.java loads the simulated sample; "
                    + "./jbangw 02_etl.java add FILE.csv takes your own files", 2);
        }
        Set<String> unknown = new TreeSet<>();
        Shots shots = new Shots(merger.names());
        for (Arrived file : files) {
            String key = file.entry.key();
            Reading.of(key, () -> shots.read(key, () -> lake.open(key)));
        }
        long bytes = files.stream().mapToLong(file -> file.entry.size()).sum();
        try (Console.Progress progress = console.progress("reading", bytes)) {
            for (Arrived file : files) {
                String key = file.entry.key();
                progress.advance(file.entry.size());
                if (shots.has(key)) continue;
                UploadReader reader = new UploadReader(merger, key, file.recorded.isPresent()).identifying(shots);
                unknown.addAll(Reading.of(key, () -> reader.read(() -> lake.open(key))));
            }
        }
        if (merger.setSimulatedAside()) console.warn("the simulated sample is set aside: there are real matches");
        return new Read(files, unknown, shots);
    }

    // -------------------------------------------------- 2. merge what overlaps

    // merger.merge() follows four rules. Rows of the same season, home and away club are one match, whatever their
    // file. A later upload corrects an earlier one field by field; an empty field corrects nothing: no score is lost.
    // Two results of a pair in one file contradict each other: there is no later one to believe, so one is set aside;
    // likewise one of another file that is weeks away, which is the return match with the clubs exchanged.
    // A club plays once a day, so of two matches only one can be true: the other goes to quarantine, with the reason.
    // Then read: lib/raw/Merger.java.

    // -------------------------------------------------- 3. describe each match by what was known before it

    // Features are made day by day: first every match of a day is described, then the clubs learn its results.
    // A result that slipped into its own description would make the best backtest, and the worst model, of the world.
    // Then read: lib/model/Features.java, the 16 numbers and two ratings.

    // -------------------------------------------------- 4. write processed/ and quarantine/

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
            remarks.show(console, Processed.summary(lake).map(DataSummary::reasons).orElse(List.of()));
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

    private static Fault nothingToKeep(Lake lake) {
        return new Fault(Exit.CONFIGURATION, "no played match in " + lake.describe() + "/" + Keys.RAW,
                "every row is a fixture or was refused for the reasons printed above",
                "compare your file's header with sample/simulated-league.csv", 2);
    }
}
