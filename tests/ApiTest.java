//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.jupiter:junit-jupiter-params:6.1.3
//SOURCES Scripts.java ServedScript.java SampleLake.java Schema.java Browser.java
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.base.Json;
import lib.model.Features;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API answers, over real HTTP: forecasts, refusals, documentation, metrics. */
class ApiTest {

    private static final List<String> OUTCOMES = List.of("Vitória do Mandante", "Empate", "Vitória do Visitante");

    /** A request of the 16 numbers that is possible. */
    private static final String NUMBERS = """
            {"form_gols_feitos_mandante": 1.6, "form_gols_sofridos_mandante": 0.8, "form_pontos_mandante": 2.0,
             "form_gols_feitos_visitante": 1.0, "form_gols_sofridos_visitante": 1.4, "form_pontos_visitante": 1.0,
             "eh_classico": 0, "mandante_def": 4, "mandante_mid": 3, "mandante_att": 3,
             "visitante_def": 4, "visitante_mid": 4, "visitante_att": 2, "diff_def": 0, "diff_mid": -1, "diff_att": 1}""";

    @TempDir
    static Path lake;

    private static ServedScript api;
    private static String version;
    private static LocalDate dataUntil;

    @BeforeAll
    static void serve() throws IOException {
        SampleLake.copyTo(lake);
        version = Json.MAPPER.readTree(Files.readAllBytes(lake.resolve("models/champion.json"))).path("version")
                .asText();
        dataUntil = LocalDate.parse(Json.MAPPER.readTree(Files.readAllBytes(lake.resolve("processed/summary.json")))
                .path("dataUntil").asText());
        api = ServedScript.start("04_api.java", "--lake", lake.toString());
    }

    @AfterAll
    static void stop() {
        if (api != null) api.close();
    }

    private static JsonNode predict(String body) {
        ServedScript.Answer answer = api.post("/predict", body);
        assertEquals(200, answer.status(), answer.text());
        assertEquals("application/json;charset=utf-8", answer.type().replace(" ", "").toLowerCase());
        return answer.json();
    }

    /** The 16 numbers with one of them replaced by other text. */
    private static String numbersWith(String field, String value) {
        return NUMBERS.replaceFirst("(\"" + field + "\": )[-0-9.]+", "$1" + value);
    }

    private static void proveForecast(JsonNode answer) {
        double[] p = {answer.at("/probabilities/home").asDouble(), answer.at("/probabilities/draw").asDouble(),
                answer.at("/probabilities/away").asDouble()};
        assertEquals(1, p[0] + p[1] + p[2], 1e-9, answer.toString());
        int likeliest = answer.path("prediction_numeric").asInt(-1);
        for (double other : p) assertTrue(other > 0.01 && p[likeliest] >= other, answer.toString());
        assertEquals(OUTCOMES.get(likeliest), answer.path("prediction_text").asText());
        assertEquals(version, answer.path("model_version").asText());
        assertEquals(dataUntil.toString(), answer.path("data_until").asText());
        assertTrue(answer.path("simulated").asBoolean(false), answer.toString());
        assertTrue(answer.has("expected_goals"), answer.toString());
    }

    // ---------------------------------------------------------------- forecasts

    @Test
    void clubNamesGetTheOriginalKeysAndMore() {
        JsonNode answer = predict("{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}");
        proveForecast(answer);
        assertEquals(List.of("prediction_numeric", "prediction_text"),
                List.of(Stream.of("prediction_numeric", "prediction_text").filter(answer::has).toArray()));
        assertEquals(dataUntil.plusDays(1).toString(), answer.path("date").asText());
        JsonNode swapped = predict("{\"home\": \"Palmeiras\", \"away\": \"Flamengo\"}");
        assertTrue(answer.at("/probabilities/home").asDouble() + swapped.at("/probabilities/home").asDouble()
                > answer.at("/probabilities/away").asDouble() + swapped.at("/probabilities/away").asDouble(),
                "playing at home helps");
    }

