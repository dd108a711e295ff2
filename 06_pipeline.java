///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS org.slf4j:slf4j-nop:2.0.18
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:dynamodb
//DEPS software.amazon.awssdk:eventbridge
//DEPS software.amazon.awssdk:scheduler
//SOURCES lib/base/*.java lib/lake/*.java lib/football/*.java lib/model/*.java
//SOURCES lib/aws/*.java lib/hosting/*.java lib/pipeline/*.java
//DESCRIPTION Chapter 6: all of it chained, from raw files to forecasts

/*
 * Chapter 6. The pipeline: ETL, training and publishing in one command
 *
 * You learn: stages as separate processes, retrying only what a retry can help, run records,
 *            a trigger that fires when data arrives, a lock that forgets no upload.
 * Reads:     raw/ in the data lake; the simulated sample if there is nothing
 * Writes:    what the chapters write, and runs/ID/
 * Costs:     nothing here; on AWS about a cent a run
 * Takes:     under a minute the first time, seconds after that
 *
 *   ./jbangw 06_pipeline.java --help
 *   ./jbangw 06_pipeline.java                      everything on this machine
 *   ./jbangw 06_pipeline.java --data real          the same with the public results
 *   ./jbangw 06_pipeline.java deploy               the same on AWS, started by every upload
 *
 * Next: ./jbangw 06_pipeline.java serve
 */

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import lib.aws.*;
import lib.base.*;
import lib.hosting.*;
import lib.lake.LakeOptions;
import lib.pipeline.*;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.LoggingConfiguration;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

@Command(name = "06_pipeline.java", mixinStandardHelpOptions = true, subcommands = {
        WatchCommand.class, ServeCommand.class, BacktestCommand.class, StartCommand.class, HistoryCommand.class,
        PrepareCommand.class, GoalCommand.class},
        description = "Runs ETL, training and publishing in order. Without a command it does \"run\".")
class Pipeline {
    static void main(String[] arguments) {
        System.exit(Cli.run(new Pipeline(), "run", arguments));
    }

    /** Then read: lib/pipeline/LocalRun.java. A stage is a process here, and a container on AWS. */
    @Command(description = "Run every stage once on this machine (the default).")
    int run(@Mixin LakeOptions where, @Mixin Cli.Output output,
            @Option(names = "--data", arity = "1..*", paramLabel = "PATH_OR_URL",
                    description = "CSV files, or folders of them, to add first; \"real\" downloads the public results.")
            List<String> data,
            @Option(names = "--accept-quarantine",
                    description = "Go on although more than 10 %% of a file is in quarantine.") boolean quarantine,
            @Option(names = "--accept-corrections",
                    description = "Let results of past seasons be other ones than before.") boolean corrections) {
        LocalRun.Accepted accepted = new LocalRun.Accepted(quarantine, corrections);
        LocalRun.Result result = LocalRun.once(where, output, data == null ? List.of() : data, accepted);
        if (output.json) output.console().json(result);
        return Exit.OK.code;
    }

    // -------------------------------------------------- deploy

    /** What the pipeline shall look like on AWS; what is not said stays as it is deployed. */
    static final class Wish {
        @Option(names = "--weekly", description = "Also fetch the public results every Monday at 9, São Paulo time.")
        boolean weekly;

        @Option(names = "--settle", descriptionKey = "SETTLE_SECONDS", paramLabel = "SECONDS",
                description = "How long a run waits for more uploads before it reads them (SETTLE_SECONDS, 20).")
        Integer settle;

        @Option(names = "--spot", negatable = true, fallbackValue = "true", descriptionKey = "FARGATE_SPOT",
                description = "Run the containers on spare capacity, for about a third of the price; AWS may take one"
                        + " away, and its step then starts again (FARGATE_SPOT, no).")
        Boolean spot;

