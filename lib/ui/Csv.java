package lib.ui;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lib.base.Formula;
import lib.ui.ApiAnswers.Fixture;
import lib.ui.ApiAnswers.Season;

/**
 * The round and the table as files for a spreadsheet. A Portuguese spreadsheet expects semicolons and decimal commas,
 * and only a byte order mark tells it that the file is UTF-8.
 */
public final class Csv {

    private static final List<String> ZONES =
            List.of("title", "groupstage", "libertadores", "sulamericana", "relegation");

    private Csv() {}

    /** predictor-fut-br-2022-27-2022-09-11: season, round where it is one, and the last day of the data. */
    static String fileName(int season, Integer round, ApiAnswers.Teams clubs) {
        return "predictor-fut-br-" + season + (round == null ? "" : "-" + round)
                + (clubs == null ? "" : "-" + clubs.dataUntil());
    }

    /** @param view a page with the matches of a round or with a season */
    public static byte[] of(View view, Words words) {
        boolean comma = words.number(0.5).contains(",");
        List<List<String>> lines = view.template().equals("season")
                ? season((Season) ((Panel<?>) view.values().get("season")).value(), words) : round(view, words);
        return ("\ufeff" + lines.stream().map(line -> line(line, comma)).collect(Collectors.joining()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<List<String>> season(Season season, Words words) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("position", "club", "points", "played", "won", "drawn", "lost", "goals_for", "goals_against",
                "points_expected", "p_title", "p_group_stage", "p_libertadores", "p_sul_americana", "p_relegation",
                "simulated"));
        for (ApiAnswers.Standing club : season.standings()) {
            List<String> cells = new ArrayList<>(List.of("" + club.position(), club.displayName(), "" + club.points(),
                    "" + club.played(), "" + club.won(), "" + club.drawn(), "" + club.lost(), "" + club.goalsFor(),
                    "" + club.goalsAgainst(),
                    club.expectedPoints() == null ? "" : words.decimal(club.expectedPoints(), 2)));
            for (String zone : ZONES) {
                cells.add(club.chance(zone) == null ? "" : words.decimal(club.chance(zone), 4));
            }
            cells.add("" + season.simulated());
            lines.add(cells);
        }
        return lines;
    }

    @SuppressWarnings("unchecked")
    private static List<List<String>> round(View view, Words words) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("date", "time", "round", "venue", "home", "away", "p_home", "p_draw", "p_away",
                "goals_home", "goals_away", "simulated"));
        for (Fixture fixture : (List<Fixture>) view.values().get("fixtures")) {
            ApiAnswers.Goals goals = fixture.expectedGoals();
            lines.add(List.of(fixture.date() == null ? "" : fixture.date().toString(),
                    fixture.time() == null ? "" : fixture.time(), fixture.round() == null ? "" : "" + fixture.round(),
                    fixture.venue() == null ? "" : fixture.venue(),
                    fixture.homeDisplayName(), fixture.awayDisplayName(),
                    words.decimal(fixture.probabilities().home(), 4),
                    words.decimal(fixture.probabilities().draw(), 4), words.decimal(fixture.probabilities().away(), 4),
                    goals == null ? "" : words.decimal(goals.home(), 2),
                    goals == null ? "" : words.decimal(goals.away(), 2),
                    "" + view.simulated()));
        }
        return lines;
    }

    private static String line(List<String> cells, boolean comma) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(comma ? ";" : ",")) + "\r\n";
    }

    private static String cell(String text) {
        String safe = Formula.harmless(text);
        return safe.matches("(?s).*[\",;\\r\\n].*") && !safe.matches("[\\d.,]+") ? '"' + safe.replace("\"", "\"\"")
                + '"' : safe;
    }
}
