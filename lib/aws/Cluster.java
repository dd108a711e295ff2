//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
package lib.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;

/** The ECS cluster: a name under which tasks run. On Fargate it holds no machines and costs nothing. */
public final class Cluster implements Resource {

    private final Account account;
    private final EcsClient ecs;

    public Cluster(Account account) {
        this.account = account;
        this.ecs = account.client(EcsClient.builder());
    }

    @Override
    public String kind() {
        return "cluster";
    }

    @Override
    public String name() {
        return account.prefix();
    }

    @Override
    public String why() {
        return "where the jobs run";
    }

    @Override
    public Map<String, String> desired() {
        return Map.of("tags", account.tags().toString());
    }

    /** A deleted cluster can be described for a while as INACTIVE; that counts as gone. */
    @Override
    public Optional<Map<String, String>> describe() {
        return ecs.describeClusters(clusters -> clusters.clusters(name()).include(ClusterField.TAGS)).clusters().stream()
                .filter(cluster -> cluster.status().equals("ACTIVE")).findFirst()
                .map(cluster -> Map.of("tags", Account.tags(cluster.tags(), Tag::key, Tag::value).toString(),
                        "running tasks", String.valueOf(cluster.runningTasksCount())));
    }

    @Override
    public void create() {
        // The first cluster of an account may be refused for seconds, until the service-linked role is known.
        Waiting.retry(() -> ecs.createCluster(create -> create.clusterName(name()).tags(tags(account))));
    }

    @Override
    public void change(Set<String> fields) {
        ecs.tagResource(tag -> tag.resourceArn(account.arn("ecs", "cluster/" + name())).tags(tags(account)));
    }

    @Override
    public void delete() {
        try {
            ecs.listTasksPaginator(list -> list.cluster(name())).taskArns().forEach(task -> ecs.stopTask(stop ->
                    stop.cluster(name()).task(task).reason("destroy")));
            ecs.deleteCluster(delete -> delete.cluster(name()));
        } catch (ClusterNotFoundException gone) {
            // somebody was faster
        }
    }

    /** The account's tags as ECS wants them. */
    public static List<Tag> tags(Account account) {
        return account.tags((key, value) -> Tag.builder().key(key).value(value).build());
    }
}
