package lib.etl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lib.base.Console;
import lib.football.DataSummary;
import lib.lake.Keys;
import lib.raw.Reason;
import lib.raw.Remark;

/**
 * What a run has to say about rows, counted by reason: 560 lines of one kind say no more than the first and a number.
 */
public final class Remarks {

    /** So many rows of one reason are shown one by one. */
    private static final int SHOWN = 3;

    /** Rows of one reason. */
    private static final class Group {
        private final Reason reason;
        private final boolean quarantined;
        private final List<Remark> first = new ArrayList<>();
        private long rows;

        Group(Reason reason, boolean quarantined) {
            this.reason = reason;
            this.quarantined = quarantined;
        }

        void show(Console console) {
            List<String> lines = new ArrayList<>();
            if (rows > SHOWN) {
                Remark one = first.getFirst();
                String example = one.text().substring(reason.what.length()).replaceFirst("^: ", "");
                lines.add("%,d × %s; the first: %s line %d%s".formatted(rows, reason.what, one.file(), one.line(),
                        example.isBlank() ? "" : ": " + example.strip()));
            } else {
                first.forEach(remark -> lines.add(remark.file() + " line " + remark.line() + ": " + remark.text()));
            }
            lines.forEach(quarantined ? console::warn : console::line);
        }
    }

    private final Map<Reason, Group> groups = new EnumMap<>(Reason.class);

    /** Takes a remark about a row in quarantine, or about one that was kept. */
    public void add(Remark remark, boolean quarantined) {
        Group group = groups.computeIfAbsent(remark.reason(), reason -> new Group(reason, quarantined));
        group.rows++;
        if (group.first.size() < SHOWN) group.first.add(remark);
    }

    /**
     * Shows what the last run did not have to say, then the rest; each time the rows in quarantine first, and the
     * commonest reason before the others.
     *
     * @param before how many rows had which reason in the last run
     */
    public void show(Console console, List<DataSummary.Count> before) {
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparing((Group group) -> isOld(group, before))
                .thenComparing(group -> !group.quarantined)
                .thenComparing(group -> group.quarantined ? -group.rows : group.reason.ordinal())
                .thenComparing(group -> group.first.getFirst().line()));
        boolean old = false;
        for (Group group : sorted) {
            if (!before.isEmpty() && !old && isOld(group, before)) {
                old = true;
                console.line("as in the run before:");
            }
            group.show(console);
        }
        if (sorted.stream().anyMatch(group -> group.quarantined && group.rows > SHOWN)) {
            console.line("all of them are in " + Keys.QUARANTINE);
        }
        if (sorted.stream().anyMatch(group -> !group.quarantined && group.rows > SHOWN)) {
            console.line("all notes are in " + Keys.NOTES);
        }
    }

    private static boolean isOld(Group group, List<DataSummary.Count> before) {
        return before.stream().anyMatch(count -> count.code().equals(group.reason.code())
                && count.rows() >= group.rows);
    }

    /** How many rows have which reason. */
    public List<DataSummary.Count> counts() {
        return groups.values().stream().map(group -> new DataSummary.Count(group.reason.code(), group.rows)).toList();
    }
}
