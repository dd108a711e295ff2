package lib.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import lib.football.Clubs;
import lib.football.Match;
import lib.model.Backtest;
import lib.model.DynamicGoals;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.Forecast;
import lib.model.ForecastLog;
import lib.model.Leaderboard;
import lib.model.Reliability;
import lib.model.Scores;
import lib.model.SeasonSimulation;
import lib.report.ChartPage;
import lib.report.Curves;
import tech.tablesaw.plotly.traces.Trace;

/** The page about the model: how good it is, where it errs, and what it believes about the clubs. */
public final class ModelReport {

    private static final int CLUBS_SHOWN = 5;
    private static final int SURPRISES = 15;
    private static final int PIT_PARTS = 10;
    private static final int PLACE_SIMULATIONS = 2_000;
    private static final long PLACE_SEED = 1;

    private final TrainingData data;
    private final Evaluation metrics;
    private final List<Leaderboard.Entry> entries;
    private final Backtest.Run served;
    private final ChartPage page = new ChartPage("How good are the forecasts?");

    private ModelReport(TrainingData data, Evaluation metrics, List<Leaderboard.Entry> entries) {
        this.data = data;
        this.metrics = metrics;
        this.entries = entries;
        this.served = Evaluation.run(entries, metrics.kind());
    }

    /**
     * The page as HTML, to be stored with {@link ChartPage#plotly} beside it.
     *
     * @param log the forecasts written down before the matches, null if there are none
     */
    public static byte[] of(TrainingData data, Evaluation metrics, List<Leaderboard.Entry> entries, ForecastLog log) {
        ModelReport report = new ModelReport(data, metrics, entries);
        if (metrics.simulated()) {
            report.page.label("SIMULATED LEAGUE: real club names, but these matches never took place.");
        }
        report.leaderboard();
        report.seasons();
        report.reliability();
        report.goals();
        report.places();
        List<DynamicGoals.Snapshot> months = DynamicGoals.months(data.examples());
        report.homeAdvantage(months);
        report.strengths(months);
        report.surprises();
        if (log != null) report.log(log);
        return report.page.bytes();
    }

    private void leaderboard() {
        page.heading("Leaderboard").text(
                "Each match was forecast from earlier days only. Lower is better for RPS and log-loss. "
                + "Beside each stands the mean difference to " + Evaluation.USUAL
                + " on the same matches, with its standard error. "
                + "\"Of the way\" is how far the RPS goes from always-home to the limit. In brackets stands the "
                + "calibration "
                + "error that chance alone would make.");
        page.table(Evaluation.HEADER, metrics.table()).text(metrics.verdict() + ".");
        if (metrics.limit() != null) page.text("For comparison, " + metrics.limit().verdict(metrics.kind()) + ".");
    }

