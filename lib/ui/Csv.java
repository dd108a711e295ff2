package lib.ui;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import lib.base.Formula;
import lib.ui.ApiAnswers.Fixture;

/**
 * The round as a file for a spreadsheet. A Portuguese spreadsheet expects semicolons and decimal commas, and only a
 * byte order mark tells it that the file is UTF-8.
 */
public final class Csv {

    private Csv() {}

    /** @param view the page of the round */
    @SuppressWarnings("unchecked")
    public static byte[] of(View view, Words words) {
        List<Fixture> fixtures = (List<Fixture>) view.values().get("fixtures");
        boolean comma = words.number(0.5).contains(",");
        StringBuilder csv = new StringBuilder("\ufeff");
        csv.append(line(List.of("date", "time", "round", "venue", "home", "away", "p_home", "p_draw", "p_away",
                "goals_home", "goals_away", "simulated"), comma));
        for (Fixture fixture : fixtures) {
            ApiAnswers.Goals goals = fixture.expectedGoals();
            csv.append(line(List.of(fixture.date() == null ? "" : fixture.date().toString(),
                    fixture.time() == null ? "" : fixture.time(), fixture.round() == null ? "" : "" + fixture.round(),
                    fixture.venue() == null ? "" : fixture.venue(),
                    fixture.homeDisplayName(), fixture.awayDisplayName(),
                    words.decimal(fixture.probabilities().home(), 4),
                    words.decimal(fixture.probabilities().draw(), 4), words.decimal(fixture.probabilities().away(), 4),
                    goals == null ? "" : words.decimal(goals.home(), 2),
                    goals == null ? "" : words.decimal(goals.away(), 2),
                    "" + view.simulated()), comma));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
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
