//DEPS info.picocli:picocli:4.7.7
package lib.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Fault;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 06_pipeline.java watch}: on this machine what the event rule is on AWS. */
@Command(name = "watch", description = "Run every stage again whenever a CSV file arrives in raw/.")
public final class WatchCommand implements Callable<Integer> {

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--every", paramLabel = "SECONDS", defaultValue = "2",
            description = "How often to look (${DEFAULT-VALUE}).")
    int seconds;

    @Override
    public Integer call() throws InterruptedException {
        Console console = output.console();
        try (Lake lake = where.open()) {
            List<Lake.Entry> done = LocalRun.csvFiles(lake);
            console.title("Watching " + lake.describe() + "/" + Keys.RAW + ", stop with Ctrl-C");
            List<Lake.Entry> before = done;
            while (true) {
                Thread.sleep(Duration.ofSeconds(Math.max(1, seconds)));
                List<Lake.Entry> now = LocalRun.csvFiles(lake);
                // Several files that arrive together are one run: wait until the list stands still.
                boolean quiet = now.equals(before);
                before = now;
                if (!quiet || now.equals(done)) continue;
                done = now;
                try {
                    LocalRun.Result result = LocalRun.once(where, output, List.of(), LocalRun.Accepted.NOTHING);
                    if (output.json) console.json(result);
                } catch (Fault fault) {
                    console.warn(fault.getMessage() + "; still watching");
                }
            }
        }
    }
}
