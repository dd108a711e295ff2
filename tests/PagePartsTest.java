//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/words/*.java ../lib/ui/*.java
//FILES ui/=../ui/**

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Font;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lib.base.Json;
import lib.football.Clubs;
import lib.football.Zones;
import lib.ui.ApiAnswers.Fixture;
import lib.ui.ApiAnswers.Probabilities;
import lib.ui.ApiAnswers.Rating;
import lib.ui.ApiAnswers.Team;
import lib.ui.ApiAnswers.Teams;
import lib.ui.ApiAnswers;
import lib.ui.Charts;
import lib.ui.Choice;
import lib.ui.Colours;
import lib.ui.Csv;
import lib.ui.Panel;
import lib.ui.Roundup;
import lib.ui.Uploads;
import lib.ui.View;
import lib.ui.SystemAnswers;
import lib.ui.Words;
import org.junit.jupiter.api.Test;

/** The parts of the page that need no server: colours, charts, fonts, files for spreadsheets, names of uploads. */
class PagePartsTest {

    private static final Words PORTUGUESE = Words.of("pt", null);
    private static final Words ENGLISH = Words.of("en", null);

    @Test
    void everyClubHasReadableInitialsAndCanBeToldFromItsOpponent() {
        List<String> names = new ArrayList<>(Clubs.all().stream().map(Clubs.Club::name).toList());
        names.addAll(List.of("A club that nobody knows", "Another"));
        for (String home : names) {
            Colours colours = Colours.of(home);
            // Bold and drawn large: WCAG 1.4.11
            assertTrue(Colours.contrast(colours.first(), colours.ink()) >= 3, home + " cannot be read on its badge");
            assertTrue(Clubs.of(home).shortName().matches("\\p{Lu}{2,3}"), home);
            for (String away : names) {
                if (!home.equals(away)) {
                    assertNotEquals(colours.area(), Colours.of(away).beside(colours), home + " against " + away);
                }
            }
        }
    }

    @Test
    void aChartIsDataEvenWhenANameIsHostile() throws Exception {
        String hostile = "O'Hara \"x\" </script>";
        JsonNode figure = Json.MAPPER.readTree(Charts.ratings(
                Map.of(hostile, List.of(new Rating(LocalDate.of(2026, 1, 2), 1512.34),
                        new Rating(LocalDate.of(2026, 1, 9), 1500))), PORTUGUESE));
        assertEquals("2026-01-02", figure.at("/data/0/x/0").asText());
        assertEquals(1512.3, figure.at("/data/0/y/0").asDouble());
        assertEquals("Pontos Elo", figure.at("/layout/yaxis/title").asText());
        assertFalse(figure.toString().contains("</script>"), figure.toString());
        JsonNode calibration = Json.MAPPER.readTree(
                Charts.reliability(List.of(new SystemAnswers.Reliability("DRAW", 9, .3, .3,
                List.of(new SystemAnswers.Step(4, .1, .2, .25), new SystemAnswers.Step(5, .3, .5, .4)))), ENGLISH));
        assertEquals("Draw", calibration.at("/data/0/name").asText());
        assertEquals("[0.1,0.2,0.3,0.5] [0.25,0.25,0.4,0.4]",
                (calibration.at("/data/0/x") + " " + calibration.at("/data/0/y")).replace("\"", ""));
        assertEquals("dot", calibration.at("/data/1/line/dash").asText(), "the diagonal");
    }

    /** Between seasons, and while a club plays elsewhere, nothing is known: a straight line would look like data. */
    @Test
    void aLineOfStrengthBreaksWhereNoMatchesWere() throws Exception {
        JsonNode line = Json.MAPPER.readTree(Charts.ratings(Map.of("A", List.of(
                new Rating(LocalDate.of(2022, 11, 6), -20), new Rating(LocalDate.of(2022, 11, 13), -10),
                new Rating(LocalDate.of(2026, 4, 11), 30), new Rating(LocalDate.of(2026, 4, 18), 40))), ENGLISH))
                .at("/data/0");
        assertEquals("[-20.0,-10.0,null,30.0,40.0]", line.path("y").toString().replace("\"", ""));
        assertEquals("2022-11-14", line.at("/x/2").asText());
    }

