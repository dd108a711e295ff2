//DEPS info.picocli:picocli:4.7.7
package lib.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.AwsOptions;
import lib.aws.Plan;
import lib.aws.Stack;
import lib.aws.Waiting;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.hosting.Places;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** The commands of chapter 6 that work in AWS: deploy, start, status, history, undeploy. */
public abstract class PipelineCommands {

    private static final Duration LONGEST_RUN = Duration.ofHours(4);
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** What the pipeline is to look like in AWS; the same for deploy, status and undeploy. */
    public static final class Shape {
        @Option(names = "--weekly", description = "Also fetch the public results every Monday at 9, São Paulo time.")
        boolean weekly;

        @Option(names = "--settle", descriptionKey = "SETTLE_SECONDS", paramLabel = "SECONDS", defaultValue = "20",
                description = "How long a run waits for more uploads before it reads them (SETTLE_SECONDS, ${DEFAULT-VALUE}).")
        int settle;

        /** A schedule that is there stays, whether it is asked for again or not. */
        Stack stack(Account account) {
            boolean clock = weekly || AwsErrors.translating("looking at the schedule", () -> new WeeklyFetch(account).describe().isPresent());
            return PipelineStack.of(account, new Places().find(account, "api", _ -> {}).map(Places.Found::service), clock, settle);
        }
    }

    // ---------------------------------------------------------------- make and remove

    @Command(description = "Make the state machine, and the rule that starts it when a CSV file arrives; shows the plan and asks first.")
    public int deploy(@Mixin AwsOptions where, @Mixin Shape shape, @Mixin Cli.Output output, @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Console console = output.console();
        console.title("Chapter 6. The pipeline on AWS");
        try (Account account = where.open()) {
            Stack stack = shape.stack(account);
            Plan plan = stack.plan();
            plan.show(console);
            console.line("a run costs about a cent: its containers, and 30 steps of the machine (4,000 a month are free)");
            if (plan.changes() > 0 && !console.confirm("Make this?", yes)) {
                console.line("nothing was changed");
                return Exit.OK.code;
            }
            int changed = stack.apply(console);
            console.good(changed == 0 ? "nothing to change" : changed + " made or changed");
            console.next("./jbangw 02_etl.java add --bucket " + account.bucket() + " FILE.csv, or ./jbangw 06_pipeline.java start");
            if (output.json) console.json(Map.of("changed", changed, "machine", StateMachine.arn(account, "pipeline"), "bucket", account.bucket()));
            return Exit.OK.code;
        }
    }

    @Command(description = "Remove what deploy made; the data and the models stay. Asks first.")
    public int undeploy(@Mixin AwsOptions where, @Mixin Cli.Output output, @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Console console = output.console();
        console.title("Chapter 6. The pipeline leaves AWS");
        try (Account account = where.open()) {
            if (!console.confirm("Remove the pipeline of " + account.prefix() + "?", yes)) {
                console.line("nothing was changed");
                return Exit.OK.code;
            }
            List<String> left = PipelineStack.toRemove(account).destroy(console);
            if (!left.isEmpty()) throw new Fault(Exit.AWS_REFUSED, "still there: " + String.join(", ", left), "AWS refused to remove it, see above", "run undeploy again in a minute", 6);
            console.good("nothing is left of the pipeline");
            console.next("./jbangw 01_provision.java destroy, when the class is over");
            if (output.json) console.json(Map.of("left", left));
            return Exit.OK.code;
        }
    }

    // ---------------------------------------------------------------- start and look

    @Command(description = "Start a run in AWS now, as an upload would, and follow it to its end.")
    public int start(@Mixin AwsOptions where, @Mixin Cli.Output output,
            @Option(names = "--fetch", description = "Fetch the public results, as the weekly schedule does; their arrival then starts a run.") boolean fetch,
            @Option(names = "--no-wait", description = "Do not wait for its end.") boolean noWait) {
        Console console = output.console();
        console.title("Chapter 6. A run on AWS");
        try (Account account = where.open()) {
            Executions executions = new Executions(account, "pipeline");
            String name = executions.start(Map.of("trigger", fetch ? "weekly" : "manual"));
            console.good("started " + name);
            if (noWait) {
                console.next("./jbangw 06_pipeline.java history " + name);
                if (output.json) console.json(Map.of("run", name));
                return Exit.OK.code;
            }
            Executions.Run run = follow(executions, name, console);
            show(run, console);
            if (output.json) console.json(run);
            requireGood(run);
            return Exit.OK.code;
        }
    }

    /** Tells each state once, when it is entered. */
    private static Executions.Run follow(Executions executions, String name, Console console) {
        int[] told = {0};
        return Waiting.await(LONGEST_RUN, EVERY, () -> {
            Executions.Run run = executions.run(name).orElseThrow();
            List<Executions.Step> steps = run.steps().stream().filter(step -> step.kind().equals("Task")).toList();
            steps.stream().skip(told[0]).forEach(step -> console.line(step.state()));
            told[0] = steps.size();
            return run.status().equals("RUNNING") ? Optional.empty() : Optional.of(run);
        }).orElseThrow(() -> new Fault(Exit.AWS_REFUSED, "the run takes longer than " + LONGEST_RUN.toHours() + " hours", "a task hangs", "./jbangw 06_pipeline.java history", 6));
    }

