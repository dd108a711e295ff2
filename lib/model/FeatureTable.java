package lib.model;

import java.util.ArrayList;
import java.util.List;
import lib.football.Match;
import lib.football.MatchTable;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Examples as a Tablesaw table and as {@code processed/features.csv}: what was known before each played match, and its score. */
public final class FeatureTable {

    private static final List<String> ELO = List.of("home_elo", "away_elo");

    private FeatureTable() {}

    /** One row per example, in the given order. */
    public static Table of(List<Example> examples) {
        DateColumn date = DateColumn.create("date");
        IntColumn season = IntColumn.create("season");
        IntColumn round = IntColumn.create("round");
        StringColumn home = StringColumn.create("home");
        StringColumn away = StringColumn.create("away");
        IntColumn homeGoals = IntColumn.create("home_goals");
        IntColumn awayGoals = IntColumn.create("away_goals");
        List<DoubleColumn> numbers = numberColumns();
        for (Example example : examples) {
            Match match = example.match();
            date.append(match.date());
            season.append(match.season());
            round.append(match.round());
            home.append(match.home());
            away.append(match.away());
            homeGoals.append(match.homeGoals());
            awayGoals.append(match.awayGoals());
            for (int i = 0; i < example.contract().length; i++) numbers.get(i).append(example.contract()[i]);
            numbers.get(numbers.size() - 2).append(example.homeElo());
            numbers.get(numbers.size() - 1).append(example.awayElo());
        }
        return Table.create("features", date, season, round, home, away, homeGoals, awayGoals)
                .addColumns(numbers.toArray(DoubleColumn[]::new));
    }

    /** Reads back what {@link #of} and {@link MatchTable#toCsv} wrote. */
    public static List<Example> fromCsv(byte[] csv) {
        List<ColumnType> types = new ArrayList<>(List.of(ColumnType.LOCAL_DATE, ColumnType.INTEGER, ColumnType.INTEGER,
                ColumnType.STRING, ColumnType.STRING, ColumnType.INTEGER, ColumnType.INTEGER));
        numberColumns().forEach(column -> types.add(ColumnType.DOUBLE));
        List<Example> examples = new ArrayList<>();
        for (Row row : MatchTable.fromCsv(csv, types.toArray(ColumnType[]::new))) {
            double[] contract = new double[Features.NAMES.size()];
            for (int i = 0; i < contract.length; i++) contract[i] = row.getDouble(Features.NAMES.get(i));
            Match match = new Match(row.getDate("date"), "", row.getInt("season"), row.getInt("round"),
                    row.getString("home"), row.getString("away"), row.getInt("home_goals"), row.getInt("away_goals"),
                    "", "", "", "", "", "", "", false);
            examples.add(new Example(match, contract, row.getDouble("home_elo"), row.getDouble("away_elo")));
        }
        return examples;
    }

    private static List<DoubleColumn> numberColumns() {
        List<DoubleColumn> columns = new ArrayList<>();
        Features.NAMES.forEach(name -> columns.add(DoubleColumn.create(name)));
        ELO.forEach(name -> columns.add(DoubleColumn.create(name)));
        return columns;
    }
}
