package lib.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error as RFC 9457 describes it: {@code application/problem+json} with a status, a title and what to do. */
public final class Problem extends RuntimeException {

    public static final String MEDIA_TYPE = "application/problem+json";

    public final int status;
    int retryAfter;
    private final String title;
    private final Map<String, Object> extensions = new LinkedHashMap<>();

    /**
     * @param status HTTP status
     * @param title  the kind of problem, the same for every occurrence
     * @param detail what is wrong with this request, and what to send instead
     */
    public Problem(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    /** A value that is not allowed, with the name of its field. */
    public static Problem invalid(String field, String detail) {
        return new Problem(422, "Invalid value", field + ": " + detail).with("field", field);
    }

    /** Says after how many seconds the same request may succeed. */
    public Problem retryAfter(int seconds) {
        this.retryAfter = seconds;
        return this;
    }

    /** Adds a member, such as the name of the field or the nearest clubs. */
    public Problem with(String member, Object value) {
        extensions.put(member, value);
        return this;
    }

    /** The JSON object to send; the path names the occurrence. */
    public Map<String, Object> body(String path) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title);
        body.put("status", status);
        body.put("detail", getMessage());
        body.put("instance", path);
        body.putAll(extensions);
        return body;
    }
}
