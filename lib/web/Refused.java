package lib.web;

/** A request that a limit of the server turns away before, or instead of, the work that it asks for. */
public final class Refused extends RuntimeException {

    /** HTTP status. */
    public final int status;

    /** Seconds after which it may come again; 0 when it never may. */
    public final int retryAfter;

    private Refused(int status, int retryAfter, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    static Refused tooMany(int seconds) {
        return new Refused(429, seconds, "slow down: this address has asked for more than its share; come again in "
                + seconds + (seconds == 1 ? " second" : " seconds"));
    }

    static Refused busy(String what) {
        return new Refused(503, 1, "too many " + what + " at once; come again in a second");
    }

    static Refused tooLarge(long most) {
        return new Refused(413, 0, "the body is larger than the " + most / 1024 + " KiB that are taken here");
    }

    static Refused tooSlow() {
        return new Refused(408, 0, "the request did not arrive whole in time");
    }
}
