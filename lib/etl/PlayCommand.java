package lib.etl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.football.Match;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.raw.Merger;
import lib.raw.Processed;
import lib.raw.UploadReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code 02_etl.java play}: the next round of the simulated league. It comes as a source publishes it, the whole file
 * again with ten more results; the lake stays as it is until somebody adds it.
 */
@Command(name = "play",
        description = "Play the next round of this lake's simulated league: writes the file that then arrives.")
public final class PlayCommand implements Callable<Integer> {

    private static final String FILE = "simulated-league.csv";

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "next", description = "Where to (${DEFAULT-VALUE}).")
    Path folder;

    @Option(names = "--rounds", defaultValue = "1", description = "How many rounds (${DEFAULT-VALUE}).")
    int rounds;

    @Option(names = "--seed", defaultValue = SampleLeague.SEED,
            description = "The seed that the league was made with (${DEFAULT-VALUE}).")
    long seed;

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new Fault(Exit.USAGE, "not a number of rounds: " + rounds, "at least one round is played",
                    "leave --rounds out to play one", 2);
        }
        List<Match> known = knownMatches();
        List<Match> left = known.stream().filter(match -> !match.played()).toList();
        List<Integer> open = left.stream().map(Match::round).distinct().sorted().toList();
        if (open.isEmpty()) {
            throw new Fault(Exit.CONFIGURATION, "no round is left to play", "the season of this league is over",
                    "make another league with ./jbangw 02_etl.java sample, and add it to a lake of its own", 2);
        }
        List<Integer> now = open.subList(0, Math.min(rounds, open.size()));
        String file = leagueOf(known, open.size() - now.size());
        Map<Match.Key, Match> results = matchesOf(file).stream().collect(Collectors.toMap(Match::key, match -> match));
        if (!left.stream().allMatch(match -> results.containsKey(match.key()))) {
            throw new Fault(Exit.USAGE, "seed " + seed + " makes another league than the one in this lake",
                    "the matches that are left in it are not those of that league",
                    "name with --seed the one that ./jbangw 02_etl.java sample was given", 2);
        }
        Files.createDirectories(folder);
        Path written = Files.writeString(folder.resolve(FILE), file);
        tell(left.stream().filter(match -> now.contains(match.round())).map(match -> results.get(match.key())).toList(),
                written);
        return Exit.OK.code;
    }

    /** The matches that the lake knows, played or not; those of a real league are not for this command to play. */
    private List<Match> knownMatches() {
        try (Lake lake = where.open()) {
            if (Processed.summary(lake).filter(summary -> !summary.simulated()).isPresent()) {
                throw new Fault(Exit.CONFIGURATION, "the matches in " + lake.describe() + " are real",
                        "a real round is played on the pitch", "when it is over: ./jbangw 02_etl.java fetch; "
                        + "a league to play with: ./jbangw 06_pipeline.java --lake trial-lake", 2);
            }
            return Stream.concat(Processed.played(lake).stream(), Processed.toPlay(lake).stream()).toList();
        }
    }

    /** The raw file of the league with so many rounds still open: its size and its years are those of the lake. */
    private String leagueOf(List<Match> known, int open) {
        int first = known.stream().mapToInt(Match::season).min().orElseThrow();
        int last = known.stream().mapToInt(Match::season).max().orElseThrow();
        long clubs = known.stream().filter(match -> match.season() == last).map(Match::home).distinct().count();
        StringBuilder raw = new StringBuilder();
        new SampleLeague((int) clubs, seed).write(first, last - first + 1, open, raw, new StringBuilder());
        return raw.toString();
    }

    private static List<Match> matchesOf(String raw) {
        List<Match> matches = new ArrayList<>();
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        return Reading.of(FILE, () -> {
            try (Merger merger = new Merger()) {
                new UploadReader(merger, FILE).read(() -> new ByteArrayInputStream(bytes));
                merger.merge();
                merger.forEachDay(day -> day.forEach(row -> matches.add(row.match())));
                return matches;
            }
        });
    }

    private void tell(List<Match> played, Path written) {
        Console console = output.console();
        for (Match match : played) {
            console.line("round %d, %s: %s %d x %d %s".formatted(match.round(), match.date(), match.home(),
                    match.homeGoals(), match.awayGoals(), match.away()));
        }
        console.good("%d matches played, written to %s".formatted(played.size(), written));
        console.next(where.again("./jbangw 02_etl.java add " + Cli.quoted(written.toString())));
        if (output.json) console.json(Map.of("file", written.toString(), "played", played));
    }
}
