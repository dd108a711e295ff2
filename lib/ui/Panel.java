package lib.ui;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import lib.ui.ApiClient.NoAnswer;
import lib.ui.ApiClient.Trouble;

/**
 * One part of a page: the API's answer, or why there is none. A page of several panels shows those that have an answer.
 *
 * @param value   the answer, or null
 * @param trouble why there is none, or null
 * @param reason  the same for the log and, when the API refused the request, for the reader
 */
public record Panel<T>(T value, Trouble trouble, String reason) {

    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    /** A question to the API. */
    public interface Question<T> {
        T ask() throws NoAnswer;
    }

    /** Asks at once and waits for the answer; never fails. */
    public static <T> Panel<T> of(Question<T> question) {
        try {
            return new Panel<>(question.ask(), null, "");
        } catch (NoAnswer e) {
            return new Panel<>(null, e.trouble, e.getMessage());
        }
    }

    /** Asks while other questions are under way, so that a page waits for the slowest and not for the sum. */
    public static <T> CompletableFuture<Panel<T>> soon(Question<T> question) {
        return CompletableFuture.supplyAsync(() -> of(question), THREADS);
    }

    /** The key of the trouble in the words and in /status, or null. */
    public String troubleKey() {
        return trouble == null ? null : trouble.name().toLowerCase(Locale.ROOT);
    }
}
