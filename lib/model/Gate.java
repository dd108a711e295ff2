package lib.model;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.model.Verdict.Code;

/**
 * Decides whether a new model, the challenger, takes the place of the one that serves, the champion.
 *
 * <p>The rule: a challenger is promoted if it forecast the same matches clearly better, its RPS lower by more than two
 * standard errors of the paired difference. If it has learned from newer or corrected data, it is enough that it is not
 * clearly worse and that it beats always-home.
 *
 * <p>Before that it looks at the evidence, for a gate is no better than what it is shown. Numbers are finite. Real
 * matches lie in the past. Nobody beats the truth. Results of past seasons do not change unless a person says so. And
 * only matches that ended alike for both are compared, and enough of them.
 */
public final class Gate {

    /** The fewest matches to compare on; in a small league half of those that the champion was judged on. */
    private static final int ENOUGH = 100;

    /** By chance alone, one honest forecaster in 30,000 is so many standard errors better than the truth. */
    private static final int TOO_MANY_ERRORS = 4;
    private static final int FEWEST_TO_SUSPECT = 30;

    /**
     * The new model.
     *
     * @param run   what it said of every match walking forward, also in seasons that only the champion was judged on
     * @param sound whether the fitted model gives probabilities, see {@link Predictor#isSound}
     * @param known the results that it has learned
     * @param corrected results of finished seasons that a raw file told and a later one changed, if they are many
     */
    public record Challenger(String version, Evaluation metrics, Backtest.Run run, boolean sound, List<Match> known,
                             long corrected) {}

    /** What the champion left behind: how it did, what it said in its own test, and the results that it had learned. */
    public record Champion(String version, LocalDate promoted, Evaluation metrics, Map<Match.Key, Forecast> forecasts,
                           LeagueHistory history) {

        /** A champion whose files are damaged, which must not block its successor. */
        public static Champion unreadable(String version) {
            return new Champion(version, null, null, null, null);
        }
    }

    private final Challenger challenger;
    private final Champion champion;

    private Gate(Challenger challenger, Champion champion) {
        this.challenger = challenger;
        this.champion = champion;
    }

    /**
     * Compares the two.
     *
     * @param champion null if there is none
     * @param today    the day in Brazil
     * @param accepted whether a person has accepted that results of past seasons have changed
     */
    public static Verdict decide(Challenger challenger, Champion champion, LocalDate today, boolean accepted) {
        return new Gate(challenger, champion).decide(today, accepted);
    }

    /** From where on a challenger has to forecast, so that it can be compared with a champion, if there is one. */
    public static int firstSeason(Champion champion, int otherwise) {
        boolean alone = champion == null || champion.metrics == null;
        return alone ? otherwise : Math.min(otherwise, champion.metrics.firstSeason());
    }

    private Verdict decide(LocalDate today, boolean accepted) {
        Evaluation metrics = challenger.metrics;
        if (!isFinite()) return found(Code.NOT_FINITE, null, 0);
        if (isFuture(metrics, today)) return found(Code.FUTURE, null, 0);
        if (isTooGood(metrics.limit())) return found(Code.TOO_GOOD, metrics.limit().excess(), 0);
        Code alone = withoutComparison();
        // What was known before is what the champion has learned; without one, what the earlier files had told.
        if (alone != null && alone.promotes && challenger.corrected > 0 && !accepted) {
            return found(Code.CORRECTED, null, (int) challenger.corrected);
        }
        if (alone != null) return found(alone, null, 0);
        Map<Match.Key, Match> now = new HashMap<>();
        for (Match match : challenger.known) now.put(match.key(), match);
        int changed = changed(now);
        if (changed > 0 && !accepted) return found(Code.CHANGED, null, changed);
        Difference difference = compared(now);
        int needed = Math.max(2, Math.min(ENOUGH, champion.metrics.served().n() / 2));
        if (difference.n() < needed) return found(Code.TOO_FEW, difference, needed);
        return found(compare(difference), difference, 0);
    }

    /** What decides when there is no champion to be held against; null if there is one. */
    private Code withoutComparison() {
        if (champion == null) return Code.FIRST;
        if (champion.metrics == null) return Code.UNREADABLE;
        if (champion.metrics.simulated() && !challenger.metrics.simulated()) return Code.TO_REAL;
        if (challenger.metrics.simulated() && !champion.metrics.simulated()) return Code.TO_SIMULATED;
        return isFuture(champion.metrics, champion.promoted) ? Code.CHAMPION_OF_THE_FUTURE : null;
    }

    private Code compare(Difference difference) {
        boolean otherData = !challenger.metrics.fingerprint().equals(champion.metrics.fingerprint());
        boolean older = challenger.metrics.dataUntil().isBefore(champion.metrics.dataUntil());
        if (difference.clearlyBetter()) return Code.BETTER;
        if (!otherData || older) return Code.NOT_NEWER;
        if (difference.clearlyWorse()) return Code.WORSE;
        return challenger.metrics.beatsAlwaysHome() ? Code.NEWER : Code.NO_BETTER_THAN_HOME;
    }

    private Verdict found(Code code, Difference difference, int count) {
        boolean ofChampion = code == Code.CHAMPION_OF_THE_FUTURE;
        LocalDate day = ofChampion ? champion.metrics.dataUntil() : challenger.metrics.dataUntil();
        String against = champion == null ? null : champion.version;
        return new Verdict(code, challenger.version, day, against, difference, count);
    }

    // ---------------------------------------------------------------- the evidence

    private boolean isFinite() {
        boolean scores = challenger.metrics.leaderboard().stream().allMatch(row -> row.scores().isFinite());
        return challenger.sound && scores && challenger.run.forecasts().stream().allMatch(Forecast::isProbability);
    }

    /** With a day of grace for clocks and time zones. A simulated league keeps its own calendar. */
    private static boolean isFuture(Evaluation metrics, LocalDate today) {
        return !metrics.simulated() && metrics.dataUntil().isAfter(today.plusDays(1));
    }

    private static boolean isTooGood(Limit limit) {
        if (limit == null || limit.excess().n() < FEWEST_TO_SUSPECT) return false;
        return limit.excess().rps() < -TOO_MANY_ERRORS * limit.excess().standardError();
    }

    /** Results of seasons that were over for the champion and that are other ones now, or gone. */
    private int changed(Map<Match.Key, Match> now) {
        int changed = 0;
        for (Match then : champion.history.finished()) {
            Match other = now.get(then.key());
            if (other == null || other.homeGoals() != then.homeGoals() || other.awayGoals() != then.awayGoals()) {
                changed++;
            }
        }
        return changed;
    }

    /** On the matches that both have forecast and that ended alike for both. */
    private Difference compared(Map<Match.Key, Match> now) {
        Map<Match.Key, Forecast> said = new HashMap<>();
        for (Match then : champion.history.matches()) {
            Match other = now.get(then.key());
            Forecast forecast = champion.forecasts.get(then.key());
            if (forecast != null && other != null && other.outcome() == then.outcome()) said.put(then.key(), forecast);
        }
        return challenger.run.paired(said).difference();
    }
}
