//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES BruteForce.java
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import lib.base.Json;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.MatchRow;
import lib.football.Outcome;
import lib.model.Backtest;
import lib.model.Evaluation;
import lib.model.Example;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.Gate;
import lib.model.Leaderboard;
import lib.model.Limit;
import lib.model.Verdict;
import lib.model.Verdict.Code;
import org.junit.jupiter.api.Test;

/** What may take the champion's place, and what looks like it may. */
class GateTest {

    private static final int YEAR = 2021;
    private static final LocalDate TODAY = LocalDate.of(2022, 1, 10);
    private static final String UNTIL = "2021-12-01";

    /** Three seasons, the second of which both sides are judged on. */
    private static final List<Example> KNOWN = new Features().learnAll(BruteForce.sample()).stream()
            .filter(example -> example.match().season() >= YEAR - 1).toList();
    private static final List<Match> MATCHES = KNOWN.stream().map(Example::match).toList();

    /** A forecaster that gives what happened a certain chance. */
    private static Backtest.Run saying(double chance, String kind, List<Example> matches) {
        double rest = (1 - chance) / 2;
        return new Backtest.Run(kind, matches, matches.stream().map(example -> {
            Outcome happened = example.match().outcome();
            return new Forecast(happened == Outcome.HOME ? chance : rest, happened == Outcome.DRAW ? chance : rest,
                    happened == Outcome.AWAY ? chance : rest);
        }).toList());
    }

    private static List<Example> season(List<Example> matches) {
        return matches.stream().filter(example -> example.match().season() == YEAR).toList();
    }

    private static Evaluation metrics(Backtest.Run run, String fingerprint, String until, boolean simulated,
            Map<Match.Key, Forecast> limit) {
        List<Leaderboard.Entry> entries = List.of(new Leaderboard.Entry(run, 1),
                new Leaderboard.Entry(saying(0.4, Evaluation.ALWAYS_HOME, run.examples()), 1));
        Evaluation.Data data = new Evaluation.Data(LocalDate.parse(until), fingerprint, simulated);
        return Evaluation.of(entries, YEAR, YEAR, data, Limit.BOOKMAKER, limit);
    }

    private static Gate.Challenger challenger(double chance, String fingerprint, String until, List<Example> known) {
        Backtest.Run run = saying(chance, Evaluation.USUAL, season(known));
        return new Gate.Challenger("new", metrics(run, fingerprint, until, false, Map.of()), run, true,
                known.stream().map(Example::match).toList(), 0);
    }

    private static Gate.Challenger challenger(double chance, String fingerprint, String until) {
        return challenger(chance, fingerprint, until, KNOWN);
    }

    private static Gate.Champion champion(double chance, String until, boolean simulated) {
        Backtest.Run run = saying(chance, Evaluation.USUAL, season(KNOWN));
        return new Gate.Champion("old", TODAY.minusDays(9), metrics(run, "old", until, simulated, Map.of()), said(run),
                LeagueHistory.of(MATCHES, List.of()));
    }

    private static Map<Match.Key, Forecast> said(Backtest.Run run) {
        Map<Match.Key, Forecast> said = new HashMap<>();
        for (int i = 0; i < run.examples().size(); i++) {
            said.put(run.examples().get(i).match().key(), run.forecasts().get(i));
        }
        return said;
    }

    private static Verdict gate(Gate.Challenger challenger, Gate.Champion champion) {
        return Gate.decide(challenger, champion, TODAY, false);
    }

    private static List<Example> changed(int year, UnaryOperator<Match> change) {
        return KNOWN.stream().map(known -> known.match().season() != year ? known
                : new Example(MatchRow.of(change.apply(known.match())), known.contract(), known.homeElo(),
                        known.awayElo()))
                .toList();
    }

    private static Match swapped(Match m) {
        return new Match(m.date(), m.season(), m.round(), m.home(), m.away(), m.awayGoals(), m.homeGoals());
    }

