package lib.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the chapter scripts as child processes, the way a person would and a container will. */
public final class Chapters {

    private Chapters() {}

    /**
     * Starts a script of this project; its text for people goes to this process's console.
     *
     * @param script    the file name, for example 02_etl.java
     * @param arguments what would follow it on the command line
     * @param quiet     whether this process keeps standard output for itself; the child's text then goes to standard error
     */
    public static Process start(String script, List<String> arguments, boolean quiet) {
        List<String> command = new ArrayList<>(launcher());
        command.add(home().resolve(script).toString());
        command.addAll(arguments);
        if (quiet) command.add("--json");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(quiet ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, "cannot start " + script, "JBang is not on the PATH",
                    "start this script with ./jbangw instead of jbang", 0).from(e);
        }
    }

    /** The project's folder: where {@code jbangw} lies, else the current folder. */
    public static Path home() {
        String home = System.getenv("PREDICTOR_HOME");
        Path folder = Path.of(home == null ? "" : home).toAbsolutePath();
        if (Files.exists(folder.resolve("02_etl.java"))) return folder;
        throw new Fault(Exit.USAGE, "the other chapters are not in " + folder, "this script was started from another folder",
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
