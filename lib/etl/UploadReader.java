package lib.etl;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.football.Clubs;
import lib.football.MatchRow;
import lib.football.RawFile;
import lib.football.RawFormat;

/** Hands the rows of one raw file to a {@link Merger}: as matches, or into quarantine with the reason. */
public final class UploadReader implements RawFile.Reader {

    /** How much of a refused row's text is kept. */
    private static final int LONGEST_TEXT = 500;

    private final Merger merger;
    private final Set<String> unknown = new HashSet<>();

    /** Begins the upload; uploads come in the order in which they arrived. */
    public UploadReader(Merger merger, String file) {
        this.merger = merger;
        merger.begin(file);
    }

    @Override
    public void row(RawFormat format, long line, Map<String, String> values) {
        try {
            MatchRow row = format.read(values);
            merger.add(row, format, line);
            for (String club : List.of(row.match().home(), row.match().away())) {
                if (!Clubs.isKnown(club) && unknown.add(club)) merger.note(line, "unknown club, taken as a new one: " + club);
            }
        } catch (RawFormat.NotTrue e) {
            String text = String.join(",", values.values());
            merger.quarantine(line, e.getMessage(), text.substring(0, Math.min(LONGEST_TEXT, text.length())));
        }
    }

    @Override
    public void refused(long line, String reason) {
        merger.quarantine(line, reason, "");
    }
}
