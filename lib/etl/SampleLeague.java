package lib.etl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import lib.football.ClubNames;
import lib.football.Clubs;
import lib.football.Match;
import lib.raw.RawRow;

/**
 * A simulated league: real club names, invented strengths, results drawn by lot.
 *
 * <p>Each club has an attack and a defence on the log scale that drift from season to season; goals are two Poisson
 * draws. Because the strengths are known, so is the true probability of every result, which no real league can offer:
 * it is the limit that a forecaster can be held against. Every row's ID begins with {@link RawRow#SIMULATED_ID}.
 */
public final class SampleLeague {

    /** The seed of the league in {@code sample/}. */
    static final String SEED = "1895";

    private static final double LOG_GOALS = StrictMath.log(1.1);
    private static final double HOME_ADVANTAGE = 0.3;
    private static final double SPREAD = 0.17;
    private static final double DRIFT = 0.06;
    private static final int RELEGATED = 4;
    private static final int SPARE_CLUBS = 8;
    private static final int LONGEST_SEASON_DAYS = 255;
    private static final String[] FORMATIONS = {"4-2-3-1", "4-2-3-1", "4-3-3", "4-4-2", "4-1-4-1", "3-5-2", "5-4-1",
            ""};
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MM/uuuu");

    /** The header of {@code true-probabilities.csv}. */
    private static final String TRUTH_HEADER = "date,home,away,p_home,p_draw,p_away\n";

    private static final String RAW_HEADER =
            "ID,rodata,data,hora,mandante,visitante,formacao_mandante,formacao_visitante,"
            + "tecnico_mandante,tecnico_visitante,vencedor,arena,mandante_Placar,visitante_Placar,"
            + "mandante_Estado,visitante_Estado\n";

    /** Clubs that readers expect to meet in the first division; larger leagues take the others too. */
    private static final List<String> FAMILIAR = List.of("America-MG", "Athletico-PR", "Atletico-GO", "Atletico-MG",
            "Avai", "Bahia", "Botafogo-RJ", "Bragantino", "Ceara", "Chapecoense", "Corinthians", "Coritiba", "Criciuma",
            "Cruzeiro", "Cuiaba", "Flamengo", "Fluminense", "Fortaleza", "Goias", "Gremio", "Internacional",
            "Juventude",
            "Mirassol", "Palmeiras", "Santos", "Sao Paulo", "Sport", "Vasco");

    private final Random random;
    private final List<Clubs.Club> pool = new ArrayList<>();
    private final Map<Clubs.Club, double[]> strengths = new HashMap<>();
    private final int size;

    /**
     * @param size clubs in the league, an even number from 4 to 128
     * @param seed the same seed gives the same league to the byte, on every machine
     */
    public SampleLeague(int size, long seed) {
        this.size = size;
        this.random = new Random(seed);
        FAMILIAR.forEach(name -> pool.add(Clubs.of(name)));
        Clubs.all().stream().filter(club -> !FAMILIAR.contains(club.name())).forEach(pool::add);
        for (int i = 1; pool.size() < size + SPARE_CLUBS; i++) {
            pool.add(ClubNames.STANDARD.of(String.format(Locale.ROOT, "Clube %03d", i), "SP"));
        }
        pool.subList(size + SPARE_CLUBS, pool.size()).clear();
        pool.forEach(club -> strengths.put(club, new double[] {
            SPREAD * random.nextGaussian(), SPREAD * random.nextGaussian()}));
        pool.sort(Comparator.comparingDouble(club -> -strengths.get(club)[0] - strengths.get(club)[1]));
    }

