//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES Moto.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The solutions that are Java compile, run and print what docs/EXERCISES.md says, in a copy of the project. */
class ExercisesTest {

    /** A code block within a solution: its language and its lines. */
    private static final Pattern BLOCK = Pattern.compile("(?s)   ```(java|diff|sh|txt)\\n(.*?)   ```\\n");

    @Test
    void theSolutionsInJavaDoWhatTheExercisesSay(@TempDir Path project) throws Exception {
        copyProject(project);
        assertEquals(0, Scripts.run(project, Map.of(), "06_pipeline.java", "prepare", "--chapter", "3", "--lake",
                project.resolve("data-lake").toString()).exit());
        String output = "";
        int shown = 0;
        for (String solution : solutions(Files.readString(Scripts.HOME.resolve("docs/EXERCISES.md")))) {
            for (MatchResult block : BLOCK.matcher(solution).results().toList()) {
                String body = block.group(2).replaceAll("(?m)^   ", "");
                switch (block.group(1)) {
                    case "java" -> Files.writeString(project.resolve(fileOf(body)), body);
                    case "diff" -> patch(project, body);
                    case "sh" -> output = run(project, body);
                    default -> {
                        for (String line : body.lines().toList()) {
                            assertTrue(output.contains(line), line + " is not in\n" + output);
                            shown++;
                        }
                    }
                }
            }
        }
        assertTrue(shown >= 8, shown + " lines");
    }

    /** The folded solutions that hold Java. */
    private static List<String> solutions(String exercises) {
        return Pattern.compile("(?s)<details>.*?</details>").matcher(exercises).results().map(MatchResult::group)
                .filter(solution -> solution.contains("```java") || solution.contains("```diff")).toList();
    }

    /** Where a class belongs: into the folder of its package, a script without one beside the chapters. */
    private static String fileOf(String code) {
        Matcher home = Pattern.compile("package ([\\w.]+);").matcher(code);
        Matcher name = Pattern.compile("class (\\w+)").matcher(code);
        assertTrue(name.find(), code);
        return (home.find() ? home.group(1).replace('.', '/') + "/" : "") + name.group(1) + ".java";
    }

    private static void patch(Path project, String diff) throws IOException, InterruptedException {
        Path file = Files.writeString(project.resolve("solution.diff"), diff);
        Process patch = new ProcessBuilder("git", "apply", "--unidiff-zero", file.toString())
                .directory(project.toFile()).redirectErrorStream(true).start();
        String said = new String(patch.getInputStream().readAllBytes());
        assertEquals(0, patch.waitFor(), said);
    }

    /** Chapter 1's asks an account, which is the emulator. */
    private static String run(Path project, String commands) throws IOException, InterruptedException {
        Path log = Files.createTempFile("exercise", ".log");
        ProcessBuilder shell = new ProcessBuilder(Scripts.BASH, "-e", "-c", commands).directory(project.toFile());
        shell.environment().putAll(Moto.environment());
        Process process = shell.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES), commands);
        String output = Files.readString(log);
        Files.delete(log);
        assertEquals(0, process.exitValue(), commands + output);
        return output;
    }

    private static void copyProject(Path to) throws IOException {
        for (String part : List.of("jbangw", "jbang-catalog.json", "lib", "sample", "docs/api", "ui", "01_provision.java",
                "02_etl.java", "03_train.java", "04_api.java", "05_ui.java", "06_pipeline.java")) {
            try (Stream<Path> files = Files.walk(Scripts.HOME.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = to.resolve(Scripts.HOME.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }
}