    private static ApiAnswers.Standing line(int position, String club, int points, int won, double title, double down,
            double downBefore) {
        return new ApiAnswers.Standing(position, club, club, 26, won, 0, 0, 0, 0, points, 70.0, title, title, title, .1,
                down, new ApiAnswers.Odds(title, title, title, .1, downBefore), new double[] {1, 0, 0, 0, 0, 0});
    }

    private static ApiAnswers.Season season(int lead, int wins, String... playing) {
        List<ApiAnswers.Standing> table = List.of(line(1, "Palmeiras", 50, 15, .9, 0, 0),
                line(2, "Flamengo", 50 - lead, wins, .1, 0, 0), line(3, "Ceara", 30, 8, 0, .36, .31),
                line(4, "Coritiba", 28, 7, 0, .73, .734), line(5, "Avai", 26, 6, 0, .85, .80),
                line(6, "Juventude", 20, 4, 0, .995, .993));
        ApiAnswers.Odds odds = new ApiAnswers.Odds(0, 0, 0, 0, 0);
        ApiAnswers.Effect effect = new ApiAnswers.Effect(List.of(odds, odds, odds), List.of(odds, odds, odds));
        List<ApiAnswers.Stake> stakes = Arrays.stream(playing)
                .map(club -> new ApiAnswers.Stake(club, "Goias", effect)).toList();
        return new ApiAnswers.Season(2022, false, false, table, new Zones(2, 2, 3, 4), null, stakes, 1, 1L, null);
    }

    private static Roundup roundup(ApiAnswers.Season season) {
        return Roundup.of(season, List.of(), null, null, ENGLISH);
    }

    /** A lead grows by a match that is still to be played, and level on points more wins lead. */
    @Test
    void theHeadlineSaysWhatTheRoundCanChange() {
        assertEquals("Palmeiras can go 13 points clear", roundup(season(10, 12, "Palmeiras", "Flamengo")).headline());
        assertEquals("Palmeiras lead with 50 points", roundup(season(10, 12, "Flamengo")).headline());
        assertEquals("Flamengo can take the lead from Palmeiras",
                roundup(season(3, 14, "Palmeiras", "Flamengo")).headline());
        assertEquals("Palmeiras can go 6 points clear", roundup(season(3, 13, "Palmeiras", "Flamengo")).headline());
        assertEquals("Palmeiras can go 5 points clear", roundup(season(2, 14, "Palmeiras")).headline());
    }

    /** Those in the greatest danger are named first; a chance that reads the same as before has not changed. */
    @Test
    void theLeadAndTheChangesSayWhatANumberSays() {
        Roundup roundup = roundup(season(10, 12, "Palmeiras"));
        assertEquals("Relegation threatens Juventude (over 99%), Avaí (85%), Coritiba (73%) and Ceará (36%).",
                roundup.lead().getLast());
        assertEquals(1, roundup.changes().size());
        assertFalse(roundup.changes().getFirst().contains("Coritiba"), roundup.changes().toString());
    }

    @Test
    void aStageOfARunThatCannotBeReadIsNotDone() {
        for (String outcome : List.of("succeeded", "unreadable")) {
            SystemAnswers.Run run = new SystemAnswers.Run("x", Instant.EPOCH, Map.of(), outcome, null, null,
                    null);
            assertEquals(outcome.equals("succeeded") ? "done" : "waiting", run.state("etl"));
        }
    }

    @Test
    void theFontsOfThePageAreFontsForJava() throws Exception {
        for (String name : List.of("newsreader-600", "inter-400", "inter-600")) {
            try (InputStream file = PagePartsTest.class.getResourceAsStream("/ui/static/fonts/" + name + ".ttf")) {
                Font font = Font.createFont(Font.TRUETYPE_FONT, file);
                assertEquals(-1, font.canDisplayUpTo("São Paulo × Grêmio: 48,3 % – “Çá”"), name);
            }
        }
    }

