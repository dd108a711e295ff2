package lib.football;

import java.time.LocalDate;
import java.util.List;

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

    /** A match that is still to be played. */
    public record Fixture(LocalDate date, String home, String away) {}
}
