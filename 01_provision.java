///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/base/*.java lib/lake/*.java lib/aws/*.java lib/hosting/*.java lib/provision/*.java
//DESCRIPTION Chapter 1: the AWS foundations, with the price first and nothing left behind

/*
 * Chapter 1. Foundations: bucket, registry, roles, cluster and jobs in your AWS account
 *
 * You learn: infrastructure as code without a state file, least privilege, what costs money and what does not.
 * Reads:     your account; every command but apply, destroy, image and classroom only looks
 * Writes:    what "plan" shows, all tagged project=predictor-fut-br
 * Costs:     about four cents a month; containers are paid only while they run
 * Takes:     a minute to apply, a minute to destroy
 *
 *   ./jbangw 01_provision.java --help
 *   ./jbangw 01_provision.java                 what would be made, and what it costs; changes nothing
 *   ./jbangw 01_provision.java apply           the real run; asks first
 *
 * Next: ./jbangw 01_provision.java image, then ./jbangw 06_pipeline.java deploy
 */

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.AwsOptions;
import lib.aws.Plan;
import lib.aws.Policies;
import lib.aws.Repository;
import lib.aws.Stack;
import lib.aws.Waiting;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.provision.BudgetOptions;
import lib.provision.ContainerTool;
import lib.provision.Doctor;
import lib.provision.Foundations;
import lib.provision.Tagged;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.ecr.EcrClient;

@Command(name = "01_provision.java", mixinStandardHelpOptions = true,
        description = "Makes and removes the foundations in AWS. Without a command it does \"plan\".")
class Provision {

    /** The list by tag follows what happens with a delay. */
    private static final Duration TAGS_FOLLOW = Duration.ofSeconds(90);

    static void main(String[] arguments) {
        System.exit(Cli.run(new Provision(), "plan", arguments));
    }

    // ---------------------------------------------------------------- look

    @Command(description = "Show what apply would make and change, and what it costs; change nothing (the default).")
    int plan(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the plan");
        try (Account account = where.open()) {
            Plan plan = budget.foundations(account).plan();
            show(plan, account, console);
            console.next(plan.changes() == 0 ? "./jbangw 01_provision.java status" : "./jbangw 01_provision.java apply");
            if (output.json) console.json(plan.json());
            return Exit.OK.code;
        }
    }

    private static void show(Plan plan, Account account, Console console) {
        console.line("account " + account.id() + ", region " + account.region()
                + account.endpoint().map(endpoint -> ", emulator " + endpoint).orElse(""));
        plan.show(console);
    }

    @Command(description = "Show each resource, whether it is as it should be, and what costs money now.")
    int status(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the status");
        try (Account account = where.open()) {
            List<Stack.State> states = budget.foundations(account).status();
            List<String> later = AwsErrors.translating("listing by tag", () -> Tagged.later(account));
            for (Stack.State state : states) {
                String line = state.kind() + " " + state.name() + ": " + state.state();
                if (state.state().equals("ok")) console.good(line);
                else console.warn(line);
            }
            later.forEach(arn -> console.line("chapters 4 to 6: " + arn));
            double idle = states.stream().mapToDouble(Stack.State::idlePerHour).sum();
            console.line("the foundations cost US$ %.4f an hour now%s".formatted(idle,
                    later.isEmpty() ? "" : "; what chapters 4 to 6 run comes on top, see their status"));
            if (output.json) console.json(Map.of("resources", states, "later", later));
            return Exit.OK.code;
        }
    }

    @Command(description = "Show what everything costs: the foundations, a run, and each way to host the API.")
    int cost(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the prices");
        try (Account account = where.open()) {
            Plan plan = new Plan(List.of(), budget.foundations(account).prices());
            plan.showPrices(console);
            console.line("");
            List<String> later = Foundations.later(account);
            later.forEach(console::line);
            if (output.json) console.json(Map.of("prices", plan.prices(), "hosting", later));
            return Exit.OK.code;
        }
    }

    @Command(description = "Check this machine, the credentials and the account; name the fix for each fault.")
    int doctor(@Mixin AwsOptions where, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the doctor");
        List<Doctor.Check> checks = new ArrayList<>();
        try (Account account = where.open()) {
            Doctor.examine(account, check -> {
                checks.add(check);
                String line = check.name() + ": " + check.found();
                if (check.good()) console.good(line);
                else console.warn(line + "\n       fix: " + check.fix());
            });
        }
        if (output.json) console.json(checks);
        return checks.stream().anyMatch(check -> !check.good() && check.needed()) ? Exit.CONFIGURATION.code : Exit.OK.code;
    }

