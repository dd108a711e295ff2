//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java RealData.java BruteForce.java
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lib.base.Json;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.model.Example;
import lib.model.FeatureFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chapters make of the real results of 2003 to 2022, see {@link RealData}. */
class RealDataTest {

    @TempDir
    static Path lake;

    private static JsonNode etl(Path lake, List<Path> files) throws IOException {
        List<String> add = new ArrayList<>(List.of("02_etl.java", "add", "--lake", lake.toString()));
        files.forEach(file -> add.add(file.toString()));
        Scripts.Result added = Scripts.run(add.toArray(String[]::new));
        assertEquals(0, added.exit(), added.all());
        Scripts.Result result = Scripts.run("02_etl.java", "--json", "--lake", lake.toString());
        assertEquals(0, result.exit(), result.all());
        return Json.MAPPER.readTree(result.out());
    }

    private static List<Path> originalFormat() {
        return RealData.files().stream().filter(file -> file.getFileName().toString().startsWith("results")).toList();
    }

    private static JsonNode summary;

    @BeforeAll
    static void bothFormatsTogether() throws IOException {
        summary = etl(lake, RealData.files());
    }

    @Test
    void bothFormatsTogetherAre8025PlayedMatchesAndOneThatNeverWas() {
        assertEquals(12_205, summary.path("read").asInt());
        assertEquals(8_025, summary.path("matches").asInt());
        assertEquals(4_179, summary.path("duplicates").asInt());
        assertEquals(1, summary.path("fixtures").asInt());
        assertEquals(1, summary.path("neverPlayed").asInt());
        assertEquals(0, summary.path("quarantined").asInt());
    }

    @Test
    void theOriginalFormatAloneKeepsEveryRowAndTheSecondFormatChangesNoResult(@TempDir Path alone) throws IOException {
        JsonNode kept = etl(alone, originalFormat());
        assertEquals(7_645 + 380, kept.path("matches").asInt());
        assertEquals(0, kept.path("duplicates").asInt() + kept.path("quarantined").asInt());
        assertEquals(Files.readString(alone.resolve("processed/features.csv")),
                Files.readString(lake.resolve("processed/features.csv")));
    }

    @Test
    void shuffledRowsGiveTheSameBytes(@TempDir Path shuffled) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : originalFormat()) {
            List<String> lines = Files.readAllLines(file);
            List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
            Collections.shuffle(rows, new java.util.Random(5));
            files.add(Files.writeString(shuffled.resolve(file.getFileName()),
                    lines.getFirst() + "\n" + String.join("\n", rows) + "\n"));
        }
        Path other = shuffled.resolve("lake");
        etl(other, files);
        assertEquals(Files.readString(lake.resolve("processed/features.csv")),
                Files.readString(other.resolve("processed/features.csv")));
    }

    @Test
    void contractFeaturesEqualAnIndependentComputation() throws IOException {
        List<MatchRow> matches = MatchFile.read(Files.readAllBytes(lake.resolve("processed/matches.csv")));
        List<Example> rows = FeatureFile.read(Files.readAllBytes(lake.resolve("processed/features.csv")));
        assertEquals(matches.size(), rows.size());
        for (int i = 0; i < matches.size(); i++) {
            assertArrayEquals(BruteForce.contract(matches, i), rows.get(i).contract(), 1e-12,
                    matches.get(i).toString());
        }
    }

    @Test
    void everySeasonHasItsRightNumberOfMatches() throws IOException {
        List<MatchRow> matches = MatchFile.read(Files.readAllBytes(lake.resolve("processed/matches.csv")));
        for (int season = 2003; season <= 2022; season++) {
            int year = season;
            int expected = season <= 2004 ? 552 : season == 2005 ? 462 : season == 2016 ? 379 : 380;
            assertEquals(expected, matches.stream().filter(row -> row.match().season() == year).count(),
                    "season " + season);
        }
    }

    @Test
    void thePoolReachesTheReferenceScoreOn2015To2022() throws IOException {
        Scripts.Result result = Scripts.run("03_train.java", "leaderboard", "--seasons", "2015-2022", "--json",
                "--lake", lake.toString());
        JsonNode best = Json.MAPPER.readTree(result.out()).path("leaderboard").get(0);
        assertEquals("pool", best.path("kind").asText());
        assertEquals(3_039, best.path("scores").path("n").asInt());
        assertTrue(best.path("scores").path("rps").asDouble() <= 0.2058, best.toString());
    }

    /**
     * The statistics beside the Brasileirão data set, through their reader: settings were chosen on seasons up to 2019.
     */
    @Test
    void shotsBringThePoolTo2049AndItsLogLossDownByTwoThousandths(@TempDir Path withShots) throws IOException {
        List<Path> files = new ArrayList<>(RealData.files());
        files.add(RealData.folder().resolve("statistics").resolve("statistics-2003-2022.csv"));
        assertEquals(8_025, etl(withShots, files).path("matches").asInt());
        JsonNode before = pool(lake, "2015-2022");
        JsonNode after = pool(withShots, "2015-2022");
        assertTrue(after.path("rps").asDouble() <= 0.2049, after.toString());
        assertTrue(after.path("logLoss").asDouble() <= before.path("logLoss").asDouble() - .002, before + " " + after);
        assertTrue(pool(withShots, "2020-2022").path("rps").asDouble() < pool(lake, "2020-2022").path("rps")
                .asDouble() - .001,
                "confirmed on the seasons that nobody chose on");
    }

    private static JsonNode pool(Path lake, String seasons) throws IOException {
        Scripts.Result result = Scripts.run("03_train.java", "backtest", "--seasons", seasons, "--forecaster", "pool",
                "--out", lake.resolve("forecasts.csv").toString(), "--json", "--lake", lake.toString());
        assertEquals(0, result.exit(), result.all());
        return Json.MAPPER.readTree(result.out());
    }

    @Test
    void theWholePipelineWorksOnRealResults(@TempDir Path fresh) throws IOException {
        List<String> command = new ArrayList<>(List.of("06_pipeline.java", "--json", "--lake", fresh.toString(),
                "--data"));
        RealData.files().forEach(file -> command.add(file.toString()));
        Scripts.Result result = Scripts.run(command.toArray(String[]::new));
        assertEquals(0, result.exit(), result.all());
        JsonNode json = Json.MAPPER.readTree(result.out());
        assertEquals(8_025, json.path("matches").asInt());
        assertTrue(!json.path("simulated").asBoolean() && json.path("forecasts").size() == 3, json.toString());
    }
}
