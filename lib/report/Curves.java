package lib.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.components.TickSettings;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** Lines and bands of a {@link ChartPage}; points are their x values and their y values. */
public final class Curves {

    /** The page's colours, in the order of their use: red, green and blue parts. */
    public static final List<String> COLOURS =
            List.of("11,102,71", "133,127,114", "40,51,59", "184,134,11", "179,38,30");
    public static final String GREY = COLOURS.get(1);

    private Curves() {}

    public static Figure figure(String x, String y, Trace... traces) {
        return figure(Axis.builder().title(x).build(), y, traces);
    }

    /** A figure over seasons, which are whole. */
    public static Figure seasons(String x, String y, Trace... traces) {
        return figure(Axis.builder().title(x).tickSettings(TickSettings.builder().dTick(1).build()).build(), y, traces);
    }

    private static Figure figure(Axis x, String y, Trace... traces) {
        return new Figure(Layout.builder().width(900).height(360)
                .margin(Margin.builder().top(20).bottom(50).left(60).right(20).build())
                .xAxis(x).yAxis(Axis.builder().title(y).build()).build(), traces);
    }

    public static Trace line(String name, double[][] points, String colour) {
        return trace(name, points, Line.builder().color("rgb(" + colour + ")").width(2).build());
    }

    public static Trace dashed(String name, double[][] points, String colour) {
        return trace(name, points, Line.builder().color("rgb(" + colour + ")").width(2).dash(Line.Dash.DASH).build());
    }

    private static Trace trace(String name, double[][] points, Line line) {
        return ScatterTrace.builder(points[0], points[1]).mode(ScatterTrace.Mode.LINE).name(name).line(line).build();
    }

    /** A filled area between two edges: along the upper one, then back along the lower one. */
    public static Trace band(double[] x, double[] lower, double[] upper, String colour) {
        return ScatterTrace.builder(thereAndBack(x, x), thereAndBack(upper, lower)).mode(ScatterTrace.Mode.LINE)
                .showLegend(false).line(Line.builder().color("rgba(" + colour + ",0)").width(0).build())
                .fill(ScatterTrace.Fill.TO_SELF).fillColor("rgba(" + colour + ",0.15)").build();
    }

    /** What is kept as logarithms, as ratios: a line, and a band one standard deviation each way. */
    public static Trace[] ratios(String name, double[] x, double[] logs, double[] deviation, String colour) {
        return new Trace[] {band(x, ratio(logs, deviation, -1), ratio(logs, deviation, 1), colour),
            line(name, new double[][] {x, ratio(logs, deviation, 0)}, colour)};
    }

    private static double[] ratio(double[] logs, double[] deviation, int width) {
        return IntStream.range(0, logs.length).mapToDouble(i -> Math.exp(logs[i] + width * deviation[i])).toArray();
    }

    private static double[] thereAndBack(double[] there, double[] back) {
        int n = back.length;
        return DoubleStream.concat(Arrays.stream(there), IntStream.range(0, n).mapToDouble(i -> back[n - 1 - i]))
                .toArray();
    }
}
