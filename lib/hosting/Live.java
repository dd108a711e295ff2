package lib.hosting;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.lake.Keys;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Published means answered: what the API at a public address serves. */
public final class Live {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private Live() {}

    /** Asks {@code URL/model} until it names the version. */
    public static String await(String url, String version, Duration most) {
        String[] last = {"no answer"};
        return Waiting.await(most, EVERY, () -> {
            last[0] = served(url);
            return last[0].equals(version) ? Optional.of(version) : Optional.empty();
        }).orElseThrow(() -> new Fault(Exit.UNEXPECTED, url + " does not serve " + version + " (" + last[0] + ")",
                "it cannot read the new model, or another training promoted its own meanwhile",
                "./jbangw 04_api.java status, and look into its log group", 4));
    }

    private static String served(String url) {
        try {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(url + "/model"))
                    .timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode model = Json.MAPPER.readTree(answer.body());
            return answer.statusCode() == 200 ? model.path("version").asText() : "HTTP " + answer.statusCode();
        } catch (IOException e) {
            return e.getMessage() == null ? "no connection" : e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again", 4).from(e);
        }
    }

    /** The API is not ready without a model, so hosting it before the first training would only fail its health check. */
    public static void requireChampion(Account account) {
        AwsErrors.translating("looking for a model", () -> {
            try {
                account.s3().headObject(head -> head.bucket(account.bucket()).key(Keys.CHAMPION));
            } catch (NoSuchKeyException e) {
                throw new Fault(Exit.CONFIGURATION, "there is no model in s3://" + account.bucket() + " yet",
                        "the pipeline has not run there",
                        "./jbangw 06_pipeline.java start, or ./jbangw 06_pipeline.java --bucket " + account.bucket(), 4).from(e);
            }
        });
    }
}
