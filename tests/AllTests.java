///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 25+
//DEPS io.javalin:javalin:7.2.3
//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//DEPS org.slf4j:slf4j-nop:2.0.18
//SOURCES *Test.java
//SOURCES Moto.java
//SOURCES RealData.java
//DESCRIPTION Runs the tests: all of them, or the classes named as arguments.

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs every class of this folder whose name ends in Test, or only those named: {@code ./jbangw tests/AllTests.java
 * LakeContractTest}. The last line is {@code N passed, N failed, N skipped}. The exit code is 1 when a test failed,
 * when nothing ran and, where the environment variable CI is set, when a test was skipped; 2 for an unknown name.
 */
class AllTests {

    public static void main(String... names) throws URISyntaxException {
        Path classes = Path.of(AllTests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String wanted = names.length == 0 ? ".*Test" : String.join("|", names);
        boolean realData = Files.isDirectory(RealData.folder());
        if (names.length == 0 && !realData) {
            System.out.println("left out: RealDataTest; no real results in " + RealData.folder()
                    + ", see tests/RealData.java");
        }
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClasspathRoots(Set.of(classes)))
                .filters(ClassNameFilter.includeClassNamePatterns(wanted),
                        ClassNameFilter.excludeClassNamePatterns(
                                names.length == 0 && !realData ? ".*RealDataTest" : "")).build();
        Launcher launcher = LauncherFactory.create();
        TestPlan plan = launcher.discover(request);

        Set<String> unknown = new TreeSet<>(List.of(names));
        for (TestIdentifier root : plan.getRoots()) {
            plan.getDescendants(root).forEach(test -> unknown.remove(Report.classOf(test)));
        }
        if (!unknown.isEmpty()) {
            System.err.println("no such test class: " + String.join(", ", unknown));
            System.exit(2);
        }

        Report report = new Report();
        launcher.execute(plan, report);
        System.exit(report.finish(System.getenv("CI") != null));
    }
}

/** Counts and prints what happened. */
class Report implements TestExecutionListener {

    private static final int SHOWN_FRAMES = 6;
    private static final double SLOW_SECONDS = 15;

    /** Frames that say how a test is called, not what it does. */
    private static final List<String> MACHINERY =
            List.of("org.junit.", "org.opentest4j.", "java.", "jdk.", "AllTests.");

    /** The tests of one class, its nested classes included. */
    private static final class Count {
        final long started = System.nanoTime();
        final Map<String, Long> starts = new HashMap<>();
        final List<String> remarks = new ArrayList<>();
        int passed;
        int failed;
        int skipped;
    }

    private int passed;
    private int failed;
    private int skipped;
    private Count current = new Count();
    private TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        this.plan = plan;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isTopClass(test)) current = new Count();
        if (test.isTest()) current.starts.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (isTopClass(test)) current = new Count();
        skip(test, reason);
        if (isTopClass(test)) print(test);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> current.passed += test.isTest() ? 1 : 0;
            case ABORTED -> skip(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
            case FAILED -> {
                current.failed++;
                current.remarks.add("FAILED  " + nameOf(test) + described(result.getThrowable().orElseThrow()));
            }
        }
        Long start = current.starts.remove(test.getUniqueId());
        double seconds = start == null ? 0 : (System.nanoTime() - start) / 1e9;
        if (seconds > SLOW_SECONDS) current.remarks.add("slow    %s: %.0f s".formatted(nameOf(test), seconds));
        if (isTopClass(test)) print(test);
    }

    /** Prints the last line and returns the exit code. */
    int finish(boolean everyTestMustRun) {
        System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
        boolean nothingRan = passed + failed == 0;
        return failed > 0 || nothingRan || everyTestMustRun && skipped > 0 ? 1 : 0;
    }

    /** A class that is skipped as a whole counts with all of its tests, so that none vanishes from the sum. */
    private void skip(TestIdentifier test, String reason) {
        // A parameterized test has no children before it runs; it counts as one.
        long tests = plan.getDescendants(test).stream().filter(t -> plan.getChildren(t).isEmpty()).count();
        current.skipped += (int) Math.max(1, tests);
        current.remarks.add("skipped " + nameOf(test) + (tests > 1 ? " (" + tests + " tests)" : "") + ": " + reason);
    }

    private void print(TestIdentifier testClass) {
        passed += current.passed;
        failed += current.failed;
        skipped += current.skipped;
        System.out.printf(Locale.ROOT, "%-28s %3d passed, %d failed, %d skipped %7.1f s%n", classOf(testClass),
                current.passed, current.failed, current.skipped, (System.nanoTime() - current.started) / 1e9);
        current.remarks.forEach(remark -> System.out.println("   " + remark));
    }

    /** The top-level class that a test belongs to; empty for the engine. */
    static String classOf(TestIdentifier test) {
        String name = switch (test.getSource().orElse(null)) {
            case ClassSource source -> source.getClassName();
            case MethodSource source -> source.getClassName();
            case null, default -> "";
        };
        return name.replaceAll("\\$.*", "");
    }

    private static boolean isTopClass(TestIdentifier test) {
        return test.getSource().orElse(null) instanceof ClassSource source && !source.getClassName().contains("$");
    }

    private static String nameOf(TestIdentifier test) {
        return switch (test.getSource().orElse(null)) {
            case MethodSource source -> source.getClassName().replace('$', '.') + "." + test.getDisplayName();
            case ClassSource source -> source.getClassName().replace('$', '.');
            case null, default -> test.getDisplayName();
        };
    }

    private static String described(Throwable thrown) {
        StringBuilder text = new StringBuilder("\n      " + thrown);
        Stream.of(thrown.getStackTrace()).map(StackTraceElement::toString)
                .filter(frame -> MACHINERY.stream().noneMatch(frame.replaceAll("^.*/", "")::startsWith))
                .limit(SHOWN_FRAMES).forEach(frame -> text.append("\n        at ").append(frame));
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            text.append("\n      caused by ").append(cause);
        }
        return text.toString();
    }
}