    /** Whom a policy is for: who makes the foundations, and who also hosts and runs the pipeline. */
    enum Learner { deployer, runner }

    @Command(description = "Print the policy that a learner's user needs: for this chapter, or what chapters 4 to 6 need beyond it.")
    int policy(@Mixin AwsOptions where, @Mixin Cli.Output output,
            @Option(names = "--for", paramLabel = "deployer|runner", defaultValue = "deployer", description = "For chapter 1, or for chapters 4 to 6 (${DEFAULT-VALUE}).") Learner learner) {
        try (Account account = where.open()) {
            output.console().json(Policies.json(learner == Learner.deployer ? Policies.deployer(account) : Policies.runner(account)));
            return Exit.OK.code;
        }
    }

    // ---------------------------------------------------------------- make

    @Command(description = "Make what is missing, change what differs; shows the plan and asks first.")
    int apply(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        long start = System.nanoTime();
        Console console = output.console();
        console.title("Chapter 1. Foundations: apply");
        try (Account account = where.open()) {
            Stack stack = budget.foundations(account);
            console.step(1, "Compare what is there with what should be");
            Plan plan = stack.plan();
            show(plan, account, console);
            if (plan.changes() > 0 && !console.confirm("Make this?", yes)) return declined(console);
            console.step(2, "Make and change, in order");
            int changed = stack.apply(console);
            console.line("%d made or changed, %.1f s".formatted(changed, (System.nanoTime() - start) / 1e9));
            console.line("for .env: S3_BUCKET_NAME=" + account.bucket());
            console.next("./jbangw 01_provision.java image");
            if (output.json) console.json(Map.of("changed", changed, "bucket", account.bucket()));
            return Exit.OK.code;
        }
    }

