///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS org.slf4j:slf4j-nop:2.0.18
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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lib.aws.*;
import lib.base.*;
import lib.hosting.*;
import lib.provision.*;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.budgets.model.NotFoundException;
import software.amazon.awssdk.services.budgets.model.Notification;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

@Command(name = "01_provision.java", mixinStandardHelpOptions = true,
        subcommands = {ImageCommand.class, DoctorCommand.class, PolicyCommand.class, ClassroomCommand.class},
        description = "Makes and removes the foundations in AWS. Without a command it does \"plan\".")
class Provision implements ImageCommand.Jobs {

    static void main(String[] arguments) {
        System.exit(Cli.run(new Provision(), "plan", arguments));
    }

    // -------------------------------------------------- settings

    private static final int OLD_VERSIONS_DAYS = 30;
    private static final int BROKEN_UPLOADS_DAYS = 7;
    private static final int IMAGES_TO_KEEP = 5;
    private static final double ALARM_PERCENT = 80;

    /** The parts that write a log of their own. */
    private static final List<String> LOGGING = List.of("etl", "fetch", "train", "api", "ui");

    /**
     * A job on Fargate: its part names its role and its log group, its command follows the image's entry point. Of the
     * two sizes, in 1/1024 of a virtual CPU and in MiB, Fargate allows only some pairs.
     */
    record Job(String part, List<String> command, int vcpu, int memory, String why) {}

    /** The sizes are for twenty seasons with room to spare. */
    static final List<Job> JOBS = List.of(
            new Job("etl", List.of("02_etl.java", "run"), 1024, 2048, "chapter 2 on Fargate"),
            new Job("fetch", List.of("02_etl.java", "fetch"), 256, 1024, "chapter 2's download on Fargate"),
            new Job("train", List.of("03_train.java", "train"), 2048, 4096, "chapter 3 on Fargate"));

    /** All of it, in the order of apply: a resource may need those before it. destroy goes backwards. */
    static Stack foundations(Account account, String email, int dollars) {
        List<Resource> resources = new ArrayList<>(List.of(bucket(account), repository(account)));
        LOGGING.forEach(part -> resources.add(LogGroup.of(account, part)));
        if (!account.isRoleGiven()) {
            resources.add(ServiceLinkedRole.ofEcs(account)); // without it the first use of ECS in an account fails
            resources.addAll(roles(account));
        }
        resources.add(firewall(account));
        resources.add(cluster(account));
        JOBS.forEach(job -> resources.add(definition(account, job)));
        if (email != null || Budgets.isAlarmed(account)) resources.add(alarm(account, email, dollars));
        return new Stack(resources);
    }

    // -------------------------------------------------- 1. The bucket

