//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries that the chapters drag in: how much there is to fetch, and each in one version. */
class DependenciesTest {

    private static final double MEGABYTE = 1e6;

    /** No chapter fetches more. */
    private static final long LARGEST_CHAPTER = 110;

    private static final Map<String, Set<Path>> JARS = new LinkedHashMap<>();

    private static synchronized Map<String, Set<Path>> jars() throws IOException {
        if (!JARS.isEmpty()) return JARS;
        try (Stream<Path> files = Files.list(Scripts.HOME)) {
            for (Path chapter : files.filter(file -> file.getFileName().toString().matches("0\\d_\\w+\\.java")).sorted()
                    .toList()) {
                Scripts.Result result = Scripts.run("info", "classpath", chapter.toString());
                assertEquals(0, result.exit(), result.all());
                Set<Path> jars = new TreeSet<>();
                for (String jar : result.out().strip().split(Pattern.quote(File.pathSeparator))) jars.add(Path.of(jar));
                jars.removeIf(jar -> jar.getFileName().toString()
                        .equals(chapter.getFileName().toString().replace(".java", ".jar")));
                assertTrue(jars.size() > 10, jars.toString());
                JARS.put(chapter.getFileName().toString(), jars);
            }
        }
        return JARS;
    }

    private static double megabytes(Set<Path> jars) throws IOException {
        double size = 0;
        for (Path jar : jars) size += Files.size(jar);
        return size / MEGABYTE;
    }

    @Test
    void noLibraryIsThereInTwoVersions() throws IOException {
        Map<Path, Set<Path>> versions = new TreeMap<>();
        for (Set<Path> jars : jars().values()) {
            // .../group/artifact/version/artifact-version.jar
            for (Path jar : jars) {
                versions.computeIfAbsent(jar.getParent().getParent(), artifact -> new TreeSet<>()).add(jar);
            }
        }
        versions.values().removeIf(jars -> jars.size() == 1);
        assertEquals(Map.of(), versions);
    }

    /**
     * The SDK of EC2 is a third of what a chapter of AWS fetches; the others read the network from the cluster's tags.
     */
    @Test
    void onlyTheChapterThatMakesTheFirewallFetchesTheSdkOfEc2() throws IOException {
        Set<String> chapters = new TreeSet<>();
        for (Map.Entry<String, Set<Path>> chapter : jars().entrySet()) {
            if (chapter.getValue().stream().anyMatch(jar -> jar.getFileName().toString().startsWith("ec2-"))) {
                chapters.add(chapter.getKey());
            }
        }
        assertEquals(Set.of("01_provision.java"), chapters);
    }

    /** core, databind and jsr310 are released together; annotations under the same first two numbers. */
    @Test
    void jacksonIsOneReleaseWithItsSecurityFixes() throws IOException {
        Map<String, String> versions = new HashMap<>();
        for (Set<Path> jars : jars().values()) {
            for (Path jar : jars) {
                Matcher name = Pattern.compile(
                        "(jackson-(?:core|annotations|databind|datatype-jsr310))-([\\d.]+)\\.jar")
                        .matcher(jar.getFileName().toString());
                if (name.matches()) versions.put(name.group(1), name.group(2));
            }
        }
        assertEquals(4, versions.size(), versions.toString());
        String release = versions.get("jackson-core");
        assertTrue(Runtime.Version.parse(release).compareTo(Runtime.Version.parse("2.22.1")) >= 0, release);
        assertEquals(release, versions.get("jackson-databind"));
        assertEquals(release, versions.get("jackson-datatype-jsr310"));
        assertTrue(release.startsWith(versions.get("jackson-annotations") + "."), versions.toString());
    }

    @Test
    void theReadmesSayHowMuchIsFetched() throws IOException {
        for (Map.Entry<String, Set<Path>> chapter : jars().entrySet()) {
            assertTrue(megabytes(chapter.getValue()) <= LARGEST_CHAPTER,
                    chapter.getKey() + ": " + megabytes(chapter.getValue()) + " MB");
        }
        Set<Path> job = new TreeSet<>();
        for (String chapter : List.of("02_etl.java", "03_train.java", "04_api.java", "06_pipeline.java")) {
            job.addAll(jars().get(chapter));
        }
        Set<Path> aws = new TreeSet<>();
        jars().values().forEach(aws::addAll);
        aws.removeIf(jar -> !jar.toString().replace('\\', '/').contains("software/amazon/awssdk"));
        for (String readme : List.of("README.md", "README.pt-BR.md", "IMPLEMENTATION_GUIDE.md",
                "IMPLEMENTATION_GUIDE.pt-BR.md")) {
            near(megabytes(job), "(\\d+) MB (?:of libraries|de bibliotecas)", readme);
            if (readme.startsWith("README")) near(megabytes(aws), "SDK[^.]*?(\\d+) MB", readme);
        }
    }

    /** The first figure that a pattern finds is right to 5 MB. */
    private static void near(double expected, String pattern, String readme) throws IOException {
        Matcher figure = Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(Scripts.HOME.resolve(readme)));
        assertTrue(figure.find(), readme + " says no figure: " + pattern);
        assertEquals(expected, Double.parseDouble(figure.group(1)), 5, readme + ": " + figure.group());
    }
}
