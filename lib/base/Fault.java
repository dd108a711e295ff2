package lib.base;

import java.io.IOException;

/**
 * The one exception of this project: a failure that a person can act on.
 *
 * <p>It carries what failed, the likely cause, what to do now, and the chapter whose troubleshooting tells more.
 * {@link Cli} prints it as four short lines, without a stack trace unless {@code --debug} is given.
 */
public final class Fault extends RuntimeException {

    public final Exit exit;
    public final String likelyCause;
    public final String remedy;
    public final int chapter;

    /**
     * @param exit    the exit code of the run that fails this way
     * @param what    what failed, one sentence without a full stop
     * @param likelyCause   the likely cause
     * @param remedy  what to do now, if possible a command to copy
     * @param chapter the chapter of the guide, 0 to 6
     */
    public Fault(Exit exit, String what, String likelyCause, String remedy, int chapter) {
        super(what);
        this.exit = exit;
        this.likelyCause = likelyCause;
        this.remedy = remedy;
        this.chapter = chapter;
    }

    /** Where this message is explained: the file, and the anchor of its chapter. */
    public String see() {
        return "docs/TROUBLESHOOTING.md#chapter-" + chapter;
    }

    /** The same fault with the exception that led to it, shown by {@code --debug}. */
    public Fault from(Throwable origin) {
        initCause(origin);
        return this;
    }

    /** The temporary folder is full or read-only. */
    public static Fault temporaryFolder(IOException e) {
        return new Fault(Exit.CONFIGURATION, "the temporary folder cannot be used: " + e.getMessage(),
                "it is full, or this user may not write there",
                "make room, or name another folder: JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER", 2).from(e);
    }
}
