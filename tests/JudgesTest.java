//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES BruteForce.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java ../lib/report/*.java
//SOURCES ../lib/training/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lib.football.Match;
import lib.football.MatchRow;
import lib.football.Outcome;
import lib.football.Zones;
import lib.model.Backtest;
import lib.model.BaseRates;
import lib.model.Bin;
import lib.model.Difference;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Leaderboard;
import lib.model.Limit;
import lib.model.Pool;
import lib.model.Reliability;
import lib.model.Scores;
import lib.model.SeasonTally;
import lib.training.CountPit;
import lib.training.SeasonBacktest;
import org.junit.jupiter.api.Test;

/** How forecasts are judged beyond one score: reliability, spread, places, and the way from base rates to the limit. */
class JudgesTest {

    /** Forecasts of a home win with these probabilities; the rest is split evenly. */
    private static List<Forecast> forecasts(double... home) {
        List<Forecast> forecasts = new ArrayList<>();
        for (double p : home) forecasts.add(new Forecast(p, (1 - p) / 2, (1 - p) / 2));
        return forecasts;
    }

    /** Against scikit-learn 1.9, IsotonicRegression, and the parts of the Brier score made from it. */
    @Test
    void theReliabilityCurveIsTheIsotonicRegression() {
        List<Forecast> forecasts = forecasts(.1, .2, .2, .3, .35, .4, .5, .5, .6, .7, .8, .9);
        List<Outcome> outcomes = IntStream.of(0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1)
                .mapToObj(won -> won == 1 ? Outcome.HOME : Outcome.AWAY).toList();
        Reliability home = Reliability.of(forecasts, outcomes).getFirst();
        double[] curve = home.steps().stream().flatMapToDouble(step -> IntStream.range(0, step.n())
                .mapToDouble(i -> step.happened()))
                .toArray();
        assertArrayEquals(new double[] {0, 1 / 3., 1 / 3., 1 / 3., .5, .5, .5, .5, .5, .5, 1, 1}, curve, 1e-12);
        assertEquals(0.03298611111111108, home.miscalibration(), 1e-12);
        assertEquals(0.06944444444444442, home.discrimination(), 1e-12);
        assertEquals(0.25, home.uncertainty(), 1e-12);
        assertEquals(0.21354166666666666, home.score(), 1e-12);
        assertEquals(.5, home.happened(), 1e-12);
        assertEquals(0, Reliability.of(List.of(), List.of()).size());
    }

    /** Forecasts that are the truth lie within their band about as often as it says; forecasts that are not, do not. */
    @Test
    void theBandHoldsTrueForecastsAndLosesFalseOnes() {
        SplittableRandom random = new SplittableRandom(8);
        int inside = 0;
        int points = 0;
        int falseInside = 0;
        for (int trial = 0; trial < 20; trial++) {
            double[] p = random.doubles(800, .1, .8).toArray();
            List<Outcome> right = new ArrayList<>();
            List<Outcome> other = new ArrayList<>();
            for (double chance : p) {
                double u = random.nextDouble();
                right.add(u < chance ? Outcome.HOME : Outcome.AWAY);
                other.add(u < .45 ? Outcome.HOME : Outcome.AWAY); // whatever was forecast
            }
            inside += inside(Reliability.of(forecasts(p), right).getFirst());
            falseInside += inside(Reliability.of(forecasts(p), other).getFirst());
            points += 20;
        }
        assertTrue(inside > .8 * points, inside + " of " + points);
        assertTrue(falseInside < .5 * points, falseInside + " of " + points);
    }

    private static int inside(Reliability reliability) {
        int inside = 0;
        for (Reliability.Band band : reliability.band()) {
            double curve = reliability.steps().stream().filter(step -> step.to() >= band.forecast() - 1e-12).findFirst()
                    .orElse(reliability.steps().getLast()).happened();
            if (curve >= band.low() - 1e-12 && curve <= band.high() + 1e-12) inside++;
        }
        return inside;
    }

    @Test
    void binsCountWhatLiesBetweenTheirEdges() {
        List<Bin> bins = Bin.of(new double[][] {{.1}, {.3}, {.25}, {1}}, new int[] {-1, 0, -1, 0},
                new double[] {0, .25, .5, 1});
        assertEquals(List.of(1, 2, 1), bins.stream().map(Bin::n).toList());
        assertEquals(new Bin(.25, .5, 2, .275, .5, Math.sqrt(.3 * .7 + .25 * .75) / 2), bins.get(1));
    }

    /** Counts drawn from their distribution fill every tenth alike; narrower ones pile up in the middle. */
    @Test
    void thePitIsFlatForTrueForecastsAndHumpedForNarrowCounts() {
        SplittableRandom random = new SplittableRandom(4);
        int n = 20_000;
        double[] mean = random.doubles(n, .6, 2.4).toArray();
        int[] drawn = new int[n];
        int[] narrow = new int[n];
        for (int i = 0; i < n; i++) {
            drawn[i] = poisson(mean[i], random.nextDouble());
            narrow[i] = poisson(mean[i], .5 + .6 * (random.nextDouble() - .5));
        }
        for (double height : CountPit.histogram(mean, drawn, 10)) assertEquals(1, height, .05);
        double[] humped = CountPit.histogram(mean, narrow, 10);
        assertTrue(humped[0] < .6 && humped[9] < .6 && humped[5] > 1.2, List.of(humped[0], humped[5], humped[9])
                .toString());
        // Czado, Gneiting and Held, formula (2), by hand: one match, mean 1, two goals.
        double below = 2 * Math.exp(-1);
        double width = Math.exp(-1) / 2;
        assertEquals(2 * (1 - below) / width - 2 * Math.max(0, .5 - below) / width - 2 * (1 - below - width) / width,
                CountPit.histogram(new double[] {1}, new int[] {2}, 2)[1], 1e-12);
    }

