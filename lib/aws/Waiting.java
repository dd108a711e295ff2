package lib.aws;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Waiting for AWS. IAM answers before all of AWS knows a new role: for some seconds, rarely a minute, services that are
 * to use the role refuse it. The cure is to repeat the call that uses the role, on exactly the messages known for this.
 */
public final class Waiting {

    /** What services say while a new role, policy or service-linked role is on its way. */
    private static final List<String> NOT_YET = List.of(
            "unable to assume the role", "Unable to assume the service linked role", "Error in assuming access role",
            "Cannot assume role", "not authorized to perform: sts:AssumeRole", "Invalid principal in policy",
            "not able to validate the provided access credentials", "Role is not valid",
            "is not authorized to create managed-rule",
            "is not authorized to access the Log Destination",
            "Neither the global service principal", "cannot be assumed",
            "role defined for the function cannot be assumed");

    private static final Duration MOST = Duration.ofMinutes(3);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private Waiting() {}

    /** Makes a call that uses a new role, again for up to three minutes while AWS says that it does not know it yet. */
    public static <T> T retry(Supplier<T> call) {
        return retry(call, MOST, FIRST_PAUSE);
    }

    static <T> T retry(Supplier<T> call, Duration most, Duration firstPause) {
        long deadline = System.nanoTime() + most.toNanos();
        for (Duration pause = firstPause; ; pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE : pause.multipliedBy(2)) {
            try {
                return call.get();
            } catch (AwsServiceException e) {
                if (!isNotYet(e) || System.nanoTime() + pause.toNanos() > deadline) throw e;
                pause(pause);
            }
        }
    }

    /** Whether a message is one that time cures. */
    static boolean isNotYet(AwsServiceException e) {
        String message = String.valueOf(e.getMessage());
        return NOT_YET.stream().anyMatch(message::contains);
    }

    /**
     * Asks until there is an answer, or the time is over.
     *
     * @return the answer, or empty after {@code most}
     */
    public static <T> Optional<T> await(Duration most, Duration every, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || System.nanoTime() + every.toNanos() > deadline) return answer;
            pause(every);
        }
    }

    /** Waits until something holds, five minutes at most. */
    public static void until(BooleanSupplier holds) {
        await(LONGEST, EVERY, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Makes a call again, for five minutes at most, while AWS refuses it so: something of that name is on its way out.
     */
    public static void outlast(Predicate<AwsServiceException> refusal, Runnable call) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                call.run();
                return;
            } catch (AwsServiceException e) {
                if (!refusal.test(e) || System.nanoTime() + EVERY.toNanos() > deadline) throw e;
                pause(EVERY);
            }
        }
    }

    /** Waits; an interruption is a {@link Fault}. */
    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again: it goes on where it stopped", 1)
                    .from(e);
        }
    }
}
