//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.jupiter:junit-jupiter-params:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java ../lib/report/*.java
//SOURCES ../lib/training/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import lib.base.Json;
import lib.football.Match;
import lib.football.MatchRow;
import lib.model.Backtest;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Forecaster;
import lib.model.Gate;
import lib.model.Leaderboard;
import lib.model.Limit;
import lib.model.LogisticCurve;
import lib.model.Predictor;
import lib.model.Verdict;
import lib.training.Forecasters;
import lib.training.Logistic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leagues in which something never or hardly ever happens: every number that comes out of them is one. */
class FiniteTest {

    /** How the matches of a league end; the random number decides. */
    enum League {
        NO_DRAWS(6, 3, random -> random.nextBoolean() ? score(random.nextInt(4) + 1, 0) : score(1, 2)),
        ONE_DRAW_IN_NINETY(6, 3, random -> random.nextInt(90) == 0 ? score(1, 1) : score(random.nextInt(2) * 2, 1)),
        NO_AWAY_WINS(6, 3, random -> random.nextInt(4) == 0 ? score(1, 1) : score(2, 0)),
        HOME_WINS_ONLY(6, 3, random -> score(1 + random.nextInt(3), 0)),
        AWAY_WINS_ONLY(6, 3, random -> score(0, 1 + random.nextInt(3))),
        ALL_WITHOUT_GOALS(8, 6, random -> score(0, 0)),
        TWO_CLUBS(2, 40, random -> score(random.nextInt(3), random.nextInt(3))),
        VERY_HIGH_SCORES(8, 4, random -> score(random.nextInt(100), random.nextInt(100))),
        ONE_SIDE_ALWAYS_HIGH(8, 4, random -> score(99, 0)),
        VERY_FEW_MATCHES(3, 2, random -> score(random.nextInt(3), random.nextInt(3)));

        final List<MatchRow> rows;
        final int last;

        League(int clubs, int seasons, Function<Random, int[]> match) {
            last = 2000 + seasons - 1;
            rows = league(clubs, seasons, match);
        }
    }

    private static int[] score(int home, int away) {
        return new int[] {home, away};
    }

    /** Everybody plays everybody at both grounds, one match a day. */
    private static List<MatchRow> league(int clubs, int seasons, Function<Random, int[]> match) {
        Random random = new Random(5);
        List<MatchRow> rows = new ArrayList<>();
        for (int year = 2000; year < 2000 + seasons; year++) {
            LocalDate day = LocalDate.of(year, 4, 1);
            for (int home = 0; home < clubs; home++) {
                for (int away = 0; away < clubs; away++) {
                    if (home == away) continue;
                    int[] goals = match.apply(random);
                    day = day.plusDays(1);
                    rows.add(MatchRow.of(new Match(day, year, 0, "Club " + home, "Club " + away, goals[0], goals[1])));
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(League.class)
    void everyForecastIsThreeProbabilities(League league) {
        List<Example> examples = new Features().learnAll(league.rows);
        for (Supplier<Forecaster> forecaster : Forecasters.ALL) {
            Backtest.Run run = Backtest.run(forecaster.get(), examples, 2000, league.last, done -> {});
            for (Forecast said : run.forecasts()) assertTrue(said.isProbability(), run.kind() + ": " + said);
            assertTrue(run.scores().isFinite(), run.kind() + ": " + run.scores());
        }
    }

    /** What never happened stays possible: an API that says 0 or 1 of a match is wrong some day. */
    @ParameterizedTest
    @EnumSource(League.class)
    void whatServesIsSoundAndPassesTheGate(League league) {
        Features clubs = new Features();
        List<Example> examples = clubs.learnAll(league.rows);
        LogisticCurve contract = (LogisticCurve) Backtest.learn(new Logistic(), examples).state();
        for (Supplier<Forecaster> forecaster : Forecasters.SERVING) {
            Forecaster learned = Backtest.learn(forecaster.get(), examples);
            Predictor.Saved saved = new Predictor.Saved(learned.kind(), Json.MAPPER.valueToTree(learned.state()),
                    contract, clubs.state(), false);
            Predictor loaded = Predictor.of(Json.write(saved));
            assertTrue(loaded.isSound(), learned.kind());
            Forecast forecast = loaded.forecast("Club 0", "Club 1", loaded.dataUntil().plusDays(3), "", "");
            double least = Math.min(forecast.home(), Math.min(forecast.draw(), forecast.away()));
            assertTrue(least > 0, learned.kind() + ": " + forecast);
        }
        int last = league.last;
        List<Leaderboard.Entry> entries = Leaderboard.run(Forecasters.SERVING, examples, last, last, 1, done -> {});
        LocalDate until = examples.getLast().match().date();
        Evaluation.Data data = new Evaluation.Data(until, "x", false);
        Evaluation metrics = Evaluation.of(entries, last, last, data, Limit.TRUTH, Map.of());
        Backtest.Run run = Evaluation.run(entries, metrics.kind());
        Gate.Challenger challenger = new Gate.Challenger("first", metrics, run, true, List.of(), 0);
        assertEquals(Verdict.Code.FIRST, Gate.decide(challenger, null, until, false).code());
    }
}
