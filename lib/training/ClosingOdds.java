package lib.training;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lib.football.Match;
import lib.football.RawFile;
import lib.football.RawFormat;

/**
 * The bookmaker's last word before kick-off, as probabilities: the limit that forecasts look up to. Odds measure; they
 * are no input of any forecast.
 *
 * <p>Decimal odds of 2.00 mean a chance of one half plus the bookmaker's margin. Dividing each inverse by the sum of
 * the three takes the margin off in proportion.
 */
public final class ClosingOdds implements RawFile.Reader {

    /** Columns of football-data.co.uk, the sharpest first: Pinnacle's closing odds, else the market's average. */
    private static final List<String[]> COLUMNS = List.of(
            new String[] {"psch", "pscd", "psca"}, new String[] {"avgch", "avgcd", "avgca"});

    private final Map<Match.Key, double[]> probabilities = new HashMap<>();

    /** Takes in a raw file; one of another format has no odds, a row without odds is passed over. */
    public ClosingOdds add(RawFile.Source file) throws IOException {
        RawFile.read(file, this);
        return this;
    }

    /** Home win, draw and away win of each match that has odds. */
    public Map<Match.Key, double[]> probabilities() {
        return probabilities;
    }

    @Override
    public void row(RawFormat format, long line, Map<String, String> values) {
        if (format != RawFormat.FOOTBALL_DATA) return;
        for (String[] columns : COLUMNS) {
            double[] p = new double[3];
            double total = 0;
            for (int i = 0; i < 3; i++) {
                p[i] = 1 / odds(values.get(columns[i]));
                total += p[i];
            }
            if (!(total >= 0.9 && total <= 1.5)) continue; // NaN, or no bookmaker's three prices
            for (int i = 0; i < 3; i++) p[i] /= total;
            try {
                probabilities.put(format.read(values).match().key(), p);
            } catch (RawFormat.NotTrue e) {
                // the ETL has put this row into quarantine, with the reason
            }
            return;
        }
    }

    @Override
    public void refused(long line, String reason) {
        // the ETL reports what it cannot read; here a missing file only means fewer odds
    }

    private static double odds(String text) {
        boolean number = text != null && text.matches("\\d{1,4}(\\.\\d{1,4})?");
        double odds = number ? Double.parseDouble(text) : Double.NaN;
        return odds > 1 ? odds : Double.NaN;
    }
}
