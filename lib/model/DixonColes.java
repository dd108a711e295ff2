package lib.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lib.football.Match;

/**
 * The classic of football forecasting: every club has one attack and one defence, found by maximum likelihood over past
 * goals, of which older ones count less (Dixon and Coles, Applied Statistics 46, 1997).
 *
 * <p>log λ of the home club's goals is μ + h + attack(home) - defence(away), of the away club's μ + attack(away) -
 * defence(home). A match of t days ago weighs {@code exp(-0.0025 t)}. Strengths shrink towards a prior of zero, towards
 * {@value #PROMOTED} for a club in its first season after promotion, which matches alone would overrate: the most
 * likely strengths under a Gaussian prior (a ridge). Refitted weekly; ρ is fitted once the rates are known.
 */
public final class DixonColes implements Forecaster {

    private static final double FADE_PER_DAY = 0.0025;
    private static final double RIDGE = 10;
    private static final double PROMOTED = -0.1;

    /** What the league's two numbers shrink to, with the weight of one goal: a league may be without any. */
    private static final double LEAGUE_RIDGE = 1;
    private static final double[] USUAL = {Math.log(1.1), 0.3};
    private static final int DAYS_BETWEEN_FITS = 7;
    private static final double LEAST_WEIGHT = 0.001;
    private static final int LEVEL = 0;
    private static final int HOME = 1;
    private static final int LEAGUE = 2;

    /** A club's strengths on the log scale of goals. */
    public record Strength(double attack, double defence) {}

    /** What a saved model keeps. */
    public record State(double level, double home, double rho, SortedMap<String, Strength> strengths) {}

    private final List<Match> matches = new ArrayList<>();
    private final SortedMap<String, Integer> firstSeasonInARow = new TreeMap<>();
    private final SortedMap<String, Match> newest = new TreeMap<>();
    private int firstSeason;
    private LocalDate fitted = LocalDate.MIN;
    private State now = new State(USUAL[LEVEL], USUAL[HOME], LowScores.USUAL, new TreeMap<>());

    public DixonColes() {}

    /** Forecasts as the one that was saved, whose matches it does not know. */
    public DixonColes(State state) {
        now = state;
    }

    @Override
    public String kind() {
        return "dixon-coles";
    }

    @Override
    public void learn(List<Example> day) {
        for (Example example : day) {
            Match match = example.match();
            if (matches.isEmpty()) firstSeason = match.season();
            matches.add(match);
            for (String club : List.of(match.home(), match.away())) {
                Match last = newest.put(club, match);
                if (last == null || last.season() < match.season() - 1) firstSeasonInARow.put(club, match.season());
            }
        }
        Match last = matches.getLast();
        if (!last.date().isBefore(fitted.plusDays(DAYS_BETWEEN_FITS))) {
            now = fit(last.date(), last.season());
            fitted = last.date();
        }
    }

    @Override
    public Forecast forecast(Example example) {
        Strength home = strength(example.match().home());
        Strength away = strength(example.match().away());
        return ScoreMatrix.forecast(Math.exp(now.level + now.home + home.attack - away.defence),
                Math.exp(now.level + away.attack - home.defence), now.rho);
    }

    @Override
    public Object state() {
        return now;
    }

    /** A club that has not played lately is taken for a promoted one, before the first match for an average one. */
    private Strength strength(String club) {
        double prior = now.strengths.isEmpty() ? 0 : PROMOTED;
        return now.strengths.getOrDefault(club, new Strength(prior, prior));
    }

    // ---------------------------------------------------------------- the fit

    /** What the matches of each club, by number, at home to each other come to, by their weights: goals and matches. */
    private record Meetings(double[][] homeGoals, double[][] awayGoals, double[][] matches) {
        Meetings(int clubs) {
            this(new double[clubs][clubs], new double[clubs][clubs], new double[clubs][clubs]);
        }
    }

