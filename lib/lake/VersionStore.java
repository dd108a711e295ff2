package lib.lake;

import java.io.IOException;
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
 * The immutable versions {@code models/VERSION/}. A version's files are created once and never changed; its manifest,
 * created last, holds the SHA-256 of each. So a version is whole, or it is nobody's version.
 */
final class VersionStore {

    private record Manifest(String version, SortedMap<String, String> sha256) {}

    private static final String MANIFEST = "manifest.json";

    private final Lake lake;

    VersionStore(Lake lake) {
        this.lake = lake;
    }

    /**
     * Stores a version. Storing the same version with the same bytes again changes nothing; what a killed run has left
     * of one, without a manifest, is replaced.
     */
    void publish(String version, Map<String, byte[]> files) {
        SortedMap<String, String> sha256 = new TreeMap<>();
        files.forEach((name, bytes) -> {
            store(version, name, bytes);
            sha256.put(name, Sha256.of(bytes));
        });
        store(version, MANIFEST, Json.write(new Manifest(version, sha256)));
    }

    private void store(String version, String name, byte[] bytes) {
        String key = key(version, name);
        if (lake.create(key, bytes)) return;
        Optional<Lake.Stored> there = lake.get(key);
        if (there.isPresent() && Arrays.equals(there.get().bytes(), bytes)) return;
        boolean unfinished = there.isPresent() && lake.get(key(version, MANIFEST)).isEmpty();
        if (unfinished && lake.replace(key, bytes, there.get().etag())) return;
        throw new Fault(Exit.UNEXPECTED, key + " exists with other content",
                "versions are immutable, and this one was damaged",
                "delete the folder of this version, then train again: ./jbangw 03_train.java", 3);
    }

    /** The versions that have a manifest, sorted by name. */
    List<String> versions() {
        return lake.list(Keys.MODELS).stream().map(Lake.Entry::key).filter(key -> key.endsWith("/" + MANIFEST))
                .map(key -> key.substring(Keys.MODELS.length(), key.length() - MANIFEST.length() - 1)).toList();
    }

    /** What a pointer to this version has to hold. */
    String manifestSha256(String version) {
        return Sha256.of(bytes(version, MANIFEST));
    }

    /** All files by name, each verified against the manifest and the manifest against its own checksum. */
    Map<String, byte[]> load(String version, String manifestSha256) {
        Map<String, byte[]> files = new TreeMap<>();
        checksums(version, manifestSha256).forEach((name, sha256) -> files.put(name, verified(version, name, sha256)));
        return files;
    }

    /** One file, verified in the same way. */
    byte[] load(String version, String manifestSha256, String name) {
        String sha256 = checksums(version, manifestSha256).get(name);
        if (sha256 == null) throw damaged(version, "its manifest does not name " + name);
        return verified(version, name, sha256);
    }

    private SortedMap<String, String> checksums(String version, String manifestSha256) {
        byte[] manifest = verified(version, MANIFEST, manifestSha256);
        try {
            return Json.read(manifest, Manifest.class).sha256();
        } catch (IOException e) {
            throw damaged(version, "its manifest is not JSON").from(e);
        }
    }

    private byte[] verified(String version, String name, String sha256) {
        byte[] bytes = bytes(version, name);
        if (!Sha256.of(bytes).equals(sha256)) throw damaged(version, "the checksum of " + name + " is wrong");
        return bytes;
    }

    private byte[] bytes(String version, String name) {
        return lake.get(key(version, name)).orElseThrow(() -> damaged(version,
                name.equals(MANIFEST) ? "its manifest is missing" : name + " is missing")).bytes();
    }

    private static Fault damaged(String version, String how) {
        return new Fault(Exit.CONFIGURATION, "model " + version + " is damaged: " + how,
                "a file was changed or lost after publishing",
                "delete models/" + version + "/ and run ./jbangw 03_train.java", 3);
    }

    private static String key(String version, String name) {
        return Keys.MODELS + version + "/" + name;
    }
}
