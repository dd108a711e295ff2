import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares JSON with the part of JSON Schema that docs/api/openapi.json uses. A member that an object has and the
 * schema does not describe is a violation too, unless the schema describes no member at all.
 */
final class Schema {

    private final JsonNode document;

    Schema(JsonNode document) {
        this.document = document;
    }

    List<String> violations(JsonNode value, JsonNode schema) {
        List<String> violations = new ArrayList<>();
        compare("", value, schema, violations);
        return violations;
    }

    private void compare(String at, JsonNode value, JsonNode schema, List<String> violations) {
        if (schema.has("$ref")) {
            compare(at, value, document.at(schema.path("$ref").asText().substring(1)), violations);
            return;
        }
        if (schema.has("oneOf")) {
            long fitting = 0;
            for (JsonNode option : schema.path("oneOf")) if (violations(value, option).isEmpty()) fitting++;
            if (fitting != 1) violations.add(at + " fits " + fitting + " of the alternatives: " + value);
            return;
        }
        JsonNode types = schema.path("type");
        boolean typed = types.isMissingNode() || types.isTextual() && is(value, types.asText());
        for (JsonNode type : types) typed |= is(value, type.asText());
        if (!typed) violations.add(at + " is not of type " + types + ": " + value);
        if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            violations.add(at + " is none of " + schema.path("enum") + ": " + value);
        }
        if (value.isNumber() && (value.asDouble() < schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                || value.asDouble() > schema.path("maximum").asDouble(Double.POSITIVE_INFINITY))) violations.add(
                at + " is out of range: " + value);
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) violations.add(at + " lacks " + required.asText());
        }
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            compare(at + "[" + i + "]", value.get(i), schema.path("items"), violations);
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode described = schema.path("properties").path(member.getKey());
            if (!described.isMissingNode()) {
                compare(at + "/" + member.getKey(), member.getValue(), described, violations);
            }
            else if (schema.path("additionalProperties").isObject()) compare(
                    at + "/" + member.getKey(), member.getValue(), schema.path("additionalProperties"), violations);
            else if (schema.has("properties")) violations.add(at + " has the undocumented " + member.getKey());
        }
    }

    private static boolean contains(JsonNode options, JsonNode value) {
        for (JsonNode option : options) if (option.equals(value)) return true;
        return false;
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
