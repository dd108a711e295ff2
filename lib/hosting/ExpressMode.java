//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
//DEPS software.amazon.awssdk:iam
package lib.hosting;

import static lib.hosting.ExpressServices.configuration;
import static lib.hosting.ExpressServices.isGood;
import static lib.hosting.ExpressServices.isUnderWay;
import static lib.hosting.ExpressServices.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.Image;
import lib.aws.LogGroup;
import lib.aws.Network;
import lib.aws.Price;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ECSExpressGatewayService;
import software.amazon.awssdk.services.ecs.model.ExpressGatewayContainer;
import software.amazon.awssdk.services.ecs.model.ExpressGatewayServiceConfiguration;
import software.amazon.awssdk.services.ecs.model.ExpressGatewayServiceStatusCode;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Amazon ECS Express Mode: open to everybody; it makes a load balancer with a certificate in your own network, and that
 * is most of its price. "ACTIVE" says only that the service exists, so success is read from its deployments and its
 * URL.
 */
public final class ExpressMode implements Hosting {

    /** What the load balancer and its two addresses cost an hour in us-east-1. */
    private static final double STANDING = Price.LOAD_BALANCER_HOUR + 2 * Price.PUBLIC_IPV4_HOUR;

    private final Account account;
    private final Pace pace;
    private final EcsClient ecs;
    private final ExpressServices services;

    public ExpressMode(Account account, Pace pace) {
        this.account = account;
        this.pace = pace;
        this.ecs = account.client(EcsClient.builder());
        this.services = new ExpressServices(account, ecs);
    }

    @Override
    public String word() {
        return "express";
    }

    @Override
    public String title() {
        return "Express Mode";
    }

    @Override
    public Price paused() {
        return Price.always(STANDING, "paused, the load balancer and its two addresses are still paid")
                .in(account.region());
    }

    @Override
    public Price running() {
        double task = Price.fargateTask(CPU / 1024.0, MEMORY / 1024.0, false, "").busy() + Price.PUBLIC_IPV4_HOUR;
        return Price.always(STANDING + task, "the load balancer is the greater part").in(account.region());
    }

    /** The task is paid whether somebody asks or not. */
    @Override
    public double thousandRequests() {
        return 0;
    }

    // ---------------------------------------------------------------- find

    @Override
    public Optional<Service> find(String part) {
        return AwsErrors.translating("looking at Express Mode", () -> services.describe(part).map(service -> {
            Optional<ServiceDeploymentBrief> deployment = services.newest(part);
            boolean draining = service.status().statusCode() == ExpressGatewayServiceStatusCode.DRAINING;
            boolean paused = configuration(service).filter(is -> tasks(is) == 0).isPresent();
            State state = draining || deployment.filter(ExpressServices::isUnderWay).isPresent() ? State.WORKING
                    : paused ? State.PAUSED : deployment.filter(ExpressServices::isGood).isPresent() ? State.RUNNING
                    : State.FAILED;
            return new Service(word(), service.serviceName(), service.serviceArn(), state,
                    services.url(service).orElse(null),
                    draining ? "DRAINING" : deployment.filter(found -> !isGood(found))
                            .map(ServiceDeploymentBrief::statusAsString).orElse(""));
        }));
    }

    // ---------------------------------------------------------------- deploy

    @Override
    public Service deploy(Container container, Consumer<String> progress) {
        return AwsErrors.translating("deploying to Express Mode", () -> {
            String part = container.part();
            Optional<ECSExpressGatewayService> before = services.describe(part);
            if (before.filter(service -> service.status().statusCode() == ExpressGatewayServiceStatusCode.DRAINING)
                    .isPresent()) {
                progress.accept("waiting for the end of an earlier removal");
                gone(part);
                before = Optional.empty();
            }
            String earlier = before.isPresent()
                    ? services.newest(part).map(ServiceDeploymentBrief::serviceDeploymentArn).orElse("") : "";
            if (before.isPresent() && isSame(before.get(), container)) {
                progress.accept("nothing differs: the newest image runs already");
                return answering(part, container.healthPath());
            }
            if (before.isEmpty()) create(container, progress);
            else ecs.updateExpressGatewayService(update -> update.serviceArn(services.arn(part))
                    .primaryContainer(container(container)).healthCheckPath(container.healthPath())
                    .cpu(String.valueOf(container.cpu())).memory(String.valueOf(container.memory()))
                    .executionRoleArn(account.roleArn("execution")).taskRoleArn(container.role())
                    .scalingTarget(scaling -> scaling.minTaskCount(1).maxTaskCount(1)));
            return live(container.part(), container.healthPath(), earlier, progress);
        });
    }