    private static int poisson(double mean, double u) {
        double term = Math.exp(-mean);
        double sum = term;
        int k = 0;
        while (sum < u && k < 60) sum += term *= mean / ++k;
        return k;
    }

    @Test
    void thePlacesScoreIsTheRankedProbabilityScore() {
        Zones zones = Zones.of(2022, 4);
        SeasonBacktest.Places places = SeasonBacktest.places(List.of(half(zones, 2, .2, .5, .2, .1),
                half(zones, 4, .6, .3, .05, .05)));
        double one = (.2 * .2 + .3 * .3 + .1 * .1) / 3;
        double other = (.6 * .6 + .9 * .9 + .95 * .95) / 3;
        assertEquals((one + other) / 2, places.rps(), 1e-12);
        double usual = ((.25 * .25 + .5 * .5 + .25 * .25) + (.25 * .25 + .5 * .5 + .75 * .75)) / 6;
        assertEquals(usual, places.usual(), 1e-12);
        assertEquals(.5, places.covered(), 1e-12, "1st to 3rd holds the second, 1st to 2nd does not hold the fourth");
        assertEquals(2.5, places.width(), 1e-12);
    }

    private static SeasonBacktest.Half half(Zones zones, int place, double... positions) {
        SeasonTally.Estimate none = new SeasonTally.Estimate(0, 0);
        return new SeasonBacktest.Half(2022, new SeasonTally.Chances(none, none, none, none, none, none,
                positions), place,
                zones, 4);
    }

    // ---------------------------------------------------------------- the way to the limit

    @Test
    void theWayIsNoughtAtAlwaysHomeAndOneAtTheLimitOnTheMatchesThatHaveOne() {
        List<MatchRow> played = BruteForce.sample();
        List<Example> examples = new Features().learnAll(played);
        List<Leaderboard.Entry> entries = new ArrayList<>();
        for (var forecaster : List.of(new BaseRates(), new Pool())) {
            entries.add(new Leaderboard.Entry(Backtest.run(forecaster, examples, 2021, 2022, done -> {}), 0));
        }
        Map<Match.Key, Forecast> limit = new HashMap<>();
        Backtest.Run pool = entries.getLast().run();
        for (int i = 0; i < pool.forecasts().size(); i += 3) { // a limit that knows a little more, of some matches only
            Forecast f = pool.forecasts().get(i);
            double[] p = {f.home(), f.draw(), f.away()};
            int happened = pool.outcomes().get(i).ordinal();
            for (int k = 0; k < 3; k++) p[k] = k == happened ? p[k] + .1 * (1 - p[k]) : .9 * p[k];
            limit.put(pool.examples().get(i).match().key(), new Forecast(p[0], p[1], p[2]));
        }
        Evaluation.Data data = new Evaluation.Data(LocalDate.of(2022, 12, 1), "", true);
        Evaluation evaluation = Evaluation.of(entries, 2021, 2022, data, Limit.TRUTH, limit);
        Map<String, Double> way = new HashMap<>();
        evaluation.leaderboard().forEach(row -> way.put(row.kind(), row.ofTheWay()));
        assertEquals(0, way.get(Evaluation.ALWAYS_HOME), 1e-12);
        double start = rpsOfEveryThird(entries.getFirst().run());
        double gone = (start - rpsOfEveryThird(pool)) / (start - evaluation.limit().scores().rps());
        assertEquals(gone, way.get("pool"), 1e-12);
        assertEquals(limit.size(), evaluation.limit().scores().n());
        assertTrue(evaluation.table().getFirst().contains("%.0f %%".formatted(100 * way.get("pool"))));
        assertNull(Evaluation.of(entries, 2021, 2022, data, Limit.TRUTH, Map.of()).leaderboard().getFirst().ofTheWay());
    }

    private static double rpsOfEveryThird(Backtest.Run run) {
        return IntStream.range(0, run.forecasts().size()).filter(i -> i % 3 == 0)
                .mapToDouble(i -> Scores.rps(run.forecasts().get(i), run.outcomes().get(i))).average().orElseThrow();
    }

    @Test
    void theDifferenceOfLogLossIsPairedToo() {
        List<Forecast> one = forecasts(.5, .6, .2);
        List<Forecast> other = forecasts(.4, .7, .3);
        List<Outcome> outcomes = List.of(Outcome.HOME, Outcome.DRAW, Outcome.AWAY);
        double[] d = new double[3];
        double mean = 0;
        for (int i = 0; i < 3; i++) {
            d[i] = Math.log(other.get(i).of(outcomes.get(i))) - Math.log(one.get(i).of(outcomes.get(i)));
            mean += d[i] / 3;
        }
        double variance = 0;
        for (double x : d) variance += (x - mean) * (x - mean) / 2;
        Difference difference = Difference.of(one, other, outcomes);
        assertEquals(mean, difference.logLoss(), 1e-12);
        assertEquals(Math.sqrt(variance / 3), difference.logLossError(), 1e-12);
        assertEquals(Scores.of(one, outcomes).logLoss() - Scores.of(other, outcomes).logLoss(), difference.logLoss(),
                1e-12);
    }
}
