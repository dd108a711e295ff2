package lib.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lib.aws.Account;
import lib.aws.Bucket;
import lib.aws.Cluster;
import lib.aws.JobDefinition;
import lib.aws.LogGroup;
import lib.aws.Policies;
import lib.aws.Price;
import lib.aws.Repository;
import lib.aws.Resource;
import lib.aws.Role;
import lib.aws.SecurityGroup;
import lib.aws.Stack;
import lib.hosting.Hosting;
import lib.hosting.Pace;

/** What chapter 1 makes: everything that the jobs, the API, the page and the pipeline stand on. */
public final class Foundations {

    /** The jobs of the one image. The sizes are for twenty seasons with room to spare. */
    public static final List<JobDefinition.Job> JOBS = List.of(
            new JobDefinition.Job("etl", List.of("02_etl.java", "run"), 1024, 2048, "chapter 2 on Fargate"),
            new JobDefinition.Job("fetch", List.of("02_etl.java", "fetch"), 256, 1024, "chapter 2's download on Fargate"),
            new JobDefinition.Job("train", List.of("03_train.java", "train"), 2048, 4096, "chapter 3 on Fargate"));

    /** The parts that write a log of their own. */
    private static final List<String> LOGGING = List.of("etl", "fetch", "train", "api", "ui");

    private Foundations() {}

    /**
     * The stack.
     *
     * @param email   whom the budget alarm writes to; null for no alarm
     * @param dollars the budget of a month
     */
    public static Stack of(Account account, String email, int dollars) {
        List<Resource> resources = new ArrayList<>();
        resources.add(new Bucket(account));
        resources.add(new Repository(account));
        for (String part : LOGGING) resources.add(LogGroup.of(account, part));
        if (!account.isRoleGiven()) {
            resources.add(new ServiceLinkedRole(account, "ecs.amazonaws.com"));
            resources.addAll(roles(account));
        }
        resources.add(new Cluster(account));
        resources.add(new SecurityGroup(account));
        resources.addAll(jobs(account));
        if (email != null) resources.add(new BudgetAlarm(account, email, dollars));
        return new Stack(resources);
    }

    /** The task definitions alone. */
    public static List<Resource> jobs(Account account) {
        return JOBS.stream().map(job -> (Resource) new JobDefinition(account, job)).toList();
    }

    /** What a run of the pipeline costs, and each way to host the API or the page, for people. */
    public static List<String> later(Account account) {
        double run = 3 / 60.0 * Price.fargateTask(1, 2, false, "").busy() + 5 / 60.0 * Price.fargateTask(2, 4, false, "").busy();
        return Stream.concat(Stream.of("a run of the pipeline, ETL 3 min and training 5 min: US$ %.3f".formatted(run)),
                Hosting.all(account, new Pace()).stream().map(Hosting::offer)).toList();
    }

    private static List<Resource> roles(Account account) {
        String tasks = "ecs-tasks.amazonaws.com";
        String appRunnerTasks = "tasks.apprunner.amazonaws.com";
        return List.of(
                new Role(account, "execution", "pulls the image and opens the log", Policies.trust(account, tasks),
                        Policies.execution(account)),
                new Role(account, "etl", "the rights of chapter 2", Policies.trust(account, tasks), Policies.etl(account)),
                new Role(account, "fetch", "the rights of the download", Policies.trust(account, tasks), Policies.fetch(account)),
                new Role(account, "train", "the rights of chapter 3", Policies.trust(account, tasks), Policies.train(account)),
                // The same role on Fargate and on App Runner, which is not known to send the account.
                new Role(account, "api", "the rights of chapter 4", Policies.plainTrust(tasks, appRunnerTasks), Policies.api(account)),
                new Role(account, "ui", "chapter 5 asks the API and needs no right in AWS", Policies.plainTrust(tasks,
                        appRunnerTasks), List.of()),
                new Role(account, "apprunner-access", "App Runner pulls the image",
                        Policies.plainTrust("build.apprunner.amazonaws.com"), Policies.appRunnerAccess(account)),
                // Express Mode fails silently when this role is refused: AWS's own policy and trust, nothing clever.
                new Role(account, "express", "Express Mode makes its load balancer", Policies.plainTrust("ecs.amazonaws.com"),
                        List.of(), Policies.expressPolicy(account)));
    }
}
