///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS tech.tablesaw:tablesaw-core:0.44.4@fatjar
//DEPS it.unimi.dsi:fastutil:8.5.13
//DEPS org.roaringbitmap:RoaringBitmap:1.0.5
//DEPS com.google.guava:guava:33.0.0-jre
//DEPS org.apache.commons:commons-math3:3.6.1
//DEPS io.github.classgraph:classgraph:4.8.168
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/words/*.java ../lib/report/*.java
//RUNTIME_OPTIONS --sun-misc-unsafe-memory-access=allow
//DESCRIPTION Draws the figures of benchmarks/scale.sh

/*
 * Draws what benchmarks/scale.sh measured, and prints what a run would cost on Fargate.
 *
 *   ./jbangw benchmarks/ScaleChart.java scale.csv docs/scale.png      needs chromium
 */

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import lib.report.ChartPage;
import lib.words.Language;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

class ScaleChart {

    /** Dollars an hour in us-east-1 on Linux/x86, https://aws.amazon.com/fargate/pricing/, November 2026. */
    private static final double VCPU_HOUR = 0.04048;
    private static final double GB_HOUR = 0.004445;

    /** Fargate bills a minute at least. */
    private static final double LEAST_SECONDS = 60;

    static void main(String[] arguments) throws IOException, InterruptedException {
        Table all = Table.read().csv(arguments[0]);
        Table etl = all.where(all.stringColumn("stage").isEqualTo("etl"));
        for (Row row : etl) {
            double seconds = Math.max(LEAST_SECONDS, row.getNumber("cpu_seconds"));
            double dollars = seconds / 3600 * (VCPU_HOUR + 2 * GB_HOUR);
            System.out.printf(Locale.ROOT,
                    "%,12.0f matches: %6.1f s of processor, %,5.0f MiB, on 1 vCPU and 2 GB $%.4f%n",
                    row.getNumber("matches"), row.getNumber("cpu_seconds"), row.getNumber("peak_mib"), dollars);
        }
        Trace[] times = all.stringColumn("stage").unique().asList().stream()
                .map(stage -> line(all.where(all.stringColumn("stage").isEqualTo(stage)), "cpu_seconds",
                        stage.equals("etl") ? "ETL" : stage.equals("leaderboard") ? stage : "walk-forward, " + stage))
                .toArray(Trace[]::new);
        ChartPage page = new ChartPage(new Language("en"), "Ten thousand to nine million matches");
        page.heading("Processor time in seconds, by matches").figure(new Figure(layout(Axis.Type.LOG), times));
        page.heading("Peak memory of the ETL in MiB, by matches")
                .figure(new Figure(layout(Axis.Type.LINEAR), line(etl, "peak_mib", "ETL")));
        render(page, Path.of(arguments[1]));
    }

    private static Trace line(Table rows, String column, String name) {
        return ScatterTrace.builder(DoubleColumn.create("matches", rows.numberColumn("matches").asDoubleArray()),
                rows.numberColumn(column))
                .mode(ScatterTrace.Mode.LINE_AND_MARKERS).name(name).build();
    }

    private static Layout layout(Axis.Type type) {
        return Layout.builder().width(900).height(320).showLegend(true).margin(Margin.builder().top(10).build())
                .xAxis(Axis.builder().type(Axis.Type.LOG).build()).yAxis(Axis.builder().type(type).build()).build();
    }

    private static void render(ChartPage page, Path image) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chart");
        Files.write(folder.resolve(ChartPage.PLOTLY), ChartPage.plotly());
        String still = new String(page.bytes(page, ""), StandardCharsets.UTF_8)
                .replace("</style>", ".modebar { display: none }</style>");
        Path html = Files.writeString(folder.resolve("chart.html"), still);
        int exit = new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--hide-scrollbars",
                "--window-size=1000,920", "--virtual-time-budget=5000",
                "--screenshot=" + image.toAbsolutePath(), html.toUri().toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile()).start().waitFor();
        if (exit != 0) throw new IllegalStateException("chromium failed, see " + folder.resolve("log"));
        System.out.println(image);
    }
}
