//DEPS io.javalin:javalin:7.2.3
package lib.ui;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.base.Sha256;

/**
 * Who may upload, and what was uploaded but not yet accepted. A file is looked at first and put into the lake by a
 * second press; until then the last few wait here, in memory, so that what is accepted is what was looked at.
 */
public final class Uploads {

    /** The largest file, in bytes; the API takes no larger one. */
    public static final int LARGEST = 4 << 20;

    private static final int AROUND = 16 * 1024;
    private static final long MOST_READ = 64 << 20;
    private static final int WAITING = 4;
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    /** A file with the name to store it under. */
    public record File(String name, byte[] content) {
        /** Names the content, for the second press. */
        public String key() {
            return Sha256.of(content);
        }
    }

    private final String token;
    private final boolean onLoopback;
    private final Map<String, File> waiting = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, File> eldest) {
            return size() > WAITING;
        }
    };

    /**
     * @param token      what an uploader from elsewhere has to know; empty lets nobody from elsewhere upload
     * @param onLoopback whether this server can be reached from this machine only
     */
    public Uploads(String token, boolean onLoopback) {
        this.token = token;
        this.onLoopback = onLoopback;
    }

    /** How a visitor may upload: open on this machine, token with the right word, closed otherwise. */
    public String door(Context ctx) {
        if (onLoopback && LOOPBACK.contains(host(ctx.header("Host")))) return "open";
        return token.isEmpty() ? "closed" : "token";
    }

    /**
     * Whether this request may upload. A form on another site can send one here, but its browser says where it comes
     * from; and a name that another site lets point to this machine is not the machine's own.
     */
    public boolean allowed(Context ctx) {
        String origin = ctx.header("Origin");
        String site = ctx.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") || origin != null && !authority(origin).equals(ctx.header("Host"))) return false;
        String door = door(ctx);
        String given = ctx.formParam("token");
        return door.equals("open") || door.equals("token") && given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether a form is larger than a file may be. It is told before anything is parsed; up to a bound it is read
     * all the same and forgotten, because a browser shows no answer that comes while it is still sending.
     */
    public static boolean tooLarge(Context ctx) throws IOException {
        long size = ctx.req().getContentLengthLong();
        if (size >= 0 && size <= LARGEST + AROUND) return false;
        if (size > 0 && size <= MOST_READ) ctx.req().getInputStream().transferTo(OutputStream.nullOutputStream());
        return true;
    }

    /** The file of the form, or null if none was chosen. */
    public File read(Context ctx) throws IOException {
        UploadedFile file = ctx.uploadedFile("file");
        if (file == null || file.filename().isBlank() || file.size() > LARGEST) return null;
        try (InputStream in = file.content()) {
            return new File(safe(file.filename()), in.readNBytes(LARGEST));
        }
    }

    public synchronized void keep(File file) {
        waiting.put(file.key(), file);
    }

    /** A file that was kept, or null: only the last few are. */
    public synchronized File kept(String key) {
        return key == null ? null : waiting.get(key);
    }

    public synchronized void drop(File file) {
        waiting.remove(file.key());
    }

    /** Plain letters, digits, dots and dashes, ending in .csv; no folder, nothing hidden. */
    public static String safe(String name) {
        String last = name.replaceAll(".*[/\\\\]", "").replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        String stem = last.replaceAll("(?i)\\.csv$", "");
        return (stem.isEmpty() ? "upload" : stem.substring(0, Math.min(60, stem.length()))) + ".csv";
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String host(String authority) {
        return authority == null ? "" : authority.replaceAll(":\\d+$", "");
    }
}
