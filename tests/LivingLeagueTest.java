//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java ServedScript.java
//SOURCES ../lib/base/*.java ../lib/football/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A league in mid-season as a reader asks about it: points that the court took, a result that was awarded, a club that
 * has yet to play, names that only this lake knows. Its results are drawn, but for the two that the court judged.
 */
class LivingLeagueTest {

    private static final List<String> CLUBS = List.of("Bahia", "Cruzeiro", "Flamengo", "Gremio", "Palmeiras",
            "Portuguesa",
            "Santos", "Vitoria");
    private static final String AWARDED = "Bahia,Vitoria,3,0,W.O.";

    @TempDir
    static Path lake;

    private static ServedScript api;
    private static ServedScript page;

    @BeforeAll
    static void serve() throws IOException {
        Files.createDirectories(lake.resolve("raw"));
        Files.writeString(lake.resolve("clubs.csv"), "name,club\nRubro-Negro da Gávea,Flamengo\n");
        Files.writeString(lake.resolve("raw/league.csv"), league());
        Scripts.Result etl = Scripts.run("02_etl.java", "--lake", lake.toString());
        assertEquals(0, etl.exit(), etl.all());
        Scripts.Result train = Scripts.run("03_train.java", "--lake", lake.toString());
        assertEquals(0, train.exit(), train.all());
        api = ServedScript.start("04_api.java", "--lake", lake.toString());
        page = ServedScript.start("05_ui.java", "--api-url", api.url);
    }

    @AfterAll
    static void stop() {
        if (page != null) page.close();
        if (api != null) api.close();
    }

    /** Seasons 2008 to 2013, the last with two matches left; Remo comes in with a fixture. */
    private static String league() {
        Random random = new Random(1971);
        List<String> rows = new ArrayList<>(List.of("date,home,away,home_goals,away_goals,status"));
        for (int season = 2008; season <= 2013; season++) {
            LocalDate day = LocalDate.of(season, 4, 1);
            for (String home : CLUBS) {
                for (String away : CLUBS) {
                    if (home.equals(away) || season == 2013 && (home + away).matches("Santos(Vitoria|Palmeiras)")) {
                        continue;
                    }
                    day = day.plusDays(4);
                    rows.add(day + "," + row(season, home, away, random));
                }
            }
        }
        rows.add("2013-12-21,Santos,Palmeiras,1,1,");
        rows.add("2013-12-30,Santos,Vitoria,,,");
        rows.add("2013-12-30,Remo,Flamengo,,,");
        return String.join("\n", rows) + "\n";
    }

    private static String row(int season, String home, String away, Random random) {
        String pair = home + "," + away;
        String drawn = pair + "," + random.nextInt(4) + "," + random.nextInt(3) + ",";
        if (season < 2013) return drawn;
        return switch (pair) {
            case "Flamengo,Cruzeiro" -> pair + ",1,1,";
            case "Portuguesa,Gremio" -> pair + ",0,0,";
            case "Bahia,Vitoria" -> AWARDED;
            default -> drawn;
        };
    }

    /** After a first round in which every home side won 1-0, four clubs are level on everything: lots decide. */
    @Test
    void everyAnswerNamesTheSameLeader(@TempDir Path begun) throws IOException {
        List<String> rows = new ArrayList<>(List.of(league().split("\n")));
        rows.removeIf(row -> row.endsWith(",,,"));
        for (int i = 0; i < CLUBS.size(); i += 2) {
            rows.add("2014-04-05," + CLUBS.get(i) + "," + CLUBS.get(i + 1) + ",1,0,");
        }
        Files.createDirectories(begun.resolve("raw"));
        Files.writeString(begun.resolve("raw/league.csv"), String.join("\n", rows) + "\n");
        for (String chapter : List.of("02_etl.java", "03_train.java")) {
            Scripts.Result result = Scripts.run(chapter, "--lake", begun.toString());
            assertEquals(0, result.exit(), result.all());
        }
        try (ServedScript own = ServedScript.start("04_api.java", "--lake", begun.toString())) {
            JsonNode first = own.get("/season").json().at("/standings/0");
            assertEquals(3, first.path("points").asInt(), first.toString());
            String leader = first.path("name").asText();
            assertEquals(leader, own.get(match("Bahia", "Palmeiras")).json().at("/season/leader").asText());
            assertEquals(1, own.get("/teams/" + leader).json().path("position").asInt());
        }
    }

