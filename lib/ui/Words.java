package lib.ui;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lib.football.Clubs;

/**
 * One language of the page: its words, and how it writes dates and numbers. All of it is in {@code
 * ui/texts_*.properties}.
 */
public final class Words {

    private static final List<String> CODES = List.of("pt", "en");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)(?::([^}]*))?}");
    private static final Map<String, Words> ALL = CODES.stream().collect(Collectors.toMap(code -> code, Words::new));

    /** The reason of a move that a person made. */
    private static final String BY_HAND = "by hand";

    private final String code;
    private final Properties texts = new Properties();
    private final Locale locale;

    private Words(String code) {
        this.code = code;
        try (var reader = new InputStreamReader(
                Words.class.getResourceAsStream("/ui/texts_" + code + ".properties"), StandardCharsets.UTF_8)) {
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

    /**
     * The text of a key with its places filled in: {0} is the first value, the display name if that is a club. A club
     * can stand with its article, alone or contracted, in lower case or at the start of a sentence: {0:o}, {0:do},
     * {0:ao}, {0:no}, {0:pelo}, {0:O}; and {0:amplo|ampla} agrees with it. {0:m} and {0:f} write a small number in
     * words of that gender. A key that does not exist is a mistake in a template.
     */
    public String text(String key, Object... values) {
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

    private String filled(Object value, String form) {
        if (value instanceof Clubs.Club club) {
            if (form == null) return club.display();
            int bar = form.indexOf('|');
            if (bar >= 0) return club.article() == Clubs.Article.A ? form.substring(bar + 1) : form.substring(0, bar);
            String article = switch (form.toLowerCase(Locale.ROOT)) {
                case "o" -> club.article().the;
                case "do" -> club.article().of;
                case "ao" -> club.article().to;
                case "no" -> club.article().in;
                case "pelo" -> club.article().by;
                default -> throw new IllegalArgumentException("no form of a club: " + form);
            };
            return (Character.isUpperCase(form.charAt(0)) ? capital(article) : article) + " " + club.display();
        }
        if (form == null) return String.valueOf(value);
        String[] numbers = text("numbers." + form).split(" ");
        int number = ((Number) value).intValue();
        return number < numbers.length ? numbers[number] : whole(number);
    }

    /** A sentence for a number: the key goes on with none, one or many, and {0} is the number. */
    public String count(String key, int number, Object... values) {
        Object[] all = new Object[values.length + 1];
        all[0] = number;
        System.arraycopy(values, 0, all, 1, values.length);
        return text(key + (number == 0 ? "none" : number == 1 ? "one" : "many"), all);
    }

    /** Several things in a row: one, two and three. */
    public String list(List<String> things) {
        if (things.size() < 2) return String.join("", things);
        return String.join(", ", things.subList(0, things.size() - 1)) + text("and") + things.getLast();
    }

    /** A sentence with a capital letter. */
    public static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** 8 de setembro de 2026. */
    public String longDate(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.long"), locale).format(date);
    }

    /** 08/09/2026. */
    public String shortDate(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.short"), locale).format(date);
    }

    /** domingo, 18 de setembro. */
    public String weekday(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.weekday"), locale).format(date);
    }

    /** dom 18/09, for a column. */
    public String shortWeekday(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.weekday.short"), locale).format(date).replace(".", "");
    }

    /** 11 de setembro, for a day whose year is clear. */
    public String dayOfYear(LocalDate date) {
        return DateTimeFormatter.ofPattern(text("date.year_clear"), locale).format(date);
    }

    /** domingo, 18 de setembro · 16h · Rodada 27 · Allianz Parque: as much of it as is known. */
    public String event(ApiAnswers.Event event) {
        List<String> parts = new ArrayList<>();
        if (event.date() != null) parts.add(weekday(event.date()));
        if (event.time() != null) parts.add(hour(event.time()));
        if (event.round() != null) parts.add(text("round.label", event.round()));
        if (event.venue() != null) parts.add(event.venue());
        return String.join(" · ", parts);
    }

    /** (18) or, for a day that is not near, (18 de outubro): what stands beside a weekday in a sentence. */
    public String day(LocalDate date, boolean near) {
        return DateTimeFormatter.ofPattern(text(near ? "date.near" : "date.far"), locale).format(date);
    }

    /** 16h or 18h30 from HH:mm. */
    public String hour(String time) {
        LocalTime hour = LocalTime.parse(time);
        return DateTimeFormatter.ofPattern(text(hour.getMinute() == 0 ? "time.hour" : "time.minute"), locale)
                .format(hour);
    }

    /** Day and time of an instant, in UTC as the records have it. */
    public String time(Instant instant) {
        return DateTimeFormatter.ofPattern(text("date.time"), locale).format(instant.atOffset(ZoneOffset.UTC));
    }

    /** 1,2 s or 3 min 20 s. */
    public String seconds(double seconds) {
        return seconds < 60 ? number(seconds) + "\u00a0s" : Math.round(seconds) / 60 + "\u00a0min "
                + Math.round(seconds) % 60 + "\u00a0s";
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
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale)).format(value)
                .replace('-', '\u2212');
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
        return Arrays.stream(shares(1000, probabilities)).mapToObj(tenths -> text("percent", number(tenths / 10.0)))
                .toList();
    }

    /** Probabilities as whole percentages that add up to exactly 100, for running text; what is not never is not 0%. */
    public List<String> wholePercents(double... probabilities) {
        int[] shares = shares(100, probabilities);
        return IntStream.range(0, shares.length)
                .mapToObj(i -> shares[i] == 0 ? wholePercent(probabilities[i]) : text("percent", shares[i])).toList();
    }

    /** A probability as a whole percentage, for running text: 61%, menos de 1%. */
    public String wholePercent(double probability) {
        if (probability > 0 && probability < 0.005) return text("percent.under", text("percent", 1));
        if (probability < 1 && probability >= 0.995) return text("percent.over", text("percent", 99));
        return text("percent", Math.round(100 * probability));
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
