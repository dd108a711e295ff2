//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lib.base.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chapter 3 as a user runs it, on the sample. */
class TrainTest {

    private static final String SAMPLE = "sample/simulated-league.csv";

    @TempDir
    static Path processed;

    @TempDir
    Path lake;

    @BeforeAll
    static void runTheEtlOnce() {
        assertEquals(0, Scripts.run("02_etl.java", "add", "--lake", processed.toString(),
                Scripts.HOME.resolve("sample/simulated-league.csv").toString()).exit());
        assertEquals(0, Scripts.run("02_etl.java", "--lake", processed.toString()).exit());
    }

    private Scripts.Result train(String... arguments) throws IOException {
        try (Stream<Path> files = Files.walk(processed)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = lake.resolve(processed.relativize(file).toString());
                if (Files.exists(target)) continue;
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        List<String> all = new ArrayList<>(List.of("03_train.java"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--lake", lake.toString()));
        return Scripts.run(all.toArray(String[]::new));
    }

    private JsonNode read(String file) throws IOException {
        return Json.MAPPER.readTree(Files.readAllBytes(lake.resolve(file)));
    }

    @Test
    void trainingPublishesAVersionThatBeatsAlwaysHomeAndPromotesIt() throws IOException {
        Scripts.Result result = train("train");
        assertEquals(0, result.exit(), result.all());
        String version = read("models/champion.json").path("version").asText();
        JsonNode metrics = read("models/" + version + "/metrics.json");
        assertTrue(metrics.path("beatsAlwaysHome").asBoolean());
        assertEquals(6, metrics.path("leaderboard").size());
        assertEquals("pool", metrics.path("kind").asText());
        assertTrue(result.out().contains("pool beats always-home: RPS"), result.out());
        String card = Files.readString(lake.resolve("models/" + version + "/card.md"));
        assertTrue(card.contains("SIMULATED LEAGUE") && card.contains(version) && card.contains("not betting advice"),
                card);
        assertTrue(metrics.path("promoted").asBoolean() && metrics.path("reason").asText().contains("no champion"),
                metrics.toString());
        for (String file : List.of("model.json", "metrics.json", "backtest.csv", "card.md")) {
            assertTrue(read("models/" + version + "/manifest.json").path("sha256").has(file), file);
        }
    }

    @Test
    void trainingTwiceOnTheSameDataIsTheSameVersion() throws IOException {
        train("train");
        byte[] pointer = Files.readAllBytes(lake.resolve("models/champion.json"));
        Scripts.Result again = train("train");
        assertTrue(again.out().contains("unchanged, already the champion"), again.all());
        assertEquals(new String(pointer), Files.readString(lake.resolve("models/champion.json")));
        try (Stream<Path> versions = Files.list(lake.resolve("models")).filter(Files::isDirectory)) {
            assertEquals(1, versions.count());
        }
    }

    @Test
    void aVersionTakenOutOfServiceStaysOutUntilAPersonBringsItBack() throws IOException {
        train("train");
        String first = read("models/champion.json").path("version").asText();
        // Another result on the last day makes other data, and so another version.
        assertTrue(train("rollback").err().contains("no version served before " + first));
        Path matches = Files.writeString(lake.resolve("raw/correction.csv"),
                Files.readString(Scripts.HOME.resolve("sample/simulated-league.csv")).lines()
                .filter(line -> !line.startsWith("SIM-2500,")).collect(java.util.stream.Collectors.joining("\n"))
                + "\n");
        Files.move(matches, lake.resolve("raw/simulated-league.csv"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(0, Scripts.run("02_etl.java", "--lake", lake.toString()).exit());
        Scripts.Result second = train("train", "--gate");
        assertEquals(0, second.exit(), second.all());
        assertTrue(second.out().contains("newer data and not clearly worse"), second.all());
        String version = read("models/champion.json").path("version").asText();
        assertEquals(first, Json.MAPPER.readTree(train("rollback", "--json").out()).path("version").asText());
        Scripts.Result again = train("train", "--gate");
        assertEquals(5, again.exit(), again.all());
        assertTrue(again.out().contains("taken out of service by hand"), again.all());
        assertEquals(first, read("models/champion.json").path("version").asText());
        assertEquals(0, train("rollback", version).exit());
        assertEquals(version, read("models/champion.json").path("version").asText());
        assertEquals(2, train("rollback", "never-was").exit());
        JsonNode models = Json.MAPPER.readTree(train("models", "--json").out());
        assertEquals(2, models.path("models").size());
        assertEquals(List.of("promote", "promote", "rollback", "rollback"),
                models.path("history").findValuesAsText("action"));
    }

    /** Home and away goals of three seasons changed places: a slip that a spreadsheet makes. */
    @Test
    void aFileThatRewritesThePastWaitsForAPerson() throws IOException {
        train("train");
        String first = read("models/champion.json").path("version").asText();
        String past = "SIM-\\d+,\\d+,../../202[234],.*";
        Files.write(lake.resolve("raw/simulated-league.csv"), Files.readAllLines(Scripts.HOME.resolve(SAMPLE)).stream()
                .map(line -> line.matches(past) ? swapped(line) : line).toList());
        assertEquals(0, Scripts.run("02_etl.java", "--lake", lake.toString()).exit());
        Scripts.Result held = train("train", "--gate");
        assertEquals(5, held.exit(), held.all());
        assertTrue(held.out().contains("results of past seasons are not those that the champion " + first), held.all());
        assertEquals(first, read("models/champion.json").path("version").asText());
        String waiting = train("models").out().lines().filter(line -> line.endsWith(" not promoted")).findFirst()
                .orElseThrow().strip().split(" ")[0];
        Scripts.Result accepted = train("train", "--accept-corrections");
        assertEquals(0, accepted.exit(), accepted.all());
        assertFalse(accepted.out().contains("results of past seasons"), accepted.all());
        // Its files still say what the gate said; the log of moves says what a person did.
        assertEquals(0, train("rollback", waiting).exit());
        String models = train("models").out();
        assertFalse(models.contains("not promoted"), models);
    }

    private static String swapped(String line) {
        String[] cell = line.split(",", -1);
        String goals = cell[12];
        cell[12] = cell[13];
        cell[13] = goals;
        cell[10] = cell[10].equals(cell[4]) ? cell[5] : cell[10].equals(cell[5]) ? cell[4] : cell[10];
        return String.join(",", cell);
    }

    /** What the error texts and the guide tell a reader to do when the registry is damaged. */
    @Test
    void theRepairsThatAreToldWork() throws IOException {
        train("train");
        String version = read("models/champion.json").path("version").asText();
        Files.writeString(lake.resolve("models/champion.json"), "{broken");
        Scripts.Result broken = train("train");
        assertTrue(broken.exit() == 3 && broken.err().contains("delete it and run ./jbangw 03_train.java"),
                broken.all());
        Files.delete(lake.resolve("models/champion.json"));
        assertEquals(0, train("train").exit());
        assertEquals(version, read("models/champion.json").path("version").asText());
        Files.writeString(lake.resolve("models/" + version + "/history.json"), "{}");
        Scripts.Result torn = train("train");
        String repair = "delete models/" + version + "/ and run ./jbangw 03_train.java";
        assertTrue(torn.exit() == 3 && torn.err().contains(repair), torn.all());
        try (Stream<Path> files = Files.list(lake.resolve("models/" + version))) {
            for (Path file : files.toList()) Files.delete(file);
        }
        assertEquals(0, train("train").exit());
        assertEquals(0, train("season", "--simulations", "100").exit());
        assertEquals(List.of("promote", "restore", "restore"),
                Json.MAPPER.readTree(train("models", "--json").out()).path("history").findValuesAsText("action"));
    }

    @Test
    void aChangedFileOfAVersionIsNoticed() throws IOException {
        train("train");
        String version = read("models/champion.json").path("version").asText();
        Path model = lake.resolve("models/" + version + "/model.json");
        Files.writeString(model, Files.readString(model).replaceFirst("\"slope\" : 0", "\"slope\" : 9"));
        Scripts.Result backtest = train("backtest", "--out", lake.resolve("f.csv").toString());
        assertEquals(3, backtest.exit());
        assertTrue(backtest.err().contains("the checksum of model.json is wrong"), backtest.err());
    }

    @Test
    void theLeaderboardIsMachineReadableAndChangesNothing() throws IOException {
        Scripts.Result result = train("leaderboard", "--seasons", "2025-2026", "--json");
        JsonNode board = Json.MAPPER.readTree(result.out());
        assertEquals(380 + 260, board.path("leaderboard").get(0).path("scores").path("n").asInt());
        assertFalse(Files.exists(lake.resolve("models")));
    }

    @Test
    void theBacktestWritesOneForecastPerMatchOfTheSeasons() throws IOException {
        Path out = lake.resolve("backtest.csv");
        Scripts.Result result = train("backtest", "--seasons", "2025", "--out", out.toString());
        assertEquals(0, result.exit(), result.all());
        List<String> lines = Files.readAllLines(out);
        assertEquals("date,home,away,p_home,p_draw,p_away", lines.getFirst());
        assertEquals(380, lines.size() - 1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cell = line.split(",");
            assertTrue(cell[0].startsWith("2025-"), line);
            assertEquals(1, Double.parseDouble(cell[3]) + Double.parseDouble(cell[4]) + Double.parseDouble(cell[5]),
                    1e-5, line);
        }
    }

    @Test
    void wrongWordsAreUsageErrorsThatSayWhatToDo() throws IOException {
        assertEquals(2, train("leaderboard", "--seasons", "last").exit());
        assertTrue(train("leaderboard", "--seasons", "1999").err().contains("the lake holds 2020 to 2026"));
        assertTrue(train("backtest", "--forecaster", "oracle", "--out", "f.csv").err()
                .contains("use always-home, elo, dixon-coles, goals, pool, logistic"));
        Scripts.Result unknown = train("trian");
        assertEquals(2, unknown.exit());
        assertFalse(unknown.all().contains("\tat "), unknown.all());
    }

    @Test
    void processedFilesOfTwoRunsOrOfOtherFeatureCodeAreRefused() throws IOException {
        train("leaderboard");
        Path features = lake.resolve("processed/features.csv");
        Files.writeString(features, Files.readString(features).replace("Santos", "Santoz"));
        Scripts.Result mixed = train("train");
        assertEquals(3, mixed.exit());
        assertTrue(mixed.err().contains("a mixture of two ETL runs") && mixed.err().contains("./jbangw 02_etl.java"),
                mixed.err());
    }

    @Test
    void withoutAnEtlRunTheNextCommandIsNamed(@TempDir Path empty) {
        Scripts.Result result = Scripts.run("03_train.java", "--lake", empty.toString());
        assertEquals(3, result.exit());
        assertTrue(result.err().contains("./jbangw 02_etl.java"), result.err());
    }
}
