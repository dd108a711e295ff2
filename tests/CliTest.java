//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every chapter does alike: exit codes, errors in four lines, JSON apart from text, colour, UTF-8, progress. */
class CliTest {

    /** A chapter with one command for each way to end; it runs in a process of its own. */
    @Command(name = "00_try.java", mixinStandardHelpOptions = true)
    static final class Chapter {
        public static void main(String... arguments) {
            System.exit(Cli.run(new Chapter(), "run", arguments));
        }

        @Command
        int run(@Mixin Cli.Output output, @Option(names = "--upload-token",
                descriptionKey = "UPLOAD_TOKEN") String token) {
            Console console = output.console();
            console.title("Maracanã");
            console.step(1, "Grêmio x São Paulo");
            try (Console.Progress progress = console.progress("reading", 1000)) {
                for (int i = 0; i < 1000; i++) progress.advance(1);
            }
            console.table(List.of("club", "points"), List.of(List.of("Criciúma", "3"), List.of("Vasco", "10")));
            console.good("made");
            console.warn("look: \033]0;a cell of a file\007");
            console.next("./jbangw 00_try.java");
            if (output.json) console.json(Map.of("stadium", "Maracanã"));
            return Exit.OK.code;
        }

        @Command
        int fail(@Mixin Cli.Output output, @Option(names = "--exit", defaultValue = "CONFIGURATION") Exit exit) {
            throw new Fault(exit, "the Maracanã is closed", "it is being repaired", "play elsewhere", 6)
                    .from(new IOException("deep reason"));
        }

        @Command
        int empty(@Mixin Cli.Output output, @Option(names = "--lake") String lake) {
            throw new Fault(Exit.CONFIGURATION, "the lake is empty", "nothing ran", "./jbangw 00_try.java run", 6);
        }

        @Command
        int surprise(@Mixin Cli.Output output) {
            throw new IllegalStateException("never thought of");
        }
    }

    private record Result(int exit, String out, String err) {}

    @TempDir
    Path folder;

    private List<String> command(String... arguments) {
        // -Dstdout.encoding is what a C locale sets; the console must not follow it.
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                        .reduce((a, b) -> a + File.pathSeparator + b).orElseThrow(),
                "-Dstdout.encoding=US-ASCII", "-Dstderr.encoding=US-ASCII", "-Dfile.encoding=US-ASCII",
                Chapter.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Result start(Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> List.of("NO_COLOR", "UPLOAD_TOKEN", "LC_ALL").contains(name));
        builder.environment().putAll(environment);
        File err = folder.resolve("err").toFile();
        Process process = builder.redirectError(err).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Result(process.exitValue(), out, java.nio.file.Files.readString(err.toPath()));
    }

    private Result chapter(String... arguments) throws Exception {
        return start(Map.of("LC_ALL", "C"), command(arguments));
    }

    @Test
    void everyExitCodeReachesTheShell() throws Exception {
        assertEquals(0, chapter().exit);
        assertEquals(0, chapter("--help").exit);
        assertEquals(1, chapter("surprise").exit);
        assertEquals(2, chapter("--no-such-option").exit);
        assertEquals(2, chapter("no-such-command").exit);
        for (Exit exit : List.of(Exit.USAGE, Exit.CONFIGURATION, Exit.AWS_REFUSED, Exit.GATE_SAID_NO,
                Exit.INTERRUPTED)) {
            assertEquals(exit.code, chapter("fail", "--exit", exit.name()).exit);
        }
    }

    @Test
    void aFaultIsFourLinesOnStandardErrorAndTheStackTraceComesOnlyWhenAsked() throws Exception {
        Result fault = chapter("fail");
        assertEquals("""
                error: the Maracanã is closed
                  why: it is being repaired
                  do:  play elsewhere
                  see: docs/TROUBLESHOOTING.md#chapter-6
                """, fault.err.replace("\r", ""));
        assertEquals("", fault.out);
        Result debug = chapter("fail", "--debug");
        assertTrue(debug.err.contains("deep reason") && debug.err.contains("\tat CliTest"), debug.err);
        Result surprise = chapter("surprise");
        assertTrue(surprise.err.startsWith("error: IllegalStateException: never thought of\n")
                && !surprise.err.contains("\tat "), surprise.err);
        Result usage = chapter("--no-such-option");
        assertTrue(usage.err.contains("--no-such-option") && usage.err.contains("00_try.java run --help")
                && !usage.err.contains("\tat "), usage.err);
    }

    @Test
    void accentsSurviveTheCLocaleAndThereIsNoColourOutsideATerminal() throws Exception {
        Result result = chapter();
        assertTrue(result.out.contains("Maracanã") && result.out.contains("1. Grêmio x São Paulo")
                && result.out.contains("✓ made"), result.out);
        assertFalse((result.out + result.err).contains("\033"),
                "colour, or a command to the terminal from a file: " + result.out);
    }

    @Test
    void aCommandThatAnErrorAdvisesIsToWorkWhereThisOneDid() throws Exception {
        String advised = "do:  ./jbangw 00_try.java run (with --lake 'a lake')\n";
        assertTrue(chapter("empty", "--lake", "a lake").err.contains(advised), advised);
        assertTrue(chapter("empty").err.contains("do:  ./jbangw 00_try.java run\n"), "nothing was typed");
        assertTrue(chapter("fail").err.contains("do:  play elsewhere\n"), "no command is advised");
    }

    @Test
    void withJsonStandardOutputIsOneObjectAndTheTextIsOnStandardError() throws Exception {
        Result result = chapter("--json");
        assertEquals("Maracanã", Json.MAPPER.readTree(result.out).path("stadium").asText());
        assertTrue(result.err.contains("1. Grêmio x São Paulo"), result.err);
    }

    @Test
    void progressIsAtMostFiveLinesAndTablesAreAligned() throws Exception {
        String out = chapter().out.replace("\r", "");
        assertEquals(List.of("25", "50", "75", "100"),
                out.lines().filter(line -> line.contains("reading:")).map(line -> line.replaceAll("\\D", "")).toList());
        assertTrue(out.contains("   club      points\n   Criciúma       3\n   Vasco         10\n"), out);
    }

    @Test
    void theRunSaysWhichSettingWonAndMasksSecrets() throws Exception {
        Result run = start(Map.of("UPLOAD_TOKEN", "tell-nobody"), command());
        assertTrue(run.err.contains("settings: upload-token=**** (environment)"), run.err);
        assertFalse((run.out + run.err).contains("tell-nobody") || run.out.contains("settings:"), run.out);
    }

    @Test
    void onATerminalThereIsColourAndABarButNoColourWithNoColor() throws Exception {
        if (System.getProperty("os.name").startsWith("Windows")) return; // no pseudo-terminal to be had there
        List<String> onTerminal = new ArrayList<>(
                List.of("python3", "-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"));
        onTerminal.addAll(command());
        String colourful = start(Map.of("TERM", "xterm"), onTerminal).out;
        assertTrue(colourful.contains("\033[32m") && colourful.contains("█") && colourful.contains("\r"), colourful);
        String plain = start(Map.of("TERM", "xterm", "NO_COLOR", "1"), onTerminal).out;
        assertTrue(plain.contains("✓ made") && !plain.contains("\033["), plain);
    }
}
