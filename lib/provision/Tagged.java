//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:resourcegroupstaggingapi
//DEPS software.amazon.awssdk:ecs
//DEPS software.amazon.awssdk:iam
package lib.provision;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/**
 * The second look at the account, independent of the list of what should be there: everything with the project's tag,
 * and, because tagging does not know IAM, every role with the project's name.
 */
public final class Tagged {

    /** Services in which only chapters 4 to 6 make something. */
    private static final Set<String> LATER = Set.of("apprunner", "states", "events", "sqs", "sns", "dynamodb",
            "elasticloadbalancing", "lambda");

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(90);

    private Tagged() {}

    /** The ARNs of everything of this learner. AWS's list follows with a delay of some seconds. */
    public static List<String> arns(Account account) {
        return find(account, account.prefix()).getOrDefault(account.student().orElse(""), Set.of()).stream().toList();
    }

    /** What is left of this learner after everything was removed; asked again while the list follows. */
    public static List<String> left(Account account) {
        return comesTrue(() -> arns(account).isEmpty()) ? List.of() : arns(account);
    }

    /** Whether something comes true of AWS's list in the time that the list may lag behind. */
    private static boolean comesTrue(BooleanSupplier holds) {
        return Waiting.await(LONGEST_DELAY, Duration.ofSeconds(5),
                () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty()).isPresent();
    }

    /** What chapters 4 to 6 have deployed for this learner; it has to go before the foundations do. */
    public static List<String> later(Account account) {
        return later(arns(account));
    }

    /** Waits until AWS's list has seen what undeploy removed of a learner, a minute and a half at most. */
    static void awaitUndeployed(Account account, String learner) {
        comesTrue(() -> later(byStudent(account).getOrDefault(learner, Set.of())).isEmpty());
    }

    /** A {@link Fault} while the later chapters still stand on the foundations. */
    public static void requireNothingLater(Account account) {
        List<String> later = later(account);
        if (later.isEmpty()) return;
        throw new Fault(Exit.CONFIGURATION, "chapters 4 to 6 are still deployed: " + String.join(", ", later),
                "they need the roles and the image, so they go first; AWS's list follows an undeploy by a minute",
                "./jbangw 06_pipeline.java undeploy, 05_ui.java undeploy, 04_api.java undeploy; then destroy again", 1);
    }

    /** A {@link Fault} when something was not removed. */
    public static void requireNothing(List<String> left) {
        if (left.isEmpty()) return;
        throw new Fault(Exit.AWS_REFUSED, "still in the account: " + String.join(", ", left),
                "AWS refused to delete it, something uses it, or the list by tag lags behind",
                "run destroy again in some minutes; what stays then, delete in the console", 1);
    }

    static List<String> later(Collection<String> arns) {
        return arns.stream().filter(arn -> LATER.contains(arn.split(":")[2]) || arn.contains(":ecs:")
                && arn.contains(":service/")).toList();
    }

    /** Everything of the project by learner; the empty name stands for what belongs to none. */
    public static Map<String, Set<String>> byStudent(Account account) {
        return find(account, Account.PROJECT);
    }

    /** @param roles what the names of the roles begin with: a learner may look at no others */
    private static Map<String, Set<String>> find(Account account, String roles) {
        return AwsErrors.translating("listing by tag", () -> list(account, roles));
    }

    private static Map<String, Set<String>> list(Account account, String roles) {
        Map<String, Set<String>> found = new TreeMap<>();
        ResourceGroupsTaggingApiClient tagging = account.client(ResourceGroupsTaggingApiClient.builder());
        TagFilter ours = TagFilter.builder().key("project").values(Account.PROJECT).build();
        for (ResourceTagMapping mapping
                : tagging.getResourcesPaginator(get -> get.tagFilters(ours)).resourceTagMappingList()) {
            if (isGone(account, mapping.resourceARN())) continue;
            String student = mapping.tags().stream().filter(tag -> tag.key().equals("student")).map(Tag::value)
                    .findFirst().orElse("");
            found.computeIfAbsent(student, _ -> new TreeSet<>()).add(mapping.resourceARN());
        }
        // Somebody who was given a role has no rights in IAM, and made no roles.
        if (account.isRoleGiven()) return found;
        IamClient iam = account.client(IamClient.builder());
        for (Role role : iam.listRolesPaginator().roles()) {
            if (!role.roleName().startsWith(roles + "-")) continue;
            Map<String, String> tags = new TreeMap<>();
            iam.listRoleTags(list -> list.roleName(role.roleName())).tags()
                    .forEach(tag -> tags.put(tag.key(), tag.value()));
            if (!tags.containsKey("project")) continue;
            found.computeIfAbsent(tags.getOrDefault("student", ""), _ -> new TreeSet<>()).add(role.arn());
        }
        return found;
    }

    /** Retired revisions and deleted clusters keep their tags until ECS clears them away; they cost nothing. */
    private static boolean isGone(Account account, String arn) {
        if (arn.contains(":task-definition/")) return true; // the stack itself looks for revisions that are in use
        return arn.contains(":cluster/") && account.client(EcsClient.builder()).describeClusters(clusters ->
                clusters.clusters(arn)).clusters().stream()
                .noneMatch(cluster -> cluster.status().equals("ACTIVE"));
    }
}
