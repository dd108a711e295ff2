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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lib.base.Json;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Chapter 1 on a second emulator that enforces IAM: from nothing to nothing, as the learners that the guide speaks of. */
class MiniStackTest {

    /** MiniStack drops the registry's exclusion filter, so this one difference stays. */
    private static final Set<String> UNKNOWN_TO_IT = Set.of("image tags");

    @Test
    void aUserWithTheShippedPolicyBuildsLooksAndRemoves() throws IOException {
        life(user("ana", shipped()), "--student", "ana");
    }

    /** A classroom account: no action of IAM is allowed, not even a look; the role that is there is used. */
    @Test
    void aUserWithoutAnyRightInIamBuildsAndRemovesWithTheGivenRole() throws IOException {
        ArrayNode statements = Json.MAPPER.createArrayNode();
        for (JsonNode statement : shipped()) {
            ArrayNode actions = Json.MAPPER.createArrayNode();
            statement.path("Action").forEach(action -> {
                if (!action.asText().startsWith("iam:") && !action.asText().startsWith("budgets:")) actions.add(action);
            });
            if (!actions.isEmpty()) statements.add(((ObjectNode) statement.deepCopy()).set("Action", actions));
        }
        // To hand a role over is the one right that has to do with IAM, and it is no call.
        statements.add(Json.MAPPER.readTree("""
                {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/LabRole"}"""));
        try (IamClient iam = iam()) {
            iam.createRole(create -> create.roleName("LabRole").assumeRolePolicyDocument("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                     "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}"""));
        }
        life(user("bob", statements), "--student", "bob", "--role", "LabRole");
    }

    /** Plan, apply, plan, status, destroy: everything is made, stays as it is, and goes. */
    private static void life(Map<String, String> environment, String... who) throws IOException {
        int all = json(environment, "plan", who).path("changes").asInt();
        assertTrue(all >= 12, all + " resources");
        assertEquals(all, json(environment, "apply", with(who, "--yes")).path("changed").asInt());
        Set<String> differences = new TreeSet<>();
        json(environment, "plan", who).path("steps").forEach(step ->
                step.path("differences").forEach(difference -> differences.add(difference.path("field").asText())));
        assertTrue(UNKNOWN_TO_IT.containsAll(differences), differences.toString());
        json(environment, "status", who).path("resources").forEach(resource ->
                assertTrue(!resource.path("state").asText().equals("missing"), resource.toString()));
        assertEquals(0, json(environment, "destroy", with(who, "--yes")).path("left").size());
        assertEquals(all, json(environment, "plan", who).path("changes").asInt() + keptByTheAccount(who));
    }

    /** The service-linked role stays; who was given a role did not make one. */
    private static int keptByTheAccount(String... who) {
        return List.of(who).contains("--role") ? 0 : 1;
    }

    private static String[] with(String[] arguments, String more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(more);
        return all.toArray(String[]::new);
    }

    private static JsonNode json(Map<String, String> environment, String command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("01_provision.java", command));
        all.addAll(List.of(arguments));
        all.add("--json");
        Scripts.Result result = Scripts.run(Scripts.HOME, environment, all.toArray(String[]::new));
        assertEquals(0, result.exit(), result.all());
        return Json.MAPPER.readTree(result.out());
    }

    /**
     * The statements of the policy in docs, with their actions alone: this emulator does not know the resource of every
     * action, nor every condition, and PoliciesTest holds those. Here another pair of eyes looks for missing actions.
     */
    private static ArrayNode shipped() throws IOException {
        ArrayNode statements = Json.MAPPER.createArrayNode();
        JsonNode policy = Json.MAPPER.readTree(Files.readString(Scripts.HOME.resolve("docs/deployer-policy.json")));
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
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))).build();
    }
}
