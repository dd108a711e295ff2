//DEPS tech.tablesaw:tablesaw-core:0.44.4@fatjar
//DEPS it.unimi.dsi:fastutil:8.5.13
//DEPS org.roaringbitmap:RoaringBitmap:1.0.5
//DEPS com.google.guava:guava:33.0.0-jre
//DEPS org.apache.commons:commons-math3:3.6.1
//DEPS io.github.classgraph:classgraph:4.8.168
//RUNTIME_OPTIONS --sun-misc-unsafe-memory-access=allow
package lib.etl;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import lib.football.Clubs;
import lib.football.MatchRow;
import lib.football.Outcome;
import lib.raw.Merger;
import lib.raw.Remark;
import lib.report.ChartPage;
import lib.words.Language;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** The exploratory page: what the matches look like season by season, and the traps in the data. */
public final class DataReport {

    /** Remarks that the page lists; all of them are in the lake. */
    private static final int SHOWN = 200;

    private final Language words;
    private final ChartPage page;
    private final Table matches;
    private final Table seasons;

    private DataReport(Language words, Table matches, Table seasons) {
        this.words = words;
        this.page = new ChartPage(words, words.text("report.data.title"));
        this.matches = matches;
        this.seasons = seasons;
    }

    /** The page in each language, made of all played matches and what a finished merge says about the rest. */
    public static Function<Language, ChartPage> of(List<MatchRow> played, Tally tally, Merger merger) {
        Table matches = described(played);
        Table seasons = matches.summarize(List.of("home_win", "draw", "away_win", "goals", "no_formation"),
                AggregateFunctions.mean, AggregateFunctions.count).by("season").sortOn("season");
        return words -> {
            DataReport report = new DataReport(words, matches, seasons);
            if (tally.simulated()) report.page.simulated();
            report.page.text(words.text("report.data.lead", words.whole(matches.rowCount()), clubs(matches).size(),
                    words.longDate(tally.from()), words.longDate(tally.until())));
            report.charts(tally.simulated());
            report.traps(played, tally, merger);
            return report.page;
        };
    }

    private void charts(boolean simulated) {
        section("report.outcomes");
        if (!simulated) page.text(words.text("report.empty_stadiums"));
        page.figure(new Figure(layout(), line("Mean [home_win]", "HOME"), line("Mean [draw]", "DRAW"),
                line("Mean [away_win]", "AWAY")));
        page.heading(words.text("report.goals.match"));
        page.figure(new Figure(layout(), bar("Mean [goals]")));
        section("report.formation");
        page.figure(new Figure(layout(), bar("Mean [no_formation]")));
        page.heading(words.text("chart.table")).table(Stream.of("coverage.season", "coverage.matches",
                "calibration.HOME", "calibration.DRAW", "calibration.AWAY", "report.goals.axis",
                "report.formation.none").map(words::text).toList(), rows());
        section("report.clubs").table(clubHeader(), clubRows());
    }

    private ChartPage section(String key) {
        return page.heading(words.text(key)).text(words.text(key + ".note"));
    }

    /** The season and the clubs of each match, and what the charts average. */
    private static Table described(List<MatchRow> played) {
        return Table.create("matches",
                IntColumn.create("season", played.stream().mapToInt(row -> row.match().season()).toArray()),
                StringColumn.create("home", played.stream().map(row -> row.match().home())),
                StringColumn.create("away", played.stream().map(row -> row.match().away())),
                numbers("home_win", played, row -> row.match().outcome() == Outcome.HOME ? 1 : 0),
                numbers("draw", played, row -> row.match().outcome() == Outcome.DRAW ? 1 : 0),
                numbers("away_win", played, row -> row.match().outcome() == Outcome.AWAY ? 1 : 0),
                numbers("goals", played, row -> row.match().homeGoals() + row.match().awayGoals()),
                numbers("no_formation", played,
                        row -> row.homeFormation().isEmpty() || row.awayFormation().isEmpty() ? 1 : 0));
    }

