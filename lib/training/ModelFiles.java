package lib.training;

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
import lib.model.Forecaster;
import lib.model.LogisticCurve;
import lib.model.Predictor;

/** The files of a version, made from the data alone: the same data and code give the same bytes. */
public final class ModelFiles {

    /** How far back "recent form" reaches when a forecast is explained. */
    private static final int FORM_ROUNDS = 5;

    private final TrainingData data;
    private final String kind;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Fits a forecaster to everything. */
    public ModelFiles(TrainingData data, String kind) {
        this.data = data;
        this.kind = kind;
        files.put("model.json", Json.write(fit(data.examples(), data.clubs())));
        files.put("before.json", Json.write(fitBefore()));
        files.put("history.json", Json.write(LeagueHistory.of(data.matches(), data.fixtures())));
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

    private Predictor.Saved fit(List<Example> examples, Features clubs) {
        Forecaster champion = Backtest.learn(Forecasters.create(kind), examples);
        Logistic contract = Backtest.learn(new Logistic(), examples);
        return new Predictor.Saved(kind, Json.MAPPER.valueToTree(champion.state()), (LogisticCurve) contract.state(),
                clubs.state(), data.summary().simulated());
    }

    /**
     * The same model as it was before the last five rounds: what it says differently is what recent form has changed.
     */
    private Predictor.Saved fitBefore() {
        List<Example> all = data.examples();
        int season = all.getLast().match().season();
        int clubs = (int) all.stream().map(Example::match).filter(match -> match.season() == season).map(Match::home)
                .distinct().count();
        LocalDate cut = all.get(Math.max(0, all.size() - FORM_ROUNDS * Math.max(1, clubs / 2))).match().date();
        List<Example> earlier = all.stream().filter(example -> example.match().date().isBefore(cut)).toList();
        Features then = new Features();
        earlier.forEach(example -> then.learn(example.row()));
        return fit(earlier, then);
    }
}