    /** Whether a deployment would change nothing; AWS then makes none, and there would be nothing to wait for. */
    private boolean isSame(ECSExpressGatewayService service, Container container) {
        boolean good = services.newest(container.part()).filter(ExpressServices::isGood).isPresent();
        return good && configuration(service).filter(is -> told(container(container))
                .equals(told(is.primaryContainer()))
                && container.healthPath().equals(is.healthCheckPath()) && tasks(is) == 1).isPresent();
    }

    /** What we say about a container, in no order: AWS's answer may add to it, and sorts as it likes. */
    private static List<Object> told(ExpressGatewayContainer container) {
        String log = container.awsLogsConfiguration() == null ? "" : container.awsLogsConfiguration().logGroup();
        return List.of(container.image(), container.containerPort(), container.command(), log,
                Account.pairs(container.environment()));
    }

    /**
     * Exactly two subnets: the load balancer pays for an address in each. CPU, memory and health path are always given,
     * because AWS's own texts disagree on the defaults.
     */
    private void create(Container container, Consumer<String> progress) {
        awaitRoleAge(progress);
        progress.accept("making the service " + account.name(container.part()));
        List<String> subnets = Network.of(account).subnets();
        Waiting.retry(() -> ecs.createExpressGatewayService(create -> create
                .serviceName(account.name(container.part())).cluster(account.prefix())
                .executionRoleArn(account.roleArn("execution")).infrastructureRoleArn(account.roleArn("express"))
                .taskRoleArn(container.role())
                .networkConfiguration(network -> network.subnets(subnets.subList(0, 2)))
                .primaryContainer(container(container))
                .cpu(String.valueOf(container.cpu())).memory(String.valueOf(container.memory()))
                .healthCheckPath(container.healthPath())
                .scalingTarget(scaling -> scaling.minTaskCount(1).maxTaskCount(1))
                .tags(account.eachTag())));
    }

    /**
     * A fresh infrastructure role is the one trap that cannot be retried: if making the load balancer is refused, ECS
     * does not try again, and the service stays ACTIVE without an address for ever.
     */
    private void awaitRoleAge(Consumer<String> progress) {
        if (account.isRoleGiven()) return; // it was there before, and reading it may not be allowed
        Instant made = account.client(IamClient.builder()).getRole(get -> get.roleName(account.roleName("express")))
        .role().createDate();
        Duration rest = pace.roleAge().minus(Duration.between(made, Instant.now()));
        if (!rest.isPositive()) return;
        progress.accept("waiting " + (rest.toSeconds() + 1)
                + " s: the role of Express Mode is new, and AWS does not forgive when it is not known everywhere");
        Waiting.pause(rest);
    }

    private ExpressGatewayContainer container(Container container) {
        return ExpressGatewayContainer.builder().image(Image.current(account)).containerPort(container.port())
                .command(container.command())
                .awsLogsConfiguration(log -> log.logGroup(LogGroup.nameOf(account, container.part()))
                        .logStreamPrefix(container.part()))
                .environment(Account.each(new TreeMap<>(container.environment()))).build();
    }