    /** The data lake: private, versioned, encrypted, reached by TLS only, and telling EventBridge what arrives. */
    private static Resource bucket(Account account) {
        S3Client s3 = account.s3();
        String name = account.bucket();
        String policy = RolePolicies.bucket(account).toJson();
        var bucket = Declared.named("bucket", name, "the data lake")
                .find(() -> Buckets.head(s3, name), NoSuchBucketException.class)
                .costs(Price.always(Price.S3_GB_HOUR, "the bucket is reckoned with 1 GB"))
                // Soon after destroy S3 may refuse the name: it is still at work on the end of the former bucket.
                .create(() -> Waiting.outlast(Buckets::isBusy, () -> s3.createBucket(create -> {
                    create.bucket(name);
                    // S3's oldest region must not be named.
                    if (account.region().equals("us-east-1")) return;
                    create.createBucketConfiguration(where -> where.locationConstraint(account.region()));
                })))
                .setting("block public access", Buckets.PRIVATE, _ -> Buckets.publicAccess(s3, name),
                        () -> s3.putPublicAccessBlock(put -> put.bucket(name).publicAccessBlockConfiguration(to ->
                                to.blockPublicAcls(true).blockPublicPolicy(true)
                                        .ignorePublicAcls(true).restrictPublicBuckets(true))))
                // Only policies decide who may what; the older access lists of single objects are off.
                .setting("ownership", "BucketOwnerEnforced",
                        _ -> s3.getBucketOwnershipControls(get -> get.bucket(name))
                                .ownershipControls().rules().getFirst().objectOwnershipAsString(),
                        () -> s3.putBucketOwnershipControls(put -> put.bucket(name).ownershipControls(controls ->
                                controls.rules(rule -> rule.objectOwnership("BucketOwnerEnforced")))))
                // What a job overwrites by mistake can be brought back.
                .setting("versioning", "Enabled",
                        _ -> s3.getBucketVersioning(get -> get.bucket(name)).statusAsString(),
                        () -> s3.putBucketVersioning(put -> put.bucket(name)
                                .versioningConfiguration(versioning -> versioning.status("Enabled"))))
                // With keys of S3, which cost nothing; a key of one's own costs a dollar a month.
                .setting("encryption", "AES256",
                        _ -> s3.getBucketEncryption(get -> get.bucket(name)).serverSideEncryptionConfiguration().rules()
                                .getFirst().applyServerSideEncryptionByDefault().sseAlgorithmAsString(),
                        () -> s3.putBucketEncryption(put -> put.bucket(name).serverSideEncryptionConfiguration(to ->
                                to.rules(rule -> rule.applyServerSideEncryptionByDefault(by ->
                                        by.sseAlgorithm("AES256"))))))
                // Versioning keeps, and bills, everything; so old versions go, and uploads that nobody finished.
                .setting("lifecycle", Buckets.lifecycle(OLD_VERSIONS_DAYS, BROKEN_UPLOADS_DAYS),
                        _ -> Buckets.lifecycle(s3, name),
                        () -> s3.putBucketLifecycleConfiguration(put -> put.bucket(name).lifecycleConfiguration(to ->
                                to.rules(rule -> rule.id("tidy").status("Enabled").filter(all -> all.prefix(""))
                                        .noncurrentVersionExpiration(old -> old.noncurrentDays(OLD_VERSIONS_DAYS))
                                        .abortIncompleteMultipartUpload(broken ->
                                                broken.daysAfterInitiation(BROKEN_UPLOADS_DAYS))
                                        .expiration(markers -> markers.expiredObjectDeleteMarker(true))))))
                // Set alone and whole: this call replaces every notification that the bucket has.
                .setting("events", "to EventBridge",
                        _ -> s3.getBucketNotificationConfiguration(get -> get.bucket(name))
                                .eventBridgeConfiguration() == null ? null : "to EventBridge",
                        () -> s3.putBucketNotificationConfiguration(put -> put.bucket(name)
                                .notificationConfiguration(to -> to.eventBridgeConfiguration(_ -> {}))))
                .setting("tags", account.tags().toString(),
                        _ -> Account.pairs(s3.getBucketTagging(get -> get.bucket(name)).tagSet()).toString(),
                        () -> s3.putBucketTagging(put -> put.bucket(name).tagging(to -> to.tagSet(account.eachTag()))))
                .delete(() -> {
                    Buckets.empty(s3, name);
                    s3.deleteBucket(delete -> delete.bucket(name));
                });
        // An emulator speaks plain HTTP: this policy would lock everybody out, itself included.
        return account.isEmulator() ? bucket : bucket.setting("policy", Policies.canonical(policy),
                _ -> Policies.canonical(s3.getBucketPolicy(get -> get.bucket(name)).policy()),
                () -> s3.putBucketPolicy(put -> put.bucket(name).policy(policy)));
    }

    // -------------------------------------------------- 2. The registry and the logs