    /** Runs the machine that forecasts the seasons in containers, as many at a time as its Map state allows, and waits for its end. */
    protected static void backtestOnAws(Account account, String run, List<String> seasons, String forecaster, Console console) {
        Executions executions = new Executions(account, "backtest");
        String name = executions.start(Map.of("run", run, "seasons", seasons, "forecaster", forecaster));
        console.good("started " + name + ": " + seasons.size() + " containers");
        requireGood(follow(executions, name, console));
    }

    private static void requireGood(Executions.Run run) {
        if (run.status().equals("SUCCEEDED")) return;
        throw new Fault(Exit.AWS_REFUSED, "the run " + run.name() + " " + run.status() + ": " + run.cause().lines().findFirst().orElse("without a reason"),
                run.cause().contains("\n") ? "the last lines of its container:\n       " + run.cause().replace("\n", "\n       ") : "the state machine's own words, above",
                "do what they say, then upload again or ./jbangw 06_pipeline.java start", 6);
    }

    @Command(description = "Draw a run: each step with its time, and the reason if it failed.")
    public int history(@Mixin AwsOptions where, @Mixin Cli.Output output,
            @Parameters(arity = "0..1", paramLabel = "RUN", description = "Its name (default: the newest).") String name,
            @Option(names = "--mermaid", description = "As a Mermaid flowchart, which GitHub draws.") boolean mermaid) {
        Console console = output.console();
        try (Account account = where.open()) {
            Executions executions = new Executions(account, "pipeline");
            List<Executions.Run> newest = AwsErrors.translating("listing the runs", () -> executions.newest(10));
            if (newest.isEmpty()) {
                console.line("no run yet");
                if (output.json) console.json(List.of());
                return Exit.OK.code;
            }
            String wanted = name != null ? name : newest.getFirst().name();
            Executions.Run run = AwsErrors.translating("reading the run", () -> executions.run(wanted)).orElseThrow(() -> new Fault(Exit.USAGE, "there is no run " + wanted,
                    "it is mistyped, or older than 90 days", "./jbangw 06_pipeline.java history without a name shows the newest", 6));
            if (mermaid) Executions.mermaid(run).lines().forEach(System.out::println);
            else {
                show(run, console);
                console.line("");
                console.table(List.of("runs", "started", "status", "seconds"), newest.stream()
                        .map(other -> List.of(other.name(), other.started().toString(), other.status(), "%.0f".formatted(other.seconds()))).toList());
            }
            if (output.json) console.json(run);
            return Exit.OK.code;
        }
    }

    private static void show(Executions.Run run, Console console) {
        console.title("Run %s: %s after %.1f s".formatted(run.name(), run.status(), run.seconds()));
        Executions.text(run).forEach(console::line);
        run.cause().lines().forEach(console::warn);
    }

    // ---------------------------------------------------------------- the whole chain

    /** One link between an upload and a run. */
    private record Link(String what, boolean good, String remedy) {}

    @Command(description = "Check the whole chain from an upload to a run, and name the link that is broken.")
    public int status(@Mixin AwsOptions where, @Mixin Shape shape, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 6. The chain from an upload to a run");
        try (Account account = where.open()) {
            List<Link> links = links(account, shape);
            links.forEach(link -> {
                if (link.good) console.good(link.what);
                else console.warn(link.what);
            });
            Optional<Executions.Run> last = lastRun(account);
            last.ifPresent(run -> console.line("last run: " + run.name() + ", " + run.started() + ", " + run.status()));
            if (last.isEmpty()) console.line("no run yet");
            Optional<Link> broken = links.stream().filter(link -> !link.good).findFirst();
            if (output.json) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("links", links);
                json.put("broken", broken.map(Link::what).orElse(null));
                json.put("last", last.orElse(null));
                console.json(json);
            }
            if (broken.isPresent()) {
                throw new Fault(Exit.CONFIGURATION, "the chain is broken at the " + broken.get().what, "it was never deployed, or changed by hand since", broken.get().remedy, 6);
            }
            return Exit.OK.code;
        }
    }

    private static Optional<Executions.Run> lastRun(Account account) {
        try {
            return AwsErrors.translating("listing the runs", () -> new Executions(account, "pipeline").newest(1)).stream().findFirst();
        } catch (Fault notDeployed) {
            return Optional.empty();
        }
    }

    /** Whether the bucket is there and tells EventBridge what arrives. */
    private static boolean tells(Account account) {
        try {
            return account.s3().getBucketNotificationConfiguration(get -> get.bucket(account.bucket())).eventBridgeConfiguration() != null;
        } catch (NoSuchBucketException e) {
            return false;
        }
    }

    private static List<Link> links(Account account, Shape shape) {
        List<Link> links = new ArrayList<>();
        boolean tells = AwsErrors.translating("looking at the bucket", () -> tells(account));
        links.add(new Link("bucket " + account.bucket() + (tells ? " tells EventBridge" : " does not tell EventBridge"), tells, "./jbangw 01_provision.java apply"));
        for (Plan.Step step : shape.stack(account).plan().steps()) {
            boolean good = step.action() == Plan.Action.KEEP;
            links.add(new Link(step.kind() + " " + step.name() + (good ? "" : step.action() == Plan.Action.CREATE ? " is missing" : " differs in "
                    + String.join(", ", step.fields())), good, "./jbangw 06_pipeline.java deploy"));
        }
        int waiting = AwsErrors.translating("looking at the queue", () -> new DeadLetters(account).waiting());
        links.add(new Link("queue of dead letters: " + waiting + " waiting", waiting == 0, "aws sqs receive-message shows what could not be delivered; upload the file again, then purge the queue"));
        return links;
    }
}
