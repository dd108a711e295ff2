package lib.lake;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;

/**
 * The models in the lake: immutable versions {@code models/VERSION/}, and the pointer {@code models/champion.json} to
 * the one that serves.
 *
 * <p>The pointer is flipped by compare-and-swap and holds the SHA-256 of the version's manifest, so a reader either
 * gets exactly what was published or a {@link Fault}.
 *
 * <p>The pointer is the one object that is true. It says when, why and from where it was moved, so the history of
 * moves, {@code models/history.jsonl}, can always be completed from it: a run killed between the two loses nothing.
 */
public final class ModelRegistry {

    /** Why the pointer was moved: a sentence for people, and the same as data for programs, null if a person did it. */
    public record Why(String reason, JsonNode verdict) {
        public static Why byHand(String reason) {
            return new Why(reason, null);
        }
    }

    /**
     * A move of the pointer.
     *
     * @param action see {@link Action}
     * @param from   the version that served before, null if none did
     */
    public record Move(Instant at, Action action, String version, String from, String reason, JsonNode verdict) {}

    /** Promoted by the gate, rolled back by a person, or put back where it was after the pointer or a file was lost. */
    public enum Action {
        @JsonProperty("promote") PROMOTE,
        @JsonProperty("rollback") ROLLBACK,
        @JsonProperty("restore") RESTORE
    }

    /** The pointer's content: the version, the SHA-256 of its manifest, and the move that led to it. */
    public record Champion(String version, String manifestSha256, Instant promotedAt, Action action, String from,
                           String reason, JsonNode verdict) {

        /** The line of the history; none for a pointer of an older version of this project, which did not know. */
        Optional<Move> move() {
            if (action == null) return Optional.empty();
            return Optional.of(new Move(promotedAt, action, version, from, reason, verdict));
        }
    }

    /** The champion with the state of the pointer, which tells whether it has moved since. */
    public record Pointer(Champion champion, String etag) {}

    private final Lake lake;
    private final VersionStore store;
    private final MoveLog log;
    private final InstantSource clock;

    public ModelRegistry(Lake lake) {
        this(lake, InstantSource.system());
    }

    /** @param clock what time it is when the pointer is moved */
    public ModelRegistry(Lake lake, InstantSource clock) {
        this.lake = lake;
        this.store = new VersionStore(lake);
        this.log = new MoveLog(lake);
        this.clock = clock;
    }

    // ---------------------------------------------------------------- versions

    /** Stores a version, see {@link VersionStore#publish}. */
    public void publish(String version, Map<String, byte[]> files) {
        store.publish(version, files);
    }

    /** The versions that are published, sorted by name and so by the day of their data. */
    public List<String> versions() {
        return store.versions();
    }

    /** A published version as a pointer would name it that nobody has moved yet. */
    public Champion version(String version) {
        return new Champion(version, store.manifestSha256(version), null, null, null, null, null);
    }

    /** All files of a version by name: whole, or a {@link Fault} that says which is not. */
    public Map<String, byte[]> load(Champion champion) {
        return store.load(champion.version, champion.manifestSha256);
    }

    /** One file of a version, verified in the same way. */
    public byte[] load(Champion champion, String name) {
        return store.load(champion.version, champion.manifestSha256, name);
    }

    /** A JSON file of a version. */
    public <T> T read(Champion champion, String name, Class<T> type) {
        return read(load(champion, name), name, type);
    }

