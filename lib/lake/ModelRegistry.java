package lib.lake;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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
 * or a {@link Fault}.
 */
public final class ModelRegistry {

    /** The pointer's content. */
    public record Champion(String version, String manifestSha256, Instant promotedAt) {}

    /** The champion with the state of the pointer, which tells whether it has moved since. */
    public record Pointer(Champion champion, String etag) {}

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
    public void promote(String version, Optional<Pointer> seen) {
        byte[] manifest = lake.get(key(version, "manifest.json")).orElseThrow(() -> damaged(version, "its manifest is missing")).bytes();
        byte[] pointer = Json.write(new Champion(version, Sha256.of(manifest), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        boolean moved = seen.isEmpty() ? lake.create(Keys.CHAMPION, pointer) : lake.replace(Keys.CHAMPION, pointer, seen.get().etag());
        if (!moved) {
            throw new Fault(Exit.UNEXPECTED, "another training promoted its model first", "two trainings ran at once; version "
                    + version + " is stored, nothing is lost", "run ./jbangw 03_train.java again if yours should serve", 3);
        }
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