    /** Where the one image lies that all chapters run in. A tag never moves, except {@code latest}. */
    private static Resource repository(Account account) {
        EcrClient ecr = account.client(EcrClient.builder());
        String name = account.prefix();
        String pull = RolePolicies.lambdaPull(account).toJson();
        var latest = ImageTagMutabilityExclusionFilter.builder().filterType("WILDCARD").filter(Image.LATEST).build();
        String lifecycle = """
                {"rules": [
                  {"rulePriority": 1, "description": "untagged images go after a day", "action": {"type": "expire"},
                   "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days",
                                 "countNumber": 1}},
                  {"rulePriority": 2, "description": "the newest images stay", "action": {"type": "expire"},
                   "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": %d}}]}
                """.formatted(IMAGES_TO_KEEP);
        return Declared.named("repository", name, "the image that all chapters run in")
                .find(() -> ecr.describeRepositories(get -> get.repositoryNames(name)).repositories().getFirst(),
                        RepositoryNotFoundException.class)
                .costs(Price.always(0.2 * Price.ECR_GB_HOUR, "the repository with one image of 0.2 GB"))
                .create(() -> ecr.createRepository(create -> create.repositoryName(name).tags(account.eachTag())
                        .imageScanningConfiguration(scan -> scan.scanOnPush(true))
                        .imageTagMutability("IMMUTABLE_WITH_EXCLUSION")
                        .imageTagMutabilityExclusionFilters(latest)))
                // Known weaknesses of what is in the image; the basic scan is free.
                .field("scan", "on push",
                        is -> is.imageScanningConfiguration() != null && is.imageScanningConfiguration().scanOnPush()
                                ? "on push" : "by hand",
                        () -> ecr.putImageScanningConfiguration(put -> put.repositoryName(name)
                                .imageScanningConfiguration(scan -> scan.scanOnPush(true))))
                .field("image tags", "immutable but latest",
                        is -> is.imageTagMutabilityAsString().equals("IMMUTABLE_WITH_EXCLUSION")
                                && is.imageTagMutabilityExclusionFilters().contains(latest)
                                ? "immutable but latest" : is.imageTagMutabilityAsString(),
                        () -> ecr.putImageTagMutability(put -> put.repositoryName(name)
                                .imageTagMutability("IMMUTABLE_WITH_EXCLUSION")
                                .imageTagMutabilityExclusionFilters(latest)))
                .setting("lifecycle", Policies.canonical(lifecycle),
                        _ -> Policies.canonical(ecr.getLifecyclePolicy(get -> get.repositoryName(name))
                                .lifecyclePolicyText()),
                        () -> ecr.putLifecyclePolicy(put -> put.repositoryName(name).lifecyclePolicyText(lifecycle)))
                .setting("policy", Policies.canonical(pull),
                        _ -> Policies.canonical(ecr.getRepositoryPolicy(get -> get.repositoryName(name)).policyText()),
                        () -> ecr.setRepositoryPolicy(set -> set.repositoryName(name).policyText(pull)))
                .tags(account, is -> ecr.listTagsForResource(list -> list.resourceArn(is.repositoryArn())).tags(),
                        () -> ecr.tagResource(tag -> tag.resourceArn(account.arn("ecr", "repository/" + name))
                                .tags(account.eachTag())))
                // By force: with the images that are in it.
                .delete(() -> ecr.deleteRepository(delete -> delete.repositoryName(name).force(true)));
    }

    // -------------------------------------------------- 3. The roles