    @Test
    void theGateLetsPassWhatIsBetterOrNewerAndNotWorse() {
        Gate.Champion serves = champion(0.5, UNTIL, false);
        assertEquals(Code.FIRST, gate(challenger(0.5, "old", UNTIL), null).code());
        assertEquals(Code.BETTER, gate(challenger(0.6, "old", UNTIL), serves).code());
        assertEquals(Code.NOT_NEWER, gate(challenger(0.5, "old", UNTIL), serves).code());
        assertEquals(Code.NEWER, gate(challenger(0.5, "more", "2021-12-05"), serves).code());
        assertEquals(Code.NEWER, gate(challenger(0.5, "corrected", UNTIL), serves).code(), "corrected");
        assertEquals(Code.NOT_NEWER, gate(challenger(0.5, "shorter", "2021-11-01"), serves).code());
        Verdict worse = gate(challenger(0.45, "more", "2021-12-05"), serves);
        assertEquals(Code.WORSE, worse.code());
        assertEquals(season(KNOWN).size(), worse.difference().n());
        assertTrue(worse.reason().contains("against the champion old on the same 380 matches"), worse.reason());
        Gate.Champion weak = champion(0.35, UNTIL, false);
        assertEquals(Code.NO_BETTER_THAN_HOME, gate(challenger(0.35, "more", "2021-12-05"), weak).code());
        assertEquals(Code.UNREADABLE, gate(challenger(0.5, "old", UNTIL), Gate.Champion.unreadable("old")).code());
    }

    @Test
    void aSimulatedModelNeverReplacesARealOneButARealOneReplacesASimulatedOne() {
        Backtest.Run run = saying(0.9, Evaluation.USUAL, season(KNOWN));
        Evaluation invented = metrics(run, "s", "2030-01-01", true, Map.of());
        Gate.Challenger simulated = new Gate.Challenger("new", invented, run, true, MATCHES, 0);
        assertEquals(Code.TO_SIMULATED, gate(simulated, champion(0.5, UNTIL, false)).code());
        assertEquals(Code.FIRST, gate(simulated, null).code(), "a simulated league keeps its own calendar");
        assertEquals(Code.TO_REAL, gate(challenger(0.5, "real", UNTIL), champion(0.9, "2030-01-01", true)).code());
    }

    @Test
    void whatIsNotFiniteIsRefusedWithAChampionAndWithoutOne() {
        List<Example> matches = season(KNOWN);
        Forecast none = new Forecast(Double.NaN, Double.NaN, Double.NaN);
        Backtest.Run numberless = new Backtest.Run(Evaluation.USUAL, matches, matches.stream().map(m -> none).toList());
        Evaluation bad = metrics(numberless, "new", UNTIL, false, Map.of());
        Backtest.Run fine = saying(0.5, Evaluation.USUAL, matches);
        Evaluation good = metrics(fine, "new", UNTIL, false, Map.of());
        for (Gate.Challenger challenger : List.of(
                new Gate.Challenger("new", bad, numberless, true, MATCHES, 0),
                new Gate.Challenger("new", good, numberless, true, MATCHES, 0),
                new Gate.Challenger("new", good, fine, false, MATCHES, 0))) {
            assertEquals(Code.NOT_FINITE, gate(challenger, null).code());
            assertEquals(Code.NOT_FINITE, gate(challenger, champion(0.5, UNTIL, false)).code());
        }
    }

    @Test
    void aDateInTheFutureNeitherImpressesNorStaysABar() {
        Verdict future = gate(challenger(0.9, "typo", "2202-11-12"), champion(0.5, UNTIL, false));
        assertEquals(Code.FUTURE, future.code());
        assertTrue(future.reason().contains("2202-11-12"), future.reason());
        assertEquals(Code.FUTURE, gate(challenger(0.9, "typo", "2202-11-12"), null).code(), "without a champion too");
        Verdict back = gate(challenger(0.5, "right", UNTIL), champion(0.9, "2202-11-12", false));
        assertEquals(Code.CHAMPION_OF_THE_FUTURE, back.code());
        assertTrue(back.promoted() && back.reason().contains("2202-11-12"), back.reason());
        assertEquals(Code.FIRST, gate(challenger(0.5, "today", TODAY.toString()), null).code());
    }

