//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;

/** Which of four places an option's value comes from, and what a run tells about it. */
class SettingsTest {

    @Command
    static final class Options {
        @Option(names = "--port", descriptionKey = "API_PORT", defaultValue = "8080") int port;
        @Option(names = "--upload-token", descriptionKey = "UPLOAD_TOKEN") String token;
        @Option(names = "--url", descriptionKey = "API_URL") String url;
        @Option(names = "--seed", defaultValue = "1") long seed;
    }

    @TempDir
    Path folder;

    private final Options options = new Options();
    private List<String> described;

    private void parse(Map<String, String> environment, String... arguments) {
        Settings settings = Settings.of(environment, folder);
        ParseResult parsed = new CommandLine(options).setDefaultValueProvider(settings).parseArgs(arguments);
        described = settings.describe(parsed);
    }

    private void env(String content) throws IOException {
        Files.writeString(folder.resolve(".env"), content);
    }

    @Test
    void aByteOrderMarkBeforeTheFirstNameIsSkipped() throws IOException {
        env("\ufeffAPI_PORT=39111\r\nAPI_URL='http://x'\r\n");
        parse(Map.of());
        assertEquals(39111, options.port);
        assertEquals("http://x", options.url);
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws IOException {
        parse(Map.of());
        assertEquals(8080, options.port);
        assertEquals(List.of("port=8080 (default)"), described);
        env("API_PORT=1\n");
        parse(Map.of());
        assertEquals(1, options.port);
        assertEquals(List.of("port=1 (.env)"), described);
        parse(Map.of("API_PORT", "2"));
        assertEquals(2, options.port);
        assertEquals(List.of("port=2 (environment)"), described);
        parse(Map.of("API_PORT", "2"), "--port", "3");
        assertEquals(3, options.port);
        assertEquals(List.of("port=3 (flag)"), described);
    }

    @Test
    void anEmptyValueCountsAsNotSet() throws IOException {
        env("API_PORT=5\n");
        parse(Map.of("API_PORT", " "));
        assertEquals(8080, options.port, "the environment names it, so the file does not count");
        env("API_PORT=\n");
        parse(Map.of());
        assertEquals(8080, options.port);
    }

    @Test
    void secretsAreMaskedWhereverTheyCameFrom() throws IOException {
        env("UPLOAD_TOKEN=from-file\nAPI_URL=https://user:pass-word@api.example.org/x\n");
        parse(Map.of());
        assertEquals("from-file", options.token);
        assertEquals("https://user:pass-word@api.example.org/x", options.url);
        assertTrue(described.contains("upload-token=**** (.env)")
                && described.contains("url=https://****@api.example.org/x (.env)"), described.toString());
        parse(Map.of(), "--upload-token", "from-flag");
        assertFalse(described.toString().contains("from-"), described.toString());
    }

    @Test
    void anOptionWithoutANameInTheEnvironmentIsToldOnlyWhenGiven() {
        parse(Map.of("SEED", "9"));
        assertEquals(1, options.seed);
        assertFalse(described.toString().contains("seed"), described.toString());
        parse(Map.of(), "--seed", "7");
        assertTrue(described.contains("seed=7 (flag)"), described.toString());
    }

    @Test
    void aDotEnvFileMayHaveCommentsQuotesAccentsAndWindowsLineEnds() throws IOException {
        env("# Maracanã\r\n\r\nAPI_PORT=\"9001\"\r\nUPLOAD_TOKEN='grêmio #1'\r\n");
        parse(Map.of());
        assertEquals(9001, options.port);
        assertEquals("grêmio #1", options.token);
    }

    @Test
    void aDotEnvFileThatCannotBeReadIsAFaultThatNamesTheExample() throws IOException {
        env("no setting at all\n");
        Fault fault = assertThrows(Fault.class, () -> parse(Map.of()));
        assertEquals(Exit.CONFIGURATION, fault.exit);
        assertTrue(fault.getMessage().contains(".env cannot be read") && fault.remedy.contains(".env.example"),
                fault.getMessage());
    }
}
