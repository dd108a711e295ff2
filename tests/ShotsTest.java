//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java ../lib/report/*.java
//SOURCES ../lib/training/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lib.base.Json;
import lib.base.Sha256;
import lib.football.Match;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.football.Outcome;
import lib.model.Backtest;
import lib.model.DynamicGoals;
import lib.model.EloForecaster;
import lib.model.Example;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Forecaster;
import lib.model.Pool;
import lib.model.Predictor;
import lib.training.Forecasters;
import lib.training.Logistic;
import org.junit.jupiter.api.Test;

/** What the goal model makes of shots, and of not knowing them. */
class ShotsTest {

    private static final List<MatchRow> PLAYED = league();
    private static final LocalDate DAY = LocalDate.of(2022, 5, 1);

    /**
     * Five seasons of twenty clubs, of which two change places with others each year; made here, so that nothing moves
     * it.
     */
    private static List<MatchRow> league() {
        SplittableRandom random = new SplittableRandom(7);
        double[] strength = random.doubles(30, -.4, .4).toArray();
        List<MatchRow> rows = new ArrayList<>();
        for (int season = 2018; season <= 2022; season++) {
            int out = 2 * (season - 2018);
            int[] clubs = IntStream.range(out, out + 20).toArray();
            for (int round = 1; round <= 38; round++) {
                LocalDate day = LocalDate.of(season, 3, 1).plusDays(7L * round);
                for (int pair = 0; pair < 10; pair++) { // the circle method: the last club stands still
                    int one = pair == 0 ? clubs[19] : clubs[(round + pair) % 19];
                    int other = clubs[(round - pair + 19) % 19];
                    boolean turned = (round > 19) != (pair % 2 == 1);
                    int home = turned ? other : one;
                    int away = turned ? one : other;
                    Match match = new Match(day.plusDays(pair % 2), season, round, "Club %02d".formatted(home),
                            "Club %02d".formatted(away),
                            goals(random, 1.4 * Math.exp(strength[home] - strength[away])),
                            goals(random, 1.1 * Math.exp(strength[away] - strength[home])));
                    rows.add(MatchRow.of(match));
                }
            }
        }
        return rows.stream().sorted(MatchRow.CHRONOLOGICAL).toList();
    }

    private static int goals(SplittableRandom random, double mean) {
        int goals = 0;
        for (int minute = 0; minute < 90; minute++) if (random.nextDouble() < mean / 90) goals++;
        return goals;
    }

    private static MatchRow row(int homeGoals, int awayGoals) {
        return MatchRow.of(new Match(DAY, 2022, 1, "Bahia", "Santos", homeGoals, awayGoals));
    }

    /** What is forecast of the return match after one match was learned. */
    private static Forecast after(MatchRow learned) {
        DynamicGoals goals = new DynamicGoals();
        goals.learn(List.of(new Example(learned, new double[16], 0, 0)));
        return goals.forecast(new Example(MatchRow.of(Match.toPlay(DAY.plusDays(7), 2022, "Santos", "Bahia")),
                new double[16], 0, 0));
    }

    /**
     * The forecasts and the saved model as they were before the filter knew of shots. On another processor the last bit
     * of exp may differ, so there the mean score stands for all bits.
     */
    @Test
    void withoutShotsForecastsAndModelAreWhatTheyWereBeforeShots() {
        Forecaster goals = new DynamicGoals();
        Backtest.Run run = Backtest.run(goals, new Features().learnAll(PLAYED), 2018, 2022, done -> {});
        StringBuilder bits = new StringBuilder();
        for (Forecast forecast : run.forecasts()) {
            for (Outcome outcome : Outcome.values()) bits.append(Double.toHexString(forecast.of(outcome))).append(' ');
            bits.append('\n');
        }
        assertEquals(0.20395636970795222, run.scores().rps(), 1e-12);
        if (!System.getProperty("os.arch").equals("amd64")) return;
        assertEquals("9c18e3e11f2ec4c672b8f15b8d5881f1115744625f282958028181d99cf4508f",
                Sha256.of(bits.toString().getBytes(StandardCharsets.UTF_8)));
        assertEquals("436932ff7acac85366c7e82f43e53439d61f8c1f05f6ae97ac44fb7139579d9f",
                Sha256.of(Json.write(goals.state())));
    }

    /** Two parts goals to one part Elo without shots, nine to one with all of them. */
    @Test
    void eloHasLessToAddTheMoreShotsAreKnown() {
        assertEquals(2 / 3., goalsWeight(PLAYED), 1e-9);
        assertEquals(.9, goalsWeight(withShots(1)), 1e-4);
        double half = goalsWeight(withShots(.5));
        assertTrue(half > .72 && half < .85, "half known: " + half);
    }

