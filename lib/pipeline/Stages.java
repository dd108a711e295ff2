package lib.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lib.aws.Waiting;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import lib.lake.LakeOptions;

/** The chapters as stages of a run: child processes, tried again only where another try can help. */
final class Stages {

    /** 4: the cloud refused, perhaps only now. 137 and 143: the process was killed, as a spot container is. */
    private static final Set<Integer> WORTH_A_RETRY = Set.of(Exit.AWS_REFUSED.code, 137, 143);
    private static final int TRIES = 3;

    private Stages() {}

    /** Runs a chapter as a child process, again if its exit code says that another try can help. */
    static void stage(String script, List<String> arguments, LakeOptions where, Cli.Output output) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(where.arguments());
        if (output.debug) all.add("--debug");
        Path error = temporaryFile();
        try {
            for (int attempt = 1; ; attempt++) {
                int exit = Chapters.await(Chapters.start(script, all, output.json, error));
                if (exit == Exit.OK.code) return;
                if (attempt == TRIES || !WORTH_A_RETRY.contains(exit)) {
                    throw failed(script, arguments.getFirst(), exit).from(own(error, script, exit));
                }
                output.console().warn(script + " ended with " + exit + "; try " + (attempt + 1) + " of " + TRIES);
                Waiting.pause(Duration.ofSeconds(1L << attempt));
            }
        } finally {
            error.toFile().delete();
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("stage-", ".error");
        } catch (IOException e) {
            throw Fault.temporaryFolder(e);
        }
    }

    private static Fault failed(String script, String command, int exit) {
        return new Fault(known(exit), script + " " + command + " ended with exit code " + exit,
                "its own message is above",
                "do what it says, then run the pipeline again: finished stages do no harm twice", chapter(script));
    }

    /** What the stage itself said, or null: it may have been killed. */
    private static Fault own(Path error, String script, int exit) {
        try {
            List<String> lines = Files.readAllLines(error);
            return lines.size() < 3 ? null
                    : new Fault(known(exit), lines.get(0), lines.get(1), lines.get(2), chapter(script));
        } catch (IOException e) {
            return null;
        }
    }

    private static Exit known(int exit) {
        return Arrays.stream(Exit.values()).filter(value -> value.code == exit).findFirst().orElse(Exit.UNEXPECTED);
    }

    private static int chapter(String script) {
        return Integer.parseInt(script.substring(0, 2));
    }
}
