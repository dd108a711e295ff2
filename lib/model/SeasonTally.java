package lib.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lib.football.Standings;
import lib.football.Zones;

/**
 * Counts how simulated seasons end. Everything counted is a whole number, so tallies add up to the same bits in any
 * order. Seasons of one batch share their errors of strength, so standard errors come from the spread between batches.
 */
public final class SeasonTally {

    /** A probability, or a mean, and the standard error that comes from simulating only so often. */
    public record Estimate(double value, double error) {}

    /** What the simulations say of one club; {@code positions} are the probabilities of each place, first to last. */
    public record Chances(Estimate points, Estimate title, Estimate groupStage, Estimate libertadores,
            Estimate sulAmericana, Estimate relegation, double[] positions) {}

    /** A club's chances where a match has ended in one way. */
    public record Odds(double title, double groupStage, double libertadores, double sulAmericana, double relegation) {}

    /**
     * What a match means to its clubs: the same seasons, parted by its result.
     *
     * @param seasons in how many seasons it ended with a home win, a draw, an away win
     * @param home    the home club's chances after each of the three; null where it never came to that
     * @param away    the away club's
     */
    public record Effect(long[] seasons, List<Odds> home, List<Odds> away) {}

    /**
     * Points with which nine of ten simulated seasons end above a line of the table: more than the first club below it
     * has. {@code safe} is the line of relegation.
     */
    public record Needed(int title, int groupStage, int libertadores, int sulAmericana, int safe) {}

    /** @param clubs each club's chances by its number, @param effects of the watched matches in their order */
    public record Result(List<Chances> clubs, List<Effect> effects, Needed needed) {}

    private static final double SURE = 0.9;
    private static final int ZONES = 5;

    private final int clubs;
    private final List<SeasonSimulation.Fixture> watched;

    /** First and last position, counted from 0, of title, group stage, Libertadores, Sul-Americana, relegation. */
    private final int[][] ranges;

    /** The last place above each line: title, group stage, Libertadores, Sul-Americana, safety. */
    private final int[] lines;

    private final long[][] positions;
    private final long[] points;
    private final long[][] squares;
    private final long[] pointSquares;
    private final long[][] below;
    private final long[][] outcomes;
    private final long[][][][] effects;
    private int batches;

    SeasonTally(int clubs, Zones zones, List<SeasonSimulation.Fixture> watched) {
        this.clubs = clubs;
        this.watched = watched;
        this.ranges = new int[][] {{0, 0}, {0, zones.groupStage() - 1}, {0, zones.libertadores() - 1},
            {zones.libertadores(), zones.sulAmericana() - 1}, {clubs - zones.relegated(), clubs - 1}};
        this.lines = new int[] {1, zones.groupStage(), zones.libertadores(), zones.sulAmericana(),
                clubs - zones.relegated()};
        positions = new long[clubs][clubs];
        points = new long[clubs];
        squares = new long[clubs][ZONES];
        pointSquares = new long[clubs];
        below = new long[lines.length][6 * clubs];
        outcomes = new long[watched.size()][3];
        effects = new long[watched.size()][3][2][ZONES];
    }

    /** Counts one season. @param results of the watched matches: 0 home win, 1 draw, 2 away win */
    void count(Standings table, int[] ranking, int[] results) {
        int[] place = new int[clubs];
        for (int position = 0; position < clubs; position++) {
            place[ranking[position]] = position;
            positions[ranking[position]][position]++;
        }
        for (int club = 0; club < clubs; club++) points[club] += table.points(club);
        for (int line = 0; line < lines.length; line++) {
            // points can fall below nought where a court has taken some away
            if (lines[line] < clubs) below[line][Math.max(0, table.points(ranking[lines[line]]))]++;
        }
        for (int match = 0; match < results.length; match++) {
            outcomes[match][results[match]]++;
            long[][] sides = effects[match][results[match]];
            for (int zone = 0; zone < ZONES; zone++) {
                if (isIn(zone, place[watched.get(match).home()])) sides[0][zone]++;
                if (isIn(zone, place[watched.get(match).away()])) sides[1][zone]++;
            }
        }
    }

