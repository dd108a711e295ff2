package lib.hosting;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import lib.aws.Account;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Http;

/** The public address of what is hosted: AWS's word that it runs is not enough, it has to answer. */
final class HostedUrl {

    private HostedUrl() {}

    /** AWS names a host without a scheme; only an emulator speaks plain HTTP. */
    static String of(Account account, String host) {
        return (account.endpoint().isPresent() ? "http://" : "https://") + host;
    }

    /**
     * Calls the address until it answers 200.
     *
     * @param log the group where the container writes, to look into if it never does
     */
    static void requireAnswer(String url, String path, String log, Pace pace) {
        requireAnswer(url, path, log, pace.most(), pace.every());
    }

    /** The same with another patience than the whole wait. */
    static void requireAnswer(String url, String path, String log, Duration most, Duration every) {
        String[] last = {"no answer"};
        Optional<Boolean> answered = Waiting.await(most, every, () -> {
            try {
                int status = Http.get(url + path).status();
                last[0] = "HTTP " + status;
                return status == 200 ? Optional.of(true) : Optional.empty();
            } catch (IOException notYet) { // the name is not known everywhere, or nothing listens
                last[0] = Http.why(notYet);
                return Optional.empty();
            }
        });
        if (answered.isEmpty()) {
            throw new Fault(Exit.AWS_REFUSED, url + path + " does not answer as it should: " + last[0],
                    "the container runs but is not well, or the new name is not known yet",
                    "look into the log group " + log + ", then deploy again", 4);
        }
    }

    /** The fault for a deployment that AWS gave up. */
    static Fault unhealthy(String hosting, String service, String log, String said) {
        return new Fault(Exit.AWS_REFUSED, hosting + " could not start " + service + ": " + said,
                "the container did not pass its health check, or the image could not be pulled",
                "see what it wrote (log group " + log + "), then ./jbangw 01_provision.java image, and deploy again",
                4);
    }
}
