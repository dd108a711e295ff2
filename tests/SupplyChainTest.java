//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the project is built from is what was tried. */
class SupplyChainTest {

    @Test
    void everyActionIsNamedByItsCommit() throws Exception {
        try (Stream<Path> files = Files.list(Scripts.HOME.resolve(".github/workflows"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                List<String> used = Pattern.compile("uses: (.*)").matcher(text).results().map(use -> use.group(1))
                        .toList();
                assertFalse(used.isEmpty(), file.toString());
                for (String use : used) {
                    assertTrue(use.matches("[\\w/-]+@[0-9a-f]{40} # v\\d[\\w.]*"), file + ": " + use);
                }
                assertTrue(text.contains("permissions:\n  contents: read"), file.toString());
                assertEquals(text.split("actions/checkout@", -1).length,
                        text.split("persist-credentials: false", -1).length,
                        file.toString());
            }
        }
    }

    /**
     * The bill of materials of what the image's chapters load, by the program that the image's build runs, against
     * image/advisories.txt. What image/compile leaves out is not shipped.
     */
    @Test
    void noLibraryOfTheImageHasAKnownFault(@TempDir Path folder) throws Exception {
        Set<String> jars = new TreeSet<>();
        for (String chapter : List.of("02_etl", "03_train", "04_api", "05_ui")) {
            Scripts.Result loads = Scripts.run("info", "classpath", "--deps-only", chapter + ".java");
            assertEquals(0, loads.exit(), loads.all());
            jars.addAll(List.of(loads.out().strip().split(File.pathSeparator)));
        }
        String compile = Files.readString(Scripts.HOME.resolve("image/compile"));
        Matcher unused = Pattern.compile("unused='(.*)'").matcher(compile);
        assertTrue(unused.find());
        jars.removeIf(jar -> Path.of(jar).getFileName().toString().matches("(" + unused.group(1) + ")-[0-9].*"));
        Path repository = Path.of(jars.iterator().next());
        while (!repository.getFileName().toString().equals("repository")) repository = repository.getParent();

        Path bill = folder.resolve("sbom.cdx.json");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                Scripts.HOME.resolve("image/Sbom.java").toString(), repository.toString()));
        command.addAll(jars);
        assertEquals(0, new ProcessBuilder(command).redirectOutput(bill.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor());
        Map<String, String> versions = new HashMap<>();
        Json.MAPPER.readTree(bill.toFile()).path("components").forEach(library -> versions.put(
                library.path("group").asText() + ":" + library.path("name").asText(),
                library.path("version").asText()));
        assertEquals(jars.size(), versions.size());

        int checked = 0;
        for (String line : Files.readAllLines(Scripts.HOME.resolve("image/advisories.txt"))) {
            if (line.startsWith("#")) continue;
            String[] advisory = line.split("\\s+", 4);
            assertTrue(advisory[2].matches("(CVE|GHSA)-[\\w-]+"), line);
            String version = versions.get(advisory[0]);
            if (version == null) continue;
            checked++;
            assertTrue(ModuleDescriptor.Version.parse(version)
                    .compareTo(ModuleDescriptor.Version.parse(advisory[1])) >= 0, version + " is shipped: " + line);
        }
        assertTrue(checked >= 8, "only " + checked + " lines name a library of the image");
    }

    /** The check of the Dockerfile itself, run by a shell. */
    @Test
    void aBaseWithoutADigestIsRefused() throws Exception {
        Matcher check = Pattern.compile("RUN (for base in .*?done)\n", Pattern.DOTALL)
                .matcher(Files.readString(Scripts.HOME.resolve("Dockerfile")));
        assertTrue(check.find());
        String digest = "debian@sha256:" + "0".repeat(64);
        assertEquals(1, exit(check.group(1), "yes", "eclipse-temurin:25-jdk", digest, digest));
        assertEquals(1, exit(check.group(1), "yes", digest, "debian:bookworm-slim", digest));
        assertEquals(1, exit(check.group(1), "yes", digest, digest, "aws-lambda-adapter:0.9.1"));
        assertEquals(0, exit(check.group(1), "yes", digest, digest, digest));
        assertEquals(0, exit(check.group(1), "no", "eclipse-temurin:25-jdk", "debian:bookworm-slim",
                "aws-lambda-adapter:0.9.1"));
    }

    private static int exit(String script, String pinned, String jdk, String base, String adapter) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script.replace("\\\n", "\n")).redirectErrorStream(true);
        shell.environment().put("PINNED", pinned);
        shell.environment().put("JDK_IMAGE", jdk);
        shell.environment().put("BASE_IMAGE", base);
        shell.environment().put("ADAPTER_IMAGE", adapter);
        Process process = shell.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor();
    }

    /**
     * Without the network nothing can be fetched in its place, so it says what is missing; it never runs the damaged
     * one.
     */
    @Test
    void aDamagedJbangIsNotUsed(@TempDir Path folder) throws Exception {
        String wrapper = Files.readString(Scripts.HOME.resolve("jbangw"));
        Matcher version = Pattern.compile("jbang_version=(\\S+)").matcher(wrapper);
        assertTrue(version.find());
        Path jar = folder.resolve("launcher/jbang-cli-" + version.group(1) + "-all.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "cut off");
        // A PATH without an installed jbang and without Maven.
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("bash", "dirname", "readlink", "mkdir", "cat", "rm", "sha256sum", "shasum", "cut",
                "find", "sleep", "tr", "ps")) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                Path there = Path.of(place + tool);
                if (Files.exists(there) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), there);
                }
            }
        }
        ProcessBuilder launch = new ProcessBuilder("bash", Scripts.HOME.resolve("jbangw").toString(), "version")
                .redirectErrorStream(true);
        launch.environment().put("PATH", tools.toString());
        launch.environment().put("JBANG_DIR", folder.toString());
        launch.environment().put("JBANG_CACHE_DIR", folder.resolve("cache").toString());
        Process process = launch.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(3, process.waitFor(), said);
        assertTrue(said.contains("its checksum is another"), said);
        assertFalse(Files.exists(jar), "the damaged jar lies there still");
    }
}
