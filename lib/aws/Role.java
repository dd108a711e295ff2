//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam
package lib.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/** A role: who may put it on (trust), and what it may then do (one inline policy, and managed ones of AWS). */
public final class Role implements Resource {

    private static final String POLICY = "work";

    private final Account account;
    private final String name;
    private final String why;
    private final List<Policies.Statement> trust;
    private final List<Policies.Statement> allowed;
    private final Set<String> managed;
    private final IamClient iam;

    /**
     * @param part    the part that uses it, which makes the name
     * @param trust   who may assume it
     * @param allowed what it may do; empty for nothing
     * @param managed ARNs of policies of AWS
     */
    public Role(Account account, String part, String why, List<Policies.Statement> trust, List<Policies.Statement> allowed,
            String... managed) {
        this.account = account;
        this.name = account.name(part);
        this.why = why;
        this.trust = trust;
        this.allowed = allowed;
        this.managed = new TreeSet<>(List.of(managed));
        this.iam = account.client(IamClient.builder());
    }

    @Override
    public String kind() {
        return "role";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String why() {
        return why;
    }

    @Override
    public Map<String, String> desired() {
        Map<String, String> desired = new LinkedHashMap<>();
        desired.put("trust", Policies.canonical(Policies.document(trust)));
        desired.put("policies", allowed.isEmpty() ? "[]" : "[" + POLICY + "]"); // one more would be a right that nobody planned
        if (!allowed.isEmpty()) desired.put("policy", Policies.canonical(Policies.document(allowed)));
        desired.put("managed", managed.toString());
        desired.put("tags", account.tags().toString());
        return desired;
    }

    @Override
    public Optional<Map<String, String>> describe() {
        try {
            var role = iam.getRole(get -> get.roleName(name)).role();
            Map<String, String> is = new LinkedHashMap<>();
            is.put("trust", Policies.canonical(decoded(role.assumeRolePolicyDocument())));
            List<String> inline = inline();
            is.put("policies", inline.toString());
            if (inline.contains(POLICY)) is.put("policy", Policies.canonical(decoded(iam.getRolePolicy(get -> get.roleName(name)
                    .policyName(POLICY)).policyDocument())));
            is.put("managed", attached().toString());
            is.put("tags", Account.tags(role.tags(), Tag::key, Tag::value).toString());
            return Optional.of(is);
        } catch (NoSuchEntityException e) {
            return Optional.empty();
        }
    }

    private List<String> inline() {
        return iam.listRolePolicies(list -> list.roleName(name)).policyNames().stream().sorted().toList();
    }

    private Set<String> attached() {
        return iam.listAttachedRolePolicies(list -> list.roleName(name)).attachedPolicies().stream()
                .map(AttachedPolicy::policyArn).collect(Collectors.toCollection(TreeSet::new));
    }

    /** IAM hands policies out as they would stand in an address. */
    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }

    @Override
    public void create() {
        iam.createRole(create -> create.roleName(name).description(why).assumeRolePolicyDocument(Policies.document(trust)).tags(tags()));
        change(Set.of("policy", "managed"));
    }

    @Override
    public void change(Set<String> fields) {
        if (fields.contains("trust")) iam.updateAssumeRolePolicy(update -> update.roleName(name).policyDocument(Policies.document(trust)));
        if (!allowed.isEmpty() && (fields.contains("policy") || fields.contains("policies"))) {
            iam.putRolePolicy(put -> put.roleName(name).policyName(POLICY).policyDocument(Policies.document(allowed)));
        }
        if (fields.contains("policies")) inline().stream().filter(policy -> allowed.isEmpty() || !policy.equals(POLICY))
                .forEach(this::deleteInline);
        if (fields.contains("managed")) {
            Set<String> attached = attached();
            managed.stream().filter(arn -> !attached.contains(arn)).forEach(arn -> iam.attachRolePolicy(attach ->
                    attach.roleName(name).policyArn(arn)));
            attached.stream().filter(arn -> !managed.contains(arn)).forEach(this::detach);
        }
        if (fields.contains("tags")) iam.tagRole(tag -> tag.roleName(name).tags(tags()));
    }

    private List<Tag> tags() {
        return account.tags((key, value) -> Tag.builder().key(key).value(value).build());
    }

    private void deleteInline(String policy) {
        iam.deleteRolePolicy(delete -> delete.roleName(name).policyName(policy));
    }

    private void detach(String arn) {
        iam.detachRolePolicy(detach -> detach.roleName(name).policyArn(arn));
    }

    /** A role can only go when it has no policies any more. */
    @Override
    public void delete() {
        try {
            inline().forEach(this::deleteInline);
            attached().forEach(this::detach);
            iam.deleteRole(delete -> delete.roleName(name));
        } catch (NoSuchEntityException gone) {
            // somebody was faster
        }
    }
}