    @Test
    void aClubIsFoundByEveryNameItHasAndAnsweredByItsCanonicalOne() {
        JsonNode canonical = predict("{\"home\": \"Gremio\", \"away\": \"Sao Paulo\"}");
        for (String home : List.of("Grêmio", "GRÊMIO", "  gremio ", "Gre\\u0302mio")) {
            assertEquals(canonical, predict("{\"home\": \"" + home + "\", \"away\": \"São Paulo\"}"), home);
        }
        assertEquals("Gremio", canonical.path("home").asText());
    }

    @Test
    void dateAndFormationsAreTaken() {
        String date = dataUntil.plusDays(30).toString();
        JsonNode answer =
                predict(("{\"home\": \"Santos\", \"away\": \"Vasco\", \"date\": \"%s\", \"home_formation\": "
                + "\"4-2-3-1\", \"away_formation\": null}").formatted(date));
        proveForecast(answer);
        assertEquals(date, answer.path("date").asText());
    }

    @Test
    void theSixteenNumbersAreAnsweredByTheContractsOwnModel() {
        JsonNode answer = predict(NUMBERS);
        proveForecast(answer);
        assertEquals("logistic", answer.path("model_kind").asText());
        assertFalse(answer.has("home"), answer.toString());
        JsonNode better = predict(numbersWith("form_gols_feitos_mandante", "3.4"));
        assertTrue(better.at("/probabilities/home").asDouble() > answer.at("/probabilities/home").asDouble(),
                "more goals must not harm");
    }

    @Test
    void aBatchIsAnsweredInOrderAndRefusedAsAWhole() {
        String match = "{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}";
        ServedScript.Answer answer = api.post("/predict/batch", "[" + match + ", " + NUMBERS + "]");
        assertEquals(200, answer.status(), answer.text());
        assertEquals(List.of(predict(match), predict(NUMBERS)), List.of(answer.json().get(0), answer.json().get(1)));

        ServedScript.Answer refused = api.post("/predict/batch",
                "[" + match + ", {\"home\": \"Flamengo\", \"away\": \"Flamengo\"}]");
        assertEquals(422, refused.status(), refused.text());
        assertEquals("[1].away", refused.json().path("field").asText());
        assertEquals(400, api.post("/predict/batch",
                "[" + String.join(",", java.util.Collections.nCopies(501, match)) + "]").status());
        assertEquals(500, api.post("/predict/batch",
                "[" + String.join(",", java.util.Collections.nCopies(500, match)) + "]").json().size());
    }

    @Test
    void teamsAndModelSayWhatTheForecastsRestOn() {
        JsonNode teams = api.get("/teams").json();
        assertTrue(teams.path("simulated").asBoolean() && teams.path("season").asInt() == 2026, teams.toString());
        assertTrue(teams.path("teams").size() >= 20, "clubs");
        int current = 0;
        for (JsonNode team : teams.path("teams")) {
            if (team.path("current").asBoolean()) current++;
            assertTrue(team.path("form").size() == 5 && team.path("state").asText().length() == 2, team.toString());
        }
        assertEquals(20, current);
        JsonNode model = api.get("/model").json();
        assertEquals(version, model.path("version").asText());
        assertTrue(model.path("simulated").asBoolean() && model.path("verdict").asText().contains("always-home"),
                model.toString());
    }

    // ---------------------------------------------------------------- refusals