    /**
     * Writes the results as a raw file of the original format, and beside it the true probabilities.
     *
     * @param firstSeason year of the first season
     * @param seasons     how many seasons
     * @param openRounds  rounds at the end of the last season that are still to be played
     */
    public void write(int firstSeason, int seasons, int openRounds, Appendable raw, Appendable truth) {
        try {
            raw.append(RAW_HEADER);
            truth.append(TRUTH_HEADER);
            int id = 0;
            for (int season = 0; season < seasons; season++) {
                int rounds = 2 * (size - 1);
                int played = season == seasons - 1 ? rounds - openRounds : rounds;
                id = writeSeason(firstSeason + season, played, id, raw, truth);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int writeSeason(int year, int playedRounds, int firstId, Appendable raw, Appendable truth)
            throws IOException {
        List<Clubs.Club> clubs = new ArrayList<>(pool.subList(0, size));
        Map<Clubs.Club, Integer> points = new HashMap<>();
        int rounds = 2 * (size - 1);
        int step = Math.max(1, Math.min(6, LONGEST_SEASON_DAYS / rounds));
        int id = firstId;
        for (int round = 1; round <= rounds; round++) {
            for (int pair = 0; pair < size / 2; pair++) {
                boolean firstHalf = round < size;
                int slot = (round - 1) % (size - 1);
                Clubs.Club one = clubs.get(pair == 0 ? size - 1 : (slot + pair) % (size - 1));
                Clubs.Club two = clubs.get((slot + size - 1 - pair) % (size - 1));
                // A club's pair number falls by one each round, so its ground alternates; the seat that stays
                // alternates by round. Nobody plays more than three times in a row on one ground.
                boolean oneAtHome = firstHalf == ((pair == 0 ? slot : pair) % 2 == 0);
                Clubs.Club home = oneAtHome ? one : two;
                Clubs.Club away = oneAtHome ? two : one;
                // A round takes two days where the calendar leaves room for it.
                LocalDate date = LocalDate.of(year, 4, 10)
                        .plusDays((long) step * (round - 1) + (step > 1 ? pair % 2 : 0));
                double homeGoals = StrictMath.exp(
                        LOG_GOALS + HOME_ADVANTAGE + strengths.get(home)[0] - strengths.get(away)[1]);
                double awayGoals = StrictMath.exp(LOG_GOALS + strengths.get(away)[0] - strengths.get(home)[1]);
                int[] score = {poisson(homeGoals), poisson(awayGoals)};
                if (score[0] >= score[1]) points.merge(home, score[0] > score[1] ? 3 : 1, Integer::sum);
                if (score[1] >= score[0]) points.merge(away, score[1] > score[0] ? 3 : 1, Integer::sum);
                writeMatch(++id, round, date, home, away, round <= playedRounds ? score : null, raw);
                writeTruth(date, home, away, homeGoals, awayGoals, truth);
            }
        }
        relegate(clubs, points);
        return id;
    }

    private void writeMatch(int id, int round, LocalDate date, Clubs.Club home, Clubs.Club away, int[] score,
            Appendable raw)
            throws IOException {
        String[] formations = {formation(), formation()};
        String winner = score == null ? "" : score[0] == score[1] ? "-" : (score[0] > score[1] ? home : away).name();
        raw.append(String.join(",", RawRow.SIMULATED_ID + id, "" + round, date.format(DATE), "16:00",
                home.name(), away.name(), score == null ? "" : formations[0], score == null ? "" : formations[1], "",
                "",
                winner, "", score == null ? "" : "" + score[0], score == null ? "" : "" + score[1],
                home.state(), away.state())).append('\n');
    }

    private static void writeTruth(LocalDate date, Clubs.Club home, Clubs.Club away, double homeGoals, double awayGoals,
            Appendable truth) throws IOException {
        double[] p = new double[3];
        for (int i = 0; i <= Match.MOST_GOALS; i++) {
            for (int j = 0; j <= Match.MOST_GOALS; j++) {
                p[Integer.compare(j, i) + 1] += poissonProbability(homeGoals, i) * poissonProbability(awayGoals, j);
            }
        }
        double total = p[0] + p[1] + p[2];
        truth.append(String.format(Locale.ROOT, "%s,%s,%s,%.6f,%.6f,%.6f\n",
                date, home.name(), away.name(), p[0] / total, p[1] / total, p[2] / total));
    }

    /** The last four go down, four of the clubs outside come up, and every club's strength drifts. */
    private void relegate(List<Clubs.Club> clubs, Map<Clubs.Club, Integer> points) {
        clubs.sort(Comparator.comparingInt((Clubs.Club club) -> -points.getOrDefault(club, 0))
                .thenComparing(Clubs.Club::name));
        List<Clubs.Club> outside = new ArrayList<>(pool.subList(size, pool.size()));
        List<Clubs.Club> next = new ArrayList<>(clubs.subList(0, size - RELEGATED));
        for (int i = 0; i < RELEGATED; i++) next.add(outside.remove(random.nextInt(outside.size())));
        next.addAll(outside);
        next.addAll(clubs.subList(size - RELEGATED, size));
        pool.clear();
        pool.addAll(next);
        for (Clubs.Club club : pool) {
            double[] strength = strengths.get(club);
            for (int i = 0; i < 2; i++) strength[i] = strength[i] * 0.94 + DRIFT * random.nextGaussian();
        }
    }

    private String formation() {
        return FORMATIONS[random.nextInt(FORMATIONS.length)];
    }

    /** Knuth's method; means here stay below ten. */
    private int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        int goals = 0;
        for (double product = random.nextDouble(); product > limit && goals < Match.MOST_GOALS; goals++) {
            product *= random.nextDouble();
        }
        return goals;
    }

    private static double poissonProbability(double mean, int goals) {
        double p = StrictMath.exp(-mean);
        for (int k = 1; k <= goals; k++) p *= mean / k;
        return p;
    }
}
