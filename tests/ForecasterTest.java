//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES BruteForce.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java ../lib/model/*.java
//SOURCES ../lib/report/*.java ../lib/training/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import lib.base.Json;
import lib.football.Match;
import lib.football.MatchRow;
import lib.football.Outcome;
import lib.model.Backtest;
import lib.model.BaseRates;
import lib.model.EloForecaster;
import lib.model.Example;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Forecaster;
import lib.model.LogisticCurve;
import lib.model.Pool;
import lib.model.Predictor;
import lib.model.Scores;
import lib.training.Forecasters;
import lib.training.Logistic;
import lib.training.Remembering;
import org.junit.jupiter.api.Test;
import smile.classification.LogisticRegression;

class ForecasterTest {

    private static final List<MatchRow> PLAYED = BruteForce.sample();
    private static final List<Example> EXAMPLES = new Features().learnAll(PLAYED);

    private static Backtest.Run walk(Supplier<Forecaster> forecaster, List<Example> examples) {
        return Backtest.run(forecaster.get(), examples, 2020, 2022, done -> {});
    }

    @Test
    void everyForecastIsThreeProbabilitiesThatSumToOne() {
        for (Supplier<Forecaster> forecaster : Forecasters.ALL) {
            for (Forecast forecast : walk(forecaster, EXAMPLES).forecasts()) {
                assertEquals(1, forecast.home() + forecast.draw() + forecast.away(), 1e-12);
                for (Outcome outcome : Outcome.values()) {
                    assertTrue(forecast.of(outcome) > 0 && forecast.of(outcome) < 1, forecast.toString());
                }
            }
        }
    }

    @Test
    void theSameHistoryGivesTheSameForecastsToTheLastBit() {
        for (Supplier<Forecaster> forecaster : Forecasters.ALL) {
            assertTrue(walk(forecaster, EXAMPLES).forecasts().equals(walk(forecaster, EXAMPLES).forecasts()),
                    forecaster.get().kind());
        }
    }

    @Test
    void noForecastKnowsItsOwnDayOrTheFuture() {
        LocalDate cut = LocalDate.of(2021, 7, 1);
        List<MatchRow> otherFuture = new ArrayList<>();
        for (MatchRow row : PLAYED) {
            Match m = row.match();
            boolean past = m.date().isBefore(cut);
            otherFuture.add(past ? row : new MatchRow(
                    new Match(m.date(), m.season(), m.round(), m.home(), m.away(), m.awayGoals(), 7),
                    row.time(), "5-4-1", "5-4-1", "", "", "", row.homeState(), row.awayState(), true));
        }
        LocalDate firstAfter = PLAYED.stream().map(MatchRow::date).filter(date -> !date.isBefore(cut)).findFirst()
                .orElseThrow();
        for (Supplier<Forecaster> forecaster : Forecasters.ALL) {
            Backtest.Run truth = walk(forecaster, EXAMPLES);
            Backtest.Run other = walk(forecaster, new Features().learnAll(otherFuture));
            int compared = 0;
            for (int i = 0; i < truth.forecasts().size() && !truth.examples().get(i).match().date()
                    .isAfter(firstAfter); i++) {
                assertEquals(truth.forecasts().get(i), other.forecasts().get(i),
                        truth.kind() + " " + truth.examples().get(i).match());
                compared++;
            }
            assertTrue(compared > 300, "only " + compared + " compared");
        }
    }

    @Test
    void eloBeatsAlwaysHomeWhereStrengthsAreKnownToDiffer() {
        assertTrue(walk(EloForecaster::new, EXAMPLES).scores().rps() < walk(BaseRates::new, EXAMPLES).scores()
                .rps() - 0.003);
    }

    @Test
    void swappingTheSidesMovesTheForecast() {
        Predictor predictor = predictor("elo");
        Forecast there = predictor.forecast("Flamengo", "Santos", predictor.dataUntil().plusDays(3), "", "");
        Forecast back = predictor.forecast("Santos", "Flamengo", predictor.dataUntil().plusDays(3), "", "");
        assertTrue(there.home() > back.away(), "home advantage");
        assertNotEquals(there.home(), back.home());
    }

