package lib.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Sha256;
import lib.football.DataSummary;
import lib.football.Match;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.FeatureFile;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Limit;

/**
 * All that training knows.
 *
 * @param matches   every result in chronological order, the awarded ones too
 * @param examples  the matches to learn from in chronological order, each with what was known before it
 * @param fixtures  the matches without a score
 * @param clubs     the clubs' state after the last match
 * @param limitKind what {@code limit} is, see {@link Limit}
 * @param limit     for measuring only: closing odds as probabilities, or a simulated league's true ones; may be empty
 */
public record TrainingData(DataSummary summary, List<Match> matches, List<Example> examples, List<MatchRow> fixtures,
                           Features clubs, String limitKind, Map<Match.Key, Forecast> limit) {

    /** The largest league that chapter 2 simulates. */
    private static final int MOST_CLUBS = 128;

    /**
     * Reads what the ETL wrote and makes the features again with the code that will serve them. A difference means
     * that training and serving would disagree, the quietest way for a model to be wrong.
     */
    public static TrainingData read(Lake lake) {
        DataSummary summary;
        try {
            summary = Json.read(required(lake, Keys.SUMMARY), DataSummary.class);
        } catch (IOException e) {
            throw stale(Keys.SUMMARY + " is damaged").from(e);
        }
        byte[] matches = required(lake, Keys.MATCHES);
        byte[] features = required(lake, Keys.FEATURES);
        if (!Sha256.of(matches).equals(summary.fingerprint()) || !Sha256.of(features).equals(summary.features())) {
            throw stale("processed/ is a mixture of two ETL runs");
        }
        Features clubs = new Features();
        List<MatchRow> rows = MatchFile.read(matches);
        requireALeague(rows);
        List<Example> again = clubs.learnAll(rows);
        List<Example> examples = FeatureFile.read(features);
        boolean same = again.size() == examples.size();
        for (int i = 0; same && i < again.size(); i++) {
            same = Arrays.equals(again.get(i).contract(), examples.get(i).contract())
                    && again.get(i).homeElo() == examples.get(i).homeElo()
                    && again.get(i).awayElo() == examples.get(i).awayElo();
        }
        if (!same) throw stale(Keys.FEATURES + " was made by other feature code than this");
        return new TrainingData(summary, rows.stream().map(MatchRow::match).toList(), again,
                MatchFile.read(required(lake, Keys.FIXTURES)), clubs,
                summary.simulated() ? Limit.TRUTH : Limit.BOOKMAKER,
                summary.simulated() ? truth(lake, again) : odds(lake));
    }

    /** The belief about clubs is a square table, and the time to keep it grows with the cube of their number. */
    private static void requireALeague(List<MatchRow> rows) {
        Map<Integer, Set<String>> clubs = new TreeMap<>();
        for (MatchRow row : rows) {
            Set<String> season = clubs.computeIfAbsent(row.match().season(), year -> new HashSet<>());
            season.addAll(List.of(row.match().home(), row.match().away()));
        }
        clubs.forEach((season, names) -> {
            if (names.size() <= MOST_CLUBS) return;
            throw new Fault(Exit.CONFIGURATION,
                    "season %d has %,d clubs; a league has at most %d".formatted(season, names.size(), MOST_CLUBS),
                    "several leagues are in one file, or a column that is not a club was read as one",
                    "./jbangw 02_etl.java report shows the clubs; take the file out of raw/", 3);
        });
    }

    private static byte[] required(Lake lake, String key) {
        return lake.get(key).orElseThrow(() -> stale("there is no " + lake.describe() + "/" + key)).bytes();
    }

    private static Fault stale(String what) {
        return new Fault(Exit.CONFIGURATION, what,
                "the ETL has not run here, or not to its end, or with another version",
                "./jbangw 02_etl.java", 3);
    }

    private static Map<Match.Key, Forecast> truth(Lake lake, List<Example> examples) {
        return lake.get(Keys.TRUTH).map(stored -> ForecastFile.read(stored.bytes(), examples)).orElse(Map.of());
    }

    private static Map<Match.Key, Forecast> odds(Lake lake) {
        ClosingOdds odds = new ClosingOdds();
        for (Lake.Entry file : lake.list(Keys.RAW)) {
            if (!Keys.isRawCsv(file.key())) continue;
            try {
                odds.add(() -> lake.open(file.key()));
            } catch (IOException e) {
                throw new Fault(Exit.CONFIGURATION, file.key() + " cannot be read",
                        "it was replaced or deleted while it was read",
                        "run ./jbangw 02_etl.java, then this again", 3).from(e);
            }
        }
        Map<Match.Key, Forecast> forecasts = new HashMap<>();
        odds.probabilities().forEach((match, p) -> forecasts.put(match, new Forecast(p[0], p[1], p[2])));
        return forecasts;
    }

    /** The data as the leaderboard names them. */
    public Evaluation.Data data() {
        return new Evaluation.Data(summary.dataUntil(), summary.fingerprint(), summary.simulated());
    }

    /** See {@link DataSummary#seasons}; a range that holds not one match is refused. */
    public int[] seasons(String text) {
        int[] range = summary.seasons(text);
        if (examples.stream().noneMatch(example -> example.isIn(range[0], range[1]))) throw summary.noMatch(text);
        return range;
    }
}