    private static DoubleColumn numbers(String name, List<MatchRow> played, ToDoubleFunction<MatchRow> number) {
        return DoubleColumn.create(name, played.stream().mapToDouble(number).toArray());
    }

    private void traps(List<MatchRow> played, Tally tally, Merger merger) {
        List<List<String>> quarantined = new ArrayList<>();
        List<List<String>> notes = new ArrayList<>();
        merger.forEachQuarantined(remark -> quarantined.add(cells(remark)));
        merger.forEachNote(remark -> notes.add(cells(remark)));
        long lateEnds = played.stream().filter(row -> row.date().getYear() != row.match().season()).count();
        page.heading(words.text("report.traps")).table(
                List.of(words.text("report.what"), words.text("report.many")),
                List.of(trap("year", lateEnds), trap("repeat", merger.duplicates()),
                        trap("fixtures", tally.fixtures() - tally.neverPlayed()), trap("never", tally.neverPlayed()),
                        trap("quarantine", quarantined.size())));
        remarks("quarantine.title", quarantined);
        remarks("report.odd", notes);
    }

    private List<String> trap(String key, long count) {
        return List.of(words.text("report.traps." + key), words.whole(count));
    }

    private void remarks(String title, List<List<String>> remarks) {
        if (remarks.isEmpty()) return;
        page.heading(words.text(title)).table(Stream.of("quarantine.file", "quarantine.line", "quarantine.reason")
                .map(words::text).toList(), remarks.subList(0, Math.min(SHOWN, remarks.size())));
    }

    private List<String> cells(Remark remark) {
        return List.of(remark.file(), "" + remark.line(),
                words.reason(remark.reason().code(), remark.arguments(), remark.text()));
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Row season : seasons) {
            rows.add(List.of("" + season.getInt("season"), words.whole(Math.round(season.getDouble("Count [goals]"))),
                    words.percent(season.getDouble("Mean [home_win]")), words.percent(season.getDouble("Mean [draw]")),
                    words.percent(season.getDouble("Mean [away_win]")),
                    words.decimal(season.getDouble("Mean [goals]"), 2),
                    words.percent(season.getDouble("Mean [no_formation]"))));
        }
        return rows;
    }

    private static TreeSet<String> clubs(Table matches) {
        TreeSet<String> clubs = new TreeSet<>(matches.stringColumn("home").asSet());
        clubs.addAll(matches.stringColumn("away").asSet());
        return clubs;
    }

    private List<String> clubHeader() {
        List<String> header = new ArrayList<>(List.of(words.text("season.club")));
        for (int season : seasons.intColumn("season").asIntArray()) header.add("%02d".formatted(season % 100));
        return header;
    }

    private List<List<String>> clubRows() {
        List<List<String>> rows = new ArrayList<>();
        Table pairs = matches.selectColumns("season", "home").dropDuplicateRows();
        for (String club : clubs(matches)) {
            var present = pairs.where(pairs.stringColumn("home").isEqualTo(club)).intColumn("season").asSet();
            List<String> row = new ArrayList<>(List.of(Clubs.of(club).display()));
            for (int season : seasons.intColumn("season").asIntArray()) row.add(present.contains(season) ? "●" : "");
            rows.add(row);
        }
        return rows;
    }

    private Trace line(String column, String outcome) {
        return ScatterTrace.builder(seasons.intColumn("season"), (NumericColumn<?>) seasons.column(column))
                .mode(ScatterTrace.Mode.LINE_AND_MARKERS).name(words.text("calibration." + outcome)).build();
    }

    private Trace bar(String column) {
        StringColumn labels = seasons.intColumn("season").asStringColumn();
        return BarTrace.builder(labels, (NumericColumn<?>) seasons.column(column)).build();
    }

    private static Layout layout() {
        return Layout.builder().width(900).height(320)
                .margin(Margin.builder().top(20).bottom(40).left(50).right(20).build()).build();
    }
}
