//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import lib.raw.ExternalSort;
import org.junit.jupiter.api.Test;

class ExternalSortTest {

    /** A key to sort by, and the place in the input. */
    private record Entry(String key, int place) {}

    private static List<Entry> sorted(List<Entry> entries, int blockSize) {
        try (ExternalSort<Entry> sort = new ExternalSort<>(Comparator.comparing(Entry::key), (entry, out) -> {
            out.writeUTF(entry.key);
            out.writeInt(entry.place);
        }, in -> new Entry(in.readUTF(), in.readInt()), blockSize)) {
            entries.forEach(sort::add);
            List<Entry> sorted = new ArrayList<>();
            sort.forEach(sorted::add);
            List<Entry> again = new ArrayList<>();
            sort.forEach(again::add);
            assertEquals(sorted, again, "it can be read twice");
            return sorted;
        }
    }

    @Test
    void anyBlockSizeGivesTheOrderOfAStableSortInMemory() {
        Random random = new Random(4);
        for (int count : new int[] {0, 1, 6, 7, 8, 14, 1000}) {
            List<Entry> entries = new ArrayList<>();
            // Few keys, so that most have equals in other blocks; long ones, so that a block fills several buffers.
            for (int i = 0; i < count; i++) {
                entries.add(new Entry("ç".repeat(1 + random.nextInt(20_000)).substring(random.nextInt(2)), i));
            }
            for (int i = 0; i < count; i += 2) entries.set(i, new Entry("" + random.nextInt(9), i));
            List<Entry> expected = entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
            for (int size : new int[] {1, 7, 5000}) {
                assertEquals(expected, sorted(entries, size), count + " records in blocks of " + size);
            }
        }
    }
}
