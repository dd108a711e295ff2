import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the chapter scripts as a user would: through {@code jbangw}, in processes of their own. */
final class Scripts {

    /** The project's folder. */
    static final Path HOME = Path.of(System.getenv().getOrDefault("PREDICTOR_HOME", "")).toAbsolutePath();

    /** The bash that runs jbangw. */
    static final String BASH = System.getenv().getOrDefault("PREDICTOR_BASH", "bash");

    /** What a finished script left. */
    record Result(int exit, String out, String err) {
        /** Both streams together, for failure messages. */
        String all() {
            return "exit " + exit + "\n" + out + err;
        }
    }

    private Scripts() {}

    /** The commands that an output says are to be run next, without {@code ./jbangw} and without remarks. */
    static List<String> next(String output) {
        return output.lines().filter(line -> line.startsWith("Next: ./jbangw "))
                .map(line -> line.substring("Next: ./jbangw ".length()).replaceFirst("  #.*", "")).toList();
    }

    /**
     * Runs a script in the project's folder and waits for its end, at most a quarter of an hour: a machine may be slow.
     */
    static Result run(String... command) {
        return run(HOME, Map.of(), command);
    }

    /** The same in another folder and with more environment. */
    static Result run(Path folder, Map<String, String> environment, String... command) {
        return run(HOME.resolve("jbangw"), folder, environment, command);
    }

    /** The same with the jbangw of another project. */
    static Result run(Path jbangw, Path folder, Map<String, String> environment, String... command) {
        try {
            Path out = Files.createTempFile("script", ".out");
            Path err = Files.createTempFile("script", ".err");
            try {
                Process process = builder(jbangw, folder, environment, command).redirectOutput(out.toFile())
                        .redirectError(err.toFile()).start();
                if (!process.waitFor(15, TimeUnit.MINUTES)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("took longer than 15 minutes: " + String.join(" ", command));
                }
                return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Starts a script that serves; its output goes to a file. The caller stops it. */
    static Process start(Path output, String... command) {
        return start(output, Map.of(), command);
    }

    /** The same with more environment. */
    static Process start(Path output, Map<String, String> environment, String... command) {
        try {
            File file = output.toFile();
            return builder(HOME.resolve("jbangw"), HOME, environment, command).redirectErrorStream(true)
                    .redirectOutput(file).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder builder(Path jbangw, Path folder, Map<String, String> environment,
            String... command) {
        List<String> all = new ArrayList<>(List.of(BASH, jbangw.toString()));
        all.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        // What the machine of the person who tests happens to have set must not change what is tested.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("S3_BUCKET_NAME"));
        builder.environment().putAll(environment);
        return builder;
    }
}
