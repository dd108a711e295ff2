package lib.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.Season;
import lib.football.Standings;

/**
 * The rest of the running season as the champion sees it.
 *
 * @param lines  the table so far with every club's chances, best first
 * @param stakes what the matches of the next round mean to their clubs; empty when no round is announced
 * @param needed points that nine of ten simulated seasons ask for
 */
public record SeasonForecast(List<Line> lines, List<Stake> stakes, SeasonTally.Needed needed) {

    /** A club's line: the table so far, and the chances that {@link SeasonSimulation} makes of what is left. */
    public record Line(int position, String club, int played, int won, int drawn, int lost, int goalsFor,
            int goalsAgainst, int points, SeasonTally.Chances chances) {}

    /** A match of the next round and what it changes. */
    public record Stake(String home, String away, SeasonTally.Effect effect) {}

    /**
     * Simulates the rest of a season.
     *
     * @param simulations how often
     * @param seed        for the simulations, and for the lots that order clubs whom the rules leave level
     */
    public static SeasonForecast of(Predictor predictor, LeagueHistory history, Season season, int simulations,
            long seed) {
        Standings table = Standings.of(season);
        List<SeasonSimulation.Fixture> fixtures = new ArrayList<>(season.left().size());
        double[] usual = usualGoals(history);
        for (LeagueHistory.Fixture fixture : season.left()) {
            Forecast forecast = predictor.forecast(fixture.home(), fixture.away(), dayOf(fixture, predictor), "", "");
            fixtures.add(new SeasonSimulation.Fixture(Collections.binarySearch(season.clubs(), fixture.home()),
                    Collections.binarySearch(season.clubs(), fixture.away()),
                    ScoreMatrix.of(forecast, usual[0], usual[1])));
        }
        List<LeagueHistory.Fixture> next = season.next();
        SeasonTally.Result result = new SeasonSimulation(season.zones(), table, fixtures, SeasonSimulation.STRENGTH_SD,
                next.stream().mapToInt(season.left()::indexOf).toArray()).run(simulations, seed, true);
        List<Line> lines = new ArrayList<>();
        for (int club : table.ranking(new SplittableRandom(seed))) {
            lines.add(new Line(lines.size() + 1, season.clubs().get(club), table.played(club), table.won(club),
                    table.drawn(club), table.lost(club), table.goalsFor(club), table.goalsAgainst(club),
                    table.points(club), result.clubs().get(club)));
        }
        List<Stake> stakes = new ArrayList<>();
        for (LeagueHistory.Fixture fixture : next) {
            stakes.add(new Stake(fixture.home(), fixture.away(), result.effects().get(stakes.size())));
        }
        return new SeasonForecast(lines, stakes, result.needed());
    }

    /**
     * The day to forecast a fixture for: its own, if it is announced and still to come, else the first one possible.
     */
    public static LocalDate dayOf(LeagueHistory.Fixture fixture, Predictor predictor) {
        LocalDate first = predictor.dataUntil().plusDays(1);
        return fixture.date() == null || fixture.date().isBefore(first) ? first : fixture.date();
    }

    /**
     * Mean goals of home and away clubs in the newest thousand matches: the scale for models that know outcomes only.
     */
    public static double[] usualGoals(LeagueHistory history) {
        List<Match> all = history.matches().stream().filter(match -> !match.awarded()).toList();
        List<Match> newest = all.subList(Math.max(0, all.size() - 1000), all.size());
        return new double[] {newest.stream().mapToInt(Match::homeGoals).average().orElse(1),
            newest.stream().mapToInt(Match::awayGoals).average().orElse(1)};
    }
}
