package lib.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import lib.football.LeagueHistory;
import lib.football.Season;
import lib.football.Standings;

/**
 * The rest of the running season as the champion sees it: table, forecasts of what is left, and the chances that
 * {@link SeasonSimulation} makes of them.
 */
public final class SeasonForecast {

    /** A club's line, best first: the table so far, and its chances. */
    public record Line(int position, String club, int played, int won, int drawn, int lost, int goalsFor, int goalsAgainst, int points,
                       SeasonSimulation.Chances chances) {}

    private SeasonForecast() {}

    /**
     * Simulates the rest of a season.
     *
     * @param simulations how often
     * @param seed        for the simulations, and for the lots that order clubs whom the rules leave level
     */
    public static List<Line> of(Predictor predictor, LeagueHistory history, Season season, int simulations, long seed) {
        Standings table = Standings.of(season);
        List<SeasonSimulation.Fixture> fixtures = new ArrayList<>(season.left().size());
        double[] usual = usualGoals(history);
        for (LeagueHistory.Fixture fixture : season.left()) {
            Forecast forecast = predictor.forecast(fixture.home(), fixture.away(), dayOf(fixture, predictor), "", "");
            fixtures.add(new SeasonSimulation.Fixture(Collections.binarySearch(season.clubs(), fixture.home()),
                    Collections.binarySearch(season.clubs(), fixture.away()), ScoreMatrix.of(forecast, usual[0], usual[1])));
        }
        List<SeasonSimulation.Chances> chances = new SeasonSimulation(season.clubs().size(), table, fixtures,
                SeasonSimulation.STRENGTH_SD).run(simulations, seed, true);
        List<Line> lines = new ArrayList<>();
        for (int club : table.ranking(new SplittableRandom(seed))) {
            lines.add(new Line(lines.size() + 1, season.clubs().get(club), table.played(club), table.won(club), table.drawn(club),
                    table.lost(club), table.goalsFor(club), table.goalsAgainst(club), table.points(club), chances.get(club)));
        }
        return lines;
    }

    /** The day to forecast a fixture for: its own, if it is announced and still to come, else the first one possible. */
    public static LocalDate dayOf(LeagueHistory.Fixture fixture, Predictor predictor) {
        LocalDate first = predictor.dataUntil().plusDays(1);
        return fixture.date() == null || fixture.date().isBefore(first) ? first : fixture.date();
    }

    /** Mean goals of home and away clubs in the newest thousand matches: the scale for models that know outcomes only. */
    public static double[] usualGoals(LeagueHistory history) {
        List<LeagueHistory.Played> all = history.matches();
        List<LeagueHistory.Played> newest = all.subList(Math.max(0, all.size() - 1000), all.size());
        return new double[] {newest.stream().mapToInt(LeagueHistory.Played::homeGoals).average().orElse(1),
            newest.stream().mapToInt(LeagueHistory.Played::awayGoals).average().orElse(1)};
    }
}
