//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
package lib.aws;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CPUArchitecture;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.OSFamily;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/**
 * How a job runs on Fargate: the image, the command, its role and its size. A change makes a new revision; the newest
 * one is what counts, and one that is as it should be is kept.
 */
public final class JobDefinition implements Resource {

    /** The name of the one container in the task. */
    public static final String CONTAINER = "job";

    private static final int MOST_IN_ONE_DELETION = 10;

    /**
     * A job.
     *
     * @param part    makes the family's name, and names the role and the log group
     * @param command what follows the image's entry point
     * @param vcpu    in 1/1024 of a virtual CPU
     * @param memory  in MiB; Fargate allows only some pairs of the two
     */
    public record Job(String part, List<String> command, int vcpu, int memory, String why) {}

    private final Account account;
    private final Job job;
    private final EcsClient ecs;

    public JobDefinition(Account account, Job job) {
        this.account = account;
        this.job = job;
        this.ecs = account.client(EcsClient.builder());
    }

    @Override
    public String kind() {
        return "task definition";
    }

    @Override
    public String name() {
        return account.name(job.part);
    }

    @Override
    public String why() {
        return job.why;
    }

    @Override
    public Price price() {
        return Price.fargateTask(job.vcpu / 1024.0, job.memory / 1024.0, account.architecture() == Account.Architecture.ARM64,
                "a job costs only while it runs, about a cent a run");
    }

    @Override
    public Map<String, String> desired() {
        Map<String, String> desired = new LinkedHashMap<>();
        desired.put("image", new Repository(account).image());
        desired.put("command", job.command.toString());
        desired.put("size", job.vcpu + " CPU units, " + job.memory + " MiB");
        desired.put("processor", account.architecture().name());
        desired.put("role", account.roleArn(job.part));
        desired.put("execution role", account.roleArn("execution"));
        desired.put("environment", environment().toString());
        desired.put("log group", LogGroup.nameOf(account, job.part));
        return desired;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(Map.of("S3_BUCKET_NAME", account.bucket(), "AWS_REGION", account.region()));
        // A container that plays Fargate on this machine must find the emulator, too.
        account.endpoint().ifPresent(endpoint -> environment.put("AWS_ENDPOINT_URL", endpoint));
        return environment;
    }

    @Override
    public Optional<Map<String, String>> describe() {
        Optional<String> newest = revisions(TaskDefinitionStatus.ACTIVE).stream()
                .max(Comparator.comparingInt(JobDefinition::revision));
        return newest.map(arn -> fields(ecs.describeTaskDefinition(describe -> describe.taskDefinition(arn)
                .include(TaskDefinitionField.TAGS)).taskDefinition()));
    }

    private static Map<String, String> fields(TaskDefinition task) {
        ContainerDefinition container = task.containerDefinitions().getFirst();
        Map<String, String> is = new LinkedHashMap<>();
        is.put("image", container.image());
        is.put("command", container.command().toString());
        is.put("size", task.cpu() + " CPU units, " + task.memory() + " MiB");
        is.put("processor", task.runtimePlatform() == null ? "X86_64" : task.runtimePlatform().cpuArchitectureAsString());
        is.put("role", task.taskRoleArn());
        is.put("execution role", task.executionRoleArn());
        is.put("environment", Account.tags(container.environment(), KeyValuePair::name, KeyValuePair::value)
                .toString());
        is.put("log group", container.logConfiguration() == null ? "none" : container.logConfiguration().options().get("awslogs-group"));
        is.put("revision", String.valueOf(task.revision()));
        return is;
    }

    private List<String> revisions(TaskDefinitionStatus status) {
        return ecs.listTaskDefinitionsPaginator(list -> list.familyPrefix(name()).status(status)).taskDefinitionArns().stream().toList();
    }

    private static int revision(String arn) {
        return Integer.parseInt(arn.substring(arn.lastIndexOf(':') + 1));
    }

    @Override
    public void create() {
        ContainerDefinition container = ContainerDefinition.builder().name(CONTAINER).image(desired().get("image"))
                .essential(true).command(job.command)
                .environment(environment().entrySet().stream().map(entry -> KeyValuePair.builder().name(entry.getKey())
                        .value(entry.getValue()).build()).toList())
                .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS).options(Map.of("awslogs-group", LogGroup.nameOf(account,
                        job.part),
                        "awslogs-region", account.region(), "awslogs-stream-prefix", job.part))).build();
        Waiting.retry(() -> ecs.registerTaskDefinition(register -> register.family(name())
                .requiresCompatibilities(Compatibility.FARGATE).networkMode(NetworkMode.AWSVPC)
                .cpu(String.valueOf(job.vcpu)).memory(String.valueOf(job.memory)).taskRoleArn(account.roleArn(job.part))
                        .executionRoleArn(account.roleArn("execution"))
                .runtimePlatform(platform -> platform.operatingSystemFamily(OSFamily.LINUX)
                        .cpuArchitecture(CPUArchitecture.fromValue(account.architecture().name())))
                .containerDefinitions(container).tags(Cluster.tags(account))));
    }

    /** A revision cannot be changed: the next one takes its place. */
    @Override
    public void change(Set<String> fields) {
        create();
    }

    /** Retires and deletes every revision. */
    @Override
    public void delete() {
        revisions(TaskDefinitionStatus.ACTIVE).forEach(arn -> ecs.deregisterTaskDefinition(deregister -> deregister.taskDefinition(arn)));
        List<String> retired = new ArrayList<>(revisions(TaskDefinitionStatus.INACTIVE));
        for (int from = 0; from < retired.size(); from += MOST_IN_ONE_DELETION) {
            List<String> batch = retired.subList(from, Math.min(retired.size(), from + MOST_IN_ONE_DELETION));
            ecs.deleteTaskDefinitions(delete -> delete.taskDefinitions(batch));
        }
    }

    /** Also the revisions that were retired and not deleted. */
    @Override
    public List<String> remains() {
        return Stream.of(TaskDefinitionStatus.ACTIVE, TaskDefinitionStatus.INACTIVE).flatMap(status -> revisions(status).stream())
                .map(arn -> kind() + " " + arn.substring(arn.lastIndexOf('/') + 1)).toList();
    }
}
