package lib.training;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lib.football.Match;
import lib.raw.RawFile;
import lib.raw.RawFormat;
import lib.raw.RawRow;
import lib.raw.Reason;

/**
 * The bookmaker's last word before kick-off, as probabilities: the limit that forecasts look up to. Odds measure; they
 * are no input of any forecast.
 *
 * <p>Decimal odds of 2.00 mean a chance of one half plus the bookmaker's margin, and outsiders carry more of it than
 * favourites. The power method takes that into account: each inverse of the odds is raised to the one power that makes
 * the three add up to one (Clarke, Kovalchik and Ingram, American Journal of Sports Science 5, 2017). Dividing by the
 * sum instead leaves outsiders too likely (Štrumbelj, International Journal of Forecasting 30, 2014).
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
    public void row(RawRow row) {
        if (row.format() != RawFormat.FOOTBALL_DATA) return;
        for (String[] columns : COLUMNS) {
            double[] odds = new double[3];
            for (int i = 0; i < 3; i++) odds[i] = odds(row.cell(columns[i]));
            double total = 1 / odds[0] + 1 / odds[1] + 1 / odds[2];
            if (!(total >= 0.9 && total <= 1.5)) continue; // NaN, or no bookmaker's three prices
            try {
                probabilities.put(row.match().match().key(), withoutMargin(odds));
            } catch (RawRow.NotTrue e) {
                // the ETL has put this row into quarantine, with the reason
            }
            return;
        }
    }

    /** The probabilities behind decimal odds: inverses to the power at which they add up to one, found by bisection. */
    static double[] withoutMargin(double[] odds) {
        double low = 0; // here all probabilities are one
        double high = 64;
        double[] p = new double[odds.length];
        for (int step = 0; step < 60; step++) {
            double power = (low + high) / 2;
            double total = 0;
            for (int i = 0; i < p.length; i++) total += p[i] = Math.pow(odds[i], -power);
            if (total > 1) low = power;
            else high = power;
        }
        return p;
    }

    @Override
    public void refused(long line, Reason reason, List<String> arguments, String text) {
        // the ETL reports what it cannot read; here a missing file only means fewer odds
    }

    private static double odds(String text) {
        boolean number = text != null && text.matches("\\d{1,4}(\\.\\d{1,4})?");
        double odds = number ? Double.parseDouble(text) : Double.NaN;
        return odds > 1 ? odds : Double.NaN;
    }
}
