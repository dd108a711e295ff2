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

    /**
     * Fits a forecaster to everything, and keeps what it was before the last five rounds: what it said differently then
     * is what recent form has changed.
     */
    public ModelFiles(TrainingData data, String kind) {
        this.data = data;
        this.kind = kind;
        LocalDate cut = lastRounds();
        Forecaster forecaster = Forecasters.create(kind);
        Logistic contract = new Logistic();
        Features then = new Features();
        List<Example> earlier = data.examples().stream().filter(example -> example.match().date().isBefore(cut))
                .toList();
        earlier.forEach(example -> then.learn(example.row()));
        byte[] before = learn(forecaster, contract, earlier, then);
        List<Example> rest = data.examples().subList(earlier.size(), data.examples().size());
        files.put("model.json", learn(forecaster, contract, rest, data.clubs()));
        files.put("before.json", before);
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

    /** Both forecasters learn some more days; the model as it then is. */
    private byte[] learn(Forecaster forecaster, Logistic contract, List<Example> days, Features clubs) {
        Backtest.learn(forecaster, days);
        Backtest.learn(contract, days);
        return Json.write(new Predictor.Saved(kind, Json.MAPPER.valueToTree(forecaster.state()),
                (LogisticCurve) contract.state(), clubs.state(), data.summary().simulated()));
    }

    /** The day on which the last five rounds began. */
    private LocalDate lastRounds() {
        List<Example> all = data.examples();
        int season = all.getLast().match().season();
        int clubs = (int) all.stream().map(Example::match).filter(match -> match.season() == season).map(Match::home)
                .distinct().count();
        return all.get(Math.max(0, all.size() - FORM_ROUNDS * Math.max(1, clubs / 2))).match().date();
    }
}
