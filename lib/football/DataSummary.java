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
 * @param unknownClubs names in results that no list has, the first of them; each became a club of its own
 * @param shares      the files that have rows in quarantine, the worst first
 * @param corrections the files that changed results of finished seasons
 * @param reasons     how many rows have which reason to be in quarantine or worth a note
 * @param fingerprint SHA-256 of processed/matches.csv
 * @param features    SHA-256 of processed/features.csv
 */
public record DataSummary(int files, long read, long matches, long duplicates, long fixtures, long neverPlayed,
                          long quarantined, long notes, int firstSeason, int lastSeason, LocalDate dataUntil,
                          List<Fixture> next, boolean simulated, List<String> unknownClubs, List<Share> shares,
                          List<Corrections> corrections, List<Count> reasons, String fingerprint, String features) {

    /** More than this share of a file in quarantine is worth the last line of a run. */
    public static final double SHARE_TO_SAY = 0.02;

    /** More than this share of a file in quarantine stops a pipeline before it trains. */
    public static final double SHARE_TO_STOP = 0.1;

    /** A file that changes more than this share of the known results of finished seasons is to be looked at first. */
    public static final double CHANGES_TO_HOLD = 0.01;

    public DataSummary {
        unknownClubs = unknownClubs == null ? List.of() : unknownClubs;
        shares = shares == null ? List.of() : shares;
        corrections = corrections == null ? List.of() : corrections;
        reasons = reasons == null ? List.of() : reasons;
    }

    /** How much of a file is in quarantine, and the code of the commonest reason with its number of rows. */
    public record Share(String file, long read, long quarantined, String code, long count) {
        public double share() {
            return (double) quarantined / read;
        }
    }

    /**
     * Results of finished seasons that a file changed, of those that the files before it had told.
     *
     * @param sha256 of the file: what was accepted once need not be asked about again
     */
    public record Corrections(String file, String sha256, long changed, long known) {
        public boolean isMuch() {
            return changed > CHANGES_TO_HOLD * known;
        }
    }

    /** How many rows have a reason, by its code. */
    public record Count(String code, long rows) {}

    /** Files whose corrections a person has to accept before a model that learned from them may serve. */
    public List<Corrections> toAccept() {
        return corrections.stream().filter(Corrections::isMuch).toList();
    }

    /** How many results these files changed. */
    public long corrected() {
        return toAccept().stream().mapToLong(Corrections::changed).sum();
    }

    /** How many seasons a forecaster is judged on, if there are twice as many. */
    private static final int SEASONS_TO_JUDGE = 8;

    /** A match that is still to be played. */
    public record Fixture(LocalDate date, String home, String away) {}

    /**
     * First and last of the given seasons, written as 2015-2022 or 2015, as far as there are data; without any the
     * newest half, at most eight: the older half is there to learn from.
     */
    public int[] seasons(String text) {
        if (text == null) {
            int judged = Math.min(SEASONS_TO_JUDGE, (lastSeason - firstSeason + 1) / 2);
            if (judged > 0) return new int[] {lastSeason - judged + 1, lastSeason};
            throw new Fault(Exit.CONFIGURATION, "one season is too little to train on",
                    "a model needs one season to learn from and another to be judged on",
                    "./jbangw 02_etl.java add FILE.csv with an earlier season", 3);
        }
        if (!text.matches("\\d{4}(-\\d{4})?")) {
            throw new Fault(Exit.USAGE, "not a range of seasons: " + text, "it is written as two years",
                    "for example --seasons 2015-2022", 3);
        }
        int from = Math.max(firstSeason, Integer.parseInt(text.substring(0, 4)));
        int to = Math.min(lastSeason, Integer.parseInt(text.substring(text.length() - 4)));
        if (from > to) throw noMatch(text);
        return new int[] {from, to};
    }

    /** The fault for seasons of which there is no match. */
    public Fault noMatch(String seasons) {
        return new Fault(Exit.USAGE, "no match in the seasons " + seasons,
                "the lake holds %d to %d".formatted(firstSeason, lastSeason),
                "choose seasons from that range", 3);
    }
}