    @Command(description = "Build the image for the right processor, push it, and let the jobs use it.")
    int image(@Mixin AwsOptions where, @Mixin Cli.Output output,
            @Option(names = "--from", paramLabel = "IMAGE",
                    description = "Push this image of the container tool instead of building one.") String from) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the image");
        ContainerTool tool = ContainerTool.required();
        try (Account account = where.open()) {
            Repository repository = new Repository(account);
            if (AwsErrors.translating("looking at the repository", repository::describe).isEmpty()) {
                throw new Fault(Exit.CONFIGURATION, "the repository " + repository.name() + " does not exist",
                        "apply has not run in this account and region", "./jbangw 01_provision.java apply", 1);
            }
            String tag = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss"));
            String image = from == null ? Account.PROJECT + ":" + tag : from;
            console.step(1, "Build the image, or take the given one");
            if (from == null) build(tool, image, account.architecture());
            console.step(2, "Refuse an image for another processor");
            tool.requireArchitecture(image, account.architecture());
            console.step(3, "Push it under a tag that stays, and as latest");
            tool.push(image, repository.uri(), tag, password(account));
            console.step(4, "Let the jobs use it");
            new Stack(Foundations.jobs(account)).apply(console);
            console.good("pushed " + repository.image());
            console.next("./jbangw 06_pipeline.java deploy");
            if (output.json) console.json(Map.of("image", repository.image(), "tag", tag));
            return Exit.OK.code;
        }
    }

    private static void build(ContainerTool tool, String image, Account.Architecture architecture) {
        Path folder = Chapters.home();
        if (!Files.exists(folder.resolve("Dockerfile"))) {
            throw new Fault(Exit.CONFIGURATION, "there is no Dockerfile in " + folder, "this is not a complete copy of the project",
                    "get the file from the project, or push an image that you have with --from", 1);
        }
        tool.build(folder, image, architecture);
    }

    /** A password for the registry that is good for twelve hours. */
    private static String password(Account account) {
        String token = AwsErrors.translating("signing in to the registry", () -> account.client(EcrClient.builder())
                .getAuthorizationToken().authorizationData().getFirst().authorizationToken());
        return new String(Base64.getDecoder().decode(token)).substring("AWS:".length());
    }

    // ---------------------------------------------------------------- remove

    @Command(description = "Remove everything that apply made, with all data; asks first, and looks again afterwards.")
    int destroy(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        long start = System.nanoTime();
        Console console = output.console();
        console.title("Chapter 1. Foundations: destroy");
        try (Account account = where.open()) {
            requireNothingLater(account);
            String question = "Delete the bucket " + account.bucket() + " with all data, and everything else of "
                    + account.prefix() + "?";
            if (!console.confirm(question, yes)) return declined(console);
            List<String> left = remove(account, budget, console);
            if (output.json) console.json(Map.of("left", left));
            if (!left.isEmpty()) throw stillThere(left);
            console.good("nothing is left, %.1f s".formatted((System.nanoTime() - start) / 1e9));
            return Exit.OK.code;
        }
    }

    /** Removes in the opposite order, then looks again: by name, and by tag. */
    private static List<String> remove(Account account, BudgetOptions budget, Console console) {
        console.step(1, "Remove in the opposite order");
        List<String> left = new ArrayList<>(budget.foundations(account).destroy(console));
        console.step(2, "Look again, by name and by tag");
        Duration most = left.isEmpty() ? TAGS_FOLLOW : Duration.ZERO;
        Optional<Boolean> clean = AwsErrors.translating("listing by tag", () -> Waiting.await(most, Duration.ofSeconds(5),
                () -> Tagged.arns(account).isEmpty() ? Optional.of(true) : Optional.empty()));
        if (clean.isEmpty()) left.addAll(AwsErrors.translating("listing by tag", () -> Tagged.arns(account)));
        return left;
    }

    private static void requireNothingLater(Account account) {
        List<String> later = AwsErrors.translating("listing by tag", () -> Tagged.later(account));
        if (later.isEmpty()) return;
        throw new Fault(Exit.CONFIGURATION, "chapters 4 to 6 are still deployed: " + String.join(", ", later),
                "they need the roles and the image, so they go first",
                "./jbangw 06_pipeline.java undeploy, 05_ui.java undeploy, 04_api.java undeploy; then destroy again", 1);
    }

    private static Fault stillThere(List<String> left) {
        return new Fault(Exit.AWS_REFUSED, "still in the account: " + String.join(", ", left),
                "AWS refused to delete it, something uses it, or the list by tag lags behind",
                "run destroy again in some minutes; what stays then, delete in the console", 1);
    }

    private static int declined(Console console) {
        console.line("nothing was changed");
        return Exit.INTERRUPTED.code;
    }

    // ---------------------------------------------------------------- a classroom

    enum ClassroomCommand { list, destroy }

    @Command(description = "For teachers: list what every learner has in a shared account, or destroy all of it.")
    int classroom(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output,
            @Parameters(paramLabel = "list|destroy", description = "What to do.") ClassroomCommand command,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the classroom");
        try (Account account = where.open()) {
            Map<String, Set<String>> learners = AwsErrors.translating("listing by tag", () -> Tagged.byStudent(account));
            console.table(List.of("learner", "resources", "of chapters 4 to 6"), learners.keySet().stream().map(learner -> List.of(
                    learner.isEmpty() ? "(none)" : learner,
                    "" + learners.get(learner).size(), "" + Tagged.later(where.as(learner)).size())).toList());
            if (command == ClassroomCommand.list) {
                if (output.json) console.json(learners);
                return Exit.OK.code;
            }
            if (learners.isEmpty() || !console.confirm("Delete everything of " + learners.size() + " learners?", yes)) {
                return declined(console);
            }
            List<String> left = new ArrayList<>();
            for (String learner : learners.keySet()) left.addAll(dismiss(where, learner, budget, output));
            if (output.json) console.json(Map.of("left", left));
            if (!left.isEmpty()) throw stillThere(left);
            console.good("nothing is left of " + learners.size() + " learners");
            return Exit.OK.code;
        }
    }

    /** Undeploys and destroys what one learner has; returns what is left. */
    private static List<String> dismiss(AwsOptions where, String learner, BudgetOptions budget, Cli.Output output) {
        Console console = output.console();
        console.title(learner.isEmpty() ? "What belongs to no learner" : "Learner " + learner);
        try (Account account = where.as(learner)) {
            if (!Tagged.later(account).isEmpty()) {
                List<String> undeploy = new ArrayList<>(List.of("undeploy", "--yes"));
                undeploy.addAll(where.arguments(learner));
                for (String script : List.of("06_pipeline.java", "05_ui.java", "04_api.java")) {
                    Chapters.start(script, undeploy, output.json).onExit().join();
                }
            }
            return remove(account, budget, console);
        }
    }
}
