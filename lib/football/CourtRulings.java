package lib.football;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points that the sports court (STJD) took from a club, or gave to one, for a player who was not allowed to play. The
 * results stay as they were played; only the table changes. In 2005 eleven matches were played again instead, and the
 * data have the second ones; a match awarded that year stands in the data as 0-1.
 */
public final class CourtRulings {

    /**
     * @param match   the match that was judged, with its score; one of them where there were several
     * @param decided the day of the ruling; what was changed on appeal is not in the table
     * @param points  added to the club, mostly negative
     */
    public record Ruling(Match match, LocalDate decided, String club, int points) {}

    /**
     * Match judged | day of the ruling | points. Sources: Folha de S.Paulo of 2003-10-16 and 2004-12-07, O Estado de
     * S. Paulo of 2003-09-23 and 2003-10-07, UOL of 2013-12-16; the sums are those of the official final tables.
     */
    private static final String TABLE = """
        2003-03-30 Internacional 1-1 Ponte Preta  | 2003-04-15 | Ponte Preta -1, Internacional +2
        2003-04-06 Ponte Preta 1-0 Juventude      | 2003-04-15 | Ponte Preta -3, Juventude +3
        2003-08-17 Paysandu 2-2 Corinthians       | 2003-09-23 | Paysandu -1, Corinthians +2
        2003-08-24 Paysandu 3-2 Ponte Preta       | 2003-09-23 | Paysandu -3, Ponte Preta +3
        2003-09-14 Paysandu 1-0 Sao Caetano       | 2003-10-07 | Paysandu -3, Sao Caetano +3
        2003-09-20 Fluminense 1-1 Paysandu        | 2003-10-07 | Paysandu -1, Fluminense +2
        2004-10-24 Sao Caetano 2-0 Fluminense     | 2004-12-07 | Sao Caetano -24
        2010-05-23 Flamengo 3-1 Gremio Prudente   | 2010-06-22 | Gremio Prudente -3
        2013-12-07 Flamengo 1-1 Cruzeiro          | 2013-12-16 | Flamengo -4
        2013-12-08 Portuguesa 0-0 Gremio          | 2013-12-16 | Portuguesa -4
        """;

    private static final Pattern MATCH = Pattern.compile("(\\S+) (.+) (\\d+)-(\\d+) (.+)");
    private static final Pattern POINTS = Pattern.compile("([^,]+) ([+-]\\d+)");
    private static final List<Ruling> ALL = all();

    private CourtRulings() {}

    /**
     * What counts in a season: its own rulings as far as they were known on the day of its last match, and all of them
     * once it is over. A ruling belongs to the match as it was played: a simulated season or another league has none.
     */
    public static List<Ruling> of(Season season) {
        if (season.played().isEmpty()) return List.of();
        LocalDate last = season.played().getLast().date();
        return ALL.stream().filter(ruling -> ruling.match.season() == season.year())
                .filter(ruling -> season.over() || !ruling.decided.isAfter(last))
                .filter(ruling -> season.played().stream().anyMatch(match -> same(match, ruling.match)))
                .toList();
    }

    private static boolean same(Match played, Match judged) {
        return played.key().equals(judged.key())
                && played.homeGoals() == judged.homeGoals() && played.awayGoals() == judged.awayGoals();
    }

    private static List<Ruling> all() {
        List<Ruling> rulings = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            String[] cell = line.split("\\s*\\|\\s*");
            Matcher played = MATCH.matcher(cell[0]);
            if (!played.matches()) throw new IllegalStateException(line);
            LocalDate day = LocalDate.parse(played.group(1));
            Match match = new Match(day, Match.seasonOf(day), 0, played.group(2), played.group(5),
                    Integer.parseInt(played.group(3)), Integer.parseInt(played.group(4)));
            for (MatchResult points : POINTS.matcher(cell[2]).results().toList()) {
                rulings.add(new Ruling(match, LocalDate.parse(cell[1]), points.group(1).strip(),
                        Integer.parseInt(points.group(2))));
            }
        }
        return List.copyOf(rulings);
    }
}