    private void seasons() {
        page.heading("RPS by season").text(
                "The distance to always-home is what the forecast is worth; the distance to the limit is what "
                + "results alone cannot tell.");
        List<Trace> traces = new ArrayList<>();
        traces.add(Curves.line(Evaluation.ALWAYS_HOME,
                rpsBySeason(Evaluation.run(entries, Evaluation.ALWAYS_HOME), Map.of()),
                Curves.GREY));
        traces.add(Curves.line(metrics.kind(), rpsBySeason(served, Map.of()), Curves.COLOURS[0]));
        if (metrics.limit() != null) {
            traces.add(Curves.dashed("limit: " + metrics.limit().kind(), rpsBySeason(served, data.limit()),
                    Curves.COLOURS[1]));
        }
        page.figure(Curves.figure("season", "RPS", traces.toArray(Trace[]::new)));
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
        page.heading("Calibration").text(
                "Of the forecasts of about 30 %, did about 30 % come true? Each line is the rising "
                + "curve that lies closest to what happened (isotonic regression); its band holds nine of ten such "
                + "curves if "
                + "every forecast is the truth. A line that hardly rises tells matches apart hardly at all: nobody can "
                + "forecast draws.");
        List<Trace> traces = new ArrayList<>();
        for (Reliability outcome : metrics.reliability()) {
            String colour = Curves.COLOURS[outcome.outcome().ordinal()];
            List<Reliability.Band> band = outcome.band();
            double[] x = band.stream().mapToDouble(Reliability.Band::forecast).toArray();
            traces.add(Curves.band(x, band.stream().mapToDouble(Reliability.Band::low).toArray(),
                    band.stream().mapToDouble(Reliability.Band::high).toArray(), colour));
            traces.add(Curves.line(outcome.outcome().name().toLowerCase(Locale.ROOT), outcome.points(), colour));
        }
        traces.add(Curves.dashed("perfect", new double[][] {{0, 1}, {0, 1}}, Curves.GREY));
        page.figure(Curves.figure("forecast", "came true", traces.toArray(Trace[]::new)));
        page.text("Brier score of one outcome = uncertainty - discrimination + miscalibration: what always saying "
                + "the base "
                + "rate would have, less what telling matches apart has saved, plus what recalibrating would save.");
        page.table(List.of("outcome", "forecast", "happened", "Brier", "uncertainty", "discrimination",
                "miscalibration"),
                metrics.reliability().stream().map(outcome -> List.of(outcome.outcome().name().toLowerCase(Locale.ROOT),
                        "%.1f %%".formatted(100 * outcome.forecast()), "%.1f %%".formatted(100 * outcome.happened()),
                        "%.4f".formatted(outcome.score()), "%.4f".formatted(outcome.uncertainty()),
                        "%.4f".formatted(outcome.discrimination()), "%.4f".formatted(outcome.miscalibration())))
                        .toList());
    }

    private void goals() {
        if (served.forecasts().getFirst().expectedHomeGoals() == null) return;
        page.heading("Goals: forecast and seen").text("Goals per match and side, by season.");
        page.figure(Curves.figure("season", "goals",
                Curves.line("home, seen", bySeason(served, i -> served.examples().get(i).match().homeGoals()),
                        Curves.COLOURS[0]),
                Curves.dashed("home, forecast", bySeason(served, i -> served.forecasts().get(i).expectedHomeGoals()),
                        Curves.COLOURS[0]),
                Curves.line("away, seen", bySeason(served, i -> served.examples().get(i).match().awayGoals()),
                        Curves.COLOURS[1]),
                Curves.dashed("away, forecast", bySeason(served, i -> served.forecasts().get(i).expectedAwayGoals()),
                        Curves.COLOURS[1])));
        page.text("Are goals spread as a Poisson distribution spreads them? Each number of goals is turned into the "
                + "chances of fewer and of not more (the probability integral transform); over many matches these fill "
                + "every tenth "
                + "equally, at 1. A hump in the middle means that goals are spread less.");
        page.figure(Curves.figure("probability of fewer goals", "matches, 1 is ideal",
                pit("home goals", Forecast::expectedHomeGoals, Match::homeGoals, Curves.COLOURS[0]),
                pit("away goals", Forecast::expectedAwayGoals, Match::awayGoals, Curves.COLOURS[1]),
                Curves.dashed("ideal", new double[][] {{0, 1}, {1, 1}}, Curves.GREY)));
    }

    private Trace pit(String name, ToDoubleFunction<Forecast> expected, ToIntFunction<Match> seen, String colour) {
        double[] height = CountPit.histogram(served.forecasts().stream().mapToDouble(expected).toArray(),
                served.examples().stream().map(Example::match).mapToInt(seen).toArray(), PIT_PARTS);
        double[] middle = IntStream.range(0, PIT_PARTS).mapToDouble(part -> (part + .5) / PIT_PARTS).toArray();
        return Curves.line(name, new double[][] {middle, height}, colour);
    }

