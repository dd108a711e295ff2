//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:apprunner
//DEPS software.amazon.awssdk:cloudwatchlogs
package lib.hosting;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.LogGroup;
import lib.aws.Price;
import lib.aws.Image;
import lib.aws.Resource;
import lib.aws.Waiting;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apprunner.AppRunnerClient;
import software.amazon.awssdk.services.apprunner.model.HealthCheckConfiguration;
import software.amazon.awssdk.services.apprunner.model.HealthCheckProtocol;
import software.amazon.awssdk.services.apprunner.model.ImageRepositoryType;
import software.amazon.awssdk.services.apprunner.model.InstanceConfiguration;
import software.amazon.awssdk.services.apprunner.model.InvalidStateException;
import software.amazon.awssdk.services.apprunner.model.OperationStatus;
import software.amazon.awssdk.services.apprunner.model.OperationSummary;
import software.amazon.awssdk.services.apprunner.model.ResourceNotFoundException;
import software.amazon.awssdk.services.apprunner.model.ServiceStatus;
import software.amazon.awssdk.services.apprunner.model.ServiceSummary;
import software.amazon.awssdk.services.apprunner.model.SourceConfiguration;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/**
 * AWS App Runner: the cheapest place for something that is always on, open to those who already have it. Every change
 * is an operation that takes minutes, during which the next one is refused.
 */
public final class AppRunner implements Hosting {

    private final Account account;
    private final Pace pace;
    private final AppRunnerClient runner;

    public AppRunner(Account account, Pace pace) {
        this.account = account;
        this.pace = pace;
        this.runner = account.client(AppRunnerClient.builder());
    }

    /** Since April 2026 it takes no new customers, and nothing but a service shows that an account is an old one. */
    @Override
    public boolean isOpen() {
        return AwsErrors.translating("looking at App Runner", () -> !services().isEmpty());
    }

    @Override
    public String word() {
        return "apprunner";
    }

    @Override
    public String title() {
        return "App Runner";
    }

    @Override
    public Price paused() {
        return Price.FREE;
    }

    @Override
    public Price running() {
        double idle = MEMORY / 1024.0 * Price.APP_RUNNER_GB_HOUR;
        return new Price(idle, idle + CPU / 1024.0 * Price.APP_RUNNER_VCPU_HOUR,
                "the processor is paid only while it answers");
    }

    /** Each request that comes alone wakes the processor for a minute at least. */
    @Override
    public double thousandRequests() {
        return 1000 / 60.0 * CPU / 1024.0 * Price.APP_RUNNER_VCPU_HOUR;
    }

    @Override
    public Optional<Service> find(String part) {
        return AwsErrors.translating("looking at App Runner", () -> summary(part).map(this::service));
    }

    /**
     * Every service of the account. There is none where App Runner is closed to it or, as in most regions, does not
     * exist; any other refusal says nothing about services, and is thrown.
     */
    private List<ServiceSummary> services() {
        if (!account.isEmulator() && !AppRunnerClient.serviceMetadata().regions()
                .contains(Region.of(account.region()))) {
            return List.of();
        }
        try {
            return runner.listServicesPaginator(_ -> {}).stream().flatMap(page -> page.serviceSummaryList().stream())
                    .filter(service -> service.status() != ServiceStatus.DELETED).toList();
        } catch (AwsServiceException e) {
            if (AwsErrors.isClosed(e) || account.lacks(e)) return List.of();
            throw e;
        }
    }

    private Optional<ServiceSummary> summary(String part) {
        return services().stream().filter(service -> service.serviceName().equals(account.name(part))).findFirst();
    }

    private Service service(ServiceSummary summary) {
        State state = switch (summary.status()) {
            case RUNNING -> State.RUNNING;
            case PAUSED -> State.PAUSED;
            case OPERATION_IN_PROGRESS -> State.WORKING;
            default -> State.FAILED;
        };
        return new Service(word(), summary.serviceName(), summary.serviceArn(), state,
                summary.serviceUrl() == null ? null : HostedUrl.of(account, summary.serviceUrl()),
                state == State.FAILED ? summary.statusAsString() : "");
    }

    // ---------------------------------------------------------------- deploy

    @Override
    public Service deploy(Container container, Consumer<String> progress) {
        return AwsErrors.translating("deploying to App Runner", () -> {
            Optional<ServiceSummary> before = summary(container.part());
            if (before.isPresent() && before.get().status() == ServiceStatus.CREATE_FAILED) {
                progress.accept("removing what an earlier try left: a service that failed at birth cannot be repaired,"
                        + " and counts against the quota");
                remove(container.part(), progress);
                before = Optional.empty();
            }
            if (before.isEmpty()) create(container, progress);
            else update(before.get(), container, progress);
            Service service = settled(container.part(), progress);
            HostedUrl.requireAnswer(service.url(), container.healthPath(), logGroup(service), pace);
            logGroups(account, container.part()).forEach(group -> group.change(Set.of("retention")));
            return service;
        });
    }

    private void create(Container container, Consumer<String> progress) {
        progress.accept("making the service " + account.name(container.part()));
        // The access role may be seconds old: "Error in assuming access role" passes.
        Waiting.retry(() -> runner.createService(create -> create.serviceName(account.name(container.part()))
                .sourceConfiguration(source(container)).instanceConfiguration(instance(container))
                .healthCheckConfiguration(health(container))
                .tags(account.eachTag())));
    }

