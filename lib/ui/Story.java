package lib.ui;

import java.util.List;
import lib.ui.ApiClient.Prediction;
import lib.ui.ApiClient.Probabilities;

/**
 * A forecast as a journalist would tell it, in one language.
 *
 * @param headline who is ahead, by how much, and where
 * @param percents home, draw and away with one decimal, adding up to exactly 100
 * @param tenths   the same in tenths of a percent, adding up to 1000
 * @param hundred  the same in matches out of a hundred
 * @param goals    expected goals as text, or null when the model has none
 * @param version  the model's version
 * @param until    the day of the last match that the model has learned
 */
public record Story(String headline, List<String> percents, int[] tenths, int[] hundred, String goals, String version, String until) {

    /** How far a side is ahead, as a difference of probabilities: below the first the sides are even, then the lead is slight, then clear. */
    private static final double EVEN = 0.05;
    private static final double SLIGHT = 0.15;
    private static final double CLEAR = 0.35;

    /** Tells an answer that has a prediction. */
    public static Story of(Answer answer, Words words) {
        Prediction prediction = answer.prediction();
        Probabilities p = prediction.probabilities();
        String home = answer.home().displayName();
        String away = answer.away().displayName();
        ApiClient.Goals goals = prediction.expectedGoals();
        return new Story(headline(p, home, away, words), words.percents(p.home(), p.draw(), p.away()),
                Words.shares(1000, p.home(), p.draw(), p.away()), Words.shares(100, p.home(), p.draw(), p.away()),
                goals == null ? null : words.text("forecast.goals", home, words.number(goals.home()), away, words.number(goals.away())),
                prediction.modelVersion(), words.longDate(prediction.dataUntil()));
    }

    private static String headline(Probabilities p, String home, String away, Words words) {
        double lead = Math.abs(p.home() - p.away());
        if (p.draw() > Math.max(p.home(), p.away())) return words.text("verdict.draw", home, away);
        if (lead < EVEN) return words.text("verdict.even", home, away);
        String verdict = "verdict." + (lead < SLIGHT ? "slight" : lead < CLEAR ? "clear" : "strong");
        return p.home() > p.away() ? words.text(verdict + ".home", home, away) : words.text(verdict + ".away", away, home);
    }
}
