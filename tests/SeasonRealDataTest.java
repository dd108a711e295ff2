//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java RealData.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java ../lib/model/*.java
//SOURCES ../lib/report/*.java ../lib/training/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lib.football.LeagueHistory;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.football.Season;
import lib.football.Standings;
import lib.model.Bin;
import lib.model.Pool;
import lib.model.SeasonSimulation;
import lib.training.SeasonBacktest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and half-season chances of the real seasons, see {@link RealData}. */
class SeasonRealDataTest {

    @TempDir
    static Path lake;

    private static List<MatchRow> played;

    @BeforeAll
    static void readTheRealResults() throws IOException {
        List<String> add = new ArrayList<>(List.of("02_etl.java", "add", "--lake", lake.toString()));
        RealData.files().forEach(file -> add.add(file.toString()));
        assertEquals(0, Scripts.run(add.toArray(String[]::new)).exit());
        assertEquals(0, Scripts.run("02_etl.java", "--lake", lake.toString()).exit());
        played = MatchFile.read(Files.readAllBytes(lake.resolve("processed/matches.csv")));
    }

    /** Points of the official final tables in the years in which a court took or gave some. */
    @Test
    void theTablesHaveThePointsThatTheCourtsLeft() {
        Map<Integer, String> official = Map.of(
                2003, "Sao Caetano 74, Internacional 72, Corinthians 59, Juventude 53, Fluminense 52, Ponte Preta "
                + "50, Paysandu 49",
                2004, "Sao Caetano 53", 2005, "Vasco 56, Brasiliense 41", 2010, "Gremio Prudente 28, Flamengo 44",
                2013, "Fluminense 46, Flamengo 45, Portuguesa 44, Vasco 44");
        LeagueHistory history = LeagueHistory.of(played.stream().map(MatchRow::match).toList(), List.of());
        official.forEach((year, clubs) -> {
            Season season = Season.of(history, year);
            Standings table = Standings.of(season);
            for (String club : clubs.split(", ")) {
                String name = club.replaceAll(" \\d+$", "");
                assertEquals(club, name + " " + table.points(season.clubs().indexOf(name)), "" + year);
            }
        });
        Season season = Season.of(history, 2013);
        int[] ranking = Standings.of(season).ranking(new SplittableRandom(1));
        assertEquals(List.of("Portuguesa", "Vasco", "Ponte Preta", "Nautico"),
                java.util.stream.IntStream.range(16, 20).mapToObj(place -> season.clubs().get(ranking[place]))
                .toList(), "relegated");
    }

    /** As the record books have them; in none of these years did a court or a tie beyond the data decide. */
    @Test
    void theTablesHaveTheChampionsAndPointsOfTheRecordBooks() {
        Map<Integer, String> champions = new TreeMap<>(Map.of(
                2003, "Cruzeiro 100", 2006, "Sao Paulo 78", 2008, "Sao Paulo 75", 2009, "Flamengo 67",
                2010, "Fluminense 71", 2014, "Cruzeiro 80", 2015, "Corinthians 81", 2019, "Flamengo 90", 2020,
                "Flamengo 71", 2022, "Palmeiras 81"));
        LeagueHistory history = LeagueHistory.of(played.stream().map(MatchRow::match).toList(), List.of());
        champions.forEach((year, champion) -> {
            Season season = Season.of(history, year);
            Standings table = Standings.of(season);
            int first = table.ranking(new SplittableRandom(1))[0];
            assertEquals(champion, season.clubs().get(first) + " " + table.points(first), "" + year);
        });
    }

    /**
     * Each bin's share lies within chance of what was predicted: chi-square over the bins, one run in a hundred above
     * 16.8.
     */
    @Test
    void relegationChancesAtHalfSeasonAreCalibratedOver2006To2022() {
        List<SeasonBacktest.Half> halves = SeasonBacktest.run(
                played, new Pool(), 2006, 2022, SeasonSimulation.STRENGTH_SD, 2_000, 1);
        assertEquals(17 * 20, halves.size());
        SeasonBacktest.Verdict relegation = SeasonBacktest.verdicts(halves).getLast();
        double chiSquare = 0;
        for (Bin bin : relegation.bins()) chiSquare += Math.pow((bin.happened() - bin.predicted()) / bin.error(), 2);
        assertEquals(6, relegation.bins().size());
        assertTrue(chiSquare < 16.8, chiSquare + " " + relegation.bins());
        assertTrue(relegation.brier() < .6 * relegation.usual(),
                "worth nearly half of what is to be known: " + relegation.brier());
        assertEquals(17 * 4, halves.stream().mapToDouble(half -> half.chances().relegation().value()).sum(), 1e-6);
    }
}
