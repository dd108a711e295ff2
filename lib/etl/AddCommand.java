package lib.etl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import lib.football.DataSummary;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.raw.Processed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code 02_etl.java add}: files, folders and addresses that a person names. */
@Command(name = "add", description = "Check CSV files and put them into raw/.")
public final class AddCommand implements Callable<Integer> {

    private static final Pattern TAKEN = Pattern.compile("(?i)\\.(csv|txt)$");

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--replace", description = "Replace a file of the same name even if matches go with it.")
    boolean replace;

    @Option(names = "--columns", paramLabel = "NAME=THEIRS,…", description = "What foreign columns hold, for example "
            + "home=time_casa,away=time_fora,home_goals=gc,away_goals=gf. Names: date, time, season, round, home, "
            + "away, home_goals, away_goals, score, winner, status, venue.")
    String columns;

    @Parameters(arity = "1..*", paramLabel = "PATH_OR_URL",
            description = "Files on this machine, folders with CSV files, or http(s) addresses.")
    List<String> sources;

    @Override
    public Integer call() {
        try (Lake lake = where.open()) {
            List<String> clubs = Processed.summary(lake).map(DataSummary::unknownClubs).orElse(List.of());
            List<String> added = Uploads.addAll(lake, filesOf(sources), columns, clubs, replace, output.console());
            if (output.json) output.console().json(Map.of("added", added));
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
                List<String> found = inside.filter(file -> TAKEN.matcher(file.toString()).find())
                        .map(Path::toString).sorted().toList();
                if (found.isEmpty()) {
                    throw new Fault(Exit.USAGE, "no CSV file in the folder " + source,
                            "only files whose names end in .csv or .txt are taken", "name the files themselves", 2);
                }
                files.addAll(found);
            } catch (IOException e) {
                throw new Fault(Exit.USAGE, "cannot look into the folder " + source, e.getMessage(),
                        "give the files themselves", 2).from(e);
            }
        }
        return files;
    }
}
