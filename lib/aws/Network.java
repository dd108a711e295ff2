//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
package lib.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;

/**
 * The network that the containers stand in. Chapter 1 looks for it and writes it on the cluster as two tags; the later
 * chapters read it there, and need neither the SDK of EC2 (24 MB) nor the right to look around in networks.
 *
 * @param subnets  in at least two availability zones
 * @param firewall the security group of the jobs: {@code sg-0a1b2c}
 */
public record Network(List<String> subnets, String firewall) {

    private static final String SUBNETS = "subnets";
    private static final String FIREWALL = "firewall";

    /** What chapter 1 has written; a {@link Fault} where it has not, or where other subnets are given now. */
    public static Network of(Account account) {
        Map<String, String> tags = AwsErrors.translating("looking for the network", () -> tags(account));
        if (tags.isEmpty()) {
            throw applyFirst("the foundations are not there", "the later chapters stand on what chapter 1 makes");
        }
        if (!tags.keySet().containsAll(List.of(SUBNETS, FIREWALL))) {
            throw applyFirst("the cluster " + account.prefix() + " does not say which network is its own",
                    "an earlier version of chapter 1 made it; apply adds two tags");
        }
        Network network = new Network(List.of(tags.get(SUBNETS).split(" ")), tags.get(FIREWALL));
        if (account.givenSubnets().isEmpty() || account.givenSubnets().equals(network.subnets)) return network;
        throw applyFirst("the foundations are in other subnets: " + String.join(",", network.subnets),
                "--subnets or SUBNET_IDS has changed since chapter 1");
    }

    private static Map<String, String> tags(Account account) {
        Map<String, String> tags = new TreeMap<>();
        account.client(EcsClient.builder())
                .describeClusters(get -> get.clusters(account.prefix()).include(ClusterField.TAGS)).clusters().stream()
                .filter(cluster -> cluster.status().equals("ACTIVE")).map(Cluster::tags)
                .forEach(all -> tags.putAll(Account.pairs(all)));
        return tags;
    }

    private static Fault applyFirst(String what, String why) {
        return new Fault(Exit.CONFIGURATION, what, why, "./jbangw 01_provision.java apply", 1);
    }

    /** The tags that hand it on; AWS allows no comma in one, and 256 characters. */
    public Map<String, String> tags() {
        return Map.of(SUBNETS, String.join(" ", subnets), FIREWALL, firewall);
    }
}