    private static JsonNode get(String path) {
        ServedScript.Answer answer = api.get(path);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    private static String match(String home, String away) {
        return "/match?home=" + URLEncoder.encode(home, StandardCharsets.UTF_8) + "&away="
                + URLEncoder.encode(away, StandardCharsets.UTF_8);
    }

    @Test
    void theCourtsPointsAreInTheTableAndSaid() {
        JsonNode season = get("/season");
        assertEquals(List.of("Flamengo -4", "Portuguesa -4"), Stream.of(0, 1).map(season.path("rulings")::get)
                .map(ruling -> ruling.path("name").asText() + " " + ruling.path("points").asInt()).toList());
        assertEquals("2013-12-07", season.at("/rulings/0/match").asText());
        for (JsonNode line : season.path("standings")) {
            int played = 3 * line.path("won").asInt() + line.path("drawn").asInt();
            boolean judged = List.of("Flamengo", "Portuguesa").contains(line.path("name").asText());
            assertEquals(judged ? played - 4 : played, line.path("points").asInt(), line.toString());
        }
        String html = page.get("/season?lang=en").text();
        assertTrue(html.contains("Points by rulings of the sports court: Flamengo −4, Portuguesa −4."), html);
    }

    @Test
    void anAwardedResultCountsInTheTableAndTeachesNothing() throws IOException {
        long results = Files.readAllLines(lake.resolve("processed/matches.csv")).size();
        assertEquals(results - 1, Files.readAllLines(lake.resolve("processed/features.csv")).size());
        JsonNode meetings = get(match("Bahia", "Vitoria")).path("head_to_head");
        List<JsonNode> awarded = meetings.findParents("awarded");
        assertEquals(1, awarded.size(), meetings.toString());
        assertEquals(2013, awarded.getFirst().path("season").asInt());
        for (JsonNode line : get("/season").path("standings")) {
            int matches = switch (line.path("name").asText()) {
                case "Remo" -> 0;
                case "Santos", "Vitoria" -> 13;
                default -> 14;
            };
            assertEquals(matches, line.path("played").asInt(), line.toString());
        }
        JsonNode form = get("/teams/Vitoria").path("form");
        assertTrue(form.findValuesAsText("date").stream()
                .noneMatch(day -> day.equals(awarded.getFirst().path("date").asText())));
    }

    @Test
    void aClubThatHasYetToPlayCanBeAskedAboutEverywhere() {
        JsonNode asked = get(match("Remo", "Flamengo"));
        JsonNode announced = null;
        for (JsonNode fixture : get("/round").path("matches")) {
            if (fixture.path("home").asText().equals("Remo")) announced = fixture;
        }
        assertEquals(announced.path("probabilities"), asked.path("probabilities"));
        assertEquals("Remo", get("/teams/Remo").path("name").asText());
        for (String path : List.of("/?home=Remo&away=Flamengo&lang=en", "/clubs/Remo?lang=en",
                "/card.png?home=Remo&away=Flamengo")) {
            assertEquals(200, page.get(path).status(), path);
        }
    }

    @Test
    void aPersonMayTypeANickname() {
        JsonNode named = get(match("Flamengo", "Palmeiras"));
        assertEquals(named, get(match("Mengão", "verdao")));
        assertEquals(404, api.get(match("Mengão", "Galo")).status(), "a club that is not in this league");
    }

    @Test
    void aPreviewKnowsTheNamesOfThisLake() {
        String csv = "date,home,away,home_goals,away_goals\n2013-12-28,Rubro-Negro da Gávea,Santos,1,0\n";
        JsonNode preview = api.post("/data/preview", "text/csv", csv.getBytes(StandardCharsets.UTF_8)).json();
        assertEquals(1, preview.path("kept").asInt(), preview.toString());
        assertEquals(0, preview.path("unknown_clubs").size(), preview.toString());
    }
}
