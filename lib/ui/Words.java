package lib.ui;

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

    /** The reason of a move that a person made. */
    private static final String BY_HAND = "by hand";

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

    /** 13/09, for a day of the running season. */
    public String dayAndMonth(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.day"), locale).format(date);
    }

    /** Day and time of an instant, in UTC as the records have it. */
    public String time(Instant instant) {
        return DateTimeFormatter.ofPattern(text("date.time"), locale).format(instant.atOffset(ZoneOffset.UTC));
    }

    /** 1,2 s or 3 min 20 s. */
    public String seconds(double seconds) {
        return seconds < 60 ? number(seconds) + "\u00a0s" : Math.round(seconds) / 60 + "\u00a0min " + Math.round(seconds) % 60 + "\u00a0s";
    }

    /** A number with one decimal. */
    public String number(double value) {
        return decimal(value, 1);
    }

    /** A number with so many decimals. */
    public String decimal(double value, int places) {
        return format("#,##0." + "0".repeat(places), value).replaceAll("\\D$", "");
    }

    /** A whole number, its thousands apart. */
    public String whole(long value) {
        return format("#,##0", value);
    }

    /** A number with its sign; the minus is a minus and not a hyphen. */
    public String signed(double value, int places) {
        String digits = decimal(Math.abs(value), places);
        boolean zero = digits.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero ? digits : (value < 0 ? "\u2212" : "+") + digits;
    }

    /** A probability as a percentage with one decimal; what is neither never nor always does not read like it. */
    public String percent(double probability) {
        double percent = 100 * probability;
        if (percent > 0 && percent < 0.05) return "<\u00a0" + text("percent", number(0.1));
        if (percent < 100 && percent >= 99.95) return ">\u00a0" + text("percent", number(99.9));
        return text("percent", number(percent));
    }

    private String format(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale)).format(value);
    }

    /** Why a version serves: the gate's verdict by its code; without one, the sentence as it was written down. */
    public String why(SystemAnswers.Move move) {
        SystemAnswers.Verdict verdict = move.verdict();
        String key = verdict == null ? "" : "gate." + verdict.code();
        if (!texts.containsKey(key)) return move.reason().equals(BY_HAND) ? text("history.by_hand") : move.reason();
        SystemAnswers.Difference figures = verdict.difference();
        return text(key, figures == null ? "" : signed(figures.rps(), 4) + " ± " + decimal(figures.standardError(), 4),
                figures == null ? "" : whole(figures.n()), verdict.champion(), whole(verdict.count()),
                verdict.dataUntil() == null ? "" : shortDate(verdict.dataUntil()));
    }

    /** Why a row was refused, in this language: by its code, or in English when the page does not know it. */
    public String reason(String code, List<String> arguments, String english) {
        String key = "reason." + code;
        return texts.containsKey(key) ? text(key, arguments.toArray()) : english;
    }

    /** The text of a key if there is one, else the other text: for names that the API may add. */
    public String textOr(String key, String otherwise) {
        return texts.containsKey(key) ? text(key) : otherwise;
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
