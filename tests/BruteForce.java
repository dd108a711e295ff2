//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java ../lib/etl/*.java
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lib.etl.SampleLeague;
import lib.football.Match;
import lib.football.MatchRow;
import lib.raw.RawFile;
import lib.raw.RawRow;
import lib.raw.Reason;

/**
 * The contract features computed anew for each match from the whole table: slow, obvious, sharing no code with the
 * product.
 */
final class BruteForce {

    private BruteForce() {}

    /** The played matches of a sample league, in chronological order. */
    static List<MatchRow> sample() {
        StringBuilder raw = new StringBuilder();
        new SampleLeague(20, 7).write(2018, 5, 3, raw, new StringBuilder());
        List<MatchRow> matches = new ArrayList<>();
        try {
            RawFile.read(() -> new ByteArrayInputStream(raw.toString().getBytes(StandardCharsets.UTF_8)),
                    new RawFile.Reader() {
                @Override
                public void row(RawRow row) {
                    try {
                        matches.add(row.match());
                    } catch (RawRow.NotTrue e) {
                        throw new AssertionError(e);
                    }
                }

                @Override
                public void refused(long line, Reason reason, List<String> arguments, String text) {
                    throw new AssertionError(reason.text(arguments));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return matches.stream().filter(MatchRow::played).sorted(MatchRow.CHRONOLOGICAL).toList();
    }

    /** The 16 numbers of the match at an index of a chronological list. */
    static double[] contract(List<MatchRow> matches, int index) {
        MatchRow row = matches.get(index);
        double[] home = side(matches, row.match(), row.match().home());
        double[] away = side(matches, row.match(), row.match().away());
        double classico = row.homeState().equals(row.awayState()) ? 1 : 0;
        return new double[] {home[0], home[1], home[2], away[0], away[1], away[2], classico,
            home[3], home[4], home[5], away[3], away[4], away[5], home[3] - away[3], home[4] - away[4],
            home[5] - away[5]};
    }

    /** Goals for, goals against, points, defence, midfield, attack of one club before a match. */
    private static double[] side(List<MatchRow> matches, Match match, String club) {
        List<MatchRow> earlier = matches.stream().filter(m -> m.date().isBefore(match.date()))
                .filter(m -> m.match().home().equals(club) || m.match().away().equals(club)).toList();
        double[] numbers = new double[6];
        List<MatchRow> lastFive = earlier.subList(Math.max(0, earlier.size() - 5), earlier.size());
        for (MatchRow row : lastFive) {
            Match m = row.match();
            int goalsFor = m.home().equals(club) ? m.homeGoals() : m.awayGoals();
            int goalsAgainst = m.home().equals(club) ? m.awayGoals() : m.homeGoals();
            numbers[0] += goalsFor;
            numbers[1] += goalsAgainst;
            numbers[2] += goalsFor > goalsAgainst ? 3 : goalsFor == goalsAgainst ? 1 : 0;
        }
        for (int i = 0; i < 3; i++) numbers[i] /= lastFive.size(); // 0/0 is NaN: a club without a past
        String formation = "4-4-2";
        for (MatchRow row : earlier) {
            String shown = row.match().home().equals(club) ? row.homeFormation() : row.awayFormation();
            if (!shown.isEmpty()) formation = shown;
        }
        String[] lines = formation.split("-");
        numbers[3] = Double.parseDouble(lines[0]);
        numbers[5] = Double.parseDouble(lines[lines.length - 1]);
        numbers[4] = 10 - numbers[3] - numbers[5];
        return numbers;
    }
}
