//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Moto.java Scripts.java ServedScript.java SampleLake.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API against its own document, asked by a tool that invents requests: every operation, every check. */
class ContractTest {

    private static final String TOOL = "schemathesis==4.32.5";
    private static final String EXAMPLES = "15";
    private static final String SEED = "2003";

    @Test
    void whatSchemathesisInventsIsAnsweredAsTheDocumentSays(@TempDir Path lake) throws Exception {
        Path home = Scripts.HOME.resolve(".cache/schemathesis");
        Moto.install(home, TOOL);
        SampleLake.copyTo(lake);
        try (ServedScript api = ServedScript.start("04_api.java", "--lake", lake.toString())) {
            Process tool = new ProcessBuilder(Moto.python(home), "-m", "schemathesis.cli",
                    "--config-file", Scripts.HOME.resolve("tests/schemathesis.toml").toString(), "run",
                    api.url + "/openapi.json",
                    "--checks", "all", "--max-examples", EXAMPLES, "--seed", SEED, "--no-color",
                    "--suppress-health-check", "all").directory(lake.toFile()).redirectErrorStream(true).start();
            tool.getOutputStream().close();
            String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, tool.waitFor(), said);
        }
    }
}
