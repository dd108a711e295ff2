//DEPS io.javalin:javalin:7.2.3
package lib.ui;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import lib.base.Sha256;

/**
 * The files that pages load: only those of this list, from the program itself. A new version of a file gets a new
 * address, so that browsers may keep the old one for good.
 */
public final class StaticFiles {

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private record Source(String resource, String type) {}

    private record Loaded(byte[] plain, byte[] zipped, String version) {}

    private static final Map<String, Source> SOURCES = Map.of(
            "page.css", new Source("/ui/static/page.css", STYLE),
            "page.js", new Source("/ui/static/page.js", SCRIPT),
            "charts.css", new Source("/ui/static/charts.css", STYLE),
            "charts.js", new Source("/ui/static/charts.js", SCRIPT),
            "icon.svg", new Source("/ui/static/icon.svg", "image/svg+xml"),
            "plotly.js", new Source(Charts.LIBRARY, SCRIPT),
            "inter-400.ttf", new Source("/ui/static/fonts/inter-400.ttf", "font/ttf"),
            "inter-600.ttf", new Source("/ui/static/fonts/inter-600.ttf", "font/ttf"),
            "newsreader-600.ttf", new Source("/ui/static/fonts/newsreader-600.ttf", "font/ttf"));

    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    /** The address of a file, with its version. */
    public String address(String name) {
        return "/static/" + name + "?v=" + load(name).version;
    }

    /** Answers with a file, or with 404. */
    public void send(Context ctx, String name) {
        if (!SOURCES.containsKey(name)) throw new NotFoundResponse();
        Loaded file = load(name);
        String accepted = ctx.header("Accept-Encoding");
        boolean zipped = accepted != null && accepted.contains("gzip");
        // The style sheet names its fonts without a version.
        ctx.header("Cache-Control", file.version.equals(ctx.queryParam("v")) ? "public, max-age=31536000, immutable"
                : "public, max-age=86400");
        ctx.header("Vary", "Accept-Encoding").contentType(SOURCES.get(name).type).disableCompression();
        if (zipped) ctx.header("Content-Encoding", "gzip");
        ctx.result(zipped ? file.zipped : file.plain);
    }

    /** Read at first use: the chart library has eleven megabytes, and most visits never need it. */
    private Loaded load(String name) {
        return loaded.computeIfAbsent(name, key -> {
            Source source = SOURCES.get(key);
            try (InputStream file = StaticFiles.class.getResourceAsStream(source.resource)) {
                byte[] plain = file.readAllBytes();
                return new Loaded(plain, zip(plain), Sha256.of(plain).substring(0, 8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] zip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }
}
