package lib.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.football.Outcome;

/**
 * Forecasts that were written down before the matches were played, and how they fared; {@code forecasts/log.json}.
 *
 * @param simulated   whether the matches come from a simulated league
 * @param recorded    forecasts written down
 * @param waiting     matches among them without a result yet
 * @param scores      of those with a result; null before the first
 * @param calibration how often things happened that had about the same probability
 * @param drift       whether the model does worse than it used to
 * @param matches     the scored matches in chronological order
 */
public record ForecastLog(boolean simulated, int recorded, int waiting, Scores scores, List<Bin> calibration,
        Drift drift, List<Entry> matches) {

    /**
     * One model's forecasts of all that is left of a season; {@code forecasts/recorded/VERSION.json}, never changed.
     */
    public record Sheet(String version, String kind, Instant recordedAt, LocalDate dataUntil, boolean simulated,
            List<Line> forecasts) {}

    /** One forecast; without an announced day the date is null. */
    public record Line(LocalDate date, int season, int round, String home, String away, double pHome, double pDraw,
            double pAway) {
        Forecast forecast() {
            return new Forecast(pHome, pDraw, pAway);
        }
    }

    /** A scored match: the last forecast written down before its day, and the mean RPS up to it. */
    public record Entry(LocalDate date, String home, String away, double pHome, double pDraw, double pAway,
            int homeGoals, int awayGoals, double rps, double runningRps, String version, Instant recordedAt) {}

    /**
     * Whether the newest matches went worse than the backtest lets expect.
     *
     * @param signal   too-few, none, watch or drift
     * @param n        matches looked at, the newest ones
     * @param recent   their mean RPS
     * @param expected mean RPS in the backtest
     * @param z        how many standard errors the recent mean lies above the expected one
     * @param rule     the rule in words
     */
    public record Drift(String signal, int n, double recent, double expected, double z, String rule) {}

    private static final int FEWEST = 30;
    private static final int NEWEST = 100;
    private static final double WATCH = 1.64;
    private static final double DRIFT = 2.33;
    private static final String RULE =
            ("the mean RPS of the newest %d scored matches against the backtest's mean: from %d matches on, watch "
            + "when it lies %s standard errors above, drift when %s (5 %% and 1 %% by chance)")
            .formatted(NEWEST, FEWEST, WATCH, DRIFT);
    private static final ZoneId BRAZIL = ZoneId.of("America/Sao_Paulo");

    /**
     * What a model says of all that is left of the running season. A fixture of today or earlier is left out: it may
     * have begun. A simulated league keeps its own calendar, so there the day of the last match learned decides alone.
     */
    public static Sheet record(String version, Predictor predictor, List<LeagueHistory.Fixture> left, Instant now) {
        LocalDate today = now.atZone(BRAZIL).toLocalDate();
        List<Line> lines = new ArrayList<>();
        for (LeagueHistory.Fixture fixture : left) {
            boolean mayHaveBegun = !predictor.simulated() && fixture.date() != null && !fixture.date().isAfter(today);
            if (mayHaveBegun) continue;
            Forecast forecast = predictor.forecast(
                    fixture.home(), fixture.away(), SeasonForecast.dayOf(fixture, predictor), "", "");
            lines.add(new Line(fixture.date(), fixture.season(), fixture.round(), fixture.home(), fixture.away(),
                    forecast.home(), forecast.draw(), forecast.away()));
        }
        return new Sheet(version, predictor.kind(), now, predictor.dataUntil(), predictor.simulated(), lines);
    }

    /**
     * Scores what has been played since. Of several forecasts of a match the last one counts that was written down
     * before its day by a model that had not learned its day; a match without such a forecast does not count.
     *
     * @param played      results in chronological order; those that were awarded wait no longer and do not count
     * @param expectedRps RPS of each match of the backtest
     */
    public static ForecastLog of(List<Sheet> sheets, List<Match> played, double[] expectedRps) {
        record Written(Sheet sheet, Line line) {}
        Map<Match.Key, List<Written>> written = new HashMap<>();
        List<Sheet> inOrder = sheets.stream().sorted(Comparator.comparing(Sheet::recordedAt)).toList();
        for (Sheet sheet : inOrder) {
            for (Line line : sheet.forecasts) {
                written.computeIfAbsent(new Match.Key(line.season, line.home, line.away), key -> new ArrayList<>())
                        .add(new Written(sheet, line));
            }
        }
        List<Entry> entries = new ArrayList<>();
        double sum = 0;
        for (Match match : played) {
            List<Written> all = written.remove(match.key());
            Written last = all == null ? null : all.reversed().stream().filter(one -> isBefore(one.sheet, match.date()))
                    .findFirst().orElse(null);
            if (last == null || match.awarded()) continue; // a court's decision is no result to foresee
            double rps = Scores.rps(last.line.forecast(), match.outcome());
            sum += rps;
            entries.add(new Entry(match.date(), match.home(), match.away(), last.line.pHome, last.line.pDraw,
                    last.line.pAway, match.homeGoals(), match.awayGoals(), rps, sum / (entries.size() + 1),
                    last.sheet.version, last.sheet.recordedAt));
        }
        List<Forecast> forecasts = entries.stream().map(entry -> new Forecast(entry.pHome, entry.pDraw, entry.pAway))
                .toList();
        List<Outcome> outcomes = entries.stream().map(entry -> Outcome.of(entry.homeGoals, entry.awayGoals)).toList();
        return new ForecastLog(sheets.stream().anyMatch(Sheet::simulated),
                sheets.stream().mapToInt(sheet -> sheet.forecasts.size()).sum(), written.size(),
                entries.isEmpty() ? null : Scores.of(forecasts, outcomes), Bin.tenths(forecasts, outcomes),
                drift(entries, expectedRps), entries);
    }

    private static boolean isBefore(Sheet sheet, LocalDate day) {
        boolean notLearned = sheet.dataUntil.isBefore(day);
        return notLearned && (sheet.simulated || sheet.recordedAt.atZone(BRAZIL).toLocalDate().isBefore(day));
    }

    private static Drift drift(List<Entry> entries, double[] expectedRps) {
        double expected = mean(expectedRps);
        double[] newest = entries.stream().skip(Math.max(0, entries.size() - NEWEST)).mapToDouble(Entry::rps).toArray();
        if (newest.length < FEWEST || expectedRps.length < FEWEST) {
            return new Drift("too-few", newest.length, mean(newest), expected, 0, RULE);
        }
        double variance = 0;
        for (double rps : expectedRps) variance += (rps - expected) * (rps - expected) / (expectedRps.length - 1);
        double z = (mean(newest) - expected) / Math.sqrt(variance / newest.length);
        return new Drift(z > DRIFT ? "drift" : z > WATCH ? "watch" : "none", newest.length, mean(newest), expected, z,
                RULE);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) sum += value;
        return values.length == 0 ? 0 : sum / values.length;
    }
}
