//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//SOURCES Moto.java Scripts.java
//SOURCES ../01_provision.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/aws/*.java ../lib/hosting/*.java ../lib/provision/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.aws.LogGroup;
import lib.aws.Network;
import lib.aws.Plan;
import lib.aws.Resource;
import lib.aws.Stack;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.provision.ContainerTool;
import lib.provision.Doctor;
import lib.provision.Firewalls;
import lib.provision.RolePolicies;
import lib.provision.Subnets;
import lib.provision.Tagged;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Chapter 1 against moto: it builds, repairs and removes, from every half-built state, and leaves nothing. */
class ProvisionTest {

    private static final Console CONSOLE = new Console(true);

    @BeforeEach
    void emptyAccount() {
        Moto.send("POST", "/moto-api/reset");
    }

    private static Account account(String... arguments) {
        Moto.endpoint();
        List<String> all = new ArrayList<>(List.of("--region", "us-east-1", "--endpoint-url", Moto.endpoint()));
        all.addAll(List.of(arguments));
        AwsOptions options = new AwsOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                .addMixin("where", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(all.toArray(String[]::new));
        return options.open();
    }

    private static Stack stack(Account account) {
        return Provision.foundations(account, "somebody@example.org", 5);
    }

    // ---------------------------------------------------------------- apply

    @Test
    void whatIsBuiltNeedsNoChangeAndASecondApplyMakesNone() {
        try (Account account = account()) {
            Stack stack = stack(account);
            assertEquals(stack.resources().size(), stack.plan().changes());
            assertEquals(stack.resources().size(), stack.apply(CONSOLE));
            assertEquals(List.of(), stack.plan().steps().stream().filter(step -> step.action() != Plan.Action.KEEP)
                    .toList());
            assertEquals(0, stack.apply(CONSOLE));
            assertEquals(1, account.client(EcsClient.builder()).listTaskDefinitions(list ->
                    list.familyPrefix(account.name("etl"))).taskDefinitionArns().size());
            assertTrue(stack.status().stream().allMatch(state -> state.state() == Stack.Condition.OK),
                    stack.status().toString());
        }
    }

    @Test
    void planChangesNothing() {
        try (Account account = account()) {
            stack(account).plan();
            assertNothingIsLeft(account);
        }
    }

    /** What somebody changed by hand in the console is shown field by field, and repaired. */
    @Test
    void driftIsShownAndRepaired() {
        try (Account account = account()) {
            Stack stack = stack(account);
            stack.apply(CONSOLE);
            S3Client s3 = account.s3();
            s3.putBucketVersioning(put -> put.bucket(account.bucket()).versioningConfiguration(versioning ->
                    versioning.status("Suspended")));
            s3.deletePublicAccessBlock(delete -> delete.bucket(account.bucket()));
            s3.putBucketNotificationConfiguration(
                    put -> put.bucket(account.bucket()).notificationConfiguration(_ -> {}));
            account.client(CloudWatchLogsClient.builder()).deleteRetentionPolicy(delete ->
                    delete.logGroupName(LogGroup.nameOf(account, "etl")));
            IamClient iam = account.client(IamClient.builder());
            iam.attachRolePolicy(attach -> attach.roleName(account.roleName("etl"))
                    .policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
            iam.putRolePolicy(put -> put.roleName(account.roleName("api")).policyName("more")
                    .policyDocument(
                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"));
            iam.deleteRolePolicy(delete -> delete.roleName(account.roleName("train")).policyName("work"));
            iam.updateAssumeRolePolicy(update -> update.roleName(account.roleName("fetch"))
                    .policyDocument(
                            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}"));
            Ec2Client ec2 = account.client(Ec2Client.builder());
            String group = Firewalls.find(account).orElseThrow().groupId();
            ec2.authorizeSecurityGroupIngress(open -> open.groupId(group)
                    .ipPermissions(all -> all.ipProtocol("tcp").fromPort(22)
                    .toPort(22).ipRanges(range -> range.cidrIp("0.0.0.0/0"))));
            account.client(EcrClient.builder()).putImageTagMutability(put -> put.repositoryName(account.prefix())
                    .imageTagMutability("MUTABLE"));

            Set<String> fields = new TreeSet<>();
            for (Plan.Step step : stack.plan().steps()) step.differences()
                    .forEach(difference -> fields.add(step.kind() + " "
                    + difference.field()));
            assertEquals(Set.of("bucket versioning", "bucket block public access", "bucket events",
                    "log group retention", "role managed", "role policies", "role policy", "role trust",
                    "security group in", "repository image tags"), fields);
            stack.apply(CONSOLE);
            assertEquals(0, stack.plan().changes(), stack.plan().steps().toString());
        }
    }

    /** Moto takes it, and then lets nobody in, because it speaks plain HTTP; so only the document is looked at here. */
    @Test
    void theBucketPolicyRefusesWhatIsNotTLS() throws Exception {
        try (Account account = account()) {
            JsonNode policy = Json.MAPPER.readTree(RolePolicies.bucket(account).toJson()).path("Statement");
            assertEquals(List.of("OnlyTLS", "TLS12"), policy.findValuesAsText("Sid"));
            assertEquals("Deny * s3:* false", String.join(" ", policy.path(0).path("Effect").asText(),
                    policy.path(0).path("Principal").asText(),
                    policy.path(0).path("Action").asText(),
                    policy.path(0).path("Condition").path("Bool").path("aws:SecureTransport").asText()));
            String bucket = "arn:aws:s3:::" + account.bucket();
            assertEquals(List.of(bucket, bucket + "/*"),
                    List.of(policy.path(0).path("Resource").path(0).asText(),
                            policy.path(0).path("Resource").path(1).asText()));
        }
    }

    @Test
    void anotherAddressForTheBudgetAlarmIsNoticed() {
        try (Account account = account()) {
            stack(account).apply(CONSOLE);
            Stack moved = Provision.foundations(account, "somebody.else@example.org", 5);
            assertEquals(1, moved.plan().changes());
            assertEquals(1, moved.apply(CONSOLE));
            assertEquals(0, moved.plan().changes());
            assertEquals(1, stack(account).plan().changes());
        }
    }

    /** A new image has a new digest, so the jobs get a new revision, and only they. */
    @Test
    void aNewImageGivesTheJobsANewRevision() {
        try (Account account = account()) {
            Stack stack = stack(account);
            stack.apply(CONSOLE);
            account.client(EcrClient.builder()).putImage(put -> put.repositoryName(account.prefix()).imageTag("latest")
                    .imageManifestMediaType("application/vnd.oci.image.manifest.v1+json")
                    .imageManifest("{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:0\"},\"layers\":[]}"));
            List<Plan.Step> changes = stack.plan().steps().stream().filter(step -> step.action() == Plan.Action.CHANGE)
                    .toList();
            assertEquals(Provision.JOBS.size(), changes.size(), changes.toString());
            assertTrue(changes.getFirst().differences().getFirst().shouldBe().contains("@sha256:"), changes.toString());
            stack.apply(CONSOLE);
            assertEquals(0, stack.plan().changes());
        }
    }

    // ---------------------------------------------------------------- destroy

    @Test
    void destroyLeavesNothingOfAFullBucketAndOldRevisions() {
        try (Account account = account()) {
            Stack stack = stack(account);
            stack.apply(CONSOLE);
            S3Client s3 = account.s3();
            for (int i = 0; i < 3; i++) {
                s3.putObject(put -> put.bucket(account.bucket()).key("raw/a.csv"), RequestBody.fromString("x"));
            }
            s3.deleteObject(delete -> delete.bucket(account.bucket()).key("raw/a.csv")); // leaves a delete marker
            s3.createMultipartUpload(upload -> upload.bucket(account.bucket()).key("raw/big.csv"));
            stack.resources().stream().filter(resource -> resource.kind().equals("task definition"))
                    .forEach(Resource::create); // a second revision
            assertFalse(Tagged.arns(account).isEmpty());
            assertEquals(List.of(), stack.destroy(CONSOLE));
            assertNothingIsLeft(account);
            assertEquals(List.of(), stack.destroy(CONSOLE), "already gone is done");
        }
    }

    /** A retired revision cannot be described any more; it is still there, and destroy goes on where it stopped. */
    @Test
    void destroyDeletesWhatWasRetiredAndNotDeleted() {
        try (Account account = account()) {
            Stack stack = stack(account);
            stack.apply(CONSOLE);
            account.client(EcsClient.builder()).deregisterTaskDefinition(retire ->
                    retire.taskDefinition(account.name("etl") + ":1"));
            assertEquals(List.of(), stack.destroy(CONSOLE));
            assertNothingIsLeft(account);
        }
    }

    /** No tag leads to a budget, so it is looked for by name, whether or not its address is given again. */
    @Test
    void theBudgetAlarmGoesWithoutItsAddress() {
        try (Account account = account()) {
            stack(account).apply(CONSOLE);
            Stack without = Provision.foundations(account, null, 5);
            assertEquals(0, without.plan().changes(), "it stays as it is");
            assertEquals(List.of(), without.destroy(CONSOLE));
            assertNothingIsLeft(account);
        }
    }

    /** A task holds the cluster and, by its network interface, the firewall: it is stopped first, and waited for. */
    @Test
    void destroyStopsWhatRuns() {
        try (Account account = account()) {
            Stack stack = stack(account);
            stack.apply(CONSOLE);
            EcsClient ecs = account.client(EcsClient.builder());
            Network network = Network.of(account);
            ecs.runTask(run -> run.cluster(account.prefix()).taskDefinition(account.name("etl")).launchType("FARGATE")
                    .networkConfiguration(in -> in.awsvpcConfiguration(vpc -> vpc.subnets(network.subnets())
                            .securityGroups(network.firewall()))));
            List<String> kinds = stack.resources().stream().map(Resource::kind).toList();
            assertTrue(kinds.indexOf("security group") < kinds.indexOf("cluster"), "the cluster goes first: " + kinds);
            assertEquals(List.of(), stack.destroy(CONSOLE));
            assertNothingIsLeft(account);
        }
    }

    /** The whole life of a stack that breaks after each step in turn. */
    @Test
    void aRunThatFailedAfterAnyStepIsCompletedByTheNextAndRemovedCompletely() {
        int steps;
        try (Account account = account()) {
            steps = stack(account).resources().size();
        }
        for (int broken = 0; broken < steps; broken++) {
            try (Account account = account()) {
                // It belongs to the account and stays; here each round begins in a new one.
                IamClient iam = account.client(IamClient.builder());
                iam.listRoles(list -> list.pathPrefix("/aws-service-role/")).roles().forEach(role ->
                        iam.deleteRole(delete -> delete.roleName(role.roleName())));
                Stack stack = stack(account);
                List<Resource> half = new ArrayList<>(stack.resources().subList(0, broken));
                half.add(new Broken(false));
                assertThrows(Fault.class, () -> new Stack(half).apply(CONSOLE));
                assertEquals(steps - broken, stack.plan().changes(), "after step " + broken);
                if (broken % 2 == 0) {
                    stack.apply(CONSOLE);
                    assertEquals(0, stack.plan().changes(), "after step " + broken);
                }
                assertEquals(List.of(), stack.destroy(CONSOLE), "after step " + broken);
                assertNothingIsLeft(account);
            }
        }
    }

    /** A bucket whose making stopped in the middle has no settings yet; it is completed, not refused. */
    @Test
    void aHalfMadeBucketIsCompleted() {
        try (Account account = account()) {
            account.s3().createBucket(create -> create.bucket(account.bucket()));
            Stack stack = stack(account);
            assertEquals(Plan.Action.CHANGE, stack.plan().steps().getFirst().action());
            stack.apply(CONSOLE);
            assertEquals(0, stack.plan().changes());
        }
    }

    /** What cannot be deleted is reported with the reason, and the rest goes all the same. */
    @Test
    void whatCannotBeDeletedIsListedAndTheRestGoes() {
        try (Account account = account()) {
            Stack stack = stack(account);
            stack.apply(CONSOLE);
            List<Resource> stubborn = new ArrayList<>(stack.resources());
            stubborn.add(5, new Broken(true));
            List<String> left = new Stack(stubborn).destroy(CONSOLE);
            assertEquals(List.of("thing broken: it stays"), left);
            assertNothingIsLeft(account);
        }
    }

    /** Something that can be neither made nor removed. */
    private record Broken(boolean exists) implements Resource {
        @Override public String kind() { return "thing"; }
        @Override public String name() { return "broken"; }
        @Override public String why() { return "to fail"; }
        @Override public Map<String, String> desired() { return Map.of(); }
        @Override public Optional<Map<String, String>> describe() { return exists ? Optional.of(Map.of())
                : Optional.empty(); }
        @Override public void create() { throw new Fault(Exit.AWS_REFUSED, "it breaks", "", "", 1); }
        @Override public void change(Set<String> fields) { throw new AssertionError("there is nothing to change"); }
        @Override public void delete() { throw new Fault(Exit.AWS_REFUSED, "it stays", "", "", 1); }
    }

    /** Asks moto for every kind of resource. */
    private static void assertNothingIsLeft(Account account) {
        List<String> left = new ArrayList<>();
        account.s3().listBuckets().buckets().forEach(bucket -> left.add(bucket.name()));
        account.client(EcrClient.builder()).describeRepositories().repositories().forEach(repository ->
                left.add(repository.repositoryName()));
        account.client(CloudWatchLogsClient.builder()).describeLogGroups().logGroups()
                .forEach(group -> left.add(group.logGroupName()));
        account.client(IamClient.builder()).listRoles().roles().stream().filter(role -> !role.path()
                .startsWith("/aws-service-role/")).forEach(role -> left.add(role.roleName()));
        EcsClient ecs = account.client(EcsClient.builder());
        ecs.describeClusters(all -> all.clusters(account.prefix())).clusters().stream()
                .filter(cluster -> cluster.status()
                .equals("ACTIVE")).forEach(cluster -> left.add(cluster.clusterName()));
        for (TaskDefinitionStatus status : List.of(TaskDefinitionStatus.ACTIVE,
                TaskDefinitionStatus.INACTIVE)) left.addAll(
                ecs.listTaskDefinitions(list -> list.status(status)).taskDefinitionArns());
        account.client(Ec2Client.builder()).describeSecurityGroups().securityGroups().stream()
                .filter(group -> !group.groupName()
                .equals("default")).forEach(group -> left.add(group.groupName()));
        account.client(software.amazon.awssdk.services.budgets.BudgetsClient.builder()).describeBudgets(all ->
                all.accountId(account.id())).budgets().forEach(budget -> left.add(budget.budgetName()));
        assertEquals(List.of(), left);
    }

    // ---------------------------------------------------------------- the network

    @Test
    void withoutADefaultVpcItAsksForSubnets() {
        try (Account account = account()) {
            Ec2Client ec2 = account.client(Ec2Client.builder());
            ec2.describeSubnets().subnets().forEach(subnet -> ec2.deleteSubnet(delete ->
                    delete.subnetId(subnet.subnetId())));
            ec2.describeInternetGateways().internetGateways().forEach(gateway -> ec2.deleteInternetGateway(delete ->
                    delete.internetGatewayId(gateway.internetGatewayId())));
            ec2.describeVpcs().vpcs().forEach(vpc -> ec2.deleteVpc(delete -> delete.vpcId(vpc.vpcId())));
            assertEquals("this region has no default VPC",
                    assertThrows(Fault.class, () -> Subnets.of(account)).getMessage());
        }
    }

    @Test
    void subnetsThatALoadBalancerCannotUseAreRefusedBeforeAnythingIsMade() {
        List<Subnet> all;
        try (Account account = account()) {
            all = account.client(Ec2Client.builder()).describeSubnets().subnets();
            String second = account.client(Ec2Client.builder())
                    .createSubnet(create -> create.vpcId(all.getFirst().vpcId())
                    .availabilityZone(all.getFirst().availabilityZone()).cidrBlock("172.31.240.0/20")).subnet()
                    .subnetId();
            String first = all.getFirst().subnetId();
            Map<String, String> refused = Map.of("subnet-0", "no such subnet", first, "two availability zones",
                    first + "," + second, "two availability zones");
            refused.forEach((subnets, why) -> {
                try (Account given = account("--subnets", subnets)) {
                    Fault fault = assertThrows(Fault.class, () -> Subnets.of(given), subnets);
                    assertTrue(fault.getMessage().contains(why), fault.getMessage());
                }
            });
        }
        String good = all.get(0).subnetId() + "," + all.get(1).subnetId();
        try (Account given = account("--subnets", good)) {
            assertEquals(List.of(good.split(",")), Subnets.of(given).ids());
        }
    }

    /** The later chapters find subnets and firewall on the cluster; a stack of before is told to get them. */
    @Test
    void theClusterHandsTheNetworkOn() {
        try (Account account = account()) {
            Fault none = assertThrows(Fault.class, () -> Network.of(account));
            assertTrue(none.remedy.contains("01_provision.java apply"), none.remedy);
            Stack stack = stack(account);
            stack.apply(CONSOLE);
            assertEquals(new Network(Subnets.of(account).ids(), Firewalls.find(account).orElseThrow().groupId()),
                    Network.of(account));
            try (Account other = account("--subnets", "subnet-1,subnet-2")) {
                Fault moved = assertThrows(Fault.class, () -> Network.of(other));
                assertTrue(moved.getMessage().contains("in other subnets"), moved.getMessage());
            }
            account.client(EcsClient.builder()).untagResource(untag -> untag
                    .resourceArn(account.arn("ecs", "cluster/" + account.prefix())).tagKeys("subnets", "firewall"));
            assertThrows(Fault.class, () -> Network.of(account));
            List<Plan.Step> steps = stack.plan().steps().stream()
                    .filter(step -> step.action() != Plan.Action.KEEP).toList();
            assertEquals(List.of("cluster"), steps.stream().map(Plan.Step::kind).toList());
            assertEquals(Set.of("tags"), steps.getFirst().fields());
            stack.apply(CONSOLE);
            assertEquals(0, stack.plan().changes());
            assertEquals(Firewalls.find(account).orElseThrow().groupId(), Network.of(account).firewall());
        }
    }

    // ---------------------------------------------------------------- a shared account

    @Test
    void twoLearnersDoNotTouchEachOther() {
        try (Account ana = account("--student", "ana"); Account bruno = account("--student", "bruno")) {
            stack(ana).apply(CONSOLE);
            stack(bruno).apply(CONSOLE);
            assertEquals(List.of(), stack(ana).destroy(CONSOLE));
            assertEquals(0, stack(bruno).plan().changes());
            assertEquals(List.of("bruno"), List.copyOf(Tagged.byStudent(ana).keySet()));
        }
    }

    @Test
    void withAGivenRoleNoIAMIsTouched() {
        try (Account account = account("--role", "LabRole")) {
            stack(account).apply(CONSOLE);
            assertEquals(0, account.client(IamClient.builder()).listRoles().roles().size());
            String arn = account.client(EcsClient.builder()).describeTaskDefinition(describe ->
                    describe.taskDefinition(account.name("train"))).taskDefinition().taskRoleArn();
            assertEquals("arn:aws:iam::123456789012:role/LabRole", arn);
            assertEquals(0, stack(account).plan().changes());
        }
    }

    // ---------------------------------------------------------------- the commands

    @Test
    void theCommandsPlanApplyShowAndDestroy() throws Exception {
        Map<String, String> environment = Moto.environment();
        JsonNode plan = json(environment, 0, "plan");
        assertEquals(21, plan.path("changes").asInt());
        assertTrue(plan.path("prices").size() == 21 && plan.path("total").path("forgottenMonth").asDouble() > 0.01,
                plan.toString());
        Scripts.Result unanswered = Scripts.run(Scripts.HOME, environment, "01_provision.java", "apply");
        assertEquals(2, unanswered.exit(), unanswered.all());
        assertEquals(21, json(environment, 0, "apply", "--yes").path("changed").asInt());
        assertEquals(0, json(environment, 0, "plan").path("changes").asInt());
        assertEquals(0, json(environment, 0, "apply", "--yes").path("changed").asInt());
        assertEquals(21, json(environment, 0, "status").path("resources").size());
        try (Account account = account()) { // what App Runner left when its service was removed by hand
            account.client(CloudWatchLogsClient.builder()).createLogGroup(create ->
                    create.logGroupName("/aws/apprunner/" + account.name("api") + "/0a1b2c/application"));
        }
        assertEquals(0, json(environment, 0, "destroy", "--yes").path("left").size());
        try (Account account = account()) {
            assertNothingIsLeft(account);
        }
    }

    /**
     * The container tool is a script that answers as docker does and notes how it was called: what is proven is that
     * the wrong image is never pushed, and that the right one goes to the right place under both tags.
     */
    @Test
    void anImageForAnotherProcessorIsRefusedBeforeThePush(@TempDir Path folder) throws Exception {
        Path calls = folder.resolve("calls");
        Path docker = Files.writeString(folder.resolve("docker"), """
                #!/bin/sh
                echo "$@" >> "$CALLS"
                [ "$1 $2" = "image inspect" ] && echo "$PROCESSOR" || true
                """);
        assertTrue(docker.toFile().setExecutable(true));
        Map<String, String> environment = new HashMap<>(Moto.environment());
        environment.putAll(Map.of("PATH", folder + ":" + System.getenv("PATH"), "CALLS", calls.toString(), "PROCESSOR",
                "arm64"));
        try (Account account = account()) {
            stack(account).apply(CONSOLE);
            Scripts.Result wrong = Scripts.run(Scripts.HOME, environment, "01_provision.java", "image", "--from",
                    "mine:1");
            assertEquals(3, wrong.exit(), wrong.all());
            assertTrue(wrong.err().contains("the image mine:1 is for arm64, but the containers run on amd64")
                    && wrong.err()
                    .contains("ARCHITECTURE=ARM64"), wrong.all());
            assertFalse(Files.readString(calls).contains("push"), Files.readString(calls));
            environment.put("PROCESSOR", "amd64");
            Scripts.Result right = Scripts.run(Scripts.HOME, environment, "01_provision.java", "image", "--from",
                    "mine:1");
            assertEquals(0, right.exit(), right.all());
            String said = Files.readString(calls);
            assertTrue(
                    said.contains(
                            "login --username AWS --password-stdin 123456789012.dkr.ecr.us-east-1.amazonaws.com"),
                            said);
            assertTrue(
                    said.matches(
                            "(?s).*push "
                            + "123456789012.dkr.ecr.us-east-1.amazonaws.com/predictor-fut-br:\\d{8}-\\d{6}\n.*predictor-fut-br:latest\n"), said);
        }
    }

    /** Clients without an engine are common: Docker's, when Docker Desktop is not running. */
    @Test
    void theToolWhoseEngineAnswersIsTaken(@TempDir Path folder) throws Exception {
        Duration patience = Duration.ofSeconds(4);
        assertEquals(Optional.empty(), ContainerTool.find(folder.toString(), patience));
        tool(folder, "docker", "exit 1");
        tool(folder, "podman", "exit 125");
        assertEquals(Optional.empty(), ContainerTool.find(folder.toString(), patience));
        Scripts.Result none = Scripts.run(Scripts.HOME, Map.of("PATH", folder + ":" + System.getenv("PATH")),
                "01_provision.java", "image");
        assertTrue(none.exit() == 3 && none.err().contains("found only the client of docker and of podman")
                && none.err().contains("docker info shows"), none.all());
        tool(folder, "podman", "exit 0");
        assertEquals("podman", ContainerTool.find(folder.toString(), patience).orElseThrow().name());
        tool(folder, "docker", "sleep 60");
        assertEquals("podman", ContainerTool.find(folder.toString(), patience).orElseThrow().name(),
                "an engine that hangs is none");
        tool(folder, "docker", "exit 0");
        assertEquals("docker", ContainerTool.find(folder.toString(), patience).orElseThrow().name());
    }

    private static void tool(Path folder, String name, String info) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n[ \"$1\" = info ] || exit 2\n" + info + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    @Test
    void theDoctorFindsThisMachineFitForMotoAndNamesAFixForEachFault() throws Exception {
        JsonNode checks = json(Moto.environment(), 0, "doctor");
        Set<String> names = new TreeSet<>();
        checks.forEach(check -> {
            names.add(check.path("name").asText());
            assertTrue(check.path("good").asBoolean() == check.path("fix").asText().isEmpty(), check.toString());
        });
        assertEquals(Set.of("JDK", "JBang", "container tool", "region", "clock", "credentials", "identity", "network",
                "App Runner", "Fargate quota"), names);
        assertTrue(checks.toString().contains("environment variables, keys that do not expire"), checks.toString());
        assertEquals("aws login", Doctor.source("AC"));
        assertEquals("a role that was assumed", Doctor.source("o,i"));
        Map<String, String> nobody = new HashMap<>(Moto.environment());
        nobody.remove("AWS_ACCESS_KEY_ID");
        nobody.remove("AWS_SECRET_ACCESS_KEY");
        JsonNode sick = json(nobody, 3, "doctor");
        assertTrue(sick.toString().contains("no AWS credentials were found"), sick.toString());
    }

    @Command
    private static final class Somewhere {
        @Mixin
        AwsOptions where;
    }

    @Test
    void whatWasTypedIsRepeatedAsItWasTyped() {
        Somewhere typed = new Somewhere();
        new CommandLine(typed).parseArgs("--no-iam", "--role", "LabRole", "--student", "ana");
        assertEquals("apply --no-iam --role LabRole --student ana", typed.where.again("apply"));
    }

    /** The teacher's own settings name a learner, too; what belongs to none goes all the same. */
    @Test
    void theTeacherSeesAndRemovesEveryLearner() throws Exception {
        for (String learner : List.of("ana", "bruno", "")) {
            try (Account account = account("--student", learner)) {
                stack(account).apply(CONSOLE);
            }
        }
        Map<String, String> teacher = new HashMap<>(Moto.environment());
        teacher.put("STUDENT", "ana");
        JsonNode learners = json(teacher, 0, "classroom", "list");
        for (String learner : List.of("ana", "bruno", "")) {
            assertTrue(learners.path(learner).size() > 10, learners.toString());
        }
        json(teacher, 0, "classroom", "destroy", "--yes");
        try (Account account = account()) {
            assertNothingIsLeft(account);
        }
    }

    private static JsonNode json(Map<String, String> environment, int exit, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("01_provision.java"));
        all.addAll(List.of(arguments));
        all.add("--json");
        Scripts.Result result = Scripts.run(Scripts.HOME, environment, all.toArray(String[]::new));
        assertEquals(exit, result.exit(), result.all());
        return Json.MAPPER.readTree(result.out());
    }
}
