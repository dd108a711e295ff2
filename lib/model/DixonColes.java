package lib.model;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private final SortedMap<String, Integer> lastSeason = new TreeMap<>();
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
                int last = lastSeason.getOrDefault(club, 0);
                if (last < match.season() - 1) firstSeasonInARow.put(club, match.season());
                lastSeason.put(club, match.season());
            }
        }
        Match newest = matches.getLast();
        if (fitted.equals(LocalDate.MIN) || ChronoUnit.DAYS.between(fitted, newest.date()) >= DAYS_BETWEEN_FITS) {
            now = fit(newest.date(), newest.season());
            fitted = newest.date();
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

    /** A match as the fit sees it: clubs by number, and its weight. */
    private record Row(int home, int away, int homeGoals, int awayGoals, double weight) {}

    private State fit(LocalDate today, int season) {
        List<Row> rows = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        int start = matches.size();
        while (start > 0 && weight(matches.get(start - 1), today) > LEAST_WEIGHT) start--;
        List<Match> recent = matches.subList(start, matches.size());
        for (Match match : recent) names.addAll(List.of(match.home(), match.away()));
        List<String> clubs = List.copyOf(names);
        Map<String, Integer> number = new HashMap<>();
        for (String club : clubs) number.put(club, number.size());
        for (Match match : recent) {
            rows.add(new Row(number.get(match.home()), number.get(match.away()), match.homeGoals(), match.awayGoals(),
                    weight(match, today)));
        }
        double[] prior = new double[LEAGUE + 2 * clubs.size()];
        double[] x = new double[prior.length];
        x[LEVEL] = now.level;
        x[HOME] = now.home;
        for (int club = 0; club < clubs.size(); club++) {
            boolean promoted = season > firstSeason && firstSeasonInARow.get(clubs.get(club)) >= season;
            boolean out = lastSeason.get(clubs.get(club)) < season;
            prior[attack(club)] = prior[defence(club)] = promoted || out ? PROMOTED : 0;
            Strength last = now.strengths.getOrDefault(
                    clubs.get(club), new Strength(prior[attack(club)], prior[defence(club)]));
            x[attack(club)] = last.attack;
            x[defence(club)] = last.defence;
        }
        for (int step = 0; step < 30 && newton(rows, x, prior) > 1e-6; step++) { }
        SortedMap<String, Strength> strengths = new TreeMap<>();
        for (int club = 0; club < clubs.size(); club++) {
            strengths.put(clubs.get(club), new Strength(x[attack(club)], x[defence(club)]));
        }
        return new State(x[LEVEL], x[HOME], rho(rows, x), strengths);
    }

    private static double weight(Match match, LocalDate today) {
        return Math.exp(-FADE_PER_DAY * ChronoUnit.DAYS.between(match.date(), today));
    }

    private static int attack(int club) {
        return LEAGUE + 2 * club;
    }

    private static int defence(int club) {
        return LEAGUE + 2 * club + 1;
    }

    /** One step uphill on the log posterior, which is concave; returns how far it went. */
    private static double newton(List<Row> rows, double[] x, double[] prior) {
        int n = x.length;
        double[] gradient = new double[n];
        double[][] curvature = new double[n][n];
        for (Row row : rows) {
            add(row.homeGoals, row.weight, x, gradient, curvature, LEVEL, HOME, attack(row.home), defence(row.away));
            add(row.awayGoals, row.weight, x, gradient, curvature, LEVEL, -1, attack(row.away), defence(row.home));
        }
        for (int i = LEAGUE; i < n; i++) {
            gradient[i] -= RIDGE * (x[i] - prior[i]);
            curvature[i][i] += RIDGE;
        }
        for (int i = 0; i < LEAGUE; i++) {
            gradient[i] -= LEAGUE_RIDGE * (x[i] - USUAL[i]);
            curvature[i][i] += LEAGUE_RIDGE;
        }
        double[] step = Cholesky.solve(curvature, gradient);
        double longest = 0;
        for (double change : step) longest = Math.max(longest, Math.abs(change));
        double scale = Math.min(1, 1 / Math.max(1e-300, longest)); // from far away Newton would leap over the top
        for (int i = 0; i < n; i++) x[i] += scale * step[i];
        return longest;
    }

    /** Adds one goal count's derivatives; its log rate is the sum of the given numbers, the last one taken off. */
    private static void add(int goals, double weight, double[] x, double[] gradient, double[][] curvature,
            int level, int home, int attack, int defence) {
        double rate = Math.exp(x[level] + (home < 0 ? 0 : x[home]) + x[attack] - x[defence]);
        int[] index = home < 0 ? new int[] {level, attack, defence} : new int[] {level, attack, defence, home};
        for (int a = 0; a < index.length; a++) {
            double signA = index[a] == defence ? -1 : 1;
            gradient[index[a]] += signA * weight * (goals - rate);
            for (int b = 0; b < index.length; b++) {
                curvature[index[a]][index[b]] += signA * (index[b] == defence ? -1 : 1) * weight * rate;
            }
        }
    }

    /** The ρ under which the low scores are likeliest, given the rates. */
    private static double rho(List<Row> rows, double[] x) {
        LowScores scores = new LowScores();
        for (Row row : rows) {
            scores.add(row.homeGoals, row.awayGoals,
                    Math.exp(x[LEVEL] + x[HOME] + x[attack(row.home)] - x[defence(row.away)]),
                    Math.exp(x[LEVEL] + x[attack(row.away)] - x[defence(row.home)]), row.weight);
        }
        return scores.rho();
    }
}
