package lib.model;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import lib.football.Match;

/**
 * What goals tell about clubs: a Gaussian belief over attack and defence of every club, each the sum of a slow and a
 * fast part, and over the league's goal level μ and home advantage h, with the whole covariance.
 *
 * <p>log λ of the home club's goals is μ + h + attack(home) - defence(away), of the away club's μ + attack(away) -
 * defence(home). Time widens the belief and lets the fast part fade; each goal count narrows it by one Newton step on
 * the Poisson likelihood (a Laplace approximation; Fahrmeir, JASA 87, 1992; for football Koopman and Lit, JRSS A 178,
 * 2015). Time is in years, strengths are on the log scale of goals.
 */
final class GoalStrengths {

    private static final double FAST_SD = 0.2;
    private static final double FAST_DECAY_YEARS = 1.3;
    private static final double FAST_CORRELATION = 0.5;
    private static final double FAST_KEPT_AT_SEASON_START = 0.3;
    private static final double SLOW_SD = 0.04;
    private static final double SLOW_CORRELATION = 0.9;
    private static final double SLOW_INITIAL_SD = 0.12;
    private static final double FAST_INITIAL_SD = 0.2;
    private static final double PROMOTED_FAST_MEAN = -0.05;
    private static final double PROMOTED_FAST_SD = 0.12;
    private static final double LEVEL_SD = 0.08;
    private static final double HOME_SD = 0.03;
    private static final double LIKELIHOOD_WEIGHT = 1.1;

    /** Positions in the state: two numbers for the league, then four for each club. */
    private static final int LEVEL = 0;
    private static final int HOME = 1;
    private static final int LEAGUE = 2;
    private static final int PER_CLUB = 4;
    private static final int SLOW_ATTACK = 0;
    private static final int FAST_ATTACK = 1;
    private static final int SLOW_DEFENCE = 2;
    private static final int FAST_DEFENCE = 3;

    /**
     * The slow part of a club that is out of the league: the means of attack and defence, the mean of their variances,
     * and their covariance.
     */
    record Dormant(double attack, double defence, double variance, double covariance, LocalDate since) {}

    /** What a saved model keeps. */
    record State(LocalDate date, int season, List<String> clubs, Set<String> seen, double[] mean, double[][] covariance,
                 SortedMap<String, Dormant> dormant, int firstSeason) {}

    /** Mean and variance of the logarithm of a club's expected goals. */
    record Rate(double mean, double variance) {
        /** Expected goals, the uncertainty about the strengths included. */
        double goals() {
            return Math.exp(Math.min(3, mean + variance / 2));
        }
    }

    private final List<String> clubs = new ArrayList<>();
    private final SortedMap<String, Dormant> dormant = new TreeMap<>();
    private Set<String> seen = new TreeSet<>();
    private double[] mean = {Math.log(1.1), 0.35};
    private double[][] covariance = {{0.09, 0}, {0, 0.04}};
    private LocalDate date;
    private int season;
    private int firstSeason;

    GoalStrengths() {}

    GoalStrengths(State state) {
        clubs.addAll(state.clubs);
        dormant.putAll(state.dormant);
        seen = new TreeSet<>(state.seen);
        mean = state.mean;
        covariance = state.covariance;
        date = state.date;
        season = state.season;
        firstSeason = state.firstSeason;
    }

    State state() {
        return new State(date, season, clubs, seen, mean, covariance, dormant, firstSeason);
    }

    /** The league's home advantage: how much higher the logarithm of a club's goals is at home. */
    Rate homeAdvantage() {
        return new Rate(mean[HOME], covariance[HOME][HOME]);
    }

    /** Attack plus defence of every club now in the league: how far its goal ratio is above that of an average club. */
    SortedMap<String, Rate> strengths() {
        SortedMap<String, Rate> strengths = new TreeMap<>();
        for (String club : seen) {
            double[] weights = new double[mean.length];
            double sum = 0;
            for (int i = 0; i < PER_CLUB; i++) {
                int at = LEAGUE + PER_CLUB * clubs.indexOf(club) + i;
                weights[at] = 1;
                sum += mean[at];
            }
            strengths.put(club, new Rate(sum, quadratic(weights)));
        }
        return strengths;
    }

    /** Both clubs' rates on a later day; the belief itself is not changed, so that many may ask at once. */
    Rate[] rates(String home, String away, LocalDate day, int inSeason) {
        return new Rate[] {rate(home, away, true, day, inSeason), rate(away, home, false, day, inSeason)};
    }

