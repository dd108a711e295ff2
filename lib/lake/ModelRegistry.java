package lib.lake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Sha256;

/**
 * The models in the lake: immutable versions {@code models/VERSION/}, and the pointer {@code models/champion.json} to
 * the one that serves.
 *
 * <p>A version's files are created once and never changed; its manifest, created last, holds their SHA-256. The pointer
 * is flipped by compare-and-swap and holds the manifest's SHA-256, so a reader either gets exactly what was published
 * or a {@link Fault}. Each move of the pointer adds a line to {@code models/history.jsonl}.
 */
public final class ModelRegistry {

    /** The pointer's content. */
    public record Champion(String version, String manifestSha256, Instant promotedAt) {}

    /** The champion with the state of the pointer, which tells whether it has moved since. */
    public record Pointer(Champion champion, String etag) {}

    /**
     * A move of the pointer.
     *
     * @param action {@code promote} or {@code rollback}
     * @param from   the version that served before, null if none did
     */
    public record Move(Instant at, String action, String version, String from, String reason) {}

    private static final String PROMOTE = "promote";
    private static final String ROLLBACK = "rollback";

    private record Manifest(String version, SortedMap<String, String> sha256) {}

    private final Lake lake;

    public ModelRegistry(Lake lake) {
        this.lake = lake;
    }

    /** Stores a version. Storing the same version with the same bytes again changes nothing. */
    public void publish(String version, Map<String, byte[]> files) {
        SortedMap<String, String> sha256 = new TreeMap<>();
        files.forEach((name, bytes) -> {
            createOrMatch(key(version, name), bytes);
            sha256.put(name, Sha256.of(bytes));
        });
        createOrMatch(key(version, "manifest.json"), Json.write(new Manifest(version, sha256)));
    }

    /** Makes a version the champion, unless somebody else moved the pointer since it was read. */
    public void promote(String version, Optional<Pointer> seen, String reason) {
        move(PROMOTE, version, seen, reason);
    }

    /**
     * Moves the pointer back to a version, or without one to the version that served before the present one was
     * promoted. Returns the version that serves now.
     */
    public String rollback(String version, Optional<Pointer> seen) {
        Pointer now = seen.orElseThrow(() -> new Fault(Exit.CONFIGURATION, "there is no champion to roll back from",
                "nothing has been trained in this lake", "./jbangw 03_train.java", 3));
        String serving = now.champion.version();
        String target = version != null ? version : history().reversed().stream()
                .filter(move -> move.action.equals(PROMOTE) && move.version.equals(serving)).findFirst().map(Move::from)
                .orElseThrow(() -> new Fault(Exit.USAGE, "no version served before " + serving, "it was the first one",
                        "./jbangw 03_train.java models lists the versions; name one", 3));
        if (!versions().contains(target)) {
            throw new Fault(Exit.USAGE, "there is no version " + target, "it is mistyped, or its folder was deleted",
                    "./jbangw 03_train.java models lists the versions", 3);
        }
        if (!target.equals(serving)) move(ROLLBACK, target, seen, "by hand");
        return target;
    }

    /** Whether a person took this version out of service after it was last put into it. */
    public boolean isRolledBack(String version) {
        for (Move move : history().reversed()) {
            if (version.equals(move.version)) return false;
            if (move.action.equals(ROLLBACK) && version.equals(move.from)) return true;
        }
        return false;
    }

    /** All moves of the pointer, oldest first. */
    public List<Move> history() {
        return lake.get(Keys.CHAMPIONS).map(stored -> moves(stored.bytes())).orElse(List.of());
    }

    /** The versions that are published whole, sorted by name and so by the day of their data. */
    public List<String> versions() {
        String manifest = "/manifest.json";
        return lake.list(Keys.MODELS).stream().map(Lake.Entry::key).filter(key -> key.endsWith(manifest))
                .map(key -> key.substring(Keys.MODELS.length(), key.length() - manifest.length())).toList();
    }

