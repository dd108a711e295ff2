package lib.base;

import java.util.regex.Pattern;

/**
 * Text in a CSV file that a person opens. A spreadsheet runs a cell that begins like a formula, also behind blanks and
 * in the wide letters of East Asian fonts; an apostrophe before it makes it text (OWASP, CSV injection).
 */
public final class Formula {

    private static final Pattern BEGINS_LIKE_ONE =
            Pattern.compile("[\\p{Z}\\p{C}]*[=+@＝＋＠\\p{Pd}−].*|[\\t\\r\\n].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?[\\d.,]+");

    private Formula() {}

    /** The text, with an apostrophe before it where it would be run. */
    public static String harmless(String text) {
        if (text.isEmpty() || Character.isLetterOrDigit(text.charAt(0))) return text;
        return BEGINS_LIKE_ONE.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }
}
