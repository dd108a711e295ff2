package lib.hosting;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.Waiting;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Option;

/** How patient a command is with AWS. */
public final class Pace {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_START = Duration.ofSeconds(90);

    @Option(names = "--wait", paramLabel = "SECONDS", descriptionKey = "WAIT_SECONDS", defaultValue = "1800",
            description = "Longest wait for AWS to finish; the first load balancer takes up to 25 minutes"
                    + " (WAIT_SECONDS, ${DEFAULT-VALUE}).")
    int wait;

    @Option(names = "--role-age", paramLabel = "SECONDS", descriptionKey = "ROLE_AGE_SECONDS", defaultValue = "90",
            description = "How old the role of Express Mode must be; a newer one is waited for"
                    + " (ROLE_AGE_SECONDS, ${DEFAULT-VALUE}).")
    int roleAge;

    /** How long to wait for the end of an operation. */
    Duration most() {
        return Duration.ofSeconds(wait);
    }

    /** How long to wait for an operation to begin. */
    Duration first() {
        return most().compareTo(LONGEST_START) > 0 ? LONGEST_START : most();
    }

    /** How often to ask meanwhile. */
    Duration every() {
        Duration part = most().dividedBy(30);
        return part.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : part;
    }

    Duration roleAge() {
        return Duration.ofSeconds(roleAge);
    }

    /** Asks until there is an answer. None within the wait is the {@link #tooSlow} of a sentence. */
    <T> T await(String unfinished, Supplier<Optional<T>> question) {
        return Waiting.await(most(), every(), question).orElseThrow(() -> tooSlow(unfinished));
    }

    /** The fault of an operation that is not at its end, as a sentence says: "the Lambda function is not ready". */
    static Fault tooSlow(String unfinished) {
        return new Fault(Exit.AWS_REFUSED, unfinished, "AWS takes longer than the wait allows",
                "run it again: it goes on where it stopped; or allow more with --wait SECONDS", 4);
    }
}
