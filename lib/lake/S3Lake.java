//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:s3
//DEPS software.amazon.awssdk:url-connection-client
//DEPS software.amazon.awssdk:sso
//DEPS software.amazon.awssdk:ssooidc
//DEPS software.amazon.awssdk:sts
package lib.lake;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A data lake in an S3 bucket. A PUT in S3 is atomic by itself; create and replace are conditional writes
 * ({@code If-None-Match: *} and {@code If-Match}), which S3 decides in one place for all writers.
 *
 * <p>One PUT carries at most 5 GB, which is far more than a league's history needs.
 */
public final class S3Lake implements Lake {

    /** S3 answers 409 when two conditional writes meet; its documentation says to try again. */
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String WRITE_ID = "write-id";

    private final String bucket;
    private final S3Client s3;

    /**
     * @param region   for example {@code us-east-1}; null for the one of the environment or the profile
     * @param endpoint the address of an S3-compatible store or emulator; null for AWS
     * @param profile  a profile of {@code ~/.aws/config}; null for the default credential chain
     */
    public S3Lake(String bucket, String region, String endpoint, String profile) {
        this.bucket = bucket;
        this.s3 = translating("connecting", () -> client(region, endpoint, profile));
    }

    private static S3Client client(String region, String endpoint, String profile) {
        // Several HTTP clients lie on the class path; the SDK refuses to choose.
        S3ClientBuilder builder = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
        if (profile != null) {
            builder.credentialsProvider(ProfileCredentialsProvider.create(profile));
            builder.overrideConfiguration(config -> config.defaultProfileName(profile)); // for its region
        }
        if (region != null) builder.region(Region.of(region));
        // An emulator has one address, not one for each bucket.
        if (endpoint != null) builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
        return builder.build();
    }

