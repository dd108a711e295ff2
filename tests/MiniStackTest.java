//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam
//DEPS software.amazon.awssdk:url-connection-client
//SOURCES MiniStack.java Moto.java Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lib.base.Json;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Chapters 1 and 6 on a second emulator that enforces IAM: from nothing to nothing, as the learners of the guide. */
class MiniStackTest {

    /** MiniStack drops the registry's exclusion filter, so this one difference stays. */
    private static final Set<String> UNKNOWN_TO_IT = Set.of("image tags");

    @Test
    void aUserWithTheShippedPolicyBuildsLooksAndRemoves() throws IOException {
        life(user("ana", shipped("deployer")), "--student", "ana");
    }

    /** Chapter 6 with everything that it can make, by a user with the two policies that the guide hands out. */
    @Test
    void aUserWithTheShippedPoliciesDeploysThePipelineLooksAndTakesItAway() throws IOException {
        ArrayNode statements = shipped("deployer").addAll(shipped("runner"));
        Map<String, String> eva = user("eva", statements);
        String[] who = {"--student", "eva"};
        json(eva, "01_provision.java", "apply", with(who, "--yes"));
        String[] all = with(who, "--yes", "--weekly", "--spot", "--alarm-email", "somebody@example.org");
        int made = json(eva, "06_pipeline.java", "deploy", all).path("changed").asInt();
        assertTrue(made >= 14, made + " resources");
        // All stays as it was made, but for what this emulator does not keep.
        Scripts.Result status = Scripts.run(Scripts.HOME, eva,
                with(new String[] {"06_pipeline.java", "status", "--json"}, who));
        Set<String> differences = new TreeSet<>();
        Json.MAPPER.readTree(status.out()).path("links").forEach(link -> {
            if (!link.path("state").asText().equals("GOOD")) differences.add(link.path("what").asText());
        });
        assertEquals(Set.of("alarm predictor-fut-br-eva-dead-letters differs in [tells]"), differences, status.all());
        assertEquals(0, json(eva, "06_pipeline.java", "undeploy", with(who, "--yes")).path("left").size());
        assertEquals(made, json(eva, "06_pipeline.java", "deploy", all).path("changed").asInt(), "nothing had stayed");
        assertEquals(0, json(eva, "06_pipeline.java", "undeploy", with(who, "--yes")).path("left").size());
        assertEquals(0, json(eva, "01_provision.java", "destroy", with(who, "--yes")).path("left").size());
    }

    /** A classroom account: no action of IAM is allowed, not even a look; the role that is there is used. */
    @Test
    void aUserWithoutAnyRightInIamBuildsAndRemovesWithTheGivenRole() throws IOException {
        ArrayNode statements = Json.MAPPER.createArrayNode();
        for (JsonNode statement : shipped("deployer")) {
            ArrayNode actions = Json.MAPPER.createArrayNode();
            statement.path("Action").forEach(action -> {
                if (!action.asText().startsWith("iam:") && !action.asText().startsWith("budgets:")) actions.add(action);
            });
            if (!actions.isEmpty()) statements.add(((ObjectNode) statement.deepCopy()).set("Action", actions));
        }
        // To hand a role over is the one right that has to do with IAM, and it is no call.
        statements.add(Json.MAPPER.readTree("""
                {"Effect": "Allow", "Action": "iam:PassRole",
                 "Resource": "arn:aws:iam::123456789012:role/LabRole"}"""));
        try (IamClient iam = iam()) {
            iam.createRole(create -> create.roleName("LabRole").assumeRolePolicyDocument("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                     "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}"""));
        }
        life(user("bob", statements), "--student", "bob", "--role", "LabRole");
    }

    /** Plan, apply, plan, status, destroy: everything is made, stays as it is, and goes. */
    private static void life(Map<String, String> environment, String... who) throws IOException {
        int all = json(environment, "01_provision.java", "plan", who).path("changes").asInt();
        assertTrue(all >= 12, all + " resources");
        assertEquals(all, json(environment, "01_provision.java", "apply", with(who, "--yes")).path("changed").asInt());
        Set<String> differences = new TreeSet<>();
        json(environment, "01_provision.java", "plan", who).path("steps").forEach(step ->
                step.path("differences").forEach(difference -> differences.add(difference.path("field").asText())));
        assertTrue(UNKNOWN_TO_IT.containsAll(differences), differences.toString());
        json(environment, "01_provision.java", "status", who).path("resources").forEach(resource ->
                assertTrue(!resource.path("state").asText().equals("missing"), resource.toString()));
        assertEquals(0, json(environment, "01_provision.java", "destroy", with(who, "--yes")).path("left").size());
        for (JsonNode step : json(environment, "01_provision.java", "plan", who).path("steps")) {
            boolean ofTheAccount = step.path("kind").asText().equals("service-linked role");
            assertTrue(ofTheAccount || step.path("action").asText().equals("create"), step.toString());
        }
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    /** What a command of a script prints with {@code --json}. */
    private static JsonNode json(Map<String, String> environment, String script, String command, String... arguments)
            throws IOException {
        String[] all = with(with(new String[] {script, command}, arguments), "--json");
        Scripts.Result result = Scripts.run(Scripts.HOME, environment, all);
        assertEquals(0, result.exit(), result.all());
        return Json.MAPPER.readTree(result.out());
    }

    /**
     * The statements of a policy in docs, with their actions alone: this emulator does not know the resource of every
     * action, nor every condition, and PoliciesTest holds those. Here another pair of eyes looks for missing actions.
     */
    private static ArrayNode shipped(String learner) throws IOException {
        ArrayNode statements = Json.MAPPER.createArrayNode();
        JsonNode policy = Json.MAPPER.readTree(Files.readString(Scripts.HOME.resolve("docs/" + learner
                + "-policy.json")));
        for (JsonNode statement : policy.path("Statement")) {
            statements.add(Json.MAPPER.createObjectNode().put("Effect", "Allow").put("Resource", "*")
                    .set("Action", statement.path("Action")));
        }
        return statements;
    }

    /** A new user who has this policy and nothing else, as an environment. */
    private static Map<String, String> user(String name, ArrayNode statements) throws IOException {
        try (IamClient iam = iam()) {
            iam.createUser(create -> create.userName(name));
            String policy = Json.MAPPER.createObjectNode().put("Version", "2012-10-17")
                    .set("Statement", statements).toString();
            iam.putUserPolicy(put -> put.userName(name).policyName("shipped").policyDocument(policy));
            AccessKey key = iam.createAccessKey(create -> create.userName(name)).accessKey();
            return new HashMap<>(MiniStack.environment(key.accessKeyId(), key.secretAccessKey()));
        }
    }

    private static IamClient iam() {
        return IamClient.builder().endpointOverride(URI.create(MiniStack.endpoint())).region(Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }
}
