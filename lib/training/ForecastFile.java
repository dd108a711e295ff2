package lib.training;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lib.base.CsvFile;
import lib.football.Match;
import lib.model.Backtest;
import lib.model.Example;
import lib.model.Forecast;

/**
 * Forecasts as CSV, {@code date,home,away,p_home,p_draw,p_away}: what a backtest writes, what a version keeps of its
 * own test, and how the simulated league's true probabilities come.
 */
public final class ForecastFile {

    private static final String HEADER = "date,home,away,p_home,p_draw,p_away\n";

    private ForecastFile() {}

    /** One line per forecast, probabilities with six digits. */
    public static byte[] of(Backtest.Run run) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < run.forecasts().size(); i++) {
            Match match = run.examples().get(i).match();
            Forecast forecast = run.forecasts().get(i);
            csv.append(String.format(Locale.ROOT, "%s,%s,%s,%.6f,%.6f,%.6f\n", match.date(), match.home(), match.away(),
                    forecast.home(), forecast.draw(), forecast.away()));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The forecasts of a file, for those of the matches that it has. */
    public static Map<Match.Key, Forecast> read(byte[] csv, List<Example> examples) {
        Map<String, Match.Key> keys = new HashMap<>();
        for (Example example : examples) {
            Match match = example.match();
            keys.put(match.date() + "," + match.home() + "," + match.away(), match.key());
        }
        Map<Match.Key, Forecast> forecasts = new HashMap<>();
        CsvFile.read(csv, cell -> {
            Match.Key key = keys.get(cell[0] + "," + cell[1] + "," + cell[2]);
            if (key == null) return;
            forecasts.put(key, new Forecast(Double.parseDouble(cell[3]), Double.parseDouble(cell[4]),
                    Double.parseDouble(cell[5])));
        });
        return forecasts;
    }
}
