package lib.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.football.Clubs;
import lib.football.Match;
import lib.model.Backtest;
import lib.model.Difference;
import lib.model.DynamicGoals;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.Forecast;
import lib.model.ForecastLog;
import lib.model.Leaderboard;
import lib.model.Limit;
import lib.model.Reliability;
import lib.model.Scores;
import lib.model.SeasonSimulation;
import lib.report.ChartPage;
import lib.report.Curves;
import lib.words.Language;
import tech.tablesaw.plotly.traces.Trace;

/** The page about the model: how good it is, where it errs, and what it believes about the clubs. */
public final class ModelReport {

    private static final int CLUBS_SHOWN = 5;
    private static final int SURPRISES = 15;
    private static final int PIT_PARTS = 10;
    private static final int PLACE_SIMULATIONS = 2_000;
    private static final long PLACE_SEED = 1;

    private final Language words;
    private final Evaluation metrics;
    private final List<Leaderboard.Entry> entries;
    private final Map<Match.Key, Forecast> limit;
    private final Backtest.Run served;
    private final ChartPage page;

    private ModelReport(Language words, Evaluation metrics, List<Leaderboard.Entry> entries,
            Map<Match.Key, Forecast> limit) {
        this.words = words;
        this.metrics = metrics;
        this.entries = entries;
        this.limit = limit;
        this.served = Evaluation.run(entries, metrics.kind());
        this.page = new ChartPage(words, words.text("report.model.title"));
    }

    /**
     * The page in each language; what is simulated and fitted for it is so once.
     *
     * @param log the forecasts written down before the matches, null if there are none
     */
    public static Function<Language, ChartPage> of(TrainingData data, Evaluation metrics,
            List<Leaderboard.Entry> entries, ForecastLog log) {
        List<SeasonBacktest.Half> halves = SeasonBacktest.run(data.examples().stream().map(Example::row).toList(),
                Forecasters.create(metrics.kind()), metrics.firstSeason(), metrics.lastSeason(),
                SeasonSimulation.STRENGTH_SD, PLACE_SIMULATIONS, PLACE_SEED);
        List<DynamicGoals.Snapshot> months = DynamicGoals.months(data.examples());
        return words -> {
            ModelReport report = new ModelReport(words, metrics, entries, data.limit());
            if (metrics.simulated()) report.page.simulated();
            report.leaderboard();
            report.seasons();
            report.reliability();
            report.goals();
            if (!halves.isEmpty()) report.places(halves);
            report.homeAdvantage(months);
            report.strengths(months);
            report.surprises();
            if (log != null) report.log(log);
            return report.page;
        };
    }

    private ChartPage section(String key) {
        return page.heading(words.text(key)).text(words.text(key + ".note"));
    }

    private List<String> texts(String... keys) {
        return Stream.of(keys).map(words::text).toList();
    }

    private String difference(double mean, double standardError) {
        return words.signed(mean, 4) + " ± " + words.decimal(standardError, 4);
    }

    private String kind(String kind) {
        return words.textOr("kind." + kind, kind);
    }

    private void leaderboard() {
        String usual = kind(Evaluation.USUAL);
        page.heading(words.text("board.title")).text(words.text("report.board.note", usual));
        String to = words.text("report.board.to", usual);
        page.table(List.of(words.text("board.kind"), words.text("board.n"), words.text("board.rps"), to,
                words.text("board.logloss"), to, words.text("board.way"), words.text("board.accuracy"),
                words.text("board.calibration")), metrics.leaderboard().stream().map(this::row).toList());
        Scores own = metrics.served();
        page.text(metrics.beatsAlwaysHome() ? words.text("model.verdict.yes", words.whole(own.n()),
                words.percent(metrics.rpsGain() / (own.rps() + metrics.rpsGain())), words.percent(own.accuracy()))
                : words.text("model.verdict.no", words.whole(own.n())));
        Limit reached = metrics.limit();
        if (reached == null) return;
        page.text(words.text("limit." + reached.kind(), words.decimal(reached.scores().rps(), 4),
                words.whole(reached.scores().n()), words.decimal(reached.served(), 4),
                difference(reached.excess().rps(), reached.excess().standardError())));
    }

    private List<String> row(Evaluation.Row row) {
        boolean usual = row.kind().equals(Evaluation.USUAL);
        Scores scores = row.scores();
        Difference to = row.toServed();
        return List.of(kind(row.kind()), words.whole(scores.n()), words.decimal(scores.rps(), 4),
                usual ? "" : difference(to.rps(), to.standardError()), words.decimal(scores.logLoss(), 4),
                usual ? "" : difference(to.logLoss(), to.logLossError()),
                row.ofTheWay() == null ? "" : words.percent(row.ofTheWay()), words.percent(scores.accuracy()),
                words.decimal(scores.calibrationError(), 3) + " (" + words.decimal(scores.chanceError(), 3) + ")");
    }