    private State fit(LocalDate today, int season) {
        Map<String, Integer> number = new HashMap<>();
        newest.forEach((club, match) -> {
            if (weight(match, today) > LEAST_WEIGHT) number.put(club, number.size());
        });
        Meetings meetings = new Meetings(number.size());
        int start = matches.size();
        while (start > 0) {
            Match match = matches.get(start - 1);
            double weight = weight(match, today);
            if (weight <= LEAST_WEIGHT) break;
            int home = number.get(match.home());
            int away = number.get(match.away());
            meetings.homeGoals[home][away] += weight * match.homeGoals();
            meetings.awayGoals[home][away] += weight * match.awayGoals();
            meetings.matches[home][away] += weight;
            start--;
        }
        double[] prior = Arrays.copyOf(USUAL, LEAGUE + 2 * number.size());
        double[] x = new double[prior.length];
        x[LEVEL] = now.level;
        x[HOME] = now.home;
        number.forEach((name, club) -> {
            boolean promoted = season > firstSeason && firstSeasonInARow.get(name) >= season;
            boolean out = newest.get(name).season() < season;
            prior[attack(club)] = prior[defence(club)] = promoted || out ? PROMOTED : 0;
            Strength last = now.strengths.getOrDefault(name, new Strength(prior[attack(club)], prior[defence(club)]));
            x[attack(club)] = last.attack;
            x[defence(club)] = last.defence;
        });
        for (int step = 0; step < 30 && newton(meetings, x, prior) > 1e-6; step++) { }
        SortedMap<String, Strength> strengths = new TreeMap<>();
        number.forEach((name, club) -> strengths.put(name, new Strength(x[attack(club)], x[defence(club)])));
        LowScores lowScores = new LowScores();
        for (Match match : matches.subList(start, matches.size())) {
            int home = number.get(match.home());
            int away = number.get(match.away());
            lowScores.add(match.homeGoals(), match.awayGoals(), homeRate(x, home, away), awayRate(x, home, away),
                    weight(match, today));
        }
        return new State(x[LEVEL], x[HOME], lowScores.rho(now.rho), strengths);
    }

    private static double weight(Match match, LocalDate today) {
        return Math.exp(-FADE_PER_DAY * (today.toEpochDay() - match.date().toEpochDay()));
    }

    private static int attack(int club) {
        return LEAGUE + 2 * club;
    }

    private static int defence(int club) {
        return LEAGUE + 2 * club + 1;
    }

    private static double homeRate(double[] x, int home, int away) {
        return Math.exp(x[LEVEL] + x[HOME] + x[attack(home)] - x[defence(away)]);
    }

    private static double awayRate(double[] x, int home, int away) {
        return Math.exp(x[LEVEL] + x[attack(away)] - x[defence(home)]);
    }

    /** One step uphill on the log posterior, which is concave; returns how far it went. */
    private static double newton(Meetings meetings, double[] x, double[] prior) {
        int n = x.length;
        double[] gradient = new double[n];
        double[][] curvature = new double[n][n];
        for (int home = 0; home < meetings.matches.length; home++) {
            for (int away = 0; away < meetings.matches.length; away++) {
                double weight = meetings.matches[home][away];
                if (weight == 0) continue;
                add(meetings.homeGoals[home][away], weight * homeRate(x, home, away), 1, attack(home), defence(away),
                        gradient, curvature);
                add(meetings.awayGoals[home][away], weight * awayRate(x, home, away), 0, attack(away), defence(home),
                        gradient, curvature);
            }
        }
        for (int i = 0; i < n; i++) {
            double ridge = i < LEAGUE ? LEAGUE_RIDGE : RIDGE;
            gradient[i] -= ridge * (x[i] - prior[i]);
            curvature[i][i] += ridge;
        }
        double[] step = Cholesky.solve(curvature, gradient);
        double longest = 0;
        for (double change : step) longest = Math.max(longest, Math.abs(change));
        double scale = Math.min(1, 1 / Math.max(1e-300, longest)); // from far away Newton would leap over the top
        for (int i = 0; i < n; i++) x[i] += scale * step[i];
        return longest;
    }

    /**
     * Adds the derivatives of goals whose log rate is level + home advantage, if at home, + attack - defence; of the
     * curvature, which is symmetric, the lower triangle.
     */
    private static void add(double goals, double rate, int atHome, int attack, int defence, double[] gradient,
            double[][] curvature) {
        double surprise = goals - rate;
        gradient[LEVEL] += surprise;
        gradient[HOME] += atHome * surprise;
        gradient[attack] += surprise;
        gradient[defence] -= surprise;
        curvature[LEVEL][LEVEL] += rate;
        curvature[HOME][LEVEL] += atHome * rate;
        curvature[HOME][HOME] += atHome * rate;
        curvature[attack][LEVEL] += rate;
        curvature[attack][HOME] += atHome * rate;
        curvature[attack][attack] += rate;
        curvature[defence][LEVEL] -= rate;
        curvature[defence][HOME] -= atHome * rate;
        curvature[defence][defence] += rate;
        curvature[Math.max(attack, defence)][Math.min(attack, defence)] -= rate;
    }
}
