//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecr
package lib.aws;

import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** The one image that all containers run; chapter 1 makes its repository and pushes it. */
public final class Image {

    /** The tag that moves with each push. */
    public static final String LATEST = "latest";

    /** The name of the one container in a task. */
    public static final String CONTAINER = "job";

    private Image() {}

    /** The repository's address for docker: {@code 123456789012.dkr.ecr.us-east-1.amazonaws.com/predictor-fut-br}. */
    public static String repository(Account account) {
        return account.id() + ".dkr.ecr." + account.region() + "." + account.domain() + "/" + account.prefix();
    }

    /** The image that containers are to run: the newest one by its digest, so that a run is reproducible. */
    public static String current(Account account) {
        return digest(account).map(digest -> repository(account) + "@" + digest)
                .orElse(repository(account) + ":" + LATEST);
    }

    /** The digest of the image with the tag {@code latest}; empty before the first push. */
    public static Optional<String> digest(Account account) {
        try {
            return account.client(EcrClient.builder()).describeImages(images -> images.repositoryName(account.prefix())
                    .imageIds(id -> id.imageTag(LATEST))).imageDetails().stream().findFirst()
                    .map(ImageDetail::imageDigest);
        } catch (ImageNotFoundException | RepositoryNotFoundException e) {
            return Optional.empty();
        }
    }
}
