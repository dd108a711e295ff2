package lib.api;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lib.base.Shares;
import lib.football.Clubs;
import lib.model.Forecast;
import lib.model.Predictor;

/**
 * Why a forecast is what it is: signed parts that add up exactly to the log-odds of a home win against an away win,
 * ln(p_home / p_away), whatever kind of model made it.
 *
 * <p>The parts come from asking the same model other questions. Let L(H, A) be the log-odds without the stakes term,
 * with H at home, and L'(H, A) those of the model as it was before the last five rounds. What stays when the clubs swap
 * grounds is the ground, what changes sign is the clubs:
 *
 * <pre>
 * home_advantage = (L(H, A) + L(A, H)) / 2
 * rating_gap     = (L'(H, A) - L'(A, H)) / 2
 * form           = (L(H, A) - L(A, H)) / 2 - rating_gap
 * stakes         = what the model adds when one of the clubs has less to play for
 * </pre>
 *
 * @param logOdds       ln(p_home / p_away) of the forecast shown
 * @param contributions positive ones speak for the home club
 * @param sentence      the same in words
 */
public record Explanation(double logOdds, List<Contribution> contributions, Sentence sentence) {

    /** One part, on the scale of log-odds; 0.7 doubles the odds. */
    public record Contribution(String name, double logOdds) {}

    /** One sentence in two languages. */
    public record Sentence(String en, String pt) {}

    /** Parts that move a probability by less than about one point are not worth a word. */
    private static final double WORTH_A_WORD = 0.05;

    /**
     * Explains a forecast.
     *
     * @param now    the model that made it
     * @param before the same kind of model before the last five rounds
     */
    public static Explanation of(Predictor now, Predictor before, String home, String away, LocalDate date) {
        Forecast forecast = now.forecast(home, away, date, "", "");
        double shown = logOdds(forecast);
        double stakes = now.stakes(home, away, date);
        double here = shown - stakes;
        double there = withoutStakes(now, away, home, date);
        double rating = (withoutStakes(before, home, away, date) - withoutStakes(before, away, home, date)) / 2;
        List<Contribution> parts = List.of(new Contribution("rating_gap", rating),
                new Contribution("home_advantage", (here + there) / 2),
                new Contribution("form", (here - there) / 2 - rating),
                new Contribution("stakes", stakes));
        return new Explanation(shown, parts, new Sentence(ENGLISH.sentence(forecast, home, away, parts),
                PORTUGUESE.sentence(forecast, home, away, parts)));
    }

    private static double withoutStakes(Predictor predictor, String home, String away, LocalDate date) {
        return logOdds(predictor.forecast(home, away, date, "", "")) - predictor.stakes(home, away, date);
    }

    private static double logOdds(Forecast forecast) {
        return Math.log(forecast.home() / forecast.away());
    }

    /** The words of a language; the verbs take the favourite, its chance, the draw's, the other club and its chance. */
    private record Words(String atHome, String away, String speaksFor, String and, Map<String, String> parts,
            Function<Clubs.Club, String> subject, Function<Clubs.Club, String> of) {

        String sentence(Forecast forecast, String home, String away, List<Contribution> contributions) {
            boolean homeLeads = forecast.home() >= forecast.away();
            Clubs.Club other = Clubs.of(homeLeads ? away : home);
            int[] percents = Shares.of(100, forecast.home(), forecast.draw(), forecast.away());
            String lead = (homeLeads ? atHome : this.away).formatted(subject.apply(Clubs.of(homeLeads ? home : away)),
                    percents[homeLeads ? 0 : 2], percents[1], other.display(), percents[homeLeads ? 2 : 0]);
            return lead + reasons(home, 1, contributions) + reasons(away, -1, contributions) + ".";
        }

        /** What speaks for a club, the weightiest first. */
        private String reasons(String club, int sign, List<Contribution> contributions) {
            List<String> named = contributions.stream().filter(part -> sign * part.logOdds > WORTH_A_WORD)
                    .sorted(Comparator.comparingDouble(part -> -sign * part.logOdds)).map(part -> parts.get(part.name))
                    .toList();
            if (named.isEmpty()) return "";
            String last = named.getLast();
            String first = String.join(", ", named.subList(0, named.size() - 1));
            return speaksFor.formatted(of.apply(Clubs.of(club))) + (first.isEmpty() ? last : first + and + last);
        }
    }

    private static final Words ENGLISH = new Words("%s win at home with a chance of %d%% (draw %d%%, %s %d%%)",
            "%s win away with a chance of %d%% (draw %d%%, %s %d%%)", "; for %s: ", " and ",
            Map.of("rating_gap", "strength",
            "home_advantage", "home advantage", "form", "the last five rounds", "stakes", "what is at stake"),
            Clubs.Club::display, Clubs.Club::display);
    private static final Words PORTUGUESE =
            new Words("%s vence em casa com %d%% de chance (empate %d%%, %s %d%%)",
            "%s vence fora com %d%% de chance (empate %d%%, %s %d%%)", "; a favor %s: ", " e ",
            Map.of("rating_gap", "força",
            "home_advantage", "mando de campo", "form", "as últimas cinco rodadas", "stakes", "o que está em jogo"),
            club -> (club.article() == Clubs.Article.A ? "A " : "O ") + club.display(),
            club -> club.article().of + " " + club.display());
}
