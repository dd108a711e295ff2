//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java SampleLake.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lib.base.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code season}, {@code record} and {@code score} of chapter 3 as a user runs them, on the sample. */
class SeasonCommandTest {

    @TempDir
    Path lake;

    @BeforeEach
    void copyTheSampleLake() {
        SampleLake.copyTo(lake);
    }

    private Scripts.Result train(String... arguments) {
        List<String> all = new ArrayList<>(List.of("03_train.java"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--lake", lake.toString()));
        return Scripts.run(all.toArray(String[]::new));
    }

    private static JsonNode json(Scripts.Result result) throws IOException {
        assertEquals(0, result.exit(), result.all());
        return Json.MAPPER.readTree(result.out());
    }

    @Test
    void theSeasonIsATableAJsonAndAPageThatNeedsNoInternet() throws IOException {
        Scripts.Result result = train("season", "--simulations", "1000", "--json");
        JsonNode season = json(result);
        assertEquals(20, season.path("standings").size());
        assertEquals(120, season.path("matchesLeft").asInt());
        assertTrue(result.err().contains("SIMULATED LEAGUE") && result.err().contains("Last 4"), result.err());
        assertEquals(season, json(train("season", "--simulations", "1000", "--json")), "the same seed");
        String page = Files.readString(lake.resolve("reports/season.html"));
        assertTrue(page.contains("SIMULATED DATA") && page.contains("src=\"plotly.js\""), "page");
        assertTrue(Files.readString(lake.resolve("reports/season.pt.html")).contains("DADOS SIMULADOS"), "page");
        assertFalse(page.contains("http://") || page.contains("https://"), "no address of another machine");
        assertTrue(Files.exists(lake.resolve("reports/plotly.js")));
    }

    @Test
    void aWhatIfThatCannotBeIsAUsageErrorThatSaysWhy() {
        Scripts.Result unknown = train("season", "--what-if", "Palmeiras 0-1 Santoss");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("the nearest names are"), unknown.err());
        assertEquals(2, train("season", "--what-if", "no result").exit());
        assertEquals(2, train("season", "--simulations", "5").exit());
        assertFalse(unknown.all().contains("\tat "), unknown.all());
    }

    @Test
    void pastSeasonsAreCheckedAtTheirHalf() throws IOException {
        JsonNode check = json(train("season", "--check", "--simulations", "500", "--json"));
        assertEquals(2023, check.path("firstSeason").asInt());
        assertEquals(2025, check.path("lastSeason").asInt(), "the running season has no end yet");
        for (JsonNode verdict : check.path("verdicts")) {
            assertTrue(verdict.path("brier").asDouble() < verdict.path("usual").asDouble(), verdict.toString());
        }
    }

    /** The fixtures of the sample get results, another training follows, and the notes from before are scored. */
    @Test
    void whatIsWrittenDownIsNeverChangedAndScoredWhenResultsArrive() throws IOException {
        assertEquals(3, train("score").exit());
        assertEquals(120, json(train("record", "--json")).path("forecasts").size());
        Path sheet;
        try (Stream<Path> files = Files.list(lake.resolve("forecasts/recorded"))) {
            sheet = files.findFirst().orElseThrow();
        }
        String written = Files.readString(sheet);
        assertTrue(train("record").out().contains("written down already"));
        assertEquals(written, Files.readString(sheet));
        assertEquals(120, json(train("score", "--json")).path("waiting").asInt());

        Path raw = lake.resolve("raw/simulated-league.csv");
        List<String> lines = new ArrayList<>();
        int played = 0;
        for (String line : Files.readAllLines(raw)) {
            String[] cell = line.split(",", -1);
            if (cell[12].isEmpty() && played < 40) {
                cell[12] = played % 3 == 0 ? "2" : "1";
                cell[13] = "1";
                cell[10] = played % 3 == 0 ? cell[4] : "-";
                played++;
                line = String.join(",", cell);
            }
            lines.add(line);
        }
        Files.write(raw, lines);
        assertEquals(0, Scripts.run("02_etl.java", "--lake", lake.toString()).exit());
        JsonNode log = json(train("score", "--json"));
        assertEquals(40, log.path("matches").size());
        assertEquals(80, log.path("waiting").asInt());
        double sum = 0;
        for (JsonNode match : log.path("matches")) sum += match.path("rps").asDouble();
        assertEquals(sum / 40, log.at("/scores/rps").asDouble(), 1e-9);
        assertFalse(log.at("/drift/signal").asText().equals("too-few"), log.path("drift").toString());
        assertEquals(log, Json.MAPPER.readTree(Files.readAllBytes(lake.resolve("forecasts/log.json"))));
        assertEquals(written, Files.readString(sheet));
    }
}
