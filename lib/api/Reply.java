//DEPS io.javalin:javalin:7.2.3
package lib.api;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import lib.base.Json;

/** How answers leave: JSON with snake_case names in the order in which a record or map has them; errors as problems. */
public final class Reply {

    private static final ObjectWriter WRITER = Json.MAPPER.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .writer().without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private Reply() {}

    public static void send(Context ctx, Object body) {
        ctx.contentType("application/json; charset=utf-8").result(bytes(body));
    }

    public static void send(Context ctx, Problem problem) {
        ctx.status(problem.status).contentType(Problem.MEDIA_TYPE).result(bytes(problem.body(ctx.path())));
    }

    /** Javalin's own refusals, in the words of this API. */
    public static void send(Context ctx, HttpResponseException e) {
        send(ctx, new Problem(e.getStatus(), title(e.getStatus()), detail(e)));
    }

    /** What the client learns of a mistake of the server. */
    public static final Problem MISTAKE = new Problem(500, "Server error", "a mistake of the server, not of your request; it is in the server's log");

    /** A mistake of the server: the client learns nothing of its insides, the log everything. */
    public static void mistake(Context ctx, Exception e) {
        e.printStackTrace();
        send(ctx, MISTAKE);
    }

    /** The body of a request that must be JSON. */
    public static byte[] json(Context ctx) {
        requireType(ctx, "application/json");
        return ctx.bodyAsBytes();
    }

    /** Refuses a body of another type. */
    static void requireType(Context ctx, String type) {
        String given = ctx.contentType();
        if (given == null || !given.split(";")[0].strip().equalsIgnoreCase(type)) throw new Problem(415, title(415), "send Content-Type: " + type);
    }

    private static byte[] bytes(Object body) {
        try {
            return WRITER.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String title(int status) {
        return switch (status) {
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 413 -> "Body too large";
            case 415 -> "Unsupported media type";
            case 429 -> "Too many requests";
            default -> status >= 500 ? "Server error" : "Bad request";
        };
    }

    private static String detail(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> "there is nothing at this path; /docs lists what there is";
            case 405 -> "this path takes another method; see /docs";
            case 413 -> "the body is larger than 64 KiB; send fewer requests at once";
            case 429 -> "slow down and try again in a second";
            default -> e.getMessage();
        };
    }
}
