//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam
package lib.provision;

import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.Account;
import lib.aws.Declared;
import lib.aws.Resource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * The role by which ECS works in the account. AWS makes it at the first use, too late for that very use: in a new
 * account the first deployment fails and the second works. So it is made beforehand. Others may need it: it stays.
 */
public final class ServiceLinkedRole {

    private static final String SERVICE = "ecs.amazonaws.com";

    private ServiceLinkedRole() {}

    public static Resource ofEcs(Account account) {
        IamClient iam = account.client(IamClient.builder());
        Supplier<Optional<Role>> search = () ->
                iam.listRoles(list -> list.pathPrefix("/aws-service-role/" + SERVICE + "/"))
                .roles().stream().findFirst();
        return Declared.named("service-linked role", SERVICE, "without it the first use of ECS in an account fails")
                .search(search, NoSuchEntityException.class)
                .create(() -> {
                    try {
                        iam.createServiceLinkedRole(create -> create.awsServiceName(SERVICE));
                    } catch (InvalidInputException e) {
                        if (search.get().isEmpty()) throw e; // else somebody was faster
                    }
                });
    }
}
