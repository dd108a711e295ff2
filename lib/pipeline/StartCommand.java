//DEPS info.picocli:picocli:4.7.7
package lib.pipeline;

import java.util.Map;
import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 06_pipeline.java start}: a run in AWS without an upload. */
@Command(name = "start", description = "Start a run in AWS now, as an upload would, and follow it to its end.")
public final class StartCommand implements Callable<Integer> {

    @Mixin
    AwsOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--fetch", description = "Fetch the public results, as the weekly schedule does;"
            + " their arrival then starts a run.")
    boolean fetch;

    @Option(names = "--no-wait", description = "Do not wait for its end.")
    boolean noWait;

    @Override
    public Integer call() {
        Console console = output.console();
        console.title("Chapter 6. A run on AWS");
        try (Account account = where.open()) {
            Executions executions = new Executions(account, "pipeline");
            String name = executions.start(Map.of("trigger", fetch ? "weekly" : "manual"));
            console.good("started " + name);
            if (account.isEmulator() && !noWait) {
                console.warn("an emulator that runs no containers never ends it; Ctrl-C ends the waiting, "
                        + "--no-wait does not wait");
            }
            if (noWait) {
                console.next(where.again("./jbangw 06_pipeline.java history " + name));
                if (output.json) console.json(Map.of("run", name));
                return Exit.OK.code;
            }
            Executions.Run run = executions.follow(name, console::line);
            HistoryCommand.show(run, console);
            if (output.json) console.json(run);
            run.requireGood();
            return Exit.OK.code;
        }
    }
}
