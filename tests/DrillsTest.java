//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drills of docs/DRILLS.md break what they say, show the symptom, and are repaired by their own commands. */
class DrillsTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```(bash|text)\\n(.*?)```\\n");

    /** The code blocks of a document, each with its language in front. */
    private static List<String> blocks(String document) throws IOException {
        return BLOCK.matcher(Files.readString(Scripts.HOME.resolve(document))).results()
                .map(block -> block.group(1) + "\n" + block.group(2)).toList();
    }

    @Test
    void bothLanguagesBreakAndRepairTheSame() throws IOException {
        assertEquals(blocks("docs/DRILLS.md"), blocks("docs/DRILLS.pt-BR.md"));
    }

    @Test
    void everyDrillShowsItsSymptomAndIsRepaired(@TempDir Path folder) throws Exception {
        Path jbangw = Files.writeString(folder.resolve("jbangw"), "#!/bin/sh\nexec '%s' '%s' \"$@\"\n"
                .formatted(Scripts.BASH, Scripts.HOME.resolve("jbangw")));
        assertTrue(jbangw.toFile().setExecutable(true));
        Files.createDirectories(folder.resolve("sample"));
        Files.copy(Scripts.HOME.resolve("sample/simulated-league.csv"), folder.resolve("sample/simulated-league.csv"));
        String output = "";
        int shown = 0;
        for (String block : blocks("docs/DRILLS.md")) {
            String body = block.substring(5);
            if (block.startsWith("bash")) {
                output = run(folder, body);
                continue;
            }
            for (String line : body.lines().toList()) {
                Matcher found = Pattern.compile(Stream.of(line.split("…", -1)).map(Pattern::quote)
                        .reduce((a, b) -> a + ".*" + b).orElseThrow()).matcher(output);
                assertTrue(found.find(), line + " is not in\n" + output);
                shown++;
            }
        }
        assertTrue(shown >= 13, shown + " lines");
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of("jbangw", "sample"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    private static String run(Path folder, String commands) throws IOException, InterruptedException {
        Path log = Files.createTempFile("drill", ".log");
        try {
            ProcessBuilder shell = new ProcessBuilder(Scripts.BASH, "-c", commands).directory(folder.toFile());
            shell.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("S3_BUCKET_NAME"));
            Process process = shell.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            assertTrue(process.waitFor(10, TimeUnit.MINUTES), commands);
            return Files.readString(log);
        } finally {
            Files.delete(log);
        }
    }
}
