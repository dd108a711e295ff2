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
    protected void generateResponse(Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.write(true, ByteBuffer.wrap(body(status)), callback);
    }

    private static byte[] body(int status) {
        String detail = switch (status) {
            case 414, 431 -> "address and headers together are larger than this server takes";
            case 503 -> "this server is stopping";
            default -> status >= 500 ? "a mistake of the server, not of your request" : "this is not an HTTP request that the server understands";
        };
        return Json.write(new Problem(status, status == 503 ? "Draining" : status >= 500 ? "Server error" : "Bad request", detail).body(""));
    }
}
