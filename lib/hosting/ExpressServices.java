//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
package lib.hosting;

import java.util.Comparator;
import java.util.Optional;
import lib.aws.Account;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AccessType;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ECSExpressGatewayService;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.ExpressGatewayServiceConfiguration;
import software.amazon.awssdk.services.ecs.model.ExpressGatewayServiceStatusCode;
import software.amazon.awssdk.services.ecs.model.IngressPathSummary;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;

/** What AWS says about the services of Express Mode. */
final class ExpressServices {

    private final Account account;
    private final EcsClient ecs;

    ExpressServices(Account account, EcsClient ecs) {
        this.account = account;
        this.ecs = ecs;
    }

    /** The name decides the ARN, so there is nothing to list. */
    String arn(String part) {
        return account.arn("ecs", "service/" + account.prefix() + "/" + account.name(part));
    }

    /** INACTIVE is what remains of a name after deletion: as good as nothing. */
    Optional<ECSExpressGatewayService> describe(String part) {
        try {
            return Optional.of(ecs.describeExpressGatewayService(describe -> describe.serviceArn(arn(part))).service())
                    .filter(service -> service.status().statusCode() != ExpressGatewayServiceStatusCode.INACTIVE);
        } catch (ResourceNotFoundException | ServiceNotFoundException | ClusterNotFoundException e) {
            return Optional.empty();
        } catch (InvalidParameterException e) { // has many meanings; that there is no such service is one of them
            if (!isListed(part)) return Optional.empty();
            throw e;
        } catch (EcsException e) {
            if (account.lacks(e)) return Optional.empty();
            throw e;
        }
    }

    /** Several configurations overlap during a deployment, in no order: the newest one counts. */
    static Optional<ExpressGatewayServiceConfiguration> configuration(ECSExpressGatewayService service) {
        return service.activeConfigurations().stream()
                .max(Comparator.comparing(ExpressGatewayServiceConfiguration::createdAt));
    }

    /** How many containers run at most: 0 while paused, -1 where AWS does not say. */
    static int tasks(ExpressGatewayServiceConfiguration configuration) {
        return configuration.scalingTarget() == null || configuration.scalingTarget().maxTaskCount() == null
                ? -1 : configuration.scalingTarget().maxTaskCount();
    }

    /** Its public address; none while AWS still makes the load balancer. */
    Optional<String> url(ECSExpressGatewayService service) {
        return configuration(service).flatMap(newest -> newest.ingressPaths().stream()
                .filter(path -> path.accessType() == AccessType.PUBLIC).findFirst())
                .map(IngressPathSummary::endpoint).map(host -> HostedUrl.of(account, host));
    }

    /** The newest deployment: "ACTIVE" says only that the service exists. */
    Optional<ServiceDeploymentBrief> newest(String part) {
        return ecs.listServiceDeployments(list -> list.cluster(account.prefix()).service(arn(part)))
                .serviceDeployments().stream()
                .max(Comparator.comparing(ServiceDeploymentBrief::createdAt));
    }

    static boolean isGood(ServiceDeploymentBrief deployment) {
        return deployment.status() == ServiceDeploymentStatus.SUCCESSFUL;
    }

    static boolean isUnderWay(ServiceDeploymentBrief deployment) {
        return switch (deployment.status()) {
            case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> true;
            default -> false;
        };
    }

    /** A deleted service can stay describable long after it has left the list. */
    boolean isListed(String part) {
        try {
            return ecs.listServicesPaginator(list -> list.cluster(account.prefix())).serviceArns().stream()
                    .anyMatch(arn -> arn.endsWith("/" + account.name(part)));
        } catch (ClusterNotFoundException e) {
            return false;
        }
    }
}
