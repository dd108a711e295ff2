package lib.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.base.Json;
import lib.base.Sha256;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.model.Backtest;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.Features;
import lib.model.LogisticCurve;
import lib.model.Predictor;

/** The files of a version, made from the data alone: the same data and code give the same bytes. */
public final class ModelFiles {

    /** How far back "recent form" reaches when a forecast is explained. */
    private static final int FORM_ROUNDS = 5;

    private final TrainingData data;
    private final String kind;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /**
     * The model as it is once the forecaster has learned from everything, and as it was before the last five rounds:
     * what it said differently then is what recent form has changed.
     *
     * @param forecaster one of {@link #forecaster}, which has walked through the data; what it has not seen, it learns
     */
    public ModelFiles(TrainingData data, Remembering forecaster) {
        this.data = data;
        this.kind = forecaster.kind();
        List<Example> examples = data.examples();
        Backtest.learn(forecaster, examples.subList(forecaster.learned(), examples.size()));
        Logistic contract = new Logistic();
        Features then = new Features();
        LocalDate cut = lastRounds(data);
        List<Example> earlier = examples.stream().filter(example -> example.match().date().isBefore(cut)).toList();
        earlier.forEach(example -> then.learn(example.row()));
        Backtest.learn(contract, earlier);
        byte[] before = saved(forecaster.before(), contract, then);
        Backtest.learn(contract, examples.subList(earlier.size(), examples.size()));
        files.put("model.json", saved(forecaster.now(), contract, data.clubs()));
        files.put("before.json", before);
        files.put("history.json", Json.write(LeagueHistory.of(data.matches(), data.fixtures())));
    }

    /** A new forecaster that remembers what these files need. */
    public static Remembering forecaster(TrainingData data, String kind) {
        return new Remembering(Forecasters.create(kind), lastRounds(data));
    }

    /** The day of the last match, the kind, and what tells other models from other data apart. */
    public String version() {
        String content = Sha256.of(files.get("model.json")) + Sha256.of(files.get("history.json"));
        return data.summary().dataUntil() + "-" + kind + "-" + Sha256.of(content.getBytes(StandardCharsets.UTF_8))
                .substring(0, 8);
    }

    /** Whether both models give probabilities, see {@link Predictor#isSound}. */
    public boolean isSound() {
        return Predictor.of(files.get("model.json")).isSound() && Predictor.of(files.get("before.json")).isSound();
    }

    /** All files, with how the version was judged and its own walk-forward forecasts. */
    public Map<String, byte[]> with(Evaluation metrics, Backtest.Run run) {
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        all.put("metrics.json", Json.write(metrics));
        all.put("backtest.csv", ForecastFile.of(run));
        all.put("card.md", ModelCard.of(version(), data, metrics));
        return all;
    }

    private byte[] saved(JsonNode forecaster, Logistic contract, Features clubs) {
        return Json.write(new Predictor.Saved(kind, forecaster, (LogisticCurve) contract.state(), clubs.state(),
                data.summary().simulated()));
    }

    /** The day on which the last five rounds began. */
    private static LocalDate lastRounds(TrainingData data) {
        List<Example> all = data.examples();
        int season = all.getLast().match().season();
        int clubs = (int) all.stream().map(Example::match).filter(match -> match.season() == season).map(Match::home)
                .distinct().count();
        return all.get(Math.max(0, all.size() - FORM_ROUNDS * Math.max(1, clubs / 2))).match().date();
    }
}
