package lib.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Answers out of the data lake, each read at most once in a while however many ask: in S3 one of them may be twenty
 * requests, which somebody pays for.
 */
public final class Remembered {

    private final long nanos;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(long at, Object value) {}

    /** @param fresh how old an answer may be */
    public Remembered(Duration fresh) {
        this.nanos = fresh.toNanos();
    }

    /** The answer of that name, read by one for all who ask meanwhile. */
    @SuppressWarnings("unchecked") // a name is always asked for with the same type
    public <T> T get(String name, Supplier<T> read) {
        return (T) answers.compute(name, (_, known) -> known != null && System.nanoTime() - known.at < nanos ? known
                : new Answer(System.nanoTime(), read.get())).value;
    }
}