        @Option(names = "--alarm-email", descriptionKey = "BUDGET_EMAIL", paramLabel = "ADDRESS",
                description = "Who is told when a run fails, or an upload starts none (BUDGET_EMAIL).")
        String email;
    }

    /** The same with every question answered; {@code api} is what a run redeploys and waits for, if it is hosted. */
    record Shape(boolean weekly, int settle, boolean spot, String email, Optional<Hosting.Service> api) {}

    @Command(description = "Make the state machine, and the rule that starts it when a CSV file arrives; asks first.")
    int deploy(@Mixin AwsOptions where, @Mixin Wish wish, @Mixin Places places, @Mixin Cli.Output output,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Console console = output.console();
        console.title("Chapter 6. The pipeline on AWS");
        try (Account account = where.open()) {
            Shape shape = shape(account, wish, places, console);
            Stack stack = stack(account, shape);
            Plan plan = stack.plan();
            plan.show(console);
            console.line("a run costs about %s: its containers, and 30 steps of the machine (4,000 a month are free)"
                    .formatted(shape.spot ? "a third of a cent" : "a cent"));
            if (plan.changes() > 0 && !console.confirm("Make this?", yes)) {
                console.line("nothing was changed");
                return Exit.OK.code;
            }
            int changed = stack.apply(console);
            console.good(changed == 0 ? "nothing to change" : changed + " made or changed");
            console.line("a bucket tells of uploads only from five minutes after it was made; until then use start");
            console.next("./jbangw 02_etl.java add --bucket " + account.bucket() + " sample/simulated-league.csv",
                    "or another file");
            if (output.json) console.json(Map.of("changed", changed, "bucket", account.bucket(),
                    "machine", Executions.machine(account, "pipeline")));
            return Exit.OK.code;
        }
    }

    static Shape shape(Account account, Wish wish, Places places, Console console) {
        String deployed = is(machine(account, "pipeline", "", "{}")).getOrDefault("definition", "{}");
        return new Shape(wish.weekly || !is(weekly(account)).isEmpty(),
                wish.settle != null ? wish.settle : Definition.settle(deployed, 20),
                wish.spot != null ? wish.spot : Definition.isSpot(deployed),
                wish.email != null ? wish.email : is(Told.topic(account, "")).get("e-mail"),
                places.find(account, "api", console::line).map(Places.Found::service));
    }

    /** What is deployed of a resource; empty if nothing is. */
    private static Map<String, String> is(Resource resource) {
        return AwsErrors.translating("looking at the " + resource.kind(), resource::describe).orElse(Map.of());
    }

    /**
     * Everything that deploy makes, in this order: each may need those before it, and has its step below.
     * Then read: lib/aws/Stack.java, which makes what is missing, changes what differs, and removes all backwards.
     */
    static Stack stack(Account account, Shape shape) {
        return stack(account, shape.weekly, shape.email,
                Definition.of(account, "pipeline", shape.settle, shape.spot, shape.api),
                Definition.of(account, "backtest", shape.settle, shape.spot, shape.api));
    }

    private static Stack stack(Account account, boolean weekly, String email, String pipeline, String backtest) {
        List<Resource> parts = new ArrayList<>(roles(account, weekly));
        parts.add(lock(account));
        for (String part : List.of("pipeline", "backtest")) parts.add(
                LogGroup.of(account, logName(account, part), "what the machine " + part + " writes"));
        parts.add(machine(account, "pipeline", "runs the chapters in order", pipeline));
        parts.add(machine(account, "backtest", "forecasts all seasons at the same time", backtest));
        parts.add(deadLetters(account));
        parts.add(uploads(account));
        if (weekly) parts.add(weekly(account));
        if (email != null) parts.addAll(List.of(Told.topic(account, email), failures(account), Told.alarm(account)));
        return new Stack(parts);
    }

    // -------------------------------------------------- 1. The roles