    @Test
    void aSavedModelForecastsAsTheOneThatWasTrained() throws Exception {
        for (String kind : List.of("always-home", "elo", "dixon-coles", "goals", "pool", "logistic")) {
            Forecaster trained = Backtest.learn(Forecasters.create(kind), EXAMPLES);
            Features clubs = new Features();
            clubs.learnAll(PLAYED);
            Predictor loaded = Predictor.of(Json.write(saved(kind, PLAYED)));
            LocalDate date = loaded.dataUntil().plusDays(4);
            MatchRow fixture = MatchRow.of(Match.toPlay(date, Match.seasonOf(date), "Santos", "Vasco"));
            assertEquals(trained.forecast(clubs.example(fixture)), loaded.forecast("Santos", "Vasco", date, "", ""),
                    kind);
        }
    }

    @Test
    void oneWalkGivesTheModelOfTodayAndTheOneBeforeADay() {
        LocalDate day = EXAMPLES.get(EXAMPLES.size() - 50).match().date();
        Remembering walked = Backtest.learn(new Remembering(new Pool(), day), EXAMPLES);
        List<Example> earlier = EXAMPLES.stream().filter(example -> example.match().date().isBefore(day)).toList();
        assertEquals(Json.MAPPER.valueToTree(Backtest.learn(new Pool(), earlier).state()), walked.before());
        assertEquals(Json.MAPPER.valueToTree(Backtest.learn(new Pool(), EXAMPLES).state()), walked.now());
        assertEquals(EXAMPLES.size(), walked.learned());
    }

    /** On the last day of a season, on the first one of the next, and in between. */
    @Test
    void aSavedModelForecastsItsNextDayAsTheWalkForwardTestDid() {
        for (String kind : List.of("always-home", "elo", "dixon-coles", "goals", "pool")) {
            Backtest.Run walk = Backtest.run(Forecasters.create(kind), EXAMPLES, 2018, 2022, done -> {});
            for (int match : new int[] {379, 380, 600, 1139, 1140, 1141, 1500}) {
                Match next = PLAYED.get(match).match();
                LocalDate day = next.date();
                Predictor loaded = Predictor.of(
                        Json.write(saved(kind, PLAYED.stream().filter(m -> m.date().isBefore(day)).toList())));
                Forecast then = walk.forecasts().get(match);
                Forecast now = loaded.forecast(next.home(), next.away(), day, "", "");
                for (Outcome outcome : Outcome.values()) {
                    assertEquals(then.of(outcome), now.of(outcome), 1e-12, kind + " " + day);
                }
            }
        }
    }

    @Test
    void theNextSeasonStartsFromRegressedRatings() {
        Predictor predictor = predictor("elo");
        LocalDate now = predictor.dataUntil().plusDays(3);
        String strong = predictor.clubs().keySet().stream().max((a, b) -> Double.compare(
                predictor.forecast(a, other(a), now, "", "").home(),
                predictor.forecast(b, other(b), now, "", "").home())).orElseThrow();
        double thisSeason = predictor.forecast(strong, other(strong), now, "", "").home();
        double nextSeason = predictor.forecast(strong, other(strong), LocalDate.of(2023, 5, 1), "", "").home();
        assertTrue(nextSeason < thisSeason, "%s: %f then %f".formatted(strong, thisSeason, nextSeason));
    }

    private static String other(String club) {
        return club.equals("Santos") ? "Vasco" : "Santos";
    }

    @Test
    void theOrderedLogitIsAtTheMaximumOfItsLikelihood() {
        EloForecaster forecaster = new EloForecaster();
        forecaster.learn(EXAMPLES);
        EloForecaster.State fitted = (EloForecaster.State) forecaster.state();
        double best = logLikelihood(fitted);
        for (double step : new double[] {-0.01, 0.01}) {
            assertTrue(logLikelihood(new EloForecaster.State(
                    fitted.lower() + step, fitted.upper(), fitted.slope())) < best);
            assertTrue(logLikelihood(new EloForecaster.State(
                    fitted.lower(), fitted.upper() + step, fitted.slope())) < best);
            assertTrue(logLikelihood(new EloForecaster.State(
                    fitted.lower(), fitted.upper(), fitted.slope() + step)) < best);
        }
        assertTrue(fitted.lower() < fitted.upper() && fitted.slope() > 0);
    }

