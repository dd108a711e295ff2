package lib.ui;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lib.base.Shares;
import lib.football.Clubs;
import lib.words.Language;

/** One language as the page writes it: clubs with their articles, days, hours, and shares that add up. */
public final class Words extends Language {

    private static final Map<String, Words> ALL = CODES.stream().collect(Collectors.toMap(code -> code, Words::new));

    /** The reason of a move that a person made. */
    private static final String BY_HAND = "by hand";

    private Words(String code) {
        super(code);
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

    /** The other language of the page. */
    public Words other() {
        return ALL.get(code().equals("pt") ? "en" : "pt");
    }

    /**
     * Fills a club in by its display name, with its article, alone or contracted, in lower case or at the start of a
     * sentence: {0:o}, {0:do}, {0:ao}, {0:no}, {0:pelo}, {0:O}; and {0:amplo|ampla} agrees with it. {0:m} and {0:f}
     * write a small number in words of that gender.
     */
    @Override
    protected String filled(Object value, String form) {
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

    /** domingo, 18 de setembro. */
    public String weekday(LocalDate date) {
        return dates("date.weekday").format(date);
    }

    /** dom 18/09, for a column. */
    public String shortWeekday(LocalDate date) {
        return dates("date.weekday.short").format(date).replace(".", "");
    }

    /** 11 de setembro, for a day whose year is clear. */
    public String dayOfYear(LocalDate date) {
        return dates("date.year_clear").format(date);
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
        return dates(near ? "date.near" : "date.far").format(date);
    }

    /** 16h or 18h30 from HH:mm. */
    public String hour(String time) {
        LocalTime hour = LocalTime.parse(time);
        return dates(hour.getMinute() == 0 ? "time.hour" : "time.minute").format(hour);
    }

    /** Why a version serves: the gate's verdict by its code; without one, the sentence as it was written down. */
    public String why(SystemAnswers.Move move) {
        SystemAnswers.Verdict verdict = move.verdict();
        String key = verdict == null ? "" : "gate." + verdict.code();
        if (!has(key)) return move.reason().equals(BY_HAND) ? text("history.by_hand") : move.reason();
        SystemAnswers.Difference figures = verdict.difference();
        return text(key, figures == null ? "" : signed(figures.rps(), 4) + " ± " + decimal(figures.standardError(), 4),
                figures == null ? "" : whole(figures.n()), verdict.champion(), whole(verdict.count()),
                verdict.dataUntil() == null ? "" : shortDate(verdict.dataUntil()));
    }

    /** Probabilities as percentages with one decimal that add up to exactly 100. */
    public List<String> percents(double... probabilities) {
        return Arrays.stream(Shares.of(1000, probabilities)).mapToObj(tenths -> text("percent", number(tenths / 10.0)))
                .toList();
    }

    /** Probabilities as whole percentages that add up to exactly 100, for running text; what is not never is not 0%. */
    public List<String> wholePercents(double... probabilities) {
        int[] shares = Shares.of(100, probabilities);
        return IntStream.range(0, shares.length)
                .mapToObj(i -> shares[i] == 0 ? wholePercent(probabilities[i]) : text("percent", shares[i])).toList();
    }

    /** A probability as a whole percentage, for running text: 61%, menos de 1%. */
    public String wholePercent(double probability) {
        if (probability > 0 && probability < 0.005) return text("percent.under", text("percent", 1));
        if (probability < 1 && probability >= 0.995) return text("percent.over", text("percent", 99));
        return text("percent", Math.round(100 * probability));
    }
}