    /**
     * Three services act while nobody watches, each with the rights of its work. Then read:
     * lib/pipeline/PipelinePolicies.java, each statement with its reason.
     */
    private static List<Resource> roles(Account account, boolean weekly) {
        if (account.isRoleGiven()) return List.of();
        List<Resource> roles = new ArrayList<>();
        roles.add(role(account, "states", "the rights of the state machine", PipelinePolicies.states(account)));
        roles.add(role(account, "events", "an upload may start the machine", PipelinePolicies.start(account)));
        if (weekly) roles.add(role(account, "scheduler", "the clock may start the machine",
                PipelinePolicies.clock(account)));
        return roles;
    }

    /** The service puts on the role that has its name. */
    private static Resource role(Account account, String service, String why, IamPolicy allowed) {
        IamClient iam = account.client(IamClient.builder());
        IamPolicy trust = Policies.trust(account, service + ".amazonaws.com");
        return Role.of(account, service, why, trust, allowed)
                .create(() -> iam.createRole(create -> create.roleName(account.name(service)).description(why)
                        .assumeRolePolicyDocument(trust.toJson()).tags(account.eachTag())));
    }

    // -------------------------------------------------- 2. The lock

    /** A table of one item: whoever can put it holds the lock. Paid by the request, so an idle one is free. */
    private static Resource lock(Account account) {
        DynamoDbClient dynamo = account.client(DynamoDbClient.builder());
        String name = account.name("lock");
        String arn = account.arn("dynamodb", "table/" + name);
        return Declared.named("table", name, "one run at a time, and no upload forgotten")
                .find(() -> dynamo.describeTable(get -> get.tableName(name)).table(),
                        software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException.class)
                .create(() -> {
                    dynamo.createTable(create -> create.tableName(name).billingMode("PAY_PER_REQUEST")
                            .attributeDefinitions(id -> id.attributeName("id").attributeType("S"))
                            .keySchema(key -> key.attributeName("id").keyType("HASH")).tags(account.eachTag()));
                    dynamo.waiter().waitUntilTableExists(get -> get.tableName(name));
                })
                .field("billing", "PAY_PER_REQUEST", is -> Optional.ofNullable(is.billingModeSummary())
                        .map(summary -> summary.billingModeAsString()).orElse("PROVISIONED"),
                        () -> dynamo.updateTable(update -> update.tableName(name).billingMode("PAY_PER_REQUEST")))
                .tags(account, _ -> dynamo.listTagsOfResource(list -> list.resourceArn(arn)).tags(),
                        () -> dynamo.tagResource(tag -> tag.resourceArn(arn).tags(account.eachTag())))
                .delete(() -> dynamo.deleteTable(delete -> delete.tableName(name)));
    }

    // -------------------------------------------------- 3. The machines

    /**
     * A state machine of the Standard type: a run may take hours and must run exactly once, which the Express type does
     * not promise. What it does is data, too. Then read: lib/pipeline/pipeline.asl.json.
     */
    private static Resource machine(Account account, String part, String why, String definition) {
        SfnClient states = account.client(SfnClient.builder());
        String arn = Executions.machine(account, part);
        LoggingConfiguration logging = LoggingConfiguration.builder().level("ERROR").includeExecutionData(true)
                .destinations(to -> to.cloudWatchLogsLogGroup(group -> group
                        .logGroupArn(account.arn("logs", "log-group:" + logName(account, part) + ":*")))).build();
        String role = account.roleArn("states");
        Runnable update = () -> Waiting.retry(() -> states.updateStateMachine(change -> change.stateMachineArn(arn)
                .definition(definition).roleArn(role).loggingConfiguration(logging)));
        return Declared.named("state machine", account.name(part), why)
                .search(() -> Optional.of(states.describeStateMachine(get -> get.stateMachineArn(arn)))
                        .filter(is -> !is.statusAsString().equals("DELETING")), StateMachineDoesNotExistException.class)
                .create(() -> Waiting.outlast(StateMachineDeletingException.class::isInstance,
                        () -> Waiting.retry(() -> states.createStateMachine(create -> create.name(account.name(part))
                                .type("STANDARD").definition(definition).roleArn(role).loggingConfiguration(logging)
                                .tags(account.eachTag())))))
                .field("role", role, is -> is.roleArn(), update)
                .field("definition", Definition.normal(definition), is -> Definition.normal(is.definition()), update)
                .field("log", logName(account, part), is -> Definition.log(is.loggingConfiguration()), update)
                .tags(account, _ -> states.listTagsForResource(list -> list.resourceArn(arn)).tags(),
                        () -> states.tagResource(tag -> tag.resourceArn(arn).tags(account.eachTag())))
                .delete(() -> { // a deletion waits for running executions, so they are stopped
                    states.listExecutionsPaginator(list -> list.stateMachineArn(arn).statusFilter("RUNNING"))
                            .executions().forEach(run -> states.stopExecution(stop -> stop
                                    .executionArn(run.executionArn()).error("Undeployed").cause("undeploy")));
                    states.deleteStateMachine(delete -> delete.stateMachineArn(arn));
                });
    }