    private boolean isIn(int zone, int position) {
        return position >= ranges[zone][0] && position <= ranges[zone][1];
    }

    /** Ends a batch: from here on it is only added to others. */
    SeasonTally closed() {
        batches = 1;
        for (int club = 0; club < clubs; club++) {
            for (int zone = 0; zone < ZONES; zone++) squares[club][zone] = square(in(club, zone));
            pointSquares[club] = square(points[club]);
        }
        return this;
    }

    private static long square(long value) {
        return value * value;
    }

    /** Seasons that a club ends in a zone. */
    private long in(int club, int zone) {
        long sum = 0;
        for (int position = ranges[zone][0]; position <= ranges[zone][1]; position++) sum += positions[club][position];
        return sum;
    }

    /** Takes over what another tally of the same season has counted. */
    void merge(SeasonTally other) {
        batches += other.batches;
        plus(points, other.points);
        plus(pointSquares, other.pointSquares);
        for (int club = 0; club < clubs; club++) {
            plus(positions[club], other.positions[club]);
            plus(squares[club], other.squares[club]);
        }
        for (int line = 0; line < lines.length; line++) plus(below[line], other.below[line]);
        for (int match = 0; match < outcomes.length; match++) {
            plus(outcomes[match], other.outcomes[match]);
            for (int result = 0; result < 3; result++) {
                for (int side = 0; side < 2; side++) {
                    plus(effects[match][result][side], other.effects[match][result][side]);
                }
            }
        }
    }

    private static void plus(long[] sum, long[] more) {
        for (int i = 0; i < sum.length; i++) sum[i] += more[i];
    }

    Result result() {
        List<Effect> found = new ArrayList<>();
        for (int match = 0; match < outcomes.length; match++) {
            found.add(new Effect(outcomes[match], odds(match, 0), odds(match, 1)));
        }
        int[] needed = IntStream.range(0, lines.length).map(this::needed).toArray();
        return new Result(IntStream.range(0, clubs).mapToObj(this::chances).toList(), found,
                new Needed(needed[0], needed[1], needed[2], needed[3], needed[4]));
    }

    private List<Odds> odds(int match, int side) {
        return Arrays.asList(IntStream.range(0, 3).mapToObj(result -> {
            double seasons = outcomes[match][result];
            long[] zone = effects[match][result][side];
            return seasons == 0 ? null : new Odds(
                    zone[0] / seasons, zone[1] / seasons, zone[2] / seasons, zone[3] / seasons, zone[4] / seasons);
        }).toArray(Odds[]::new));
    }

    private int needed(int line) {
        long seasons = (long) batches * SeasonSimulation.SEASONS_PER_STRENGTH;
        long lower = 0;
        int wanted = 0;
        while (wanted < below[line].length && lower < SURE * seasons) lower += below[line][wanted++];
        return wanted;
    }

    private Chances chances(int club) {
        Estimate[] zone = IntStream.range(0, ZONES).mapToObj(i -> estimate(in(club, i), squares[club][i]))
                .toArray(Estimate[]::new);
        double seasons = (double) batches * SeasonSimulation.SEASONS_PER_STRENGTH;
        return new Chances(estimate(points[club], pointSquares[club]), zone[0], zone[1], zone[2], zone[3], zone[4],
                Arrays.stream(positions[club]).mapToDouble(count -> count / seasons).toArray());
    }

    /** Mean and standard error of the batches' means. */
    private Estimate estimate(long sum, long squares) {
        double mean = (double) sum / batches;
        double variance = Math.max(0, (double) squares / batches - mean * mean);
        return new Estimate(mean / SeasonSimulation.SEASONS_PER_STRENGTH,
                Math.sqrt(variance / (batches - 1)) / SeasonSimulation.SEASONS_PER_STRENGTH);
    }
}
