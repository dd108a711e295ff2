//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES Moto.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static List<String> blocks(String document) {
        return BLOCK.matcher(document).results()
                .map(block -> block.group(1) + "\n" + block.group(2)).toList();
    }

    @Test
    void bothLanguagesBreakAndRepairTheSame() throws IOException {
        assertEquals(blocks(Files.readString(Scripts.HOME.resolve("docs/DRILLS.md"))),
                blocks(Files.readString(Scripts.HOME.resolve("docs/DRILLS.pt-BR.md"))));
    }

    @Test
    void everyDrillOnThisMachineShowsItsSymptomAndIsRepaired(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("sample"));
        Files.copy(Scripts.HOME.resolve("sample/simulated-league.csv"), folder.resolve("sample/simulated-league.csv"));
        assertTrue(follow(folder, Map.of(), 0) >= 13);
    }

    @Test
    void everyDrillOnTheEmulatorIsFoundAndRepaired(@TempDir Path folder) throws Exception {
        Map<String, String> environment = new HashMap<>(Moto.environment());
        Moto.send("POST", "/moto-api/reset"); // an account of its own, in which names have no learner's name
        Path aws = Scripts.HOME.resolve(".cache/aws");
        Moto.install(aws, "awscli==1.46.3");
        environment.remove("AWS_PROFILE"); // AWS's command looks even for a profile without a name
        environment.put("AWS_DEFAULT_REGION", environment.get("AWS_REGION"));
        environment.put("PATH", aws.resolve("venv/bin") + ":" + System.getenv("PATH"));
        assertTrue(follow(folder, environment, 1) >= 20);
    }

    /** Runs one part of the document in a folder; returns how many lines it shows, all of which were printed. */
    private static int follow(Path folder, Map<String, String> environment, int part) throws Exception {
        Path jbangw = Files.writeString(folder.resolve("jbangw"), "#!/bin/sh\nexec '%s' '%s' \"$@\"\n"
                .formatted(Scripts.BASH, Scripts.HOME.resolve("jbangw")));
        assertTrue(jbangw.toFile().setExecutable(true));
        List<String> before = names(folder);
        String output = "";
        int shown = 0;
        for (String block : blocks(Files.readString(Scripts.HOME.resolve("docs/DRILLS.md")).split("\n# ")[part])) {
            String body = block.substring(5);
            if (block.startsWith("bash")) {
                output = run(folder, environment, body);
                continue;
            }
            for (String line : body.lines().toList()) {
                Matcher found = Pattern.compile(Stream.of(line.split("…", -1)).map(Pattern::quote)
                        .reduce((a, b) -> a + ".*" + b).orElseThrow()).matcher(output);
                assertTrue(found.find(), line + " is not in\n" + output);
                shown++;
            }
        }
        assertEquals(before, names(folder));
        return shown;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static String run(Path folder, Map<String, String> environment, String commands) throws IOException,
            InterruptedException {
        Path log = Files.createTempFile("drill", ".log");
        try {
            ProcessBuilder shell = new ProcessBuilder(Scripts.BASH, "-c", commands).directory(folder.toFile());
            shell.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("S3_BUCKET_NAME"));
            shell.environment().putAll(environment);
            Process process = shell.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            assertTrue(process.waitFor(10, TimeUnit.MINUTES), commands);
            return Files.readString(log);
        } finally {
            Files.delete(log);
        }
    }
}