    @Test
    void aSpreadsheetRunsNoFormulaFromAClubsName() {
        Fixture fixture = new Fixture(LocalDate.of(2026, 9, 13), "16:00", 26, null, "X", "Y", "=HYPERLINK(\"x\")",
                "A;B,C", new Probabilities(0.5, 0.3, 0.2), null);
        View view = View.of("round", new Panel<>(null, null, ""), Map.of()).with("fixtures", List.of(fixture));
        assertEquals("2026-09-13;16:00;26;;\"'=HYPERLINK(\"\"x\"\")\";\"A;B,C\";0,5000;0,3000;0,2000;;;false",
                new String(Csv.of(view, PORTUGUESE), StandardCharsets.UTF_8).lines().toList().get(1));
        assertEquals("2026-09-13,16:00,26,,\"'=HYPERLINK(\"\"x\"\")\",\"A;B,C\",0.5000,0.3000,0.2000,,,false",
                new String(Csv.of(view, ENGLISH), StandardCharsets.UTF_8).lines().toList().get(1));
    }

    @Test
    void anUploadGetsAPlainName() {
        Map.of("round 20.csv", "round-20.csv", "../../etc/passwd", "passwd.csv", "C:\\a\\b.CSV", "b.csv", ".hidden",
                "hidden.csv",
                "<img src=x>.csv", "img-src-x-.csv", "ção", "o.csv", "...", "upload.csv")
                .forEach((given, safe) -> assertEquals(safe, Uploads.safe(given), given));
        assertTrue(Uploads.safe("x".repeat(500)).length() <= 64);
    }

    @Test
    void aClubIsFoundUnderEveryNameThatSourcesGiveIt() {
        Teams teams = new Teams(2026, false, true, LocalDate.of(2026, 9, 8),
                Arrays.asList(team("Athletico-PR", "Athletico-PR"), team("Bragantino", "Bragantino"),
                        team("Gremio", "Grêmio")));
        assertEquals("Athletico-PR", Choice.of(teams, "Athletico Paranaense", "").home().name());
        assertEquals("Bragantino", Choice.of(teams, "", "Red Bull Bragantino").away().name());
        Choice unknown = Choice.of(teams, "Gremjo", "Bragantino");
        assertNull(unknown.home());
        assertEquals("message.unknown", unknown.message());
        assertEquals("Gremio", unknown.suggestions(teams).getFirst().name());
    }

    private static Team team(String name, String display) {
        return new Team(name, display, "", true, 2026, List.of());
    }

    @Test
    void whatMakesNoSenseCannotBeBuilt() {
        assertThrows(IllegalArgumentException.class, () -> new Probabilities(0.5, 0.5, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new Probabilities(Double.NaN, 0.5, 0.5));
        assertThrows(IllegalArgumentException.class,
                () -> new Teams(2026, false, null, LocalDate.of(2026, 9, 8), List.of(team("A", "A"))));
        assertThrows(IllegalArgumentException.class, () -> team(" ", "A"));
    }

    @Test
    void numbersAreWrittenAsTheLanguageDoes() {
        assertEquals("0,6123", PORTUGUESE.decimal(0.61234, 4));
        assertEquals("1.234", PORTUGUESE.whole(1234));
        assertEquals("1,234", ENGLISH.whole(1234));
        assertEquals("\u22120.14", ENGLISH.signed(-0.14, 2));
        assertEquals("+3", ENGLISH.signed(3, 0));
        assertEquals("0.00", ENGLISH.signed(-0.001, 2));
        assertEquals("<\u00a00.1%", ENGLISH.percent(0.0003));
        assertEquals(">\u00a099,9%", PORTUGUESE.percent(0.9997));
        assertEquals("0.0%", ENGLISH.percent(0));
        assertEquals("3\u00a0min 5\u00a0s", ENGLISH.seconds(185));
        assertEquals("1,2\u00a0s", PORTUGUESE.seconds(1.2));
    }
}