    /**
     * Step Functions writes every log group into one policy of the account, which has room for those of 25 learners.
     * Groups below /aws/vendedlogs/ need no place in it.
     */
    private static String logName(Account account, String part) {
        return "/aws/vendedlogs/states/" + account.prefix() + "/" + part;
    }

    // -------------------------------------------------- 4. The dead letters

    /** Where events end that could not be delivered for a day. Without the queue's own policy it would stay empty. */
    private static Resource deadLetters(Account account) {
        SqsClient sqs = account.client(SqsClient.builder());
        String name = account.name("dead-letters");
        String twoWeeks = String.valueOf(Duration.ofDays(14).toSeconds());
        String policy = PipelinePolicies.deadLetters(account).toJson();
        Map<String, String> attributes = Map.of("MessageRetentionPeriod", twoWeeks, "Policy", policy);
        Supplier<String> there = () -> Queues.url(sqs, name).orElseThrow();
        Runnable set = () -> sqs.setQueueAttributes(to -> to.queueUrl(there.get()).attributesWithStrings(attributes));
        return Declared.named("queue", name, "keeps events that could not be delivered")
                .search(() -> Queues.url(sqs, name).map(url -> sqs.getQueueAttributes(get -> get.queueUrl(url)
                        .attributeNamesWithStrings("All")).attributesAsStrings()), QueueDoesNotExistException.class)
                // SQS remembers a name for a minute after its queue was deleted.
                .create(() -> Waiting.outlast(QueueDeletedRecentlyException.class::isInstance,
                        () -> sqs.createQueue(create -> create.queueName(name)
                                .attributesWithStrings(attributes).tags(account.tags()))))
                .field("kept for", twoWeeks, is -> is.get("MessageRetentionPeriod"), set)
                .field("policy", Policies.canonical(policy),
                        is -> Policies.canonical(is.getOrDefault("Policy", "")), set)
                .field("tags", account.tags().toString(),
                        _ -> new TreeMap<>(sqs.listQueueTags(list -> list.queueUrl(there.get())).tags()).toString(),
                        () -> sqs.tagQueue(tag -> tag.queueUrl(there.get()).tags(account.tags())))
                .shown("waiting", is -> is.get("ApproximateNumberOfMessages"))
                .delete(() -> Queues.url(sqs, name).ifPresent(url -> sqs.deleteQueue(delete -> delete.queueUrl(url))));
    }

    // -------------------------------------------------- 5. The rule that starts it

