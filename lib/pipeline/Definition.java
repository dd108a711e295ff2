package lib.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lib.aws.Account;
import lib.aws.Image;
import lib.aws.Network;
import lib.base.Chapters;
import lib.base.Json;
import lib.hosting.Hosting;
import software.amazon.awssdk.services.sfn.model.LoggingConfiguration;

/** The definitions of the state machines: readable files in the Amazon States Language, with names to be filled in. */
public final class Definition {

    private static final String ON_DEMAND = "\"LaunchType\": \"FARGATE\"";
    private static final String SPOT =
            "\"CapacityProviderStrategy\": [{\"CapacityProvider\": \"FARGATE_SPOT\", \"Weight\": 1}]";

    private Definition() {}

    /**
     * The definition of a machine, complete.
     *
     * @param machine its file is lib/pipeline/MACHINE.asl.json
     * @param settle  seconds that a run waits for more uploads before it reads them
     * @param spot    whether the tasks run on spare capacity
     * @param api     the hosted API that a run waits for, if there is one
     */
    public static String of(Account account, String machine, int settle, boolean spot, Optional<Hosting.Service> api) {
        String file;
        try {
            file = Files.readString(Chapters.home().resolve("lib/pipeline/" + machine + ".asl.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String definition = filled(file, values(account, settle, api));
        return spot ? definition.replace(ON_DEMAND, SPOT) : definition;
    }

    /** What the placeholders stand for. */
    private static Map<String, String> values(Account account, int settle, Optional<Hosting.Service> api) {
        Network network = Network.of(account);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Partition", account.partition());
        values.put("Prefix", account.prefix());
        values.put("Cluster", account.prefix());
        values.put("Etl", account.name("etl"));
        values.put("Fetch", account.name("fetch"));
        values.put("Train", account.name("train"));
        values.put("Container", Image.CONTAINER);
        // Tasks ask for a public address in any subnet: without it a public one has no way out, and a private one with
        // it is no worse off.
        values.put("Subnets", String.join("\", \"", network.subnets()));
        values.put("SecurityGroup", network.firewall());
        values.put("Bucket", account.bucket());
        values.put("Lock", account.name("lock"));
        values.put("Settle", String.valueOf(settle));
        values.put("Hosting", api.map(Hosting.Service::hosting).orElse("none"));
        values.put("Service", api.map(Hosting.Service::arn).orElse("none"));
        values.put("Url", api.map(Hosting.Service::url).orElse("none"));
        return values;
    }

    /** A placeholder that stands alone and for a number loses its quotes, which only keep the file readable as JSON. */
    private static String filled(String definition, Map<String, String> values) {
        for (Map.Entry<String, String> value : values.entrySet()) {
            String place = "${" + value.getKey() + "}";
            if (value.getValue().matches("\\d+")) {
                definition = definition.replace("\"" + place + "\"", value.getValue());
            }
            definition = definition.replace(place, value.getValue());
        }
        if (!definition.contains("${")) return definition;
        throw new IllegalStateException("a placeholder without a value: "
                + definition.substring(definition.indexOf("${")).lines().findFirst().orElse(""));
    }

    /** The same machine as the same text: names sorted, lists as they are, because the first choice that fits wins. */
    public static String normal(String definition) {
        try {
            return Json.MAPPER.writeValueAsString(Json.MAPPER.readValue(definition, Object.class));
        } catch (JsonProcessingException e) {
            return definition;
        }
    }

    /** The log group of a deployed machine. */
    public static String log(LoggingConfiguration logging) {
        return logging == null || logging.destinations().isEmpty() ? "none" : logging.destinations().getFirst()
                .cloudWatchLogsLogGroup().logGroupArn().replaceAll("^.*log-group:|:\\*$", "");
    }

    /** The seconds that the runs of a deployed pipeline wait for more uploads. */
    public static int settle(String definition, int otherwise) {
        return parsed(definition).at("/States/Let uploads settle/Seconds").asInt(otherwise);
    }

    /** Whether the tasks of a deployed pipeline run on spare capacity. */
    public static boolean isSpot(String definition) {
        return parsed(definition).findValue("CapacityProvider") != null;
    }

    private static JsonNode parsed(String definition) {
        try {
            return Json.MAPPER.readTree(definition);
        } catch (JsonProcessingException e) {
            return Json.MAPPER.missingNode();
        }
    }
}
