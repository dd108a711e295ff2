//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:s3
//DEPS software.amazon.awssdk:sts
//DEPS software.amazon.awssdk:url-connection-client
package lib.aws;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lib.lake.SignIn;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One learner's share of an AWS account in one region: the clients of all services, and the names and tags of
 * everything that this project makes there.
 *
 * <p>Clients and the account's number are asked for when they are first needed, and kept. May be used by several
 * threads.
 */
public final class Account implements AutoCloseable {

    /** Every name starts with it, and it is the value of the tag {@code project}. */
    public static final String PROJECT = "predictor-fut-br";

    /** The processor that containers run on. */
    public enum Architecture { X86_64, ARM64 }

    private final String givenRegion;
    private final String profile;
    private final String endpoint;
    private final String student;
    private final String givenRole;
    private final List<String> givenSubnets;
    private final Architecture architecture;
    private final AwsCredentialsProvider credentials;
    private final Map<Class<?>, SdkClient> clients = new ConcurrentHashMap<>();
    private volatile String id;
    private volatile String region;

    Account(String region, String profile, String endpoint, String student, String givenRole, List<String> givenSubnets,
            Architecture architecture) {
        this.givenRegion = region;
        this.profile = profile;
        this.endpoint = endpoint;
        this.student = student;
        this.givenRole = givenRole;
        this.givenSubnets = List.copyOf(givenSubnets);
        this.architecture = architecture;
        this.credentials = new SignIn(profile);
    }

    // ---------------------------------------------------------------- names

    /** The name of a part: {@code predictor-fut-br-etl}, with a learner {@code predictor-fut-br-ana-etl}. */
    public String name(String part) {
        return prefix() + "-" + part;
    }

    /** What every name of this learner starts with. */
    public String prefix() {
        return student == null ? PROJECT : PROJECT + "-" + student;
    }

    /** The tags of everything: {@code project}, and {@code student} if there is one. */
    public Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>(Map.of("project", PROJECT));
        if (student != null) tags.put("student", student);
        return tags;
    }

    /** The tags for the request of any service: {@code create.tags(account.eachTag())}. */
    public <B extends SdkPojo> Consumer<B>[] eachTag() {
        return each(tags());
    }

    /**
     * Pairs for the request of any service. Each service of the SDK has a class of its own for the same thing, with two
     * fields: a key or name, and a value.
     */
    @SuppressWarnings("unchecked") // an array of a generic type
    public static <B extends SdkPojo> Consumer<B>[] each(Map<String, String> pairs) {
        return pairs.entrySet().stream().map(pair -> (Consumer<B>) made -> made.sdkFields().forEach(field ->
                field.set(made, isValue(field) ? pair.getValue() : pair.getKey()))).toArray(Consumer[]::new);
    }

    /** A service's pairs as a map, like {@link #tags()}. */
    public static Map<String, String> pairs(List<? extends SdkPojo> pairs) {
        Map<String, String> map = new TreeMap<>();
        for (SdkPojo pair : pairs) {
            Map<Boolean, String> parts = new HashMap<>();
            pair.sdkFields().forEach(field -> parts.put(isValue(field), (String) field.getValueOrDefault(pair)));
            map.put(parts.get(false), parts.get(true));
        }
        return map;
    }

    private static boolean isValue(SdkField<?> field) {
        return field.memberName().equalsIgnoreCase("value");
    }

    /** The bucket's name. Bucket names are worldwide; with account and region in it nobody else has it by accident. */
    public String bucket() {
        return prefix() + "-" + id() + "-" + region();
    }

    /** The name of the role of a part, or of the given role. */
    public String roleName(String part) {
        return givenRole == null ? name(part) : givenRole;
    }

    /** The ARN of the role of a part, or of the given role. */
    public String roleArn(String part) {
        return "arn:" + partition() + ":iam::" + id() + ":role/" + roleName(part);
    }

    /** The ARN of something in this account and region: {@code arn:aws:ecs:us-east-1:123456789012:cluster/x}. */
    public String arn(String service, String resource) {
        return "arn:" + partition() + ":" + service + ":" + region() + ":" + id() + ":" + resource;
    }

    /** {@code aws}, except in China and in the regions of the US government. */
    public String partition() {
        return Region.of(region()).metadata() == null ? "aws" : Region.of(region()).metadata().partition().id();
    }

    /** What addresses of services end with: {@code amazonaws.com}, except in China. */
    public String domain() {
        return Region.of(region()).metadata() == null ? "amazonaws.com" : Region.of(region()).metadata().partition()
                .dnsSuffix();
    }

    // ---------------------------------------------------------------- what was given

    /** Whether roles are given, so that none may be made. */
    public boolean isRoleGiven() {
        return givenRole != null;
    }

    public Optional<String> student() {
        return Optional.ofNullable(student);
    }

    public Optional<String> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /** Whether this is not AWS but an emulator, which may lack whole services. */
    public boolean isEmulator() {
        return endpoint != null;
    }

    /** Whether an emulator has refused what it does not know. AWS itself knows every operation. */
    public boolean lacks(AwsServiceException refusal) {
        return isEmulator() && AwsErrors.isUnknownOperation(refusal);
    }

    public Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    public List<String> givenSubnets() {
        return givenSubnets;
    }

    public Architecture architecture() {
        return architecture;
    }

    // ---------------------------------------------------------------- what AWS knows

    /** The region: the given one, else the one of the environment or the profile. */
    public String region() {
        if (region == null) region = SignIn.region(givenRegion, profile).id();
        return region;
    }

    /** The account's number of twelve digits. */
    public String id() {
        if (id == null) {
            id = AwsErrors.translating("asking who you are",
                    () -> client(StsClient.builder()).getCallerIdentity().account());
        }
        return id;
    }

    /** Where the credentials come from: the profile, else the usual search of the SDK. */
    public AwsCredentialsProvider credentials() {
        return credentials;
    }

    /** The client of S3. */
    public S3Client s3() {
        // An emulator has one address, not one for each bucket.
        return client(S3Client.builder().forcePathStyle(isEmulator()));
    }

    /**
     * The client that a builder makes, with this account's region, credentials and endpoint:
     * {@code account.client(EcsClient.builder())}. The second call for the same service returns the same client.
     */
    @SuppressWarnings("unchecked") // a builder class makes one class of clients
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkClient> C client(B builder) {
        return (C) clients.computeIfAbsent(builder.getClass(), _ -> {
            // Several HTTP clients lie on the class path; the SDK refuses to choose.
            builder.httpClientBuilder(UrlConnectionHttpClient.builder());
            builder.region(Region.of(region())).credentialsProvider(credentials);
            if (endpoint != null) builder.endpointOverride(URI.create(endpoint));
            return builder.build();
        });
    }

    @Override
    public void close() {
        clients.values().forEach(SdkClient::close);
    }
}
