package lib.api;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import lib.base.Fault;
import lib.base.Sha256;
import lib.football.ClubNames;
import lib.football.DataSummary;
import lib.lake.Arrivals;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.raw.Preview;
import lib.raw.Processed;
import lib.web.Bodies;
import lib.web.Bound;
import lib.web.Visitors;

/**
 * Takes CSV files from the page: first a preview of what the ETL would say, then the file itself into raw/. Nothing in
 * a file is executed; it is only ever read as text. Who may upload: a client that knows the token, if there is one;
 * without one somebody at this machine, while the server listens on this machine only.
 */
public final class Uploads {

    private static final int LARGEST_FILE = 4 << 20;

    /** Control and format characters (among them those that turn the direction of a text), and what is none at all. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\x{FFFD}]");
    private static final int AT_ONCE = 4;
    private static final Duration LONGEST_UPLOAD = Duration.ofSeconds(120);

    private final Bodies files = new Bodies(LARGEST_FILE, AT_ONCE, LONGEST_UPLOAD);
    private final Bound previews = new Bound("files to look at", 2, AT_ONCE, Duration.ofSeconds(10));
    private final Lake lake;
    private final Visitors visitors;
    private final byte[] token;

    /**
     * @param visitors who asks from this machine
     * @param token    what a client must present, wherever it asks from; null or empty for none
     */
    public Uploads(Lake lake, Visitors visitors, String token) {
        this.lake = lake;
        this.visitors = visitors;
        this.token = token == null || token.isEmpty() ? null : ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /** {@code POST /data/preview}: writes nothing. */
    public Preview preview(Context ctx) throws Exception {
        return preview(body(ctx));
    }

    /** {@code POST /data?name=}: stores the file if at least one row of it can be true and the name is free. */
    public Map<String, Object> store(Context ctx) throws Exception {
        requirePermission(ctx);
        String key = key(ctx.queryParam("name"));
        byte[] csv = body(ctx);
        Preview preview = preview(csv);
        if (preview.refusal() != null) throw new Problem(422, "Not a results file", preview.refusal());
        boolean created = lake.create(key, csv);
        if (created) Arrivals.record(lake, key, Sha256.of(csv));
        if (!created && !lake.get(key).map(stored -> MessageDigest.isEqual(stored.bytes(), csv)).orElse(false)) {
            throw new Problem(409, "Name taken", "another file of this name is in raw/; choose another name")
                    .with("field", "name");
        }
        return Map.of("key", key, "bytes", csv.length, "preview", preview);
    }

    /** The door is looked at first: who may not upload cannot make the server hold a byte of a file. */
    private byte[] body(Context ctx) throws Exception {
        requirePermission(ctx);
        Reply.requireType(ctx, "text/csv"); // no form of a foreign web page can send this type
        return files.read(ctx);
    }

    private void requirePermission(Context ctx) {
        String given = ctx.header("Authorization");
        boolean allowed = token == null ? visitors.isLocal(ctx)
                : given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
        if (allowed) return;
        ctx.header("Connection", "close"); // the file that may follow is not read
        throw new Problem(403, "Upload not allowed", token == null
                ? "uploads need a server on this machine only, asked directly, or one with an UPLOAD_TOKEN"
                : "uploads need the header Authorization: Bearer with the server's UPLOAD_TOKEN");
    }

    private static String key(String name) {
        if (name == null || name.isBlank()) {
            throw Problem.invalid("name", "the name of the file is needed, for example ?name=round-20.csv");
        }
        if (name.contains("/") || !name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw Problem.invalid("name", "a plain file name that ends in .csv is needed");
        }
        if (UNSEEN.matcher(name).find()) throw Problem.invalid("name", "it has a character that nobody can see");
        try {
            return Lake.requireKey(Keys.RAW + name.replaceFirst("(?i)\\.csv$", ".csv"));
        } catch (Fault e) {
            throw Problem.invalid("name", e.likelyCause);
        }
    }

    /** What the ETL would say, which knows the lake's own names of clubs and those of the last run's results. */
    private Preview preview(byte[] csv) throws Exception {
        ClubNames names = Processed.clubNames(lake);
        List<String> clubs = Processed.summary(lake).map(DataSummary::unknownClubs).orElse(List.of());
        return previews.run(() -> Preview.of(() -> new ByteArrayInputStream(csv), names, clubs, new HashSet<>()));
    }
}
