package lib.raw;

import java.util.EnumMap;
import java.util.Map;

/** One raw file while it is merged, in the order of arrival, and what became of its rows. */
public final class Upload {

    /** The file's key in the lake. */
    public final String file;

    final boolean dated;
    long read;
    boolean kept;
    boolean simulated;
    boolean aside;
    int newestSeason;
    long changed;
    long firstToKnow;
    private final Map<Reason, Long> quarantined = new EnumMap<>(Reason.class);

    /** @param dated whether it is on record when the file came, or only when it was last written */
    Upload(String file, boolean dated) {
        this.file = file;
        this.dated = dated;
    }

    void quarantine(Reason reason) {
        quarantined.merge(reason, 1L, Long::sum);
    }

    /** Rows read. */
    public long read() {
        return read;
    }

    /** How many results of finished seasons it changed that an earlier file had told. */
    public long changed() {
        return changed;
    }

    /** Its rows in quarantine. */
    public long quarantined() {
        return quarantined.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The reason of most of them; null if there is none. */
    public Reason commonest() {
        return quarantined.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
    }

    /** How many rows have that reason. */
    public long count(Reason reason) {
        return quarantined.getOrDefault(reason, 0L);
    }
}
