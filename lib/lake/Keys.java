package lib.lake;

import java.util.Locale;

/** The layout of the data lake: which chapter writes what where. */
public final class Keys {

    /** Uploaded CSV files, never changed by a job. */
    public static final String RAW = "raw/";

    /** In which order the files of raw/ came, see {@link Arrivals}. */
    public static final String ARRIVALS = "raw/arrivals.jsonl";

    /** More names of clubs, if there is such a file: {@code name,club}, a line for each name that a source uses. */
    public static final String CLUBS = "clubs.csv";

    /** Written by 02_etl: clean matches, fixtures, features, remarks, and the summary, which is written last. */
    public static final String MATCHES = "processed/matches.csv";
    public static final String FIXTURES = "processed/fixtures.csv";
    public static final String FEATURES = "processed/features.csv";
    public static final String NOTES = "processed/notes.csv";
    public static final String SUMMARY = "processed/summary.json";
    public static final String QUARANTINE = "quarantine/rows.csv";

    /** Pages with charts, for people. */
    public static final String REPORTS = "reports/";

    /** The true probabilities of the simulated league, for evaluation only. */
    public static final String TRUTH = "truth/simulated-league.csv";

    /** Written by 03_train: immutable versions, and the pointer to the one that serves. */
    public static final String MODELS = "models/";
    public static final String CHAMPION = "models/champion.json";

    /** Every move of the pointer, oldest first, one JSON object a line; lines are only ever added. */
    public static final String CHAMPIONS = "models/history.jsonl";

    /** Records of pipeline runs, by the run's ID. */
    public static final String RUNS = "runs/";

    /** Forecasts written down before the matches, one file a version; and how they fared. */
    public static final String RECORDED = "forecasts/recorded/";
    public static final String FORECAST_LOG = "forecasts/log.json";

    private Keys() {}

    /** Whether a key is one of raw/'s data: {@code raw/BRA.csv}, {@code raw/BRA.CSV}. */
    public static boolean isRawCsv(String key) {
        return key.startsWith(RAW) && key.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /** A report in a language: {@code reports/model.html} in English, {@code reports/model.pt.html} in Portuguese. */
    public static String report(String name, String language) {
        return REPORTS + name + (language.equals("en") ? "" : "." + language) + ".html";
    }

    /** Where a stage of a pipeline run leaves its result. */
    public static String runRecord(String run, String stage) {
        return RUNS + run + "/" + stage + ".json";
    }

    /** Where a backtest of a run leaves the forecasts for its seasons, written as 2024 or 2019-2024. */
    public static String backtest(String run, String seasons) {
        return RUNS + run + "/backtest-" + seasons + ".csv";
    }
}
