//DEPS tech.tablesaw:tablesaw-core:0.44.4@fatjar
//DEPS it.unimi.dsi:fastutil:8.5.13
//DEPS org.roaringbitmap:RoaringBitmap:1.0.5
//DEPS com.google.guava:guava:33.0.0-jre
//DEPS org.apache.commons:commons-math3:3.6.1
//DEPS io.github.classgraph:classgraph:4.8.168
//RUNTIME_OPTIONS --sun-misc-unsafe-memory-access=allow
package lib.etl;

import java.util.List;
import lib.football.Match;
import lib.football.MatchRow;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Matches as a Tablesaw table, for the questions that a person asks of a league. */
public final class MatchTable {

    private MatchTable() {}

    /** One row per match, in the given order; goals are missing before the match. */
    public static Table of(List<MatchRow> matches) {
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
        for (MatchRow row : matches) {
            Match match = row.match();
            date.append(match.date());
            time.append(row.time());
            season.append(match.season());
            round.append(match.round());
            home.append(match.home());
            away.append(match.away());
            append(homeGoals, match.homeGoals());
            append(awayGoals, match.awayGoals());
            homeFormation.append(row.homeFormation());
            awayFormation.append(row.awayFormation());
            homeCoach.append(row.homeCoach());
            awayCoach.append(row.awayCoach());
            venue.append(row.venue());
            homeState.append(row.homeState());
            awayState.append(row.awayState());
            simulated.append(row.simulated());
        }
        return Table.create("matches", date, time, season, round, home, away, homeGoals, awayGoals, homeFormation,
                awayFormation, homeCoach, awayCoach, venue, homeState, awayState, simulated);
    }

    /** Appends goals, or a missing value where there are none yet. */
    private static void append(IntColumn column, int goals) {
        if (goals == Match.UNPLAYED) column.appendMissing();
        else column.append(goals);
    }
}
