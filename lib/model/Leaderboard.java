package lib.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Lets forecasters walk through the same history, several at a time. */
public final class Leaderboard {

    /** What a forecaster said, and how long it took in seconds; a part as long as the whole. */
    public record Entry(Backtest.Run run, double seconds) {}

    private Leaderboard() {}

    /**
     * One entry per forecaster, in the given order. Each walks alone through the history from its beginning, so the
     * forecasts are the same to the last bit however many threads there are; one that is a part of another is asked on
     * the other's walk.
     *
     * @param from    first season whose forecasts are kept
     * @param to      last season whose forecasts are kept
     * @param threads how many forecasters walk at a time
     * @param advance told how many examples are done; called from several threads
     */
    public static List<Entry> run(List<Supplier<Forecaster>> forecasters, List<Example> examples, int from, int to,
            int threads, LongConsumer advance) {
        List<Forecaster> all = forecasters.stream().map(Supplier::get).toList();
        Set<String> parts = all.stream().flatMap(forecaster -> forecaster.parts().stream()).map(Forecaster::kind)
                .collect(Collectors.toSet());
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<List<Entry>>> walks = new ArrayList<>();
            for (Forecaster forecaster : all) {
                if (parts.contains(forecaster.kind())) continue;
                walks.add(workers.submit(() -> {
                    long start = System.nanoTime();
                    List<Backtest.Run> runs = Backtest.runWithParts(forecaster, examples, from, to, advance);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    return runs.stream().map(run -> new Entry(run, seconds)).toList();
                }));
            }
            Map<String, Entry> entries = new HashMap<>();
            for (Future<List<Entry>> walk : walks) {
                for (Entry entry : walk.get()) entries.put(entry.run.kind(), entry);
            }
            return all.stream().map(forecaster -> entries.get(forecaster.kind())).toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
