//DEPS tech.tablesaw:tablesaw-jsplot:0.44.4@fatjar
//DEPS io.pebbletemplates:pebble:4.1.2
//DEPS tech.tablesaw:tablesaw-core:0.44.4@fatjar
//DEPS it.unimi.dsi:fastutil:8.5.13
//DEPS org.roaringbitmap:RoaringBitmap:1.0.5
//DEPS com.google.guava:guava:33.0.0-jre
//DEPS org.apache.commons:commons-math3:3.6.1
//DEPS io.github.classgraph:classgraph:4.8.168
//DEPS org.webjars.npm:plotly.js-dist:3.3.1@fatjar
package lib.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tech.tablesaw.plotly.components.Figure;

/**
 * A page of charts and tables that opens without internet: jsplot's figures, with the plotly script lying beside the
 * page instead of coming from a content network.
 */
public final class ChartPage {

    /** The name under which {@link #plotly} must be stored beside the page. */
    public static final String PLOTLY = "plotly.js";

    private static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
                   color: #1c2321; }
            h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
            .label { background: #ffe08a; padding: .5rem .75rem; border-radius: .4rem; font-weight: 600; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid #d8dedb; }
            th:first-child, td:first-child { text-align: left; }
            .scroll { overflow-x: auto; }
            """;

    /**
     * jsplot cannot name a colour scale, and the chart library's own is dark for little: white to green says what it
     * says.
     */
    private static final String HEATMAP = "type: 'heatmap'";
    private static final String SCALE = "colorscale: [[0, '#ffffff'], [1, '#0b6647']],\n";

    private final StringBuilder body = new StringBuilder();
    private final String title;
    private int figures;

    public ChartPage(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    public ChartPage label(String text) {
        body.append("<p class=\"label\">").append(escaped(text)).append("</p>\n");
        return this;
    }

    public ChartPage heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
        return this;
    }

    public ChartPage text(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    public ChartPage figure(Figure figure) {
        String div = "chart" + ++figures;
        body.append("<div id=\"").append(div).append("\"></div>\n")
                .append(figure.asJavascript(div).replace(HEATMAP, SCALE + HEATMAP)).append('\n');
        return this;
    }

    public ChartPage table(List<String> header, List<List<String>> rows) {
        body.append("<div class=\"scroll\"><table><thead>");
        row(header, "th");
        body.append("</thead><tbody>");
        rows.forEach(row -> row(row, "td"));
        body.append("</tbody></table></div>\n");
        return this;
    }

    public byte[] bytes() {
        String page = """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s</title><style>
                %s</style><script src="%s"></script></head><body>
                %s</body></html>
                """.formatted(escaped(title), STYLE, PLOTLY, body);
        return page.getBytes(StandardCharsets.UTF_8);
    }

    /** The chart library, to be stored beside the page. */
    public static byte[] plotly() {
        String path = "/META-INF/resources/webjars/plotly.js-dist/3.3.1/plotly.js";
        try (InputStream in = ChartPage.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void row(List<String> cells, String tag) {
        body.append("<tr>");
        for (String cell : cells) {
            body.append('<').append(tag).append('>').append(escaped(cell)).append("</").append(tag).append('>');
        }
        body.append("</tr>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
