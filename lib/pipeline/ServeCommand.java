//DEPS info.picocli:picocli:4.7.7
package lib.pipeline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 06_pipeline.java serve}: chapters 4 and 5 side by side. */
@Command(name = "serve", description = "Serve the API and the page together until interrupted.")
public final class ServeCommand implements Callable<Integer> {

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--api-port", descriptionKey = "API_PORT", defaultValue = "8080",
            description = "Port of the API, 0 for any free one (API_PORT, ${DEFAULT-VALUE}).")
    int apiPort;

    @Option(names = "--ui-port", descriptionKey = "UI_PORT", defaultValue = "8081",
            description = "Port of the page, 0 for any free one (UI_PORT, ${DEFAULT-VALUE}).")
    int uiPort;

    /** The port, or any free one for 0: on a taken one somebody else's server would answer for ours. */
    private static int free(String option, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, "cannot listen on 127.0.0.1:" + port,
                    "another program uses the port, perhaps an API or a page that you have started",
                    "stop it, or choose another port: " + option + " 0 takes any free one", 6);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Lake lake = where.open()) {
            if (lake.get(Keys.CHAMPION).isEmpty()) LocalRun.once(where, output, List.of(), LocalRun.Accepted.NOTHING);
        }
        Console console = output.console();
        int apiAt = free("--api-port", apiPort);
        int uiAt = free("--ui-port", uiPort);
        String api = "http://127.0.0.1:" + apiAt;
        String page = "http://127.0.0.1:" + uiAt;
        List<String> apiArguments = new ArrayList<>(List.of("serve", "--port", "" + apiAt));
        apiArguments.addAll(where.arguments());
        Chapters.build("04_api.java", "05_ui.java");
        List<Process> servers = List.of(Chapters.start("04_api.java", apiArguments, output.json),
                Chapters.start("05_ui.java", List.of("serve", "--port", "" + uiAt, "--api-url", api), output.json));
        Publication.awaitReady(api + "/health/live", servers.get(0), console);
        Publication.awaitReady(page + "/", servers.get(1), console);
        console.title("The page: " + page + "    The API: " + api + "/docs    Stop with Ctrl-C");
        if (output.json) console.json(Map.of("page", page, "api", api));
        while (servers.stream().allMatch(Process::isAlive)) Thread.sleep(200);
        return servers.stream().filter(server -> !server.isAlive()).findFirst().orElseThrow().exitValue();
    }
}