    @Test
    void resultsOfPastSeasonsThatChangedWaitForAPerson() {
        Gate.Champion serves = champion(0.5, UNTIL, false);
        for (List<Example> data : List.of(changed(YEAR - 1, GateTest::swapped), // the season before
                changed(YEAR, GateTest::swapped), // over as well
                KNOWN.stream().filter(example -> example.match().season() != YEAR - 1).toList())) { // gone
            Gate.Challenger challenger = challenger(0.9, "other", "2021-12-05", data);
            Verdict held = gate(challenger, serves);
            assertEquals(Code.CHANGED, held.code());
            assertTrue(held.count() > 200 && held.reason().contains("--accept-corrections"), held.reason());
            assertFalse(Gate.decide(challenger, serves, TODAY, true).code() == Code.CHANGED);
        }
        int running = MATCHES.getLast().season();
        Gate.Challenger corrected = challenger(0.5, "other", "2021-12-05", changed(running, GateTest::swapped));
        assertEquals(Code.NEWER, gate(corrected, serves).code(), "the running season is corrected week by week");
    }

    /** The champion said what it said of the results that it knew: with other results it would lose for nothing. */
    @Test
    void onlyMatchesThatEndedAlikeForBothAreComparedAndEnoughOfThem() {
        List<Example> data = changed(YEAR, GateTest::swapped);
        long same = season(data).stream().filter(example -> example.match().outcome() == Outcome.DRAW).count();
        assertTrue(same > 50 && same < 100, same + " draws");
        Verdict few = Gate.decide(challenger(0.9, "swapped", UNTIL, data), champion(0.5, UNTIL, false), TODAY, true);
        assertEquals(Code.TOO_FEW, few.code());
        assertEquals(same, few.difference().n());
        assertEquals(100, few.count());
        Backtest.Run other = saying(0.5, Evaluation.USUAL, List.of());
        Evaluation metrics = challenger(0.5, "x", UNTIL).metrics();
        Gate.Challenger elsewhere = new Gate.Challenger("new", metrics, other, true, MATCHES, 0);
        assertEquals(Code.TOO_FEW, gate(elsewhere, champion(0.5, UNTIL, false)).code(), "no match in common");
    }

    @Test
    void whoBeatsTheBookmakerByFarIsStopped() {
        Backtest.Run run = saying(0.9, Evaluation.USUAL, season(KNOWN));
        Map<Match.Key, Forecast> bookmaker = said(saying(0.5, Evaluation.USUAL, season(KNOWN)));
        Evaluation metrics = metrics(run, "leak", UNTIL, false, bookmaker);
        Verdict stopped = gate(new Gate.Challenger("new", metrics, run, true, MATCHES, 0), null);
        assertEquals(Code.TOO_GOOD, stopped.code());
        assertTrue(stopped.reason().startsWith("too good to be true: RPS -0."), stopped.reason());
    }

    @Test
    void withoutAChampionWhatTheEarlierFilesToldIsWhatWasKnown() {
        Gate.Challenger plain = challenger(0.6, "new", UNTIL);
        Gate.Challenger corrected = new Gate.Challenger("new", plain.metrics(), plain.run(), true, MATCHES, 30);
        Verdict held = gate(corrected, null);
        assertEquals(Code.CORRECTED, held.code());
        assertTrue(held.reason().contains("30 results") && held.reason().contains("--accept-corrections"),
                held.reason());
        assertEquals(Code.FIRST, Gate.decide(corrected, null, TODAY, true).code());
        assertEquals(gate(plain, champion(0.5, UNTIL, false)).code(),
                gate(corrected, champion(0.5, UNTIL, false)).code(),
                "a champion that learned the same results has been accepted with them");
    }

    @Test
    void aVerdictIsDataAndItsSentenceIsMadeOfThem() throws Exception {
        Verdict verdict = gate(challenger(0.6, "old", UNTIL), champion(0.5, UNTIL, false));
        assertEquals(verdict, Json.read(Json.write(verdict), Verdict.class));
        for (Code code : Code.values()) {
            String sentence = new Verdict(code, "new", TODAY, "old", verdict.difference(), 7).reason();
            assertFalse(sentence.contains("{") || sentence.contains("null"), code + ": " + sentence);
        }
        assertNull(gate(challenger(0.5, "old", UNTIL), null).difference());
    }
}
