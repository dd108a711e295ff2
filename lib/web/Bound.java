package lib.web;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * So many pieces of one kind of work at once, so many more that wait for a moment, and no more: memory and time that
 * others need stay free, and who is turned away learns it at once.
 */
public final class Bound {

    private final String what;
    private final Semaphore places;
    private final Semaphore all;
    private final Duration patience;

    /**
     * @param what     the work, in the plural, for the answer to those who are turned away
     * @param atOnce   how many are done at once
     * @param waiting  how many more may wait
     * @param patience how long they wait
     */
    public Bound(String what, int atOnce, int waiting, Duration patience) {
        this.what = what;
        this.places = new Semaphore(atOnce, true);
        this.all = new Semaphore(atOnce + waiting);
        this.patience = patience;
    }

    /**
     * Does the work when there is a place for it.
     *
     * @throws Refused 503 when there is none
     */
    public <T> T run(Callable<T> work) throws Exception {
        if (!all.tryAcquire()) throw Refused.busy(what);
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) throw Refused.busy(what);
            try {
                return work.call();
            } finally {
                places.release();
            }
        } finally {
            all.release();
        }
    }
}
