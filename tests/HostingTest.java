//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS info.picocli:picocli:4.7.7
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:cloudwatchlogs
//DEPS software.amazon.awssdk:ecr
//DEPS software.amazon.awssdk:iam
//DEPS software.amazon.awssdk:lambda
//SOURCES HostingCloud.java Moto.java Scripts.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/aws/*.java ../lib/hosting/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.aws.Network;
import lib.base.Fault;
import lib.base.Json;
import lib.hosting.AppRunner;
import lib.hosting.ExpressMode;
import lib.hosting.Hosting;
import lib.hosting.LambdaFunction;
import lib.hosting.Pace;
import lib.hosting.Places;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;

/** App Runner and Express Mode through the AWS SDK's own clients, against a server that speaks their protocols. */
class HostingTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/test-api";
    private static final Hosting.Container API = HostingCloud.api(ROLE, "/health/ready");

    private final String student = "h" + UUID.randomUUID().toString().replace("-", "").substring(0, 9);
    private final List<String> told = new ArrayList<>();
    private HostingCloud cloud;
    private Account account;

    @BeforeEach
    void start() throws IOException {
        cloud = new HostingCloud();
        account = CommandLine.populateCommand(new AwsOptions(), "--endpoint-url", cloud.endpoint(), "--region",
                "us-east-1", "--student", student, "--architecture", "X86_64").open();
        account.client(IamClient.builder()).createRole(role -> role.roleName(account.name("express"))
                .assumeRolePolicyDocument("{}"));
        List<Tag> network = new Network(List.of("subnet-a", "subnet-b", "subnet-c"), "sg-1").tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList();
        account.client(EcsClient.builder()).createCluster(cluster -> cluster.clusterName(account.prefix())
                .tags(network));
    }

    @AfterEach
    void stop() {
        account.close();
        cloud.close();
    }

    private static Pace pace(int seconds, int roleAge) {
        return CommandLine.populateCommand(new Pace(), "--wait", "" + seconds, "--role-age", "" + roleAge);
    }

    private Hosting appRunner() {
        return new AppRunner(account, pace(3, 0));
    }

    /** Lambda, and a role of the API: moto refuses roles that it does not know. */
    private Hosting function() {
        if (account.client(IamClient.builder()).listRoles().roles().stream()
                .noneMatch(role -> role.arn().equals(ROLE))) {
            account.client(IamClient.builder()).createRole(role -> role.roleName("test-api")
                    .assumeRolePolicyDocument("{}"));
        }
        return new LambdaFunction(account, pace(3, 0));
    }

    private GetFunctionResponse made() {
        return account.client(LambdaClient.builder()).getFunction(get -> get.functionName(account.name("api")));
    }

    private Hosting express() {
        return new ExpressMode(account, pace(3, 0));
    }

    private void provision() {
        EcrClient ecr = account.client(EcrClient.builder());
        ecr.createRepository(repository -> repository.repositoryName(account.prefix()));
        ecr.putImage(image -> image.repositoryName(account.prefix()).imageTag("latest")
                .imageManifest(HostingCloud.MANIFEST));
        account.s3().createBucket(bucket -> bucket.bucket(account.bucket()));
        account.s3().putObject(put -> put.bucket(account.bucket()).key("models/champion.json"),
                RequestBody.fromString("{}"));
    }

    // ---------------------------------------------------------------- App Runner

    @Test
    void appRunnerIsMadeWithBothRolesAHealthCheckAndNoDeploymentOnPush() {
        Hosting.Service service = appRunner().deploy(API, told::add);
        assertEquals(Hosting.State.RUNNING, service.state());
        assertEquals(cloud.endpoint(), service.url());
        JsonNode made = cloud.last("CreateService");
        assertFalse(made.at("/SourceConfiguration/AutoDeploymentsEnabled").asBoolean(true),
                "a push must not deploy a second time: " + made);
        assertTrue(made.at("/SourceConfiguration/AuthenticationConfiguration/AccessRoleArn").asText()
                .endsWith("-apprunner-access"), made.toString());
        assertTrue(made.at("/InstanceConfiguration/InstanceRoleArn").asText().endsWith("-api"), made.toString());
        assertEquals("HTTP", made.at("/HealthCheckConfiguration/Protocol").asText());
        assertEquals("/health/ready", made.at("/HealthCheckConfiguration/Path").asText());
        assertEquals("0.0.0.0", made.at(
                "/SourceConfiguration/ImageRepository/ImageConfiguration/RuntimeEnvironmentVariables/API_HOST")
                .asText());
        assertEquals("project", made.at("/Tags/0/Key").asText());
    }

    /** AWS does not say whether a start command takes the place of ENTRYPOINT or of CMD: both have to do the same. */
    @Test
    void theStartCommandWorksInPlaceOfTheEntryPointAndBehindIt() throws Exception {
        appRunner().deploy(API, told::add);
        String start = cloud.last("CreateService")
                .at("/SourceConfiguration/ImageRepository/ImageConfiguration/StartCommand").asText();
        assertEquals("/bin/bash /app/run 04_api serve", start);
        assertTrue(Files.readString(Scripts.HOME.resolve("Dockerfile"))
                .contains("ENTRYPOINT [\"/bin/bash\", \"/app/run\"]"));
        assertEquals(usage("--help"), usage("/bin/bash", "/app/run", "--help"));
    }

    private static String usage(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Scripts.BASH, Scripts.HOME.resolve("image/run").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        return process.waitFor() + " " + said;
    }

    @Test
    void theSecondDeployOnlyTakesTheNewestImage() {
        appRunner().deploy(API, told::add);
        appRunner().deploy(API, told::add);
        assertEquals(1, cloud.actions().stream().filter("StartDeployment"::equals).count());
        assertFalse(cloud.actions().contains("UpdateService"), "nothing differs");
        appRunner().deploy(HostingCloud.api(ROLE, "/health/live"), told::add);
        assertEquals("/health/live", cloud.last("UpdateService").at("/HealthCheckConfiguration/Path").asText());
    }

    @Test
    void appRunnerPausesResumesAndIsRemoved() {
        appRunner().deploy(API, told::add);
        appRunner().pause("api", told::add);
        assertEquals(Hosting.State.PAUSED, appRunner().find("api").orElseThrow().state());
        assertEquals(Hosting.State.RUNNING, appRunner().resume("api", told::add).state());
        appRunner().remove("api", told::add);
        assertTrue(appRunner().find("api").isEmpty());
        appRunner().remove("api", told::add); // a second time is no error
    }

    /** App Runner makes its log groups itself, keeps every line for ever, and leaves them when the service goes. */
    @Test
    void whatAppRunnerLogsIsForgottenAfterTwoWeeksAndGoesWithTheService() {
        CloudWatchLogsClient logs = account.client(CloudWatchLogsClient.builder());
        String group = "/aws/apprunner/" + account.name("api") + "/1/application";
        for (String name : List.of(group, "/aws/apprunner/" + account.name("api2") + "/1/application")) {
            logs.createLogGroup(create -> create.logGroupName(name));
        }
        appRunner().deploy(API, told::add);
        assertEquals(14, logs.describeLogGroups(list -> list.logGroupNamePrefix(group)).logGroups().getFirst()
                .retentionInDays());
        appRunner().remove("api", told::add);
        assertEquals(List.of("/aws/apprunner/" + account.name("api2") + "/1/application"), logs
                .describeLogGroups(list -> list.logGroupNamePrefix("/aws/apprunner/" + account.name("api"))).logGroups()
                .stream()
                .map(LogGroup::logGroupName).toList(), "the group of another service stays");
    }

    @Test
    void aRoleThatIsTooNewAndABusyServiceAreTriedAgain() {
        cloud.refuse("CreateService", new HostingCloud.Refusal(
                "InvalidRequestException", "Error in assuming access role arn:aws:iam::123456789012:role/x"));
        appRunner().deploy(API, told::add);
        assertEquals(2, cloud.actions().stream().filter("CreateService"::equals).count());
        cloud.refuse("PauseService", new HostingCloud.Refusal("InvalidStateException", "busy"),
                new HostingCloud.Refusal("InvalidStateException", "busy"));
        appRunner().pause("api", told::add);
        assertEquals(3, cloud.actions().stream().filter("PauseService"::equals).count());
    }

    @Test
    void aServiceThatFailedAtBirthIsReportedAndReplacedByTheNextTry() {
        cloud.operationsEnd("FAILED");
        Fault fault = assertThrows(Fault.class, () -> appRunner().deploy(API, told::add));
        assertTrue(fault.getMessage().contains("could not start")
                && fault.remedy.contains("/aws/apprunner/" + account.name("api") + "/1/application"),
                fault.getMessage() + fault.remedy);
        cloud.operationsEnd("SUCCEEDED");
        assertEquals(Hosting.State.RUNNING, appRunner().deploy(API, told::add).state());
        assertTrue(cloud.actions().contains("DeleteService"), "it counts against the quota");
    }

    private Optional<Places.Found> asked(String... options) {
        return CommandLine.populateCommand(new Places(), options).find(account, "api", told::add);
    }

    /** A question that App Runner does not answer is never "nothing is hosted": what runs there would cost on. */
    @Test
    void aRefusedQuestionIsAFaultAndNeverMeansNothing() {
        for (String type : List.of("ThrottlingException", "AccessDeniedException", "ExpiredTokenException",
                "SomethingNew")) {
            cloud.refuseAll("ListServices", new HostingCloud.Refusal(type, "AWS's own words"));
            Fault fault = assertThrows(Fault.class, this::asked, type);
            assertTrue(fault.getMessage().startsWith("looking at App Runner was refused"), fault.getMessage());
            assertThrows(Fault.class, () -> appRunner().isOpen(), type);
        }
    }

    @Test
    void whoNamesAnotherPlaceAndMayNotAskAppRunnerIsToldThatItIsPassedOver() {
        cloud.refuseAll("ListServices", new HostingCloud.Refusal("AccessDeniedException", "AWS's own words"));
        assertEquals(Optional.empty(), asked("--hosting", "express"));
        assertTrue(told.getFirst().startsWith("passed over App Runner: looking at App Runner was refused"),
                told.toString());
        assertThrows(Fault.class, () -> asked("--hosting", "apprunner"));
        cloud.refuseAll("ListServices", new HostingCloud.Refusal("ThrottlingException", "Rate exceeded"));
        assertThrows(Fault.class, () -> asked("--hosting", "express"),
                "throttled is not denied: there may be a service");
    }

    @Test
    void whereAppRunnerIsClosedOrDoesNotExistNothingIsThere() {
        for (String type : List.of("SubscriptionRequiredException", "OptInRequired", "UnknownOperationException")) {
            cloud.refuseAll("ListServices", new HostingCloud.Refusal(type, "AWS's own words"));
            assertEquals(Optional.empty(), asked(), type);
            assertFalse(appRunner().isOpen(), type);
        }
        try (Account faraway = CommandLine.populateCommand(
                new AwsOptions(), "--region", "sa-east-1", "--architecture", "X86_64").open()) {
            assertEquals(Optional.empty(), new AppRunner(faraway, pace(1, 0)).find("api"),
                    "São Paulo has no App Runner: nobody is asked");
        }
    }

    /** Each emulator says in its own way that it does not know Express Mode. */
    @Test
    void anEmulatorWithoutExpressModeHasNothingThere() {
        for (String type : List.of("InvalidAction", "UnsupportedOperation", "UnknownOperationException")) {
            cloud.refuseAll("ecs:DescribeExpressGatewayService", new HostingCloud.Refusal(type, "Unknown ECS action"));
            assertEquals(Optional.empty(), express().find("api"), type);
        }
        cloud.refuseAll("ecs:DescribeExpressGatewayService", new HostingCloud.Refusal("AccessDeniedException", "no"));
        assertThrows(Fault.class, () -> express().find("api"));
    }

    @Test
    void appRunnerThatIsClosedSaysSoAndNamesTheWayOut() {
        for (String type : List.of("SubscriptionRequiredException", "OptInRequired")) {
            cloud.refuse("CreateService", new HostingCloud.Refusal(
                    type, "The AWS Access Key Id needs a subscription for the service"));
            Fault fault = assertThrows(Fault.class, () -> appRunner().deploy(API, told::add));
            assertTrue(fault.getMessage().contains("App Runner is closed")
                    && fault.remedy.contains("HOSTING=lambda or HOSTING=express"), fault.getMessage());
        }
    }

    // ---------------------------------------------------------------- Lambda

    @Test
    void theFunctionRunsTheImageByItsDigestAndWritesIntoItsOwnLog() {
        provision();
        Hosting.Service service = function().deploy(API, told::add);
        assertEquals(Hosting.State.RUNNING, service.state());
        assertEquals(cloud.endpoint(), service.url());
        JsonNode made = cloud.last("lambda:POST ");
        assertTrue(made.at("/Code/ImageUri").asText().contains("@sha256:"), made.toString());
        assertEquals("[\"04_api\",\"serve\"]", made.at("/ImageConfig/Command").toString());
        assertFalse(made.path("ImageConfig").has("EntryPoint"), "the image's own stays");
        assertEquals("1769 30", made.path("MemorySize").asText() + " " + made.path("Timeout").asText());
        assertEquals("/" + account.prefix() + "/api", made.at("/LoggingConfig/LogGroup").asText());
        assertEquals(account.tags(), Json.MAPPER.convertValue(made.path("Tags"), Map.class));
        JsonNode settings = made.at("/Environment/Variables");
        assertEquals("8080 0.0.0.0", settings.path("AWS_LWA_PORT").asText() + " " + settings.path("API_HOST").asText());
    }

    /**
     * Lambda refuses a function that wants to set what Lambda sets. docs.aws.amazon.com/lambda configuration-envvars
     */
    @Test
    void noSettingIsOneThatLambdaKeepsForItself() {
        provision();
        function().deploy(new Hosting.Container("api", List.of("04_api", "serve"), 8080, "/health/ready", Hosting.CPU,
                Hosting.MEMORY, ROLE, Map.of("AWS_REGION", "us-east-1", "S3_BUCKET_NAME", "b")), told::add);
        cloud.last("lambda:POST ").at("/Environment/Variables").fieldNames().forEachRemaining(name -> assertTrue(
                name.startsWith("AWS_LWA_") || !name.startsWith("AWS_"), name));
    }

    /** Since October 2025 a public address needs both; with only the first one every request is answered 403. */
    @Test
    void thePublicAddressHasBothPermissions() {
        provision();
        function().deploy(API, told::add);
        assertEquals("NONE", cloud.last("lambda:POST /" + account.name("api") + "/url").path("AuthType").asText());
        List<JsonNode> given = cloud.calls.stream().filter(call -> call.action().endsWith("/policy"))
                .map(HostingCloud.Call::body).toList();
        assertEquals(List.of("lambda:InvokeFunctionUrl * NONE ", "lambda:InvokeFunction *  true"),
                given.stream().map(one ->
                String.join(" ", one.path("Action").asText(), one.path("Principal").asText(),
                        one.path("FunctionUrlAuthType").asText(), one.path("InvokedViaFunctionUrl").asText()))
                        .toList());
    }

    @Test
    void theSecondDeployChangesOnlyWhatDiffers() {
        provision();
        function().deploy(API, told::add);
        function().deploy(API, told::add);
        assertFalse(cloud.actions().stream().anyMatch(call -> call.startsWith("lambda:PUT")),
                cloud.actions().toString());
        String next = push();
        function().deploy(API, told::add);
        assertTrue(cloud.last("lambda:PUT /" + account.name("api") + "/code").path("ImageUri").asText().endsWith(next));
        assertFalse(cloud.actions().stream().anyMatch(call -> call.endsWith("/configuration")),
                "the settings are the same");
        function().deploy(new Hosting.Container("api", List.of("04_api", "serve", "--json"), 8080, "/health/ready",
                Hosting.CPU, Hosting.MEMORY, ROLE, Map.of()), told::add);
        assertEquals("--json", cloud.last("lambda:PUT /" + account.name("api") + "/configuration")
                .at("/ImageConfig/Command/2").asText());
    }

    /** A second image under the same tag; returns its digest. */
    private String push() {
        EcrClient ecr = account.client(EcrClient.builder());
        return ecr.putImage(image -> image.repositoryName(account.prefix()).imageTag("latest")
                .imageManifest(HostingCloud.MANIFEST.replace("\"layers\":[]", "\"layers\":[{\"digest\":\"sha256:"
                        + "1".repeat(64) + "\",\"size\":1}]"))).image().imageId().imageDigest();
    }

    @Test
    void anImageThatDoesNotAnswerMakesRoomForTheEarlierOne() {
        provision();
        function().deploy(API, told::add);
        String earlier = made().code().imageUri();
        push();
        cloud.answersWith(503);
        Fault fault = assertThrows(Fault.class, () -> new LambdaFunction(account, pace(1, 0)).deploy(API, told::add));
        assertTrue(fault.getMessage().contains("HTTP 503"), fault.getMessage());
        assertEquals(earlier, made().code().imageUri());
        assertTrue(told.contains("the new image does not answer: going back to the earlier one"), told.toString());
    }

    /** What failed stays written until the next change; that change must not be refused for it. */
    @Test
    void whatFailedIsMendedByTheNextDeployment() {
        provision();
        function().deploy(API, told::add);
        push();
        cloud.lambdaFails("LastUpdateStatus");
        assertEquals(Hosting.State.FAILED, function().find("api").orElseThrow().state());
        assertEquals(Hosting.State.RUNNING, function().deploy(API, told::add).state());
        assertFalse(cloud.actions().contains("lambda:DELETE /" + account.name("api")));
        cloud.lambdaFails("State");
        assertEquals(Hosting.State.RUNNING, function().deploy(API, told::add).state());
        assertTrue(cloud.actions().contains("lambda:DELETE /" + account.name("api")), "born dead, it is made again");

        appRunner().deploy(API, told::add);
        cloud.operationsEnd("ROLLBACK_SUCCEEDED");
        assertThrows(Fault.class, () -> appRunner().deploy(API, told::add));
        cloud.operationsEnd("SUCCEEDED");
        assertEquals(Hosting.State.RUNNING, appRunner().deploy(API, told::add).state());
    }

    @Test
    void theFunctionPausesForNothingResumesAndIsRemovedWithItsAddress() {
        provision();
        function().deploy(API, told::add);
        function().pause("api", told::add);
        assertEquals(0, cloud.last("lambda:PUT /" + account.name("api") + "/concurrency")
                .path("ReservedConcurrentExecutions").asInt(-1));
        assertEquals(Hosting.State.PAUSED, function().find("api").orElseThrow().state());
        assertEquals(0, function().paused().idle() + function().running().idle());
        assertEquals(Hosting.State.RUNNING, function().resume("api", told::add).state());
        function().pause("api", told::add);
        assertEquals(Hosting.State.RUNNING, function().deploy(API, told::add).state(),
                "a deployment wakes what is paused");
        function().remove("api", told::add);
        assertEquals(Optional.empty(), function().find("api"));
        function().remove("api", told::add); // a second time is no error
    }

    // ---------------------------------------------------------------- Express Mode

    @Test
    void expressIsMadeWithTwoSubnetsBothRolesAndNoDefaultLeftToAws() {
        Hosting.Service service = express().deploy(API, told::add);
        assertEquals(Hosting.State.RUNNING, service.state());
        assertEquals(cloud.endpoint(), service.url(), "the address of the newest configuration, whatever the order");
        JsonNode made = cloud.last("ecs:CreateExpressGatewayService");
        assertEquals(2, made.at("/networkConfiguration/subnets").size());
        assertTrue(made.path("infrastructureRoleArn").asText().endsWith("-express"), made.toString());
        assertTrue(made.path("executionRoleArn").asText().endsWith("-execution"), made.toString());
        assertTrue(made.path("taskRoleArn").asText().endsWith("-api"), made.toString());
        assertEquals("256 512 /health/ready", made.path("cpu").asText() + " " + made.path("memory").asText() + " "
                + made.path("healthCheckPath").asText());
        assertEquals(8080, made.at("/primaryContainer/containerPort").asInt());
        assertTrue(cloud.actions().indexOf("ecs:ListServiceDeployments") > 0, "ACTIVE alone is no success");
    }

    @Test
    void aNewInfrastructureRoleIsWaitedFor() {
        new ExpressMode(account, pace(3, 10)).deploy(API, told::add);
        assertTrue(told.stream().anyMatch(line -> line.matches("waiting \\d+ s: the role of Express Mode is new.*")),
                told.toString());
    }

    @Test
    void anUnchangedExpressServiceIsNotDeployedAgain() {
        express().deploy(API, told::add);
        express().deploy(API, told::add);
        assertFalse(cloud.actions().contains("ecs:UpdateExpressGatewayService"), cloud.actions().toString());
        express().deploy(HostingCloud.api(ROLE, "/health/live"), told::add);
        assertEquals("/health/live", cloud.last("ecs:UpdateExpressGatewayService").path("healthCheckPath").asText());
        assertFalse(cloud.last("ecs:UpdateExpressGatewayService").has("infrastructureRoleArn"), "it cannot change");
    }

    /**
     * AWS may add to what it was told, and sort it anew; then it makes no deployment, and there is none to wait for.
     */
    @Test
    void whatAwsAddsToAContainerIsNoDifference() {
        express().deploy(API, told::add);
        cloud.embellish();
        express().deploy(API, told::add);
        assertFalse(cloud.actions().contains("ecs:UpdateExpressGatewayService"), cloud.actions().toString());
    }

    @Test
    void anUpdateThatAwsDoesNotDeployIsNotWaitedForForEver() {
        express().deploy(API, told::add);
        cloud.ignoreUpdates();
        assertEquals(Hosting.State.RUNNING, express().deploy(HostingCloud.api(ROLE, "/health/live"), told::add)
                .state());
        assertTrue(told.contains("AWS sees nothing to deploy: what runs is as it should be"), told.toString());
    }

    @Test
    void activeWithoutAnAddressIsTheWedgeAndOnlyANewServiceHelps() {
        cloud.wedge();
        Fault fault = assertThrows(Fault.class, () -> new ExpressMode(account, pace(1, 0)).deploy(API, told::add));
        assertTrue(fault.getMessage().contains("ACTIVE but has no address")
                && fault.remedy.startsWith("undeploy, then deploy"), fault.getMessage() + fault.remedy);
    }

    @Test
    void aDeploymentThatWasRolledBackAndAnAddressThatDoesNotAnswerAreFailures() {
        cloud.operationsEnd("FAILED");
        assertTrue(assertThrows(Fault.class, () -> express().deploy(API, told::add)).getMessage()
                .contains("ROLLBACK_SUCCESSFUL"));
        cloud.operationsEnd("SUCCEEDED");
        cloud.answersWith(503);
        Hosting.Container changed = HostingCloud.api(ROLE, "/health/live");
        assertTrue(assertThrows(Fault.class, () -> new ExpressMode(account, pace(1, 0)).deploy(changed, told::add))
                .getMessage().contains("HTTP 503"));
    }

    @Test
    void expressPausesToZeroTasksResumesAndIsGoneOnlyWhenInactive() {
        express().deploy(API, told::add);
        express().pause("api", told::add);
        assertEquals("{\"maxTaskCount\":0,\"minTaskCount\":0}",
                sorted(cloud.last("ecs:UpdateExpressGatewayService").path("scalingTarget")));
        assertEquals(Hosting.State.PAUSED, express().find("api").orElseThrow().state());
        assertTrue(express().paused().idle() > 0, "the load balancer is still paid");
        assertEquals(Hosting.State.RUNNING, express().resume("api", told::add).state());
        express().remove("api", told::add);
        assertTrue(express().find("api").isEmpty());
        cloud.refuse("ecs:DeleteExpressGatewayService",
                new HostingCloud.Refusal("ServiceNotActiveException", "Service was not ACTIVE."));
        express().remove("api", told::add);
        assertEquals(Hosting.State.RUNNING, express().deploy(API, told::add).state(),
                "the name can be used again after INACTIVE");
    }

    private static String sorted(JsonNode node) {
        return "{\"maxTaskCount\":" + node.path("maxTaskCount").asText() + ",\"minTaskCount\":"
                + node.path("minTaskCount").asText() + "}";
    }

    // ---------------------------------------------------------------- the commands

    private Scripts.Result run(String... command) {
        Map<String, String> environment = new HashMap<>(Moto.environment());
        environment.putAll(Map.of("AWS_ENDPOINT_URL", cloud.endpoint(), "STUDENT", student, "WAIT_SECONDS", "3",
                "ROLE_AGE_SECONDS", "0"));
        return Scripts.run(Scripts.HOME, environment, command);
    }

    @Test
    void anAccountWithoutAppRunnerGetsLambdaForNothing() throws IOException {
        account.client(IamClient.builder()).createRole(role -> role.roleName(account.name("api"))
                .assumeRolePolicyDocument("{}"));
        provision();
        Scripts.Result deployed = run("04_api.java", "deploy", "--yes", "--json");
        assertEquals("lambda", Json.MAPPER.readTree(deployed.out()).path("hosting").asText(), deployed.all());
        assertEquals(List.of("App Runner:", "Lambda:", "Express Mode:"), deployed.err().lines().map(String::strip)
                .filter(line -> line.contains("for 1,000 lone requests"))
                .map(line -> line.substring(0, line.indexOf(':') + 1)).toList());
        assertTrue(deployed.err().contains("App Runner takes no new customers"), deployed.all());
        Scripts.Result paused = run("04_api.java", "pause");
        assertTrue(paused.exit() == 0 && !paused.out().contains("still paid"), paused.all());
        assertEquals(0, run("04_api.java", "undeploy", "--yes").exit());
        assertTrue(run("04_api.java", "status").out().contains("is not hosted; it costs nothing"));
    }

    @Test
    void theWholeLifeByCommandsOnExpress() throws IOException {
        Scripts.Result early = run("04_api.java", "deploy", "--yes");
        assertTrue(early.exit() == 3 && early.err().contains("there is no model"), early.all());
        provision();
        Scripts.Result deployed = run("04_api.java", "deploy", "--yes", "--json", "--hosting", "express");
        assertEquals(0, deployed.exit(), deployed.all());
        assertEquals("express", Json.MAPPER.readTree(deployed.out()).path("hosting").asText());
        assertTrue(deployed.err().contains("App Runner:") && deployed.err().contains("Express Mode:"), deployed.all());
        assertEquals(cloud.endpoint(), run("04_api.java", "url").out().lines().toList().getLast());
        Scripts.Result page = run("05_ui.java", "deploy", "--yes", "--hosting", "express");
        assertEquals(0, page.exit(), page.all());
        assertEquals(cloud.endpoint(), environment(cloud.last("ecs:CreateExpressGatewayService"), "API_URL"));
        Scripts.Result paused = run("04_api.java", "pause");
        assertTrue(paused.exit() == 0 && paused.out().contains("still paid: US$"), paused.all());
        assertTrue(run("04_api.java", "status").out().contains("paused"));
        assertEquals(0, run("04_api.java", "resume").exit());
        Scripts.Result unasked = run("04_api.java", "undeploy");
        assertEquals(2, unasked.exit(), unasked.all());
        assertEquals(0, run("04_api.java", "undeploy", "--yes").exit());
        assertTrue(run("04_api.java", "undeploy", "--yes").out().contains("nothing of"));
        Scripts.Result none = run("04_api.java", "url");
        assertTrue(none.exit() == 3 && none.err().contains("is not hosted"), none.all());
    }

    @Test
    void anAccountThatHasAppRunnerGetsIt() throws IOException {
        provision();
        new AppRunner(account, pace(3, 0)).deploy(new Hosting.Container(
                "other", List.of(), 1, "/", Hosting.CPU, Hosting.MEMORY, ROLE, Map.of()), told::add);
        Scripts.Result deployed = run("04_api.java", "deploy", "--yes", "--json");
        assertEquals("apprunner", Json.MAPPER.readTree(deployed.out()).path("hosting").asText(), deployed.all());
        Scripts.Result elsewhere = run("04_api.java", "deploy", "--yes", "--hosting", "express");
        assertTrue(elsewhere.exit() == 2 && elsewhere.err().contains("would cost twice"), elsewhere.all());
        Scripts.Result arm = run("04_api.java", "deploy", "--yes", "--architecture", "ARM64");
        assertTrue(arm.exit() == 3 && arm.err().contains("X86_64"), arm.all());
    }

    private static String environment(JsonNode made, String name) {
        for (JsonNode variable : made.at("/primaryContainer/environment")) {
            if (variable.path("name").asText().equals(name)) return variable.path("value").asText();
        }
        throw new AssertionError(name + " is not set: " + made);
    }
}