    private void update(ServiceSummary before, Container container, Consumer<String> progress) {
        String arn = before.serviceArn();
        if (before.status() == ServiceStatus.PAUSED) resume(container.part(), progress);
        idle(container.part(), progress);
        var is = runner.describeService(describe -> describe.serviceArn(arn)).service();
        boolean same = is.sourceConfiguration().imageRepository().equals(source(container).imageRepository())
                && is.healthCheckConfiguration().path().equals(container.healthPath())
                && container.role().equals(is.instanceConfiguration().instanceRoleArn());
        progress.accept(same ? "deploying the newest image" : "changing the settings, which deploys too");
        busy(() -> same ? runner.startDeployment(start -> start.serviceArn(arn))
                : runner.updateService(update -> update.serviceArn(arn)
                .sourceConfiguration(source(container)).instanceConfiguration(instance(container))
                .healthCheckConfiguration(health(container))));
    }

    /** The tag latest, not a digest: StartDeployment takes what was pushed under it. A push alone must not deploy. */
    private SourceConfiguration source(Container container) {
        return SourceConfiguration.builder().autoDeploymentsEnabled(false)
                .authenticationConfiguration(access -> access.accessRoleArn(account.roleArn("apprunner-access")))
                .imageRepository(image -> image.imageIdentifier(Image.repository(account) + ":" + Image.LATEST)
                        .imageRepositoryType(ImageRepositoryType.ECR)
                        .imageConfiguration(configuration -> configuration.port(String.valueOf(container.port()))
                                .startCommand(startCommand(container))
                                .runtimeEnvironmentVariables(new TreeMap<>(container.environment()))))
                .build();
    }

    /**
     * AWS says that it "overrides the image's default start command", not whether that is ENTRYPOINT or CMD. So it is
     * the whole of it, and where it only follows the entry point, image/run leaves its own name out.
     */
    private static String startCommand(Container container) {
        return String.join(" ", ENTRY_POINT) + " " + String.join(" ", container.command());
    }

    private static InstanceConfiguration instance(Container container) {
        return InstanceConfiguration.builder().cpu(String.valueOf(container.cpu()))
                .memory(String.valueOf(container.memory()))
                .instanceRoleArn(container.role()).build();
    }

    private static HealthCheckConfiguration health(Container container) {
        return HealthCheckConfiguration.builder().protocol(HealthCheckProtocol.HTTP).path(container.healthPath())
                .interval(10).timeout(5).build();
    }

    // ---------------------------------------------------------------- pause, resume, remove

    @Override
    public void pause(String part, Consumer<String> progress) {
        AwsErrors.translating("pausing on App Runner", () -> {
            String arn = summary(part).orElseThrow().serviceArn();
            busy(() -> runner.pauseService(pause -> pause.serviceArn(arn)));
            settled(part, progress);
        });
    }

    @Override
    public Service resume(String part, Consumer<String> progress) {
        return AwsErrors.translating("resuming on App Runner", () -> {
            String arn = summary(part).orElseThrow().serviceArn();
            busy(() -> runner.resumeService(resume -> resume.serviceArn(arn)));
            return settled(part, progress);
        });
    }

    @Override
    public void remove(String part, Consumer<String> progress) {
        AwsErrors.translating("removing from App Runner", () -> {
            summary(part).ifPresent(there -> {
                try {
                    busy(() -> runner.deleteService(delete -> delete.serviceArn(there.serviceArn())));
                } catch (ResourceNotFoundException gone) {
                    return; // somebody was faster
                }
                pace.await("the App Runner service is still being removed",
                        () -> summary(part).isEmpty() ? Optional.of(true) : Optional.empty());
            });
            logGroups(account, part).forEach(Resource::delete);
        });
    }

    // ---------------------------------------------------------------- logs

    /** App Runner makes two groups for a service, keeps every line for ever, and leaves them when the service goes. */
    public static List<Resource> logGroups(Account account, String part) {
        return account.client(CloudWatchLogsClient.builder()).describeLogGroupsPaginator(list ->
                list.logGroupNamePrefix("/aws/apprunner/" + account.name(part) + "/")).logGroups().stream()
                .map(group -> LogGroup.of(account, group.logGroupName(), "what App Runner writes")).toList();
    }

    /** Where the container of a service writes. Its ARN ends in NAME/ID, as the group does. */
    private static String logGroup(Service service) {
        return "/aws/apprunner/" + service.arn().replaceFirst("^.*:service/", "") + "/application";
    }

    // ---------------------------------------------------------------- patience

    /** Makes a call that a busy service refuses, again until it is free. */
    private <T> T busy(Supplier<T> call) {
        return pace.await("the App Runner service is busy with another operation", () -> {
            try {
                return Optional.of(call.get());
            } catch (InvalidStateException e) {
                return Optional.empty();
            }
        });
    }

    /** Waits for the end of the running operation, if there is one, however it ends. */
    private Service idle(String part, Consumer<String> progress) {
        progress.accept("waiting for App Runner, usually three to six minutes");
        return pace.await("the App Runner service has not finished", () -> summary(part)
                .map(this::service).filter(found -> found.state() != State.WORKING));
    }

    /** Waits for the end of the operation that was just begun; one that failed is a {@link Fault}. */
    private Service settled(String part, Consumer<String> progress) {
        Service service = idle(part, progress);
        Optional<OperationSummary> last = runner.listOperations(list -> list.serviceArn(service.arn()))
                .operationSummaryList().stream().max(Comparator.comparing(OperationSummary::startedAt));
        boolean failed = service.state() == State.FAILED || last.stream()
                .anyMatch(operation -> operation.status() != OperationStatus.SUCCEEDED);
        if (failed) {
            throw HostedUrl.unhealthy(title(), account.name(part), logGroup(service), last.map(operation ->
                    operation.typeAsString() + " ended with " + operation.statusAsString()).orElse(service.why()));
        }
        return service;
    }
}
