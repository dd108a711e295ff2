package lib.training;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.Backtest;
import lib.model.Example;
import lib.model.ForecastLog;
import lib.model.Scores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code 03_train.java score}: holds what was written down against the results that have arrived. */
@Command(name = "score", description = "Score the forecasts that were written down against the results that have "
        + "arrived.")
public final class ScoreCommand implements Callable<Integer> {

    /** The backtest that says what to expect: the newest seasons. */
    private static final int SEASONS_TO_EXPECT_FROM = 8;

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Lake lake = where.open()) {
            List<ForecastLog.Sheet> sheets = lake.list(Keys.RECORDED).stream().map(entry -> sheet(lake, entry.key()))
                    .toList();
            if (sheets.isEmpty()) {
                throw new Fault(Exit.CONFIGURATION,
                        "no forecast has been written down in " + lake.describe() + "/" + Keys.RECORDED,
                        "03_train.java record has not run here",
                        "./jbangw 03_train.java record, then wait for results", 3);
            }
            TrainingData data = TrainingData.read(lake);
            ForecastLog log = ForecastLog.of(sheets, data.matches(),
                    expected(data.examples(), sheets.getLast().kind()));
            lake.put(Keys.FORECAST_LOG, Json.write(log));
            tell(log, console);
            console.good("written: " + lake.describe() + "/" + Keys.FORECAST_LOG);
            if (output.json) console.json(log);
            return Exit.OK.code;
        }
    }

    private static ForecastLog.Sheet sheet(Lake lake, String key) {
        try {
            return Json.read(lake.get(key).orElseThrow().bytes(), ForecastLog.Sheet.class);
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, key + " is damaged", "it was edited by hand or cut off",
                    "restore it from a backup, or take it out of the lake", 3).from(e);
        }
    }

    /** The RPS of each match of the newest seasons, walk-forward. */
    private static double[] expected(List<Example> examples, String kind) {
        List<Integer> seasons = examples.stream().map(example -> example.match().season()).distinct().sorted()
                .toList();
        int from = seasons.get(Math.max(seasons.size() / 2, seasons.size() - SEASONS_TO_EXPECT_FROM));
        Backtest.Run run = Backtest.run(Forecasters.create(kind), examples, from, Integer.MAX_VALUE, done -> { });
        return IntStream.range(0, run.forecasts().size())
                .mapToDouble(i -> Scores.rps(run.forecasts().get(i), run.examples().get(i).match().outcome()))
                .toArray();
    }

    private static void tell(ForecastLog log, Console console) {
        console.title("%d matches scored, %d waiting for a result%s"
                .formatted(log.matches().size(), log.waiting(), log.simulated() ? " (SIMULATED LEAGUE)" : ""));
        if (log.scores() == null) return;
        console.line("RPS %.4f, log-loss %.4f, accuracy %.1f %%"
                .formatted(log.scores().rps(), log.scores().logLoss(), 100 * log.scores().accuracy()));
        console.table(List.of("probability", "n", "predicted", "happened"),
                log.calibration().stream().map(bin -> List.of(
                "%.0f to %.0f %%".formatted(100 * bin.from(), 100 * bin.to()), "" + bin.n(),
                "%.1f %%".formatted(100 * bin.predicted()), "%.1f %%".formatted(100 * bin.happened()))).toList());
        ForecastLog.Drift drift = log.drift();
        boolean isJudged = !drift.signal().equals("too-few");
        String told = "drift: %s; mean RPS of the newest %d matches %.4f, expected %.4f%s".formatted(drift.signal(),
                drift.n(), drift.recent(), drift.expected(),
                isJudged ? ", %+.2f standard errors".formatted(drift.z()) : "");
        if (drift.signal().equals("watch") || drift.signal().equals("drift")) console.warn(told);
        else console.line(told);
    }
}
