package lib.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.football.Match;
import lib.football.MatchRow;

/** A saved model, ready to forecast: what training stores as {@code model.json} and the API loads. */
public final class Predictor {

    /**
     * The content of {@code model.json}.
     *
     * @param kind       the champion's kind, see {@link Forecasters}
     * @param forecaster the champion's own state
     * @param contract   what answers the 16-number contract, whoever is champion
     * @param history    the state of all clubs after the last match
     * @param simulated  whether it learned from a simulated league
     */
    public record Saved(String kind, JsonNode forecaster, LogisticCurve contract, Features.State history,
            boolean simulated) {}

    /** A saved model does not change, so neither does an answer, and a league has some hundred pairs of clubs. */
    private static final int MOST_ANSWERS = 10_000;

    private record Asked(String home, String away, LocalDate date, String homeFormation, String awayFormation) {}

    private final ConcurrentMap<Asked, Forecast> answered = new ConcurrentHashMap<>();
    private final Saved saved;
    private final Features features;
    private final Opinion champion;

    public Predictor(Saved saved) {
        this.saved = saved;
        this.features = new Features(saved.history);
        this.champion = champion(saved);
    }

    /** Reads {@code model.json}; nothing in it is executed or deserialised beyond plain data. */
    public static Predictor of(byte[] modelJson) {
        try {
            return new Predictor(Json.read(modelJson, Saved.class));
        } catch (IOException | RuntimeException e) {
            throw new Fault(Exit.CONFIGURATION, "model.json cannot be used",
                    "it was written by another version of this project",
                    "run ./jbangw 03_train.java", 3).from(e);
        }
    }

    public String kind() {
        return saved.kind;
    }

    public boolean simulated() {
        return saved.simulated;
    }

    /** The day of the last match learned. */
    public LocalDate dataUntil() {
        return saved.history.until();
    }

    /** What is known of every club, by canonical name. */
    public SortedMap<String, Features.ClubState> clubs() {
        return saved.history.clubs();
    }

    /** The newest season learned. */
    public int season() {
        return saved.history.elo().season();
    }

    /** The champion's forecast of a match of two known clubs; empty formations mean the last ones known. */
    public Forecast forecast(String home, String away, LocalDate date, String homeFormation, String awayFormation) {
        Asked asked = new Asked(home, away, date, homeFormation, awayFormation);
        Forecast known = answered.get(asked);
        if (known != null) return known;
        Forecast forecast = sound(champion.forecast(example(home, away, date, homeFormation, awayFormation)));
        if (answered.size() < MOST_ANSWERS) answered.put(asked, forecast);
        return forecast;
    }

    /** The part of ln(p_home / p_away) that comes from what is at stake, see {@link Forecaster#stakes}. */
    public double stakes(String home, String away, LocalDate date) {
        return champion.stakes(example(home, away, date, "", ""));
    }

    private Example example(String home, String away, LocalDate date, String homeFormation, String awayFormation) {
        MatchRow fixture = MatchRow.of(Match.toPlay(date, Match.seasonOf(date), home, away));
        return features.example(fixture, homeFormation.isEmpty() ? features.formationOf(home) : homeFormation,
                awayFormation.isEmpty() ? features.formationOf(away) : awayFormation);
    }

    /**
     * Whether the model may serve: every known club gets probabilities, at home to the next one in the alphabet and
     * away to the one before, and so do 16 numbers of which none is known. A number that is none spreads to all that it
     * touches.
     */
    public boolean isSound() {
        List<String> names = List.copyOf(clubs().keySet());
        LocalDate day = dataUntil().plusDays(1);
        double[] unknown = new double[Features.NAMES.size()];
        Arrays.fill(unknown, Double.NaN);
        boolean sound = names.size() > 1 && saved.contract.forecast(unknown).isProbability();
        for (int i = 0; sound && i < names.size(); i++) {
            Example example = example(names.get(i), names.get((i + 1) % names.size()), day, "", "");
            sound = champion.forecast(example).isProbability();
        }
        return sound;
    }

    /** The forecast for the 16 numbers of the public contract, in the order of {@link Features#NAMES}. */
    public Forecast forecast(double[] contract) {
        return sound(saved.contract.forecast(contract));
    }

    /** No answer at all is better than one that is not a number. */
    private static Forecast sound(Forecast forecast) {
        if (forecast.isProbability()) return forecast;
        throw new Fault(Exit.UNEXPECTED, "the model's forecast is not three probabilities: " + forecast,
                "a mistake in the model", "./jbangw 03_train.java rollback", 3);
    }

    private static Opinion champion(Saved saved) {
        return switch (saved.kind) {
            case "always-home" -> new BaseRates(state(saved, BaseRates.State.class));
            case "elo" -> new EloForecaster(state(saved, EloForecaster.State.class));
            case "dixon-coles" -> new DixonColes(state(saved, DixonColes.State.class));
            case "goals" -> new DynamicGoals(state(saved, DynamicGoals.State.class));
            case "pool" -> new Pool(state(saved, Pool.State.class));
            case "logistic" -> example -> saved.contract.forecast(example.contract());
            default -> throw new IllegalArgumentException("unknown kind of model: " + saved.kind);
        };
    }

    private static <T> T state(Saved saved, Class<T> type) {
        return Json.MAPPER.convertValue(saved.forecaster, type);
    }
}
