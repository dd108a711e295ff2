//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS info.picocli:picocli:4.7.7
//SOURCES Moto.java Scripts.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java
//SOURCES ../lib/aws/*.java ../lib/hosting/*.java ../lib/pipeline/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.AwsOptions;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.pipeline.StoppedTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Every entry of the error translator, provoked: by moto where it refuses as AWS does, else by a server that answers
 * the real SDK with AWS's own words. Each message is in chapter 1 of the guide, in both languages.
 */
class AwsErrorsTest {

    /** The code and message of AWS, and the words that must reach the person. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "ExpiredToken | The security token included in the request is expired | the credentials have expired",
        "InvalidClientTokenId | The security token included in the request is invalid | the access key is not valid",
        "AccessDenied | User: arn:aws:iam::123456789012:user/ana is not authorized to perform: ecs:CreateCluster on "
        + "resource: arn:aws:ecs:us-east-1:123456789012:cluster/x | ana lacks ecs:CreateCluster on arn:aws:ecs",
        "AccessDenied | User: arn:aws:sts::123456789012:assumed-role/etl-role/s1 is not authorized to perform: "
        + "s3:PutObject on resource: arn:aws:s3:::b/k | etl-role lacks s3:PutObject",
        "AccessDeniedException | User: arn:aws:iam::1:user/ana is not authorized to perform: iam:PassRole on "
        + "resource: arn:aws:iam::1:role/etl | ana lacks iam:PassRole",
        "AccessDeniedException | User: arn:aws:iam::1:user/ana is not authorized to perform: ecs:RegisterTaskDefinition"
                + " on resource: arn:aws:ecs:us-east-1:1:task-definition/x:* | ana lacks ecs:RegisterTaskDefinition",
        "ExpiredTokenException | The security token is expired | the credentials have expired",
        "UnauthorizedOperation | You are not authorized to perform this operation. | access denied",
        "ClientException | ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this "
        + "task. | AWS cannot assume the role",
        "InvalidRequestException | Error in assuming access role arn:aws:iam::1:role/x | AWS cannot assume the role",
        "AccessDeniedException | 'arn:aws:iam::1:role/x' is not authorized to create managed-rule. | Step Functions "
        + "may not make its managed rule",
        "AccessDeniedException | The state machine IAM Role is not authorized to access the Log Destination | Step "
        + "Functions may not write the machine's log",
        "InvalidParameterException | Unable to assume the service linked role. Please verify that the ECS service "
        + "linked role exists. | the service-linked role is missing",
        "BucketAlreadyExists | The requested bucket name is not available. | somebody else has a bucket of this name",
        "BucketNotEmpty | The bucket you tried to delete is not empty | the bucket is not empty",
        "OperationAborted | A conflicting conditional operation is currently in progress against this resource. | "
        + "S3 is still busy with a bucket of this name",
        "Throttling | Rate exceeded | too many requests",
        "ServiceQuotaExceededException | The maximum number of vCPUs has been reached. | a quota of the account is "
        + "used up",
        "SubscriptionRequiredException | The AWS Access Key Id needs a subscription for the service | the account "
        + "is not active yet",
        "ValidationException | The execution role you provide must allow AWS EventBridge Scheduler to assume the "
        + "role. | AWS cannot assume the role",
        "AccessDeniedException | App Runner is no longer open to new customers. | App Runner is closed to this account",
        "OptInRequiredException | The region is not enabled | the region is not open to this account",
        "ImageNotFoundException | The image requested does not exist in the specified repository | the image is not "
        + "in the registry",
        "PermanentRedirect | The bucket you are attempting to access must be addressed using the specified "
        + "endpoint. | the bucket is in another region",
        "RequestTimeTooSkewed | The difference between the request time and the current time is too large. | this "
        + "machine's clock is wrong",
        "SomethingNew | AWS invents codes | SomethingNew AWS invents codes"})
    void whatAwsSaysIsTranslated(String code, String message, String words) throws IOException {
        Fault fault = fault(_ -> error(code, message));
        assertTrue(fault.getMessage().startsWith("asking who you are was refused: "), fault.getMessage());
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
        assertTrue(fault.exit == Exit.AWS_REFUSED || fault.exit == Exit.CONFIGURATION, fault.exit.toString());
        assertTrue(!fault.likelyCause.isBlank() && !fault.remedy.isBlank());
        if (!words.startsWith("SomethingNew")) assertExplained(words.replaceFirst("^\\S+ lacks .*", "lacks"));
    }

    private static void assertExplained(String words) throws IOException {
        for (String guide : List.of("docs/TROUBLESHOOTING.md", "docs/TROUBLESHOOTING.pt-BR.md")) {
            assertTrue(Files.readString(Scripts.HOME.resolve(guide)).contains(words), guide + " lacks: " + words);
        }
    }

    // ---------------------------------------------------------------- before AWS is asked

    @Test
    void missingCredentialsAndAnOverSsoSessionHaveCuresOfTheirOwn(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("config"), """
                [profile sso]
                sso_session = school
                sso_account_id = 123456789012
                sso_role_name = Learner
                region = us-east-1
                [sso-session school]
                sso_start_url = https://school.awsapps.com/start
                sso_region = us-east-1
                [profile console]
                login_session = arn:aws:iam::123456789012:user/ana
                region = us-east-1
                """);
        var environment = new java.util.HashMap<>(Moto.environment());
        environment.remove("AWS_ACCESS_KEY_ID");
        environment.remove("AWS_SECRET_ACCESS_KEY");
        Scripts.Result missing = Scripts.run(folder, environment, "01_provision.java", "plan");
        assertEquals(3, missing.exit(), missing.all());
        assertTrue(missing.err().contains("no AWS credentials were found"), missing.all());
        environment.put("AWS_CONFIG_FILE", config.toString());
        environment.remove("AWS_PROFILE");
        Scripts.Result over = Scripts.run(folder, environment, "01_provision.java", "plan", "--profile", "sso");
        assertTrue(over.err().contains("the SSO session is over"), over.all());
        assertTrue(over.err().contains("aws sso login"), over.all());
        assertExplained("the SSO session is over");
        // What "aws login" writes is understood, by the foundations and by the lake.
        environment.put("AWS_LOGIN_CACHE_DIRECTORY", folder.resolve("no-login").toString());
        for (List<String> command : List.of(List.of("01_provision.java", "plan"),
                List.of("02_etl.java", "run", "--bucket", "some-lake"))) {
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of("--profile", "console"));
            Scripts.Result login = Scripts.run(folder, environment, all.toArray(String[]::new));
            assertEquals(4, login.exit(), login.all());
            assertTrue(login.err().contains("the sign-in is over") && login.err()
                    .contains("aws login --profile console"), login.all());
        }
        assertExplained("the sign-in is over");
    }

    @Test
    void aWrongRegionAndADeadEndpointAreTold() {
        Fault region = assertThrows(Fault.class, () -> account("--region", "us-est-1").id());
        assertTrue(region.getMessage().contains("no connection") || region.getMessage().contains("region"),
                region.getMessage());
        Fault dead = assertThrows(Fault.class, () -> account(
                "--region", "us-east-1", "--endpoint-url", "http://127.0.0.1:9").id());
        assertTrue(dead.getMessage().contains("no connection"), dead.getMessage());
    }

    // ---------------------------------------------------------------- moto refuses as AWS does

    @Test
    void aFullBucketIsNotDeletedByS3() {
        String bucket = Moto.newBucket();
        try (Account account = account("--region", "us-east-1", "--endpoint-url", Moto.endpoint())) {
            account.s3().putObject(put -> put.bucket(bucket).key("k"), RequestBody.fromString("x"));
            Fault fault = assertThrows(Fault.class, () -> AwsErrors.translating("removing it", () -> account.s3()
                    .deleteBucket(delete -> delete.bucket(bucket))));
            assertEquals("removing it was refused: the bucket is not empty", fault.getMessage());
        }
    }

    // ---------------------------------------------------------------- tasks

    @Test
    void aStoppedTaskIsExplained() throws IOException {
        assertTold("the image is for another processor", stopped("null",
                "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'"));
        assertTold("the image is not in the registry", stopped("null",
                "CannotPullContainerError: ref x:latest: not found"));
        assertTold("stopped before it began", stopped("null",
                "ResourceInitializationError: unable to pull secrets or registry auth: secret not found"));
        assertEquals("the task predictor-fut-br-etl stopped with exit code 3: Essential container in task exited",
                stopped("3", "Essential container in task exited").getMessage());
        assertTrue(stopped("137", "").likelyCause.contains("memory"));
    }

    /** As ECS describes it to the state machine. */
    private static Fault stopped(String exitCode, String reason) throws IOException {
        return StoppedTask.fault(Json.MAPPER.readTree("""
                {"Group": "family:predictor-fut-br-etl", "StoppedReason": "%s", "Containers": [{"ExitCode": %s}]}
                """.formatted(reason, exitCode)));
    }

