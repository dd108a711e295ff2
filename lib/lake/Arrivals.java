package lib.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.base.Sha256;

/**
 * When each file came into raw/, one JSON object a line. Of two files that tell different results the later one is
 * believed, and a file's own time does not say which that is: copying, cloning or restoring a lake gives new times.
 */
public final class Arrivals {

    private static final int TRIES = 20;

    /**
     * A file of raw/ as it came.
     *
     * @param at       never before the arrival above it, whatever the clock said
     * @param accepted whether a person wants it in spite of what is in quarantine
     */
    public record Arrival(String file, String sha256, Instant at, boolean accepted) {}

    private final Lake lake;
    private final Map<String, Arrival> newest = new HashMap<>();

    private Arrivals(Lake lake) {
        this.lake = lake;
    }

    /** What the lake has on record; a damaged line counts as none. */
    public static Arrivals of(Lake lake) {
        Arrivals arrivals = new Arrivals(lake);
        lake.get(Keys.ARRIVALS).ifPresent(stored -> read(stored.bytes()).forEach(a -> arrivals.newest.put(a.file, a)));
        return arrivals;
    }

    private static List<Arrival> read(byte[] bytes) {
        List<Arrival> arrivals = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            try {
                Arrival arrival = Json.MAPPER.readValue(line, Arrival.class);
                boolean isWhole = arrival != null && arrival.file != null && arrival.sha256 != null
                        && arrival.at != null;
                if (isWhole) arrivals.add(arrival);
            } catch (JsonProcessingException e) {
                // half a line, or somebody's own: the file's time has to do
            }
        }
        return arrivals;
    }

    /** The arrival of exactly this content under this key, if it is on record. */
    public Optional<Arrival> of(String key) {
        Arrival arrival = newest.get(key);
        return arrival == null || !sha256(lake, key).equals(arrival.sha256) ? Optional.empty() : Optional.of(arrival);
    }

    /** Records that a file came. The same content again is no new arrival. */
    public static void record(Lake lake, String key, String sha256) {
        append(lake, new Arrival(key, sha256, Instant.now(), false));
    }

    /** Records that a person wants a file in spite of what is in quarantine. */
    public static void accept(Lake lake, String key) {
        String sha256 = sha256(lake, key);
        Instant at = of(lake).of(key).map(Arrival::at).orElse(Instant.now());
        append(lake, new Arrival(key, sha256, at, true));
    }

    private static void append(Lake lake, Arrival arrival) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Lake.Stored> stored = lake.get(Keys.ARRIVALS);
            byte[] before = stored.map(Lake.Stored::bytes).orElse(new byte[0]);
            List<Arrival> known = read(before);
            Arrival last = known.stream().filter(a -> a.file.equals(arrival.file)).reduce((a, b) -> b).orElse(null);
            if (last != null && last.sha256.equals(arrival.sha256) && (last.accepted || !arrival.accepted)) return;
            Instant latest = known.stream().map(Arrival::at).max(Comparator.naturalOrder()).orElse(Instant.MIN);
            boolean late = arrival.accepted || arrival.at.isAfter(latest);
            byte[] all = Json.withLine(before, late ? arrival
                    : new Arrival(arrival.file, arrival.sha256, latest.plusMillis(1), false));
            boolean written = stored.isPresent() ? lake.replace(Keys.ARRIVALS, all, stored.get().etag())
                    : lake.create(Keys.ARRIVALS, all);
            if (written) return;
        }
        throw new Fault(Exit.UNEXPECTED, Keys.ARRIVALS + " is being written by others without an end",
                "many files are added at once", "run it again", 2);
    }

    /** The SHA-256 of an object, read through once. */
    public static String sha256(Lake lake, String key) {
        try (InputStream in = lake.open(key)) {
            return Sha256.of(in);
        } catch (IOException e) {
            throw new Fault(Exit.UNEXPECTED, key + " cannot be read to its end", e.getMessage(), "run it again", 2)
                    .from(e);
        }
    }
}
