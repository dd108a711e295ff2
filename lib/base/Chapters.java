package lib.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts the chapter scripts as child processes, the way a person would and a container will; they end with this one.
 */
public final class Chapters {

    /** Set for the child of another chapter: where its settings come from, that one has said. */
    static final String STARTED_BY_CHAPTER = "PREDICTOR_STARTED_BY_CHAPTER";

    /** Set for the child of another chapter: the file in which it leaves the three lines of its error. */
    static final String ERROR_FILE = "PREDICTOR_ERROR_FILE";

    /** Set for a child that is done within seconds: jbangw starts it for that. */
    private static final String BRIEF = "PREDICTOR_BRIEF";

    /** As long as the API may take for the requests that it has, and some more. */
    private static final int SECONDS_TO_STOP = 15;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static volatile boolean stopping;
    private static volatile Runnable atLast = () -> {};

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Chapters::stop));
    }

    private Chapters() {}

    /**
     * Builds scripts, those that are not built, so that nobody waits for the compiler where a time is measured or
     * limited.
     */
    public static void build(String... scripts) {
        if (scripts.length > 1 && launcher().contains("cmd")) { // plain jbang takes one at a time
            for (String script : scripts) build(script);
            return;
        }
        List<String> command = new ArrayList<>(launcher());
        command.add("build");
        for (String script : scripts) command.add(home().resolve(script).toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (await(started(builder, "the build")) != Exit.OK.code) {
            throw new Fault(Exit.CONFIGURATION, "cannot build " + String.join(", ", scripts),
                    "its own message is above; the first time it needs a network for the libraries",
                    "do what it says, then run this again", 0);
        }
    }

    /** Starts a script as below that is done within seconds, or is stopped then. */
    public static Process startBriefly(String script, List<String> arguments, boolean quiet) {
        return start(script, arguments, quiet, Map.of(BRIEF, "yes"));
    }

    /**
     * Starts a script of this project; its text for people goes to this process's console.
     *
     * @param script    the file name, for example 02_etl.java
     * @param arguments what would follow it on the command line
     * @param quiet     whether this process keeps standard output for itself; the child's text then goes to standard
     *                  error
     */
    public static Process start(String script, List<String> arguments, boolean quiet) {
        return start(script, arguments, quiet, Map.of());
    }

    /** The same; if the script fails, the lines of its error (what, why, what to do) are in a file afterwards. */
    public static Process start(String script, List<String> arguments, boolean quiet, Path error) {
        return start(script, arguments, quiet, Map.of(ERROR_FILE, error.toString()));
    }

    private static Process start(String script, List<String> arguments, boolean quiet, Map<String, String> settings) {
        List<String> command = new ArrayList<>(launcher());
        command.add(home().resolve(script).toString());
        command.addAll(arguments);
        if (quiet) command.add("--json");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(quiet ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(STARTED_BY_CHAPTER, "yes");
        builder.environment().putAll(settings);
        return started(builder, script);
    }

    private static Process started(ProcessBuilder builder, String what) {
        try {
            Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            RUNNING.add(process);
            process.onExit().thenRun(() -> RUNNING.remove(process));
            if (stopping) terminate(process);
            return process;
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, "cannot start " + what, "JBang is not on the PATH",
                    "start this script with ./jbangw instead of jbang", 0).from(e);
        }
    }

    /** Waits for a process and returns its exit code. While this process is being stopped, nobody returns from here. */
    public static int await(Process process) {
        try {
            int exit = process.waitFor();
            if (stopping) new CountDownLatch(1).await();
            return exit;
        } catch (InterruptedException e) {
            terminate(process);
            throw new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again", 6).from(e);
        }
    }

    /** What to do when this process is stopped by Ctrl-C or SIGTERM, after its children are gone. */
    public static void whenStopped(Runnable action) {
        atLast = action;
    }

    private static void stop() {
        stopping = true;
        List<Process> running = List.copyOf(RUNNING);
        running.forEach(Chapters::terminate);
        try {
            for (Process process : running) {
                if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                    withChildren(process).forEach(ProcessHandle::destroyForcibly);
                }
            }
        } catch (InterruptedException e) {
            running.forEach(Process::destroyForcibly);
        }
        atLast.run();
    }

    private static void terminate(Process process) {
        withChildren(process).forEach(ProcessHandle::destroy);
    }

    /** A process that still compiles is a shell with a JVM below it. */
    private static List<ProcessHandle> withChildren(Process process) {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    }

    /** The project's folder: where {@code jbangw} lies, else the current folder. */
    public static Path home() {
        String home = System.getenv("PREDICTOR_HOME");
        Path folder = Path.of(home == null ? "" : home).toAbsolutePath();
        if (Files.exists(folder.resolve("02_etl.java"))) return folder;
        throw new Fault(Exit.USAGE, "the other chapters are not in " + folder,
                "this script was started from another folder",
                "change to the project's folder, or use its ./jbangw", 0);
    }

    private static List<String> launcher() {
        // jbangw names its bash: on Windows the name alone would find the one of another Linux system.
        String bash = System.getenv("PREDICTOR_BASH");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (bash == null && windows) return List.of("cmd", "/c", "jbang");
        return List.of(bash == null ? "bash" : bash, home().resolve("jbangw").toString());
    }
}
