//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:iam-policy-builder
package lib.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.base.Json;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * How policies are written, with AWS's own builder, and compared. What they allow, each statement with its reason,
 * stands with the chapter that needs it: lib/provision/RolePolicies, lib/pipeline/PipelinePolicies, and those of people
 * in lib/provision/LearnerPolicies.
 */
public final class Policies {

    private Policies() {}

    /** @param actions with white space between them */
    public static IamStatement.Builder allow(String sid, String actions, List<String> resources) {
        return IamStatement.builder().sid(sid).effect(IamEffect.ALLOW).actionIds(List.of(actions.split("\\s+")))
                .resourceIds(resources);
    }

    /** @param actions with white space between them */
    public static IamStatement.Builder allow(String sid, String actions, String... resources) {
        return allow(sid, actions, List.of(resources));
    }

    /** The policy of these statements. */
    public static IamPolicy policy(IamStatement.Builder... statements) {
        return IamPolicy.builder().statements(Stream.of(statements).map(IamStatement.Builder::build).toList()).build();
    }

    /**
     * The trust policy for services. Without SourceAccount a service could be talked into using the role on behalf of
     * somebody else's account (the confused deputy).
     */
    public static IamPolicy trust(Account account, String... services) {
        return policy(assume(services).addCondition("StringEquals", "aws:SourceAccount", account.id()));
    }

    /** The same without a condition, for services of which it is not known that they send the account. */
    public static IamPolicy plainTrust(String... services) {
        return policy(assume(services));
    }

    private static IamStatement.Builder assume(String... services) {
        return allow("Assume", "sts:AssumeRole").addPrincipals("Service", List.of(services));
    }

    /** The ARN of the bucket. */
    public static String lake(Account account) {
        return "arn:" + account.partition() + ":s3:::" + account.bucket();
    }

    /**
     * A document in a form in which equal meaning is equal text: AWS may sort keys and lists, and unpack lists of one
     * element.
     */
    public static String canonical(String document) {
        try {
            return sorted(Json.MAPPER.readTree(document)).toString();
        } catch (JsonProcessingException e) {
            return document; // not JSON: then it differs, which is what the caller wants to know
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> parts = node.valueStream().map(Policies::sorted)
                    .sorted(Comparator.comparing(JsonNode::toString)).toList();
            return parts.size() == 1 ? parts.getFirst() : Json.MAPPER.createArrayNode().addAll(parts);
        }
        if (!node.isObject()) return node;
        ObjectNode object = Json.MAPPER.createObjectNode();
        node.propertyStream().sorted(Map.Entry.comparingByKey())
                .forEach(field -> object.set(field.getKey(), sorted(field.getValue())));
        return object;
    }
}