    private static double logLikelihood(EloForecaster.State curve) {
        EloForecaster forecaster = new EloForecaster(curve);
        double sum = 0;
        // The fit looks at the newest eight seasons; this history is shorter than that.
        for (Example example : EXAMPLES) sum += Math.log(forecaster.forecast(example).of(example.match().outcome()));
        return sum;
    }

    @Test
    void theSavedLogisticCurveIsSmilesModel() {
        Logistic logistic = new Logistic();
        logistic.learn(EXAMPLES);
        LogisticCurve curve = (LogisticCurve) logistic.state();
        double[][] x = EXAMPLES.stream().map(example -> standardised(curve, example.contract()))
                .toArray(double[][]::new);
        int[] y = EXAMPLES.stream().mapToInt(example -> example.match().outcome().ordinal()).toArray();
        var smile = LogisticRegression.multinomial(x, y, new LogisticRegression.Options(100, 1e-8, 500));
        double[] posteriori = new double[3];
        for (int i = 0; i < x.length; i += 97) {
            smile.predict(x[i], posteriori);
            Forecast ours = curve.forecast(EXAMPLES.get(i).contract());
            assertArrayEquals(posteriori, new double[] {ours.home(), ours.draw(), ours.away()}, 1e-9);
        }
    }

    private static double[] standardised(LogisticCurve curve, double[] features) {
        double[] z = new double[features.length];
        for (int j = 0; j < z.length; j++) {
            z[j] = Double.isNaN(features[j]) ? 0 : (features[j] - curve.mean()[j]) / curve.deviation()[j];
        }
        return z;
    }

    @Test
    void absurdContractNumbersNeverOverflow() {
        LogisticCurve curve = saved("elo", PLAYED).contract();
        double[] absurd = new double[16];
        Arrays.fill(absurd, 1e6);
        Forecast forecast = curve.forecast(absurd);
        assertEquals(1, forecast.home() + forecast.draw() + forecast.away(), 1e-9);
    }

    @Test
    void scoresAgreeWithAWorkedExample() {
        // RPS of home forecasts when home wins: values of Constantinou and Fenton, J. Quant. Anal. Sports 8 (2012), by
        // formula.
        assertEquals(0, Scores.rps(new Forecast(1, 0, 0), Outcome.HOME), 1e-12);
        assertEquals(0.0913, Scores.rps(new Forecast(0.60, 0.25, 0.15), Outcome.HOME), 1e-4);
        assertEquals(0.1113, Scores.rps(new Forecast(0.60, 0.15, 0.25), Outcome.HOME), 1e-4);
        Scores scores = Scores.of(List.of(new Forecast(0.5, 0.3, 0.2), new Forecast(0.2, 0.3, 0.5)),
                List.of(Outcome.HOME, Outcome.DRAW));
        assertEquals(0.5, scores.accuracy());
        assertEquals(-(Math.log(0.5) + Math.log(0.3)) / 2, scores.logLoss(), 1e-12);
        assertEquals((0.25 + 0.09 + 0.04 + 0.04 + 0.49 + 0.25) / 2, scores.brier(), 1e-12);
        assertEquals(((0.25 + 0.04) / 2 + (0.04 + 0.25) / 2) / 2, scores.rps(), 1e-12);
    }

    @Test
    void aPerfectlyCalibratedForecasterHasNoCalibrationError() {
        List<Forecast> forecasts = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            forecasts.add(new Forecast(0.5, 0.3, 0.2));
            outcomes.add(i < 5 ? Outcome.HOME : i < 8 ? Outcome.DRAW : Outcome.AWAY);
        }
        assertEquals(0, Scores.of(forecasts, outcomes).calibrationError(), 1e-12);
        Collections.fill(outcomes, Outcome.AWAY);
        assertEquals((0.5 + 0.3 + 0.8) / 3, Scores.of(forecasts, outcomes).calibrationError(), 1e-12);
    }

    private static Predictor.Saved saved(String kind, List<MatchRow> played) {
        Features clubs = new Features();
        List<Example> examples = clubs.learnAll(played);
        Forecaster champion = Backtest.learn(Forecasters.create(kind), examples);
        Logistic contract = Backtest.learn(new Logistic(), examples);
        return new Predictor.Saved(kind, Json.MAPPER.valueToTree(champion.state()), (LogisticCurve) contract.state(),
                clubs.state(), true);
    }

    private static Predictor predictor(String kind) {
        return new Predictor(saved(kind, PLAYED));
    }
}
