package lib.etl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 02_etl.java sample}: a league without a lake. */
@Command(name = "sample", description = "Write a simulated league as a raw file, and its true probabilities beside it.")
public final class SampleCommand implements Callable<Integer> {

    @Mixin
    Cli.Output output;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "sample",
            description = "Where to (${DEFAULT-VALUE}).")
    Path folder;

    @Option(names = "--clubs", defaultValue = "20",
            description = "Clubs in the league, even, 4 to 128 (${DEFAULT-VALUE}).")
    int clubs;

    @Option(names = "--seasons", defaultValue = "7", description = "Seasons (${DEFAULT-VALUE}).")
    int seasons;

    @Option(names = "--last-season", defaultValue = "2026", description = "Year of the last season (${DEFAULT-VALUE}).")
    int last;

    @Option(names = "--open-rounds", defaultValue = "12",
            description = "Rounds of the last season still to be played (${DEFAULT-VALUE}).")
    int open;

    @Option(names = "--seed", defaultValue = SampleLeague.SEED,
            description = "The same seed gives the same league (${DEFAULT-VALUE}).")
    long seed;

    @Override
    public Integer call() throws IOException {
        if (clubs < 4 || clubs > 128 || clubs % 2 != 0 || seasons < 1 || last - seasons < 1000 || last > 9999
                || open < 0 || open > 2 * (clubs - 1)) {
            throw new Fault(Exit.USAGE, "no such league can be made",
                    "clubs must be even and 4 to 128, seasons at least 1, years 1001 to 9999, and a season has "
                    + "2 * (clubs - 1) rounds",
                    "see ./jbangw 02_etl.java sample --help", 2);
        }
        Files.createDirectories(folder);
        List<Path> parts = List.of(folder.resolve("simulated-league.csv.part"),
                folder.resolve("true-probabilities.csv.part"));
        try (var raw = Files.newBufferedWriter(parts.get(0)); var truth = Files.newBufferedWriter(parts.get(1))) {
            new SampleLeague(clubs, seed).write(last - seasons + 1, seasons, open, raw, truth);
        }
        for (Path part : parts) {
            Path whole = Path.of(part.toString().replaceFirst("\\.part$", ""));
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        }
        output.console().good("%,d simulated matches in %s".formatted((long) clubs * (clubs - 1) * seasons, folder));
        if (output.json) output.console().json(Map.of("folder", folder.toString(), "seasons", seasons));
        return Exit.OK.code;
    }
}