    /** RFC 9457: the media type, the status repeated, a title for the kind, a detail for this request. */
    private static JsonNode proveProblem(int status, ServedScript.Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.type().replaceFirst(";.*", ""), answer.text());
        JsonNode problem = answer.json();
        assertEquals(status, problem.path("status").asInt(), answer.text());
        for (String member : List.of("type", "title", "detail", "instance")) {
            assertTrue(problem.path(member).isTextual(), member + " in " + answer.text());
        }
        assertFalse(answer.text().matches("(?s).*(Exception|\\bat [a-z]+\\.|jackson|javalin).*"), answer.text());
        return problem;
    }

    @Test
    void anUnknownClubIsTheNearestNames() {
        JsonNode problem = proveProblem(404, api.post("/predict", "{\"home\": \"Flamengo\", \"away\": \"Palmeirsa\"}"));
        assertEquals("away", problem.path("field").asText());
        assertEquals("Palmeiras", problem.path("nearest").get(0).asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            form_gols_feitos_mandante   | NaN
            form_gols_feitos_mandante   | Infinity
            form_gols_sofridos_mandante | -Infinity
            form_gols_feitos_visitante  | -999
            form_gols_feitos_visitante  | 1e308
            form_gols_feitos_visitante  | 1e999
            form_gols_sofridos_visitante| 15.01
            form_pontos_mandante        | 3.2
            form_pontos_visitante       | -0.1
            form_pontos_visitante       | null
            form_pontos_visitante       | "2"
            form_pontos_visitante       | true
            form_pontos_visitante       | [2]
            eh_classico                 | 2
            eh_classico                 | 0.5
            mandante_def                | 4.5
            mandante_def                | 5
            visitante_att               | -2
            visitante_mid               | 40
            diff_def                    | 1
            diff_mid                    | 0
            diff_att                    | 100
            """)
    void anImpossibleNumberIsRefusedByItsName(String field, String value) {
        assertEquals(field, proveProblem(422, api.post("/predict", numbersWith(field, value))).path("field").asText());
    }

    /** No club has three points a match without more goals for than against, nor two without a goal. */
    @Test
    void numbersThatContradictEachOtherAreRefused() {
        String won = numbersWith("form_pontos_mandante", "3");
        assertEquals("form_pontos_mandante", proveProblem(422, api.post("/predict",
                won.replace("\"form_gols_sofridos_mandante\": 0.8", "\"form_gols_sofridos_mandante\": 1.6")))
                .path("field").asText());
        String silent = numbersWith("form_gols_feitos_visitante", "0")
                .replace("\"form_pontos_visitante\": 1.0", "\"form_pontos_visitante\": 1.4");
        assertEquals("form_pontos_visitante", proveProblem(422, api.post("/predict", silent)).path("field").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            away           | {"home": "Flamengo", "away": "flamengo"}
            away           | {"home": "Flamengo"}
            home           | {"away": "Flamengo"}
            home           | {}
            home           | {"home": 7, "away": "Flamengo"}
            home           | {"home": "", "away": "Flamengo"}
            home           | {"home": null, "away": "Flamengo"}
            home           | {"home": ["Santos"], "away": "Flamengo"}
            date           | {"home": "Santos", "away": "Flamengo", "date": "2020-01-01"}
            date           | {"home": "Santos", "away": "Flamengo", "date": "9999-12-31"}
            date           | {"home": "Santos", "away": "Flamengo", "date": "31/12/2026"}
            date           | {"home": "Santos", "away": "Flamengo", "date": "2027-02-30"}
            date           | {"home": "Santos", "away": "Flamengo", "date": 20270101}
            home_formation | {"home": "Santos", "away": "Flamengo", "home_formation": "4-4-4"}
            away_formation | {"home": "Santos", "away": "Flamengo", "away_formation": "diamond"}
            away_formation | {"home": "Santos", "away": "Flamengo", "away_formation": 442}
            hom            | {"hom": "Santos", "away": "Flamengo"}
            home           | {"home": "Santos", "away": "Flamengo", "eh_classico": 1}
            """)
    void aMatchThatCannotBeIsRefusedByItsField(String field, String body) {
        assertEquals(field, proveProblem(422, api.post("/predict", body)).path("field").asText());
    }

    @Test
    void allSixteenNumbersAreNeeded() throws IOException {
        for (String name : Features.NAMES) {
            ObjectNode body = (ObjectNode) Json.MAPPER.readTree(NUMBERS);
            body.remove(name);
            assertEquals(name, proveProblem(422, api.post("/predict", body.toString())).path("field").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "\"Flamengo\"", "{", "{\"home\": }",
            "{\"home\": \"Santos\", \"home\": \"Santos\", \"away\": \"Vasco\"}",
            "{\"home\": \"Santos\", \"away\": \"Vasco\"} trailing", "home=Santos&away=Vasco", "\u0000"})
    void whatIsNoJsonObjectIsABadRequest(String body) {
        proveProblem(400, api.post("/predict", body));
        proveProblem(400, api.post("/predict/batch", body));
    }

    @Test
    void absurdlyNestedJsonIsABadRequest() {
        proveProblem(400, api.post("/predict", "[".repeat(4_000)));
        proveProblem(400, api.post("/predict/batch", "[".repeat(30_000)));
        proveProblem(400, api.post("/predict/batch", "{\"home\":".repeat(5_000) + "1" + "}".repeat(5_000)));
    }

    /** Small bodies for one match, larger ones only where many are asked for; one that says so is not even read. */
    @ParameterizedTest
    @CsvSource({"/predict, 4", "/predict/batch, 64"})
    void aBodyIsAsLargeAsItsPathNeeds(String path, int kibibytes) {
        String match = "{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}";
        String body = path.endsWith("batch") ? "[" + match + "]" : match;
        String fits = body + " ".repeat(1024 * kibibytes - body.length());
        assertEquals(200, api.post(path, fits).status());
        proveProblem(413, api.post(path, fits + " "));
        HttpRequest.Builder unknownLength = HttpRequest.newBuilder(URI.create(api.url + path))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream((fits + " ").getBytes(StandardCharsets.UTF_8))));
        proveProblem(413, api.send(unknownLength));
    }

    @Test
    void anotherMediaTypeAnotherMethodAndAnotherPathAreToldApart() {
        byte[] body = "{\"home\": \"Flamengo\", \"away\": \"Palmeiras\"}".getBytes(StandardCharsets.UTF_8);
        for (String type : new String[] {null, "text/plain", "application/x-www-form-urlencoded",
                "application/jsonp"}) {
            proveProblem(415, api.post("/predict", type, body));
        }
        assertEquals(200, api.post("/predict", "Application/JSON; charset=utf-8", body).status());
        proveProblem(405, api.get("/predict"));
        proveProblem(405, api.post("/teams", "{}"));
        proveProblem(404, api.get("/nothing"));
        proveProblem(404, api.get("/predict/nothing"));
        proveProblem(400, api.get("/docs/../../etc/passwd"));
        proveProblem(404, api.get("/docs/..%2f..%2fetc%2fpasswd"));
        proveProblem(431, api.send(HttpRequest.newBuilder(URI.create(api.url + "/teams"))
                .header("X-Long", "x".repeat(10_000))));
    }

    // ---------------------------------------------------------------- documentation and metrics

    @Test
    void theOpenApiDocumentDescribesEveryRouteAndNothingElse() throws IOException {
        JsonNode document = api.get("/openapi.json").json();
        assertTrue(document.path("openapi").asText().startsWith("3."), "version");
        Set<String> described = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        assertEquals(routes(), described);
        for (String operation : described) {
            String[] parts = operation.split(" ");
            String other = parts[0].equals("get") ? "POST" : "GET";
            String path = parts[1].replaceAll("\\{\\w+}", "Flamengo");
            if (described.contains(other.toLowerCase() + " " + parts[1])) continue;
            int status = api.send(HttpRequest.newBuilder(URI.create(api.url + path))
                    .header("Content-Type", "application/json")
                    .method(other, HttpRequest.BodyPublishers.noBody())).status();
            assertEquals(405, status, other + " " + path);
        }
    }

    /** The routes of the source, the redirect of the root left out. */
    private static Set<String> routes() throws IOException {
        Set<String> routes = new TreeSet<>();
        List<Path> sources = new ArrayList<>(List.of(Scripts.HOME.resolve("04_api.java")));
        try (Stream<Path> files = Files.list(Scripts.HOME.resolve("lib/api"))) {
            files.forEach(sources::add);
        }
        for (Path source : sources) {
            Matcher route = Pattern.compile("routes\\.(get|post|put|delete|patch)\\(\"([^\"]+)\"")
                    .matcher(Files.readString(source));
            while (route.find()) routes.add(route.group(1) + " " + route.group(2));
        }
        assertTrue(routes.remove("get /"), routes.toString());
        return routes;
    }

    /** What each documented operation answers fits its schema; its examples are sent as they stand. */
    @Test
    void theAnswersFitTheirSchemas() {
        JsonNode document = api.get("/openapi.json").json();
        Schema schema = new Schema(document);
        List<String> checked = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                JsonNode examples = operation.getValue().at("/requestBody/content/application~1json/examples");
                JsonNode expected = operation.getValue().at("/responses/200/content/application~1json/schema");
                boolean plainGet = operation.getKey().equals("get") && !operation.getValue().has("parameters");
                if (expected.isMissingNode() || !plainGet && examples.isMissingNode()) continue;
                List<ServedScript.Answer> answers = new ArrayList<>();
                if (plainGet) answers.add(api.get(path.getKey()));
                examples.forEach(example -> answers.add(api.post(path.getKey(), example.path("value").toString())));
                for (ServedScript.Answer answer : answers) {
                    assertEquals(200, answer.status(), path.getKey() + " " + answer.text());
                    assertEquals(List.of(), schema.violations(answer.json(), expected), path.getKey());
                }
                checked.add(path.getKey());
            }
        }
        assertTrue(checked.containsAll(List.of("/predict", "/predict/batch", "/teams", "/model", "/health/ready")),
                checked.toString());
        JsonNode problem = document.at("/components/schemas/Problem");
        assertEquals(List.of(), schema.violations(
                api.post("/predict", "{\"home\": \"Flamengoo\", \"away\": \"Vasco\"}").json(), problem));
        assertFalse(schema.violations(api.get("/teams").json(), problem).isEmpty(),
                "the comparison notices a difference");
    }

    @Test
    void theDocumentationOpensInABrowserWithoutInternet() {
        assertEquals(200, api.get("/docs").status());
        try (Browser browser = Browser.open()) {
            Page tab = browser.page(1280, false, "en-GB", true);
            tab.navigate(api.url + "/docs/");
            tab.getByText("Forecast one match").first().waitFor();
            assertEquals(List.of(), browser.complaints());
        }
    }

    @Test
    void prometheusSeesEveryRequestUnderItsRoute() throws InterruptedException {
        Thread.sleep(1_100); // a reading may be a second old
        double before = counted("path=\"/teams\",status=\"200\"");
        api.get("/teams");
        api.get("/teams");
        api.get("/nothing" + System.nanoTime());
        ServedScript.Answer metrics = api.await("/metrics",
                answer -> counted("path=\"/teams\",status=\"200\"") >= before + 2);
        assertEquals(before + 2, counted("path=\"/teams\",status=\"200\""));
        assertTrue(metrics.type().startsWith("text/plain"), metrics.type());
        assertTrue(metrics.text().contains("http_request_duration_seconds_bucket{path=\"/teams\",le=\"+Inf\"}"),
                metrics.text());
        assertTrue(metrics.text().contains("jvm_memory_used_bytes"), metrics.text());
        assertFalse(metrics.text().contains("/nothing"), "addresses that anybody can invent must not become labels");
    }

    private static double counted(String labels) {
        Matcher line = Pattern.compile("(?m)^http_requests_total\\{" + Pattern.quote(labels) + "} (\\S+)")
                .matcher(api.get("/metrics").text());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }
}
