package lib.api;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lib.base.Fault;
import lib.base.Sha256;
import lib.lake.Arrivals;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.raw.Preview;

/**
 * Takes CSV files from the page: first a preview of what the ETL would say, then the file itself into raw/. Nothing in
 * a file is executed; it is only ever read as text. Who may upload: a client that knows the token, or, while the server
 * listens on this machine only, one that calls it by this machine's name.
 */
public final class Uploads {

    private static final int LARGEST_FILE = 4 << 20;
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Lake lake;
    private final boolean loopback;
    private final byte[] token;

    /**
     * @param loopback whether the server listens on this machine only
     * @param token    what a client must present otherwise; null for nobody
     */
    public Uploads(Lake lake, boolean loopback, String token) {
        this.lake = lake;
        this.loopback = loopback;
        this.token = token == null ? null : ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    /** {@code POST /data/preview}: writes nothing. */
    public Preview preview(Context ctx) throws IOException {
        return preview(body(ctx));
    }

    /** {@code POST /data?name=}: stores the file if at least one row of it can be true and the name is free. */
    public Map<String, Object> store(Context ctx) throws IOException {
        byte[] csv = body(ctx);
        String key = key(ctx.queryParam("name"));
        Preview preview = preview(csv);
        if (preview.refusal() != null) throw new Problem(422, "Not a results file", preview.refusal());
        boolean created = lake.create(key, csv);
        if (created) Arrivals.record(lake, key, Sha256.of(csv));
        if (!created && !lake.get(key).map(stored -> MessageDigest.isEqual(stored.bytes(), csv)).orElse(false)) {
            throw new Problem(409, "Name taken", "another file of this name is in raw/; choose another name").with("field", "name");
        }
        return Map.of("key", key, "bytes", csv.length, "preview", preview);
    }

    private byte[] body(Context ctx) throws IOException {
        requirePermission(ctx);
        Reply.requireType(ctx, "text/csv"); // no form of a foreign web page can send this type
        byte[] csv = ctx.req().getInputStream().readNBytes(LARGEST_FILE + 1);
        if (csv.length <= LARGEST_FILE) return csv;
        throw new Problem(413, "Body too large", "the file is larger than 4 MiB; put it into the data lake with ./jbangw 02_etl.java add");
    }

    private void requirePermission(Context ctx) {
        String given = ctx.header("Authorization");
        if (token != null && given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) return;
        String host = ctx.host();
        // A foreign name that leads here belongs to a web page that has no business here (DNS rebinding).
        boolean local = loopback && host != null && THIS_MACHINE.contains(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
        if (!local) throw new Problem(403, "Upload not allowed", "uploads need the header Authorization: Bearer with the server's UPLOAD_TOKEN, or a server on this machine only");
    }

    private static String key(String name) {
        if (name == null || name.isBlank()) throw Problem.invalid("name", "the name of the file is needed, for example ?name=round-20.csv");
        if (name.contains("/") || !name.toLowerCase(Locale.ROOT).endsWith(".csv")) throw Problem.invalid("name", "a plain file name that ends in .csv is needed");
        try {
            return Lake.requireKey(Keys.RAW + name.replaceFirst("(?i)\\.csv$", ".csv"));
        } catch (Fault e) {
            throw Problem.invalid("name", e.likelyCause);
        }
    }

    private static Preview preview(byte[] csv) throws IOException {
        return Preview.of(() -> new ByteArrayInputStream(csv));
    }
}