    /** One role for each job, so that the ETL cannot touch a model and the page may nothing. */
    private static List<Resource> roles(Account account) {
        String tasks = "ecs-tasks.amazonaws.com";
        String appRunnerTasks = "tasks.apprunner.amazonaws.com";
        String functions = "lambda.amazonaws.com";
        return List.of(
                role(account, "execution", "pulls the image and opens the log",
                        Policies.trust(account, tasks), RolePolicies.execution(account)),
                role(account, "etl", "the rights of chapter 2",
                        Policies.trust(account, tasks), RolePolicies.etl(account)),
                role(account, "fetch", "the rights of the download",
                        Policies.trust(account, tasks), RolePolicies.fetch(account)),
                role(account, "train", "the rights of chapter 3",
                        Policies.trust(account, tasks), RolePolicies.train(account)),
                // The same role on Fargate, Lambda and App Runner, which is not known to send the account.
                role(account, "api", "the rights of chapter 4",
                        Policies.plainTrust(tasks, appRunnerTasks, functions), RolePolicies.api(account)),
                role(account, "ui", "chapter 5 asks the API and needs no right but to its log",
                        Policies.plainTrust(tasks, appRunnerTasks, functions), RolePolicies.ui(account)),
                role(account, "apprunner-access", "App Runner pulls the image",
                        Policies.plainTrust("build.apprunner.amazonaws.com"), RolePolicies.appRunnerAccess(account)),
                // Express Mode fails silently when this role is refused: AWS's own policy and trust, nothing clever.
                role(account, "express", "Express Mode makes its load balancer", Policies.plainTrust(
                        "ecs.amazonaws.com"), null, RolePolicies.expressPolicy(account)));
    }

    /**
     * A role has two policies: who may put it on (trust), and what it may do then. Then read:
     * lib/provision/RolePolicies.java, each statement with its reason; lib/aws/Role.java keeps them as they should be.
     */
    private static Resource role(Account account, String part, String why, IamPolicy trust, IamPolicy allowed,
            String... managed) {
        IamClient iam = account.client(IamClient.builder());
        return Role.of(account, part, why, trust, allowed, managed)
                .create(() -> iam.createRole(create -> create.roleName(account.name(part)).description(why)
                        .assumeRolePolicyDocument(trust.toJson()).tags(account.eachTag())));
    }

    // -------------------------------------------------- 4. The firewall and the cluster

    /** Nobody may come in to the jobs; out they may go to AWS and the data sources, by HTTPS and DNS only. */
    private static Resource firewall(Account account) {
        Ec2Client ec2 = account.client(Ec2Client.builder());
        String name = Firewalls.nameOf(account);
        List<IpPermission> out = List.of(Firewalls.anywhere("tcp", 443), Firewalls.anywhere("udp", 53));
        return Declared.named("security group", name, "lets nobody in to the jobs")
                .search(() -> Firewalls.find(account))
                .create(() -> {
                    String id = ec2.createSecurityGroup(create -> create.groupName(name)
                            .vpcId(Subnets.of(account).vpc()).description("jobs of " + account.prefix())
                            .tagSpecifications(with -> with.resourceType("security-group").tags(account.eachTag())))
                            .groupId();
                    ec2.waiter().waitUntilSecurityGroupExists(exists -> exists.groupIds(id));
                })
                .field("in", "[]", group -> Firewalls.shown(group.ipPermissions()), () -> Firewalls.closeIn(account))
                // A new group lets everything out.
                .setting("out", Firewalls.shown(out), group -> Firewalls.shown(group.ipPermissionsEgress()),
                        () -> Firewalls.setOut(account, out))
                .tags(account, group -> group.tags(),
                        () -> Firewalls.tag(account))
                .shown("id", group -> group.groupId())
                .delete(() -> Firewalls.delete(account))
                .remains(() -> Firewalls.everywhere(account).stream().map(group -> "security group " + name).toList());
    }

