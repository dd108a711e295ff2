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
 *
 * <p>The SDK's retry strategy has one number of attempts and one pace for all failures: with it a server that is down
 * would be asked for minutes, too. The SDK's waiters are used where there is one; most services have none.
 */
public final class Waiting {

    /**
     * What services say while a new role, policy or service-linked role is on its way. There is no code for it. A
     * sentence that AWS changes means that a command has to be run twice, nothing worse.
     */
    private static final List<String> NOT_YET = List.of(
            "unable to assume the role", "Unable to assume the service linked role", "Error in assuming access role",
            "Cannot assume role", "not authorized to perform: sts:AssumeRole", "Invalid principal in policy",
            "not able to validate the provided access credentials", "Role is not valid",
            "is not authorized to create managed-rule", "is not authorized to access the Log Destination",
            "Neither the global service principal", "cannot be assumed",
            "must allow AWS EventBridge Scheduler to assume the role");

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private Waiting() {}

    /** Makes a call that uses a new role, again for up to three minutes while AWS does not know it everywhere. */
    public static <T> T retry(Supplier<T> call) {
        return outlast(Waiting::isNotYet, call, Duration.ofMinutes(3), Duration.ofSeconds(2));
    }

    /** Makes a call again, for five minutes at most, while AWS refuses it so: something is on its way out. */
    public static <T> T outlast(Predicate<AwsServiceException> refusal, Supplier<T> call) {
        return outlast(refusal, call, LONGEST, EVERY);
    }

    private static <T> T outlast(Predicate<AwsServiceException> refusal, Supplier<T> call, Duration most,
            Duration every) {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (AwsServiceException e) {
                if (!refusal.test(e) || System.nanoTime() + every.toNanos() > deadline) throw e;
                pause(every);
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
