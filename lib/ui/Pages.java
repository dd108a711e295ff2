//DEPS io.pebbletemplates:pebble:3.2.4
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
import java.util.function.UnaryOperator;

/**
 * Renders the templates of {@code ui/templates}. Whatever a template prints is escaped for HTML, and a name that does
 * not exist is an error instead of a gap.
 */
public final class Pages {

    private static final int TONES = 12;

    private final PebbleEngine engine;

    /** @param address turns the name of a static file into its address */
    public Pages(UnaryOperator<String> address) {
        ClasspathLoader loader = new ClasspathLoader(Pages.class.getClassLoader());
        loader.setPrefix("ui/templates");
        loader.setSuffix(".html");
        this.engine = new PebbleEngine.Builder().loader(loader).strictVariables(true).extension(new AbstractExtension() {
            @Override
            public Map<String, Function> getFunctions() {
                return Map.of(
                        "t", call((values, words) -> words.text((String) values[0], Arrays.copyOfRange(values, 1, values.length))),
                        "address", call((values, words) -> address.apply((String) values[0])),
                        "initials", call((values, words) -> initials((String) values[0])),
                        "tone", call((values, words) -> Math.floorMod(((String) values[0]).hashCode(), TONES)));
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

    /** Up to three letters in place of a crest: GRÊ for Grêmio, SP for São Paulo. */
    static String initials(String name) {
        String[] parts = name.strip().split("\\s+");
        String letters = parts.length == 1 ? parts[0].substring(0, Math.min(3, parts[0].length()))
                : parts[0].substring(0, 1) + parts[1].charAt(0);
        return letters.toUpperCase(Locale.ROOT);
    }

    private interface Call {
        Object on(Object[] values, Words words);
    }

    /** A function of the templates that takes its values by position. */
    private static Function call(Call call) {
        return new Function() {
            @Override
            public List<String> getArgumentNames() {
                return null;
            }

            @Override
            public Object execute(Map<String, Object> given, PebbleTemplate self, EvaluationContext context, int line) {
                Object[] values = new Object[given.size()];
                for (int i = 0; i < values.length; i++) values[i] = given.get(String.valueOf(i));
                return call.on(values, (Words) context.getVariable("words"));
            }
        };
    }
}
