//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES BruteForce.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java ../lib/model/*.java
//SOURCES ../lib/report/*.java ../lib/training/*.java ../lib/api/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import lib.api.Explanation;
import lib.base.Json;
import lib.football.MatchRow;
import lib.model.Backtest;
import lib.model.Example;
import lib.model.Features;
import lib.model.Forecast;
import lib.model.LogisticCurve;
import lib.model.Predictor;
import lib.training.Forecasters;
import lib.training.Logistic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Why a forecast is what it is: parts that add up, for every kind of model that can serve. */
class ExplanationTest {

    private static final Map<String, Predictor> NOW = new TreeMap<>();
    private static final Map<String, Predictor> BEFORE = new TreeMap<>();

    /**
     * Saved and loaded, as the API has them; the sample ends three rounds before a season's end, so that stakes matter.
     */
    @BeforeAll
    static void train() throws Exception {
        List<MatchRow> played = BruteForce.sample();
        List<MatchRow> earlier = played.subList(0, played.size() - 50);
        for (String kind : List.of("always-home", "elo", "dixon-coles", "goals", "pool", "logistic")) {
            NOW.put(kind, trained(kind, played));
            BEFORE.put(kind, trained(kind, earlier));
        }
    }

    private static Predictor trained(String kind, List<MatchRow> played) throws Exception {
        Features clubs = new Features();
        List<Example> examples = clubs.learnAll(played);
        Object state = Backtest.learn(Forecasters.create(kind), examples).state();
        LogisticCurve curve = (LogisticCurve) Backtest.learn(new Logistic(), examples).state();
        return Predictor.of(Json.write(new Predictor.Saved(kind, Json.MAPPER.valueToTree(state), curve, clubs.state(),
                true)));
    }

    private static double part(Explanation explanation, String name) {
        return explanation.contributions().stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow()
                .logOdds();
    }

    @Test
    void thePartsAddUpToTheLogOddsOfTheForecastShown() {
        int fixtures = 0;
        NOW.forEach((kind, now) -> {
            List<String> clubs = List.copyOf(now.clubs().keySet());
            for (String home : clubs) {
                for (String away : clubs) {
                    if (home.equals(away)) continue;
                    Forecast forecast = now.forecast(home, away, now.dataUntil().plusDays(3), "", "");
                    Explanation explanation = Explanation.of(
                            now, BEFORE.get(kind), home, away, now.dataUntil().plusDays(3));
                    double sum = explanation.contributions().stream().mapToDouble(Explanation.Contribution::logOdds)
                            .sum();
                    assertEquals(Math.log(forecast.home() / forecast.away()), explanation.logOdds(), 1e-12);
                    assertEquals(explanation.logOdds(), sum, 1e-12, kind + " " + home + " " + away);
                }
            }
        });
        for (Predictor now : NOW.values()) fixtures += now.clubs().size() * (now.clubs().size() - 1);
        assertTrue(fixtures > 2_000, "fixtures looked at: " + fixtures);
    }

    @Test
    void swappingTheClubsKeepsTheGroundAndTurnsTheClubsRound() {
        Predictor now = NOW.get("pool");
        List<String> clubs = List.copyOf(now.clubs().keySet());
        for (int i = 0; i + 1 < clubs.size(); i++) {
            Explanation here = Explanation.of(now, BEFORE.get("pool"), clubs.get(i), clubs.get(i + 1),
                    now.dataUntil().plusDays(1));
            Explanation there = Explanation.of(now, BEFORE.get("pool"), clubs.get(i + 1), clubs.get(i),
                    now.dataUntil().plusDays(1));
            assertEquals(part(here, "home_advantage"), part(there, "home_advantage"), 1e-12);
            for (String own : List.of("rating_gap", "form", "stakes")) {
                assertEquals(part(here, own), -part(there, own), 1e-12, own);
            }
            assertTrue(part(here, "home_advantage") > 0, "playing at home helps");
        }
    }

    @Test
    void aForecasterThatKnowsNoClubsSpeaksOfNothingButTheGround() {
        Predictor now = NOW.get("always-home");
        Explanation explanation = Explanation.of(
                now, BEFORE.get("always-home"), "Santos", "Vasco", now.dataUntil().plusDays(1));
        for (String part : List.of("rating_gap", "form", "stakes")) assertEquals(0, part(explanation, part), 1e-12);
        assertEquals(explanation.logOdds(), part(explanation, "home_advantage"), 1e-12);
    }

    @Test
    void someMatchesOfTheLastRoundsAreAboutMoreForOneClubThanForTheOther() {
        Predictor now = NOW.get("pool");
        List<Double> stakes = new ArrayList<>();
        for (String home : now.clubs().keySet()) {
            for (String away : now.clubs().keySet()) {
                if (!home.equals(away)) stakes.add(now.stakes(home, away, now.dataUntil().plusDays(1)));
            }
        }
        assertTrue(stakes.stream().anyMatch(part -> part > .05) && stakes.stream().anyMatch(part -> part < -.05),
                "three rounds before the end");
        assertTrue(stakes.stream().allMatch(part -> Math.abs(part) <= .34 + 1e-9), "bounded by the shift");
    }

    @Test
    void theSentenceNamesTheFavouriteFirstInBothLanguages() {
        Predictor now = NOW.get("pool");
        for (String home : List.of("Sao Paulo", "Gremio", "Vasco")) {
            for (String away : List.of("Santos", "Bahia")) {
                if (!now.clubs().containsKey(home) || !now.clubs().containsKey(away)) continue;
                Forecast forecast = now.forecast(home, away, now.dataUntil().plusDays(1), "", "");
                Explanation.Sentence sentence =
                        Explanation.of(now, BEFORE.get("pool"), home, away, now.dataUntil().plusDays(1)).sentence();
                String favourite = lib.football.Clubs.of(forecast.home() >= forecast.away() ? home : away).display();
                assertTrue(sentence.en().startsWith(favourite + " win ") && sentence.pt()
                        .startsWith("O " + favourite + " vence "), sentence.toString());
                for (String text : List.of(sentence.en(), sentence.pt())) { // favourite, draw, the other: 100 in all
                    int[] percents = Pattern.compile("(\\d+)%").matcher(text).results()
                            .mapToInt(found -> Integer.parseInt(found.group(1))).toArray();
                    assertEquals(100, percents[0] + percents[1] + percents[2], text);
                    assertEquals(100 * Math.max(forecast.home(), forecast.away()), percents[0], 1, text);
                    assertEquals(100 * forecast.draw(), percents[1], 1, text);
                }
                assertFalse(sentence.en().contains("null") || sentence.pt().contains("null"), sentence.toString());
            }
        }
    }
}
