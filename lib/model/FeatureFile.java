package lib.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lib.base.CsvFile;
import lib.football.Match;
import lib.football.MatchRow;

/** Examples as the rows of {@code processed/features.csv}: what was known before each played match, and its score. */
public final class FeatureFile {

    private static final List<String> MATCH = List.of("date", "season", "round", "home", "away", "home_goals",
            "away_goals");

    public static final List<String> COLUMNS = Stream.of(MATCH, Features.NAMES, List.of("home_elo", "away_elo"))
            .flatMap(List::stream).toList();

    private FeatureFile() {}

    /** The cells of an example; the form of a club that has never played is not known. */
    public static Object[] cells(Example example) {
        Match match = example.match();
        List<Object> cells = new ArrayList<>(List.of(match.date(), match.season(), match.round(), match.home(),
                match.away(), match.homeGoals(), match.awayGoals()));
        for (double number : example.contract()) cells.add(Double.isNaN(number) ? null : number);
        cells.add(example.homeElo());
        cells.add(example.awayElo());
        return cells.toArray();
    }

    /** Reads back what {@link #cells} became. */
    public static List<Example> read(byte[] csv) {
        List<Example> examples = new ArrayList<>();
        CsvFile.read(csv, cell -> {
            Match match = new Match(LocalDate.parse(cell[0]), Integer.parseInt(cell[1]), Integer.parseInt(cell[2]),
                    cell[3], cell[4], Integer.parseInt(cell[5]), Integer.parseInt(cell[6]));
            double[] contract = new double[Features.NAMES.size()];
            for (int i = 0; i < contract.length; i++) {
                String number = cell[MATCH.size() + i];
                contract[i] = number.isEmpty() ? Double.NaN : Double.parseDouble(number);
            }
            examples.add(new Example(MatchRow.of(match), contract, Double.parseDouble(cell[cell.length - 2]),
                    Double.parseDouble(cell[cell.length - 1])));
        });
        return examples;
    }
}
