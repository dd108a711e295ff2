//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java ../lib/raw/*.java
//SOURCES ../lib/words/*.java ../lib/ui/*.java
//FILES ui/=../ui/**

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.base.Shares;
import lib.model.Evaluation;
import lib.model.Verdict;
import lib.raw.Reason;
import lib.ui.SystemAnswers;
import lib.ui.Words;
import org.junit.jupiter.api.Test;

/** The words of the page: the same in both languages, all used, none missing. */
class TextsTest {

    private static final Path UI = Scripts.HOME.resolve("ui");
    private static final Path WORDS = Scripts.HOME.resolve("lib/words");

    private static Map<String, String> texts(String language) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(WORDS.resolve("texts_" + language + ".properties"))) {
            properties.load(reader);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((key, value) -> texts.put((String) key, (String) value));
        return texts;
    }

    private static Set<String> placeholders(String text) {
        return Pattern.compile("\\{(\\d+)(?::[^}]*)?}").matcher(text).results().map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndPlaceholders() throws IOException {
        Map<String, String> portuguese = texts("pt");
        Map<String, String> english = texts("en");
        assertTrue(portuguese.size() > 50, portuguese.toString());
        assertEquals(portuguese.keySet(), english.keySet());
        portuguese.forEach((key, text) -> {
            assertFalse(text.isBlank() || english.get(key).isBlank(), key);
            assertEquals(placeholders(text), placeholders(english.get(key)), key);
        });
    }

    @Test
    void noKeyStandsTwiceInAFile() throws IOException {
        for (String language : List.of("pt", "en")) {
            List<String> keys = Files.readAllLines(WORDS.resolve("texts_" + language + ".properties")).stream()
                    .filter(line -> line.matches("[^#].*=.*")).map(line -> line.substring(0, line.indexOf('=')))
                    .toList();
            assertEquals(keys.stream().sorted().toList(), keys.stream().distinct().sorted().toList(), language);
        }
    }

    /** A template that builds a key from parts must find every key that begins so. */
    @Test
    void everyKeyIsUsedAndEveryUsedKeyExists() throws IOException {
        StringBuilder users = new StringBuilder();
        try (Stream<Path> files = Stream.concat(Stream.of(UI.resolve("templates"), WORDS), Stream.of("ui", "report",
                "training", "etl").map(folder -> Scripts.HOME.resolve("lib").resolve(folder)))
                .flatMap(TextsTest::filesIn).filter(file -> !file.toString().endsWith(".properties"))) {
            for (Path file : files.toList()) users.append(Files.readString(file));
        }
        users.append(Files.readString(Scripts.HOME.resolve("05_ui.java")));
        Set<String> quoted = new TreeSet<>();
        Matcher literal = Pattern.compile("\"([a-z_]+(?:\\.[a-zA-Z_]+)*\\.?)\"").matcher(users);
        while (literal.find()) quoted.add(literal.group(1));
        Set<String> keys = texts("pt").keySet();
        List<String> unused = new ArrayList<>(keys);
        unused.removeIf(key -> quoted.contains(key) || quoted.stream()
                .anyMatch(start -> start.endsWith(".") && key.startsWith(start)));
        assertEquals(List.of(), unused);
        Matcher call = Pattern.compile("\\bt(?:ext)?\\(\"([\\w.]+\\w)\"[,)]").matcher(users);
        int calls = 0;
        for (; call.find(); calls++) assertTrue(keys.contains(call.group(1)), call.group(1));
        assertTrue(calls > 40, "only " + calls);
    }

    /** The tables of the terminal, which is narrow and speaks English, call nothing by another name than the page. */
    @Test
    void theTerminalUsesTheSameTerms() throws IOException {
        Map<String, String> english = texts("en");
        List<String> board = english.keySet().stream().filter(key -> key.startsWith("board.")).map(english::get)
                .map(text -> text.toLowerCase(Locale.ROOT)).toList();
        for (String column : Evaluation.HEADER) {
            String term = column.toLowerCase(Locale.ROOT);
            boolean difference = term.equals("to " + Evaluation.USUAL) || term.equals("n");
            assertTrue(difference || board.stream().anyMatch(text -> text.startsWith(term)), column);
        }
    }

    private static Stream<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void datesAndNumbersAreWrittenAsTheLanguageDoes() {
        LocalDate date = LocalDate.of(2026, 9, 8);
        Words portuguese = Words.of("pt", null);
        Words english = Words.of("en", null);
        assertEquals("8 de setembro de 2026", portuguese.longDate(date));
        assertEquals("8 September 2026", english.longDate(date));
        assertEquals("08/09/2026", portuguese.shortDate(date));
        assertEquals(List.of("48,3%", "28,0%", "23,7%"), portuguese.percents(0.483, 0.28, 0.237));
        assertEquals(List.of("48.3%", "28.0%", "23.7%"), english.percents(0.483, 0.28, 0.237));
        assertEquals("\u221210,0%", portuguese.percent(-0.1), "a minus is a minus and not a hyphen");
    }

    @Test
    void theLanguageIsTheOneAskedForElseTheBrowsersElsePortuguese() {
        assertEquals("en", Words.of("en", "pt-BR").code());
        assertEquals("en", Words.of(null, "fr;q=0.9, en-US;q=0.8").code());
        assertEquals("pt", Words.of(null, "pt-PT, en;q=0.5").code());
        for (String other : new String[] {null, "", "de", "*", ";;q=x", "-"}) {
            assertEquals("pt", Words.of("xx", other).code(), String.valueOf(other));
        }
    }

    @Test
    void sharesAlwaysAddUp() {
        for (double[] p : new double[][] {{1.0 / 3, 1.0 / 3, 1.0 / 3}, {0.4445, 0.3335, 0.222}, {1, 0, 0},
                {0.0004, 0.0004, 0.9992}, {0.29, 0.29, 0.42}}) {
            for (int whole : new int[] {100, 1000}) {
                int[] shares = Shares.of(whole, p);
                assertEquals(whole, Arrays.stream(shares).sum(), Arrays.toString(shares));
                for (int i = 0; i < 3; i++) assertTrue(Math.abs(shares[i] - p[i] * whole) < 1, Arrays.toString(shares));
            }
        }
        assertArrayEquals(new int[] {34, 33, 33}, Shares.of(100, 1.0 / 3, 1.0 / 3, 1.0 / 3));
    }

    /**
     * A reason travels as a code with arguments; each code has a sentence in both languages, with the same arguments.
     */
    @Test
    void everyReasonOfTheEtlIsSaidInBothLanguages() throws IOException {
        Words portuguese = Words.of("pt", null);
        Words english = Words.of("en", null);
        assertEquals("não é uma data: \"31/02/2020\"",
                portuguese.reason("date", List.of("\"31/02/2020\"", "dd/MM/yyyy"), "?"));
        assertEquals("something new", portuguese.reason("new", List.of(), "something new"));
        Set<String> codes = new TreeSet<>();
        for (Reason reason : Reason.values()) {
            List<String> arguments = IntStream.range(0, reason.arguments()).mapToObj(i -> "<" + i + ">").toList();
            codes.add("reason." + reason.code());
            assertFalse(portuguese.reason(reason.code(), arguments, "?").matches(".*(\\{|\\?$).*")
                    && reason != Reason.MISSPELT_CLUB
                    && reason != Reason.MISSPELT_FIXTURE, reason.code());
            if (reason != Reason.DATE) {
                assertEquals(reason.text(arguments), english.reason(reason.code(), arguments, "?"));
            }
        }
        assertEquals(codes, texts("en").keySet().stream().filter(key -> key.startsWith("reason."))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The gate's verdicts reach the page as codes; each is said in both languages. */
    @Test
    void everyVerdictOfTheGateIsSaidInBothLanguages() throws IOException {
        Words portuguese = Words.of("pt", null);
        SystemAnswers.Difference figures = new SystemAnswers.Difference(1020, -0.0012, 0.0004);
        SystemAnswers.Verdict verdict = new SystemAnswers.Verdict("BETTER", LocalDate.EPOCH, "old", figures, 0);
        assertEquals("claramente melhor: RPS −0,0012 ± 0,0004 contra o campeão nas mesmas 1.020 partidas",
                portuguese.why(new SystemAnswers.Move(Instant.EPOCH, "promote", "v", "clearly better", verdict)));
        for (Verdict.Code code : Verdict.Code.values()) {
            for (String language : List.of("en", "pt")) {
                assertTrue(texts(language).containsKey("gate." + code), "gate." + code + " in " + language);
            }
        }
        assertEquals("à mão", portuguese.why(new SystemAnswers.Move(Instant.EPOCH, "rollback", "v", "by hand", null)));
    }
}
