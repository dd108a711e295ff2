//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
package lib.provision;

import java.util.List;
import software.amazon.awssdk.services.ecs.EcsClient;

/** What runs in the cluster. */
public final class Tasks {

    private Tasks() {}

    /** Stops every task, and waits for its end: until then neither the cluster nor the firewall can go. */
    public static void stop(EcsClient ecs, String cluster) {
        List<String> tasks = ecs.listTasksPaginator(list -> list.cluster(cluster)).taskArns().stream().toList();
        tasks.forEach(task -> ecs.stopTask(stop -> stop.cluster(cluster).task(task).reason("destroy")));
        for (String task : tasks) ecs.waiter().waitUntilTasksStopped(wait -> wait.cluster(cluster).tasks(task));
    }
}