    private void places() {
        List<SeasonBacktest.Half> halves = SeasonBacktest.run(data.examples().stream().map(Example::row).toList(),
                Forecasters.create(metrics.kind()), metrics.firstSeason(), metrics.lastSeason(),
                SeasonSimulation.STRENGTH_SD,
                PLACE_SIMULATIONS, PLACE_SEED);
        if (halves.isEmpty()) return;
        SeasonBacktest.Places places = SeasonBacktest.places(halves);
        page.heading("The season, forecast at its half")
                .text(("The second half of each complete season was simulated from "
                + "what was known at its middle. The final place has an RPS of %.4f where finding every place as "
                + "likely has "
                + "%.4f. An interval that was to hold four of five clubs was %.1f places wide and held %.0f %% of "
                + "%d; places "
                + "are whole numbers, so a little more than promised is right.").formatted(places.rps(), places.usual(),
                places.width(), 100 * places.covered(), places.n()));
        page.table(List.of("chance of", "Brier", "share alone", "log-loss"), SeasonBacktest.verdicts(halves).stream()
                .map(verdict -> List.of(verdict.what(), "%.4f".formatted(verdict.brier()),
                        "%.4f".formatted(verdict.usual()),
                        "%.4f".formatted(verdict.logLoss()))).toList());
    }

    private void homeAdvantage(List<DynamicGoals.Snapshot> months) {
        page.heading("Home advantage through time")
                .text("How many times as many goals a club is expected to score at home. The band is one standard "
                + "deviation each way."
                + (metrics.simulated() ? "" : " The stadiums of the 2020 season were empty."));
        double[] x = months.stream().mapToDouble(ModelReport::year).toArray();
        double[] mean = months.stream().mapToDouble(month -> month.homeAdvantage().mean()).toArray();
        double[] deviation = months.stream().mapToDouble(month -> month.homeAdvantage().deviation()).toArray();
        page.figure(Curves.figure("year", "times the goals",
                Curves.ratios("home advantage", x, mean, deviation, Curves.COLOURS[0])));
    }

    private void strengths(List<DynamicGoals.Snapshot> months) {
        page.heading("Strength of clubs through time")
                .text("Goals scored per goal conceded that are expected against an average club, for today's "
                + "strongest clubs, with one standard deviation each way.");
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
            traces.addAll(List.of(Curves.ratios(Clubs.of(club).display(), x, mean, deviation, Curves.COLOURS[i])));
        }
        page.figure(Curves.figure("year", "goals for per goal against", traces.toArray(Trace[]::new)));
    }

    private void surprises() {
        page.heading("The greatest surprises").text("The results that the model found least likely.");
        Comparator<Integer> leastLikely = Comparator.comparingDouble(
                i -> served.forecasts().get(i).of(served.examples().get(i).match().outcome()));
        page.table(List.of("match", "date", "score", "the model's chance"),
                IntStream.range(0, served.forecasts().size()).boxed()
                .sorted(leastLikely).limit(SURPRISES).map(i -> {
                    Match match = served.examples().get(i).match();
                    return List.of(Clubs.of(match.home()).display() + " x " + Clubs.of(match.away()).display(),
                            match.date().toString(),
                            match.homeGoals() + "-" + match.awayGoals(),
                            "%.1f %%".formatted(100 * served.forecasts().get(i).of(match.outcome())));
                }).toList());
    }

    private void log(ForecastLog log) {
        page.heading("Forecasts written down before the matches")
                .text("%,d written down, %,d still waiting for their match.".formatted(log.recorded(), log.waiting()));
        if (log.scores() == null || log.matches().isEmpty()) return;
        page.text("RPS %.4f on %,d matches; drift signal: %s."
                .formatted(log.scores().rps(), log.scores().n(), log.drift() == null ? "none" : log.drift().signal()));
        double[] x = IntStream.rangeClosed(1, log.matches().size()).asDoubleStream().toArray();
        double[] running = log.matches().stream().mapToDouble(ForecastLog.Entry::runningRps).toArray();
        page.figure(Curves.figure("match", "running RPS",
                Curves.line("running RPS", new double[][] {x, running}, Curves.COLOURS[0])));
    }

    private static double year(DynamicGoals.Snapshot month) {
        return month.day().getYear() + (month.day().getDayOfYear() - 1) / 365.25;
    }
}
