package lib.web;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much each visitor may ask for: a bucket that refills by {@code perSecond} and holds as much (token bucket). A
 * request is charged what it costs, and may be the one that empties the bucket below zero: then its visitor waits until
 * that is paid. So one dear request is always possible, and many are as slow as their work.
 */
public final class RateLimit {

    /** Whoever has not asked for longest is forgotten first: its bucket is the fullest. */
    private static final int REMEMBERED = 10_000;
    private static final double SECOND = 1e9;

    private static final class Bucket {
        private double level;
        private long at;
    }

    private final int perSecond;
    private final LongSupplier clock;
    private final Map<String, Bucket> buckets = new Latest<>(REMEMBERED);

    /** @param perSecond what one visitor may ask for in a second; 0 for no limit */
    public RateLimit(int perSecond) {
        this(perSecond, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    public RateLimit(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /**
     * Takes a request's cost from its visitor's bucket.
     *
     * @throws Refused 429 with the time to wait, when the bucket is empty
     */
    public void charge(String visitor, double cost) {
        if (perSecond == 0) return;
        synchronized (buckets) {
            Bucket bucket = buckets.computeIfAbsent(visitor, _ -> full());
            long now = clock.getAsLong();
            bucket.level = Math.min(perSecond, bucket.level + (now - bucket.at) / SECOND * perSecond);
            bucket.at = now;
            if (bucket.level < 1) throw Refused.tooMany((int) Math.ceil((1 - bucket.level) / perSecond));
            bucket.level -= cost;
        }
    }

    /** Takes what a request turned out to cost beyond its first charge; it is answered all the same. */
    public void add(String visitor, double cost) {
        if (perSecond == 0) return;
        synchronized (buckets) {
            buckets.computeIfAbsent(visitor, _ -> full()).level -= cost;
        }
    }

    private Bucket full() {
        Bucket bucket = new Bucket();
        bucket.level = perSecond;
        bucket.at = clock.getAsLong();
        return bucket;
    }
}
