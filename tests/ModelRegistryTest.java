//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import lib.base.Fault;
import lib.lake.FolderLake;
import lib.lake.ModelRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {

    @TempDir
    Path folder;

    private ModelRegistry registry;

    @BeforeEach
    void openTheLake() {
        registry = new ModelRegistry(new FolderLake(folder));
    }

    private void publish(String version) {
        registry.publish(version, Map.of("model.json", ("model " + version).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void thePointerLeadsToExactlyWhatWasPublished() {
        publish("a");
        registry.promote("a", Optional.empty(), "test");
        assertArrayEquals("model a".getBytes(StandardCharsets.UTF_8), registry.load(registry.champion().orElseThrow().champion(), "model.json"));
    }

    @Test
    void ofTwoTrainingsAtOnceOnePromotesAndTheOtherIsToldWithItsVersionKept() {
        publish("a");
        registry.promote("a", Optional.empty(), "test");
        Optional<ModelRegistry.Pointer> seenByBoth = registry.champion();
        publish("b");
        publish("c");
        registry.promote("b", seenByBoth, "test");
        Fault lost = assertThrows(Fault.class, () -> registry.promote("c", seenByBoth, "test"));
        assertTrue(lost.likelyCause.contains("nothing is lost"), lost.likelyCause);
        assertEquals("b", registry.champion().orElseThrow().champion().version());
        assertTrue(Files.exists(folder.resolve("models/c/model.json")));
        assertThrows(Fault.class, () -> registry.promote("c", Optional.empty(), "test"), "somebody else was first");
    }

    @Test
    void aVersionNeverChanges() {
        publish("a");
        publish("a");
        Fault refused = assertThrows(Fault.class, () -> registry.publish("a", Map.of("model.json", new byte[] {1})));
        assertTrue(refused.getMessage().contains("exists with other content"));
    }

    @Test
    void aChangedModelAndAChangedManifestAreBothNoticed() throws Exception {
        publish("a");
        registry.promote("a", Optional.empty(), "test");
        ModelRegistry.Champion champion = registry.champion().orElseThrow().champion();
        Files.writeString(folder.resolve("models/a/model.json"), "model A");
        assertTrue(assertThrows(Fault.class, () -> registry.load(champion, "model.json")).getMessage().contains("checksum of model.json"));
        Files.writeString(folder.resolve("models/a/manifest.json"), "{}");
        assertTrue(assertThrows(Fault.class, () -> registry.load(champion, "model.json")).getMessage().contains("checksum of manifest.json"));
        Files.writeString(folder.resolve("models/champion.json"), "{ half");
        assertTrue(assertThrows(Fault.class, registry::champion).getMessage().contains("damaged"));
    }

    @Test
    void rollbackUndoesPromotionsOneByOneAndRemembersEveryMove() {
        for (String version : List.of("a", "b", "c")) {
            publish(version);
            registry.promote(version, registry.champion(), "better");
        }
        assertEquals("b", registry.rollback(null, registry.champion()));
        assertEquals("a", registry.rollback(null, registry.champion()));
        assertThrows(Fault.class, () -> registry.rollback(null, registry.champion()), "nothing served before a");
        assertTrue(registry.isRolledBack("c") && registry.isRolledBack("b") && !registry.isRolledBack("a"));
        assertEquals("c", registry.rollback("c", registry.champion()));
        assertTrue(!registry.isRolledBack("c") && registry.isRolledBack("a"));
        assertEquals(List.of("a", "b", "c", "b", "a", "c"), registry.history().stream().map(ModelRegistry.Move::version).toList());
        assertEquals(List.of("a", "b", "c"), registry.versions());
    }

    @Test
    void ofManyMovesAtOnceEachThatSucceedsIsInTheHistoryAndNoLineIsLost() throws Exception {
        publish("start");
        registry.promote("start", Optional.empty(), "first");
        AtomicInteger moved = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String version = "v" + i;
            publish(version);
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    registry.promote(version, registry.champion(), "race");
                    moved.incrementAndGet();
                } catch (Fault lost) {
                    // told so; nothing is lost
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        List<ModelRegistry.Move> history = registry.history();
        assertEquals(moved.get() + 1, history.size());
        assertTrue(moved.get() >= 1);
        assertEquals(9, registry.versions().size());
        assertTrue(history.stream().anyMatch(move -> move.version().equals(registry.champion().orElseThrow().champion().version())));
    }
}
