package lib.provision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.aws.Account;
import lib.aws.Image;
import lib.base.Exit;
import lib.base.Fault;

/** Docker or podman, whichever works on this machine: builds the image for the right processor and pushes it. */
public record ContainerTool(String name, Path path) {

    private static final List<String> KNOWN = List.of("docker", "podman");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The first of docker and podman on the PATH whose engine answers. */
    public static Optional<ContainerTool> find() {
        return find(searched(), PATIENCE);
    }

    /** The same on a PATH of its own; an engine that says nothing for so long is none. */
    public static Optional<ContainerTool> find(String path, Duration patience) {
        return installed(path).filter(tool -> tool.works(patience)).findFirst();
    }

    /** The tool, or a fault that says what to install or to start. */
    public static ContainerTool required() {
        return find().orElseThrow(ContainerTool::missing);
    }

    /** Why there is no tool, and what to do about it. */
    static Fault missing() {
        List<String> clients = installed(searched()).map(ContainerTool::name).toList();
        if (clients.isEmpty()) {
            return new Fault(Exit.CONFIGURATION, "neither docker nor podman is on the PATH",
                    "the image is built by one of them",
                    "install Docker Desktop or podman, then run it again", 1);
        }
        return new Fault(Exit.CONFIGURATION, "no container engine answers; found only the client of "
                + String.join(" and of ", clients),
                "the engine is not running, or this user may not use it",
                "start it (Docker Desktop, or podman machine start) and run it again; " + clients.getFirst()
                + " info shows what is wrong", 1);
    }

    private static String searched() {
        return System.getenv().getOrDefault("PATH", "");
    }

    private static Stream<ContainerTool> installed(String path) {
        return KNOWN.stream().flatMap(name -> Stream.of(path.split(System.getProperty("path.separator")))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).limit(1)
                .map(file -> new ContainerTool(name, file)));
    }

    /** Docker's client is often there without its engine; only a command that needs the engine tells. */
    private boolean works(Duration patience) {
        try {
            Process process = new ProcessBuilder(path.toString(), "info").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            boolean ended = process.waitFor(patience);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException notAProgram) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The name that container tools give a processor: {@code amd64} or {@code arm64}. */
    static String platform(Account.Architecture architecture) {
        return architecture == Account.Architecture.ARM64 ? "arm64" : "amd64";
    }

    /** Builds the image from the Dockerfile of a folder. */
    public void build(Path folder, String image, Account.Architecture architecture) {
        run("", "build", "--build-arg", "PINNED=no", "--platform", "linux/" + platform(architecture), "--tag", image,
                folder.toString());
    }

    /**
     * Refuses an image of another processor than the containers will have. On Fargate it would only be found out after
     * the push, by a task that stops with "exec format error".
     */
    public void requireArchitecture(String image, Account.Architecture wanted) {
        String is = output("image", "inspect", "--format", "{{.Architecture}}", image).strip();
        if (is.equals(platform(wanted))) return;
        Account.Architecture other = is.equals("arm64") ? Account.Architecture.ARM64 : Account.Architecture.X86_64;
        throw new Fault(Exit.CONFIGURATION, "the image " + image + " is for " + is + ", but the containers run on "
                + platform(wanted),
                "it was built on a machine with another processor",
                "build it here with --platform linux/" + platform(wanted)
                + ", or set ARCHITECTURE=" + other + " and apply (App Runner knows only X86_64)", 1);
    }

    /** Signs in, and pushes the image under a tag that stays and under {@code latest}. */
    public void push(String image, String repository, String tag, String password) {
        run(password, "login", "--username", "AWS", "--password-stdin",
                repository.substring(0, repository.indexOf('/')));
        for (String name : List.of(repository + ":" + tag, repository + ":" + Image.LATEST)) {
            run("", "tag", image, name);
            run("", "push", name);
        }
    }

    private String output(String... arguments) {
        return call("", false, arguments);
    }

    private void run(String input, String... arguments) {
        call(input, true, arguments);
    }

    /** Runs the tool; what it says goes to standard error, or is returned. */
    private String call(String input, boolean shown, String... arguments) {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder tool = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            tool.environment().put("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"); // Lambda takes no image with attestations
            Process process = tool.start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // A tool that ends before it reads says why itself, and its exit code is looked at below.
            }
            byte[] said = process.getInputStream().readAllBytes();
            if (shown) System.err.write(said);
            if (process.waitFor() == 0) return new String(said, StandardCharsets.UTF_8);
            throw new Fault(Exit.CONFIGURATION,
                    name + " " + arguments[0] + " ended with exit code " + process.exitValue(),
                    "its own message is above",
                    "do what it says; " + name + " info shows whether it works at all", 1);
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, name + " cannot be started", "it is not installed properly", name
                    + " info shows what is wrong", 1).from(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Fault interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again", 1).from(e);
    }
}
