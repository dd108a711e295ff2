package lib.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.MatchRow;
import lib.football.Season;
import lib.football.Standings;
import lib.football.Zones;
import lib.model.Bin;
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
    public record Half(int season, SeasonTally.Chances chances, int place, Zones zones, int clubs) {}

    /**
     * The verdict on one kind of chance.
     *
     * @param n       forecasts, one for each club and season
     * @param brier   mean squared error
     * @param usual   the same of a forecast that gives every club the zone's share of the league
     * @param logLoss mean negative logarithm of the probability of what happened
     */
    public record Verdict(String what, int n, double brier, double usual, double logLoss, List<Bin> bins) {}

    /**
     * How good the distributions over final places were.
     *
     * @param n       clubs and seasons
     * @param rps     ranked probability score of the place: the mean over the lines between two places of the squared
     *                gap between the chance and the fact of ending above it (Epstein, J. Applied Meteorology 8, 1969)
     * @param usual   the same of a forecast that finds every place as likely
     * @param covered share of clubs that ended within the interval to which four chances of five were given
     * @param width   mean number of places in that interval
     */
    public record Places(int n, double rps, double usual, double covered, double width) {
        @Override
        public String toString() {
            return ("final place: RPS %.4f (every place as likely: %.4f); the 80 %% interval, %.1f places wide, held "
                    + "%.0f %% of %d").formatted(rps, usual, width, 100 * covered, n);
        }
    }

    /** The chance that an interval of places is to hold. */
    private static final double INTERVAL = 0.8;

    /** Chances are sums of fractions. */
    private static final double ROUNDING = 1e-9;

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
            halves.addAll(half(whole, Season.of(then, season), then, features, forecaster, strengthSd, simulations,
                    seed));
        }
        return halves;
    }

    private static List<Half> half(Season whole, Season half, LeagueHistory then, Features features,
            Forecaster forecaster, double strengthSd, int simulations, long seed) {
        double[] usual = SeasonForecast.usualGoals(then);
        List<SeasonSimulation.Fixture> fixtures = half.left().stream().map(fixture -> {
            MatchRow match = MatchRow.of(Match.toPlay(then.matches().getLast().date().plusDays(1), half.year(),
                    fixture.home(), fixture.away()));
            return new SeasonSimulation.Fixture(
                    Collections.binarySearch(half.clubs(), fixture.home()),
                    Collections.binarySearch(half.clubs(), fixture.away()),
                    ScoreMatrix.of(forecaster.forecast(features.example(match)), usual[0], usual[1]));
        }).toList();
        List<SeasonTally.Chances> chances = new SeasonSimulation(half.zones(), Standings.of(half), fixtures, strengthSd)
                .run(simulations, seed, true).clubs();
        int[] ranking = Standings.of(whole).ranking(new java.util.SplittableRandom(seed));
        List<Half> halves = new ArrayList<>();
        for (int place = 1; place <= ranking.length; place++) {
            halves.add(new Half(half.year(), chances.get(ranking[place - 1]), place, half.zones(), ranking.length));
        }
        return halves;
    }

    /** What the chances of title, G-4 and relegation were worth. */
    public static List<Verdict> verdicts(List<Half> halves) {
        return List.of(
                verdict("title", halves, chances -> chances.title().value(), half -> half.place == 1),
                verdict("top 4", halves, chances -> chances.groupStage().value(),
                        half -> half.place <= half.zones.groupStage()),
                verdict("relegation", halves, chances -> chances.relegation().value(),
                        half -> half.place > half.clubs - half.zones.relegated()));
    }

    private static Verdict verdict(String what, List<Half> halves, ToDoubleFunction<SeasonTally.Chances> chance,
            Predicate<Half> happened) {
        int n = halves.size();
        double[][] chances = new double[n][1];
        int[] came = new int[n];
        double share = halves.stream().filter(happened).count() / (double) n;
        double brier = 0;
        double logLoss = 0;
        for (int i = 0; i < n; i++) {
            double p = chance.applyAsDouble(halves.get(i).chances);
            boolean yes = happened.test(halves.get(i));
            chances[i][0] = p;
            came[i] = yes ? 0 : -1;
            brier += (yes ? (1 - p) * (1 - p) : p * p) / n;
            // A chance of nought only means that it never came up in so many simulations.
            logLoss -= Math.log(Math.max(1e-4, yes ? p : 1 - p)) / n;
        }
        return new Verdict(what, n, brier, share * (1 - share), logLoss, Bin.of(chances, came, EDGES));
    }

    /** What the distributions over final places were worth. */
    public static Places places(List<Half> halves) {
        double rps = 0;
        double usual = 0;
        int covered = 0;
        int width = 0;
        for (Half half : halves) {
            double below = 0;
            int first = 0;
            int last = 0;
            for (int place = 1; place <= half.clubs; place++) {
                below += half.chances.positions()[place - 1];
                if (below <= (1 - INTERVAL) / 2 + ROUNDING) first = place; // the places left out at the top
                if (last == 0 && below >= (1 + INTERVAL) / 2 - ROUNDING) last = place;
                double truth = place >= half.place ? 1 : 0;
                rps += squared(below - truth) / (half.clubs - 1);
                usual += squared((double) place / half.clubs - truth) / (half.clubs - 1);
            }
            if (half.place > first && half.place <= last) covered++;
            width += last - first;
        }
        int n = halves.size();
        return new Places(n, rps / n, usual / n, (double) covered / n, (double) width / n);
    }

    private static double squared(double x) {
        return x * x;
    }
}
