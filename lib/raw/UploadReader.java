package lib.raw;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lib.football.Clubs;
import lib.football.MatchRow;

/** Hands the rows of one raw file to a {@link Merger}: as matches, or into quarantine with the reason. */
public final class UploadReader implements RawFile.Reader {

    /** How much of a refused row's text is kept. */
    private static final int LONGEST_TEXT = 500;

    /** A file with more unknown clubs is of another league: no name of this one is meant. */
    private static final int MOST_SUGGESTIONS = 40;

    private final Merger merger;
    private final Set<String> unknown = new TreeSet<>();
    private final Set<String> looked = new HashSet<>();
    private RawFormat format;
    private Shots shots;

    /** Begins the upload; uploads come in the order in which they arrived. */
    public UploadReader(Merger merger, String file) {
        this(merger, file, true);
    }

    /** @param dated whether it is on record when the upload arrived */
    public UploadReader(Merger merger, String file, boolean dated) {
        this.merger = merger;
        merger.begin(file, dated);
    }

    /** Tells the IDs of the matches to files of shots, which name no match otherwise. */
    public UploadReader identifying(Shots shots) {
        this.shots = shots;
        return this;
    }

    /** Reads the upload from its first row to its last. Returns the {@linkplain #unknownClubs unknown} names in it. */
    public Set<String> read(RawFile.Source source) throws IOException {
        RawFile.read(source, merger.names(), this);
        return unknown;
    }

    @Override
    public void row(RawRow row) {
        format = row.format();
        try {
            MatchRow match = row.match();
            merger.add(match, row.format(), row.line());
            if (shots != null) shots.identify(row.cell("id"), match.match());
            row.notes().forEach(note -> merger.note(note.line(), note.reason(), note.arguments()));
            if (match.played()) {
                meet(match.match().home(), row.line());
                meet(match.match().away(), row.line());
            }
        } catch (RawRow.NotTrue e) {
            refused(row.line(), e.reason, e.arguments, row.text());
        }
    }

    private void meet(String club, long line) {
        if (!looked.add(club) || merger.names().find(club).isPresent()) return;
        unknown.add(club);
        List<String> near = unknown.size() > MOST_SUGGESTIONS ? List.of() : Clubs.suggest(club);
        if (near.isEmpty()) merger.note(line, Reason.UNKNOWN_CLUB, List.of(club));
        else merger.note(line, Reason.MISSPELT_CLUB, List.of(club, String.join(", ", near)));
    }

    @Override
    public void refused(long line, Reason reason, List<String> arguments, String text) {
        merger.quarantine(line, reason, arguments, text.substring(0, Math.min(LONGEST_TEXT, text.length())));
    }

    @Override
    public void noted(long line, Reason reason, List<String> arguments) {
        merger.note(line, reason, arguments);
    }

    /** Names in results that no list has; each becomes a club of its own. */
    public Set<String> unknownClubs() {
        return unknown;
    }

    /** The format of the rows; null before there is one. */
    public RawFormat format() {
        return format;
    }
}