    private void seasons() {
        section("report.seasons");
        List<Trace> traces = new ArrayList<>();
        traces.add(Curves.line(kind(Evaluation.ALWAYS_HOME),
                rpsBySeason(Evaluation.run(entries, Evaluation.ALWAYS_HOME), Map.of()), Curves.GREY));
        traces.add(Curves.line(kind(metrics.kind()), rpsBySeason(served, Map.of()), Curves.COLOURS.getFirst()));
        if (metrics.limit() != null) {
            traces.add(Curves.dashed(words.text("report.limit." + metrics.limit().kind()), rpsBySeason(served, limit),
                    Curves.COLOURS.get(2)));
        }
        page.figure(Curves.seasons(words.text("coverage.season"), words.text("board.rps"),
                traces.toArray(Trace[]::new)));
    }

    /** Seasons and mean RPS; of other forecasts instead of the run's own, where some are given. */
    private static double[][] rpsBySeason(Backtest.Run run, Map<Match.Key, Forecast> others) {
        return bySeason(run, i -> {
            Match match = run.examples().get(i).match();
            Forecast forecast = others.isEmpty() ? run.forecasts().get(i) : others.get(match.key());
            return forecast == null ? Double.NaN : Scores.rps(forecast, match.outcome());
        });
    }

    private static double[][] bySeason(Backtest.Run run, ToDoubleFunction<Integer> value) {
        TreeSet<Integer> seasons = new TreeSet<>(
                run.examples().stream().map(example -> example.match().season()).toList());
        double[][] points = new double[2][seasons.size()];
        int at = 0;
        for (int season : seasons) {
            points[0][at] = season;
            points[1][at++] = IntStream.range(0, run.examples().size())
                    .filter(i -> run.examples().get(i).match().season() == season)
                    .mapToDouble(value::applyAsDouble).filter(Double::isFinite).average().orElse(Double.NaN);
        }
        return points;
    }

    private void reliability() {
        page.heading(words.text("calibration.title")).text(words.text("report.calibration.note"));
        List<Trace> traces = new ArrayList<>();
        for (Reliability outcome : metrics.reliability()) {
            String colour = Curves.COLOURS.get(outcome.outcome().ordinal());
            List<Reliability.Band> band = outcome.band();
            double[] x = band.stream().mapToDouble(Reliability.Band::forecast).toArray();
            traces.add(Curves.band(x, band.stream().mapToDouble(Reliability.Band::low).toArray(),
                    band.stream().mapToDouble(Reliability.Band::high).toArray(), colour));
            traces.add(Curves.line(words.text("calibration." + outcome.outcome()), outcome.points(), colour));
        }
        traces.add(Curves.dashed(words.text("calibration.ideal"), new double[][] {{0, 1}, {0, 1}}, Curves.GREY));
        page.figure(Curves.figure(words.text("calibration.forecast"), words.text("calibration.happened"),
                traces.toArray(Trace[]::new)));
        page.text(words.text("report.brier.note"));
        page.table(texts("calibration.outcome", "calibration.forecast", "calibration.happened", "board.brier",
                "report.uncertainty", "report.discrimination", "report.miscalibration"),
                metrics.reliability().stream().map(outcome -> List.of(words.text("calibration." + outcome.outcome()),
                        words.percent(outcome.forecast()), words.percent(outcome.happened()),
                        words.decimal(outcome.score(), 4), words.decimal(outcome.uncertainty(), 4),
                        words.decimal(outcome.discrimination(), 4), words.decimal(outcome.miscalibration(), 4)))
                        .toList());
    }

    private void goals() {
        if (served.forecasts().getFirst().expectedHomeGoals() == null) return;
        section("report.goals");
        String home = Curves.COLOURS.getFirst();
        String away = Curves.COLOURS.get(2);
        page.figure(Curves.seasons(words.text("coverage.season"), words.text("report.goals.axis"),
                Curves.line(words.text("report.goals.home_seen"),
                        bySeason(served, i -> served.examples().get(i).match().homeGoals()), home),
                Curves.dashed(words.text("report.goals.home_forecast"),
                        bySeason(served, i -> served.forecasts().get(i).expectedHomeGoals()), home),
                Curves.line(words.text("report.goals.away_seen"),
                        bySeason(served, i -> served.examples().get(i).match().awayGoals()), away),
                Curves.dashed(words.text("report.goals.away_forecast"),
                        bySeason(served, i -> served.forecasts().get(i).expectedAwayGoals()), away)));
        page.text(words.text("report.pit.note"));
        page.figure(Curves.figure(words.text("report.pit.fewer"), words.text("report.pit.matches"),
                pit(words.text("report.pit.home"), Forecast::expectedHomeGoals, Match::homeGoals, home),
                pit(words.text("report.pit.away"), Forecast::expectedAwayGoals, Match::awayGoals, away),
                Curves.dashed(words.text("calibration.ideal"), new double[][] {{0, 1}, {1, 1}}, Curves.GREY)));
    }

    private Trace pit(String name, ToDoubleFunction<Forecast> expected, ToIntFunction<Match> seen, String colour) {
        double[] height = CountPit.histogram(served.forecasts().stream().mapToDouble(expected).toArray(),
                served.examples().stream().map(Example::match).mapToInt(seen).toArray(), PIT_PARTS);
        double[] middle = IntStream.range(0, PIT_PARTS).mapToDouble(part -> (part + .5) / PIT_PARTS).toArray();
        return Curves.line(name, new double[][] {middle, height}, colour);
    }

