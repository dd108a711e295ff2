package lib.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lib.base.Shares;
import lib.football.Clubs;
import lib.ui.ApiAnswers.Contribution;
import lib.ui.ApiAnswers.Match;
import lib.ui.ApiAnswers.Meeting;
import lib.ui.ApiAnswers.Probabilities;
import lib.ui.ApiAnswers.Score;

/**
 * A forecast as a journalist would tell it, in one language.
 *
 * @param headline  who is ahead, by how much, and where
 * @param percents  home, draw and away with one decimal, adding up to exactly 100
 * @param tenths    the same in tenths of a percent, adding up to 1000
 * @param hundred   the same in matches out of a hundred
 * @param reasons   what speaks for whom, strongest first; empty when the model does not explain itself
 * @param scores    the likeliest scores; empty when the model has none
 * @param cells     the score matrix by rows; empty when the model has none
 * @param meetings  earlier matches of the two, newest first, at most {@value #MEETINGS}
 * @param meetingWins wins of the home side, draws and wins of the away side in all the earlier matches that the API
 *                    tells
 * @param paragraph the whole as text for an article
 * @param brief     its first sentence
 */
public record Story(String headline, List<String> percents, int[] tenths, int[] hundred, List<Reason> reasons,
        List<LikelyScore> scores, List<List<Cell>> cells, List<Meeting> meetings, int[] meetingWins, String paragraph,
        String brief) {

    /** How many earlier matches {@link #meetingWins} counts. */
    public int met() {
        return Arrays.stream(meetingWins).sum();
    }

    /** @param share length of its bar, 0 to 100; @param forHome whether it speaks for the home side */
    public record Reason(String label, String value, long share, boolean forHome) {}

    /** @param share length of its bar, 0 to 100 */
    public record LikelyScore(String score, String percent, long share) {}

    /** @param heat 0 to 9, for its shade; @param side W, D or L for the home side */
    public record Cell(String percent, int heat, String side) {}

    private static final int MEETINGS = 8;

    /** Tells what the API said about a match of two clubs. */
    public static Story of(Match match, Words words) {
        Probabilities p = match.probabilities();
        String headline = headline(p, Clubs.of(match.home()).display(), Clubs.of(match.away()).display(), words);
        List<String> percents = words.percents(p.home(), p.draw(), p.away());
        List<Meeting> meetings = match.headToHead() == null ? List.of() : match.headToHead();
        int[] wins = wins(meetings, match.home());
        return new Story(headline, percents, Shares.of(1000, p.home(), p.draw(), p.away()),
                Shares.of(100, p.home(), p.draw(), p.away()),
                reasons(match, words), scores(match, words), cells(match, words),
                meetings.stream().limit(MEETINGS).toList(), wins,
                Paragraph.of(match, words), Paragraph.brief(match, words));
    }

    private static String headline(Probabilities p, String home, String away, Words words) {
        String level = Paragraph.level(p);
        if (level.equals("draw") || level.equals("even")) return words.text("verdict." + level, home, away);
        return p.home() > p.away() ? words.text("verdict." + level + ".home", home, away)
                : words.text("verdict." + level + ".away", away, home);
    }

    private static List<Reason> reasons(Match match, Words words) {
        if (match.explanation() == null) return List.of();
        List<Contribution> parts = match.explanation().contributions();
        double largest = parts.stream().mapToDouble(part -> Math.abs(part.logOdds())).max().orElse(1);
        return parts.stream().sorted((a, b) -> Double.compare(Math.abs(b.logOdds()), Math.abs(a.logOdds())))
                .map(part -> new Reason(words.textOr("why." + part.name(), part.name().replace('_', ' ')),
                        words.signed(part.logOdds(), 2),
                        largest == 0 ? 0 : Math.round(100 * Math.abs(part.logOdds()) / largest), part.logOdds() >= 0))
                        .toList();
    }

    private static List<LikelyScore> scores(Match match, Words words) {
        if (match.likeliestScores() == null) return List.of();
        double largest = match.likeliestScores().stream().mapToDouble(Score::probability).max().orElse(1);
        return match.likeliestScores().stream().map(score -> new LikelyScore(
                score.home() + "–" + score.away(), words.percent(score.probability()),
                Math.round(100 * score.probability() / largest))).toList();
    }

    private static List<List<Cell>> cells(Match match, Words words) {
        if (match.scoreMatrix() == null) return List.of();
        double largest = 1e-9;
        for (double[] row : match.scoreMatrix()) for (double p : row) largest = Math.max(largest, p);
        List<List<Cell>> rows = new ArrayList<>();
        for (int home = 0; home < match.scoreMatrix().length; home++) {
            List<Cell> row = new ArrayList<>();
            for (int away = 0; away < match.scoreMatrix()[home].length; away++) {
                double p = match.scoreMatrix()[home][away];
                row.add(new Cell(words.number(100 * p), (int) Math.round(9 * p / largest),
                        home > away ? "W" : home == away ? "D" : "L"));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Wins of the side that is at home now, draws, and wins of the other, wherever they met. */
    private static int[] wins(List<Meeting> meetings, String home) {
        int[] wins = new int[3];
        for (Meeting meeting : meetings) {
            int lead = Integer.signum(meeting.homeGoals() - meeting.awayGoals())
                    * (meeting.home().equals(home) ? 1 : -1);
            wins[1 - lead]++;
        }
        return wins;
    }
}
