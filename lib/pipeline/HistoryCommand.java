//DEPS info.picocli:picocli:4.7.7
package lib.pipeline;

import java.util.List;
import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.AwsOptions;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code 06_pipeline.java history}: what a run in AWS did. */
@Command(name = "history", description = "Draw a run: each step with its time, and the reason if it failed.")
public final class HistoryCommand implements Callable<Integer> {

    private static final int SHOWN = 10;

    @Mixin
    AwsOptions where;

    @Mixin
    Cli.Output output;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Its name (default: the newest).")
    String name;

    @Option(names = "--mermaid", description = "As a Mermaid flowchart, which GitHub draws.")
    boolean mermaid;

    @Override
    public Integer call() {
        Console console = output.console();
        try (Account account = where.open()) {
            Executions executions = new Executions(account, "pipeline");
            List<Executions.Run> newest = AwsErrors.translating("listing the runs", () -> executions.newest(SHOWN));
            if (newest.isEmpty() && name == null) {
                console.line("no run yet");
                if (output.json) console.json(List.of());
                return Exit.OK.code;
            }
            String wanted = name != null ? name : newest.getFirst().name();
            // The e-mail about a backtest that failed leads here, too.
            Executions.Run run = AwsErrors.translating("reading the run", () -> executions.run(wanted)
                    .or(() -> new Executions(account, "backtest").run(wanted)))
                    .orElseThrow(() -> new Fault(Exit.USAGE, "there is no run " + wanted,
                            "it is mistyped, or older than 90 days",
                            "./jbangw 06_pipeline.java history without a name shows the newest", 6));
            if (mermaid) Executions.mermaid(run).lines().forEach(System.out::println);
            else {
                show(run, console);
                console.line("");
                console.table(List.of("runs", "started", "status", "seconds"), newest.stream().map(other -> List.of(
                        other.name(), other.started().toString(), other.status().toString(),
                        "%.0f".formatted(other.seconds()))).toList());
            }
            if (output.json) console.json(run);
            return Exit.OK.code;
        }
    }

    static void show(Executions.Run run, Console console) {
        console.title("Run %s: %s after %.1f s".formatted(run.name(), run.status(), run.seconds()));
        Executions.text(run).forEach(console::line);
        run.cause().lines().forEach(console::warn);
    }
}