    private Rate rate(String scorer, String opponent, boolean scorerAtHome, LocalDate day, int inSeason) {
        double years = date == null ? 0 : years(date, day);
        double fade = fade(years) * (inSeason > season ? FAST_KEPT_AT_SEASON_START : 1);
        double m = mean[LEVEL] + (scorerAtHome ? mean[HOME] : 0);
        double extra = years * (LEVEL_SD * LEVEL_SD + (scorerAtHome ? HOME_SD * HOME_SD : 0));
        double[] weights = new double[mean.length];
        weights[LEVEL] = 1;
        weights[HOME] = scorerAtHome ? 1 : 0;
        for (boolean attack : new boolean[] {true, false}) {
            String club = attack ? scorer : opponent;
            int at = clubs.indexOf(club);
            double sign = attack ? 1 : -1;
            if (at < 0) { // not in the league now: its slow part, and a fast part as of a promoted club
                Dormant known = dormant.getOrDefault(club, newcomer(day));
                m += sign * ((attack ? known.attack : known.defence) + (promotedMean(inSeason)));
                extra += known.variance + SLOW_SD * SLOW_SD * years(known.since, day) + promotedVariance(inSeason);
                continue;
            }
            int slow = LEAGUE + PER_CLUB * at + (attack ? SLOW_ATTACK : SLOW_DEFENCE);
            weights[slow] = sign;
            weights[slow + 1] = sign * fade;
            m += sign * (mean[slow] + fade * mean[slow + 1]);
            extra += years * SLOW_SD * SLOW_SD + fastNoise(years);
        }
        return new Rate(m, quadratic(weights) + extra);
    }

    /** Moves the belief to a day of a season, both clubs of every match in the league. */
    void advance(LocalDate day, int toSeason, List<String> playing) {
        double years = date == null ? 0 : years(date, day);
        boolean newSeason = toSeason > season;
        if (date == null) firstSeason = toSeason;
        if (newSeason && season > 0) {
            for (String club : List.copyOf(clubs)) if (!seen.contains(club)) remove(club);
            seen = new TreeSet<>();
        }
        double fade = fade(years) * (newSeason ? FAST_KEPT_AT_SEASON_START : 1);
        for (int club = 0; club < clubs.size(); club++) {
            scale(LEAGUE + PER_CLUB * club + FAST_ATTACK, fade);
            scale(LEAGUE + PER_CLUB * club + FAST_DEFENCE, fade);
        }
        covariance[LEVEL][LEVEL] += years * LEVEL_SD * LEVEL_SD;
        covariance[HOME][HOME] += years * HOME_SD * HOME_SD;
        for (int club = 0; club < clubs.size(); club++) {
            int at = LEAGUE + PER_CLUB * club;
            widen(at + SLOW_ATTACK, at + SLOW_DEFENCE, years * SLOW_SD * SLOW_SD, SLOW_CORRELATION);
            widen(at + FAST_ATTACK, at + FAST_DEFENCE, fastNoise(years), FAST_CORRELATION);
        }
        for (String club : playing) {
            if (!clubs.contains(club)) add(club, day, toSeason);
            seen.add(club);
        }
        date = day;
        season = toSeason;
    }

    /** Takes in a match on the day to which the belief was advanced. */
    void learn(Match match, ShotEvidence.Count count) {
        int home = LEAGUE + PER_CLUB * clubs.indexOf(match.home());
        int away = LEAGUE + PER_CLUB * clubs.indexOf(match.away());
        observe(home, away, true, count.home(), LIKELIHOOD_WEIGHT * count.weight());
        observe(away, home, false, count.away(), LIKELIHOOD_WEIGHT * count.weight());
    }

    private void observe(int scorer, int opponent, boolean atHome, double goals, double weight) {
        int n = mean.length;
        double[] reach = new double[n]; // covariance of every number with the log rate
        for (int i = 0; i < n; i++) {
            double[] row = covariance[i];
            reach[i] = row[LEVEL] + (atHome ? row[HOME] : 0) + row[scorer + SLOW_ATTACK] + row[scorer + FAST_ATTACK]
                    - row[opponent + SLOW_DEFENCE] - row[opponent + FAST_DEFENCE];
        }
        double prior = mean[LEVEL] + (atHome ? mean[HOME] : 0) + mean[scorer + SLOW_ATTACK] + mean[scorer + FAST_ATTACK]
                - mean[opponent + SLOW_DEFENCE] - mean[opponent + FAST_DEFENCE];
        double variance = reach[LEVEL] + (atHome ? reach[HOME] : 0) + reach[scorer + SLOW_ATTACK]
                + reach[scorer + FAST_ATTACK] - reach[opponent + SLOW_DEFENCE] - reach[opponent + FAST_DEFENCE];
        double mode = prior;
        for (int step = 0; step < 25; step++) { // the log posterior is concave: Newton, each step bounded
            double expected = weight * Math.exp(mode);
            double slope = weight * goals - expected - (mode - prior) / variance;
            double change = slope / (expected + 1 / variance);
            mode += Math.max(-1, Math.min(1, change));
            if (Math.abs(change) < 1e-10) break;
        }
        double rate = weight * Math.exp(mode);
        double posterior = 1 / (1 / variance + rate);
        // The posterior leans to the left: its mean is below its mode. Without this, forecasts have 3 % too many goals.
        double move = mode - posterior * posterior * rate / 2 - prior;
        double shrink = (variance - posterior) / (variance * variance);
        for (int i = 0; i < n; i++) {
            mean[i] += reach[i] * move / variance;
            double[] row = covariance[i];
            double factor = shrink * reach[i];
            for (int j = 0; j < n; j++) row[j] -= factor * reach[j];
        }
    }