    /** The weight with which the pool's ratio of home win to draw lies between those of its two opinions. */
    private static double goalsWeight(List<MatchRow> rows) {
        List<Example> examples = new Features().learnAll(rows);
        List<Example> before = examples.subList(0, 1700); // far from a season's end, where something may be at stake
        Example next = examples.get(1720);
        double together = ratio(Backtest.learn(new Pool(), before).forecast(next));
        double goals = ratio(Backtest.learn(new DynamicGoals(), before).forecast(next));
        double elo = ratio(Backtest.learn(new EloForecaster(), before).forecast(next));
        return (together - elo) / (goals - elo);
    }

    private static double ratio(Forecast forecast) {
        return Math.log(forecast.home() / forecast.draw());
    }

    @Test
    void ofTwoEqualResultsTheOneWithMoreShotsSpeaksForTheClub() {
        assertTrue(after(row(1, 1).withShots(20, 5)).away() > after(row(1, 1)).away());
        assertTrue(after(row(1, 1).withShots(5, 20)).away() < after(row(1, 1)).away());
    }

    /** With as many shots as goals usually need, shots say nothing new: only the weight of the match is higher. */
    @Test
    void aLeadingSideIsNotBlamedForShootingLess() {
        double level = after(row(1, 1).withShots(12, 12)).away();
        assertTrue(after(row(3, 0).withShots(8, 15)).away() > level,
                "three goals ahead with half the shots is still better");
        assertTrue(after(row(0, 3).withShots(15, 8)).away() < level);
    }

    /** The count of the formula, learned as goals by the same filter with the same weight, is what shots do. */
    @Test
    void theCountIsTheFormulas() {
        JsonNode strengths = Json.MAPPER.valueToTree(state(row(2, 1).withShots(14, 9))).path("strengths");
        double perShot = .65 * 180 / 2000;
        double home = .35 * 2 + perShot * 14 + .2 * (2 - 1);
        double away = .35 * 1 + perShot * 9 - .2 * (2 - 1);
        // A fresh belief: only the Newton steps of both counts move it; the level's mean rises by what both say.
        double[] expected = slowFilter(home, away, 1.1 * 1.5);
        assertEquals(expected[0], strengths.path("mean").get(0).asDouble(), 1e-9);
        assertEquals(expected[1], strengths.path("mean").get(1).asDouble(), 1e-9);
    }

    private static DynamicGoals.State state(MatchRow learned) {
        DynamicGoals goals = new DynamicGoals();
        goals.learn(List.of(new Example(learned, new double[16], 0, 0)));
        return (DynamicGoals.State) goals.state();
    }

    /**
     * Level and home advantage after one match: two Laplace steps, written out over level, home and four club parts.
     */
    private static double[] slowFilter(double homeCount, double awayCount, double weight) {
        int n = 6; // level, home advantage, both attacks, both defences: slow and fast parts added up
        double[] mean = {Math.log(1.1), .35, 0, 0, 0, 0};
        double[][] covariance = new double[n][n];
        covariance[0][0] = .09;
        covariance[1][1] = .04;
        double slow = .12 * .12;
        double fast = .2 * .2;
        for (int k = 2; k < 6; k++) covariance[k][k] = slow + fast;
        for (int club = 2; club < 4; club++) { // attack k and defence k + 2 of one club go together
            covariance[club][club + 2] = covariance[club + 2][club] = .9 * slow + .5 * fast;
        }
        step(mean, covariance, new double[] {1, 1, 1, 0, 0, -1}, homeCount, weight);
        step(mean, covariance, new double[] {1, 0, 0, 1, -1, 0}, awayCount, weight);
        return mean;
    }

