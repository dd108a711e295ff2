//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written in Portuguese is Portuguese: no sentence was left in English. */
class PortugueseTest {

    /** Words that hardly a sentence does without, and that the other language does not have. */
    private static final Set<String> ENGLISH = Set.of("the", "of", "and", "is", "to", "it", "that", "with", "for",
            "are", "was", "this", "by", "from", "which", "not", "you", "has", "have", "be", "what", "when", "but", "its",
            "your", "an", "if", "on", "at", "one", "all");
    private static final Set<String> PORTUGUESE = Set.of("de", "que", "não", "em", "um", "uma", "para", "com", "os",
            "as", "da", "dos", "das", "na", "no", "é", "se", "por", "mais", "ao", "você", "seu", "sua", "ou", "à", "sem",
            "cada", "são", "foi", "nos", "pelo", "pela", "isso", "está", "tem");

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String folder : List.of("", "docs")) {
            try (Stream<Path> files = Files.list(Scripts.HOME.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".pt-BR.md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }

    /** The sentences of a text without what it quotes: code, words in quotes or brackets, addresses, printed steps. */
    private static List<String> sentences(String markdown) {
        String prose = markdown.replaceAll("(?ms)^ *```.*?^ *```$", "\n\n").replaceAll("`[^`]*`", "")
                .replaceAll("(?m)^\\d\\. \\*\\*[^*]+\\*\\*", "").replaceAll("\\]\\([^)]*\\)", "]")
                .replaceAll("(?m)^\\*\\[Read (it )?in English].*$", "").replaceAll("\"[^\"\\n]*\"|“[^”]*”|\\([^)]*\\)", "")
                .replaceAll("<[^>]*>", " ");
        return Arrays.stream(prose.split("[.!?:;|]\\s|\\n\\s*\\n|\\n\\s*(?:[-#>|]|\\d+\\.)")).map(String::strip)
                .filter(sentence -> !sentence.isEmpty()).toList();
    }

    /** More words of English than of Portuguese, and not just a name or the title of an error. */
    private static boolean isEnglish(String sentence) {
        List<String> words = Arrays.asList(sentence.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"));
        long english = words.stream().filter(ENGLISH::contains).count();
        return words.size() > 3 && english >= 2 && english > words.stream().filter(PORTUGUESE::contains).count();
    }

    @Test
    void noSentenceOfAPortugueseDocumentIsEnglish() throws IOException {
        assertTrue(documents().size() > 10, documents().toString());
        List<String> english = new ArrayList<>();
        for (Path document : documents()) {
            for (String sentence : sentences(Files.readString(document))) {
                if (isEnglish(sentence)) english.add(Scripts.HOME.relativize(document) + ": " + sentence);
            }
        }
        assertEquals(List.of(), english);
    }

    @Test
    void noTextOfThePortuguesePageIsEnglish() throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Scripts.HOME.resolve("lib/words/texts_pt.properties"))) {
            texts.load(reader);
        }
        List<String> english = new ArrayList<>();
        texts.forEach((key, text) -> {
            sentences((String) text).stream().filter(PortugueseTest::isEnglish)
                    .forEach(sentence -> english.add(key + ": " + sentence));
        });
        assertEquals(List.of(), english);
    }

    /** The judge itself: it knows the English of the English documents, and finds one sentence among many. */
    @Test
    void anEnglishSentenceIsFound() throws IOException {
        List<String> sentences = sentences(Files.readString(Scripts.HOME.resolve("IMPLEMENTATION_GUIDE.md"))).stream()
                .filter(sentence -> Pattern.compile("\\p{L}+").matcher(sentence).results().count() >= 8).toList();
        long found = sentences.stream().filter(PortugueseTest::isEnglish).count();
        assertTrue(found > 0.75 * sentences.size(), found + " of " + sentences.size());
        assertTrue(isEnglish("The last line is"));
        assertTrue(sentences("Uma frase de abertura. And this one was not translated. Outra.").stream()
                .anyMatch(PortugueseTest::isEnglish));
    }
}
