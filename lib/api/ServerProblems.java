package lib.api;

import java.nio.ByteBuffer;
import lib.base.Json;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problem details for what the web server refuses before a route sees it, such as headers that are too large. */
public final class ServerProblems extends ErrorHandler {

    @Override
    protected void generateResponse(Request request, Response response, int status, String message, Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (status == 503) response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        response.write(true, ByteBuffer.wrap(body(status)), callback);
    }

    private static byte[] body(int status) {
        String detail = switch (status) {
            case 414, 431 -> "address and headers together are larger than this server takes";
            case 503 -> "this server has too much to do, or is stopping; come again in a second";
            default -> status >= 500 ? "a mistake of the server, not of your request"
                    : "this is not an HTTP request that the server understands";
        };
        String title = status == 503 ? "Too much to do" : status >= 500 ? "Server error" : "Bad request";
        return Json.write(new Problem(status, title, detail).body(""));
    }
}