    /** Waits until a newer deployment than the earlier one has succeeded, has an address, and the address answers. */
    private Service live(String part, String healthPath, String earlier, Consumer<String> progress) {
        if (!earlier.isEmpty() && Waiting.await(pace.first(), pace.every(), () -> services.newest(part)
                .filter(deployment -> !deployment.serviceDeploymentArn().equals(earlier))).isEmpty()) {
            if (services.newest(part).filter(ExpressServices::isGood).isEmpty()) {
                throw Pace.tooSlow("the Express Mode service has begun no new deployment");
            }
            progress.accept("AWS sees nothing to deploy: what runs is as it should be");
            return answering(part, healthPath);
        }
        progress.accept("waiting for the deployment: up to 25 minutes for the first load balancer, then five to ten");
        Optional<ServiceDeploymentBrief> ended = Waiting.await(pace.most(), pace.every(), () -> services.newest(part)
                .filter(deployment -> !deployment.serviceDeploymentArn().equals(earlier) && !isUnderWay(deployment)));
        Optional<String> url = services.describe(part).flatMap(services::url);
        if (ended.isEmpty() && url.isEmpty()) throw wedged(part);
        if (ended.isEmpty()) throw Pace.tooSlow("the Express Mode service has not finished its deployment");
        if (!isGood(ended.get())) {
            throw HostedUrl.unhealthy(title(), account.name(part), LogGroup.nameOf(account, part),
                    ended.get().statusAsString() + " " + said(ended.get()));
        }
        return answering(part, healthPath);
    }

    private Service answering(String part, String healthPath) {
        Service service = find(part).filter(found -> found.url() != null).orElseThrow(() -> wedged(part));
        HostedUrl.requireAnswer(service.url(), healthPath, LogGroup.nameOf(account, part), pace);
        return service;
    }

    private static String said(ServiceDeploymentBrief deployment) {
        return deployment.statusReason() == null ? "" : deployment.statusReason();
    }

    private Fault wedged(String part) {
        return new Fault(Exit.AWS_REFUSED, "the Express Mode service " + account.name(part)
                + " is ACTIVE but has no address",
                "its load balancer was refused, most likely because its role was too new, and ECS does not try that "
                + "again",
                "undeploy, then deploy: an update does not help (CloudTrail shows the AccessDenied of "
                + "CreateLoadBalancer)", 4);
    }

    // ---------------------------------------------------------------- pause, resume, remove

    @Override
    public void pause(String part, Consumer<String> progress) {
        scale(part, 0, progress);
    }

    @Override
    public Service resume(String part, Consumer<String> progress) {
        return scale(part, 1, progress);
    }

    private Service scale(String part, int tasks, Consumer<String> progress) {
        return AwsErrors.translating(tasks == 0 ? "pausing on Express Mode" : "resuming on Express Mode", () -> {
            ecs.updateExpressGatewayService(update -> update.serviceArn(services.arn(part))
                    .scalingTarget(scaling -> scaling.minTaskCount(tasks).maxTaskCount(tasks)));
            progress.accept(tasks == 0 ? "waiting until no task is left" : "waiting until it answers");
            State wanted = tasks == 0 ? State.PAUSED : State.RUNNING;
            Service service = pace.await("the Express Mode service is not " + wanted.word() + " yet",
                    () -> find(part).filter(found -> found.state() == wanted));
            return tasks == 0 ? service : answering(part, services.describe(part)
                    .flatMap(ExpressServices::configuration)
                    .map(ExpressGatewayServiceConfiguration::healthCheckPath).orElse("/"));
        });
    }

    @Override
    public void remove(String part, Consumer<String> progress) {
        AwsErrors.translating("removing from Express Mode", () -> {
            try {
                if (services.describe(part).isEmpty()) return;
                ecs.deleteExpressGatewayService(delete -> delete.serviceArn(services.arn(part)));
            } catch (ServiceNotActiveException | ServiceNotFoundException already) {
                // it is on its way out; what counts is the end
            }
            progress.accept(
                    "waiting until it is INACTIVE, about ten minutes: only then its roles and log group may go");
            gone(part);
        });
    }

    /** A deleted service can stay describable as DRAINING long after it has left the list. */
    private void gone(String part) {
        pace.await("the Express Mode service is still draining",
                () -> services.describe(part).isEmpty() || !services.isListed(part)
                        ? Optional.of(true) : Optional.empty());
    }
}
