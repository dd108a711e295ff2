package lib.raw;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time of day as files write it: 16:00, 16:00:00, 16h00, 16h. */
final class ClockText {

    private static final Pattern TIME =
            Pattern.compile("([01]?\\d|2[0-3])(?:[:hH.]([0-5]\\d)(?::[0-5]\\d)?|[hH])(?:min)?");

    private ClockText() {}

    /** HH:mm, or empty if the cell holds no time. */
    static String of(String cell) {
        Matcher time = TIME.matcher(cell);
        if (!time.matches()) return "";
        String hour = time.group(1);
        return (hour.length() == 1 ? "0" : "") + hour + ":" + (time.group(2) == null ? "00" : time.group(2));
    }
}
