//DEPS io.javalin:javalin:7.2.3
//DEPS org.slf4j:slf4j-nop:2.0.18
package lib.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;

/** What the web servers of chapters 4 and 5 have in common. */
public final class WebServer {

    private static final int LARGEST_HEADERS = 8 * 1024;

    private WebServer() {}

    /**
     * What a server says of its own mistakes.
     *
     * @param chapter whose name stands in the log
     * @param type    the content type of the body
     */
    public record Mistake(String chapter, String type, byte[] body) {

        private void log(String line) {
            new Console(true).event(chapter, line);
        }
    }

    /** Fails when a program's own files are missing from its jar, instead of every answer later on. */
    public static void requireFiles(Class<?> chapter, int number, String... paths) {
        for (String path : paths) {
            if (chapter.getResource(path) != null) continue;
            throw new Fault(Exit.CONFIGURATION, "the file " + path + " is missing from the program",
                    "it was built twice at the same time, and its jar is not whole",
                    "jbang cache clear (or delete ~/.jbang/cache), then start it with ./jbangw", number);
        }
    }

    /**
     * A server on virtual threads that says nothing at its start, with what the chapter adds.
     *
     * @param headers of every answer, also of one that Jetty gives by itself
     */
    public static Javalin create(Mistake mistake, Map<String, String> headers, Consumer<JavalinConfig> chapter) {
        // Without it Jetty starts all of JMX to learn the size of a cache line, a tenth of the time to the first
        // answer.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        // With one carrier thread a core, the default, a request may wait long behind others while a core is free.
        int carriers = 2 * Runtime.getRuntime().availableProcessors();
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "" + carriers);
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.modifyHttpConfiguration(http -> {
                http.setRequestHeaderSize(LARGEST_HEADERS);
                // Direct memory has a bound of its own, which nobody sees coming; the heap's is told by the collector.
                http.setUseInputDirectByteBuffers(false);
                http.setUseOutputDirectByteBuffers(false);
            });
            config.jetty.modifyServer(server -> Limits.install(server, headers));
            // An Error, such as a class that is missing, passes all handlers of exceptions; left alone it would be an
            // empty answer, and nothing in the log.
            config.router.javaLangErrorHandler((response, error) -> {
                mistake.log("event=error error=" + error);
                response.setStatus(500);
                response.setContentType(mistake.type);
                try {
                    response.getOutputStream().write(mistake.body);
                } catch (IOException e) {
                    mistake.log("event=error-unsent error=" + e); // whoever asked is gone
                }
            });
            chapter.accept(config);
        });
    }

    /** Whether only this machine can reach what listens there. */
    public static boolean isLoopback(String host) {
        return List.of("127.0.0.1", "localhost", "::1").contains(host);
    }

    /**
     * Starts to listen, and returns the address for a browser on this machine.
     *
     * @param port    0 for any free one
     * @param chapter whose part of the guide helps when it cannot
     */
    public static String start(Javalin app, String host, int port, int chapter) {
        if (port < 0 || port > 65535) {
            throw new Fault(Exit.USAGE, "no such port: " + port, "ports go from 0 to 65535",
                    "choose another one with --port", chapter);
        }
        try {
            app.start(host, port);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException || cause instanceof UnknownHostException
                        || cause instanceof UnresolvedAddressException) {
                    throw new Fault(Exit.CONFIGURATION, "cannot listen on " + host + ":" + port,
                            "another program uses the port, or the address is not this machine's",
                            "choose another one with --port, for example --port 0", chapter).from(e);
                }
            }
            throw e;
        }
        String name = host.equals("0.0.0.0") ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + app.port();
    }
}