    /** The content of a JSON file that {@link #load} has loaded. */
    public static <T> T read(byte[] json, String name, Class<T> type) {
        try {
            return Json.read(json, type);
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, name + " cannot be used",
                    "it was written by another version of this project", "run ./jbangw 03_train.java", 3).from(e);
        }
    }

    /** Whether every file of a version is there as it was published. */
    public boolean isWhole(Champion champion) {
        try {
            load(champion);
            return true;
        } catch (Fault damaged) {
            return false;
        }
    }

    // ---------------------------------------------------------------- the pointer

    /** The pointer, or nothing before the first training. */
    public Optional<Pointer> champion() {
        return lake.get(Keys.CHAMPION).map(stored -> {
            try {
                return new Pointer(Json.read(stored.bytes(), Champion.class), stored.etag());
            } catch (IOException e) {
                throw new Fault(Exit.CONFIGURATION, Keys.CHAMPION + " is damaged", "it was edited by hand or cut off",
                        "delete it and run ./jbangw 03_train.java", 3).from(e);
            }
        });
    }

    /**
     * What every command that may move the pointer begins with: it mends what a killed run has left and, if the pointer
     * is lost, lets the version that served last serve again. Returns the pointer, if there is one now.
     */
    public Optional<Pointer> recover() {
        Optional<Pointer> pointer = champion();
        if (pointer.isPresent()) {
            pointer.get().champion.move().ifPresent(log::add);
            return pointer;
        }
        List<Move> moves = log.moves();
        String last = moves.isEmpty() ? null : moves.getLast().version;
        if (last == null || !versions().contains(last) || !isWhole(version(last))) return Optional.empty();
        move(Action.RESTORE, last, Optional.empty(), Why.byHand("the pointer was gone; this version served last"));
        return champion();
    }

    /**
     * Makes a published version the champion, unless somebody else moved the pointer since it was read. That somebody
     * may be the same training, started twice at once: then the version serves, which is all that was wanted. For the
     * champion itself this changes nothing, unless its folder was lost and has been published again.
     */
    public void promote(String version, Optional<Pointer> seen, Why why) {
        if (seen.isEmpty() || !seen.get().champion.version.equals(version)) move(Action.PROMOTE, version, seen, why);
        else if (!isWhole(seen.get().champion)) {
            move(Action.RESTORE, version, seen, Why.byHand("its files were lost and have been published again"));
        }
    }

    /**
     * Moves the pointer back to a version, or without one to the version that served before the present one was
     * promoted. With a version it needs no pointer. Returns the version that serves now.
     */
    public String rollback(String version, Optional<Pointer> seen) {
        String serving = seen.map(pointer -> pointer.champion.version).orElse(null);
        String target = version != null ? version : before(serving);
        if (!versions().contains(target)) {
            throw new Fault(Exit.USAGE, "there is no version " + target, "it is mistyped, or its folder was deleted",
                    "./jbangw 03_train.java models lists the versions", 3);
        }
        if (!target.equals(serving)) move(Action.ROLLBACK, target, seen, Why.byHand("by hand"));
        return target;
    }

    private String before(String serving) {
        if (serving == null) {
            throw new Fault(Exit.CONFIGURATION, "there is no champion to roll back from",
                    "nothing has been trained in this lake, or the pointer was deleted",
                    "./jbangw 03_train.java, or name a version that \"models\" lists", 3);
        }
        return history().reversed().stream()
                .filter(move -> move.action == Action.PROMOTE && move.version.equals(serving)).findFirst()
                .map(Move::from)
                .orElseThrow(() -> new Fault(Exit.USAGE, "no version served before " + serving, "it was the first one",
                        "./jbangw 03_train.java models lists the versions; name one", 3));
    }

    private void move(Action action, String version, Optional<Pointer> seen, Why why) {
        Champion target = version(version);
        load(target);
        seen.flatMap(pointer -> pointer.champion.move()).ifPresent(log::add);
        String from = seen.map(old -> old.champion.version).filter(old -> !old.equals(version)).orElse(null);
        byte[] pointer = Json.write(new Champion(version, target.manifestSha256, timeAfter(seen), action, from,
                why.reason, why.verdict));
        boolean moved = seen.isPresent() ? lake.replace(Keys.CHAMPION, pointer, seen.get().etag())
                : lake.create(Keys.CHAMPION, pointer);
        Pointer now = champion().orElseThrow(() -> overtaken(version));
        if (!moved && !now.champion.version.equals(version)) throw overtaken(version);
        now.champion.move().ifPresent(log::add);
    }

    /** Milliseconds tell the moves apart, so each is later than the one before, whatever the clock says. */
    private Instant timeAfter(Optional<Pointer> seen) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant before = seen.map(pointer -> pointer.champion.promotedAt).orElse(Instant.MIN);
        return now.isAfter(before) ? now : before.plusMillis(1);
    }

    private static Fault overtaken(String version) {
        return new Fault(Exit.UNEXPECTED, "another training promoted its model first",
                "two trainings ran at once; version " + version + " is stored, nothing is lost",
                "if yours should serve, train again: ./jbangw 03_train.java", 3);
    }

    // ---------------------------------------------------------------- the history

    /** All moves of the pointer, oldest first, the one included that only the pointer knows yet. */
    public List<Move> history() {
        return champion().flatMap(pointer -> pointer.champion.move()).map(log::with).orElseGet(log::moves);
    }

    /** Whether a person took this version out of service after it was last put into it. */
    public boolean isRolledBack(String version) {
        for (Move move : history().reversed()) {
            if (version.equals(move.version)) return false;
            if (move.action == Action.ROLLBACK && version.equals(move.from)) return true;
        }
        return false;
    }
}
