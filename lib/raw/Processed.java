package lib.raw;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.football.ClubNames;
import lib.football.DataSummary;
import lib.football.Match;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.lake.Keys;
import lib.lake.Lake;

/** What the lake tells whoever reads raw files: its own names of clubs, and what the last run left in processed/. */
public final class Processed {

    private Processed() {}

    /** The names of clubs that are known, and those that the lake's own clubs.csv adds. */
    public static ClubNames clubNames(Lake lake) {
        return lake.get(Keys.CLUBS).map(stored -> ClubNames.STANDARD.with(Keys.CLUBS, stored.bytes()))
                .orElse(ClubNames.STANDARD);
    }

    /** Its summary; nothing if there was no run or the file is damaged. */
    public static Optional<DataSummary> summary(Lake lake) {
        return lake.get(Keys.SUMMARY).flatMap(stored -> {
            try {
                return Optional.of(Json.read(stored.bytes(), DataSummary.class));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    /** The matches that were played. */
    public static List<Match> played(Lake lake) {
        return matches(lake, Keys.MATCHES);
    }

    /** The matches still to be played. */
    public static List<Match> toPlay(Lake lake) {
        return matches(lake, Keys.FIXTURES);
    }

    private static List<Match> matches(Lake lake, String key) {
        Lake.Stored table = lake.get(key).orElseThrow(() -> new Fault(Exit.CONFIGURATION,
                "no " + key + " in " + lake.describe(), "the ETL has not run yet", "./jbangw 02_etl.java", 2));
        return MatchFile.read(table.bytes()).stream().map(MatchRow::match).toList();
    }
}
