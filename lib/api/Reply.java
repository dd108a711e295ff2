//DEPS io.javalin:javalin:7.2.3
package lib.api;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import lib.base.Json;
import lib.web.Bodies;
import lib.web.Refused;

/** How answers leave: JSON with snake_case names in the order in which a record or map has them; errors as problems. */
public final class Reply {

    private static final int LONGEST_QUOTE = 40;

    private static final ObjectWriter WRITER = Json.MAPPER.copy()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).writer()
            .without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private Reply() {}

    public static void send(Context ctx, Object body) {
        ctx.contentType("application/json; charset=utf-8").result(bytes(body));
    }

    public static void send(Context ctx, Problem problem) {
        if (problem.retryAfter > 0) ctx.header("Retry-After", "" + problem.retryAfter);
        ctx.status(problem.status).contentType(Problem.MEDIA_TYPE).result(bytes(problem.body(ctx.path())));
    }

    /** Javalin's own refusals, in the words of this API. */
    public static void send(Context ctx, HttpResponseException e) {
        String allowed = e.getDetails().get("availableMethods");
        if (e.getStatus() == 405 && allowed != null) ctx.header("Allow", allowed);
        send(ctx, new Problem(e.getStatus(), title(e.getStatus()), detail(e.getStatus())));
    }

    /** What a limit of the server turned away. */
    public static void send(Context ctx, Refused refused) {
        send(ctx, new Problem(refused.status, title(refused.status), refused.getMessage())
                .retryAfter(refused.retryAfter));
    }

    /** What the client learns of a mistake of the server. */
    public static final Problem MISTAKE = new Problem(500, "Server error",
            "a mistake of the server, not of your request; it is in the server's log");

    /** A mistake of the server: the client learns nothing of its insides, the log everything. */
    public static void mistake(Context ctx, Exception e) {
        e.printStackTrace();
        send(ctx, MISTAKE);
    }

    /** The body of a request that must be JSON. */
    public static byte[] json(Context ctx, Bodies bodies) throws Exception {
        requireType(ctx, "application/json");
        return bodies.read(ctx);
    }

    /** Refuses what the route does not know, and what is said twice: a misspelt date would be forecast as none. */
    public static void requireParameters(Context ctx, Set<String> known) {
        if (ctx.queryString() == null) return;
        ctx.queryParamMap().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw Problem.invalid(shortened(name), "there is no such parameter here; "
                        + (known.isEmpty() ? "there is none" : "there are " + String.join(", ", new TreeSet<>(known))));
            }
            if (values.size() > 1) throw Problem.invalid(name, "is given twice");
        });
    }

    /** A parameter that is true, false or left out. */
    public static boolean flag(Context ctx, String name) {
        return switch (ctx.queryParam(name)) {
            case "true" -> true;
            case "false" -> false;
            case null -> false;
            default -> throw Problem.invalid(name, "must be true or false");
        };
    }

    /** A client's own words go back to it, but not by the kilobyte. */
    static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    /** Refuses a body of another type. */
    static void requireType(Context ctx, String type) {
        String given = ctx.contentType();
        if (given != null && given.split(";", 2)[0].strip().equalsIgnoreCase(type)) return;
        ctx.header("Connection", "close"); // the body is not read
        throw new Problem(415, title(415), "send Content-Type: " + type);
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
            case 408 -> "Request timeout";
            case 405 -> "Method not allowed";
            case 413 -> "Body too large";
            case 415 -> "Unsupported media type";
            case 429 -> "Too many requests";
            case 503 -> "Too much to do";
            default -> status >= 500 ? "Server error" : "Bad request";
        };
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "there is nothing at this path; /docs lists what there is";
            case 405 -> "this path takes another method; see /docs";
            case 413 -> "the body is larger than this path takes; send fewer requests at once";
            default -> status >= 500 ? MISTAKE.getMessage() : "this request cannot be understood; see /docs";
        };
    }
}
