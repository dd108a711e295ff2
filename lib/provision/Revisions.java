//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
package lib.provision;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** The revisions of a task definition: the newest one counts, the retired ones have to be deleted too. */
public final class Revisions {

    private static final int MOST_IN_ONE_DELETION = 10;

    private Revisions() {}

    /** The newest one that may be run. */
    public static Optional<TaskDefinition> newest(EcsClient ecs, String family) {
        return arns(ecs, family, TaskDefinitionStatus.ACTIVE)
                .max(Comparator.comparingInt(arn -> Integer.parseInt(arn.substring(arn.lastIndexOf(':') + 1))))
                .map(arn -> ecs.describeTaskDefinition(get -> get.taskDefinition(arn)).taskDefinition());
    }

    /** Retires and deletes every revision. */
    public static void delete(EcsClient ecs, String family) {
        arns(ecs, family, TaskDefinitionStatus.ACTIVE).toList().forEach(arn ->
                ecs.deregisterTaskDefinition(retire -> retire.taskDefinition(arn)));
        List<String> retired = arns(ecs, family, TaskDefinitionStatus.INACTIVE).toList();
        for (int from = 0; from < retired.size(); from += MOST_IN_ONE_DELETION) {
            List<String> some = retired.subList(from, Math.min(retired.size(), from + MOST_IN_ONE_DELETION));
            ecs.deleteTaskDefinitions(delete -> delete.taskDefinitions(some));
        }
    }

    /** All that are not deleted, as {@code task definition NAME:1}. */
    public static List<String> all(EcsClient ecs, String family) {
        return Stream.of(TaskDefinitionStatus.ACTIVE, TaskDefinitionStatus.INACTIVE)
                .flatMap(status -> arns(ecs, family, status))
                .map(arn -> "task definition " + arn.substring(arn.lastIndexOf('/') + 1)).toList();
    }

    private static Stream<String> arns(EcsClient ecs, String family, TaskDefinitionStatus status) {
        return ecs.listTaskDefinitionsPaginator(list -> list.familyPrefix(family).status(status)).taskDefinitionArns()
                .stream();
    }
}