    /**
     * A CSV file in raw/ starts the machine. A wildcard, because a prefix and a suffix in a list mean "or": the
     * pipeline's own files in processed/ would start it again, for ever and at a price. The size keeps out the empty
     * object that the console makes for a new folder.
     */
    static String uploadPattern(Account account) {
        return """
                {
                  "source": ["aws.s3"],
                  "detail-type": ["Object Created"],
                  "detail": {
                    "bucket": {"name": ["%s"]},
                    "object": {
                      "key": [{"wildcard": "raw/*.csv"}, {"wildcard": "raw/*.CSV"}],
                      "size": [{"numeric": [">", 0]}]
                    }
                  }
                }""".formatted(account.bucket());
    }

    private static Resource uploads(Account account) {
        Target machine = Target.builder().id("pipeline").arn(Executions.machine(account, "pipeline"))
                .roleArn(account.roleArn("events"))
                .deadLetterConfig(queue -> queue.arn(account.arn("sqs", account.name("dead-letters"))))
                .inputTransformer(input -> input
                        .inputPathsMap(Map.of("bucket", "$.detail.bucket.name", "key", "$.detail.object.key"))
                        .inputTemplate("{\"trigger\": \"s3\", \"bucket\": <bucket>, \"key\": <key>}")).build();
        return rule(account, "uploads", "a CSV file in raw/ starts the pipeline", uploadPattern(account), machine);
    }

    private static Resource rule(Account account, String part, String why, String pattern, Target target) {
        EventBridgeClient events = account.client(EventBridgeClient.builder());
        String name = account.name(part);
        String arn = account.arn("events", "rule/" + name);
        Runnable putRule = () -> events.putRule(put -> put.name(name).description(why)
                .eventPattern(pattern).state("ENABLED"));
        Runnable putTarget = () -> {
            var answer = Waiting.retry(() -> events.putTargets(put -> put.rule(name).targets(target)));
            // A target that was refused comes back with a good status and a count.
            if (answer.failedEntryCount() == null || answer.failedEntryCount() == 0) return;
            throw new Fault(Exit.AWS_REFUSED,
                    "EventBridge refused the rule's target: " + answer.failedEntries().getFirst().errorMessage(),
                    "the state machine or the role is not there yet", "run deploy again", 6);
        };
        Function<Target, String> letters = to -> to.deadLetterConfig() == null ? "none" : to.deadLetterConfig().arn();
        Function<Target, String> input = to -> to.inputTransformer() == null ? "none"
                : to.inputTransformer().inputTemplate() + new TreeMap<>(to.inputTransformer().inputPathsMap());
        return Declared.named("event rule", name, why)
                .find(() -> new Ruled(events.describeRule(get -> get.name(name)), events.listTargetsByRule(list -> list
                        .rule(name)).targets().stream().filter(is -> is.id().equals(target.id())).findFirst()
                        .orElse(Target.builder().build())), ResourceNotFoundException.class)
                .create(putRule)
                .field("pattern", Policies.canonical(pattern),
                        is -> Policies.canonical(is.rule.eventPattern()), putRule)
                .field("state", "ENABLED", is -> is.rule.stateAsString(), putRule)
                .setting("tags", account.tags().toString(),
                        _ -> Account.pairs(events.listTagsForResource(list -> list.resourceARN(arn)).tags()).toString(),
                        () -> events.tagResource(tag -> tag.resourceARN(arn).tags(account.eachTag())))
                .setting("target", target.arn(), is -> is.target.arn(), putTarget)
                .field("target role", target.roleArn(), is -> is.target.roleArn(), putTarget)
                .field("dead letters", letters.apply(target), is -> letters.apply(is.target), putTarget)
                .field("input", input.apply(target), is -> input.apply(is.target), putTarget)
                .delete(() -> { // a rule that has targets cannot be deleted
                    events.removeTargets(remove -> remove.rule(name).ids(target.id()));
                    events.deleteRule(delete -> delete.name(name));
                });
    }

    /** A rule and its one target. */
    private record Ruled(DescribeRuleResponse rule, Target target) {}

    // -------------------------------------------------- 6. The clock

