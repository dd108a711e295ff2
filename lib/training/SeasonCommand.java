package lib.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.football.Clubs;
import lib.football.CourtRulings;
import lib.football.Season;
import lib.football.Zones;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.Example;
import lib.model.SeasonForecast;
import lib.model.SeasonSimulation;
import lib.model.SeasonTally;
import lib.report.ChartPage;
import lib.report.Reports;
import lib.words.Language;
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
        Language english = new Language("en");
        console.table(header(english, season), lines.stream().map(line -> row(english, line)).toList());
        console.line("%,d simulations, seed %d, %.1f s; the chances are exact to ±%.1f points"
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
        console.good("written: " + Reports.store(lake, "season", words -> page(words, serving, season, lines)));
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

    private static List<String> header(Language words, Season season) {
        Zones zones = season.zones();
        return Stream.of("club", "position", "played", "won", "drawn", "lost", "goals", "points", "expected", "title",
                "groupstage", "libertadores", "sulamericana", "relegation")
                .map(column -> words.text("season." + column, zones.groupStage(), zones.libertadores(),
                        zones.relegated())).toList();
    }

    private static List<String> row(Language words, SeasonForecast.Line line) {
        SeasonTally.Chances chances = line.chances();
        List<String> cells = new ArrayList<>(List.of(Clubs.of(line.club()).display(), "" + line.position(),
                "" + line.played(), "" + line.won(), "" + line.drawn(), "" + line.lost(),
                words.signed(line.goalsFor() - line.goalsAgainst(), 0), "" + line.points(),
                words.number(chances.points().value())));
        for (SeasonTally.Estimate chance : List.of(chances.title(), chances.groupStage(), chances.libertadores(),
                chances.sulAmericana(), chances.relegation())) {
            cells.add(chance.value() == 0 ? "–" : words.percent(chance.value()));
        }
        return cells;
    }

    /** The largest Monte Carlo error, doubled: about 95 of 100 runs with other seeds lie within it. */
    private static double widest(List<SeasonForecast.Line> lines) {
        return 2 * lines.stream().mapToDouble(line -> Math.max(
                line.chances().libertadores().error(), line.chances().relegation().error())).max().orElse(0);
    }

    private ChartPage page(Language words, Serving serving, Season season, List<SeasonForecast.Line> lines) {
        String[] clubs = lines.stream().map(line -> Clubs.of(line.club()).display()).toArray(String[]::new);
        ChartPage page = new ChartPage(words, words.text("report.season.title", season.year()));
        if (serving.predictor().simulated()) page.simulated();
        page.text(words.text("report.season.lead", words.whole(simulations), season.left().size(), serving.version(),
                words.longDate(serving.predictor().dataUntil())));
        if (whatIf != null) page.text(words.text("report.season.assuming", whatIf));
        page.heading(words.text("season.places")).text(words.text("report.season.places"));
        Object[] positions = IntStream.rangeClosed(1, clubs.length).boxed().toArray();
        double[][] chances = lines.reversed().stream().map(line -> line.chances().positions()).toArray(double[][]::new);
        page.figure(new Figure(layout(), HeatmapTrace.builder(positions, List.of(clubs).reversed().toArray(), chances)
                .build()));
        page.heading(words.text("report.season.relegation"));
        page.figure(new Figure(layout(), BarTrace.builder(clubs,
                lines.stream().mapToDouble(line -> line.chances().relegation().value()).toArray()).build()));
        page.heading(words.text("chart.table")).table(header(words, season),
                lines.stream().map(line -> row(words, line)).toList());
        return page;
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
                    serving.predictor().simulated(), verdicts, places));
        }
        return Exit.OK.code;
    }
}
