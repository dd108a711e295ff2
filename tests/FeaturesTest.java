//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES BruteForce.java
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import lib.football.Match;
import lib.football.MatchRow;
import lib.model.Elo;
import lib.model.Example;
import lib.model.Features;
import org.junit.jupiter.api.Test;

class FeaturesTest {

    private static MatchRow match(String date, String home, String away, int homeGoals, int awayGoals,
            String homeFormation, String awayFormation) {
        LocalDate day = LocalDate.parse(date);
        Match match = new Match(day, Match.seasonOf(day), 0, home, away, homeGoals, awayGoals);
        return new MatchRow(match, "", homeFormation, awayFormation, "", "", "", "", "", false);
    }

    @Test
    void contractFeaturesOfTheSampleEqualAnIndependentComputation() {
        List<MatchRow> played = BruteForce.sample();
        List<Example> examples = new Features().learnAll(played);
        assertEquals(played.size(), examples.size());
        for (int i = 0; i < played.size(); i += 7) {
            assertArrayEquals(BruteForce.contract(played, i), examples.get(i).contract(), 1e-12,
                    played.get(i).toString());
        }
    }

    @Test
    void theFormOfAClubNeverComesFromAnotherClub() {
        Features features = new Features();
        features.learn(match("2022-05-01", "Santos", "Vasco", 5, 0, "", ""));
        double[] newcomer = features.example(match("2022-05-08", "Bahia", "Vasco", 0, 0, "", "")).contract();
        for (int i = 0; i < 3; i++) assertTrue(Double.isNaN(newcomer[i]), "a club without a past has no form");
        assertArrayEquals(new double[] {0, 5, 0}, java.util.Arrays.copyOfRange(newcomer, 3, 6));
    }

    @Test
    void aMatchDoesNotKnowItsOwnScoreNorItsFormationsNorItsDay() {
        List<MatchRow> day = List.of(match("2022-05-01", "Santos", "Vasco", 5, 0, "4-3-3", "3-5-2"),
                match("2022-05-01", "Bahia", "Sport", 1, 1, "", ""));
        List<MatchRow> otherScores = List.of(match("2022-05-01", "Santos", "Vasco", 0, 4, "5-4-1", "5-4-1"),
                match("2022-05-01", "Bahia", "Sport", 0, 9, "", ""));
        Features features = new Features();
        Features others = new Features();
        List<Example> one = features.learnAll(day);
        List<Example> two = others.learnAll(otherScores);
        for (int i = 0; i < 2; i++) assertArrayEquals(one.get(i).contract(), two.get(i).contract());
        double[] next = features.example(match("2022-05-08", "Vasco", "Santos", 0, 0, "", "")).contract();
        assertArrayEquals(new double[] {3, 5, 2, 4, 3, 3, -1, 2, -1}, java.util.Arrays.copyOfRange(next, 7, 16),
                "the last formations, now known");
    }

    @Test
    void formationsOfFourAndFivePartsAddUpInTheMiddle() {
        Features features = new Features();
        MatchRow fixture = match("2022-05-08", "Santos", "Vasco", -1, -1, "", "");
        double[] numbers = features.example(fixture, "4-2-3-1", "4-1-2-1-2").contract();
        assertArrayEquals(new double[] {4, 5, 1, 4, 4, 2, 0, 1, -1}, java.util.Arrays.copyOfRange(numbers, 7, 16));
        double[] unknown = features.example(fixture).contract();
        assertArrayEquals(new double[] {4, 4, 2, 4, 4, 2, 0, 0, 0}, java.util.Arrays.copyOfRange(unknown, 7, 16));
    }

    @Test
    void aClassicoIsAMatchOfTwoClubsOfOneState() {
        Features features = new Features();
        assertEquals(1, features.example(match("2022-05-08", "Santos", "Palmeiras", -1, -1, "", "")).contract()[6]);
        assertEquals(0, features.example(match("2022-05-08", "Santos", "Vasco", -1, -1, "", "")).contract()[6]);
        assertEquals(0, features.example(match("2022-05-08", "Nobody", "Nowhere", -1, -1, "", "")).contract()[6],
                "two unknown states are not the same state");
    }

    @Test
    void aServingRowIsTheTrainingRowOfTheSameMatchAlsoAfterSaving() {
        List<MatchRow> played = BruteForce.sample();
        List<Example> training = new Features().learnAll(played);
        for (int cut : List.of(500, 1500, played.size() - 1)) {
            while (played.get(cut - 1).date().equals(played.get(cut).date())) cut--;
            Features before = new Features();
            before.learnAll(played.subList(0, cut));
            Features saved = new Features(before.state());
            Match next = played.get(cut).match();
            MatchRow asked = match(next.date().toString(), next.home(), next.away(), Match.UNPLAYED, Match.UNPLAYED,
                    "", "");
            assertArrayEquals(training.get(cut).contract(), saved.example(asked).contract());
            assertEquals(training.get(cut).homeElo(), saved.example(asked).homeElo());
            assertEquals(training.get(cut).awayElo(), saved.example(asked).awayElo());
        }
    }

    @Test
    void eloMovesAsComputedByHand() {
        Elo elo = new Elo();
        elo.learn(match("2022-05-01", "Santos", "Vasco", 3, 1, "", "").match());
        double expected = 1 / (1 + Math.pow(10, -46 / 400.0)); // both at zero, home advantage 46
        double change = 13.5 * Math.pow(2, 0.73) * (1 - expected);
        assertEquals(change, elo.rating("Santos", 2022), 1e-12);
        assertEquals(-change, elo.rating("Vasco", 2022), 1e-12);
        assertEquals(change * 0.79, elo.rating("Santos", 2023), 1e-12, "regression between seasons");
        assertEquals(-72, elo.rating("Bahia", 2023), "a promoted club enters below the mean");
        elo.learn(match("2023-05-01", "Santos", "Bahia", 1, 1, "", "").match());
        assertEquals(0, elo.rating("Santos", 2023) + elo.rating("Bahia", 2023) - (change * 0.79 - 72), 1e-9,
                "points change hands, none appear");
        elo.learn(match("2024-05-01", "Bahia", "Vasco", 1, 0, "", "").match());
        assertTrue(elo.rating("Vasco", 2024) < -72, "a club that comes back enters as promoted, then loses");
    }

    @Test
    void absurdButPossibleScoresKeepRatingsFinite() {
        Elo elo = new Elo();
        for (int day = 0; day < 3000; day++) {
            elo.learn(match(LocalDate.of(2000, 5, 1).plusDays(day % 200).toString(), "Santos", "Vasco", 15, 0, "", "")
                    .match());
        }
        assertTrue(Double.isFinite(elo.rating("Santos", 2000)) && elo.rating("Santos", 2000) < 5000);
    }
}
