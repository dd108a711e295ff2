//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ec2
package lib.provision;

import java.util.Comparator;
import java.util.List;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * The subnets that the containers stand in; they are found, never made.
 *
 * @param vpc the network that all of them belong to
 * @param ids in two availability zones: a load balancer wants two, and each more costs an address
 */
public record Subnets(String vpc, List<String> ids) {

    private static final int ZONES = 2;
    private static final int MOST = 10; // so many fit into the tag that hands them on

    /** The given subnets, else two of the default VPC. */
    public static Subnets of(Account account) {
        return AwsErrors.translating("looking for the network", () -> {
            Ec2Client ec2 = account.client(Ec2Client.builder());
            return account.givenSubnets().isEmpty() ? ofDefaultVpc(ec2) : given(ec2, account.givenSubnets());
        });
    }

    private static Subnets given(Ec2Client ec2, List<String> ids) {
        if (ids.size() > MOST) throw unusable("there are more than " + MOST, null);
        try {
            List<Subnet> found = ec2.describeSubnets(subnets -> subnets.subnetIds(ids)).subnets();
            if (found.stream().map(Subnet::vpcId).distinct().count() > 1) {
                throw unusable("they lie in different networks", null);
            }
            // A load balancer takes one of each zone, and the first two subnets are what it gets.
            if (found.stream().filter(subnet -> ids.indexOf(subnet.subnetId()) < ZONES).map(Subnet::availabilityZone)
                    .distinct().count() < ZONES) {
                throw unusable("the first two are not in two availability zones", null);
            }
            return new Subnets(found.getFirst().vpcId(), ids);
        } catch (Ec2Exception e) {
            if (!"InvalidSubnetID.NotFound".equals(e.awsErrorDetails().errorCode())) throw e;
            throw unusable("there is no such subnet in this region", e);
        }
    }

    private static Subnets ofDefaultVpc(Ec2Client ec2) {
        String vpc = ec2.describeVpcs(vpcs -> vpcs.filters(filter("is-default", "true"))).vpcs().stream().findFirst()
                .map(Vpc::vpcId).orElseThrow(AwsErrors::noDefaultVpc);
        List<String> ids = ec2.describeSubnets(request -> request.filters(filter("vpc-id", vpc),
                filter("default-for-az", "true"))).subnets().stream()
                .sorted(Comparator.comparing(Subnet::availabilityZone)).limit(ZONES).map(Subnet::subnetId).toList();
        if (ids.size() < ZONES) throw AwsErrors.noDefaultVpc();
        return new Subnets(vpc, ids);
    }

    private static Fault unusable(String why, Exception origin) {
        return new Fault(Exit.CONFIGURATION, "the given subnets cannot be used: " + why,
                "--subnets or SUBNET_IDS is mistyped, or of another region", "aws ec2 describe-subnets lists them; "
                + "give two of one network in two availability zones, with a way to the internet", 1).from(origin);
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}
