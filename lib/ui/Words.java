package lib.ui;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One language of the page: its words, and how it writes dates and numbers. All of it is in {@code ui/texts_*.properties}. */
public final class Words {

    private static final List<String> CODES = List.of("pt", "en");
    private static final Map<String, Words> ALL = CODES.stream().collect(Collectors.toMap(code -> code, Words::new));

    private final String code;
    private final Properties texts = new Properties();
    private final Locale locale;

    private Words(String code) {
        this.code = code;
        try (var reader = new InputStreamReader(Words.class.getResourceAsStream("/ui/texts_" + code + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.locale = Locale.forLanguageTag(text("locale"));
    }

    /**
     * The language to answer in.
     *
     * @param wanted   the code that the address asks for, or null
     * @param accepted the browser's Accept-Language, or null; Portuguese if it names no language of the page
     */
    public static Words of(String wanted, String accepted) {
        if (wanted != null && ALL.containsKey(wanted)) return ALL.get(wanted);
        try {
            String best = Locale.lookupTag(Locale.LanguageRange.parse(accepted == null ? "pt" : accepted), CODES);
            return ALL.get(best == null ? "pt" : best);
        } catch (IllegalArgumentException e) { // a header that is no list of languages says nothing
            return ALL.get("pt");
        }
    }

    /** Two letters: pt or en. */
    public String code() {
        return code;
    }

    /** The tag for the {@code lang} attribute. */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** The other language of the page. */
    public Words other() {
        return ALL.get(code.equals("pt") ? "en" : "pt");
    }

    /** The text of a key with {0}, {1}, … filled in. A key that does not exist is a mistake in a template. */
    public String text(String key, Object... values) {
        String text = texts.getProperty(key);
        if (text == null) throw new IllegalArgumentException("no text \"" + key + "\" in texts_" + code + ".properties");
        for (int i = values.length - 1; i >= 0; i--) text = text.replace("{" + i + "}", String.valueOf(values[i]));
        return text;
    }

    /** 8 de setembro de 2026. */
    public String longDate(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.long"), locale).format(date);
    }

    /** 08/09/2026. */
    public String shortDate(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.short"), locale).format(date);
    }

    /** A number with one decimal. */
    public String number(double value) {
        return new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(locale)).format(value);
    }

    /** Probabilities as percentages with one decimal that add up to exactly 100. */
    public List<String> percents(double... probabilities) {
        return Arrays.stream(shares(1000, probabilities)).mapToObj(tenths -> text("percent", number(tenths / 10.0))).toList();
    }

    /** Splits a whole into whole parts by probability, the largest remainders rounded up, so that nothing is lost. */
    public static int[] shares(int whole, double... probabilities) {
        int[] shares = Arrays.stream(probabilities).mapToInt(p -> (int) Math.floor(p * whole)).toArray();
        int missing = whole - Arrays.stream(shares).sum();
        IntStream.range(0, shares.length).boxed()
                .sorted(Comparator.comparingDouble(i -> shares[i] - probabilities[i] * whole))
                .limit(Math.max(0, missing)).forEach(i -> shares[i]++);
        return shares;
    }
}
