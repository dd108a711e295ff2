package lib.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import lib.football.Clubs;
import lib.football.Match;
import lib.model.Backtest;
import lib.model.DynamicGoals;
import lib.model.Evaluation;
import lib.model.Forecast;
import lib.model.ForecastLog;
import lib.model.Leaderboard;
import lib.model.Scores;
import lib.report.ChartPage;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** The page about the model: how good it is, where it errs, and what it believes about the clubs. */
public final class ModelReport {

    private static final int CLUBS_SHOWN = 5;
    private static final int SURPRISES = 15;
    private static final String[] COLOURS = {"31,119,180", "255,127,14", "44,160,44", "214,39,40", "148,103,189"};
    private static final String GREY = "120,128,125";

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
        if (metrics.simulated()) report.page.label("SIMULATED LEAGUE: real club names, but these matches never took place.");
        report.leaderboard();
        report.seasons();
        report.calibration();
        report.goals();
        List<DynamicGoals.Snapshot> months = DynamicGoals.months(data.examples());
        report.homeAdvantage(months);
        report.strengths(months);
        report.surprises();
        if (log != null) report.log(log);
        return report.page.bytes();
    }

    private void leaderboard() {
        page.heading("Leaderboard").text("Each match was forecast from earlier days only. Lower is better for all but accuracy. "
                + "Differences are of RPS on the same matches, with their standard error; in brackets the calibration error that chance alone would make.");
        page.table(Evaluation.HEADER, metrics.table()).text(metrics.verdict() + ".");
        if (metrics.limit() != null) page.text("For comparison, " + metrics.limit().verdict(metrics.kind()) + ".");
    }

    private void seasons() {
        page.heading("RPS by season").text("The distance to always-home is what the forecast is worth; the distance to the limit is what results alone cannot tell.");
        List<Trace> traces = new ArrayList<>();
        traces.add(line(Evaluation.ALWAYS_HOME, rpsBySeason(Evaluation.run(entries, Evaluation.ALWAYS_HOME), Map.of()), GREY, null));
        traces.add(line(metrics.kind(), rpsBySeason(served, Map.of()), COLOURS[0], null));
        if (metrics.limit() != null) traces.add(line("limit: " + metrics.limit().kind(), rpsBySeason(served, data.limit()), COLOURS[1], Line.Dash.DASH));
        page.figure(new Figure(layout("season", "RPS"), traces.toArray(Trace[]::new)));
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
        TreeSet<Integer> seasons = new TreeSet<>(run.examples().stream().map(example -> example.match().season()).toList());
        double[][] points = new double[2][seasons.size()];
        int at = 0;
        for (int season : seasons) {
            points[0][at] = season;
            points[1][at++] = IntStream.range(0, run.examples().size()).filter(i -> run.examples().get(i).match().season() == season)
                    .mapToDouble(value::applyAsDouble).filter(Double::isFinite).average().orElse(Double.NaN);
        }
        return points;
    }

    private void calibration() {
        page.heading("Calibration").text("Of the forecasts of about 30 %, did about 30 % come true? The band holds 95 % of what a perfect forecast would show by chance.");
        List<Scores.Bin> bins = metrics.calibration();
        double[] x = bins.stream().mapToDouble(Scores.Bin::predicted).toArray();
        double[] chance = bins.stream().mapToDouble(Scores.Bin::chance).toArray();
        double[] happened = bins.stream().mapToDouble(Scores.Bin::happened).toArray();
        page.figure(new Figure(layout("forecast", "came true"), band(x, x, chance, 1.96, COLOURS[0]),
                line("perfect", new double[][] {{0, 1}, {0, 1}}, GREY, Line.Dash.DASH),
                ScatterTrace.builder(x, happened).mode(ScatterTrace.Mode.LINE_AND_MARKERS).name(metrics.kind()).line(colour(COLOURS[0], null)).build()));
    }

    private void goals() {
        if (served.forecasts().getFirst().expectedHomeGoals() == null) return;
        page.heading("Goals: forecast and seen").text("Goals per match and side, by season.");
        page.figure(new Figure(layout("season", "goals"),
                line("home, seen", bySeason(served, i -> served.examples().get(i).match().homeGoals()), COLOURS[0], null),
                line("home, forecast", bySeason(served, i -> served.forecasts().get(i).expectedHomeGoals()), COLOURS[0], Line.Dash.DASH),
                line("away, seen", bySeason(served, i -> served.examples().get(i).match().awayGoals()), COLOURS[1], null),
                line("away, forecast", bySeason(served, i -> served.forecasts().get(i).expectedAwayGoals()), COLOURS[1], Line.Dash.DASH)));
    }

    private void homeAdvantage(List<DynamicGoals.Snapshot> months) {
        page.heading("Home advantage through time").text("How many times as many goals a club is expected to score at home. The band is one standard deviation each way."
                + (metrics.simulated() ? "" : " The stadiums of the 2020 season were empty."));
        double[] x = months.stream().mapToDouble(ModelReport::year).toArray();
        double[] mean = months.stream().mapToDouble(month -> month.homeAdvantage().mean()).toArray();
        double[] deviation = months.stream().mapToDouble(month -> month.homeAdvantage().deviation()).toArray();
        page.figure(new Figure(layout("year", "times the goals"), ratioBand(x, mean, deviation, COLOURS[0]),
                line("home advantage", new double[][] {x, ratio(mean)}, COLOURS[0], null)));
    }

    private void strengths(List<DynamicGoals.Snapshot> months) {
        page.heading("Strength of clubs through time").text("Goals scored per goal conceded that are expected against an average club, for today's strongest clubs, with one standard deviation each way.");
        List<String> strongest = months.getLast().clubs().entrySet().stream()
                .sorted(Comparator.comparingDouble(club -> -club.getValue().mean())).limit(CLUBS_SHOWN).map(Map.Entry::getKey).toList();
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < strongest.size(); i++) {
            String club = strongest.get(i);
            List<DynamicGoals.Snapshot> present = months.stream().filter(month -> month.clubs().containsKey(club)).toList();
            double[] x = present.stream().mapToDouble(ModelReport::year).toArray();
            double[] mean = present.stream().mapToDouble(month -> month.clubs().get(club).mean()).toArray();
            double[] deviation = present.stream().mapToDouble(month -> month.clubs().get(club).deviation()).toArray();
            traces.add(ratioBand(x, mean, deviation, COLOURS[i]));
            traces.add(line(Clubs.of(club).display(), new double[][] {x, ratio(mean)}, COLOURS[i], null));
        }
        page.figure(new Figure(layout("year", "goals for per goal against"), traces.toArray(Trace[]::new)));
    }

    private void surprises() {
        page.heading("The greatest surprises").text("The results that the model found least likely.");
        Comparator<Integer> leastLikely = Comparator.comparingDouble(i -> served.forecasts().get(i).of(served.examples().get(i).match().outcome()));
        page.table(List.of("match", "date", "score", "the model's chance"), IntStream.range(0, served.forecasts().size()).boxed()
                .sorted(leastLikely).limit(SURPRISES).map(i -> {
                    Match match = served.examples().get(i).match();
                    return List.of(Clubs.of(match.home()).display() + " x " + Clubs.of(match.away()).display(), match.date().toString(),
                            match.homeGoals() + "-" + match.awayGoals(), "%.1f %%".formatted(100 * served.forecasts().get(i).of(match.outcome())));
                }).toList());
    }

    private void log(ForecastLog log) {
        page.heading("Forecasts written down before the matches").text("%,d written down, %,d still waiting for their match.".formatted(log.recorded(), log.waiting()));
        if (log.scores() == null || log.matches().isEmpty()) return;
        page.text("RPS %.4f on %,d matches; drift signal: %s.".formatted(log.scores().rps(), log.scores().n(), log.drift() == null ? "none" : log.drift().signal()));
        double[] x = IntStream.rangeClosed(1, log.matches().size()).asDoubleStream().toArray();
        double[] running = log.matches().stream().mapToDouble(ForecastLog.Entry::runningRps).toArray();
        page.figure(new Figure(layout("match", "running RPS"), line("running RPS", new double[][] {x, running}, COLOURS[0], null)));
    }

    // ---------------------------------------------------------------- drawing

    private static double year(DynamicGoals.Snapshot month) {
        return month.day().getYear() + (month.day().getDayOfYear() - 1) / 365.25;
    }

    private static double[] ratio(double[] logs) {
        return java.util.Arrays.stream(logs).map(Math::exp).toArray();
    }

    private static Trace line(String name, double[][] points, String colour, Line.Dash dash) {
        return ScatterTrace.builder(points[0], points[1]).mode(ScatterTrace.Mode.LINE).name(name).line(colour(colour, dash)).build();
    }

    private static Line colour(String colour, Line.Dash dash) {
        Line.LineBuilder line = Line.builder().color("rgb(" + colour + ")").width(2);
        return (dash == null ? line : line.dash(dash)).build();
    }

    /** A filled outline: along the upper edge, then back along the lower one. */
    private static Trace band(double[] x, double[] middle, double[] deviation, double width, String colour) {
        return outline(x, edge(middle, deviation, width), edge(middle, deviation, -width), colour);
    }

    private static Trace ratioBand(double[] x, double[] logs, double[] deviation, String colour) {
        return outline(x, ratio(edge(logs, deviation, 1)), ratio(edge(logs, deviation, -1)), colour);
    }

    private static double[] edge(double[] middle, double[] deviation, double width) {
        return IntStream.range(0, middle.length).mapToDouble(i -> middle[i] + width * deviation[i]).toArray();
    }

    private static Trace outline(double[] x, double[] upper, double[] lower, String colour) {
        double[] around = closed(x, x);
        return ScatterTrace.builder(around, closed(upper, lower)).mode(ScatterTrace.Mode.LINE).showLegend(false)
                .line(Line.builder().color("rgba(" + colour + ",0)").width(0).build())
                .fill(ScatterTrace.Fill.TO_SELF).fillColor("rgba(" + colour + ",0.15)").build();
    }

    private static double[] closed(double[] there, double[] back) {
        List<Double> points = new ArrayList<>();
        for (double value : there) points.add(value);
        List<Double> reversed = new ArrayList<>();
        for (double value : back) reversed.add(value);
        Collections.reverse(reversed);
        points.addAll(reversed);
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Layout layout(String x, String y) {
        return Layout.builder().width(900).height(360).margin(Margin.builder().top(20).bottom(50).left(60).right(20).build())
                .xAxis(Axis.builder().title(x).build()).yAxis(Axis.builder().title(y).build()).build();
    }
}
