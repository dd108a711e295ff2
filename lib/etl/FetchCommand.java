package lib.etl;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Settings;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 02_etl.java fetch}: the public sources, each of which may be away. */
@Command(name = "fetch", description = "Download the public sources into raw/.")
public final class FetchCommand implements Callable<Integer> {

    private static final String GITHUB = "https://raw.githubusercontent.com/";

    /** Of a season of the league. */
    private static final int ROUNDS = 38;

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--brasileirao-url", paramLabel = "URL", descriptionKey = "BRASILEIRAO_URL",
            defaultValue = GITHUB + "adaoduque/Brasileirao_Dataset/master/campeonato-brasileiro-full.csv",
            description = "The Brasileirão data set (BRASILEIRAO_URL).")
    String brasileirao;

    @Option(names = "--football-data-url", paramLabel = "URL", descriptionKey = "FOOTBALL_DATA_URL",
            defaultValue = "https://www.football-data.co.uk/new/BRA.csv",
            description = "The league at football-data.co.uk (FOOTBALL_DATA_URL).")
    String footballData;

    @Option(names = "--openfootball-url", paramLabel = "URL", descriptionKey = "OPENFOOTBALL_URL",
            defaultValue = GITHUB + "openfootball/south-america/master/brazil/YEAR_br1.txt",
            description = "openfootball's rounds and days, of this year and the last (OPENFOOTBALL_URL).")
    String openfootball;

    @Option(names = "--shots",
            description = "Also fetch shots, from which the goal model learns more.")
    boolean shots;

    @Option(names = "--statistics-url", paramLabel = "URL", descriptionKey = "STATISTICS_URL",
            defaultValue = GITHUB + "adaoduque/Brasileirao_Dataset/master/campeonato-brasileiro-estatisticas-full.csv",
            description = "Shots beside the Brasileirão data set (STATISTICS_URL).")
    String statistics;

    @Option(names = "--cartola-url", paramLabel = "URL", descriptionKey = "CARTOLA_URL",
            defaultValue = GITHUB + "henriquepgomide/caRtola/master/data/01_raw/YEAR/rodada-ROUND.csv",
            description = "caRtola's rounds, of this year and the last (CARTOLA_URL).")
    String cartola;

    @Override
    public Integer call() {
        int year = LocalDate.now(ZoneId.of("America/Sao_Paulo")).getYear();
        Set<String> urls = new LinkedHashSet<>(List.of(brasileirao, footballData));
        for (int season : List.of(year - 1, year)) urls.add(openfootball.replace("YEAR", "" + season));
        if (shots) urls.add(statistics);
        List<String> added = new ArrayList<>();
        try (Lake lake = where.open()) {
            for (String url : urls) {
                output.console().line("fetching " + Settings.withoutPassword(url));
                fetched(lake, url).ifPresent(added::addAll);
            }
            for (int season : shots ? List.of(year - 1, year) : List.<Integer>of()) {
                fetchRounds(lake, cartola.replace("YEAR", "" + season), added);
            }
        }
        if (added.isEmpty()) {
            throw new Fault(Exit.CONFIGURATION, "no public source could be fetched",
                    "there is no network, or all sources moved",
                    "go on with the simulated sample: ./jbangw 06_pipeline.java; or give your own files: "
                    + "./jbangw 02_etl.java add FILE.csv", 2);
        }
        if (output.json) output.console().json(Map.of("added", added));
        return Exit.OK.code;
    }

    /** Puts what an address holds into raw/. A source that is away or has changed is told and does no harm. */
    private Optional<List<String>> fetched(Lake lake, String url) {
        try {
            return Optional.of(Uploads.addAll(lake, List.of(url), null, List.of(), false, output.console()));
        } catch (Fault fault) {
            output.console().warn(fault.getMessage() + ": " + fault.likelyCause);
            return Optional.empty();
        }
    }

    /** caRtola's files of a season, one a round: those that are not there yet, until the first that does not exist. */
    private void fetchRounds(Lake lake, String url, List<String> added) {
        Set<String> there =
                lake.list(Keys.RAW + "cartola-").stream().map(Lake.Entry::key).collect(Collectors.toSet());
        for (int round = 1; round <= ROUNDS; round++) {
            String address = url.replace("ROUND", "" + round);
            if (there.contains(Keys.RAW + Uploads.rawName(address))) continue;
            output.console().line("fetching " + Settings.withoutPassword(address));
            Optional<List<String>> file = fetched(lake, address);
            if (file.isEmpty()) return;
            added.addAll(file.get());
        }
    }
}
