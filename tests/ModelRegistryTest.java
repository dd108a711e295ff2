//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import lib.base.Fault;
import lib.lake.FolderLake;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.ModelRegistry;
import lib.lake.ModelRegistry.Why;
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
        registry.publish(version, Map.of("model.json", utf8("model " + version)));
    }

    @Test
    void thePointerLeadsToExactlyWhatWasPublished() {
        publish("a");
        registry.promote("a", Optional.empty(), Why.byHand("test"));
        ModelRegistry.Champion champion = registry.champion().orElseThrow().champion();
        assertArrayEquals(utf8("model a"), registry.load(champion).get("model.json"));
    }

    @Test
    void ofTwoTrainingsAtOnceOnePromotesAndTheOtherIsToldWithItsVersionKept() {
        publish("a");
        registry.promote("a", Optional.empty(), Why.byHand("test"));
        Optional<ModelRegistry.Pointer> seenByBoth = registry.champion();
        publish("b");
        publish("c");
        registry.promote("b", seenByBoth, Why.byHand("test"));
        Fault lost = assertThrows(Fault.class, () -> registry.promote("c", seenByBoth, Why.byHand("test")));
        assertTrue(lost.likelyCause.contains("nothing is lost"), lost.likelyCause);
        assertEquals("b", registry.champion().orElseThrow().champion().version());
        assertTrue(Files.exists(folder.resolve("models/c/model.json")));
        assertThrows(Fault.class, () -> registry.promote("c", Optional.empty(), Why.byHand("test")),
                "somebody else was first");
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
        registry.promote("a", Optional.empty(), Why.byHand("test"));
        ModelRegistry.Champion champion = registry.champion().orElseThrow().champion();
        Files.writeString(folder.resolve("models/a/model.json"), "model A");
        assertTrue(refusal(champion).contains("checksum of model.json"));
        Files.writeString(folder.resolve("models/a/manifest.json"), "{}");
        assertTrue(refusal(champion).contains("checksum of manifest.json"));
        Files.writeString(folder.resolve("models/champion.json"), "{ half");
        assertTrue(assertThrows(Fault.class, registry::champion).getMessage().contains("damaged"));
    }

    private String refusal(ModelRegistry.Champion champion) {
        return assertThrows(Fault.class, () -> registry.load(champion)).getMessage();
    }

    private List<String> moves() {
        return registry.history().stream().map(ModelRegistry.Move::version).toList();
    }

    @Test
    void rollbackUndoesPromotionsOneByOneAndRemembersEveryMove() {
        for (String version : List.of("a", "b", "c")) {
            publish(version);
            registry.promote(version, registry.champion(), Why.byHand("better"));
        }
        assertEquals("b", registry.rollback(null, registry.champion()));
        assertEquals("a", registry.rollback(null, registry.champion()));
        assertThrows(Fault.class, () -> registry.rollback(null, registry.champion()), "nothing served before a");
        assertTrue(registry.isRolledBack("c") && registry.isRolledBack("b") && !registry.isRolledBack("a"));
        assertEquals("c", registry.rollback("c", registry.champion()));
        assertTrue(!registry.isRolledBack("c") && registry.isRolledBack("a"));
        assertEquals(List.of("a", "b", "c", "b", "a", "c"), moves());
        assertEquals(List.of("a", "b", "c"), registry.versions());
    }

    @Test
    void ofManyMovesAtOnceEachThatSucceedsIsInTheHistoryAndNoLineIsLost() throws Exception {
        publish("start");
        registry.promote("start", Optional.empty(), Why.byHand("first"));
        AtomicInteger moved = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String version = "v" + i;
            publish(version);
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    registry.promote(version, registry.champion(), Why.byHand("race"));
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
        String serving = registry.champion().orElseThrow().champion().version();
        assertTrue(history.stream().anyMatch(move -> move.version().equals(serving)));
    }

    // ---------------------------------------------------------------- killed at any moment

    /** What a killed process says last. */
    private static final class Killed extends Error {}

    /** A lake whose process is killed instead of the n-th write: as in every lake, a write is whole or not there. */
    private static Lake killedAt(Lake lake, int write) {
        AtomicInteger writes = new AtomicInteger();
        Class<?>[] type = {Lake.class};
        return (Lake) Proxy.newProxyInstance(Lake.class.getClassLoader(), type, (proxy, method, arguments) -> {
            boolean writing = List.of("put", "create", "replace").contains(method.getName());
            if (writing && writes.incrementAndGet() == write) throw new Killed();
            try {
                return method.invoke(lake, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The writes of chapter 3, in its order. */
    private static void train(Lake lake, String version) {
        ModelRegistry registry = new ModelRegistry(lake, InstantSource.fixed(NOON));
        Optional<ModelRegistry.Pointer> before = registry.recover();
        if (registry.isRolledBack(version)) return;
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of("model.json", "history.json")) files.put(name, utf8(name + version));
        if (!registry.versions().contains(version)) registry.publish(version, files);
        registry.promote(version, before, Why.byHand("better"));
    }

    private static void rollBack(Lake lake, String version) {
        ModelRegistry registry = new ModelRegistry(lake, InstantSource.fixed(NOON));
        registry.rollback(version, registry.recover());
    }

    private static void record(Lake lake) {
        String version = new ModelRegistry(lake).champion().orElseThrow().champion().version();
        lake.create(Keys.RECORDED + version + ".json", version.getBytes(StandardCharsets.UTF_8));
    }

    private static final List<Consumer<Lake>> LIFE = List.of(lake -> train(lake, "a"), lake -> train(lake, "b"),
            ModelRegistryTest::record, lake -> rollBack(lake, "a"), lake -> train(lake, "b"), lake -> train(lake, "c"),
            lake -> rollBack(lake, "b"), ModelRegistryTest::record);

    private static SortedMap<String, String> bytes(Lake lake) {
        SortedMap<String, String> bytes = new TreeMap<>();
        for (Lake.Entry entry : lake.list("")) {
            bytes.put(entry.key(), new String(lake.get(entry.key()).orElseThrow().bytes(), StandardCharsets.UTF_8));
        }
        return bytes;
    }

    /** The command that was killed is run again, or is not, and the next one mends what it left. */
    @Test
    void aKillAtAnyWriteLeavesALakeThatTheNextRunMakesWhole() {
        Lake undisturbed = new FolderLake(folder.resolve("undisturbed"));
        LIFE.forEach(command -> command.accept(undisturbed));
        SortedMap<String, String> expected = bytes(undisturbed);
        assertEquals(5, expected.get(Keys.CHAMPIONS).lines().count());
        int write = 1;
        for (boolean killed = true; killed; write++) {
            Lake lake = new FolderLake(folder.resolve("killed-" + write));
            Lake dying = killedAt(lake, write);
            killed = false;
            for (Consumer<Lake> command : LIFE) {
                try {
                    command.accept(killed ? lake : dying);
                } catch (Killed now) {
                    killed = true;
                    ModelRegistry left = new ModelRegistry(lake);
                    left.champion().ifPresent(pointer -> assertTrue(left.isWhole(pointer.champion())));
                    command.accept(lake);
                }
            }
            assertEquals(expected, bytes(lake), "killed at write " + write);
        }
        assertTrue(write > 20, "only " + write + " writes");
    }

    @Test
    void theHistoryIsWholeForAReaderBeforeAnybodyMendsIt() throws Exception {
        train(new FolderLake(folder), "a");
        publish("b"); // so that the next training begins with moving the pointer
        assertThrows(Killed.class, () -> train(killedAt(new FolderLake(folder), 2), "b"));
        assertEquals("b", registry.champion().orElseThrow().champion().version());
        assertEquals(1, Files.readAllLines(folder.resolve(Keys.CHAMPIONS)).size());
        assertEquals(List.of("a", "b"), moves());
        assertEquals("a", registry.rollback(null, registry.champion()), "the version before is known all the same");
        assertEquals(List.of("a", "b", "a"), moves());
    }

    @Test
    void ofTheSameTrainingStartedTwiceBothEndWell() {
        publish("a");
        registry.promote("a", Optional.empty(), Why.byHand("test"));
        Optional<ModelRegistry.Pointer> seenByBoth = registry.champion();
        publish("b");
        registry.promote("b", seenByBoth, Why.byHand("test"));
        registry.promote("b", seenByBoth, Why.byHand("test"));
        assertEquals(List.of("a", "b"), moves());
    }

    @Test
    void withoutAPointerWhatServedLastIsRestoredAndAnyVersionCanBeNamed() throws Exception {
        for (String version : List.of("a", "b")) {
            publish(version);
            registry.promote(version, registry.champion(), Why.byHand("better"));
        }
        registry.rollback("a", registry.champion());
        Files.delete(folder.resolve("models/champion.json"));
        assertEquals("b", registry.rollback("b", Optional.empty()), "a version can be named without a pointer");
        Files.delete(folder.resolve("models/champion.json"));
        assertEquals("b", registry.recover().orElseThrow().champion().version());
        assertEquals(ModelRegistry.Action.RESTORE, registry.history().getLast().action());
        Files.delete(folder.resolve("models/champion.json"));
        Files.writeString(folder.resolve("models/b/model.json"), "damaged");
        assertTrue(registry.recover().isEmpty(), "a damaged version is not restored");
        assertThrows(Fault.class, () -> registry.rollback("b", Optional.empty()), "nor can it be named");
        assertThrows(Fault.class, () -> registry.rollback(null, Optional.empty()));
        assertEquals("a", registry.rollback("a", Optional.empty()));
    }

    @Test
    void aVersionThatLostAFileIsNotServedUntilItIsPublishedAgain() throws Exception {
        publish("a");
        registry.promote("a", Optional.empty(), Why.byHand("test"));
        Files.delete(folder.resolve("models/a/manifest.json"));
        Files.delete(folder.resolve("models/a/model.json"));
        ModelRegistry.Champion champion = registry.champion().orElseThrow().champion();
        assertTrue(refusal(champion).contains("its manifest is missing"));
        registry.publish("a", Map.of("model.json", utf8("other")));
        registry.promote("a", registry.recover(), Why.byHand("test"));
        assertTrue(registry.isWhole(registry.champion().orElseThrow().champion()));
    }

    @Test
    void movesAreInTheirOrderWhateverTheClockSays() {
        ModelRegistry.Move last = null;
        for (String time : List.of("2026-11-25T12:00:00Z", "2026-11-25T12:00:00Z", "2001-01-01T00:00:00Z")) {
            ModelRegistry at = new ModelRegistry(new FolderLake(folder), InstantSource.fixed(Instant.parse(time)));
            String version = last == null ? "a" : last.version() + "a";
            publish(version);
            at.promote(version, at.champion(), Why.byHand("test"));
            ModelRegistry.Move move = at.history().getLast();
            assertTrue(last == null || move.at().isAfter(last.at()), move + " after " + last);
            last = move;
        }
        assertEquals(3, registry.history().size());
    }
}
