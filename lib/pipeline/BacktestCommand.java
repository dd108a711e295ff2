//DEPS info.picocli:picocli:4.7.7
package lib.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 06_pipeline.java backtest}: past seasons side by side, on this machine or on AWS. */
@Command(name = "backtest", description = "Forecast past seasons at the same time, each in a process or container of"
        + " its own; nothing is published.")
public final class BacktestCommand implements Callable<Integer> {

    @Mixin
    AwsOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--aws", description = "In containers on AWS, with the bucket of chapter 1; deploy comes first.")
    boolean aws;

    @Option(names = "--lake", paramLabel = "FOLDER",
            description = "Data lake in this folder, whatever S3_BUCKET_NAME says; without a bucket ./data-lake.")
    String folder;

    @Option(names = "--bucket", descriptionKey = "S3_BUCKET_NAME", paramLabel = "NAME",
            description = "Data lake in this S3 bucket (S3_BUCKET_NAME).")
    String bucket;

    @Option(names = "--seasons", paramLabel = "A-B",
            description = "Seasons to forecast (default: the newest half, at most 8).")
    String seasons;

    @Option(names = "--forecaster", paramLabel = "KIND", defaultValue = "champion",
            description = "A forecaster of the leaderboard; champion is the kind that serves, else pool"
                    + " (${DEFAULT-VALUE}).")
    String kind;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Also copy the files here.")
    Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Console console = output.console();
        try (Account account = where.open()) {
            LakeOptions here = LakeOptions.of(aws ? null : folder, aws ? account.bucket() : bucket,
                    where.region, where.endpoint, where.profile);
            try (Lake lake = here.open()) {
                BacktestRun backtest = BacktestRun.of(lake, seasons, kind);
                if (aws) backtest.onAws(account, console);
                else backtest.here(here, output);
                if (out != null) backtest.copyTo(out, lake);
                console.good("%d seasons in %s/%s%s/, %.1f s".formatted(
                        backtest.seasons().size(), lake.describe(), Keys.RUNS,
                        backtest.run(), (System.nanoTime() - start) / 1e9));
                if (output.json) console.json(Map.of("run", backtest.run(), "files", backtest.keys()));
                return Exit.OK.code;
            }
        }
    }
}