    private static void step(double[] mean, double[][] covariance, double[] picks, double count, double weight) {
        int n = mean.length;
        double prior = 0;
        double[] reach = new double[n];
        for (int i = 0; i < n; i++) {
            prior += picks[i] * mean[i];
            for (int j = 0; j < n; j++) reach[i] += covariance[i][j] * picks[j];
        }
        double variance = 0;
        for (int i = 0; i < n; i++) variance += picks[i] * reach[i];
        double low = -20;
        double high = 20;
        for (int k = 0; k < 200; k++) { // the slope of the log posterior falls: bisection
            double x = (low + high) / 2;
            if (weight * (count - Math.exp(x)) - (x - prior) / variance > 0) low = x;
            else high = x;
        }
        double rate = weight * Math.exp(low);
        double posterior = 1 / (1 / variance + rate);
        double move = low - posterior * posterior * rate / 2 - prior;
        for (int i = 0; i < n; i++) mean[i] += reach[i] * move / variance;
        double shrink = (variance - posterior) / (variance * variance);
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) covariance[i][j] -= shrink * reach[i] * reach[j];
    }

    // ---------------------------------------------------------------- over seasons

    /** The sample with shots drawn around the chances that were forecast: any will do to walk with. */
    private static List<MatchRow> withShots(double share) {
        Random random = new Random(5);
        List<MatchRow> rows = new ArrayList<>();
        for (MatchRow row : PLAYED) {
            boolean known = random.nextDouble() < share;
            MatchRow shots = row.withShots(4 + 2 * row.match().homeGoals() + random.nextInt(12), 3 + 2 * row.match()
                    .awayGoals() + random.nextInt(10));
            rows.add(known ? shots : row);
        }
        return rows;
    }

    @Test
    void aSavedModelGoesOnAsTheOneThatWalkedOn() {
        List<Example> examples = new Features().learnAll(withShots(.8));
        int cut = 1500;
        LocalDate day = examples.get(cut).match().date();
        while (examples.get(cut - 1).match().date().equals(day)) cut--;
        for (Forecaster whole : List.of(new Pool(), new DynamicGoals())) {
            Backtest.Run walk = Backtest.run(whole, examples, 2018, 2022, done -> {});
            Features features = new Features();
            features.learnAll(examples.subList(0, cut).stream().map(Example::row).toList());
            Forecaster trained = Backtest.learn(Forecasters.create(whole.kind()), examples.subList(0, cut));
            Logistic contract = Backtest.learn(new Logistic(), examples.subList(0, cut));
            Predictor loaded = Predictor.of(Json.write(new Predictor.Saved(whole.kind(),
                    Json.MAPPER.valueToTree(trained.state()),
                    (lib.model.LogisticCurve) contract.state(), features.state(), true)));
            Match next = examples.get(cut).match();
            Forecast now = loaded.forecast(next.home(), next.away(), next.date(), "", "");
            for (Outcome outcome : Outcome.values()) assertEquals(walk.forecasts().get(cut).of(outcome),
                    now.of(outcome), 1e-12);
        }
    }

    /** A model of before there were shots says nothing of them, and neither does one that has seen none. */
    @Test
    void aModelWithoutShotsIsReadAsOneThatHasSeenNone() throws Exception {
        byte[] saved = Json.write(state(row(2, 0)));
        assertFalse(new String(saved, StandardCharsets.UTF_8).contains("shots"));
        DynamicGoals loaded = new DynamicGoals(Json.read(saved, DynamicGoals.State.class));
        assertEquals(new String(saved, StandardCharsets.UTF_8),
                new String(Json.write(loaded.state()), StandardCharsets.UTF_8));
    }

    @Test
    void shotsOfTheDayItselfChangeNoForecastOfThatDay() {
        List<Example> one = new Features().learnAll(withShots(1));
        List<MatchRow> changed = new ArrayList<>(one.stream().map(Example::row).toList());
        LocalDate day = changed.get(1200).date();
        for (int i = 0; i < changed.size(); i++) if (!changed.get(i).date().isBefore(day)) changed.set(i,
                changed.get(i).withShots(30, 0));
        List<Example> other = new Features().learnAll(changed);
        Backtest.Run walk = Backtest.run(new Pool(), one, 2018, 2022, done -> {});
        Backtest.Run again = Backtest.run(new Pool(), other, 2018, 2022, done -> {});
        for (int i = 0; i < one.size() && !one.get(i).match().date().isAfter(day); i++) {
            assertEquals(walk.forecasts().get(i), again.forecasts().get(i), one.get(i).match().toString());
        }
        assertFalse(walk.forecasts().equals(again.forecasts()));
    }

    @Test
    void absurdShotsBreakNothing() {
        List<MatchRow> rows = new ArrayList<>();
        int[][] absurd = {{0, 0}, {0, 900}, {900, 0}};
        for (MatchRow row : PLAYED.subList(0, 800)) rows.add(row.withShots(absurd[rows.size() % 3][0],
                absurd[rows.size() % 3][1]));
        for (Forecast forecast : Backtest.run(new Pool(), new Features().learnAll(rows), 2018, 2022, done -> {})
                .forecasts()) {
            assertEquals(1, forecast.home() + forecast.draw() + forecast.away(), 1e-9);
            for (Outcome outcome : Outcome.values()) assertTrue(forecast.of(outcome) > 0, forecast.toString());
        }
    }

    @Test
    void theTableOfMatchesKeepsShotsAndReadsOneWithoutThem() throws Exception {
        List<MatchRow> rows = List.of(row(2, 1).withShots(14, 9), row(0, 0));
        StringBuilder csv = new StringBuilder(String.join(",", MatchFile.COLUMNS)).append('\n');
        for (MatchRow row : rows) {
            for (Object cell : MatchFile.cells(row)) csv.append(cell == null ? "" : cell).append(',');
            csv.setCharAt(csv.length() - 1, '\n');
        }
        assertEquals(rows, MatchFile.read(csv.toString().getBytes(StandardCharsets.UTF_8)));
        String old = csv.toString().replace(",home_shots,away_shots", "").replace(",14,9", "")
                .replaceAll("false,,", "false");
        assertEquals(List.of(row(2, 1), row(0, 0)), MatchFile.read(old.getBytes(StandardCharsets.UTF_8)));
    }
}
