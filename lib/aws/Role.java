//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam
package lib.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * What a role needs beyond {@code createRole}, which stands in the chapters: who may put it on (trust), and what it may
 * then do (one inline policy, and managed ones of AWS).
 */
public final class Role {

    private static final String POLICY = "work";

    private final IamClient iam;
    private final String name;

    private Role(Account account, String part) {
        this.iam = account.client(IamClient.builder());
        this.name = account.name(part);
    }

    /**
     * The role of a part; how it is made is still to be said.
     *
     * @param part    the part that uses it, which makes the name
     * @param trust   who may assume it
     * @param allowed what it may do; null for no rights of its own
     * @param managed ARNs of policies of AWS
     */
    public static Declared<software.amazon.awssdk.services.iam.model.Role> of(Account account, String part, String why,
            IamPolicy trust, IamPolicy allowed, String... managed) {
        return new Role(account, part).declared(account, why, trust.toJson(), allowed,
                new TreeSet<>(List.of(managed)));
    }

    private Declared<software.amazon.awssdk.services.iam.model.Role> declared(Account account, String why, String trust,
            IamPolicy allowed, Set<String> managed) {
        var role = Declared.named("role", name, why)
                .find(() -> iam.getRole(get -> get.roleName(name)).role(), NoSuchEntityException.class)
                .field("trust", Policies.canonical(trust),
                        is -> Policies.canonical(decoded(is.assumeRolePolicyDocument())),
                        () -> iam.updateAssumeRolePolicy(update -> update.roleName(name).policyDocument(trust)))
                // One policy more would be a right that nobody planned.
                .field("policies", allowed == null ? "[]" : "[" + POLICY + "]", _ -> inline().toString(),
                        () -> inline().stream().filter(policy -> !policy.equals(POLICY) || allowed == null)
                        .forEach(this::deleteInline))
                .setting("managed", managed.toString(), _ -> attached().toString(), () -> manage(managed))
                .tags(account, is -> is.tags(),
                        () -> iam.tagRole(tag -> tag.roleName(name).tags(account.eachTag())))
                .delete(() -> { // a role can only go when it has no policies any more
                    inline().forEach(this::deleteInline);
                    manage(Set.of());
                    iam.deleteRole(delete -> delete.roleName(name));
                });
        return allowed == null ? role : role.setting("policy", Policies.canonical(allowed.toJson()),
                _ -> Policies.canonical(decoded(
                        iam.getRolePolicy(get -> get.roleName(name).policyName(POLICY)).policyDocument())),
                () -> iam.putRolePolicy(put -> put.roleName(name).policyName(POLICY)
                        .policyDocument(allowed.toJson())));
    }

    private List<String> inline() {
        return iam.listRolePolicies(list -> list.roleName(name)).policyNames().stream().sorted().toList();
    }

    private void deleteInline(String policy) {
        iam.deleteRolePolicy(delete -> delete.roleName(name).policyName(policy));
    }

    private Set<String> attached() {
        return iam.listAttachedRolePolicies(list -> list.roleName(name)).attachedPolicies().stream()
                .map(AttachedPolicy::policyArn).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Attaches what is missing of AWS's policies, and takes away what is too much. */
    private void manage(Set<String> wanted) {
        Set<String> attached = attached();
        wanted.stream().filter(arn -> !attached.contains(arn)).forEach(arn ->
                iam.attachRolePolicy(attach -> attach.roleName(name).policyArn(arn)));
        attached.stream().filter(arn -> !wanted.contains(arn)).forEach(arn ->
                iam.detachRolePolicy(detach -> detach.roleName(name).policyArn(arn)));
    }

    /** IAM hands policies out as they would stand in an address. */
    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
