package lib.training;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Json;
import lib.football.Season;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.model.ForecastLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code 03_train.java record}: writes down what the champion says of every match left, once for each version and for
 * good. A forecast that could be changed afterwards would prove nothing.
 */
@Command(name = "record", description = "Write down the champion's forecasts of all matches left, before they are "
        + "played.")
public final class RecordCommand implements Callable<Integer> {

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Lake lake = where.open()) {
            Serving serving = Serving.of(lake);
            String key = Keys.RECORDED + serving.version() + ".json";
            ForecastLog.Sheet sheet = ForecastLog.record(
                    serving.version(), serving.predictor(), Season.running(serving.history()).left(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS));
            if (sheet.forecasts().isEmpty()) {
                console.warn("nothing to write down: no match is left that has not begun");
            } else if (lake.create(key, Json.write(sheet))) {
                console.good("%d forecasts written down: %s/%s"
                        .formatted(sheet.forecasts().size(), lake.describe(), key));
            } else {
                console.good("unchanged: the forecasts of " + serving.version() + " are written down already");
            }
            console.next(where.again("./jbangw 03_train.java score"), "when results have arrived");
            if (output.json) console.json(sheet);
            return Exit.OK.code;
        }
    }
}
