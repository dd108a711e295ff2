package lib.lake;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.time.Duration;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;

/** The lock of a lake in a folder: waits for another process, but not in silence and not for ever. */
public final class FolderLock {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private FolderLock() {}

    /**
     * Takes the lock.
     *
     * @param lake  how a person calls the lake
     * @param tell  how long it waits before it says so, on standard error
     * @param most  how long it waits at all
     * @throws Fault when another process still holds it then
     */
    public static FileLock take(FileChannel file, String lake, Duration tell, Duration most) throws IOException {
        long began = System.nanoTime();
        boolean told = false;
        for (FileLock lock = file.tryLock(); ; lock = file.tryLock()) {
            if (lock != null) return lock;
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            if (waited.compareTo(most) > 0) {
                throw new Fault(Exit.CONFIGURATION,
                        "another process holds the lock of the data lake " + lake + ", for more than "
                        + most.toSeconds() + " s", "a run there was suspended, or hangs",
                        "end it (fuser " + lake + "/.lake/lock names it), then run this again", 0);
            }
            if (!told && waited.compareTo(tell) > 0) {
                new Console(true).warn("waiting for another run, which writes in the data lake " + lake);
                told = true;
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the lock");
        }
    }
}
