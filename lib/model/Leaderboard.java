package lib.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Lets forecasters walk through the same history, several at a time. */
public final class Leaderboard {

    /** What a forecaster said, and how long it took in seconds. */
    public record Entry(Backtest.Run run, double seconds) {

        Entry within(int firstSeason, int lastSeason) {
            return new Entry(run.within(firstSeason, lastSeason), seconds);
        }
    }

    private Leaderboard() {}

    /**
     * One entry per forecaster, in the given order. Each walks alone through the history from its beginning, so the
     * forecasts are the same to the last bit however many threads there are.
     *
     * @param from    first season whose forecasts are kept
     * @param to      last season whose forecasts are kept
     * @param threads how many forecasters walk at a time
     * @param advance told how many examples are done; called from several threads
     */
    public static List<Entry> run(List<Supplier<Forecaster>> forecasters, List<Example> examples, int from, int to,
            int threads, LongConsumer advance) {
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<Entry>> walks = new ArrayList<>();
            for (Supplier<Forecaster> forecaster : forecasters) {
                walks.add(workers.submit(() -> {
                    long start = System.nanoTime();
                    Backtest.Run run = Backtest.run(forecaster.get(), examples, from, to, advance);
                    return new Entry(run, (System.nanoTime() - start) / 1e9);
                }));
            }
            List<Entry> entries = new ArrayList<>();
            for (Future<Entry> walk : walks) entries.add(walk.get());
            return entries;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
