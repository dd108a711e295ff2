//DEPS tech.tablesaw:tablesaw-jsplot:0.44.4@fatjar
//DEPS io.pebbletemplates:pebble:4.1.2
//DEPS tech.tablesaw:tablesaw-core:0.44.4@fatjar
//DEPS it.unimi.dsi:fastutil:8.5.13
//DEPS org.roaringbitmap:RoaringBitmap:1.0.5
//DEPS com.google.guava:guava:33.0.0-jre
//DEPS org.apache.commons:commons-math3:3.6.1
//DEPS io.github.classgraph:classgraph:4.8.168
//DEPS org.webjars.npm:plotly.js-dist:3.3.1@fatjar
package lib.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import lib.ui.ApiAnswers.Rating;
import lib.ui.SystemAnswers.Reliability;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Charts by tablesaw's jsplot, as JSON for {@code charts.js}. jsplot writes a script into the page, which a strict
 * Content-Security-Policy rightly refuses; the object literals in that script are read here as the lenient JSON they
 * are, so that the page carries data only. Colours come from the style sheet, when the chart is drawn.
 */
public final class Charts {

    /** The chart library inside its web jar. */
    public static final String LIBRARY = "/META-INF/resources/webjars/plotly.js-dist/3.3.1/plotly.js";

    private static final JsonMapper LITERALS = JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).enable(JsonReadFeature.ALLOW_TRAILING_COMMA).build();

    private Charts() {}

    /** Days without a match after which a line breaks: between seasons nothing is known. */
    private static final int SUMMER = 45;

    /** Strength after each match, a line for each club, by the name for its legend. */
    public static String ratings(Map<String, List<Rating>> clubs, Words words) {
        Trace[] lines = clubs.entrySet().stream().map(club -> {
            DateColumn days = DateColumn.create(
                    "day", club.getValue().stream().map(Rating::date).toArray(LocalDate[]::new));
            DoubleColumn ratings = DoubleColumn.create(
                    "rating", club.getValue().stream().mapToDouble(Rating::rating).map(r -> Math.round(r * 10) / 10.0)
                    .toArray());
            return ScatterTrace.builder(days, ratings).mode(ScatterTrace.Mode.LINE).name(club.getKey()).build();
        }).toArray(Trace[]::new);
        ObjectNode figure = figure(layout("", words.text("ratings.axis")), lines);
        figure.path("data").forEach(line -> breakAtSummers((ArrayNode) line.path("x"), (ArrayNode) line.path("y")));
        return figure.toString();
    }

    private static void breakAtSummers(ArrayNode days, ArrayNode ratings) {
        for (int i = days.size() - 1; i > 0; i--) {
            LocalDate before = LocalDate.parse(days.path(i - 1).asText());
            if (before.plusDays(SUMMER).isAfter(LocalDate.parse(days.path(i).asText()))) continue;
            days.insert(i, before.plusDays(1).toString());
            ratings.insertNull(i);
        }
    }

    /**
     * Forecast against what happened, a line for each outcome; on the diagonal, 30 % come true in 30 % of the cases.
     */
    public static String reliability(List<Reliability> outcomes, Words words) {
        List<Trace> lines = new ArrayList<>();
        for (Reliability outcome : outcomes) {
            double[] forecast = outcome.steps().stream()
                    .flatMapToDouble(step -> DoubleStream.of(step.from(), step.to())).toArray();
            double[] happened = outcome.steps().stream()
                    .flatMapToDouble(step -> DoubleStream.of(step.happened(), step.happened())).toArray();
            lines.add(line(forecast, happened, "calibration." + outcome.outcome(), Line.Dash.SOLID, words));
        }
        lines.add(line(new double[] {0, 1}, new double[] {0, 1}, "calibration.ideal", Line.Dash.DOT, words));
        return figure(layout(words.text("calibration.forecast"), words.text("calibration.happened")),
                lines.toArray(Trace[]::new)).toString();
    }

    private static Trace line(double[] x, double[] y, String name, Line.Dash dash, Words words) {
        return ScatterTrace.builder(x, y).mode(ScatterTrace.Mode.LINE).name(words.text(name))
                .line(Line.builder().dash(dash).build()).build();
    }

    private static Layout layout(String x, String y) {
        return Layout.builder().xAxis(Axis.builder().title(x).build()).yAxis(Axis.builder().title(y).build()).build();
    }

    private static ObjectNode figure(Layout layout, Trace... traces) {
        ObjectNode figure = LITERALS.createObjectNode();
        figure.set("layout", literal(layout.asJavascript()));
        ArrayNode data = figure.putArray("data");
        for (int i = 0; i < traces.length; i++) data.add(literal(traces[i].asJavascript(i)));
        return figure;
    }

    private static JsonNode literal(String script) {
        try {
            return LITERALS.readTree(script.substring(script.indexOf('{'), script.lastIndexOf('}') + 1));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsplot wrote no object: " + script, e);
        }
    }
}
