package lib.football;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lib.base.CsvFile;

/** Matches as the rows of {@code processed/matches.csv} and {@code processed/fixtures.csv}. */
public final class MatchFile {

    public static final List<String> COLUMNS = List.of("date", "time", "season", "round", "home", "away", "home_goals", "away_goals",
            "home_formation", "away_formation", "home_coach", "away_coach", "venue", "home_state", "away_state", "simulated");

    private MatchFile() {}

    /** The cells of a match; goals are not known before it. */
    public static Object[] cells(Match match) {
        return new Object[] {match.date(), match.time(), match.season(), match.round(), match.home(), match.away(),
            match.isPlayed() ? match.homeGoals() : null, match.isPlayed() ? match.awayGoals() : null,
            match.homeFormation(), match.awayFormation(), match.homeCoach(), match.awayCoach(), match.venue(),
            match.homeState(), match.awayState(), match.simulated()};
    }

    /** Reads back what {@link #cells} became. */
    public static List<Match> read(byte[] csv) {
        List<Match> matches = new ArrayList<>();
        CsvFile.read(csv, cell -> matches.add(new Match(LocalDate.parse(cell[0]), cell[1], Integer.parseInt(cell[2]), Integer.parseInt(cell[3]),
                cell[4], cell[5], goals(cell[6]), goals(cell[7]), cell[8], cell[9], cell[10], cell[11], cell[12], cell[13], cell[14],
                Boolean.parseBoolean(cell[15]))));
        return matches;
    }

    private static int goals(String cell) {
        return cell.isEmpty() ? Match.UNPLAYED : Integer.parseInt(cell);
    }
}
