//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lib.football.CourtRulings;
import lib.football.LeagueHistory.Fixture;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.Season;
import lib.football.Standings;
import lib.football.Zones;
import lib.model.Forecast;
import lib.model.ScoreMatrix;
import lib.model.SeasonSimulation;
import lib.model.SeasonTally;
import org.junit.jupiter.api.Test;

/** The table with its tie-breaks, the running season, and the simulation of what is left of it. */
class SeasonTest {

    private static final LocalDate DAY = LocalDate.of(2022, 5, 1);

    // ---------------------------------------------------------------- standings

    /** A table made slowly and obviously, sharing no code with the product; the last criterion is the club's number. */
    private static Integer[] slowRanking(int clubs, List<int[]> results) {
        int[][] line = new int[clubs][4]; // points, wins, difference, goals
        for (int[] result : results) {
            for (int side = 0; side < 2; side++) {
                int own = result[2 + side];
                int other = result[3 - side];
                line[result[side]][0] += own > other ? 3 : own == other ? 1 : 0;
                line[result[side]][1] += own > other ? 1 : 0;
                line[result[side]][2] += own - other;
                line[result[side]][3] += own;
            }
        }
        Integer[] order = IntStream.range(0, clubs).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> -Arrays.compare(line[a], line[b]));
        return order;
    }

    private static LeagueHistory played(int year, String... results) {
        List<Match> matches = new ArrayList<>();
        for (String result : results) {
            String[] part = result.split(" (?=\\d)|(?<=\\d)-|(?<=\\d) ");
            matches.add(new Match(LocalDate.of(year, 12, 8), year, 38, part[0], part[3], Integer.parseInt(part[1]),
                    Integer.parseInt(part[2])));
        }
        return new LeagueHistory(matches, List.of());
    }

    /** The return matches make the small league's season complete: the rulings of after its end count then only. */
    @Test
    void whatACourtTookIsTakenFromTheTableOnceItWasKnown() {
        String[] half = {"Portuguesa 0-0 Gremio"};
        Season open = Season.of(played(2013, half), 2013);
        assertEquals(1, Standings.of(open).points(open.clubs().indexOf("Portuguesa")), "nobody knew it on the day");
        Season over = Season.of(played(2013, "Portuguesa 0-0 Gremio", "Gremio 0-1 Portuguesa"), 2013);
        Standings table = Standings.of(over);
        assertEquals(0, table.points(over.clubs().indexOf("Portuguesa")), "one win, one draw, four points less");
        assertEquals("Gremio", over.clubs().get(table.ranking(new SplittableRandom(1))[0]));
        Season elsewhere = Season.of(played(2013, "Portuguesa 1-0 Gremio", "Gremio 0-1 Portuguesa"), 2013);
        assertEquals(6, Standings.of(elsewhere).points(elsewhere.clubs().indexOf("Portuguesa")),
                "a match that never took place");
        assertEquals(List.of(), CourtRulings.of(
                Season.of(played(2014, "Portuguesa 0-0 Gremio", "Gremio 0-1 Portuguesa"), 2014)));
    }

    @Test
    void aPostponedMatchKeepsItsRoundAndLosesItsDay() {
        Match last = new Match(DAY, 2022, 4, "Bahia", "Santos", 1, 0);
        Fixture postponed = new Fixture(DAY.minusDays(7), "16:00", 2022, 3, "Santos", "Bahia", "Vila Belmiro");
        Fixture left = Season.of(new LeagueHistory(List.of(last), List.of(postponed)), 2022).left().getFirst();
        assertEquals(new Fixture(null, "", 2022, 3, "Santos", "Bahia", "Vila Belmiro"), left);
    }

    @Test
    void theTableIsTheOneMadeByHandForAThousandRandomSeasons() {
        Random random = new Random(5);
        int ties = 0;
        for (int season = 0; season < 1000; season++) {
            int clubs = 4 + random.nextInt(6);
            Standings standings = new Standings(clubs);
            List<int[]> results = new ArrayList<>();
            for (int home = 0; home < clubs; home++) {
                for (int away = 0; away < clubs; away++) {
                    if (home == away || random.nextInt(3) == 0) continue;
                    int[] result = {home, away, random.nextInt(4), random.nextInt(3)};
                    results.add(result);
                    standings.add(home, away, result[2], result[3]);
                }
            }
            Integer[] slow = slowRanking(clubs, results);
            int[] fast = standings.ranking(new SplittableRandom(1));
            for (int i = 0; i < clubs; i++) {
                if (slow[i] == fast[i]) continue;
                ties++; // only clubs that are level on all four may stand otherwise
                int a = slow[i];
                int b = fast[i];
                assertEquals(standings.points(a), standings.points(b));
                assertEquals(standings.won(a), standings.won(b));
                assertEquals(standings.goalsFor(a) - standings.goalsAgainst(a),
                        standings.goalsFor(b) - standings.goalsAgainst(b));
                assertEquals(standings.goalsFor(a), standings.goalsFor(b));
            }
        }
        assertTrue(ties > 0 && ties < 200, "level clubs are rare: " + ties);
    }

    /** Clubs 0 and 1 level on everything; 0 beat 1 by 2-1 and lost 0-2: two goals to three over both matches. */
    @Test
    void betweenTwoClubsTheirOwnMatchesDecide() {
        Standings standings = new Standings(4);
        standings.add(0, 1, 2, 1);
        standings.add(1, 0, 2, 0);
        standings.add(0, 2, 2, 1);
        standings.add(1, 2, 1, 1);
        standings.add(1, 3, 0, 1);
        standings.add(3, 0, 0, 0);
        assertEquals(standings.points(0), 7);
        assertEquals(standings.points(1), 4);
        standings.add(1, 3, 3, 3); // five for one, seven for the other: level them
        standings.add(1, 2, 0, 0);
        standings.add(1, 3, 0, 0);
        assertEquals(List.of(7, 7), List.of(standings.points(0), standings.points(1)));
        assertTrue(indexOf(standings, 0) < indexOf(standings, 1), "more wins come before goals: 2 against 1");
    }

    private static int indexOf(Standings standings, int club) {
        int[] ranking = standings.ranking(new SplittableRandom(3));
        return IntStream.range(0, ranking.length).filter(i -> ranking[i] == club).findFirst().orElseThrow();
    }

    /** Two clubs, mirror images but for their own two matches. */
    private static Standings level(int firstLeg, int secondLeg) {
        Standings standings = new Standings(4);
        standings.add(0, 1, firstLeg, 0);
        standings.add(1, 0, secondLeg, 0);
        standings.add(0, 2, secondLeg, 0); // what one lost there it wins here
        standings.add(2, 0, 0, 0);
        standings.add(1, 2, firstLeg, 0);
        standings.add(2, 1, 0, 0);
        standings.add(2, 0, firstLeg, 0);
        standings.add(2, 1, secondLeg, 0);
        return standings;
    }

    @Test
    void theAggregateOfTwoMatchesDecidesWhoeverWasAtHomeFirst() {
        for (long seed = 0; seed < 20; seed++) {
            int[] better = level(3, 1).ranking(new SplittableRandom(seed));
            int[] worse = level(1, 3).ranking(new SplittableRandom(seed));
            assertTrue(position(better, 0) < position(better, 1), Arrays.toString(better));
            assertTrue(position(worse, 1) < position(worse, 0), Arrays.toString(worse));
        }
        Set<Integer> first = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) first.add(position(level(2, 2).ranking(new SplittableRandom(seed)), 0));
        assertEquals(2, first.size(), "what the rules leave open is drawn by lot");
    }

    private static int position(int[] ranking, int club) {
        return IntStream.range(0, ranking.length).filter(i -> ranking[i] == club).findFirst().orElseThrow();
    }

    /** Three level clubs: head-to-head is not for them, though one beat both others. */
    @Test
    void amongThreeLevelClubsLotsDecideAllOrdersAlike() {
        Standings standings = new Standings(6);
        standings.add(0, 1, 1, 0);
        standings.add(0, 2, 1, 0);
        standings.add(1, 3, 1, 0);
        standings.add(2, 3, 1, 0);
        standings.add(1, 4, 1, 0);
        standings.add(2, 4, 1, 0);
        standings.add(5, 0, 1, 0);
        assertEquals(List.of(6, 6, 6), List.of(standings.points(0), standings.points(1), standings.points(2)));
        int[] count = new int[6];
        SplittableRandom lots = new SplittableRandom(9);
        for (int i = 0; i < 6000; i++) {
            int[] top = Arrays.copyOf(standings.ranking(lots), 3);
            assertEquals(Set.of(0, 1, 2), Set.of(top[0], top[1], top[2]));
            count[2 * top[0] + (top[1] < top[2] ? 0 : 1)]++;
        }
        for (int order : count) assertEquals(1000, order, 120, Arrays.toString(count));
    }

    // ---------------------------------------------------------------- the running season

    private static Match played(int season, String home, String away, int homeGoals, int awayGoals) {
        return new Match(DAY.withYear(season), season, 0, home, away, homeGoals, awayGoals);
    }

    @Test
    void theMatchesLeftAreThePairsNotPlayedAnnouncedOnesFirst() {
        LeagueHistory history = new LeagueHistory(
                List.of(played(2021, "Santos", "Vasco", 1, 0), played(2022, "Santos", "Bahia", 1, 0),
                        played(2022, "Gremio", "Bahia", 0, 0)),
                List.of(new Fixture(DAY.plusDays(7), "", 2022, 2, "Bahia", "Santos", ""),
                        new Fixture(DAY.minusDays(1), "", 2022, 1, "Gremio", "Santos", "")));
        Season season = Season.running(history);
        assertEquals(List.of("Bahia", "Gremio", "Santos"), season.clubs(), "a club of another season is not in it");
        assertEquals(4, season.left().size());
        assertEquals(new Fixture(DAY.plusDays(7), "", 2022, 2, "Bahia", "Santos", ""), season.left().getFirst());
        assertTrue(season.left().contains(new Fixture(null, "", 2022, 1, "Gremio", "Santos", "")),
                "its day has passed without a match: postponed, in its round");
    }

    @Test
    void whenASeasonIsOverTheAnnouncedOneAfterItRuns() {
        LeagueHistory over = new LeagueHistory(List.of(played(2022, "Santos", "Bahia", 1, 0),
                played(2022, "Bahia", "Santos", 0, 0)),
                List.of(new Fixture(DAY.withYear(2023), "", 2023, 1, "Bahia", "Vasco", "")));
        assertEquals(2023, Season.running(over).year());
        assertEquals(List.of("Bahia", "Vasco"), Season.running(over).clubs());
        assertEquals(2022, Season.running(new LeagueHistory(over.matches(), List.of())).year());
        assertEquals(List.of(), Season.running(new LeagueHistory(over.matches(), List.of())).left());
    }

    @Test
    void aWhatIfIsAResultOfAMatchLeftAndOnlyThat() {
        Season season = Season.running(new LeagueHistory(List.of(played(2022, "Santos", "Sao Paulo", 1, 0)),
                List.of()));
        Season assumed = season.with("São Paulo 2 - 2 santos;");
        assertEquals(List.of(), assumed.left());
        assertEquals(2, assumed.played().size());
        assertEquals(1, season.left().size(), "the season itself is not changed");
        for (String wrong : List.of("Santos 1-0 Sao Paulo", "Santos 1-0 Santos", "Santos beats Sao Paulo",
                "Sao Paulo 1-0 Flamengo", "Sao Paulo 16-0 Santos", "Sao Paulo 1-0 Santos; Sao Paulo 1-0 Santos")) {
            assertThrows(IllegalArgumentException.class, () -> season.with(wrong), wrong);
        }
    }

    private static final Zones TWENTY = Zones.of(2022, 20);

    @Test
    void zonesFollowTheYearAndShrinkWithTheLeague() {
        assertEquals(new Zones(4, 4, 12, 2), Zones.of(2003, 24));
        assertEquals(new Zones(4, 4, 12, 4), Zones.of(2015, 20));
        assertEquals(new Zones(4, 6, 12, 4), Zones.of(2016, 20));
        assertEquals(new Zones(4, 6, 12, 4), Zones.of(2025, 20));
        assertEquals(new Zones(4, 5, 11, 4), Zones.of(2026, 20));
        assertEquals(new Zones(2, 3, 6, 2), Zones.of(2022, 10));
        assertEquals(new Zones(1, 1, 2, 1), Zones.of(2022, 4));
        assertArrayEquals(new int[] {1, 4, 5, 11, 16}, Zones.of(2026, 20).lines(20));
        assertArrayEquals(new int[] {1, 4, 12, 22}, Zones.of(2003, 24).lines(24));
    }

    // ---------------------------------------------------------------- score matrices

    @Test
    void aScoreMatrixAgreesWithItsForecastAndSumsToOne() {
        for (Forecast forecast : List.of(new Forecast(.5, .3, .2, 1.6, .9), new Forecast(.1, .2, .7, .4, 2.8),
                new Forecast(.45, .28, .27))) {
            double[] outcome = new double[3];
            double[][] scores = ScoreMatrix.of(forecast, 1.4, 1.0);
            for (int i = 0; i < scores.length; i++) {
                for (int j = 0; j < scores.length; j++) {
                    assertTrue(scores[i][j] >= 0);
                    outcome[Integer.compare(j, i) + 1] += scores[i][j];
                }
            }
            assertArrayEquals(new double[] {forecast.home(), forecast.draw(), forecast.away()}, outcome, 1e-12);
        }
    }

    // ---------------------------------------------------------------- simulation

    /** Three clubs, three matches left, scores 0 to 2: every one of the 9^3 ends is added up with its probability. */
    @Test
    void theSimulationAgreesWithTheExactSumOverATinyLeague() {
        Standings soFar = new Standings(3);
        soFar.add(0, 1, 1, 0);
        soFar.add(1, 2, 2, 2);
        soFar.add(2, 0, 1, 0);
        List<SeasonSimulation.Fixture> left = List.of(fixture(1, 0, .3), fixture(2, 1, .5), fixture(0, 2, .8));
        double[][] exact = new double[3][3];
        double[] points = new double[3];
        SplittableRandom lots = new SplittableRandom(2);
        int draws = 40; // where lots decide, the mean over many of them
        for (int end = 0; end < 729; end++) {
            double p = 1;
            Standings table = new Standings(3);
            table.set(soFar);
            for (int i = 0, rest = end; i < 3; i++, rest /= 9) {
                p *= left.get(i).scores()[rest % 9 / 3][rest % 3];
                table.add(left.get(i).home(), left.get(i).away(), rest % 9 / 3, rest % 3);
            }
            for (int club = 0; club < 3; club++) points[club] += p * table.points(club);
            for (int draw = 0; draw < draws; draw++) {
                int[] ranking = table.ranking(lots);
                for (int position = 0; position < 3; position++) exact[ranking[position]][position] += p / draws;
            }
        }
        List<SeasonTally.Chances> chances = new SeasonSimulation(Zones.of(2022, 3), soFar, left, 0).run(40_000, 7, true)
                .clubs();
        for (int club = 0; club < 3; club++) {
            SeasonTally.Chances simulated = chances.get(club);
            assertEquals(points[club], simulated.points().value(), 4 * simulated.points().error(), "points of " + club);
            assertArrayEquals(exact[club], simulated.positions(), .012, "positions of " + club);
            assertEquals(exact[club][0], simulated.title().value(), 4 * simulated.title().error() + .002);
            assertEquals(exact[club][2], simulated.relegation().value(), 4 * simulated.relegation().error() + .002);
            // Without errors of strength the seasons are independent: the error is that of a share.
            double share = simulated.title().value();
            assertEquals(Math.sqrt(share * (1 - share) / 40_000), simulated.title().error(), .0003);
        }
    }

    private static SeasonSimulation.Fixture fixture(int home, int away, double strength) {
        double[][] scores = new double[3][3];
        double total = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) total += scores[i][j] = Math.exp(strength * (i - j) - .4 * (i + j));
        }
        for (double[] row : scores) for (int j = 0; j < 3; j++) row[j] /= total;
        return new SeasonSimulation.Fixture(home, away, scores);
    }

    private static List<SeasonSimulation.Fixture> league(int clubs) {
        List<SeasonSimulation.Fixture> fixtures = new ArrayList<>();
        for (int home = 0; home < clubs; home++) {
            for (int away = 0; away < clubs; away++) {
                if (home != away) {
                    fixtures.add(new SeasonSimulation.Fixture(
                            home, away, ScoreMatrix.of(1.4 + .03 * (away - home), 1.1 + .03 * (home - away), -.05)));
                }
            }
        }
        return fixtures;
    }

    @Test
    void parallelAndInSequenceTheSameSeedIsTheSameResultToTheLastBit() {
        SeasonSimulation simulation = new SeasonSimulation(TWENTY, new Standings(20), league(20), .1);
        List<String> sequence = simulation.run(2_000, 11, false).clubs().stream().map(SeasonTest::text).toList();
        assertEquals(sequence, simulation.run(2_000, 11, true).clubs().stream().map(SeasonTest::text).toList());
        assertNotEquals(sequence, simulation.run(2_000, 12, true).clubs().stream().map(SeasonTest::text).toList());
    }

    private static String text(SeasonTally.Chances chances) {
        return chances.toString().replaceAll("\\[D@\\w+", "") + Arrays.toString(chances.positions());
    }

    @Test
    void chancesOfAWholeLeagueAddUp() {
        List<SeasonTally.Chances> chances = new SeasonSimulation(TWENTY, new Standings(20), league(20), .1)
                .run(1_000, 3, true).clubs();
        assertEquals(1, chances.stream().mapToDouble(club -> club.title().value()).sum(), 1e-9);
        assertEquals(4, chances.stream().mapToDouble(club -> club.groupStage().value()).sum(), 1e-9);
        assertEquals(6, chances.stream().mapToDouble(club -> club.libertadores().value()).sum(), 1e-9);
        assertEquals(6, chances.stream().mapToDouble(club -> club.sulAmericana().value()).sum(), 1e-9);
        assertEquals(4, chances.stream().mapToDouble(club -> club.relegation().value()).sum(), 1e-9);
        for (SeasonTally.Chances club : chances) assertEquals(1, Arrays.stream(club.positions()).sum(), 1e-9);
        assertTrue(chances.getFirst().points().value() > chances.getLast().points().value() + 20,
                "the stronger club wins more");
    }

    /**
     * Doubt about the strengths makes the favourite less sure, the outsider less hopeless, and changes no mean much.
     */
    @Test
    void doubtAboutStrengthsSpreadsTheChances() {
        List<SeasonTally.Chances> sure = new SeasonSimulation(TWENTY, new Standings(20), league(20), 0)
                .run(8_000, 4, true).clubs();
        List<SeasonTally.Chances> doubting = new SeasonSimulation(TWENTY, new Standings(20), league(20), .15)
                .run(8_000, 4, true).clubs();
        assertTrue(doubting.getFirst().title().value() < sure.getFirst().title().value() - .03,
                sure.getFirst() + " " + doubting.getFirst());
        assertTrue(doubting.get(10).title().value() > sure.get(10).title().value());
        for (int club = 0; club < 20; club++) {
            assertEquals(sure.get(club).points().value(), doubting.get(club).points().value(), 2.5);
        }
        assertTrue(doubting.getFirst().title().error() > sure.getFirst().title().error(),
                "seasons that share their strengths are worth less");
    }

    /** What a match means is no new simulation: the seasons of its three results together are all the seasons. */
    @Test
    void theChancesByResultOfAMatchAddUpToTheChances() {
        List<SeasonSimulation.Fixture> left = league(20);
        SeasonTally.Result result = new SeasonSimulation(TWENTY, new Standings(20), left, .1, 3, 41)
                .run(4_000, 9, true);
        assertEquals(2, result.effects().size());
        SeasonTally.Effect effect = result.effects().get(1);
        assertEquals(4_000, Arrays.stream(effect.seasons()).sum());
        double[][] scores = left.get(41).scores();
        double homeWins = 0;
        for (int i = 0; i < scores.length; i++) for (int j = 0; j < i; j++) homeWins += scores[i][j];
        assertEquals(homeWins, effect.seasons()[0] / 4_000., .04);
        for (boolean home : new boolean[] {true, false}) {
            List<SeasonTally.Odds> odds = home ? effect.home() : effect.away();
            SeasonTally.Chances club = result.clubs().get(home ? left.get(41).home() : left.get(41).away());
            double libertadores = 0;
            double relegation = 0;
            for (int i = 0; i < 3; i++) {
                libertadores += odds.get(i).libertadores() * effect.seasons()[i] / 4_000;
                relegation += odds.get(i).relegation() * effect.seasons()[i] / 4_000;
            }
            assertEquals(club.libertadores().value(), libertadores, 1e-9);
            assertEquals(club.relegation().value(), relegation, 1e-9);
            assertTrue(odds.get(home ? 0 : 2).libertadores() > odds.get(home ? 2 : 0).libertadores(),
                    "a win is worth more than a defeat: " + odds);
        }
        assertTrue(result.needed().title() > result.needed().libertadores() && result.needed()
                .libertadores() > result.needed().safe());
    }

    @Test
    void aDecidedSeasonIsCertain() {
        Standings table = new Standings(4);
        for (int home = 0; home < 4; home++) {
            for (int away = 0; away < 4; away++) if (home != away) table.add(home, away, home < away ? 2 : 0, 1);
        }
        List<SeasonTally.Chances> chances = new SeasonSimulation(Zones.of(2022, 4), table, List.of(), .1)
                .run(100, 1, true).clubs();
        assertEquals(1, chances.getFirst().title().value());
        assertEquals(0, chances.getFirst().title().error());
        assertEquals(1, chances.getLast().relegation().value());
        assertEquals(18, chances.getFirst().points().value());
    }
}
