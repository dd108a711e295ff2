//DEPS tech.tablesaw:tablesaw-core:0.44.4
//RUNTIME_OPTIONS --sun-misc-unsafe-memory-access=allow
package lib.football;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Matches as a Tablesaw table and as the CSV files below {@code processed/}. */
public final class MatchTable {

    private static final ColumnType[] TYPES = {
        ColumnType.LOCAL_DATE, ColumnType.STRING, ColumnType.INTEGER, ColumnType.INTEGER, ColumnType.STRING,
        ColumnType.STRING, ColumnType.INTEGER, ColumnType.INTEGER, ColumnType.STRING, ColumnType.STRING,
        ColumnType.STRING, ColumnType.STRING, ColumnType.STRING, ColumnType.STRING, ColumnType.STRING, ColumnType.BOOLEAN
    };

    private MatchTable() {}

    /** One row per match, in the given order; goals are missing before the match. */
    public static Table of(List<Match> matches) {
        DateColumn date = DateColumn.create("date");
        StringColumn time = StringColumn.create("time");
        IntColumn season = IntColumn.create("season");
        IntColumn round = IntColumn.create("round");
        StringColumn home = StringColumn.create("home");
        StringColumn away = StringColumn.create("away");
        IntColumn homeGoals = IntColumn.create("home_goals");
        IntColumn awayGoals = IntColumn.create("away_goals");
        StringColumn homeFormation = StringColumn.create("home_formation");
        StringColumn awayFormation = StringColumn.create("away_formation");
        StringColumn homeCoach = StringColumn.create("home_coach");
        StringColumn awayCoach = StringColumn.create("away_coach");
        StringColumn venue = StringColumn.create("venue");
        StringColumn homeState = StringColumn.create("home_state");
        StringColumn awayState = StringColumn.create("away_state");
        BooleanColumn simulated = BooleanColumn.create("simulated");
        for (Match match : matches) {
            date.append(match.date());
            time.append(match.time());
            season.append(match.season());
            round.append(match.round());
            home.append(match.home());
            away.append(match.away());
            append(homeGoals, match.homeGoals());
            append(awayGoals, match.awayGoals());
            homeFormation.append(match.homeFormation());
            awayFormation.append(match.awayFormation());
            homeCoach.append(match.homeCoach());
            awayCoach.append(match.awayCoach());
            venue.append(match.venue());
            homeState.append(match.homeState());
            awayState.append(match.awayState());
            simulated.append(match.simulated());
        }
        return Table.create("matches", date, time, season, round, home, away, homeGoals, awayGoals, homeFormation,
                awayFormation, homeCoach, awayCoach, venue, homeState, awayState, simulated);
    }

    /** The matches of a table made by {@link #of}. */
    public static List<Match> matches(Table table) {
        List<Match> matches = new ArrayList<>(table.rowCount());
        for (Row row : table) {
            matches.add(new Match(row.getDate("date"), row.getString("time"), row.getInt("season"), row.getInt("round"),
                    row.getString("home"), row.getString("away"), goals(row, "home_goals"), goals(row, "away_goals"),
                    row.getString("home_formation"), row.getString("away_formation"), row.getString("home_coach"),
                    row.getString("away_coach"), row.getString("venue"), row.getString("home_state"),
                    row.getString("away_state"), row.getBoolean("simulated")));
        }
        return matches;
    }

    /** The table as CSV: UTF-8, line feeds, dates as yyyy-MM-dd. */
    public static byte[] toCsv(Table table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.write().usingOptions(CsvWriteOptions.builder(bytes).lineEnd("\n").build());
        return bytes.toByteArray();
    }

    /** Reads matches from the CSV that {@link #toCsv} wrote. */
    public static Table fromCsv(byte[] csv) {
        return fromCsv(csv, TYPES);
    }

    /** Reads a table whose column types are known. */
    public static Table fromCsv(byte[] csv, ColumnType[] types) {
        var text = new java.io.InputStreamReader(new ByteArrayInputStream(csv), StandardCharsets.UTF_8);
        return Table.read().usingOptions(CsvReadOptions.builder(text).columnTypes(types));
    }

    /** Appends goals, or a missing value where there are none yet. */
    private static void append(IntColumn column, int goals) {
        if (goals == Match.UNPLAYED) column.appendMissing();
        else column.append(goals);
    }

    private static int goals(Row row, String column) {
        return row.isMissing(column) ? Match.UNPLAYED : row.getInt(column);
    }
}