    /**
     * A name under which tasks run. On Fargate it holds no machines and costs nothing. Its tags tell the later chapters
     * which subnets and which firewall their containers get.
     */
    private static Resource cluster(Account account) {
        EcsClient ecs = account.client(EcsClient.builder());
        String name = account.prefix();
        // Spot is what AWS has to spare: a third of the price, until AWS takes it back. Chapter 6 can choose it.
        List<String> providers = List.of("FARGATE", "FARGATE_SPOT");
        Supplier<Map<String, String>> tags = () -> Firewalls.clusterTags(account);
        return Declared.named("cluster", name, "where the jobs run")
                // A deleted cluster can be described for a while as INACTIVE; that counts as gone.
                .search(() -> ecs.describeClusters(get -> get.clusters(name).includeWithStrings("TAGS")).clusters()
                        .stream().filter(cluster -> cluster.status().equals("ACTIVE")).findFirst(),
                        ClusterNotFoundException.class)
                // The first cluster of an account may be refused for seconds, until the service-linked role is known.
                .create(() -> Waiting.retry(() -> ecs.createCluster(create -> create.clusterName(name)
                        .capacityProviders(providers).tags(Account.each(tags.get())))))
                .field("capacity providers", providers.toString(),
                        cluster -> cluster.capacityProviders().stream().sorted().toList().toString(),
                        () -> ecs.putClusterCapacityProviders(put -> put.cluster(name).capacityProviders(providers)
                                .defaultCapacityProviderStrategy(List.of())))
                .field("tags", () -> tags.get().toString(), cluster -> Account.pairs(cluster.tags()).toString(),
                        () -> ecs.tagResource(tag -> tag.resourceArn(account.arn("ecs", "cluster/" + name))
                                .tags(Account.each(tags.get()))))
                .shown("running tasks", cluster -> String.valueOf(cluster.runningTasksCount()))
                .delete(() -> {
                    Tasks.stop(ecs, name);
                    ecs.deleteCluster(delete -> delete.cluster(name));
                });
    }

    // -------------------------------------------------- 5. The jobs

    @Override
    public List<Resource> jobs(Account account) {
        return JOBS.stream().map(job -> definition(account, job)).toList();
    }

    /**
     * How a job runs on Fargate. It names the image by its digest, so that a run can be repeated with the same code. A
     * definition cannot be changed: each change registers the next revision, and the newest one is what counts.
     */
    private static Resource definition(Account account, Job job) {
        EcsClient ecs = account.client(EcsClient.builder());
        String family = account.name(job.part);
        String log = LogGroup.nameOf(account, job.part);
        Map<String, String> environment = new TreeMap<>(Map.of("S3_BUCKET_NAME", account.bucket(),
                "AWS_REGION", account.region()));
        // A container that plays Fargate on this machine must find the emulator, too.
        account.endpoint().ifPresent(endpoint -> environment.put("AWS_ENDPOINT_URL", endpoint));
        Runnable register = () -> {
            ContainerDefinition made = ContainerDefinition.builder().name(Image.CONTAINER).essential(true)
                    .image(Image.current(account)).command(job.command)
                    .environment(Account.each(environment))
                    .logConfiguration(to -> to.logDriver("awslogs").options(Map.of("awslogs-group", log,
                            "awslogs-region", account.region(), "awslogs-stream-prefix", job.part))).build();
            Waiting.retry(() -> ecs.registerTaskDefinition(task -> task.family(family).containerDefinitions(made)
                    .requiresCompatibilitiesWithStrings("FARGATE").networkMode("awsvpc")
                    .cpu(String.valueOf(job.vcpu)).memory(String.valueOf(job.memory))
                    .taskRoleArn(account.roleArn(job.part)).executionRoleArn(account.roleArn("execution"))
                    .runtimePlatform(platform -> platform.operatingSystemFamily("LINUX")
                            .cpuArchitecture(account.architecture().name())).tags(account.eachTag())));
        };
        Function<TaskDefinition, ContainerDefinition> container = is -> is.containerDefinitions().getFirst();
        return Declared.named("task definition", family, job.why)
                .search(() -> Revisions.newest(ecs, family))
                .costs(Price.fargateTask(job.vcpu / 1024.0, job.memory / 1024.0,
                        account.architecture() == Account.Architecture.ARM64,
                        "a job costs only while it runs, about a cent a run"))
                .create(register)
                .field("image", () -> Image.current(account), is -> container.apply(is).image(), register)
                .field("command", job.command.toString(), is -> container.apply(is).command().toString(), register)
                .field("size", job.vcpu + " CPU units, " + job.memory + " MiB",
                        is -> is.cpu() + " CPU units, " + is.memory() + " MiB", register)
                .field("processor", account.architecture().name(),
                        is -> is.runtimePlatform() == null ? "X86_64" : is.runtimePlatform().cpuArchitectureAsString(),
                        register)
                .field("role", account.roleArn(job.part), is -> is.taskRoleArn(), register)
                .field("execution role", account.roleArn("execution"), is -> is.executionRoleArn(), register)
                .field("environment", environment.toString(), is -> Account.pairs(container.apply(is).environment())
                        .toString(), register)
                .field("log group", log, is -> container.apply(is).logConfiguration() == null ? "none"
                        : container.apply(is).logConfiguration().options().get("awslogs-group"), register)
                .shown("revision", is -> is.revision().toString())
                .delete(() -> Revisions.delete(ecs, family))
                .remains(() -> Revisions.all(ecs, family)); // also those that were retired and not deleted
    }

