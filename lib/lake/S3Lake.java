//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:s3
//DEPS software.amazon.awssdk:url-connection-client
package lib.lake;

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
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
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
        S3ClientBuilder builder = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(new SignIn(profile)).region(SignIn.region(region, profile));
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
            throw S3Errors.refusal("the data lake " + describe() + " refused " + doing.strip(), e).from(e);
        } catch (SdkException e) {
            throw S3Errors.failure("the data lake " + describe() + " failed at " + doing.strip(), e).from(e);
        }
    }
}
