package lib.base;

/** The exit codes of every script: what a shell, a container or Step Functions learns from a run. */
public enum Exit {
    OK(0),
    UNEXPECTED(1),
    USAGE(2),
    CONFIGURATION(3),
    AWS_REFUSED(4),
    GATE_SAID_NO(5),
    INTERRUPTED(130);

    public final int code;

    Exit(int code) {
        this.code = code;
    }
}
