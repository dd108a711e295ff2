package lib.football;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lib.base.CsvFile;
import lib.base.Formula;

/** Matches as the rows of {@code processed/matches.csv} and {@code processed/fixtures.csv}. */
public final class MatchFile {

    public static final List<String> COLUMNS = List.of("date", "time", "season", "round", "home", "away", "home_goals",
            "away_goals", "home_formation", "away_formation", "home_coach", "away_coach", "venue", "home_state",
            "away_state", "simulated", "home_shots", "away_shots", "awarded");

    private MatchFile() {}

    /**
     * The cells of a match, none of which a spreadsheet runs. Goals are not known before it, shots often not after it.
     */
    public static Object[] cells(MatchRow row) {
        Match match = row.match();
        return new Object[] {match.date(), row.time(), match.season(), match.round(), match.home(), match.away(),
            match.played() ? match.homeGoals() : null, match.played() ? match.awayGoals() : null,
            Formula.harmless(row.homeFormation()), Formula.harmless(row.awayFormation()),
            Formula.harmless(row.homeCoach()), Formula.harmless(row.awayCoach()), Formula.harmless(row.venue()),
            Formula.harmless(row.homeState()), Formula.harmless(row.awayState()), row.simulated(),
            row.shotsKnown() ? row.homeShots() : null, row.shotsKnown() ? row.awayShots() : null,
            match.awarded() ? true : null};
    }

    /** Reads back what {@link #cells} became; one of before there were shots and awards lacks their columns. */
    public static List<MatchRow> read(byte[] csv) {
        List<MatchRow> matches = new ArrayList<>();
        CsvFile.read(csv, cell -> {
            boolean shots = cell.length > 17;
            matches.add(new MatchRow(
                    new Match(LocalDate.parse(cell[0]), Integer.parseInt(cell[2]), Integer.parseInt(cell[3]), cell[4],
                            cell[5], number(cell[6], Match.UNPLAYED), number(cell[7], Match.UNPLAYED),
                            cell.length > 18 && Boolean.parseBoolean(cell[18])),
                    cell[1], cell[8], cell[9], cell[10], cell[11], cell[12], cell[13], cell[14],
                    Boolean.parseBoolean(cell[15]), shots ? number(cell[16], MatchRow.UNKNOWN) : MatchRow.UNKNOWN,
                    shots ? number(cell[17], MatchRow.UNKNOWN) : MatchRow.UNKNOWN));
        });
        return matches;
    }

    private static int number(String cell, int missing) {
        return cell.isEmpty() ? missing : Integer.parseInt(cell);
    }
}
