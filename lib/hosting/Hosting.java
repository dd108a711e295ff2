package lib.hosting;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lib.aws.Account;
import lib.aws.Price;

/** A place that keeps a container running behind a public HTTPS address. */
public interface Hosting {

    /** CPU units and MiB of a hosted container: the smallest pair that all places offer. */
    int CPU = 256;
    int MEMORY = 512;

    /** The image's entry point, as the Dockerfile names it. */
    List<String> ENTRY_POINT = List.of("/bin/bash", "/app/run");

    /**
     * What is to run.
     *
     * @param part        makes the name and the log group: api or ui
     * @param command     what follows the image's entry point
     * @param port        that it listens on
     * @param healthPath  answers 200 as long as it is well
     * @param cpu         in units of 1/1024 vCPU
     * @param memory      in MiB
     * @param role        ARN of the role whose rights the code has
     * @param environment its settings
     */
    record Container(String part, List<String> command, int port, String healthPath, int cpu, int memory, String role,
            Map<String, String> environment) {}

    /** What a service does. */
    enum State {
        RUNNING, PAUSED, WORKING, FAILED;

        /** As people and JSON read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What runs.
     *
     * @param hosting the word of its place
     * @param url     its address; null as long as it has none
     * @param why     what AWS says about the state, or empty
     */
    record Service(String hosting, String name, String arn, State state, String url, String why) {}

    /** The places that there are, the preferred one first: one machine that is always awake, at the least price. */
    static List<Hosting> all(Account account, Pace pace) {
        return List.of(new AppRunner(account, pace), new LambdaFunction(account, pace), new ExpressMode(account, pace));
    }

    /** The word of HOSTING: apprunner, lambda or express. */
    String word();

    /** Its name for people. */
    String title();

    /** What it costs an hour, paused and running without requests, and while it works. */
    Price paused();

    Price running();

    /** What a thousand requests add to that in dollars if each comes alone, minutes from the next: the dearest way. */
    double thousandRequests();

    /** Whether a service made here would certainly be allowed. */
    default boolean isOpen() {
        return true;
    }

    /** What is there under the name of a part; a refusal is a {@link lib.base.Fault}, never "nothing". */
    Optional<Service> find(String part);

    /** Makes it or brings it to what it should be, and waits until the newest image answers there. */
    Service deploy(Container container, Consumer<String> progress);

    /** Stops paying for computing; the name stays. */
    void pause(String part, Consumer<String> progress);

    /** Undoes a pause. */
    Service resume(String part, Consumer<String> progress);

    /** Removes it with what it leaves behind, and waits until it is gone; what is not there is no error. */
    void remove(String part, Consumer<String> progress);

    /** One line for the choice: a month while nobody asks and while it is paused, and what requests cost. */
    default String offer() {
        return String.format(Locale.ROOT,
                "%-13s US$ %5.2f a month while nobody asks, %5.2f paused, %.2f for 1,000 lone requests, "
                        + "%.4f an hour under load; %s",
                title() + ":", running().forgottenMonth(), paused().forgottenMonth(), thousandRequests(),
                running().busy(), running().note());
    }
}