    @Override
    public Optional<Stored> get(String key) {
        Lake.requireKey(key);
        return translating("reading " + key, () -> {
            try {
                ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
                return Optional.of(new Stored(object.asByteArray(), object.response().eTag()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public InputStream open(String key) {
        Lake.requireKey(key);
        return translating("reading " + key, () -> {
            try {
                return s3.getObject(get -> get.bucket(bucket).key(key));
            } catch (NoSuchKeyException e) {
                throw new Fault(Exit.CONFIGURATION, "the data lake " + describe() + " has no " + key,
                        "the step that makes it has not run, or this is another bucket",
                        "run the steps before this one, or name the right bucket with --bucket", 0).from(e);
            }
        });
    }

    @Override
    public List<Entry> list(String prefix) {
        Rules.folderOf(prefix);
        return translating("listing " + prefix, () -> s3
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                .filter(object -> Rules.isListed(object.key()))
                .map(object -> new Entry(object.key(), object.size(), object.lastModified()))
                .sorted(Comparator.comparing(Entry::key)).toList());
    }

    @Override
    public void put(String key, byte[] bytes) {
        put(key, RequestBody.fromBytes(bytes));
    }

    @Override
    public void put(String key, Path file) {
        Rules.requireReadable(file);
        put(key, RequestBody.fromFile(file));
    }

    private void put(String key, RequestBody body) {
        Lake.requireKey(key);
        translating("writing " + key, () -> s3.putObject(put -> put.bucket(bucket).key(key), body));
    }

    @Override
    public boolean create(String key, byte[] bytes) {
        return putIf(key, bytes, put -> put.ifNoneMatch("*"));
    }

    @Override
    public boolean replace(String key, byte[] bytes, String etag) {
        return putIf(key, bytes, put -> put.ifMatch(etag));
    }

    private boolean putIf(String key, byte[] bytes, Consumer<PutObjectRequest.Builder> condition) {
        Lake.requireKey(key);
        String writeId = UUID.randomUUID().toString();
        PutObjectRequest request = PutObjectRequest.builder().bucket(bucket).key(key)
                .metadata(Map.of(WRITE_ID, writeId)).applyMutation(condition).build();
        return translating("writing " + key, () -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    s3.putObject(request, RequestBody.fromBytes(bytes));
                    return true;
                } catch (S3Exception e) {
                    boolean gone = e instanceof NoSuchKeyException;
                    if (gone || e.statusCode() == 412) return e.numAttempts() > 1 && isWrittenBy(writeId, key);
                    if (e.statusCode() != 409 || attempt == MOST_ATTEMPTS) throw e;
                    pause();
                }
            }
        });
    }

    /**
     * Whether the object comes from this very write. When the answer to a successful PUT is lost, the SDK sends it
     * again, and the second time its own object is in the way.
     */
    private boolean isWrittenBy(String writeId, String key) {
        try {
            return writeId.equals(s3.headObject(head -> head.bucket(bucket).key(key)).metadata().get(WRITE_ID));
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the SDK then gives up at its next call
        }
    }

    @Override
    public String describe() {
        return "s3://" + bucket;
    }

    @Override
    public void close() {
        s3.close();
    }

    private <T> T translating(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw refusal("the data lake " + describe() + " refused " + doing.strip(), e).from(e);
        } catch (SdkException e) {
            throw failure("the data lake " + describe() + " failed at " + doing.strip(), e).from(e);
        }
    }

    /** What AWS's error codes mean to the person in front of the screen. */
    private static Fault refusal(String what, AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
        return switch (code) {
            case "NoSuchBucket", "InvalidBucketName" -> new Fault(Exit.CONFIGURATION, what + ": there is no such bucket",
                    "it has not been made yet, was deleted, or its name is misspelt",
                    "./jbangw 01_provision.java apply, or correct --bucket or S3_BUCKET_NAME", 1);
            case "ExpiredToken", "TokenRefreshRequired", "InvalidToken", "RequestExpired" -> new Fault(Exit.AWS_REFUSED,
                    what + ": the credentials have expired", "a session lasts some hours",
                    "sign in again (aws sso login) and run it again", 0);
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" -> new Fault(Exit.AWS_REFUSED,
                    what + ": the access key is not valid", "it is misspelt, deleted, or of another account",
                    "aws sts get-caller-identity shows who you are; then correct the keys or name a --profile", 0);
            case "RequestTimeTooSkewed" -> new Fault(Exit.AWS_REFUSED, what + ": this machine's clock is wrong",
                    "AWS accepts a difference of 15 minutes", "set the clock and run it again", 0);
            case "PermanentRedirect", "AuthorizationHeaderMalformed" -> new Fault(Exit.CONFIGURATION,
                    what + ": the bucket is in another region", "--region or AWS_REGION names the wrong one",
                    "aws s3api head-bucket shows the region of a bucket; pass it with --region", 1);
            default -> e.statusCode() == 403 ? denied(what) : new Fault(Exit.AWS_REFUSED,
                    what + ": " + e.statusCode() + " " + code, "AWS has trouble, or refuses this request for a reason of its own",
                    "run it again in a minute; with --debug it shows what AWS said", 1);
        };
    }

    private static Fault denied(String what) {
        return new Fault(Exit.AWS_REFUSED, what + ": access denied",
                "the credentials lack the permission, or the object is not there and they lack s3:ListBucket,"
                        + " without which AWS does not say so",
                "allow s3:GetObject, s3:PutObject and s3:ListBucket on the bucket, and see that the step before has run", 1);
    }

    /** What went wrong before AWS could answer. */
    private static Fault failure(String what, SdkException e) {
        String said = String.valueOf(e.getMessage());
        if (said.startsWith("Unable to load region") || said.startsWith("Configured region")) {
            return new Fault(Exit.CONFIGURATION, what + ": no AWS region is given, or it is not one",
                    "none is configured on this machine, or its name is misspelt",
                    "pass --region us-east-1, or set AWS_REGION", 0);
        }
        if (said.contains("credentials") || said.contains("rofile") || said.contains("SSO")) {
            return new Fault(Exit.CONFIGURATION, what + ": no AWS credentials were found",
                    "nobody has signed in on this machine, the session is over, or the profile is misspelt",
                    "aws configure, or aws sso login, then name the profile with --profile or AWS_PROFILE", 0);
        }
        for (Throwable origin = e.getCause(); origin != null; origin = origin.getCause()) {
            if (origin instanceof IOException) {
                return new Fault(Exit.CONFIGURATION, what + ": no connection (" + origin.getMessage() + ")",
                        "there is no network, nothing answers at that address, or the region's name is misspelt",
                        "check the network, --region, and --endpoint-url or AWS_ENDPOINT_URL", 0);
            }
        }
        return new Fault(Exit.AWS_REFUSED, what + ": " + said.lines().findFirst().orElse(""),
                "the AWS library could not finish the request", "run it again; with --debug it shows the details", 1);
    }
}
