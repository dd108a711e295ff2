package lib.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;

/** The data lake's bucket: private, versioned, encrypted, reached by TLS only, and telling EventBridge what arrives. */
public final class Bucket implements Resource {

    private static final int OLD_VERSIONS_DAYS = 30;
    private static final int BROKEN_UPLOADS_DAYS = 7;
    private static final String PRIVATE = "all four switches on";
    private static final String EVENTS = "to EventBridge";
    private static final String LIFECYCLE = "old versions " + OLD_VERSIONS_DAYS + " days, broken uploads " + BROKEN_UPLOADS_DAYS + " days";

    /** One aspect of a bucket; each has a call of its own to read and to set it. */
    private record Part(String shouldBe, Supplier<String> read, Runnable set) {}

    private final Account account;
    private final String name;
    private final S3Client s3;

    public Bucket(Account account) {
        this.account = account;
        this.name = account.bucket();
        this.s3 = account.s3();
    }

    @Override
    public String kind() {
        return "bucket";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String why() {
        return "the data lake";
    }

    @Override
    public Price price() {
        return Price.always(Price.S3_GB_HOUR, "the bucket is reckoned with 1 GB");
    }

    private Map<String, Part> parts() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("block public access", new Part(PRIVATE, this::publicAccess, () -> s3.putPublicAccessBlock(put -> put.bucket(name)
                .publicAccessBlockConfiguration(block -> block.blockPublicAcls(true).blockPublicPolicy(true)
                        .ignorePublicAcls(true).restrictPublicBuckets(true)))));
        parts.put("ownership", new Part(ObjectOwnership.BUCKET_OWNER_ENFORCED.toString(),
                () -> s3.getBucketOwnershipControls(get -> get.bucket(name))
                        .ownershipControls().rules().getFirst().objectOwnershipAsString(),
                () -> s3.putBucketOwnershipControls(put -> put.bucket(name).ownershipControls(controls ->
                        controls.rules(rule -> rule.objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED))))));
        parts.put("versioning", new Part(BucketVersioningStatus.ENABLED.toString(),
                () -> s3.getBucketVersioning(get -> get.bucket(name)).statusAsString(),
                () -> s3.putBucketVersioning(put -> put.bucket(name).versioningConfiguration(versioning ->
                        versioning.status(BucketVersioningStatus.ENABLED)))));
        parts.put("encryption", new Part(ServerSideEncryption.AES256.toString(),
                () -> s3.getBucketEncryption(get -> get.bucket(name)).serverSideEncryptionConfiguration().rules().getFirst()
                        .applyServerSideEncryptionByDefault().sseAlgorithmAsString(),
                () -> s3.putBucketEncryption(put -> put.bucket(name).serverSideEncryptionConfiguration(sse ->
                        sse.rules(rule -> rule.applyServerSideEncryptionByDefault(by -> by.sseAlgorithm(ServerSideEncryption.AES256)))))));
        // An emulator speaks plain HTTP: it would lock everybody out, itself included.
        if (!account.endpoint().orElse("").startsWith("http:")) {
            String policy = Policies.document(Policies.bucket(account));
            parts.put("policy", new Part(Policies.canonical(policy),
                    () -> Policies.canonical(s3.getBucketPolicy(get -> get.bucket(name)).policy()),
                    () -> s3.putBucketPolicy(put -> put.bucket(name).policy(policy))));
        }
        parts.put("lifecycle", new Part(LIFECYCLE, this::lifecycle,
                () -> s3.putBucketLifecycleConfiguration(put -> put.bucket(name).lifecycleConfiguration(rules()))));
        // Set alone and whole: this call replaces every notification that the bucket has.
        parts.put("events", new Part(EVENTS, this::events, () -> s3.putBucketNotificationConfiguration(put -> put.bucket(name)
                .notificationConfiguration(NotificationConfiguration.builder().eventBridgeConfiguration(_ -> {}).build()))));
        parts.put("tags", new Part(account.tags().toString(), this::tags, () -> s3.putBucketTagging(put -> put.bucket(name)
                .tagging(tagging -> tagging.tagSet(account.tags((key, value) -> Tag.builder().key(key).value(value).build()))))));
        return parts;
    }

    @Override
    public Map<String, String> desired() {
        Map<String, String> desired = new LinkedHashMap<>();
        parts().forEach((field, part) -> desired.put(field, part.shouldBe));
        return desired;
    }

    @Override
    public Optional<Map<String, String>> describe() {
        if (!exists()) return Optional.empty();
        Map<String, String> is = new LinkedHashMap<>();
        parts().forEach((field, part) -> {
            try {
                String value = part.read.get();
                if (value != null) is.put(field, value);
            } catch (S3Exception e) {
                if (e.statusCode() != 404) throw e; // 404: this aspect was never set
            }
        });
        return Optional.of(is);
    }

    private boolean exists() {
        try {
            s3.headBucket(head -> head.bucket(name));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) return false;
            // A HEAD has no body that could tell a foreign bucket from a missing permission.
            if (e.statusCode() == 403) {
                throw new Fault(Exit.AWS_REFUSED, "you may not look at the bucket " + name,
                        "your user lacks s3:ListBucket, or somebody else owns a bucket of this name",
                        "./jbangw 01_provision.java policy prints the policy that you need", 1).from(e);
            }
            throw e;
        }
    }

    private String events() {
        return s3.getBucketNotificationConfiguration(get -> get.bucket(name)).eventBridgeConfiguration() == null ? null : EVENTS;
    }

    private String tags() {
        return Account.tags(s3.getBucketTagging(get -> get.bucket(name)).tagSet(), Tag::key, Tag::value).toString();
    }

    private String publicAccess() {
        PublicAccessBlockConfiguration block = s3.getPublicAccessBlock(get -> get.bucket(name)).publicAccessBlockConfiguration();
        return Stream.of(block.blockPublicAcls(), block.blockPublicPolicy(), block.ignorePublicAcls(),
                block.restrictPublicBuckets()).allMatch(Boolean.TRUE::equals)
                ? PRIVATE : "open in part";
    }

    private static BucketLifecycleConfiguration rules() {
        return BucketLifecycleConfiguration.builder().rules(LifecycleRule.builder().id("tidy").status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix(""))
                .noncurrentVersionExpiration(old -> old.noncurrentDays(OLD_VERSIONS_DAYS))
                .abortIncompleteMultipartUpload(uploads -> uploads.daysAfterInitiation(BROKEN_UPLOADS_DAYS))
                .expiration(markers -> markers.expiredObjectDeleteMarker(true)).build()).build();
    }

    private String lifecycle() {
        return s3.getBucketLifecycleConfiguration(get -> get.bucket(name)).rules().stream()
                .map(rule -> rule.noncurrentVersionExpiration() == null || rule.abortIncompleteMultipartUpload() == null ? "other rules"
                        : "old versions " + rule.noncurrentVersionExpiration().noncurrentDays() + " days, broken uploads "
                        + rule.abortIncompleteMultipartUpload().daysAfterInitiation() + " days").collect(Collectors.joining("; "));
    }

    @Override
    public void create() {
        s3.createBucket(create -> {
            create.bucket(name);
            // S3's oldest region must not be named.
            if (!account.region().equals("us-east-1")) create.createBucketConfiguration(where ->
                    where.locationConstraint(account.region()));
        });
        parts().values().forEach(part -> part.set.run());
    }

    @Override
    public void change(Set<String> fields) {
        parts().forEach((field, part) -> {
            if (fields.contains(field)) part.set.run();
        });
    }

    /** Deletes every version, every delete marker and every unfinished upload, then the bucket. */
    @Override
    public void delete() {
        try {
            s3.listMultipartUploadsPaginator(list -> list.bucket(name)).uploads()
                    .forEach(upload -> s3.abortMultipartUpload(abort -> abort.bucket(name).key(upload.key()).uploadId(upload.uploadId())));
            // One page holds at most 1,000 entries, as many as one deletion takes.
            for (ListObjectVersionsResponse page : s3.listObjectVersionsPaginator(list -> list.bucket(name))) {
                List<ObjectIdentifier> all = Stream.concat(
                        page.versions().stream().map(version -> object(version.key(), version.versionId())),
                        page.deleteMarkers().stream().map(marker -> object(marker.key(), marker.versionId()))).toList();
                if (all.isEmpty()) continue;
                requireDeleted(s3.deleteObjects(delete -> delete.bucket(name).delete(list -> list.objects(all).quiet(true))));
            }
            s3.deleteBucket(delete -> delete.bucket(name));
        } catch (NoSuchBucketException gone) {
            // somebody was faster
        }
    }

    private static ObjectIdentifier object(String key, String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    /** S3 answers 200 also when it refused some of the objects. */
    private void requireDeleted(DeleteObjectsResponse answer) {
        if (!answer.hasErrors() || answer.errors().isEmpty()) return;
        throw new Fault(Exit.AWS_REFUSED, "S3 keeps " + answer.errors().size() + " objects of " + name + ", the first "
                + answer.errors().getFirst().key()
                + ": " + answer.errors().getFirst().message(), "your user lacks s3:DeleteObjectVersion, or the objects are locked",
                "./jbangw 01_provision.java policy prints the policy that you need", 1);
    }
}
