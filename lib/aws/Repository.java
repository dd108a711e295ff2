//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecr
package lib.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** The registry of the one image that all chapters run in. A tag never moves, except {@code latest}. */
public final class Repository implements Resource {

    /** The tag that the containers take. */
    public static final String LATEST = "latest";

    private static final int IMAGES_TO_KEEP = 5;
    private static final String LIFECYCLE = """
            {"rules":[{"rulePriority":1,"description":"untagged images go after a day","selection":{"tagStatus":"untagged","countType":"sinceImagePushed",
            "countUnit":"days","countNumber":1},"action":{"type":"expire"}},{"rulePriority":2,"description":"the newest images stay","selection":{"tagStatus":"any",
            "countType":"imageCountMoreThan","countNumber":%d},"action":{"type":"expire"}}]}""".formatted(IMAGES_TO_KEEP);

    private final Account account;
    private final String name;
    private final EcrClient ecr;

    public Repository(Account account) {
        this.account = account;
        this.name = account.prefix();
        this.ecr = account.client(EcrClient.builder());
    }

    @Override
    public String kind() {
        return "repository";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String why() {
        return "the image that all chapters run in";
    }

    @Override
    public Price price() {
        return Price.always(0.2 * Price.ECR_GB_HOUR, "the repository with one image of 0.2 GB");
    }

    /** The repository's address for docker: {@code 123456789012.dkr.ecr.us-east-1.amazonaws.com/predictor-fut-br}. */
    public String uri() {
        return account.id() + ".dkr.ecr." + account.region() + ".amazonaws.com/" + name;
    }

    /** The image that containers are to run: the newest one by its digest, so that a run is reproducible. */
    public String image() {
        return digest().map(digest -> uri() + "@" + digest).orElse(uri() + ":" + LATEST);
    }

    /** The digest of the image with the tag {@code latest}; empty before the first push. */
    public Optional<String> digest() {
        try {
            return Optional.of(ecr.describeImages(images -> images.repositoryName(name).imageIds(id -> id.imageTag(LATEST)))
                    .imageDetails().getFirst().imageDigest());
        } catch (ImageNotFoundException | RepositoryNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> desired() {
        return new LinkedHashMap<>(Map.of("tags", account.tags().toString(), "image tags", "immutable but latest", "lifecycle",
                Policies.canonical(LIFECYCLE)));
    }

    @Override
    public Optional<Map<String, String>> describe() {
        try {
            var repository = ecr.describeRepositories(repositories -> repositories.repositoryNames(name)).repositories().getFirst();
            Map<String, String> is = new LinkedHashMap<>();
            boolean latestMoves = repository.imageTagMutabilityExclusionFilters().stream().anyMatch(filter -> filter.filter()
                    .equals(LATEST));
            is.put("image tags", repository.imageTagMutability() == ImageTagMutability.IMMUTABLE_WITH_EXCLUSION && latestMoves
                    ? "immutable but latest" : repository.imageTagMutabilityAsString());
            is.put("tags", Account.tags(ecr.listTagsForResource(tags -> tags.resourceArn(repository.repositoryArn())).tags(),
                    Tag::key, Tag::value)
                    .toString());
            try {
                is.put("lifecycle", Policies.canonical(ecr.getLifecyclePolicy(policy -> policy.repositoryName(name))
                        .lifecyclePolicyText()));
            } catch (LifecyclePolicyNotFoundException notSet) {
                // then it is missing in the answer, too
            }
            return Optional.of(is);
        } catch (RepositoryNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create() {
        ecr.createRepository(create -> create.repositoryName(name).imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                .imageTagMutabilityExclusionFilters(latest()).tags(tags()));
        change(Set.of("lifecycle"));
    }

    @Override
    public void change(Set<String> fields) {
        if (fields.contains("image tags")) {
            ecr.putImageTagMutability(put -> put.repositoryName(name)
                    .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION).imageTagMutabilityExclusionFilters(latest()));
        }
        if (fields.contains("lifecycle")) ecr.putLifecyclePolicy(put -> put.repositoryName(name).lifecyclePolicyText(LIFECYCLE));
        if (fields.contains("tags")) ecr.tagResource(tag -> tag.resourceArn(account.arn("ecr", "repository/" + name)).tags(tags()));
    }

    private static ImageTagMutabilityExclusionFilter latest() {
        return ImageTagMutabilityExclusionFilter.builder().filterType("WILDCARD").filter(LATEST).build();
    }

    private List<Tag> tags() {
        return account.tags((key, value) -> Tag.builder().key(key).value(value).build());
    }

    /** Deletes the repository with its images. */
    @Override
    public void delete() {
        try {
            ecr.deleteRepository(delete -> delete.repositoryName(name).force(true));
        } catch (RepositoryNotFoundException gone) {
            // somebody was faster
        }
    }
}
