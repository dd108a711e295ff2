//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ec2
package lib.aws;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The firewall of the jobs: nobody may come in; out they may go to AWS and the data sources, by HTTPS and DNS only. */
public final class SecurityGroup implements Resource {

    private static final List<IpPermission> OUT = List.of(permission("tcp", 443), permission("udp", 53));
    private static final Duration LONGEST_RELEASE = Duration.ofMinutes(5);

    private final Account account;
    private final Ec2Client ec2;

    public SecurityGroup(Account account) {
        this.account = account;
        this.ec2 = account.client(Ec2Client.builder());
    }

    private static IpPermission permission(String protocol, int port) {
        return IpPermission.builder().ipProtocol(protocol).fromPort(port).toPort(port).ipRanges(range -> range.cidrIp("0.0.0.0/0")).build();
    }

    @Override
    public String kind() {
        return "security group";
    }

    @Override
    public String name() {
        return account.name("jobs");
    }

    @Override
    public String why() {
        return "lets nobody in to the jobs";
    }

    @Override
    public Map<String, String> desired() {
        return Map.of("in", "[]", "out", shown(OUT), "tags", account.tags().toString());
    }

    @Override
    public Optional<Map<String, String>> describe() {
        return find().map(group -> Map.of("in", shown(group.ipPermissions()), "out", shown(group.ipPermissionsEgress()), "id",
                group.groupId(),
                "tags", Account.tags(group.tags(), Tag::key, Tag::value).toString()));
    }

    /** The id that the containers name; empty while there is no group. */
    public Optional<String> id() {
        return find().map(software.amazon.awssdk.services.ec2.model.SecurityGroup::groupId);
    }

    private Optional<software.amazon.awssdk.services.ec2.model.SecurityGroup> find() {
        return ec2.describeSecurityGroups(groups -> groups.filters(Network.filter("group-name", name()))).securityGroups()
                .stream().findFirst();
    }

    /** For example {@code [tcp 443 0.0.0.0/0, udp 53 0.0.0.0/0]}. */
    private static String shown(List<IpPermission> permissions) {
        return permissions.stream().map(permission -> permission.ipProtocol() + " " + permission.fromPort() + " "
                + permission.ipRanges().stream().map(range -> range.cidrIp()).sorted().collect(Collectors.joining(" "))).sorted()
                        .toList().toString();
    }

    @Override
    public void create() {
        ec2.createSecurityGroup(create -> create.groupName(name()).vpcId(Network.of(account).vpc()).description("jobs of "
                + account.prefix())
                .tagSpecifications(tags -> tags.resourceType(ResourceType.SECURITY_GROUP).tags(tags())));
        change(Set.of("out")); // a new group lets everything out
    }

    @Override
    public void change(Set<String> fields) {
        var group = find().orElseThrow();
        if (fields.contains("in") && !group.ipPermissions().isEmpty()) {
            ec2.revokeSecurityGroupIngress(revoke -> revoke.groupId(group.groupId()).ipPermissions(group.ipPermissions()));
        }
        if (fields.contains("out")) {
            if (!group.ipPermissionsEgress().isEmpty()) ec2.revokeSecurityGroupEgress(revoke -> revoke.groupId(group.groupId())
                    .ipPermissions(group.ipPermissionsEgress()));
            ec2.authorizeSecurityGroupEgress(authorize -> authorize.groupId(group.groupId()).ipPermissions(OUT));
        }
        if (fields.contains("tags")) ec2.createTags(create -> create.resources(group.groupId()).tags(tags()));
    }

    private List<Tag> tags() {
        return account.tags((key, value) -> Tag.builder().key(key).value(value).build());
    }

    /** Deletes the group; a task that has just ended holds it for some minutes. */
    @Override
    public void delete() {
        Waiting.await(LONGEST_RELEASE, Duration.ofSeconds(10), () -> find().isEmpty() || tryDelete()
                ? Optional.of(true) : Optional.empty())
                .orElseThrow(() -> new Fault(Exit.AWS_REFUSED, "the security group " + name() + " is still in use",
                        "a task runs, or ended minutes ago",
                        "run destroy again in some minutes", 1));
    }

    private boolean tryDelete() {
        try {
            String id = find().orElseThrow().groupId();
            ec2.deleteSecurityGroup(delete -> delete.groupId(id));
            return true;
        } catch (Ec2Exception e) {
            String code = e.awsErrorDetails().errorCode();
            if (code.equals("InvalidGroup.NotFound")) return true;
            if (code.equals("DependencyViolation")) return false;
            throw e;
        }
    }
}
