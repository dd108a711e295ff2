//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.1

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import lib.base.Json;
import lib.hosting.Hosting;

/**
 * App Runner and ECS Express Mode, which no emulator has, for the AWS SDK's own clients: it speaks their JSON protocol,
 * keeps state, takes its time over every operation, and refuses on demand. Every call is recorded. Everything else is
 * passed on to moto, so that one address is the whole of AWS.
 */
final class HostingCloud implements AutoCloseable {

    /** One call: {@code CreateService} and its body. */
    record Call(String action, JsonNode body) {}

    /** A refusal: the error's name and text. */
    record Refusal(String type, String message) {}

    /** The API of chapter 4, as small as it may be. */
    static Hosting.Container api(String role, String healthPath) {
        return new Hosting.Container("api", List.of("04_api", "serve"), 8080, healthPath, Hosting.CPU, Hosting.MEMORY,
                role,
                Map.of("API_HOST", "0.0.0.0", "API_PORT", "8080"));
    }

    /** The least that a registry takes for an image. */
    static final String MANIFEST =
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\",\"config\":{\"digest\":\"sha256:" + "0".repeat(64) + "\"},\"layers\":[]}";

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "http2-settings");
    /** How often an operation is asked about before it has ended. */
    private static final int LOOKS = 2;

    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Deque<Refusal>> refusals = new HashMap<>();
    private final Map<String, ObjectNode> services = new HashMap<>();
    private final Map<String, ObjectNode> express = new HashMap<>();
    private final Map<String, Integer> pending = new HashMap<>();
    private final HttpServer server;
    private final String moto = Moto.endpoint();
    private final Map<String, Refusal> refusedForGood = new HashMap<>();
    private boolean ignoring;
    private boolean wedged;
    private String ending = "SUCCEEDED";
    private String failing = "none";
    private int health = 200;
    private String version = "none";
    private int clock;

    HostingCloud() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        Moto.send("PUT", "/moto-api/hosting", endpoint()); // its Step Functions ask here for App Runner
    }

    String endpoint() {
        return "http://" + host();
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next calls of an action are refused, one by one. */
    synchronized void refuse(String action, Refusal... with) {
        refusals.computeIfAbsent(action, _ -> new ArrayDeque<>()).addAll(List.of(with));
    }

    /** Every call of an action is refused from now on. */
    synchronized void refuseAll(String action, Refusal with) {
        refusedForGood.put(action, with);
    }

    /** Express Mode takes updates and makes no deployment of them. */
    synchronized void ignoreUpdates() {
        ignoring = true;
    }

    /** AWS adds to what it was told, and hands out the environment in another order. */
    synchronized void embellish() {
        express.values().forEach(service -> service.withArray("activeConfigurations").forEach(configuration -> {
            if (!configuration.has("primaryContainer")) return;
            ObjectNode container = (ObjectNode) configuration.path("primaryContainer");
            container.putArray("secrets");
            ArrayNode environment = container.withArray("environment");
            environment.add(environment.remove(0));
        }));
    }

    /** Express Mode never gets its load balancer. */
    synchronized void wedge() {
        wedged = true;
    }

    /** How the next operations end: SUCCEEDED, FAILED or ROLLBACK_SUCCEEDED. */
    synchronized void operationsEnd(String how) {
        ending = how;
    }

    /** Until the next change, Lambda calls its function failed: in its State or its LastUpdateStatus. */
    synchronized void lambdaFails(String member) {
        failing = member;
    }

    /** What the hosted container answers to its health check. */
    synchronized void answersWith(int status) {
        health = status;
    }

    /** The model version that the hosted API says it serves. */
    synchronized void serves(String version) {
        this.version = version;
    }

    synchronized List<String> actions() {
        return calls.stream().map(Call::action).toList();
    }

    synchronized JsonNode last(String action) {
        return calls.stream().filter(call -> call.action.equals(action)).reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("never called: " + action)).body;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    // ---------------------------------------------------------------- the protocol

    private void answer(HttpExchange exchange) throws IOException {
        String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        String action = target.substring(target.indexOf('.') + 1);
        boolean mine = target.startsWith("AppRunner.") || action.contains("ExpressGateway")
                || action.equals("ListServiceDeployments") || action.equals("ListServices");
        if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            synchronized (this) {
                calls.add(new Call("GET " + exchange.getRequestURI(), Json.MAPPER.nullNode()));
                send(exchange, health, "application/json", Json.write(Map.of("version", version)));
            }
        } else if (mine) {
            try {
                requireRight(exchange, body);
                JsonNode answer = act(target.startsWith("AppRunner."), action, Json.MAPPER.readTree(body));
                send(exchange, 200, "application/x-amz-json-1.1", Json.write(answer));
            } catch (Refused e) {
                send(exchange, 400, "application/x-amz-json-1.1",
                        Json.write(Map.of("__type", e.refusal.type, "message", e.refusal.message, "Message",
                                e.refusal.message)));
            }
        } else {
            Refusal once = refusedOnce(target);
            if (once == null) forward(exchange, body);
            else send(exchange, 400, "application/x-amz-json-1.0",
                    Json.write(Map.of("__type", once.type, "message", once.message)));
        }
    }

    /** What moto does, too, may be refused before it is asked: by the whole name of the call, once for each refusal. */
    private synchronized Refusal refusedOnce(String target) {
        Deque<Refusal> waiting = refusals.get(target);
        return waiting == null ? null : waiting.poll();
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("x-amzn-RequestId", "recorded");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Asks moto, which knows the caller and its policies, whether it may do this. */
    private void requireRight(HttpExchange exchange, byte[] body) throws IOException {
        HttpResponse<byte[]> answer = asMoto(exchange, "/moto-api/allowed", body);
        if (answer.statusCode() == 200) return;
        JsonNode refusal = Json.MAPPER.readTree(answer.body());
        throw new Refused(refusal.path("__type").asText("moto failed"), refusal.path("message").asText());
    }

    private HttpResponse<byte[]> asMoto(HttpExchange exchange, String path, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(moto + path))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase())) values.forEach(value -> request.header(name, value));
        });
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().toString();
        HttpResponse<byte[]> answer = asMoto(exchange, path, body);
        byte[] said = answer.body();
        if (path.contains("/functions")) { // of Lambda moto has all but the address, which nobody answers there
            synchronized (this) {
                calls.add(new Call("lambda:" + exchange.getRequestMethod() + path.replaceFirst(".*/functions", " "),
                        Json.MAPPER.readTree(body)));
                if (!exchange.getRequestMethod().equals("GET")) failing = "none";
                said = new String(said, UTF_8).replaceAll("(\"" + failing + "\": *)\"\\w+\"", "$1\"Failed\"")
                        .getBytes(UTF_8);
            }
            said = new String(said, UTF_8).replaceAll("https://\\w+\\.lambda-url\\.[^\"]*", endpoint() + "/")
                    .getBytes(UTF_8);
        }
        answer.headers().map().forEach((name, values) -> {
            if (!Set.of("content-length", "connection", "transfer-encoding").contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        boolean bodyless = exchange.getRequestMethod().equals("HEAD") || said.length == 0;
        exchange.sendResponseHeaders(answer.statusCode(), bodyless ? -1 : said.length);
        if (!bodyless) exchange.getResponseBody().write(said);
        exchange.close();
    }

    private static final class Refused extends RuntimeException {
        final transient Refusal refusal;

        Refused(String type, String message) {
            this.refusal = new Refusal(type, message);
        }
    }

    private synchronized JsonNode act(boolean runner, String action, JsonNode body) {
        calls.add(new Call((runner ? "" : "ecs:") + action, body));
        Refusal always = refusedForGood.get((runner ? "" : "ecs:") + action);
        if (always != null) throw new Refused(always.type, always.message);
        Deque<Refusal> waiting = refusals.get((runner ? "" : "ecs:") + action);
        if (waiting != null && !waiting.isEmpty()) throw new Refused(waiting.peek().type, waiting.poll().message);
        return runner ? appRunner(action, body) : express(action, body);
    }

    // ---------------------------------------------------------------- App Runner

    private JsonNode appRunner(String action, JsonNode body) {
        switch (action) {
            case "ListServices" -> {
                services.values().forEach(this::settle);
                services.values().removeIf(service -> service.path("Status").asText().equals("DELETED"));
                ObjectNode list = Json.MAPPER.createObjectNode();
                services.values().forEach(list.putArray("ServiceSummaryList")::add);
                return list;
            }
            case "CreateService" -> {
                String name = body.path("ServiceName").asText();
                String arn = "arn:aws:apprunner:us-east-1:123456789012:service/" + name + "/1";
                if (services.containsKey(arn)) {
                    throw new Refused("InvalidRequestException", "Service with the provided name already exists");
                }
                ObjectNode service = ((ObjectNode) body.deepCopy()).put("ServiceArn", arn).put("ServiceUrl", host())
                        .put("ServiceId", "1").put("CreatedAt", 1).put("UpdatedAt", 1);
                services.put(arn, service);
                return operation(service, "CREATE_SERVICE", ending.equals("FAILED") ? "CREATE_FAILED" : "RUNNING");
            }
            case "UpdateService" -> {
                ObjectNode service = free(body);
                body.properties().forEach(field -> service.set(field.getKey(), field.getValue()));
                return operation(service, "UPDATE_SERVICE", "RUNNING");
            }
            case "StartDeployment" -> {
                return operation(free(body), "START_DEPLOYMENT", "RUNNING");
            }
            case "PauseService" -> {
                return operation(free(body), "PAUSE_SERVICE", "PAUSED");
            }
            case "ResumeService" -> {
                return operation(free(body), "RESUME_SERVICE", "RUNNING");
            }
            case "DeleteService" -> {
                return operation(free(body), "DELETE_SERVICE", "DELETED");
            }
            case "DescribeService" -> {
                return Json.MAPPER.createObjectNode().set("Service", settle(known(body)));
            }
            case "ListOperations" -> {
                ObjectNode list = Json.MAPPER.createObjectNode();
                ArrayNode page = list.putArray("OperationSummaryList");
                settle(known(body)).withArray("operations").forEach(operation -> {
                    if (page.size() < body.path("MaxResults").asInt(20)) page.add(operation);
                });
                return list;
            }
            default -> throw new Refused("UnknownOperationException", action);
        }
    }

    private ObjectNode known(JsonNode body) {
        ObjectNode service = services.get(body.path("ServiceArn").asText());
        if (service == null) throw new Refused("ResourceNotFoundException", "Service not found");
        return service;
    }

    private ObjectNode free(JsonNode body) {
        ObjectNode service = known(body);
        if (service.path("Status").asText().equals("OPERATION_IN_PROGRESS")) {
            throw new Refused("InvalidStateException",
                    "Service cannot be changed in the current state: OPERATION_IN_PROGRESS");
        }
        return service;
    }

    private JsonNode operation(ObjectNode service, String type, String then) {
        service.put("Status", "OPERATION_IN_PROGRESS").put("then", then);
        service.withArray("operations").insert(0, Json.MAPPER.createObjectNode().put("Type", type)
                .put("Status", "IN_PROGRESS").put("StartedAt", ++clock).put("Id", "o" + clock));
        pending.put(service.path("ServiceArn").asText(), LOOKS);
        return Json.MAPPER.createObjectNode().put("OperationId", "o" + clock).set("Service", service);
    }

    private ObjectNode settle(ObjectNode service) {
        boolean working = service.path("Status").asText().equals("OPERATION_IN_PROGRESS");
        if (working && pending.merge(service.path("ServiceArn").asText(), -1, Integer::sum) <= 0) {
            ((ObjectNode) service.withArray("operations").get(0)).put("Status", ending);
            service.put("Status", service.path("then").asText());
        }
        return service;
    }

    // ---------------------------------------------------------------- Express Mode

    private JsonNode express(String action, JsonNode body) {
        switch (action) {
            case "CreateExpressGatewayService" -> {
                String arn = "arn:aws:ecs:us-east-1:123456789012:service/" + body.path("cluster").asText() + "/"
                        + body.path("serviceName").asText();
                ObjectNode service = Json.MAPPER.createObjectNode().put("serviceArn", arn)
                        .put("serviceName", body.path("serviceName").asText())
                        .put("cluster", body.path("cluster").asText());
                service.putObject("status").put("statusCode", "ACTIVE");
                service.putArray("activeConfigurations");
                express.put(arn, service);
                return deployment(service, body);
            }
            case "UpdateExpressGatewayService" -> {
                ObjectNode service = active(body);
                return ignoring ? Json.MAPPER.createObjectNode().set("service", service) : deployment(service, body);
            }
            case "DescribeExpressGatewayService" -> {
                ObjectNode service = express.get(body.path("serviceArn").asText());
                if (service == null) throw new Refused("InvalidParameterException", "Resource not found");
                step(service);
                return Json.MAPPER.createObjectNode().set("service", service);
            }
            case "DeleteExpressGatewayService" -> {
                ObjectNode service = active(body);
                service.putObject("status").put("statusCode", "DRAINING");
                pending.put(service.path("serviceArn").asText(), LOOKS);
                return Json.MAPPER.createObjectNode().set("service", service);
            }
            case "ListServiceDeployments" -> {
                ObjectNode service = express.get(body.path("service").asText());
                ObjectNode list = Json.MAPPER.createObjectNode();
                if (service == null) throw new Refused("ServiceNotFoundException", "Service not found.");
                step(service);
                list.set("serviceDeployments", service.withArray("deployments"));
                return list;
            }
            case "ListServices" -> {
                ObjectNode list = Json.MAPPER.createObjectNode();
                ArrayNode arns = list.putArray("serviceArns");
                express.forEach((arn, service) -> {
                    if (!service.at("/status/statusCode").asText().equals("INACTIVE")) arns.add(arn);
                });
                return list;
            }
            default -> throw new Refused("UnknownOperationException", action);
        }
    }

    private ObjectNode active(JsonNode body) {
        ObjectNode service = express.get(body.path("serviceArn").asText());
        if (service == null) throw new Refused("ServiceNotFoundException", "Service not found.");
        if (!service.at("/status/statusCode").asText().equals("ACTIVE")) {
            throw new Refused("ServiceNotActiveException", "Service was not ACTIVE.");
        }
        return service;
    }

    /** A new configuration beside the earlier ones, the newest one first: nobody may rely on an order. */
    private JsonNode deployment(ObjectNode service, JsonNode body) {
        ArrayNode configurations = service.withArray("activeConfigurations");
        ObjectNode configuration = configurations.isEmpty() ? Json.MAPPER.createObjectNode() : configurations.get(0)
                .deepCopy();
        for (String field : List.of("primaryContainer", "healthCheckPath", "scalingTarget", "cpu", "memory",
                "networkConfiguration", "taskRoleArn", "executionRoleArn")) {
            if (body.has(field)) configuration.set(field, body.get(field));
        }
        configuration.put("createdAt", 1000 + ++clock);
        if (!wedged) {
            configuration.putArray("ingressPaths").addObject().put("accessType", "PUBLIC").put("endpoint", host());
        }
        configurations.insert(0, configuration);
        configurations.add(Json.MAPPER.createObjectNode().put("createdAt", 1).set("ingressPaths",
                Json.MAPPER.createArrayNode().add(
                        Json.MAPPER.createObjectNode().put("accessType", "PUBLIC")
                        .put("endpoint", "an.older.address.invalid"))));
        if (wedged) configurations.remove(configurations.size() - 1);
        service.withArray("deployments").insert(0, Json.MAPPER.createObjectNode()
                .put("serviceDeploymentArn", "d" + clock).put("status", "IN_PROGRESS").put("createdAt", 1000 + clock));
        pending.put(service.path("serviceArn").asText(), LOOKS);
        return Json.MAPPER.createObjectNode().set("service", service);
    }

    private void step(ObjectNode service) {
        if (pending.merge(service.path("serviceArn").asText(), -1, Integer::sum) > 0) return;
        if (service.at("/status/statusCode").asText().equals("DRAINING")) {
            service.putObject("status").put("statusCode", "INACTIVE");
        }
        else if (!wedged && !service.withArray("deployments").isEmpty()) {
            ((ObjectNode) service.withArray("deployments").get(0))
                    .put("status", ending.equals("FAILED") ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL");
        }
    }
}
