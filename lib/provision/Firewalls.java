//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ec2
package lib.provision;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.aws.Account;
import lib.aws.Network;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * What the firewall of chapter 1 needs beyond single calls: rules in words, replacing them, and patience at the end.
 */
public final class Firewalls {

    private static final Duration LONGEST_RELEASE = Duration.ofMinutes(5);

    private Firewalls() {}

    /** The name of the jobs' firewall. */
    public static String nameOf(Account account) {
        return account.name("jobs");
    }

    /** The jobs' firewall in the network of the subnets; empty while there is none. */
    public static Optional<SecurityGroup> find(Account account) {
        List<SecurityGroup> groups = everywhere(account);
        if (groups.isEmpty()) return Optional.empty();
        String vpc = Subnets.of(account).vpc();
        return groups.stream().filter(group -> group.vpcId().equals(vpc)).findFirst();
    }

    /** The jobs' firewalls in all networks: with other subnets than before there is one in the former network, too. */
    public static List<SecurityGroup> everywhere(Account account) {
        return account.client(Ec2Client.builder()).describeSecurityGroups(groups -> groups.filters(by ->
                by.name("group-name").values(nameOf(account)))).securityGroups();
    }

    /** What the later chapters need to know of the network; the firewall may still have to be made. */
    public static Network network(Account account) {
        return new Network(Subnets.of(account).ids(), find(account).map(SecurityGroup::groupId).orElse("to be made"));
    }

    /** The cluster's tags: those of everything, and where the later chapters find their network. */
    public static Map<String, String> clusterTags(Account account) {
        Map<String, String> tags = new TreeMap<>(account.tags());
        tags.putAll(network(account).tags());
        return tags;
    }

    /** A rule for one port of every address. */
    public static IpPermission anywhere(String protocol, int port) {
        return IpPermission.builder().ipProtocol(protocol).fromPort(port).toPort(port)
                .ipRanges(range -> range.cidrIp("0.0.0.0/0")).build();
    }

    /** For example {@code [tcp 443 0.0.0.0/0, udp 53 0.0.0.0/0]}. */
    public static String shown(List<IpPermission> permissions) {
        return permissions.stream().map(permission -> permission.ipProtocol() + " " + permission.fromPort() + " "
                + permission.ipRanges().stream().map(range -> range.cidrIp()).sorted().collect(Collectors.joining(" ")))
                .sorted().toList().toString();
    }

    /** Lets nobody in. */
    public static void closeIn(Account account) {
        SecurityGroup group = find(account).orElseThrow();
        account.client(Ec2Client.builder()).revokeSecurityGroupIngress(revoke -> revoke.groupId(group.groupId())
                .ipPermissions(group.ipPermissions()));
    }

    /** Replaces the rules for the way out. */
    public static void setOut(Account account, List<IpPermission> out) {
        Ec2Client ec2 = account.client(Ec2Client.builder());
        SecurityGroup group = find(account).orElseThrow();
        if (!group.ipPermissionsEgress().isEmpty()) {
            ec2.revokeSecurityGroupEgress(revoke -> revoke.groupId(group.groupId())
                    .ipPermissions(group.ipPermissionsEgress()));
        }
        ec2.authorizeSecurityGroupEgress(authorize -> authorize.groupId(group.groupId()).ipPermissions(out));
    }

    /** Puts the account's tags on it. */
    public static void tag(Account account) {
        String group = find(account).orElseThrow().groupId();
        account.client(Ec2Client.builder()).createTags(create -> create.resources(group).tags(account.eachTag()));
    }

    /** Deletes the firewall, whatever network it was made in; a task that has just ended holds it for some minutes. */
    public static void delete(Account account) {
        for (SecurityGroup group : everywhere(account)) {
            Waiting.await(LONGEST_RELEASE, Duration.ofSeconds(10), () -> tryDelete(account, group)).orElseThrow(() ->
                    new Fault(Exit.AWS_REFUSED, "the security group " + group.groupName() + " is still in use",
                            "a task runs, or ended minutes ago", "run destroy again in some minutes", 1));
        }
    }

    private static Optional<Boolean> tryDelete(Account account, SecurityGroup group) {
        try {
            account.client(Ec2Client.builder()).deleteSecurityGroup(delete -> delete.groupId(group.groupId()));
        } catch (Ec2Exception e) {
            String code = e.awsErrorDetails().errorCode();
            if (code.equals("DependencyViolation")) return Optional.empty();
            if (!code.equals("InvalidGroup.NotFound")) throw e;
        }
        return Optional.of(true);
    }
}
