//DEPS io.javalin:javalin:7.2.3
package lib.ui;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import lib.base.Sha256;
import lib.web.Bodies;
import lib.web.Latest;
import lib.web.Visitors;

/**
 * Who may upload, and what was uploaded but not yet accepted. A file is looked at first and put into the lake by a
 * second press; until then the last few wait here, in memory, so that what is accepted is what was looked at.
 */
public final class Uploads {

    /** The largest file, in bytes; the API takes no larger one. */
    public static final int LARGEST = 4 << 20;

    private static final int AROUND = 16 * 1024;
    private static final int MOST_READ = 64 << 20;
    private static final int AT_ONCE = 2;
    private static final Duration LONGEST_UPLOAD = Duration.ofSeconds(120);
    private static final int WAITING = 4;
    private static final String COOKIE = "upload";
    private static final Duration REMEMBERED = Duration.ofHours(8);

    /** A file with the name to store it under. */
    public record File(String name, byte[] content) {
        /** Names the content, for the second press. */
        public String key() {
            return Sha256.of(content);
        }
    }

    private final String token;
    private final Visitors visitors;
    private final Bodies files = new Bodies(LARGEST + AROUND, AT_ONCE, LONGEST_UPLOAD);
    private final Bodies forgotten = new Bodies(MOST_READ, AT_ONCE, LONGEST_UPLOAD);
    private final Bodies fields = new Bodies(AROUND, 64, Duration.ofSeconds(10));
    private final Map<String, File> waiting = new Latest<>(WAITING);

    /**
     * @param token    what everybody has to know who uploads; empty lets only this machine upload
     * @param visitors who asks from this machine
     */
    public Uploads(String token, Visitors visitors) {
        this.token = token;
        this.visitors = visitors;
    }

    /**
     * How a visitor may upload: open, with the token first, or closed. The token is shown once, in a form of its own,
     * and a cookie remembers it: so it is known before a file is taken in. A token that is set is always needed, for
     * behind a proxy on this machine everybody looks like a neighbour.
     */
    public String door(Context ctx) {
        if (token.isEmpty()) return visitors.isLocal(ctx) ? "open" : "closed";
        String shown = ctx.cookie(COOKIE);
        return shown != null && same(shown, pass()) ? "open" : "token";
    }

    /** Whether this request may upload; nothing of its body is read for that. */
    public boolean allowed(Context ctx) {
        return fromHere(ctx) && door(ctx).equals("open");
    }

    /** Lets in who knows the token: the page of the form is answered with a cookie then. */
    public boolean enter(Context ctx) throws Exception {
        if (!fromHere(ctx) || token.isEmpty() || !same(field(ctx, "token"), token)) return false;
        String secure = "https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto")) ? "; Secure" : "";
        ctx.header("Set-Cookie", COOKIE + "=" + pass() + "; Path=/data; HttpOnly; SameSite=Strict; Max-Age="
                + REMEMBERED.toSeconds() + secure);
        return true;
    }

    /**
     * Whether the request was made by this page. A form on another site can send one here, but its browser says where
     * it comes from; and a name that another site lets point to this machine is not the machine's own.
     */
    private static boolean fromHere(Context ctx) {
        String origin = ctx.header("Origin");
        String site = ctx.header("Sec-Fetch-Site");
        return (site == null || site.equals("same-origin"))
                && (origin == null || origin.replaceFirst("^https?://", "").equals(ctx.header("Host")));
    }

    /** What the cookie holds: the same on every server that knows the token, and of no use to find it. */
    private String pass() {
        return Sha256.of(("upload " + Sha256.of(token.getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static boolean same(String given, String right) {
        return given != null && MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of a small form, or null. */
    public String field(Context ctx, String name) throws Exception {
        return fields.whole(ctx, () -> ctx.formParam(name));
    }

    /**
     * The file of the form, or null if none was chosen or it is too large. A form that is too large is read up to a
     * bound all the same and forgotten, because a browser shows no answer that comes while it is still sending.
     */
    public File read(Context ctx) throws Exception {
        if (ctx.req().getContentLengthLong() > LARGEST + AROUND) {
            forgotten.whole(ctx, () -> ctx.req().getInputStream().transferTo(OutputStream.nullOutputStream()));
            return null;
        }
        if (ctx.req().getContentLengthLong() < 0) return null; // a browser always says how much it sends
        return files.whole(ctx, () -> {
            UploadedFile file = ctx.uploadedFile("file");
            if (file == null || file.filename().isBlank() || file.size() > LARGEST) return null;
            try (InputStream in = file.content()) {
                return new File(safe(file.filename()), in.readNBytes(LARGEST));
            }
        });
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
}
