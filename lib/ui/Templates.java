//DEPS io.pebbletemplates:pebble:4.1.2
package lib.ui;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lib.football.Clubs;

/**
 * Renders the templates of {@code ui/templates}. Whatever a template prints is escaped for HTML, and a name that does
 * not exist is an error instead of a gap.
 */
public final class Templates {

    private final PebbleEngine engine;

    /** @param address turns the name of a static file into its address */
    public Templates(UnaryOperator<String> address) {
        ClasspathLoader loader = new ClasspathLoader(Templates.class.getClassLoader());
        loader.setPrefix("ui/templates");
        loader.setSuffix(".html");
        this.engine = new PebbleEngine.Builder().loader(loader).strictVariables(true)
                .extension(new AbstractExtension() {
            @Override
            public Map<String, Function> getFunctions() {
                return Map.ofEntries(
                        Map.entry("t", call((values, words) ->
                                words.text((String) values[0], Arrays.copyOfRange(values, 1, values.length)))),
                        Map.entry("link", call((values, words) -> link(words, values))),
                        Map.entry("address", call((values, words) -> address.apply((String) values[0]))),
                        // Numbers come as Integer, Long or Double from a template, so these are functions and not
                        // methods of Words.
                        Map.entry("decimal", call((values, words) ->
                                words.decimal(number(values[0]), (int) number(values[1])))),
                        Map.entry("signed", call((values, words) ->
                                words.signed(number(values[0]), (int) number(values[1])))),
                        Map.entry("whole", call((values, words) -> words.whole((long) number(values[0])))),
                        Map.entry("initials", call((values, words) -> Clubs.of((String) values[0]).shortName())),
                        Map.entry("aliases", call((values, words) ->
                                String.join("|", Clubs.of((String) values[0]).searchNames()))),
                        Map.entry("heat", call((values, words) -> (int) Math.round(9 * Math.sqrt(number(values[0]))))),
                        Map.entry("chances", call((values, words) ->
                                Bar.of((ApiAnswers.Probabilities) values[0], words))),
                        Map.entry("club", call((values, words) -> Clubs.of((String) values[0]))),
                        Map.entry("colours", call((values, words) -> Colours.of((String) values[0]))));
            }
        }).build();
    }

    /** Fills in a template; its words come from the given language. */
    public String render(String template, Words words, Map<String, Object> values) {
        try {
            PebbleTemplate compiled = engine.getTemplate(template);
            StringWriter page = new StringWriter(16_384);
            Map<String, Object> all = new HashMap<>(values);
            all.put("words", words);
            compiled.evaluate(page, all, Locale.forLanguageTag(words.tag()));
            return page.toString();
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot be written", e);
        }
    }

    /**
     * An address of this site in the language of the page: its path, then names and values of its query in turn. What
     * is null is left out.
     */
    static String link(Words words, Object... pathAndQuery) {
        String path = Arrays.stream(((String) pathAndQuery[0]).split("/", -1)).map(ApiClient::encoded)
                .collect(Collectors.joining("/"));
        StringBuilder link = new StringBuilder(path).append('?');
        for (int i = 1; i < pathAndQuery.length; i += 2) {
            if (pathAndQuery[i + 1] == null) continue;
            link.append(pathAndQuery[i]).append('=').append(ApiClient.encoded(String.valueOf(pathAndQuery[i + 1])))
                    .append('&');
        }
        return link.append("lang=").append(words.code()).toString();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /** A function of the templates that takes its values by position. */
    private static Function call(BiFunction<Object[], Words, Object> call) {
        return new Function() {
            @Override
            public List<String> getArgumentNames() {
                return null;
            }

            @Override
            public Object execute(Map<String, Object> given, PebbleTemplate self, EvaluationContext context, int line) {
                Object[] values = new Object[given.size()];
                for (int i = 0; i < values.length; i++) values[i] = given.get(String.valueOf(i));
                return call.apply(values, (Words) context.getVariable("words"));
            }
        };
    }
}
