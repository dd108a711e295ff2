package lib.base;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a run says to a person: always UTF-8, colour only on a terminal and never with {@code NO_COLOR}.
 *
 * <p>With {@code --json} the standard output belongs to the one JSON object; everything for people goes to standard
 * error instead.
 */
public final class Console {

    private static final PrintStream OUT = utf8(FileDescriptor.out);
    private static final PrintStream ERR = utf8(FileDescriptor.err);
    private static final boolean TERMINAL = System.console() != null && System.console().isTerminal();
    static final boolean COLOUR = TERMINAL
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));

    private final PrintStream people;

    /** @param json whether standard output is kept for a JSON object */
    public Console(boolean json) {
        this.people = json ? ERR : OUT;
    }

    /** The headline of a run. */
    public void title(String text) {
        people.println(bold(text));
    }

    /** A numbered step, worded as in the guide. */
    public void step(int number, String text) {
        people.println(bold(number + ". " + text));
    }

    /** A line of text under a step. */
    public void line(String text) {
        people.println(text.isEmpty() ? "" : "   " + printable(text));
    }

    /** Something that went well and is worth seeing. */
    public void good(String text) {
        people.println("   " + coloured("32", "✓ " + printable(text)));
    }

    /** Something that a person should look at; the run goes on. */
    public void warn(String text) {
        people.println("   " + coloured("33", "! " + printable(text)));
    }

    /**
     * Asks once before something costs money or deletes. Anything but y or yes is a no.
     *
     * @param yes the answer given beforehand by {@code --yes}
     */
    public boolean confirm(String question, boolean yes) {
        if (yes) return true;
        if (!TERMINAL) {
            throw new Fault(Exit.USAGE, "nobody is here to answer: " + question,
                    "it asks before it costs money or deletes, and this is no terminal",
                    "look at plan first, then pass --yes", 1);
        }
        people.print("   " + question + " [y/N] ");
        people.flush();
        String answer = System.console().readLine();
        return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes|s|sim");
    }

    /** The command to run next, as it can be copied. */
    public void next(String command) {
        people.println("Next: " + bold(command));
    }

    /** The same with what is to be thought of, which a shell takes for a comment. */
    public void next(String command, String remark) {
        people.println("Next: " + bold(command) + "  # " + remark);
    }

    /** One line of a log: the time in UTC, the chapter, and what happened as {@code key=value}. */
    public void event(String chapter, String keysAndValues) {
        people.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + chapter + " "
                + keysAndValues.replaceAll("[\\p{Cc}\\p{Cf}]", "�"));
    }

    /** A table with left-aligned text in the first column and right-aligned text in the others. */
    public void table(List<String> header, List<List<String>> rows) {
        int[] width = new int[header.size()];
        for (int i = 0; i < width.length; i++) {
            width[i] = header.get(i).length();
            for (List<String> row : rows) width[i] = Math.max(width[i], row.get(i).length());
        }
        people.println("   " + bold(aligned(header, width)));
        for (List<String> row : rows) people.println("   " + aligned(row, width));
    }

    /** The one machine-readable result of a run, on standard output. */
    public void json(Object value) {
        OUT.writeBytes(Json.write(value));
        OUT.flush();
    }

    /** A failure, on standard error. */
    public static void error(String label, String text) {
        ERR.println((COLOUR ? "\033[31m" + label + "\033[0m " : label + " ") + printable(text));
    }

    /**
     * What files hold is printed too; without this, a cell could send commands to the terminal, turn the direction of
     * the text, or forge a line: so one that follows stands further in than any of our own.
     */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n\t]]", "�").replace("\n", "\n     ");
    }

    /** Shows progress through a known amount of work: a bar on a terminal, at most five plain lines elsewhere. */
    public Progress progress(String label, long total) {
        return new Progress(label, total);
    }

    public final class Progress implements AutoCloseable {

        private final String label;
        private final long total;
        private long done;
        private int shown = -1;

        private Progress(String label, long total) {
            this.label = label;
            this.total = Math.max(1, total);
        }

        /** Reports that so much more of the work is done; may be called from several threads. */
        public synchronized void advance(long amount) {
            done = Math.min(total, done + amount);
            int percent = (int) (100 * done / total);
            if (TERMINAL && percent != shown) {
                people.printf("\r   %s [%s%s] %3d %%", label,
                        "█".repeat(percent / 4), "░".repeat(25 - percent / 4), percent);
                people.flush();
            } else if (!TERMINAL && percent / 25 > shown / 25) {
                people.println("   " + label + ": " + percent + " %");
            }
            shown = percent;
        }

        /** Ends the bar's line on a terminal. */
        @Override
        public void close() {
            if (TERMINAL && shown >= 0) people.println();
        }
    }

    private static String aligned(List<String> cells, int[] width) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < width.length; i++) {
            String padding = " ".repeat(width[i] - cells.get(i).length());
            line.append(i == 0 ? cells.get(i) + padding : "  " + padding + cells.get(i));
        }
        return line.toString().stripTrailing();
    }

    private static String bold(String text) {
        return coloured("1", text);
    }

    private static String coloured(String code, String text) {
        return COLOUR ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
