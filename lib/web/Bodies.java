package lib.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * How the bodies of one kind of request are taken in: of a bounded size, a bounded number at once, and whole within a
 * bounded time. A client that sends all but the last byte and then a byte now and again keeps a fair rate on average,
 * so a minimum rate alone does not end it.
 */
public final class Bodies {

    private static final ScheduledExecutorService CLOCK = clock();

    private final int most;
    private final Bound atOnce;
    private final Duration patience;

    /**
     * @param most     bytes of the largest
     * @param atOnce   how many may be on their way at once
     * @param patience until which one has to be whole
     */
    public Bodies(int most, int atOnce, Duration patience) {
        this.most = most;
        this.atOnce = new Bound("unfinished requests", atOnce, 0, Duration.ZERO);
        this.patience = patience;
    }

    /**
     * The whole body. One that says that it is too large is not read at all.
     *
     * @throws Refused 408, 413 or 503
     */
    public byte[] read(Context ctx) throws Exception {
        int length = ctx.req().getContentLength();
        boolean here = length >= 0 && length <= most && ctx.req().getInputStream().available() >= length;
        byte[] body = here ? ctx.req().getInputStream().readNBytes(length) // nothing to wait for
                : whole(ctx, () -> ctx.req().getInputStream().readNBytes(most + 1));
        if (body.length <= most) return body;
        throw close(ctx, Refused.tooLarge(most));
    }

    /** What something else makes of the body, such as the parser of forms, within the same limits. */
    public <T> T whole(Context ctx, Callable<T> reading) throws Exception {
        if (ctx.req().getContentLengthLong() > most) throw close(ctx, Refused.tooLarge(most));
        try {
            return atOnce.run(() -> inTime(reading));
        } catch (Refused refused) {
            throw close(ctx, refused);
        } catch (IOException brokenOff) {
            throw close(ctx, Refused.tooSlow());
        }
    }

    /** The reading thread waits in the stream of the request; interrupting it is what ends that. */
    private <T> T inTime(Callable<T> reading) throws Exception {
        Thread reader = Thread.currentThread();
        boolean[] whole = {false};
        Future<?> deadline = CLOCK.schedule(() -> {
            synchronized (whole) {
                if (!whole[0]) reader.interrupt();
            }
        }, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return reading.call();
        } finally {
            synchronized (whole) {
                whole[0] = true;
                Thread.interrupted(); // it may have come just after the last byte
            }
            deadline.cancel(false);
        }
    }

    private static ScheduledExecutorService clock() {
        ScheduledThreadPoolExecutor clock =
                new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("body-deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** The rest of a body that is not read would have to be, before the connection could be used again. */
    private static Refused close(Context ctx, Refused refused) {
        ctx.header("Connection", "close");
        return refused;
    }
}
