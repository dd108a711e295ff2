//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/Exit.java ../lib/base/Fault.java ../lib/base/Json.java ../lib/base/Sha256.java
//SOURCES ../lib/lake/FolderLake.java ../lib/lake/Keys.java ../lib/lake/Lake.java ../lib/lake/ModelRegistry.java

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
        registry.promote("a", Optional.empty());
        assertArrayEquals("model a".getBytes(StandardCharsets.UTF_8), registry.load(registry.champion().orElseThrow().champion(), "model.json"));
    }

    @Test
    void ofTwoTrainingsAtOnceOnePromotesAndTheOtherIsToldWithItsVersionKept() {
        publish("a");
        registry.promote("a", Optional.empty());
        Optional<ModelRegistry.Pointer> seenByBoth = registry.champion();
        publish("b");
        publish("c");
        registry.promote("b", seenByBoth);
        Fault lost = assertThrows(Fault.class, () -> registry.promote("c", seenByBoth));
        assertTrue(lost.cause.contains("nothing is lost"), lost.cause);
        assertEquals("b", registry.champion().orElseThrow().champion().version());
        assertTrue(Files.exists(folder.resolve("models/c/model.json")));
        assertThrows(Fault.class, () -> registry.promote("c", Optional.empty()), "somebody else was first");
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
        registry.promote("a", Optional.empty());
        ModelRegistry.Champion champion = registry.champion().orElseThrow().champion();
        Files.writeString(folder.resolve("models/a/model.json"), "model A");
        assertTrue(assertThrows(Fault.class, () -> registry.load(champion, "model.json")).getMessage().contains("checksum of model.json"));
        Files.writeString(folder.resolve("models/a/manifest.json"), "{}");
        assertTrue(assertThrows(Fault.class, () -> registry.load(champion, "model.json")).getMessage().contains("checksum of manifest.json"));
        Files.writeString(folder.resolve("models/champion.json"), "{ half");
        assertTrue(assertThrows(Fault.class, registry::champion).getMessage().contains("damaged"));
    }
}
