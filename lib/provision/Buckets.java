//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:s3
package lib.provision;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the bucket of chapter 1 needs beyond single calls: looking, emptying, and its settings in words. */
public final class Buckets {

    /** How a bucket is called that nobody can open by a mistake in a policy. */
    public static final String PRIVATE = "all four switches on";

    private Buckets() {}

    /** Whether S3 is still at work on the name; it has no exception of its own for that. */
    public static boolean isBusy(AwsServiceException refusal) {
        return refusal.awsErrorDetails() != null && "OperationAborted".equals(refusal.awsErrorDetails().errorCode());
    }

    /** Asks for a bucket; an exception for a missing one, a fault for one that this user may not look at. */
    public static HeadBucketResponse head(S3Client s3, String bucket) {
        try {
            return s3.headBucket(head -> head.bucket(bucket));
        } catch (S3Exception e) {
            if (e.statusCode() != 403) throw e;
            // A HEAD has no body that could tell a foreign bucket from a missing permission.
            throw new Fault(Exit.AWS_REFUSED, "you may not look at the bucket " + bucket,
                    "your user lacks s3:ListBucket, or somebody else owns a bucket of this name",
                    "./jbangw 01_provision.java policy prints the policy that you need", 1).from(e);
        }
    }

    /** Whether all four switches of Block Public Access are on. */
    public static String publicAccess(S3Client s3, String bucket) {
        PublicAccessBlockConfiguration block = s3.getPublicAccessBlock(get -> get.bucket(bucket))
                .publicAccessBlockConfiguration();
        return Stream.of(block.blockPublicAcls(), block.blockPublicPolicy(), block.ignorePublicAcls(),
                block.restrictPublicBuckets()).allMatch(Boolean.TRUE::equals) ? PRIVATE : "open in part";
    }

    /** A lifecycle in words: after how many days old versions and broken uploads go. */
    public static String lifecycle(int oldVersions, int brokenUploads) {
        return "old versions " + oldVersions + " days, broken uploads " + brokenUploads + " days";
    }

    /** The lifecycle that a bucket has. */
    public static String lifecycle(S3Client s3, String bucket) {
        return s3.getBucketLifecycleConfiguration(get -> get.bucket(bucket)).rules().stream()
                .map(rule -> rule.noncurrentVersionExpiration() == null || rule.abortIncompleteMultipartUpload() == null
                        ? "other rules" : lifecycle(rule.noncurrentVersionExpiration().noncurrentDays(),
                                rule.abortIncompleteMultipartUpload().daysAfterInitiation()))
                .collect(Collectors.joining("; "));
    }

    /** Deletes every version, every delete marker and every unfinished upload: until then a bucket cannot go. */
    public static void empty(S3Client s3, String bucket) {
        s3.listMultipartUploadsPaginator(list -> list.bucket(bucket)).uploads().forEach(upload ->
                s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        // One page holds at most 1,000 entries, as many as one deletion takes.
        for (ListObjectVersionsResponse page : s3.listObjectVersionsPaginator(list -> list.bucket(bucket))) {
            List<ObjectIdentifier> all = Stream.concat(
                    page.versions().stream().map(version -> object(version.key(), version.versionId())),
                    page.deleteMarkers().stream().map(marker -> object(marker.key(), marker.versionId()))).toList();
            if (all.isEmpty()) continue;
            requireDeleted(bucket, s3.deleteObjects(delete -> delete.bucket(bucket)
                    .delete(list -> list.objects(all).quiet(true))));
        }
    }

    private static ObjectIdentifier object(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    /** S3 answers 200 also when it refused some of the objects. */
    private static void requireDeleted(String bucket, DeleteObjectsResponse answer) {
        if (!answer.hasErrors() || answer.errors().isEmpty()) return;
        throw new Fault(Exit.AWS_REFUSED, "S3 keeps " + answer.errors().size() + " objects of " + bucket
                + ", the first "
                + answer.errors().getFirst().key() + ": " + answer.errors().getFirst().message(),
                "your user lacks s3:DeleteObjectVersion, or the objects are locked",
                "./jbangw 01_provision.java policy prints the policy that you need", 1);
    }
}
