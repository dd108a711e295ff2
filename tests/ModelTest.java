//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES BruteForce.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java ../lib/model/*.java
//SOURCES ../lib/report/*.java ../lib/training/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import lib.base.Json;
import lib.football.Match;
import lib.football.MatchRow;
import lib.football.Outcome;
import lib.model.Backtest;
import lib.model.Difference;
import lib.model.DixonColes;
import lib.model.DynamicGoals;
import lib.model.EloForecaster;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Forecaster;
import lib.model.Leaderboard;
import lib.model.Pool;
import lib.model.ScoreMatrix;
import lib.model.Scores;
import lib.training.ClosingOdds;
import lib.training.Forecasters;
import org.junit.jupiter.api.Test;

/** The formulas of the forecasters and of their judges, against published examples and slow computations. */
class ModelTest {

    private static final List<MatchRow> PLAYED = BruteForce.sample();
    private static final List<Example> EXAMPLES = new Features().learnAll(PLAYED);

    private static Match match(LocalDate date, String home, String away, int homeGoals, int awayGoals) {
        return new Match(date, date.getYear(), 0, home, away, homeGoals, awayGoals);
    }

    private static List<Outcome> outcomes(List<Example> examples) {
        return examples.stream().map(example -> example.match().outcome()).toList();
    }

    /** Constantinou and Fenton, Journal of Quantitative Analysis in Sports 8 (2012), table 3. */
    @Test
    void theRpsOfThePublishedHypotheticalForecasts() {
        assertEquals(0.0000, Scores.rps(new Forecast(1, 0, 0), Outcome.HOME), 5e-5);
        assertEquals(0.0050, Scores.rps(new Forecast(.9, .1, 0), Outcome.HOME), 5e-5);
        assertEquals(0.0250, Scores.rps(new Forecast(.8, .1, .1), Outcome.HOME), 5e-5);
        assertEquals(0.15625, Scores.rps(new Forecast(.5, .25, .25), Outcome.HOME), 5e-5);
        assertEquals(0.1225, Scores.rps(new Forecast(.35, .3, .35), Outcome.DRAW), 5e-5);
        assertEquals(0.1850, Scores.rps(new Forecast(.6, .3, .1), Outcome.DRAW), 5e-5);
        assertEquals(0.09745, Scores.rps(new Forecast(.57, .33, .1), Outcome.HOME), 5e-5);
    }

