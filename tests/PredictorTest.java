//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java SampleLake.java
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.model.Forecast;
import lib.model.Predictor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved model read back: it forecasts, and whatever is in the file, nothing of it is executed. */
class PredictorTest {

    private static byte[] model;

    @BeforeAll
    static void readTheSampleModel(@TempDir Path lake) throws IOException {
        SampleLake.copyTo(lake);
        String version = Json.MAPPER.readTree(Files.readAllBytes(lake.resolve("models/champion.json"))).path("version")
                .asText();
        model = Files.readAllBytes(lake.resolve("models/" + version + "/model.json"));
    }

    @Test
    void aSavedModelForecastsEveryPairOfItsClubs() {
        Predictor predictor = Predictor.of(model);
        assertTrue(predictor.simulated());
        int pairs = 0;
        for (String home : predictor.clubs().keySet()) {
            for (String away : predictor.clubs().keySet()) {
                if (home.equals(away)) continue;
                Forecast forecast = predictor.forecast(home, away, predictor.dataUntil().plusDays(1), "", "");
                assertEquals(1, forecast.home() + forecast.draw() + forecast.away(), 1e-9);
                assertTrue(Math.min(forecast.home(), Math.min(forecast.draw(), forecast.away())) > 0,
                        home + " x " + away);
                pairs++;
            }
        }
        assertTrue(pairs >= 380, pairs + " pairs");
    }

    @Test
    void twoReadersOfTheSameBytesForecastTheSame() {
        Predictor one = Predictor.of(model);
        Predictor other = Predictor.of(model);
        assertEquals(one.forecast("Flamengo", "Santos", one.dataUntil().plusDays(1), "", ""),
                other.forecast("Flamengo", "Santos", other.dataUntil().plusDays(1), "", ""));
    }

    @Test
    void whatIsNoModelIsAFaultThatSaysWhatToDo() throws IOException {
        List<byte[]> broken = new ArrayList<>();
        for (String text : List.of("", "{", "[]", "7", "\u0000\u0001", "{\"kind\": \"elo\"}")) {
            broken.add(text.getBytes(StandardCharsets.UTF_8));
        }
        ObjectNode unknown = (ObjectNode) Json.MAPPER.readTree(model);
        unknown.put("kind", "crystal-ball");
        broken.add(Json.write(unknown));
        for (byte[] bytes : broken) {
            Fault fault = assertThrows(Fault.class, () -> Predictor.of(bytes),
                    new String(bytes, StandardCharsets.UTF_8).substring(0, Math.min(20, bytes.length)));
            assertEquals(Exit.CONFIGURATION, fault.exit);
            assertTrue(fault.remedy.contains("03_train.java"), fault.remedy);
        }
    }

    /** Something that acts when it is deserialised, as an attack does. */
    static final class Attack implements Serializable {
        static final AtomicBoolean ACTED = new AtomicBoolean();

        private void readObject(java.io.ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            ACTED.set(true);
        }
    }

    @Test
    void nothingInTheFileIsExecuted() throws IOException {
        ByteArrayOutputStream serialised = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(serialised)) {
            out.writeObject(new Attack());
        }
        assertThrows(Fault.class, () -> Predictor.of(serialised.toByteArray()));
        // The ways in which JSON can name a class: none of them is followed.
        for (String attack : List.of("{\"@class\": \"PredictorTest$Attack\"}", "[\"PredictorTest$Attack\", {}]")) {
            ObjectNode changed = (ObjectNode) Json.MAPPER.readTree(model);
            changed.set("forecaster", Json.MAPPER.readTree(attack));
            ((ObjectNode) changed.path("history")).set("elo", Json.MAPPER.readTree(attack));
            assertThrows(Fault.class, () -> Predictor.of(Json.write(changed)));
        }
        assertFalse(Attack.ACTED.get(), "an object of the file's choice was made");
    }

    /** Models are plain JSON; should a source read serialised objects one day, it must set an allow-list first. */
    @Test
    void noSourceDeserialisesWithoutAFilter() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> top = Files.list(Scripts.HOME); Stream<Path> lib = Files.walk(Scripts.HOME.resolve("lib"))) {
            Stream.concat(top, lib).filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        assertTrue(sources.size() > 40, sources.size() + " sources");
        for (Path source : sources) {
            String code = Files.readString(source);
            boolean reads = Pattern.compile(
                    "ObjectInputStream|readObject\\(|enableDefaultTyping|activateDefaultTyping|@JsonTypeInfo|XMLDecoder|SerializationUtils").matcher(code).find();
            assertTrue(!reads || code.contains("setObjectInputFilter"), source + " deserialises without an allow-list");
        }
    }
}
