package lib.hosting;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import lib.aws.Account;
import lib.aws.LogGroup;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;

/** The public address of what is hosted: AWS's word that it runs is not enough, it has to answer. */
final class HostedUrl {

    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER).build();

    private HostedUrl() {}

    /** AWS names a host without a scheme; only an emulator speaks plain HTTP. */
    static String of(Account account, String host) {
        return (account.endpoint().isPresent() ? "http://" : "https://") + host;
    }

    /** Calls the address until it answers 200. */
    static void requireAnswer(String url, String path, Pace pace) {
        String[] last = {"no answer"};
        Optional<Boolean> answered = Waiting.await(pace.most(), pace.every(), () -> {
            try {
                int status = HTTP.send(HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10)).build(),
                        HttpResponse.BodyHandlers.discarding()).statusCode();
                last[0] = "HTTP " + status;
                return status == 200 ? Optional.of(true) : Optional.empty();
            } catch (IOException notYet) { // the name is not known everywhere, or nothing listens
                last[0] = notYet.getMessage() == null ? "no connection" : notYet.getMessage();
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again", 4).from(e);
            }
        });
        if (answered.isEmpty()) {
            throw new Fault(Exit.AWS_REFUSED, url + path + " does not answer as it should: " + last[0],
                    "the container runs but is not well, or the new name is not known yet",
                    "look into the log group of the service, then deploy again", 4);
        }
    }

    /** The fault for a deployment that AWS gave up. */
    static Fault unhealthy(String hosting, Account account, String part, String said) {
        return new Fault(Exit.AWS_REFUSED, hosting + " could not start " + account.name(part) + ": " + said,
                "the container did not pass its health check, or the image could not be pulled",
                "see what it wrote (log group " + LogGroup.nameOf(account, part)
                + "), then ./jbangw 01_provision.java image, and deploy again", 4);
    }
}
