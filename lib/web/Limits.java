package lib.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.AcceptRateLimit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ConditionalHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What a server of this project takes at most, by Jetty's own means. Each bound is far above what a busy day needs, and
 * low enough for a container of 512 MiB; docs/SECURITY_PROMISES.md names the attack that each one answers.
 */
final class Limits {

    /** An idle connection holds about 2 KiB. */
    private static final int CONNECTIONS = 10_000;

    /** How long a connection may be idle while there are as many as may be. */
    private static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(1);

    private static final int NEW_CONNECTIONS_A_SECOND = 5_000;
    private static final int REQUESTS = 1_024;
    private static final int WAITING_REQUESTS = 1_024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Bytes a second, from the first that is waited for: who sends one now and again means no good. */
    private static final int SLOWEST_BODY = 10;

    /** Bytes of a body that is too short for a rate: {@link Bodies} ends it by its deadline. */
    private static final int SMALL_BODY = 4 * 1024;

    private Limits() {}

    static void install(Server server, Map<String, String> headers) {
        NetworkConnectionLimit connections = new NetworkConnectionLimit(CONNECTIONS, server);
        connections.setEndPointIdleTimeout(IDLE_WHEN_FULL.toMillis());
        server.addBean(connections);
        server.addBean(new AcceptRateLimit(NEW_CONNECTIONS_A_SECOND, 1, TimeUnit.SECONDS, server));
        ConditionalHandler.SkipNext rate = new ConditionalHandler.SkipNext(new MinimumDataRateHandler(SLOWEST_BODY, 0));
        rate.include(request -> request.getLength() >= 0 && request.getLength() <= SMALL_BODY);
        QoSHandler requests = new QoSHandler(rate);
        requests.setMaxRequestCount(REQUESTS);
        requests.setMaxSuspendedRequestCount(WAITING_REQUESTS);
        requests.setMaxSuspend(LONGEST_WAIT);
        server.setHandler(new GracefulHandler(new Headers(headers, requests)));
    }

    /** Gives every answer the same headers; they are turned into bytes once. */
    private static final class Headers extends Handler.Wrapper {

        private final List<HttpField> fields;

        Headers(Map<String, String> headers, Handler inner) {
            super(inner);
            fields = headers.entrySet().stream().<HttpField>map(header ->
                    new PreEncodedHttpField(header.getKey(), header.getValue())).toList();
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            for (HttpField field : fields) response.getHeaders().add(field);
            return super.handle(request, response, callback);
        }
    }
}
