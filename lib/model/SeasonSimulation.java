package lib.model;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lib.football.Season;
import lib.football.Standings;

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

    /** σ: the lowest sum of the log scores of title, top four and relegation at half season, 2006-2019; see docs/benchmarks.md. */
    public static final double STRENGTH_SD = 0.08;

    private static final int SEASONS_PER_STRENGTH = 10;

    /** A match to be played: the clubs' numbers in the season, and the probabilities of its scores, see {@link ScoreMatrix}. */
    public record Fixture(int home, int away, double[][] scores) {}

    /** A probability, or a mean, and the standard error that comes from simulating only so often. */
    public record Estimate(double value, double error) {}

    /** What the simulations say of one club. */
    public record Chances(Estimate points, Estimate title, Estimate libertadores, Estimate top6, Estimate sulAmericana,
                          Estimate relegation, double[] positions) {}

    private final Standings soFar;
    private final int clubs;
    private final Season.Zones zones;
    private final List<Fixture> fixtures;
    private final double[][] flat;
    private final int goals;
    private final double strengthSd;

    /**
     * @param clubs      how many clubs are in the season
     * @param soFar      its table so far
     * @param fixtures   the matches left, all matrices of the same size
     * @param strengthSd σ, 0 to take the matrices as they are
     */
    public SeasonSimulation(int clubs, Standings soFar, List<Fixture> fixtures, double strengthSd) {
        this.clubs = clubs;
        this.soFar = soFar;
        this.zones = Season.Zones.of(clubs);
        this.fixtures = fixtures;
        this.strengthSd = strengthSd;
        this.goals = fixtures.isEmpty() ? 1 : fixtures.getFirst().scores.length;
        this.flat = fixtures.stream().map(fixture -> java.util.Arrays.stream(fixture.scores).flatMapToDouble(java.util.Arrays::stream).toArray())
                .toArray(double[][]::new);
    }

    /**
     * Simulates and returns each club's chances, by its number.
     *
     * @param simulations how often, rounded up to a multiple of ten
     * @param parallel    whether to use all cores; the result is the same
     */
    public List<Chances> run(int simulations, long seed, boolean parallel) {
        int batches = Math.max(2, (simulations + SEASONS_PER_STRENGTH - 1) / SEASONS_PER_STRENGTH);
        IntStream numbers = IntStream.range(0, batches);
        Tally tally = (parallel ? numbers.parallel() : numbers).collect(Tally::new, (into, batch) -> into.add(batch(seed, batch)), Tally::merge);
        return IntStream.range(0, clubs).mapToObj(club -> tally.chances(club, batches)).toList();
    }

    /** Counts of one batch: final positions by club, and the sum of points. */
    private record Batch(int[][] positions, int[] points) {}

    private Batch batch(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 0xD1342543DE82EF95L + number * 0xAF251AF3B0F025B5L);
        double[] strength = new double[clubs];
        if (strengthSd > 0) for (int club = 0; club < clubs; club++) strength[club] = strengthSd * random.nextGaussian();
        Standings[] tables = new Standings[SEASONS_PER_STRENGTH];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new Standings(clubs);
            tables[i].set(soFar);
        }
        double[] cumulative = new double[goals * goals];
        double[] tilt = new double[2 * goals - 1];
        for (int f = 0; f < flat.length; f++) {
            Fixture fixture = fixtures.get(f);
            double total = cumulate(flat[f], strength[fixture.home] - strength[fixture.away], tilt, cumulative);
            for (Standings table : tables) {
                int score = at(cumulative, random.nextDouble() * total);
                table.add(fixture.home, fixture.away, score / goals, score % goals);
            }
        }
        Batch batch = new Batch(new int[clubs][clubs], new int[clubs]);
        for (Standings table : tables) {
            int[] ranking = table.ranking(random);
            for (int position = 0; position < clubs; position++) {
                batch.positions[ranking[position]][position]++;
                batch.points[position] += table.points(position);
            }
        }
        return batch;
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

    /** Sums over batches. Seasons of one batch share their strengths, so errors come from the spread between batches. */
    private final class Tally {

        /** First and last position, counted from 0, of title, Libertadores, top 6, Sul-Americana, relegation. */
        private final int[][] ranges = {{0, 0}, {0, zones.libertadores() - 1}, {0, zones.top6() - 1},
            {zones.top6(), zones.sulAmericana() - 1}, {clubs - zones.relegated(), clubs - 1}};
        private final long[][] positions = new long[clubs][clubs];
        private final long[][] squares = new long[clubs][ranges.length];
        private final long[] points = new long[clubs];
        private final long[] pointSquares = new long[clubs];

        void add(Batch batch) {
            for (int club = 0; club < clubs; club++) {
                for (int position = 0; position < clubs; position++) positions[club][position] += batch.positions[club][position];
                for (int zone = 0; zone < ranges.length; zone++) {
                    long count = 0;
                    for (int position = ranges[zone][0]; position <= ranges[zone][1]; position++) count += batch.positions[club][position];
                    squares[club][zone] += count * count;
                }
                points[club] += batch.points[club];
                pointSquares[club] += (long) batch.points[club] * batch.points[club];
            }
        }

        void merge(Tally other) {
            for (int club = 0; club < clubs; club++) {
                for (int i = 0; i < clubs; i++) positions[club][i] += other.positions[club][i];
                for (int zone = 0; zone < ranges.length; zone++) squares[club][zone] += other.squares[club][zone];
                points[club] += other.points[club];
                pointSquares[club] += other.pointSquares[club];
            }
        }

        Chances chances(int club, int batches) {
            Estimate[] zone = new Estimate[ranges.length];
            for (int i = 0; i < zone.length; i++) {
                long sum = 0;
                for (int position = ranges[i][0]; position <= ranges[i][1]; position++) sum += positions[club][position];
                zone[i] = estimate(sum, squares[club][i], batches);
            }
            double seasons = (double) batches * SEASONS_PER_STRENGTH;
            return new Chances(estimate(points[club], pointSquares[club], batches), zone[0], zone[1], zone[2], zone[3], zone[4],
                    java.util.Arrays.stream(positions[club]).mapToDouble(count -> count / seasons).toArray());
        }

        /** Mean and standard error of the batches' means. */
        private Estimate estimate(long sum, long squares, int batches) {
            double mean = (double) sum / batches;
            double variance = Math.max(0, (double) squares / batches - mean * mean);
            return new Estimate(mean / SEASONS_PER_STRENGTH, Math.sqrt(variance / (batches - 1)) / SEASONS_PER_STRENGTH);
        }
    }
}
