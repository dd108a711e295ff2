//FILES words/texts_en.properties=texts_en.properties
//FILES words/texts_pt.properties=texts_pt.properties
package lib.words;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One language: its words, and how it writes dates and numbers. Whatever the page, the reports and the tables of the
 * terminal call a thing stands once in {@code texts_*.properties}; the keys are the same in each.
 */
public class Language {

    /** The codes of all languages; the terminal speaks the first. */
    public static final List<String> CODES = List.of("en", "pt");

    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)(?::([^}]*))?}");

    private final String code;
    private final Properties texts = new Properties();
    private final Locale locale;

    /** @param code one of {@link #CODES} */
    public Language(String code) {
        this.code = code;
        try (var reader = new InputStreamReader(
                Language.class.getResourceAsStream("/words/texts_" + code + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.locale = Locale.forLanguageTag(text("locale"));
    }

    /** Two letters: pt or en. */
    public final String code() {
        return code;
    }

    /** The tag for the {@code lang} attribute. */
    public final String tag() {
        return locale.toLanguageTag();
    }

    /**
     * The text of a key with its places filled in: {0} is the first value. A key that does not exist is a mistake in
     * the program.
     */
    public final String text(String key, Object... values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text \"" + key + "\" in texts_" + code + ".properties");
        }
        return PLACE.matcher(text).replaceAll(place -> {
            int index = Integer.parseInt(place.group(1));
            return Matcher.quoteReplacement(index < values.length ? filled(values[index], place.group(2))
                    : place.group());
        });
    }

    /** A value in its place; {@code form} is what stands behind the colon of {0:form}, or null. */
    protected String filled(Object value, String form) {
        return String.valueOf(value);
    }

    /** Whether there is a text of this key. */
    protected final boolean has(String key) {
        return texts.containsKey(key);
    }

    /** How this language writes the part of a date that a key names. */
    protected final DateTimeFormatter dates(String key) {
        return DateTimeFormatter.ofPattern(text(key), locale);
    }

    /** The text of a key if there is one, else the other text: for names that the API may add. */
    public final String textOr(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** A sentence for a number: the key goes on with none, one or many, and {0} is the number. */
    public final String count(String key, int number) {
        return text(key + (number == 0 ? "none" : number == 1 ? "one" : "many"), number);
    }

    /** Why a row was refused, in this language: by its code, or in English when it has no words for it. */
    public final String reason(String code, List<String> arguments, String english) {
        String key = "reason." + code;
        return has(key) ? text(key, arguments.toArray()) : english;
    }

    /** Several things in a row: one, two and three. */
    public final String list(List<String> things) {
        if (things.size() < 2) return String.join("", things);
        return String.join(", ", things.subList(0, things.size() - 1)) + text("and") + things.getLast();
    }

    /** A sentence with a capital letter. */
    public static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** 8 de setembro de 2026. */
    public final String longDate(LocalDate date) {
        return dates("date.long").format(date);
    }

    /** 08/09/2026. */
    public final String shortDate(LocalDate date) {
        return dates("date.short").format(date);
    }

    /** Day and time of an instant, in UTC as the records have it. */
    public final String time(Instant instant) {
        return dates("date.time").format(instant.atOffset(ZoneOffset.UTC));
    }

    /** 1,2 s or 3 min 20 s. */
    public final String seconds(double seconds) {
        return seconds < 60 ? number(seconds) + "\u00a0s" : Math.round(seconds) / 60 + "\u00a0min "
                + Math.round(seconds) % 60 + "\u00a0s";
    }

    /** A number with one decimal. */
    public final String number(double value) {
        return decimal(value, 1);
    }

    /** A number with so many decimals. */
    public final String decimal(double value, int places) {
        return format("#,##0." + "0".repeat(places), value).replaceAll("\\D$", "");
    }

    /** A whole number, its thousands apart. */
    public final String whole(long value) {
        return format("#,##0", value);
    }

    /** A number with its sign; the minus is a minus and not a hyphen. */
    public final String signed(double value, int places) {
        String digits = decimal(Math.abs(value), places);
        boolean zero = digits.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero ? digits : (value < 0 ? "\u2212" : "+") + digits;
    }

    /** A probability as a percentage with one decimal; what is neither never nor always does not read like it. */
    public final String percent(double probability) {
        double percent = 100 * probability;
        if (percent > 0 && percent < 0.05) return "<\u00a0" + text("percent", number(0.1));
        if (percent < 100 && percent >= 99.95) return ">\u00a0" + text("percent", number(99.9));
        return text("percent", number(percent));
    }

    private String format(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale)).format(value)
                .replace('-', '\u2212');
    }
}
