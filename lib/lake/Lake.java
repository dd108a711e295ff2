package lib.lake;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lib.base.Exit;
import lib.base.Fault;

/**
 * The data lake: named objects in a folder or in an S3 bucket, with the same promises in both.
 *
 * <p>Every write is atomic. A reader sees the whole old object or the whole new one, never a mixture, and a run that
 * dies in the middle of a write leaves nothing visible. Writers on several threads, processes or machines (the latter
 * with S3) may use {@link #create} and {@link #replace} to agree on who comes first. Every method throws a
 * {@link Fault} that says what to do when the lake cannot be reached or refuses. A lake may be used by several threads.
 */
public interface Lake extends AutoCloseable {

    /** What {@link #list} tells about an object; {@code size} in bytes. */
    record Entry(String key, long size, Instant modified) {}

    /** An object's content and the tag of exactly this content, to be handed to {@link #replace}. */
    record Stored(byte[] bytes, String etag) {}

    /** The object under a key, read whole into memory; empty when there is none. */
    Optional<Stored> get(String key);

    /**
     * Opens an object for reading from front to back, for files too large for memory. The stream stays on the object
     * as it was when opened, and throws an {@link java.io.IOException} rather than end early. A missing object is a
     * {@link Fault}.
     */
    InputStream open(String key);

    /** The objects whose keys start with a prefix, such as {@code raw/} or the empty prefix, sorted by key. */
    List<Entry> list(String prefix);

    /** Writes an object, replacing the one that may be there. Atomic. */
    void put(String key, byte[] bytes);

    /** Writes a file's content as an object without reading it whole into memory. Atomic. */
    void put(String key, Path file);

    /** Writes an object only if the key is free. Atomic: of several writers exactly one gets true. */
    boolean create(String key, byte[] bytes);

    /** Writes an object only if it still has this tag. Atomic: false when it was changed meanwhile or is gone. */
    boolean replace(String key, byte[] bytes, String etag);

    /** The lake's name for people: {@code ./data-lake} or {@code s3://bucket}. */
    String describe();

    @Override
    void close();

    /**
     * Returns the key if every lake can hold it, else throws a {@link Fault}. What one lake refuses, all refuse: data
     * made on a laptop must fit into a bucket, and a name from outside must not lead out of a folder.
     */
    static String requireKey(String key) {
        String wrong = Rules.wrongWith(key);
        if (wrong == null) return key;
        throw new Fault(Exit.USAGE, "\"" + Rules.printable(key) + "\" cannot be the name of an object in the lake",
                wrong, "rename it, for example to raw/Série A (2022).csv", 0);
    }
}

/** What every lake checks before it acts. */
final class Rules {

    private static final int MOST_BYTES = 1024; // S3's limit for a key
    private static final int MOST_BYTES_IN_A_PART = 255; // a file name's limit on Linux, macOS and Windows
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\\\:*?\"<>|]"); // Cs: half a character

    private Rules() {}

    /** Why a key is refused, or null if it is fine. */
    static String wrongWith(String key) {
        if (key.isEmpty()) return "it is empty";
        if (key.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) return "it is longer than 1024 bytes";
        if (FORBIDDEN.matcher(key).find()) return "it holds a control character or one of \\ : * ? \" < > |";
        for (String part : key.split("/", -1)) {
            if (part.isEmpty()) return "it begins or ends with a slash or has two in a row";
            if (part.startsWith(".")) return "a part of it begins with a dot, which would hide it or leave the folder";
            if (part.endsWith(".") || part.endsWith(" ")) return "a part of it ends with a dot or a space";
            if (part.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES_IN_A_PART) {
                return "a part of it is longer than 255 bytes";
            }
        }
        return null;
    }

    /** The folder part of a list's prefix, which has to be a good key; empty for the whole lake. */
    static String folderOf(String prefix) {
        int slash = prefix.lastIndexOf('/');
        return slash < 0 ? "" : Lake.requireKey(prefix.substring(0, slash));
    }

    /** Whether an object shows up in a list: not folder markers ({@code raw/}) and hidden files. */
    static boolean isListed(String key) {
        return !key.endsWith("/") && !key.startsWith(".") && !key.contains("/.");
    }

    /** Refuses a source file that cannot be read, before anything is written. */
    static void requireReadable(Path file) {
        if (Files.isReadable(file) && !Files.isDirectory(file)) return;
        throw new Fault(Exit.USAGE, file + " cannot be read", "there is no such file, or this user may not read it",
                "check the name and the permissions of the file", 0);
    }

    /** A key as it may be shown on a terminal. */
    static String printable(String key) {
        String shown = key.replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= 80 ? shown : shown.substring(0, 80) + "…";
    }
}