    /** On Monday morning, when the round is over, the machine fetches the public results. */
    private static Resource weekly(Account account) {
        SchedulerClient scheduler = account.client(SchedulerClient.builder());
        String name = account.name("weekly");
        String when = "cron(0 9 ? * MON *)";
        String where = "America/Sao_Paulo";
        String machine = Executions.machine(account, "pipeline");
        String input = "{\"trigger\":\"weekly\"}";
        String deadLetters = account.arn("sqs", account.name("dead-letters"));
        var target = software.amazon.awssdk.services.scheduler.model.Target.builder().arn(machine).input(input)
                .roleArn(account.roleArn("scheduler")).deadLetterConfig(queue -> queue.arn(deadLetters)).build();
        Runnable create = () -> Waiting.retry(() -> scheduler.createSchedule(make -> make.name(name).target(target)
                .scheduleExpression(when).scheduleExpressionTimezone(where).flexibleTimeWindow(at -> at.mode("OFF"))));
        Runnable update = () -> scheduler.updateSchedule(change -> change.name(name).target(target).state("ENABLED")
                .scheduleExpression(when).scheduleExpressionTimezone(where).flexibleTimeWindow(at -> at.mode("OFF")));
        return Declared.named("schedule", name, "new rounds arrive by themselves")
                .find(() -> scheduler.getSchedule(get -> get.name(name)),
                        software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException.class)
                .create(create)
                .field("when", when + " " + where,
                        is -> is.scheduleExpression() + " " + is.scheduleExpressionTimezone(), update)
                .field("target", machine, is -> is.target().arn(), update)
                .field("role", account.roleArn("scheduler"), is -> is.target().roleArn(), update)
                .field("input", input, is -> is.target().input(), update)
                .field("dead letters", deadLetters, is -> Optional.ofNullable(is.target().deadLetterConfig())
                        .map(to -> to.arn()).orElse("none"), update)
                .field("state", "ENABLED", is -> is.stateAsString(), update)
                .delete(() -> scheduler.deleteSchedule(delete -> delete.name(name)));
    }

    // -------------------------------------------------- 7. Somebody is told

    /**
     * Step Functions tells EventBridge of the end of every run; those that ended badly become an e-mail. The topic lets
     * EventBridge in by its own policy, so there is no role. Then read: lib/pipeline/Told.java, the topic and an alarm.
     */
    private static Resource failures(Account account) {
        String pattern = """
                {
                  "source": ["aws.states"],
                  "detail-type": ["Step Functions Execution Status Change"],
                  "detail": {"status": ["FAILED", "TIMED_OUT", "ABORTED"], "stateMachineArn": ["%s", "%s"]}
                }""".formatted(Executions.machine(account, "pipeline"), Executions.machine(account, "backtest"));
        Target topic = Target.builder().id("topic").arn(Told.topicArn(account)).inputTransformer(input -> input
                .inputPathsMap(Map.of("run", "$.detail.name", "status", "$.detail.status"))
                .inputTemplate("\"The run <run>: <status>. See ./jbangw 06_pipeline.java history <run>\"")).build();
        return rule(account, "failures", "a run that failed is told", pattern, topic);
    }

    // -------------------------------------------------- undeploy

    @Command(description = "Remove what deploy made; the data and the models stay. Asks first.")
    int undeploy(@Mixin AwsOptions where, @Mixin Cli.Output output,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Console console = output.console();
        console.title("Chapter 6. The pipeline leaves AWS");
        try (Account account = where.open()) {
            if (!console.confirm("Remove the pipeline of " + account.prefix() + "?", yes)) {
                console.line("nothing was changed");
                return Exit.OK.code;
            }
            List<String> left = everything(account).destroy(console);
            if (!left.isEmpty()) throw new Fault(Exit.AWS_REFUSED, "still there: " + String.join(", ", left),
                    "AWS refused to remove it, see above", "run undeploy again in a minute", 6);
            console.good("nothing is left of the pipeline");
            console.next(where.again("./jbangw 01_provision.java destroy"), "when the class is over");
            if (output.json) console.json(Map.of("left", left));
            return Exit.OK.code;
        }
    }