    private void move(String action, String version, Optional<Pointer> seen, String reason) {
        byte[] manifest = lake.get(key(version, "manifest.json")).orElseThrow(() -> damaged(version, "its manifest is missing")).bytes();
        byte[] pointer = Json.write(new Champion(version, Sha256.of(manifest), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        String from = seen.map(then -> then.champion.version()).orElse(null);
        boolean moved = seen.isEmpty() ? lake.create(Keys.CHAMPION, pointer) : lake.replace(Keys.CHAMPION, pointer, seen.get().etag());
        if (!moved) {
            throw new Fault(Exit.UNEXPECTED, "another training promoted its model first", "two trainings ran at once; version "
                    + version + " is stored, nothing is lost", "run ./jbangw 03_train.java again if yours should serve", 3);
        }
        remember(new Move(Instant.now().truncatedTo(ChronoUnit.SECONDS), action, version, from, reason));
    }

    /** Adds a line; whoever is overtaken while adding reads again and adds to what is there now. */
    private void remember(Move move) {
        byte[] line;
        try {
            line = (Json.MAPPER.writeValueAsString(move) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        for (boolean added = false; !added; ) {
            Optional<Lake.Stored> before = lake.get(Keys.CHAMPIONS);
            if (before.isEmpty()) {
                added = lake.create(Keys.CHAMPIONS, line);
            } else {
                byte[] longer = Arrays.copyOf(before.get().bytes(), before.get().bytes().length + line.length);
                System.arraycopy(line, 0, longer, before.get().bytes().length, line.length);
                added = lake.replace(Keys.CHAMPIONS, longer, before.get().etag());
            }
        }
    }

    private static List<Move> moves(byte[] lines) {
        List<Move> moves = new ArrayList<>();
        for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
            try {
                moves.add(Json.read(line.getBytes(StandardCharsets.UTF_8), Move.class));
            } catch (IOException e) {
                throw new Fault(Exit.CONFIGURATION, Keys.CHAMPIONS + " is damaged", "it was edited by hand or cut off",
                        "move it away; the next training begins a new one", 3).from(e);
            }
        }
        return moves;
    }

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

    /** A file of any version, its bytes verified against the version's own manifest. */
    public byte[] load(String version, String name) {
        byte[] manifest = lake.get(key(version, "manifest.json")).orElseThrow(() -> damaged(version, "its manifest is missing")).bytes();
        return load(new Champion(version, Sha256.of(manifest), null), name);
    }

    /** A file of the champion's version, its bytes verified against the manifest and the manifest against the pointer. */
    public byte[] load(Champion champion, String name) {
        byte[] manifest = verified(champion.version(), "manifest.json", champion.manifestSha256());
        try {
            String sha256 = Json.read(manifest, Manifest.class).sha256().get(name);
            if (sha256 == null) throw damaged(champion.version(), "its manifest does not name " + name);
            return verified(champion.version(), name, sha256);
        } catch (IOException e) {
            throw damaged(champion.version(), "its manifest is not JSON").from(e);
        }
    }

    private void createOrMatch(String key, byte[] bytes) {
        if (lake.create(key, bytes)) return;
        boolean same = lake.get(key).map(stored -> Arrays.equals(stored.bytes(), bytes)).orElse(false);
        if (!same) {
            throw new Fault(Exit.UNEXPECTED, key + " exists with other content", "versions are immutable, and this one was damaged",
                    "delete the folder of this version, then run ./jbangw 03_train.java again", 3);
        }
    }

    private byte[] verified(String version, String name, String sha256) {
        byte[] bytes = lake.get(key(version, name)).orElseThrow(() -> damaged(version, name + " is missing")).bytes();
        if (!Sha256.of(bytes).equals(sha256)) throw damaged(version, "the checksum of " + name + " is wrong");
        return bytes;
    }

    private static Fault damaged(String version, String how) {
        return new Fault(Exit.CONFIGURATION, "model " + version + " is damaged: " + how, "a file was changed or lost after publishing",
                "delete models/" + version + "/ and run ./jbangw 03_train.java", 3);
    }

    private static String key(String version, String name) {
        return Keys.MODELS + version + "/" + name;
    }
}
