package lib.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.concurrent.Callable;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.football.Clubs;
import lib.football.CourtRulings;
import lib.football.Season;
import lib.football.Zones;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.Example;
import lib.model.SeasonForecast;
import lib.model.SeasonSimulation;
import lib.model.SeasonTally;
import lib.report.ChartPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.HeatmapTrace;

/** {@code 03_train.java season}: the rest of the running season, simulated with the champion. */
@Command(name = "season", description = "Simulate the rest of the running season: title, Libertadores, "
        + "Sul-Americana, relegation.")
public final class SeasonCommand implements Callable<Integer> {

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--simulations", paramLabel = "N", defaultValue = "10000",
            description = "How many seasons to play, 100 to 1,000,000; ten times as many are three times as exact "
                    + "(${DEFAULT-VALUE}).")
    int simulations;

    @Option(names = "--seed", defaultValue = "2003",
            description = "The same seed gives the same chances (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--what-if", paramLabel = "RESULTS",
            description = "Assume results of matches left, for example \"Palmeiras 0-1 Santos; Bahia 2-2 Vitória\".")
    String whatIf;

    @Option(names = "--check", description = "Instead: how good were the chances of past seasons, given when half of "
            + "the matches had been played?")
    boolean check;

    /** What {@code --json} prints. */
    private record Result(int season, String version, boolean simulated, int simulations, long seed, int matchesLeft,
            String whatIf, List<SeasonForecast.Line> standings) {}

    private record Check(int firstSeason, int lastSeason, boolean simulated, List<SeasonBacktest.Verdict> verdicts,
                         SeasonBacktest.Places places) {}

    @Override
    public Integer call() {
        if (simulations < 100 || simulations > 1_000_000) {
            throw new Fault(Exit.USAGE, "no such number of simulations: " + simulations,
                    "fewer than 100 say nothing, more than a million take minutes", "for example --simulations 10000",
                    3);
        }
        try (Lake lake = where.open()) {
            Serving serving = Serving.of(lake);
            return check ? check(lake, serving) : simulate(lake, serving);
        }
    }

    // ---------------------------------------------------------------- the running season

    private int simulate(Lake lake, Serving serving) {
        Console console = output.console();
        Season season = assuming(Season.running(serving.history()));
        long start = System.nanoTime();
        List<SeasonForecast.Line> lines = SeasonForecast.of(
                serving.predictor(), serving.history(), season, simulations, seed).lines();
        double seconds = (System.nanoTime() - start) / 1e9;
        boolean simulated = serving.predictor().simulated();
        console.title("Season %d after %d matches, %d left%s"
                .formatted(season.year(), season.played().size(), season.left().size(),
                        simulated ? " (SIMULATED LEAGUE)" : ""));
        if (whatIf != null) console.warn("assuming " + whatIf);
        console.table(header(season), lines.stream().map(SeasonCommand::row).toList());
        console.line("%,d simulations, seed %d, %.1f s; a chance of 50 %% is exact to ±%.1f points"
                .formatted(simulations, seed, seconds, 100 * widest(lines)));
        List<CourtRulings.Ruling> rulings = CourtRulings.of(season);
        if (!rulings.isEmpty()) {
            console.line("points by rulings of the sports court: " + rulings.stream()
                    .map(ruling -> "%s %+d".formatted(Clubs.of(ruling.club()).display(), ruling.points()))
                    .collect(Collectors.joining(", ")));
        }
        console.line(
                "level on points, wins, goal difference and goals: head-to-head between two clubs, then lots (cards "
                + "are not in the data)");
        lake.put(Keys.REPORTS + ChartPage.PLOTLY, ChartPage.plotly());
        lake.put(Keys.REPORTS + "season.html", page(serving, season, lines));
        console.good("written: " + lake.describe() + "/" + Keys.REPORTS + "season.html");
        if (output.json) {
            console.json(new Result(season.year(), serving.version(), simulated, simulations, seed,
                    season.left().size(), whatIf, lines));
        }
        return Exit.OK.code;
    }

    private Season assuming(Season season) {
        try {
            return whatIf == null ? season : season.with(whatIf);
        } catch (IllegalArgumentException e) {
            throw new Fault(Exit.USAGE, "cannot assume that: " + e.getMessage(),
                    "only matches of the running season that are still to be played can be assumed",
                    "for example --what-if \"Palmeiras 0-1 Santos\"", 3);
        }
    }

    private static List<String> header(Season season) {
        Zones zones = season.zones();
        return List.of("club", "pos", "P", "W", "D", "L", "goals", "pts", "expected", "title",
                "top " + zones.groupStage(),
                "top " + zones.libertadores(), "Sul-Am.", "relegation");
    }

    private static List<String> row(SeasonForecast.Line line) {
        SeasonTally.Chances chances = line.chances();
        List<String> cells = new ArrayList<>(List.of(Clubs.of(line.club()).display(), "" + line.position(),
                "" + line.played(), "" + line.won(), "" + line.drawn(),
                "" + line.lost(), line.goalsFor() + ":" + line.goalsAgainst(), "" + line.points(),
                "%.1f".formatted(chances.points().value())));
        for (SeasonTally.Estimate chance : List.of(chances.title(), chances.groupStage(), chances.libertadores(),
                chances.sulAmericana(), chances.relegation())) {
            cells.add(chance.value() == 0 ? "-" : "%.1f %%".formatted(100 * chance.value()));
        }
        return cells;
    }

    /** The largest Monte Carlo error, doubled: about 95 of 100 runs with other seeds lie within it. */
    private static double widest(List<SeasonForecast.Line> lines) {
        return 2 * lines.stream().mapToDouble(line -> Math.max(
                line.chances().libertadores().error(), line.chances().relegation().error())).max().orElse(0);
    }

    private byte[] page(Serving serving, Season season, List<SeasonForecast.Line> lines) {
        String[] clubs = lines.stream().map(line -> Clubs.of(line.club()).display()).toArray(String[]::new);
        ChartPage page = new ChartPage("Season " + season.year() + ": how it may end");
        if (serving.predictor().simulated()) {
            page.label("SIMULATED LEAGUE: real club names, but these matches never took place.");
        }
        page.text("%,d simulations of the %d matches left, model %s, data until %s."
                .formatted(simulations, season.left().size(), serving.version(), serving.predictor().dataUntil()));
        if (whatIf != null) page.text("Assuming " + whatIf + ".");
        page.heading("Final position").text("The darker, the likelier; each row adds up to one.");
        Object[] positions = java.util.stream.IntStream.rangeClosed(1, clubs.length).boxed().toArray();
        double[][] chances = lines.reversed().stream().map(line -> line.chances().positions()).toArray(double[][]::new);
        page.figure(new Figure(layout(), HeatmapTrace.builder(positions, List.of(clubs).reversed().toArray(), chances)
                .build()));
        page.heading("Relegation");
        page.figure(new Figure(layout(), BarTrace.builder(clubs,
                lines.stream().mapToDouble(line -> line.chances().relegation().value()).toArray()).build()));
        page.heading("The same in numbers").table(header(season), lines.stream().map(SeasonCommand::row).toList());
        return page.bytes();
    }

    private static Layout layout() {
        return Layout.builder().width(880).height(520)
                .margin(Margin.builder().left(140).right(70).top(20).bottom(120).build()).build();
    }

    // ---------------------------------------------------------------- past seasons

    private int check(Lake lake, Serving serving) {
        Console console = output.console();
        int first = serving.history().matches().getFirst().season() + 3; // what came before is needed to learn from
        int last = serving.history().matches().getLast().season();
        List<SeasonBacktest.Half> halves = SeasonBacktest.run(
                TrainingData.read(lake).examples().stream().map(Example::row).toList(),
                Forecasters.create(serving.predictor().kind()), first, last, SeasonSimulation.STRENGTH_SD, simulations,
                seed);
        if (halves.isEmpty()) {
            throw new Fault(Exit.CONFIGURATION, "no complete season from " + first + " on",
                    "the first three seasons are for learning, and the running one has no end yet",
                    "add more seasons with ./jbangw 02_etl.java add FILE.csv", 3);
        }
        console.title("Chances at half season, seasons %d to %d%s"
                .formatted(halves.getFirst().season(), halves.getLast().season(),
                        serving.predictor().simulated() ? " (SIMULATED LEAGUE)" : ""));
        List<SeasonBacktest.Verdict> verdicts = SeasonBacktest.verdicts(halves);
        console.table(List.of("chance of", "n", "Brier", "share alone", "log-loss"),
                verdicts.stream().map(verdict -> List.of(verdict.what(), "" + verdict.n(),
                "%.4f".formatted(verdict.brier()), "%.4f".formatted(verdict.usual()),
                "%.4f".formatted(verdict.logLoss()))).toList());
        console.line("");
        console.table(List.of("relegation", "clubs", "predicted", "happened", "error"),
                verdicts.getLast().bins().stream().map(bin -> List.of(
                "%.0f to %.0f %%".formatted(100 * bin.from(), 100 * bin.to()), "" + bin.n(),
                "%.1f %%".formatted(100 * bin.predicted()),
                "%.1f %%".formatted(100 * bin.happened()), "±%.1f".formatted(100 * bin.error()))).toList());
        SeasonBacktest.Places places = SeasonBacktest.places(halves);
        console.line("");
        console.line(places.toString());
        if (output.json) {
            console.json(new Check(halves.getFirst().season(), halves.getLast().season(),
                    serving.predictor().simulated(),
                    verdicts, places));
        }
        return Exit.OK.code;
    }
}