    private static void assertTold(String words, Fault fault) throws IOException {
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
        assertExplained(words);
    }

    // ---------------------------------------------------------------- waiting for IAM

    @Test
    void theConsumingCallIsRepeatedOnlyWhileTheRoleIsNew() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (Server server = new Server(call -> call < 3 ? error("ClientException",
                "ECS was unable to assume the role") : identity(), calls); Account account = server.account()) {
            assertEquals("123456789012", Waiting.retry(() ->
                    account.client(software.amazon.awssdk.services.sts.StsClient.builder()).getCallerIdentity()
                            .account()));
            assertEquals(3, calls.get());
        }
        calls.set(0);
        try (Server server = new Server(_ -> error("ClientException", "a wrong parameter"), calls);
                Account account = server.account()) {
            assertThrows(software.amazon.awssdk.awscore.exception.AwsServiceException.class,
                    () -> Waiting.retry(() -> account.client(software.amazon.awssdk.services.sts.StsClient.builder())
                            .getCallerIdentity().account()));
            assertEquals(1, calls.get());
        }
    }

    // ---------------------------------------------------------------- a server with AWS's words

    private static Fault fault(IntFunction<String> answer) throws IOException {
        try (Server server = new Server(answer, new AtomicInteger()); Account account = server.account()) {
            return assertThrows(Fault.class, account::id);
        }
    }

    private static String error(String code, String message) {
        return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                + code
                + "</Code><Message>" + message + "</Message></Error></ErrorResponse>";
    }

    private static String identity() {
        return "<GetCallerIdentityResponse "
                + "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ana</Arn>"
                + "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
    }

    private static Account account(String... arguments) {
        Moto.endpoint(); // sets the credentials of this process
        AwsOptions options = new AwsOptions();
        List<String> all = new ArrayList<>(List.of(arguments));
        new CommandLine(CommandLine.Model.CommandSpec.create()
                .addMixin("where", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(all.toArray(String[]::new));
        return options.open();
    }

    /** Answers the n-th call, counted from 1, with a text; errors get status 400. */
    private static final class Server implements AutoCloseable {
        private final HttpServer http;

        Server(IntFunction<String> answer, AtomicInteger calls) throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                String text = answer.apply(calls.incrementAndGet());
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/xml");
                exchange.sendResponseHeaders(text.startsWith("<ErrorResponse") ? 400 : 200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            http.start();
        }

        Account account() {
            return AwsErrorsTest.account("--region", "us-east-1", "--endpoint-url",
                    "http://127.0.0.1:" + http.getAddress().getPort());
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
