package lib.raw;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time of day as files write it: 16:00, 16:00:00.000, 16h00, 16h, 16:00h, 4:00 PM, 16:00 BRT. */
final class ClockText {

    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3])(?:[:hH.]([0-5]\\d)(?::[0-5]\\d(?:\\.\\d+)?)?"
            + "|[hH])(?:min|h|hs|hrs)?(?: ?([ap])\\.?m\\.?)?(?: ?BRT)?", Pattern.CASE_INSENSITIVE);

    private ClockText() {}

    /** HH:mm, or empty if the cell holds no time. */
    static String of(String cell) {
        Matcher time = TIME.matcher(cell);
        if (!time.matches()) return "";
        int hour = Integer.parseInt(time.group(1));
        if (time.group(3) != null && (hour < 1 || hour > 12)) return "";
        if (time.group(3) != null) hour = hour % 12 + (time.group(3).equalsIgnoreCase("p") ? 12 : 0);
        return (hour < 10 ? "0" : "") + hour + ":" + (time.group(2) == null ? "00" : time.group(2));
    }
}
