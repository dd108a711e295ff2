package lib.model;

import java.time.LocalDate;

/**
 * What the {@link Gate} said of a new model, as data; {@link #reason} makes the sentence of it.
 *
 * @param code       what it found
 * @param version    the new version
 * @param dataUntil  the day of the data that the code speaks of: the champion's for
 *                   {@link Code#CHAMPION_OF_THE_FUTURE}, else the new version's
 * @param champion   the version that it was compared with; null if there was none
 * @param difference RPS minus the champion's, on the matches that both forecast and whose result is the same for both;
 *                   for {@link Code#TOO_GOOD} minus the limit's; null if nothing was compared
 * @param count      the number that the code speaks of: results changed, or matches needed; else 0
 */
public record Verdict(Code code, String version, LocalDate dataUntil, String champion, Difference difference,
                      int count) {

    private static final String FIGURES = ": RPS {difference} against the champion {champion} on the same {n} matches";

    /** What the gate may find: whether the version is promoted, and the sentence with the names of its figures. */
    public enum Code {
        UNCHANGED(true, "the same data and the same code give the same model"),
        TAKEN_OUT(false, "this version was taken out of service by hand; only rollback {version} brings it back"),
        NOT_FINITE(false, "its forecasts or scores are not finite numbers"),
        FUTURE(false, "its data end on {day}, after today: a match has a wrong date, or the clock is wrong"),
        TOO_GOOD(false, "too good to be true: RPS {difference} against the limit on {n} matches; "
                + "results, odds or code are wrong"),
        FIRST(true, "there is no champion to compare with"),
        UNREADABLE(true, "the champion {champion} is damaged, so there is nothing to compare with"),
        TO_REAL(true, "the champion learned from a simulated league, this one from real matches"),
        TO_SIMULATED(false, "the champion learned from real matches, this one from a simulated league"),
        CHAMPION_OF_THE_FUTURE(true, "the champion's data end on {day}, after the day it was promoted; that is no bar"),
        CHANGED(false, "{count} results of past seasons are not those that the champion {champion} learned; "
                + "look at processed/notes.csv, then ./jbangw 03_train.java train --accept-corrections"),
        CORRECTED(false, "later files change {count} results of finished seasons, more than one in a hundred; "
                + "look at processed/notes.csv, then ./jbangw 03_train.java train --accept-corrections"),
        TOO_FEW(false, "{n} matches were forecast by both and ended alike for both, {count} are needed to compare with "
                + "{champion}; rollback {version} lets it serve all the same"),
        BETTER(true, "clearly better" + FIGURES),
        NOT_NEWER(false, "no newer data and not clearly better" + FIGURES),
        WORSE(false, "newer data, but clearly worse" + FIGURES),
        NO_BETTER_THAN_HOME(false, "newer data, but it does not beat always-home"),
        NEWER(true, "newer data and not clearly worse" + FIGURES);

        /** Whether the version may serve. */
        public final boolean promotes;
        private final String sentence;

        Code(boolean promotes, String sentence) {
            this.promotes = promotes;
            this.sentence = sentence;
        }
    }

    /** A verdict for which nothing had to be compared. */
    public static Verdict of(Code code, Gate.Challenger challenger) {
        return new Verdict(code, challenger.version(), challenger.metrics().dataUntil(), null, null, 0);
    }

    public boolean promoted() {
        return code.promotes;
    }

    /** The verdict as one sentence with its figures. */
    public String reason() {
        return code.sentence.replace("{version}", version).replace("{day}", "" + dataUntil)
                .replace("{champion}", "" + champion).replace("{difference}", "" + difference)
                .replace("{n}", difference == null ? "" : "%,d".formatted(difference.n()))
                .replace("{count}", "%,d".formatted(count));
    }
}