    private void places(List<SeasonBacktest.Half> halves) {
        SeasonBacktest.Places places = SeasonBacktest.places(halves);
        page.heading(words.text("report.places")).text(words.text("report.places.note", words.decimal(places.rps(), 4),
                words.decimal(places.usual(), 4), words.number(places.width()), words.percent(places.covered()),
                words.whole(places.n())));
        page.table(texts("season.chance", "board.brier", "report.share_alone", "board.logloss"),
                SeasonBacktest.verdicts(halves).stream().map(verdict -> List.of(switch (verdict.what()) {
                    case "title" -> words.text("season.title");
                    case "top 4" -> words.text("season.groupstage", 4);
                    default -> words.text("report.season.relegation");
                }, words.decimal(verdict.brier(), 4), words.decimal(verdict.usual(), 4),
                        words.decimal(verdict.logLoss(), 4))).toList());
    }

    private void homeAdvantage(List<DynamicGoals.Snapshot> months) {
        section("report.home");
        if (!metrics.simulated()) page.text(words.text("report.empty_stadiums"));
        double[] x = months.stream().mapToDouble(ModelReport::year).toArray();
        double[] mean = months.stream().mapToDouble(month -> month.homeAdvantage().mean()).toArray();
        double[] deviation = months.stream().mapToDouble(month -> month.homeAdvantage().deviation()).toArray();
        page.figure(Curves.figure(words.text("ratings.year"), words.text("report.home.axis"),
                Curves.ratios(words.text("report.home.line"), x, mean, deviation, Curves.COLOURS.getFirst())));
    }

    private void strengths(List<DynamicGoals.Snapshot> months) {
        section("report.strength");
        List<String> strongest = months.getLast().clubs().entrySet().stream()
                .sorted(Comparator.comparingDouble(club -> -club.getValue().mean())).limit(CLUBS_SHOWN)
                .map(Map.Entry::getKey).toList();
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < strongest.size(); i++) {
            String club = strongest.get(i);
            List<DynamicGoals.Snapshot> present = months.stream().filter(month -> month.clubs().containsKey(club))
                    .toList();
            double[] x = present.stream().mapToDouble(ModelReport::year).toArray();
            double[] mean = present.stream().mapToDouble(month -> month.clubs().get(club).mean()).toArray();
            double[] deviation = present.stream().mapToDouble(month -> month.clubs().get(club).deviation()).toArray();
            traces.addAll(List.of(
                    Curves.ratios(Clubs.of(club).display(), x, mean, deviation, Curves.COLOURS.get(i))));
        }
        page.figure(Curves.figure(words.text("ratings.year"), words.text("report.strength.axis"),
                traces.toArray(Trace[]::new)));
    }

    private void surprises() {
        page.heading(words.text("surprises.title")).text(words.text("surprises.note"));
        Comparator<Integer> leastLikely = Comparator.comparingDouble(
                i -> served.forecasts().get(i).of(served.examples().get(i).match().outcome()));
        page.table(texts("nav.match", "form.date", "report.score", "surprises.chance"),
                IntStream.range(0, served.forecasts().size()).boxed()
                .sorted(leastLikely).limit(SURPRISES).map(i -> {
                    Match match = served.examples().get(i).match();
                    return List.of(words.text("forecast.title", Clubs.of(match.home()).display(),
                                    Clubs.of(match.away()).display()), words.shortDate(match.date()),
                            match.homeGoals() + "–" + match.awayGoals(),
                            words.percent(served.forecasts().get(i).of(match.outcome())));
                }).toList());
    }

    private void log(ForecastLog log) {
        page.heading(words.text("log.title")).text(words.text("log.note"));
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of(words.text("log.recorded"), words.whole(log.recorded())));
        facts.add(List.of(words.text("log.waiting"), words.whole(log.waiting())));
        boolean scored = log.scores() != null && !log.matches().isEmpty();
        if (scored) {
            facts.add(List.of(words.text("log.n"), words.whole(log.scores().n())));
            facts.add(List.of(words.text("log.rps"), words.decimal(log.scores().rps(), 4)));
        }
        page.table(List.of(words.text("report.what"), words.text("report.many")), facts);
        if (!scored) return;
        if (log.drift() != null) page.text(words.text("log.drift." + log.drift().signal()));
        double[] x = IntStream.rangeClosed(1, log.matches().size()).asDoubleStream().toArray();
        double[] running = log.matches().stream().mapToDouble(ForecastLog.Entry::runningRps).toArray();
        page.figure(Curves.figure(words.text("log.n"), words.text("log.rps"),
                Curves.line(words.text("log.rps"), new double[][] {x, running}, Curves.COLOURS.getFirst())));
    }

    private static double year(DynamicGoals.Snapshot month) {
        return month.day().getYear() + (month.day().getDayOfYear() - 1) / 365.25;
    }
}