    @Test
    void theScoreMatrixIsTwoPoissonsWithTheFourCornersOfDixonAndColes() {
        double home = 1.6;
        double away = 0.9;
        double rho = -0.13;
        double[][] matrix = ScoreMatrix.of(home, away, rho);
        double[][] slow = new double[16][16];
        double total = 0;
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 16; j++) {
                double tau = i == 0 && j == 0 ? 1 - home * away * rho : i == 0 && j == 1 ? 1 + home * rho
                        : i == 1 && j == 0 ? 1 + away * rho : i == 1 && j == 1 ? 1 - rho : 1;
                slow[i][j] = tau * poisson(home, i) * poisson(away, j);
                total += slow[i][j];
            }
        }
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 16; j++) assertEquals(slow[i][j] / total, matrix[i][j], 1e-12, i + "-" + j);
        }
    }

    private static double poisson(double mean, int goals) {
        double factorial = 1;
        for (int k = 2; k <= goals; k++) factorial *= k;
        return Math.pow(mean, goals) * Math.exp(-mean) / factorial;
    }

    @Test
    void theBeliefStaysABeliefOverTenThousandMatchDays() {
        Random random = new Random(11);
        DynamicGoals goals = new DynamicGoals();
        List<String> clubs = new ArrayList<>(List.of("A", "B", "C", "D", "E", "F", "G", "H"));
        LocalDate day = LocalDate.of(1900, 1, 1);
        for (int i = 0; i < 10_000; i++) {
            day = day.plusDays(1 + random.nextInt(7));
            java.util.Collections.shuffle(clubs, random);
            int[] score = random.nextInt(100) == 0 ? new int[] {90, 0}
                    : new int[] {random.nextInt(4), random.nextInt(3)};
            Match played = match(day, clubs.get(0), clubs.get(1), score[0], score[1]);
            goals.learn(List.of(new Example(MatchRow.of(played), new double[16], 0, 0)));
            if (i % 250 != 0) continue;
            JsonNode covariance = Json.MAPPER.valueToTree(goals.state()).path("strengths").path("covariance");
            assertTrue(isPositive(covariance), "after " + i + " days");
        }
    }

    /** A symmetric matrix is positive definite if its Cholesky factor exists. */
    private static boolean isPositive(JsonNode matrix) {
        int n = matrix.size();
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix.get(i).get(j).asDouble();
                if (Math.abs(sum - matrix.get(j).get(i).asDouble()) > 1e-9) return false;
                for (int k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
                if (i == j && !(sum > 0)) return false;
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        return n > 0;
    }

    @Test
    void absurdScoresBreakNoForecaster() {
        List<MatchRow> absurd = new ArrayList<>();
        for (MatchRow row : PLAYED.subList(0, 900)) {
            Match m = row.match();
            boolean riot = absurd.size() % 7 == 0;
            absurd.add(MatchRow.of(new Match(m.date(), m.season(), m.round(), m.home(), m.away(),
                    riot ? 90 : m.homeGoals(),
                    riot ? 0 : m.awayGoals())));
        }
        List<Example> examples = new Features().learnAll(absurd);
        for (Supplier<Forecaster> forecaster : Forecasters.SERVING) {
            for (Forecast forecast : Backtest.run(forecaster.get(), examples, 2018, 2022, done -> {}).forecasts()) {
                double sum = 0;
                for (Outcome outcome : Outcome.values()) {
                    assertTrue(forecast.of(outcome) >= 0 && forecast.of(outcome) <= 1,
                            forecaster.get().kind() + " " + forecast);
                    sum += forecast.of(outcome);
                }
                assertEquals(1, sum, 1e-9);
            }
        }
    }

    /** The log posterior written out over one season: weights by age, a Gaussian prior around zero. */
    @Test
    void dixonAndColesAreAtTheMaximumOfTheirPosterior() {
        List<Example> season = EXAMPLES.subList(0, 200);
        List<Example> fittedOn = new ArrayList<>();
        LocalDate end = null;
        DixonColes model = new DixonColes();
        for (int start = 0, stop; start < season.size(); start = stop) {
            LocalDate day = season.get(start).match().date();
            stop = start;
            while (stop < season.size() && season.get(stop).match().date().equals(day)) stop++;
            model.learn(season.subList(start, stop));
            if (end == null || ChronoUnit.DAYS.between(end, day) >= 7) {
                end = day;
                fittedOn = season.subList(0, stop);
            }
        }
        DixonColes.State fitted = (DixonColes.State) model.state();
        double best = logPosterior(fitted, fittedOn, end);
        for (double step : new double[] {-0.02, 0.02}) {
            assertTrue(logPosterior(new DixonColes.State(fitted.level() + step, fitted.home(), 0, fitted.strengths()),
                    fittedOn, end) < best);
            assertTrue(logPosterior(new DixonColes.State(fitted.level(), fitted.home() + step, 0, fitted.strengths()),
                    fittedOn, end) < best);
            for (String club : fitted.strengths().keySet()) {
                var moved = new java.util.TreeMap<>(fitted.strengths());
                moved.put(club, new DixonColes.Strength(moved.get(club).attack() + step, moved.get(club).defence()));
                assertTrue(logPosterior(new DixonColes.State(fitted.level(), fitted.home(), 0, moved), fittedOn,
                        end) < best, club);
            }
        }
    }

    private static double logPosterior(DixonColes.State state, List<Example> examples, LocalDate today) {
        double sum = 0;
        for (Example example : examples) {
            Match m = example.match();
            double weight = Math.exp(-0.0025 * ChronoUnit.DAYS.between(m.date(), today));
            double home = state.level() + state.home() + state.strengths().get(m.home()).attack() - state.strengths()
                    .get(m.away()).defence();
            double away = state.level() + state.strengths().get(m.away()).attack() - state.strengths().get(m.home())
                    .defence();
            sum += weight * (m.homeGoals() * home - Math.exp(home) + m.awayGoals() * away - Math.exp(away));
        }
        sum -= (Math.pow(state.level() - Math.log(1.1), 2) + Math.pow(state.home() - 0.3, 2)) / 2;
        for (DixonColes.Strength strength : state.strengths().values()) {
            sum -= 10 * (strength.attack() * strength.attack() + strength.defence() * strength.defence()) / 2;
        }
        return sum;
    }

    /**
     * In a league drawn from known strengths the goals forecast are the goals scored, and no forecaster beats the
     * truth.
     */
    @Test
    void goalsAreNeitherOverNorUnderestimated() {
        Backtest.Run run = Backtest.run(new DynamicGoals(), EXAMPLES, 2019, 2022, done -> {});
        double forecast = run.forecasts().stream().mapToDouble(f -> f.expectedHomeGoals() + f.expectedAwayGoals())
                .sum();
        double seen = run.examples().stream().mapToDouble(e -> e.match().homeGoals() + e.match().awayGoals()).sum();
        assertEquals(1, forecast / seen, 0.05);
    }

    /** The pool's two opinions pooled by hand, and what is at stake counted from the table by hand. */
    @Test
    void thePoolIsTwoOpinionsAndWhatIsAtStake() {
        Pool pool = new Pool();
        DynamicGoals goals = new DynamicGoals();
        EloForecaster elo = new EloForecaster();
        List<Match> before = new ArrayList<>();
        int shifted = 0;
        for (Example example : EXAMPLES.subList(0, 380)) {
            Match m = example.match();
            Forecast together = pool.forecast(example);
            Forecast one = goals.forecast(example);
            Forecast other = elo.forecast(example);
            double plain = Math.log(one.home() / one.away()) * 2 / 3 + Math.log(other.home() / other.away()) / 3;
            double shift = (Math.log(together.home() / together.away()) - plain) / 2;
            double expected = 0.17 * (dead(before, m.away()) - dead(before, m.home()));
            assertEquals(expected, shift, 1e-9, m.toString());
            if (Math.abs(expected) > 0.05) shifted++;
            before.add(m);
            for (Forecaster forecaster : List.of(pool, goals, elo)) forecaster.learn(List.of(example));
        }
        assertTrue(shifted > 5, shifted + " matches with something at stake for one side only");
    }

    private static double dead(List<Match> before, String club) {
        Map<String, Integer> points = new HashMap<>();
        int played = 0;
        for (Match m : before) {
            points.merge(m.home(), m.outcome() == Outcome.HOME ? 3 : m.outcome() == Outcome.DRAW ? 1 : 0, Integer::sum);
            points.merge(m.away(), m.outcome() == Outcome.AWAY ? 3 : m.outcome() == Outcome.DRAW ? 1 : 0, Integer::sum);
            if (m.home().equals(club) || m.away().equals(club)) played++;
        }
        int left = 38 - played;
        if (left > 8 || left < 1) return 0;
        List<Integer> table = points.values().stream().sorted(java.util.Comparator.reverseOrder()).toList();
        int own = points.get(club);
        double closest = 0;
        for (int line : new int[] {1, 4, 6, 12, 16}) {
            int gap = own >= table.get(line - 1) ? own - table.get(line) : table.get(line - 1) - own;
            closest = Math.max(closest, 1 - gap / (1.5 * left));
        }
        return 1 - closest;
    }

    @Test
    void severalThreadsSayWhatOneSays() {
        List<Leaderboard.Entry> alone = Leaderboard.run(Forecasters.SERVING, EXAMPLES, 2021, 2022, 1, done -> {});
        List<Leaderboard.Entry> together = Leaderboard.run(Forecasters.SERVING, EXAMPLES, 2021, 2022, 4, done -> {});
        for (int i = 0; i < alone.size(); i++) {
            assertTrue(alone.get(i).run().equals(together.get(i).run()), alone.get(i).run().kind());
        }
    }

    @Test
    void aPartSaysOnTheWalkOfTheWholeWhatItSaysAlone() {
        List<Leaderboard.Entry> entries = Leaderboard.run(Forecasters.SERVING, EXAMPLES, 2021, 2022, 2, done -> {});
        assertEquals(Forecasters.SERVING.stream().map(each -> each.get().kind()).toList(),
                entries.stream().map(entry -> entry.run().kind()).toList());
        for (Forecaster part : new Pool().parts()) {
            assertEquals(Backtest.run(part, EXAMPLES, 2021, 2022, done -> {}),
                    Evaluation.run(entries, part.kind()), part.kind());
        }
    }

    @Test
    void aPairedDifferenceIsAMeanWithItsStandardError() {
        List<Forecast> one = List.of(new Forecast(1, 0, 0), new Forecast(.5, .25, .25), new Forecast(.2, .3, .5));
        List<Forecast> other = List.of(new Forecast(.8, .1, .1), new Forecast(.6, .3, .1), new Forecast(.2, .3, .5));
        List<Outcome> outcomes = List.of(Outcome.values());
        double[] d = {0 - .025, (.25 + .0625) / 2 - .185, 0};
        double mean = (d[0] + d[1] + d[2]) / 3;
        double variance = 0;
        for (double x : d) variance += (x - mean) * (x - mean) / 2;
        Difference difference = Difference.of(one, other, outcomes);
        assertEquals(mean, difference.rps(), 1e-12);
        assertEquals(Math.sqrt(variance / 3), difference.standardError(), 1e-12);
    }

    /** Outcomes drawn from the forecasts themselves make, on average, the calibration error that is foretold. */
    @Test
    void theCalibrationErrorOfChanceIsWhatChanceMakes() {
        List<Forecast> forecasts = Backtest.run(new EloForecaster(), EXAMPLES, 2021, 2021, done -> {}).forecasts();
        Random random = new Random(3);
        double sum = 0;
        double foretold = 0;
        for (int draw = 0; draw < 300; draw++) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Forecast f : forecasts) {
                double u = random.nextDouble();
                outcomes.add(u < f.home() ? Outcome.HOME : u < f.home() + f.draw() ? Outcome.DRAW : Outcome.AWAY);
            }
            Scores scores = Scores.of(forecasts, outcomes);
            sum += scores.calibrationError();
            foretold += scores.chanceError();
        }
        assertEquals(1, sum / foretold, 0.1);
    }

    @Test
    void closingOddsBecomeProbabilitiesWithoutTheMargin() throws Exception {
        String csv = """
                Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PSCH,PSCD,PSCA,AvgCH,AvgCD,AvgCA
                Brazil,Serie A,2012,19/05/2012,22:30,Palmeiras,Santos,1,1,D,1.75,3.86,5.25,1.69,3.5,4.9
                Brazil,Serie A,2012,20/05/2012,20:00,Vasco,Bahia,1,0,H,,,,2.0,4.0,4.0
                Brazil,Serie A,2012,21/05/2012,20:00,Sport,Gremio,1,0,H,,0,abc,,,
                """;
        Map<Match.Key, double[]> odds = new ClosingOdds()
                .add(() -> new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))).probabilities();
        assertEquals(2, odds.size());
        double[] p = odds.get(new Match.Key(2012, "Palmeiras", "Santos"));
        // penaltyblog 1.13, implied.calculate_implied(…, method="power")
        assertArrayEquals(new double[] {0.5645774296868621, 0.251634045514377, 0.18378852479876098}, p, 1e-12);
        assertEquals(.5, odds.get(new Match.Key(2012, "Vasco", "Bahia"))[0], 1e-12);
    }
}
