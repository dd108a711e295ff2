//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java BruteForce.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java ../lib/report/*.java
//SOURCES ../lib/etl/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.etl.SampleLeague;
import lib.football.MatchRow;
import org.junit.jupiter.api.Test;

class SampleLeagueTest {

    @Test
    void theShippedSampleIsWhatTheGeneratorMakes() throws IOException {
        StringBuilder raw = new StringBuilder();
        StringBuilder truth = new StringBuilder();
        new SampleLeague(20, 1895).write(2020, 7, 12, raw, truth);
        assertEquals(Files.readString(Scripts.HOME.resolve("sample/simulated-league.csv")), raw.toString());
        assertEquals(Files.readString(Scripts.HOME.resolve("sample/true-probabilities.csv")), truth.toString());
    }

    @Test
    void everyPairMeetsOnceOnEachGroundAndNobodyPlaysTwiceADay() {
        for (int size : List.of(4, 20, 24, 128)) {
            StringBuilder raw = new StringBuilder();
            new SampleLeague(size, 3).write(2001, 1, 0, raw, new StringBuilder());
            Set<String> pairs = new HashSet<>();
            Set<String> days = new HashSet<>();
            for (String line : raw.toString().lines().skip(1).toList()) {
                String[] cell = line.split(",", -1);
                assertTrue(pairs.add(cell[4] + "-" + cell[5]), line);
                assertTrue(days.add(cell[2] + cell[4]) && days.add(cell[2] + cell[5]), line);
                assertTrue(cell[2].endsWith("2001"), line);
            }
            assertEquals(size * (size - 1), pairs.size());
        }
    }

    /** Real calendars alternate: three matches in a row at home, or away, are the most. */
    @Test
    void nobodyPlaysMoreThanThreeTimesInARowOnOneGround() {
        for (int size : List.of(4, 6, 20, 24)) {
            StringBuilder raw = new StringBuilder();
            new SampleLeague(size, 5).write(2001, 2, 0, raw, new StringBuilder());
            Map<String, int[]> runs = new HashMap<>();
            int longest = 0;
            for (String line : raw.toString().lines().skip(1).toList()) {
                String[] cell = line.split(",", -1);
                for (int side = 0; side < 2; side++) {
                    int[] run = runs.computeIfAbsent(cell[2].substring(6) + cell[4 + side], club -> new int[2]);
                    run[side]++;
                    run[1 - side] = 0;
                    longest = Math.max(longest, run[side]);
                }
            }
            assertTrue(longest >= 1 && longest <= 3, size + " clubs: " + longest + " in a row");
        }
    }

    @Test
    void fourClubsGoDownAndFourComeUpEachSeason() {
        Map<Integer, Set<String>> clubs = new HashMap<>();
        for (MatchRow row : BruteForce.sample()) {
            clubs.computeIfAbsent(row.match().season(), season -> new HashSet<>()).add(row.match().home());
        }
        for (int season = 2019; season <= 2022; season++) {
            Set<String> stayed = new HashSet<>(clubs.get(season));
            stayed.retainAll(clubs.get(season - 1));
            assertEquals(16, stayed.size());
        }
    }

    @Test
    void resultsHappenAsOftenAsTheTrueProbabilitiesSay() {
        StringBuilder raw = new StringBuilder();
        StringBuilder truth = new StringBuilder();
        new SampleLeague(20, 11).write(1990, 30, 0, raw, truth);
        List<String> results = raw.toString().lines().skip(1).toList();
        List<String> chances = truth.toString().lines().skip(1).toList();
        double[] expected = new double[3];
        double[] happened = new double[3];
        double variance = 0;
        for (int i = 0; i < results.size(); i++) {
            String[] result = results.get(i).split(",", -1);
            String[] chance = chances.get(i).split(",");
            assertEquals(result[4] + result[5], chance[1] + chance[2]);
            for (int k = 0; k < 3; k++) expected[k] += Double.parseDouble(chance[3 + k]);
            happened[Integer.compare(Integer.parseInt(result[13]), Integer.parseInt(result[12])) + 1]++;
            variance += 0.25;
        }
        for (int k = 0; k < 3; k++) assertEquals(expected[k], happened[k], 4 * Math.sqrt(variance), "outcome " + k);
    }

    @Test
    void everyRowSaysThatItIsSimulated() {
        assertTrue(BruteForce.sample().stream().allMatch(MatchRow::simulated));
    }
}
