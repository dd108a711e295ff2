//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/web/*.java

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import lib.base.Exit;
import lib.base.Fault;
import lib.web.WebServer;
import org.junit.jupiter.api.Test;

/** What the API and the page do when something is wrong with the program itself. */
class WebServerTest {

    @Test
    void anErrorIsAnAnswerWithABodyToo() throws Exception {
        WebServer.Mistake mistake = new WebServer.Mistake(
                "09_test", "text/plain; charset=utf-8", "não deu".getBytes(UTF_8));
        Javalin app = WebServer.create(mistake, Map.of("X-Frame-Options", "DENY"), config -> config.routes.get("/", ctx -> {
            throw new NoClassDefFoundError("lib/Missing");
        }));
        try (HttpClient http = HttpClient.newHttpClient()) {
            String url = WebServer.start(app, "127.0.0.1", 0, 4);
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(500, answer.statusCode());
            assertEquals("não deu", answer.body());
            assertEquals("DENY", answer.headers().firstValue("X-Frame-Options").orElse(""));
            assertEquals("text/plain;charset=utf-8",
                    answer.headers().firstValue("Content-Type").orElse("").replace(" ", ""));
        } finally {
            app.stop();
        }
    }

    @Test
    void aServerWhoseOwnFilesAreMissingDoesNotStart() {
        WebServer.requireFiles(WebServer.class, 5, "/lib/web/WebServer.class");
        Fault fault = assertThrows(Fault.class, () -> WebServer.requireFiles(WebServer.class, 5, "/lib/web/none.html"));
        assertEquals(Exit.CONFIGURATION, fault.exit);
        assertTrue(fault.remedy.contains("jbang cache clear"), fault.remedy);
    }
}