    /** All that any deploy may have made, also of an earlier version; removing it needs no foundations. */
    static Stack everything(Account account) {
        List<Resource> all = new ArrayList<>(stack(account, true, "", "{}", "{}").resources());
        for (String part : List.of("backtest", "pipeline")) all.addFirst(LogGroup.of(account, part));
        return new Stack(all);
    }

    // -------------------------------------------------- status

    /** How it is about one link between an upload and a run, UNKNOWN on an emulator only; the worst comes last. */
    enum State { GOOD, UNKNOWN, DIFFERS, BROKEN }

    record Link(State state, String what, String remedy) {}

    /** What {@code --json} prints: the worst state of a link, all links, and the newest run or null. */
    record Chain(State state, List<Link> links, Executions.Run last) {}

    @Command(description = "Check the whole chain from an upload to a run, and name the link that is broken.")
    int status(@Mixin AwsOptions where, @Mixin Wish wish, @Mixin Places places, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 6. The chain from an upload to a run");
        try (Account account = where.open()) {
            List<Link> chain = chain(account, stack(account, shape(account, wish, places, console)));
            for (Link link : chain) {
                if (link.state == State.GOOD) console.good(link.what);
                else console.warn(link.what);
            }
            Optional<Executions.Run> last = new Executions(account, "pipeline").latest();
            console.line(last.map(run -> "last run: " + run.name() + ", " + run.started() + ", " + run.status())
                    .orElse("no run yet"));
            Link worst = chain.stream().max(Comparator.comparing(Link::state)).orElseThrow();
            if (output.json) console.json(new Chain(worst.state, chain, last.orElse(null)));
            if (worst.state == State.GOOD || worst.state == State.UNKNOWN) return Exit.OK.code;
            throw worst.state == State.BROKEN
                    ? new Fault(Exit.CONFIGURATION, "the chain is broken at the " + worst.what,
                            "it was never deployed, or removed by hand since", worst.remedy, 6)
                    : new Fault(Exit.CONFIGURATION, "the chain is not as deploy makes it: " + worst.what,
                            "it was changed by hand, or the API was hosted or removed since", worst.remedy, 6);
        }
    }

    private static List<Link> chain(Account account, Stack stack) {
        List<Link> chain = new ArrayList<>();
        String deploy = "./jbangw 06_pipeline.java deploy";
        boolean tells = AwsErrors.translating("looking at the bucket", () -> account.s3()
                .getBucketNotificationConfiguration(get -> get.bucket(account.bucket())))
                .eventBridgeConfiguration() != null;
        String bucket = "bucket " + account.bucket();
        chain.add(tells ? new Link(State.GOOD, bucket + " tells EventBridge", "")
                : account.isEmulator() ? new Link(State.UNKNOWN, bucket + ": this emulator does not say that it tells "
                        + "EventBridge; moto never does, whatever apply sets", "")
                : new Link(State.BROKEN, bucket + " does not tell EventBridge", "./jbangw 01_provision.java apply"));
        for (Plan.Step step : stack.plan().steps()) {
            String what = step.kind() + " " + step.name();
            chain.add(switch (step.action()) {
                case KEEP -> new Link(State.GOOD, what, "");
                case CREATE -> new Link(State.BROKEN, what + " is missing", deploy);
                case CHANGE -> new Link(State.DIFFERS, what + " differs in " + step.fields(), deploy);
            });
        }
        String waiting = is(deadLetters(account)).getOrDefault("waiting", "0");
        chain.add(new Link(waiting.equals("0") ? State.GOOD : State.BROKEN,
                "queue of dead letters: " + waiting + " waiting", "aws sqs receive-message shows what could not be"
                        + " delivered; upload the file again, then purge the queue"));
        return chain;
    }
}