    // -------------------------------------------------- 6. The budget

    /** An e-mail when the account's bill of a month reaches 80 % of a limit. A budget that only writes is free. */
    private static Resource alarm(Account account, String email, int dollars) {
        BudgetsClient budgets = account.client(BudgetsClient.builder());
        String name = account.prefix();
        Notification alarm = Notification.builder().notificationType("ACTUAL").threshold(ALARM_PERCENT)
                .thresholdType("PERCENTAGE").comparisonOperator("GREATER_THAN").build();
        Runnable create = () -> budgets.createBudget(make -> make.accountId(account.id())
                .budget(month -> month.budgetName(name).budgetType("COST").timeUnit("MONTHLY")
                        .budgetLimit(limit -> limit.amount(BigDecimal.valueOf(dollars)).unit("USD")))
                .notificationsWithSubscribers(to -> to.notification(alarm).subscribers(subscriber ->
                        subscriber.subscriptionType("EMAIL").address(email))));
        Runnable delete = () -> budgets.deleteBudget(gone -> gone.accountId(account.id()).budgetName(name));
        Runnable again = () -> { // a budget is small and has no history of its own
            delete.run();
            create.run();
        };
        var declared = Declared.named("budget alarm", name, "an e-mail before a forgotten service becomes dear")
                .find(() -> budgets.describeBudget(get -> get.accountId(account.id()).budgetName(name)).budget(),
                        NotFoundException.class)
                .create(create).delete(delete);
        // Made earlier, and not asked for now: it stays as it is.
        return email == null ? declared : declared
                .field("limit", dollars + " USD a month",
                        is -> is.budgetLimit().amount().intValue() + " USD a month", again)
                .field("alarm", "at 80 % to " + email,
                        _ -> "at 80 % to " + Budgets.addresses(account, alarm, email), again);
    }

    // -------------------------------------------------- the commands

    @Command(description = "Show what apply would make and change, and what it costs; change nothing (the default).")
    int plan(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the plan");
        try (Account account = where.open()) {
            Plan plan = foundations(account, budget.email, budget.dollars).plan().in(account.region());
            show(plan, account, console);
            console.next(where.again("./jbangw 01_provision.java " + (plan.changes() == 0 ? "status" : "apply")));
            if (output.json) console.json(plan.json());
            return Exit.OK.code;
        }
    }

    @Command(description = "Make what is missing, change what differs; shows the plan and asks first.")
    int apply(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        long start = System.nanoTime();
        Console console = output.console();
        console.title("Chapter 1. Foundations: apply");
        try (Account account = where.open()) {
            Stack stack = foundations(account, budget.email, budget.dollars);
            Plan plan = stack.plan().in(account.region());
            show(plan, account, console);
            if (plan.changes() > 0 && !console.confirm("Make this?", yes)) return declined(console);
            int changed = stack.apply(console);
            console.line("%d made or changed, %.1f s".formatted(changed, (System.nanoTime() - start) / 1e9));
            console.line("events of a new bucket come after some five minutes; 06_pipeline.java start needs none");
            console.line("the lake in it: --bucket " + account.bucket());
            console.next(where.again("./jbangw 01_provision.java image"));
            if (output.json) console.json(Map.of("changed", changed, "bucket", account.bucket()));
            return Exit.OK.code;
        }
    }