    private void add(String club, LocalDate day, int toSeason) {
        int n = mean.length;
        Dormant known = dormant.getOrDefault(club, newcomer(day));
        dormant.remove(club);
        double fast = promotedMean(toSeason);
        double[] wider = java.util.Arrays.copyOf(mean, n + PER_CLUB);
        wider[n + SLOW_ATTACK] = known.attack;
        wider[n + SLOW_DEFENCE] = known.defence;
        wider[n + FAST_ATTACK] = fast;
        wider[n + FAST_DEFENCE] = fast;
        double[][] square = new double[n + PER_CLUB][n + PER_CLUB];
        for (int i = 0; i < n; i++) System.arraycopy(covariance[i], 0, square[i], 0, n);
        mean = wider;
        covariance = square;
        clubs.add(club);
        double drift = SLOW_SD * SLOW_SD * years(known.since, day);
        widen(n + SLOW_ATTACK, n + SLOW_DEFENCE, known.variance + drift,
                (known.covariance + SLOW_CORRELATION * drift) / (known.variance + drift));
        widen(n + FAST_ATTACK, n + FAST_DEFENCE, promotedVariance(toSeason), FAST_CORRELATION);
    }

    /** Leaves a club out of the belief (a Gaussian's margin is its sub-matrix) and keeps its slow part. */
    private void remove(String club) {
        int at = LEAGUE + PER_CLUB * clubs.indexOf(club);
        int attack = at + SLOW_ATTACK;
        int defence = at + SLOW_DEFENCE;
        dormant.put(club, new Dormant(mean[attack], mean[defence],
                (covariance[attack][attack] + covariance[defence][defence]) / 2, covariance[attack][defence], date));
        int n = mean.length - PER_CLUB;
        double[] smaller = new double[n];
        double[][] square = new double[n][n];
        for (int i = 0; i < n; i++) {
            int from = i < at ? i : i + PER_CLUB;
            smaller[i] = mean[from];
            for (int j = 0; j < n; j++) square[i][j] = covariance[from][j < at ? j : j + PER_CLUB];
        }
        mean = smaller;
        covariance = square;
        clubs.remove(club);
    }

    private static Dormant newcomer(LocalDate day) {
        double variance = SLOW_INITIAL_SD * SLOW_INITIAL_SD;
        return new Dormant(0, 0, variance, SLOW_CORRELATION * variance, day);
    }

    /** In the first season known, nobody is promoted. */
    private double promotedMean(int inSeason) {
        return date == null || inSeason == firstSeason ? 0 : PROMOTED_FAST_MEAN;
    }

    private double promotedVariance(int inSeason) {
        return date == null || inSeason == firstSeason ? FAST_INITIAL_SD * FAST_INITIAL_SD
                : PROMOTED_FAST_SD * PROMOTED_FAST_SD;
    }

    private void scale(int index, double factor) {
        mean[index] *= factor;
        for (int i = 0; i < mean.length; i++) {
            covariance[index][i] *= factor;
            covariance[i][index] *= factor;
        }
    }

    private void widen(int attack, int defence, double variance, double correlation) {
        covariance[attack][attack] += variance;
        covariance[defence][defence] += variance;
        covariance[attack][defence] += correlation * variance;
        covariance[defence][attack] += correlation * variance;
    }

    private double quadratic(double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0) continue;
            for (int j = 0; j < weights.length; j++) sum += weights[i] * weights[j] * covariance[i][j];
        }
        return sum;
    }

    private static double fade(double years) {
        return Math.exp(-years / FAST_DECAY_YEARS);
    }

    /** The variance that the fast part gains while it fades: that of an Ornstein-Uhlenbeck process. */
    private static double fastNoise(double years) {
        double fade = fade(years);
        return FAST_SD * FAST_SD * FAST_DECAY_YEARS / 2 * (1 - fade * fade);
    }

    private static double years(LocalDate from, LocalDate to) {
        return Math.max(0, ChronoUnit.DAYS.between(from, to)) / 365.25;
    }
}
