//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ec2
package lib.aws;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * The network that the containers stand in; it is found, never made.
 *
 * @param subnets two, in two availability zones: a load balancer wants two, and each more costs an address
 */
public record Network(String vpc, List<String> subnets) {

    private static final int SUBNETS = 2;

    /** The given subnets, else two of the default VPC. */
    public static Network of(Account account) {
        return AwsErrors.translating("looking for the network", () -> find(account.client(Ec2Client.builder()), account.givenSubnets()));
    }

    private static Network find(Ec2Client ec2, List<String> given) {
        if (!given.isEmpty()) {
            try {
                List<Subnet> found = ec2.describeSubnets(subnets -> subnets.subnetIds(given)).subnets();
                if (found.stream().map(Subnet::vpcId).distinct().count() == 1) return new Network(found.getFirst().vpcId(), given);
                throw unusable("the subnets lie in different networks", null);
            } catch (Ec2Exception e) {
                if (!"InvalidSubnetID.NotFound".equals(e.awsErrorDetails().errorCode())) throw e;
                throw unusable("there is no such subnet in this region", e);
            }
        }
        String vpc = ec2.describeVpcs(vpcs -> vpcs.filters(filter("is-default", "true"))).vpcs().stream().findFirst()
                .map(Vpc::vpcId).orElseThrow(AwsErrors::noDefaultVpc);
        List<String> subnets = ec2.describeSubnets(request -> request.filters(filter("vpc-id", vpc), filter("default-for-az",
                "true"))).subnets().stream()
                .sorted(Comparator.comparing(Subnet::availabilityZone)).limit(SUBNETS).map(Subnet::subnetId).toList();
        if (subnets.size() < SUBNETS) throw AwsErrors.noDefaultVpc();
        return new Network(vpc, subnets);
    }

    private static Fault unusable(String why, Exception origin) {
        return new Fault(Exit.CONFIGURATION, "the given subnets cannot be used: " + why,
                "--subnets or SUBNET_IDS is mistyped, or of another region",
                "aws ec2 describe-subnets lists them; give two of one network", 1).from(origin);
    }

    /** The name of the jobs' firewall, which chapter 1 makes. */
    public static String firewallName(Account account) {
        return account.name("jobs");
    }

    /** The jobs' firewall in this network; empty while there is none. */
    public static Optional<SecurityGroup> firewall(Account account) {
        return firewalls(account).stream().filter(group -> group.vpcId().equals(of(account).vpc())).findFirst();
    }

    /** The jobs' firewalls in all networks: with other subnets than before there is one in the former network, too. */
    public static List<SecurityGroup> firewalls(Account account) {
        return account.client(Ec2Client.builder()).describeSecurityGroups(groups ->
                groups.filters(filter("group-name", firewallName(account)))).securityGroups();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