    @Command(description = "Show each resource, whether it is as it should be, and what costs money now.")
    int status(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the status");
        try (Account account = where.open()) {
            List<Stack.State> states = foundations(account, budget.email, budget.dollars).status();
            List<String> later = Tagged.later(account);
            for (Stack.State state : states) {
                String line = state.kind() + " " + state.name() + ": " + state.state().word();
                if (state.state() == Stack.Condition.OK) console.good(line);
                else console.warn(line);
            }
            later.forEach(arn -> console.line("chapters 4 to 6: " + arn));
            console.line("the foundations cost US$ %.4f an hour now%s".formatted(
                    states.stream().mapToDouble(Stack.State::idlePerHour).sum(),
                    later.isEmpty() ? "" : "; what chapters 4 to 6 run comes on top, see their status"));
            if (output.json) console.json(Map.of("resources", states, "later", later));
            return Exit.OK.code;
        }
    }

    @Command(description = "Remove everything that apply made, with all data; asks first, and looks again afterwards.")
    int destroy(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        long start = System.nanoTime();
        Console console = output.console();
        console.title("Chapter 1. Foundations: destroy");
        try (Account account = where.open()) {
            Tagged.requireNothingLater(account);
            String question = "Delete the bucket " + account.bucket() + " with all data, and everything else of "
                    + account.prefix() + "?";
            if (!console.confirm(question, yes)) return declined(console);
            console.step(1, "Remove in the opposite order");
            List<Resource> all = new ArrayList<>(foundations(account, budget.email, budget.dollars).resources());
            LOGGING.forEach(part -> all.addAll(AppRunner.logGroups(account, part))); // of services removed by hand
            List<String> left = new ArrayList<>(new Stack(all).destroy(console));
            console.step(2, "Look again, by name and by tag");
            left.addAll(Tagged.left(account));
            if (output.json) console.json(Map.of("left", left));
            Tagged.requireNothing(left);
            console.good("nothing is left, %.1f s".formatted((System.nanoTime() - start) / 1e9));
            return Exit.OK.code;
        }
    }

    @Command(description = "Show what everything costs: the foundations, a run, and each way to host the API.")
    int cost(@Mixin AwsOptions where, @Mixin BudgetOptions budget, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the prices");
        try (Account account = where.open()) {
            Plan plan = new Plan(List.of(), foundations(account, budget.email, budget.dollars).prices())
                    .in(account.region());
            plan.showPrices(console);
            console.line("");
            Price run = new Price(0, 3 / 60.0 * Price.fargateTask(1, 2, false, "").busy()
                    + 5 / 60.0 * Price.fargateTask(2, 4, false, "").busy(), "").in(account.region());
            List<String> later = Stream.concat(
                    Stream.of("a run of the pipeline, ETL 3 min and training 5 min: US$ %.3f, on Spot about US$ %.3f"
                            .formatted(run.busy(), run.onSpot().busy())),
                    Hosting.all(account, new Pace()).stream().map(Hosting::offer)).toList();
            later.forEach(console::line);
            if (output.json) console.json(Map.of("prices", plan.prices(), "hosting", later));
            return Exit.OK.code;
        }
    }

    // -------------------------------------------------- helpers

    private static void show(Plan plan, Account account, Console console) {
        console.line("account " + account.id() + ", region " + account.region()
                + account.endpoint().map(endpoint -> ", emulator " + endpoint).orElse(""));
        plan.show(console);
    }

    private static int declined(Console console) {
        console.line("nothing was changed");
        return Exit.INTERRUPTED.code;
    }
}
