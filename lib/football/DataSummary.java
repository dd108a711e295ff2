package lib.football;

import java.time.LocalDate;
import java.util.List;
import lib.base.Exit;
import lib.base.Fault;

/**
 * What the ETL made of the raw files; {@code processed/summary.json}.
 *
 * @param read        rows read: matches + duplicates + fixtures + quarantined
 * @param matches     played matches kept
 * @param duplicates  rows that repeated or corrected another row
 * @param fixtures    matches without a score
 * @param neverPlayed how many of the fixtures belong to a season that is over
 * @param quarantined rows that cannot be true
 * @param dataUntil   day of the last played match
 * @param next        the fixtures to be played next, at most ten
 * @param simulated   whether the matches come from a simulated league
 * @param fingerprint SHA-256 of processed/matches.csv
 * @param features    SHA-256 of processed/features.csv
 */
public record DataSummary(int files, long read, long matches, long duplicates, long fixtures, long neverPlayed,
                          long quarantined, long notes, int firstSeason, int lastSeason, LocalDate dataUntil,
                          List<Fixture> next, boolean simulated, String fingerprint, String features) {

    /** How many seasons a forecaster is judged on, if there are twice as many. */
    private static final int SEASONS_TO_JUDGE = 8;

    /** A match that is still to be played. */
    public record Fixture(LocalDate date, String home, String away) {}

    /**
     * First and last of the given seasons, written as 2015-2022 or 2015, as far as there are data; without any the newest
     * half, at most eight: the older half is there to learn from.
     */
    public int[] seasons(String text) {
        if (text == null) {
            int judged = Math.min(SEASONS_TO_JUDGE, (lastSeason - firstSeason + 1) / 2);
            if (judged > 0) return new int[] {lastSeason - judged + 1, lastSeason};
            throw new Fault(Exit.CONFIGURATION, "one season is too little to train on",
                    "a model needs one season to learn from and another to be judged on", "./jbangw 02_etl.java add FILE.csv with an earlier season", 3);
        }
        if (!text.matches("\\d{4}(-\\d{4})?")) {
            throw new Fault(Exit.USAGE, "not a range of seasons: " + text, "it is written as two years", "for example --seasons 2015-2022", 3);
        }
        int from = Math.max(firstSeason, Integer.parseInt(text.substring(0, 4)));
        int to = Math.min(lastSeason, Integer.parseInt(text.substring(text.length() - 4)));
        if (from > to) throw noMatch(text);
        return new int[] {from, to};
    }

    /** The fault for seasons of which there is no match. */
    public Fault noMatch(String seasons) {
        return new Fault(Exit.USAGE, "no match in the seasons " + seasons, "the lake holds %d to %d".formatted(firstSeason, lastSeason),
                "choose seasons from that range", 3);
    }
}
