package lib.etl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import lib.football.Clubs;
import lib.football.MatchRow;
import lib.raw.Merger;
import lib.raw.Remark;
import lib.report.ChartPage;
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

    private static final String[] OUTCOMES = {"home wins", "draws", "away wins"};

    private DataReport() {}

    /**
     * The page as HTML, made of all played matches and what a finished merge says about the rest; to be stored with
     * {@link ChartPage#plotly} beside it.
     */
    public static byte[] of(List<MatchRow> played, Tally tally, Merger merger) {
        Table matches = described(played);
        Table seasons = matches.summarize(List.of("home_win", "draw", "away_win", "goals", "no_formation"),
                AggregateFunctions.mean, AggregateFunctions.count).by("season").sortOn("season");
        ChartPage page = new ChartPage("Série A, season by season");
        if (tally.simulated()) page.label("SIMULATED LEAGUE: real club names, but these matches never took place.");
        page.text("%,d matches of %d clubs, %s to %s.".formatted(matches.rowCount(), clubs(matches).size(),
                tally.from(), tally.until()));

        page.heading("Home advantage").text("The share of home wins, draws and away wins."
                + (tally.simulated() ? "" : " The stadiums of the 2020 season were empty."));
        page.figure(new Figure(layout(), line(seasons, "Mean [home_win]", OUTCOMES[0]),
                line(seasons, "Mean [draw]", OUTCOMES[1]), line(seasons, "Mean [away_win]", OUTCOMES[2])));
        page.heading("Goals per match");
        page.figure(new Figure(layout(), bar(seasons, "Mean [goals]")));
        page.heading("Matches without a known formation").text("The share of matches. The features then take the "
                + "club's last known formation, or 4-4-2.");
        page.figure(new Figure(layout(), bar(seasons, "Mean [no_formation]")));

        page.heading("The same in numbers").table(List.of("season", "matches", "home wins", "draws", "away wins",
                "goals", "no formation"), rows(seasons));
        page.heading("Clubs by season").text("● played in that season")
                .table(clubHeader(seasons), clubRows(matches, seasons));
        traps(page, played, tally, merger);
        return page.bytes();
    }

    /** The matches with the columns that the charts average. */
    private static Table described(List<MatchRow> played) {
        Table table = MatchTable.of(played);
        IntColumn home = table.intColumn("home_goals");
        IntColumn away = table.intColumn("away_goals");
        DoubleColumn noFormation = DoubleColumn.create("no_formation", table.rowCount());
        for (int i = 0; i < table.rowCount(); i++) {
            boolean missing = played.get(i).homeFormation().isEmpty() || played.get(i).awayFormation().isEmpty();
            noFormation.set(i, missing ? 1 : 0);
        }
        return table.addColumns(
                indicator("home_win", home.isGreaterThan(away), table.rowCount()),
                indicator("draw", home.isEqualTo(away), table.rowCount()),
                indicator("away_win", home.isLessThan(away), table.rowCount()),
                home.add(away).setName("goals"), noFormation);
    }

    private static DoubleColumn indicator(String name, tech.tablesaw.selection.Selection rows, int size) {
        DoubleColumn column = DoubleColumn.create(name, new double[size]);
        for (int row : rows) column.set(row, 1);
        return column;
    }

    private static void traps(ChartPage page, List<MatchRow> played, Tally tally, Merger merger) {
        List<List<String>> quarantined = new ArrayList<>();
        List<List<String>> notes = new ArrayList<>();
        merger.forEachQuarantined(remark -> quarantined.add(cells(remark)));
        merger.forEachNote(remark -> notes.add(cells(remark)));
        page.heading("Traps in these data");
        long lateEnds = played.stream().filter(row -> row.date().getYear() != row.match().season()).count();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("matches whose calendar year is not their season", "" + lateEnds));
        rows.add(List.of("rows that repeat or correct another row", "" + merger.duplicates()));
        rows.add(List.of("fixtures without a score", "" + (tally.fixtures() - tally.neverPlayed())));
        rows.add(List.of("matches that were never played", "" + tally.neverPlayed()));
        rows.add(List.of("rows in quarantine", "" + quarantined.size()));
        page.table(List.of("what", "how many"), rows);
        if (!quarantined.isEmpty()) {
            page.heading("Quarantine").table(List.of("file", "line", "reason"), shown(quarantined));
        }
        if (!notes.isEmpty()) page.heading("Kept, but odd").table(List.of("file", "line", "note"), shown(notes));
    }

    private static List<String> cells(Remark remark) {
        return List.of(remark.file(), "" + remark.line(), remark.text());
    }

    private static List<List<String>> shown(List<List<String>> rows) {
        return rows.subList(0, Math.min(SHOWN, rows.size()));
    }

    private static List<List<String>> rows(Table seasons) {
        List<List<String>> rows = new ArrayList<>();
        for (Row season : seasons) {
            rows.add(List.of("" + season.getInt("season"), "%.0f".formatted(season.getDouble("Count [goals]")),
                    percent(season, "Mean [home_win]"), percent(season, "Mean [draw]"),
                    percent(season, "Mean [away_win]"),
                    String.format(Locale.ROOT, "%.2f", season.getDouble("Mean [goals]")),
                    percent(season, "Mean [no_formation]")));
        }
        return rows;
    }

    private static String percent(Row row, String column) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * row.getDouble(column));
    }

    private static TreeSet<String> clubs(Table matches) {
        TreeSet<String> clubs = new TreeSet<>(matches.stringColumn("home").asSet());
        clubs.addAll(matches.stringColumn("away").asSet());
        return clubs;
    }

    private static List<String> clubHeader(Table seasons) {
        List<String> header = new ArrayList<>(List.of("club"));
        for (int season : seasons.intColumn("season").asIntArray()) header.add("%02d".formatted(season % 100));
        return header;
    }

    private static List<List<String>> clubRows(Table matches, Table seasons) {
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

    private static Trace line(Table seasons, String column, String name) {
        return ScatterTrace.builder(seasons.intColumn("season"), (NumericColumn<?>) seasons.column(column))
                .mode(ScatterTrace.Mode.LINE_AND_MARKERS).name(name).build();
    }

    private static Trace bar(Table seasons, String column) {
        StringColumn labels = seasons.intColumn("season").asStringColumn();
        return BarTrace.builder(labels, (NumericColumn<?>) seasons.column(column)).build();
    }

    private static Layout layout() {
        return Layout.builder().width(900).height(320)
                .margin(Margin.builder().top(20).bottom(40).left(50).right(20).build()).build();
    }
}
