package lib.model;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lib.football.Standings;
import lib.football.Zones;

/**
 * Plays the rest of a season many times over and counts where the clubs end up.
 *
 * <p>Score matrices alone would be too sure of themselves: a club that is better or worse than believed is so in all of
 * its matches. So every {@value #SEASONS_PER_STRENGTH} seasons each club draws an error δ from N(0, σ²) on the
 * logarithm of goals, and the probability of a score i-j is multiplied by exp((δ_home - δ_away) (i - j)) and
 * renormalised. For Poisson goals that is the same as λ_home · exp(δ_home - δ_away) and λ_away · exp(δ_away - δ_home).
 *
 * <p>Each such batch has a random generator of its own, seeded by its number, and only whole numbers are added up: in
 * parallel and in sequence the result is the same to the last bit.
 */
public final class SeasonSimulation {

    /**
     * σ: the lowest sum of the log scores of title, top four and relegation at half season, 2006-2019; see
     * docs/benchmarks.md.
     */
    public static final double STRENGTH_SD = 0.08;

    static final int SEASONS_PER_STRENGTH = 10;

    /**
     * A match to be played: the clubs' numbers in the season, and the probabilities of its scores, see {@link
     * ScoreMatrix}.
     */
    public record Fixture(int home, int away, double[][] scores) {}

    private final Standings soFar;
    private final int clubs;
    private final Zones zones;
    private final List<Fixture> fixtures;
    private final int[] watched;
    private final double[][] flat;
    private final int goals;
    private final double strengthSd;

    /**
     * @param zones      what the places of the final table are worth
     * @param soFar      the table so far
     * @param fixtures   the matches left, all matrices of the same size
     * @param strengthSd σ, 0 to take the matrices as they are
     * @param watched    fixtures whose effect on their clubs is counted, see {@link SeasonTally.Effect}
     */
    public SeasonSimulation(Zones zones, Standings soFar, List<Fixture> fixtures, double strengthSd, int... watched) {
        this.clubs = soFar.clubs();
        this.soFar = soFar;
        this.zones = zones;
        this.fixtures = fixtures;
        this.watched = watched;
        this.strengthSd = strengthSd;
        this.goals = fixtures.isEmpty() ? 1 : fixtures.getFirst().scores.length;
        this.flat = fixtures.stream()
                .map(fixture -> Arrays.stream(fixture.scores).flatMapToDouble(Arrays::stream).toArray())
                .toArray(double[][]::new);
    }

    /**
     * Simulates and counts.
     *
     * @param simulations how often, rounded up to a multiple of ten
     * @param parallel    whether to use all cores; the result is the same
     */
    public SeasonTally.Result run(int simulations, long seed, boolean parallel) {
        int batches = Math.max(2, (simulations + SEASONS_PER_STRENGTH - 1) / SEASONS_PER_STRENGTH);
        IntStream numbers = IntStream.range(0, batches);
        return (parallel ? numbers.parallel() : numbers)
                .collect(this::tally, (into, batch) -> into.merge(batch(seed, batch)), SeasonTally::merge).result();
    }

    private SeasonTally tally() {
        return new SeasonTally(clubs, zones, Arrays.stream(watched).mapToObj(fixtures::get).toList());
    }

    /** Plays {@value #SEASONS_PER_STRENGTH} seasons with the same errors of strength. */
    private SeasonTally batch(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 0xD1342543DE82EF95L + number * 0xAF251AF3B0F025B5L);
        double[] strength = new double[clubs];
        if (strengthSd > 0) {
            for (int club = 0; club < clubs; club++) strength[club] = strengthSd * random.nextGaussian();
        }
        Standings[] tables = new Standings[SEASONS_PER_STRENGTH];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new Standings(clubs);
            tables[i].set(soFar);
        }
        int[][] outcomes = new int[flat.length][tables.length];
        double[] cumulative = new double[goals * goals];
        double[] tilt = new double[2 * goals - 1];
        for (int f = 0; f < flat.length; f++) {
            Fixture fixture = fixtures.get(f);
            double total = cumulate(flat[f], strength[fixture.home] - strength[fixture.away], tilt, cumulative);
            for (int i = 0; i < tables.length; i++) {
                int score = at(cumulative, random.nextDouble() * total);
                tables[i].add(fixture.home, fixture.away, score / goals, score % goals);
                outcomes[f][i] = Integer.compare(score % goals, score / goals) + 1;
            }
        }
        SeasonTally batch = tally();
        for (int i = 0; i < tables.length; i++) {
            int season = i;
            batch.count(tables[i], tables[i].ranking(random),
                    Arrays.stream(watched).map(f -> outcomes[f][season]).toArray());
        }
        return batch.closed();
    }

    /** Running sums of the tilted probabilities; returns their total. */
    private double cumulate(double[] scores, double shift, double[] tilt, double[] cumulative) {
        double factor = Math.exp(shift);
        tilt[goals - 1] = 1;
        for (int i = 1; i < goals; i++) {
            tilt[goals - 1 + i] = tilt[goals - 2 + i] * factor;
            tilt[goals - 1 - i] = tilt[goals - i] / factor;
        }
        double total = 0;
        for (int cell = 0, home = 0; home < goals; home++) {
            for (int away = 0; away < goals; away++, cell++) {
                total += scores[cell] * tilt[goals - 1 + home - away];
                cumulative[cell] = total;
            }
        }
        return total;
    }

    /** The first cell whose running sum is above the value. */
    private static int at(double[] cumulative, double value) {
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > value) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
