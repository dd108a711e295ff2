package lib.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.MatchRow;
import lib.football.Season;
import lib.football.Standings;
import lib.football.Zones;
import lib.model.Features;
import lib.model.Forecaster;
import lib.model.ScoreMatrix;
import lib.model.SeasonForecast;
import lib.model.SeasonSimulation;
import lib.model.SeasonTally;

/**
 * How good the chances of past seasons were: at the day on which half of a season's matches had been played, the rest
 * is simulated from what was known then, and held against how it ended.
 */
public final class SeasonBacktest {

    /** A club's chances at half season, and its place in the final table, 1 for the champion. */
    public record Half(int season, String club, SeasonTally.Chances chances, int place, Zones zones, int clubs) {
        boolean relegated() {
            return place > clubs - zones.relegated();
        }
    }

    /** Chances from {@code from} to {@code to}: how many, their mean, how often it happened, and the standard error of that share. */
    public record Bin(double from, double to, int n, double predicted, double happened, double error) {}

    /**
     * The verdict on one kind of chance.
     *
     * @param n       forecasts, one for each club and season
     * @param brier   mean squared error
     * @param usual   the same of a forecast that gives every club the zone's share of the league
     * @param logLoss mean negative logarithm of the probability of what happened
     */
    public record Verdict(String what, int n, double brier, double usual, double logLoss, List<Bin> bins) {}

    private static final double[] EDGES = {0, .05, .2, .4, .6, .8, 1};

    private SeasonBacktest() {}

    /**
     * Walks through history and simulates every complete season at its half.
     *
     * @param rows       the played matches in chronological order, with their shots where these are known
     * @param forecaster one that has learned nothing yet
     * @param from       first season to look at
     * @param to         last season to look at
     * @param strengthSd see {@link SeasonSimulation}
     */
    public static List<Half> run(List<MatchRow> rows, Forecaster forecaster, int from, int to, double strengthSd,
            int simulations, long seed) {
        List<Match> played = rows.stream().map(MatchRow::match).toList();
        LeagueHistory all = LeagueHistory.of(played, List.of());
        Features features = new Features();
        List<Half> halves = new ArrayList<>();
        int season = 0;
        int seen = 0;
        int end = 0;
        for (List<MatchRow> today : Match.byDay(rows, MatchRow::date)) {
            end += today.size();
            forecaster.learn(features.learnDay(today));
            if (today.getFirst().match().season() != season) {
                season = today.getFirst().match().season();
                seen = 0;
            }
            Season whole = Season.of(all, season);
            int half = whole.clubs().size() * (whole.clubs().size() - 1) / 2;
            boolean now = seen < half && seen + today.size() >= half;
            seen += today.size();
            // One match of 2016 was never played; a season that is short of more is still running.
            if (!now || season < from || season > to || whole.left().size() > 1) continue;
            LeagueHistory then = LeagueHistory.of(played.subList(0, end), List.of());
            halves.addAll(half(whole, Season.of(then, season), then, features, forecaster, strengthSd, simulations, seed));
        }
        return halves;
    }

    private static List<Half> half(Season whole, Season half, LeagueHistory then, Features features, Forecaster forecaster, double strengthSd,
            int simulations, long seed) {
        double[] usual = SeasonForecast.usualGoals(then);
        List<SeasonSimulation.Fixture> fixtures = half.left().stream().map(fixture -> {
            MatchRow match = MatchRow.of(Match.toPlay(then.matches().getLast().date().plusDays(1), half.year(),
                    fixture.home(), fixture.away()));
            return new SeasonSimulation.Fixture(Collections.binarySearch(half.clubs(), fixture.home()), Collections.binarySearch(half.clubs(), fixture.away()),
                    ScoreMatrix.of(forecaster.forecast(features.example(match)), usual[0], usual[1]));
        }).toList();
        List<SeasonTally.Chances> chances = new SeasonSimulation(half.zones(), Standings.of(half), fixtures, strengthSd)
                .run(simulations, seed, true).clubs();
        int[] ranking = Standings.of(whole).ranking(new java.util.SplittableRandom(seed));
        List<Half> halves = new ArrayList<>();
        for (int place = 1; place <= ranking.length; place++) {
            int club = ranking[place - 1];
            halves.add(new Half(half.year(), half.clubs().get(club), chances.get(club), place, half.zones(), ranking.length));
        }
        return halves;
    }

    /** What the chances of title, G-4 and relegation were worth. */
    public static List<Verdict> verdicts(List<Half> halves) {
        return List.of(
                verdict("title", halves, half -> half.chances.title().value(), halves.stream().mapToInt(half -> half.place == 1 ? 1 : 0).toArray()),
                verdict("top 4", halves, half -> half.chances.groupStage().value(),
                        halves.stream().mapToInt(half -> half.place <= half.zones.groupStage() ? 1 : 0).toArray()),
                verdict("relegation", halves, half -> half.chances.relegation().value(), halves.stream().mapToInt(half -> half.relegated() ? 1 : 0).toArray()));
    }

    private static Verdict verdict(String what, List<Half> halves, ToDoubleFunction<Half> chance, int[] happened) {
        double[] p = halves.stream().mapToDouble(chance).toArray();
        double share = Arrays.stream(happened).average().orElse(0);
        double brier = 0;
        double logLoss = 0;
        for (int i = 0; i < p.length; i++) {
            brier += (p[i] - happened[i]) * (p[i] - happened[i]) / p.length;
            // A chance of nought only means that it never came up in so many simulations.
            logLoss -= Math.log(Math.max(1e-4, happened[i] == 1 ? p[i] : 1 - p[i])) / p.length;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin + 1 < EDGES.length; bin++) {
            int n = 0;
            int hits = 0;
            double sum = 0;
            for (int i = 0; i < p.length; i++) {
                boolean last = bin + 2 == EDGES.length;
                if (p[i] < EDGES[bin] || (last ? p[i] > EDGES[bin + 1] : p[i] >= EDGES[bin + 1])) continue;
                n++;
                hits += happened[i];
                sum += p[i];
            }
            if (n == 0) continue;
            double mean = sum / n;
            bins.add(new Bin(EDGES[bin], EDGES[bin + 1], n, mean, (double) hits / n, Math.sqrt(mean * (1 - mean) / n)));
        }
        return new Verdict(what, p.length, brier, share * (1 - share), logLoss, bins);
    }
}
