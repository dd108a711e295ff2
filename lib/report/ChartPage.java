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
import java.util.regex.Pattern;
import lib.words.Language;
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
                   color: #182024; background: #faf8f4; }
            h1, h2 { font-family: Charter, Georgia, serif; line-height: 1.2; } h2 { margin-top: 2.5rem; }
            a { color: #0b6647; } .chart { overflow-x: auto; }
            .label { background: #ffd84d; color: #2b2100; padding: .5rem .75rem; border-radius: .4rem;
                     font-weight: 600; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid #dfdad0; }
            th:first-child, td:first-child { text-align: left; }
            thead th { white-space: normal; vertical-align: bottom; }
            .scroll { overflow-x: auto; }
            """;

    /**
     * jsplot cannot name a colour scale, and the chart library's own is dark for little: white to green says what it
     * says.
     */
    private static final String HEATMAP = "type: 'heatmap'";
    private static final String SCALE = "colorscale: [[0, '#ffffff'], [1, '#0b6647']],\n";

    /** Nor the colours of lines, nor how a language writes numbers. */
    private static final String LAYOUT = "var layout = {\n";
    private static final String THEME = """
            paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', font: {color: '#182024'},
            colorway: [%s], separators: '%s',
            """;

    /** jsplot names the axes as version 2 of the chart library wanted it, and asks for its toolbar. */
    private static final Pattern AXIS_TITLE = Pattern.compile("\\btitle: ('[^']*')");
    private static final String DRAW = "data, layout)";
    private static final String DRAW_PLAINLY = "data, layout, {displayModeBar: false})";

    private final StringBuilder body = new StringBuilder();
    private final Language words;
    private final String title;
    private final String theme;
    private String heading;
    private int figures;

    /** @param words the language in which the page's own words are */
    public ChartPage(Language words, String title) {
        this.words = words;
        this.title = title;
        this.heading = title;
        this.theme = THEME.formatted(String.join(", ", Curves.COLOURS.stream().map("'rgb(%s)'"::formatted).toList()),
                words.decimal(1.5, 1).charAt(1) + (words.whole(1000).substring(1, 2)));
    }

    /** Says that the matches never took place. */
    public ChartPage simulated() {
        body.append("<p class=\"label\">").append(escaped(words.text("simulated"))).append("</p>\n");
        return this;
    }

    public ChartPage heading(String text) {
        heading = text;
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
        return this;
    }

    public ChartPage text(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    public ChartPage figure(Figure figure) {
        String div = "chart" + ++figures;
        String script = figure.asJavascript(div).replace(HEATMAP, SCALE + HEATMAP).replace(LAYOUT, LAYOUT + theme)
                .replace(DRAW, DRAW_PLAINLY);
        body.append("<div class=\"chart\" role=\"img\" aria-label=\"").append(escaped(heading)).append("\" id=\"")
                .append(div).append("\"></div>\n")
                .append(AXIS_TITLE.matcher(script).replaceAll("title: {text: $1}")).append('\n');
        return this;
    }

    public ChartPage table(List<String> header, List<List<String>> rows) {
        body.append("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"").append(escaped(heading))
                .append("\"><table><thead>");
        row(header, "th");
        body.append("</thead><tbody>");
        rows.forEach(row -> row(row, "td"));
        body.append("</tbody></table></div>\n");
        return this;
    }

    /**
     * The page as HTML.
     *
     * @param other   the same in the other language
     * @param address of that, beside this one
     */
    public byte[] bytes(ChartPage other, String address) {
        String page = """
                <!DOCTYPE html>
                <html lang="%s"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title><style>
                %s</style><script src="%s"></script></head><body><main>
                <p><a href="%s" lang="%s">%s</a></p>
                <h1>%s</h1>
                %s</main></body></html>
                """.formatted(words.tag(), escaped(title), STYLE, PLOTLY, address, other.words.tag(),
                words.text("language.switch"), escaped(title), body);
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
