//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam
package lib.provision;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.aws.Account;
import lib.aws.Resource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InvalidInputException;

/**
 * The role by which ECS works in the account. AWS makes it at the first use, too late for that very use: in a new
 * account the first deployment fails and the second works. So it is made beforehand. It belongs to the account.
 */
public final class ServiceLinkedRole implements Resource {

    private final String service;
    private final IamClient iam;

    /** @param service for example {@code ecs.amazonaws.com} */
    public ServiceLinkedRole(Account account, String service) {
        this.service = service;
        this.iam = account.client(IamClient.builder());
    }

    @Override
    public String kind() {
        return "service-linked role";
    }

    @Override
    public String name() {
        return service;
    }

    @Override
    public String why() {
        return "without it the first use of ECS in an account fails";
    }

    @Override
    public Map<String, String> desired() {
        return Map.of();
    }

    @Override
    public Optional<Map<String, String>> describe() {
        boolean exists = !iam.listRoles(list -> list.pathPrefix("/aws-service-role/" + service + "/")).roles().isEmpty();
        return exists ? Optional.of(Map.of()) : Optional.empty();
    }

    @Override
    public void create() {
        try {
            iam.createServiceLinkedRole(create -> create.awsServiceName(service));
        } catch (InvalidInputException e) {
            if (!String.valueOf(e.getMessage()).contains("has been taken")) throw e; // somebody was faster
        }
    }

    @Override
    public void change(Set<String> fields) {
        // it has no fields
    }

    @Override
    public void delete() {
        throw new UnsupportedOperationException("other programs in the account may need it");
    }

    @Override
    public boolean kept() {
        return true;
    }
}
