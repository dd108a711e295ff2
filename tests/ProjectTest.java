//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.base.Json;
import org.junit.jupiter.api.Test;

/** The house itself: directives, help, settings, and what must never be committed. */
class ProjectTest {

    private static final Pattern DIRECTIVE_WITH_SPACE =
            Pattern.compile("(?m)^// +(DEPS|SOURCES|JAVA|FILES|DESCRIPTION|RUNTIME_OPTIONS|COMPILE_OPTIONS|REPOS)\\b");
    private static final Pattern SETTING = Pattern.compile("descriptionKey = \"([A-Z0-9_]+)\"");

    /** What several chapters share. */
    private static final Set<String> SHARED = Set.of("base", "lake", "football", "raw", "model", "aws", "hosting",
            "web", "report", "words");

    /** The folder that one chapter alone uses. */
    private static final Map<String, String> OWN = Map.of("01_provision.java", "provision", "02_etl.java", "etl",
            "03_train.java", "training", "04_api.java", "api", "05_ui.java", "ui", "06_pipeline.java", "pipeline");

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>(chapters());
        for (String folder : List.of("lib", "tests")) {
            try (Stream<Path> files = Files.walk(Scripts.HOME.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static List<Path> chapters() throws IOException {
        try (Stream<Path> files = Files.list(Scripts.HOME)) {
            List<Path> chapters = files.filter(file -> file.getFileName().toString().matches("0\\d_\\w+\\.java"))
                    .sorted().toList();
            assertTrue(chapters.size() >= 5, "only " + chapters);
            return chapters;
        }
    }

    private static Set<String> values(String directive, String text) {
        Set<String> values = new TreeSet<>();
        text.lines().filter(line -> line.startsWith("//" + directive + " "))
                .forEach(line -> values.addAll(List.of(line.substring(directive.length() + 3).strip().split("\\s+"))));
        return values;
    }

    @Test
    void noDirectiveHasASpaceAfterTheSlashes() throws IOException {
        for (Path source : sources()) {
            assertFalse(DIRECTIVE_WITH_SPACE.matcher(Files.readString(source)).find(), source.toString());
        }
    }

    @Test
    void everyChapterHasTheShapeOfTheHouse() throws IOException {
        for (Path chapter : chapters()) {
            String text = Files.readString(chapter);
            List<String> lines = text.lines().toList();
            assertEquals("///usr/bin/env jbang \"$0\" \"$@\" ; exit $?", lines.getFirst(), chapter.toString());
            assertTrue(lines.contains("//JAVA 25+") && text.contains("//DESCRIPTION "), chapter.toString());
            int start = lines.indexOf("/*");
            int length = lines.subList(start, lines.size()).indexOf(" */");
            assertTrue(start > 0 && length > 0 && length <= 21,
                    chapter + " needs a header comment of at most 20 lines");
            assertTrue(text.contains(chapter.getFileName() + " --help"), chapter.toString());
            assertFalse(Pattern.compile("(?m)^public class").matcher(text).find(),
                    chapter + " does not compile with a public class");
            boolean bom = values("DEPS", text).stream().anyMatch(dependency -> dependency.endsWith("@pom"));
            for (String dependency : values("DEPS", text)) { // of the SDK's modules the bill of materials has it
                assertTrue(dependency.matches("[^:]+:[^:]+:\\d[^:+*]*(@\\w+)?")
                        || bom && dependency.startsWith("software.amazon.awssdk:"), dependency + " has no exact version");
            }
        }
    }

    /**
     * Steps have banners numbered from 1 without a gap, and a banner that says "then read" names a file that is there.
     */
    @Test
    void theStepsOfAChapterAreNumberedAndPointToWhatIsThere() throws IOException {
        for (Path chapter : chapters()) {
            String text = Files.readString(chapter);
            List<Integer> steps = Pattern.compile("(?m)^ +// -{50,} (\\d)\\. ").matcher(text).results()
                    .map(banner -> Integer.valueOf(banner.group(1))).toList();
            assertEquals(IntStream.rangeClosed(1, steps.size()).boxed().toList(), steps, chapter.toString());
            Matcher sign = Pattern.compile("\\blib/\\w+/[\\w.]+\\.(java|json)").matcher(text);
            while (sign.find()) {
                assertTrue(Files.exists(Scripts.HOME.resolve(sign.group())), chapter + " sends to " + sign.group());
            }
        }
    }

    /** The banners of the chapter that the guide walks through are the guide's own steps, in both languages. */
    @Test
    void theBannersAreTheStepsOfTheGuide() throws IOException {
        for (String chapter : List.of("01_provision.java")) {
            List<String> steps = Pattern.compile("(?m)^ +// -{50,} (\\d\\. .+)$")
                    .matcher(Files.readString(Scripts.HOME.resolve(chapter))).results()
                    .map(banner -> banner.group(1).replaceFirst("(\\d\\.) (.+)", "$1 **$2.**")).toList();
            assertTrue(steps.size() >= 4, chapter + " has the steps " + steps);
            for (String guide : List.of("IMPLEMENTATION_GUIDE.md", "IMPLEMENTATION_GUIDE.pt-BR.md")) {
                String text = Files.readString(Scripts.HOME.resolve(guide));
                for (String step : steps) assertTrue(text.contains("\n" + step), guide + " lacks the step: " + step);
            }
        }
    }

    /** A chapter names the shared folders that it needs, directly or through others, and its own; nothing else. */
    @Test
    void aChapterNamesSharedFoldersAndItsOwn() throws IOException {
        for (Path chapter : chapters()) {
            Set<String> needed = new TreeSet<>();
            Deque<String> toRead = new ArrayDeque<>(foldersIn(Files.readString(chapter)));
            while (!toRead.isEmpty()) {
                String folder = toRead.pop();
                if (!needed.add(folder)) continue;
                assertTrue(SHARED.contains(folder) || folder.equals(OWN.get(chapter.getFileName().toString())),
                        chapter.getFileName() + " reaches into lib/" + folder);
                try (Stream<Path> files = Files.list(Scripts.HOME.resolve("lib").resolve(folder))) {
                    for (Path file : files.toList()) toRead.addAll(foldersIn(Files.readString(file)));
                }
            }
            Set<String> expected = new TreeSet<>();
            needed.forEach(folder -> expected.add("lib/" + folder + "/*.java"));
            assertEquals(expected, values("SOURCES", Files.readString(chapter)), chapter.getFileName().toString());
        }
    }

    private static Set<String> foldersIn(String code) {
        Set<String> folders = new TreeSet<>();
        Matcher imports = Pattern.compile("(?m)^import lib\\.(\\w+)\\.").matcher(code);
        while (imports.find()) folders.add(imports.group(1));
        return folders;
    }

    /** What the guides quote of the code stands in a chapter, line by line, only less indented. */
    @Test
    void theGuidesQuoteTheChaptersAsTheyAre() throws IOException {
        StringBuilder code = new StringBuilder();
        for (Path chapter : chapters()) {
            Files.readAllLines(chapter).forEach(line -> code.append(line.strip()).append('\n'));
        }
        for (String guide : List.of("docs/AWS.md", "docs/AWS.pt-BR.md")) {
            Matcher quote = Pattern.compile("(?ms)^```java\n(.+?)^```$")
                    .matcher(Files.readString(Scripts.HOME.resolve(guide)));
            int quotes = 0;
            for (; quote.find(); quotes++) {
                String lines = quote.group(1).lines().map(line -> line.strip() + "\n").collect(Collectors.joining());
                assertTrue(code.indexOf(lines) >= 0, guide + " quotes what no chapter says:\n" + lines);
            }
            assertTrue(quotes > 0, guide + " quotes no code");
        }
    }

    /** 120 columns fit on paper; in tests a line may be longer where it holds data, harder to read in parts. */
    @Test
    void noLineIsWiderThanAPage() throws IOException {
        for (Path source : sources()) {
            boolean test = source.startsWith(Scripts.HOME.resolve("tests"));
            boolean block = false;
            List<String> lines = Files.readString(source).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                boolean data = block || line.contains("\"");
                if (line.split("\"\"\"", -1).length % 2 == 0) block = !block;
                assertTrue(line.length() <= 120 || test && data, source + ":" + (i + 1) + " has " + line.length());
            }
        }
    }

    @Test
    void aChapterIsReadInOneSitting() throws IOException {
        for (Path chapter : chapters()) {
            assertTrue(Files.readString(chapter).lines().count() <= 520, chapter + " is longer than 520 lines");
        }
    }

    @Test
    void importsInLibPointOneWay() throws IOException {
        record Rule(String folder, Set<String> allowed) {}
        for (Rule rule : List.of(
                new Rule("base", Set.of()), new Rule("web", Set.of("base")), new Rule("words", Set.of()),
                new Rule("report", Set.of("base", "lake", "words")),
                new Rule("lake", Set.of("base")), new Rule("football", Set.of("base")),
                new Rule("raw", Set.of("base", "lake", "football")),
                new Rule("model", Set.of("base", "football")), new Rule("aws", Set.of("base", "lake")),
                new Rule("hosting", Set.of("base", "lake", "aws")))) {
            try (Stream<Path> files = Files.list(Scripts.HOME.resolve("lib/" + rule.folder))) {
                for (Path file : files.toList()) {
                    Matcher imports = Pattern.compile("import lib\\.(\\w+)\\.").matcher(Files.readString(file));
                    while (imports.find()) {
                        assertTrue(imports.group(1).equals(rule.folder) || rule.allowed.contains(imports.group(1)),
                                file + " imports lib." + imports.group(1));
                    }
                }
            }
        }
    }

    /**
     * A command that a chapter prints or its header shows can be typed as it stands: after the chapter comes one of its
     * commands, and the options of that command after it.
     */
    @Test
    void everyCommandInATextNamesACommandThatTheChapterHas() throws IOException {
        Map<String, Set<String>> commands = new TreeMap<>();
        for (Path chapter : chapters()) commands.put(chapter.getFileName().toString(), commandsOf(chapter));
        int seen = 0;
        for (Path source : sources()) {
            if (source.startsWith(Scripts.HOME.resolve("tests"))) continue;
            // A text may go on in the next line of code; a comment may also tell what a command does.
            String text = Files.readString(source).replaceAll("\"\\s*\\+ \"", "").lines()
                    .filter(line -> line.contains("\"") || line.startsWith(" *   ./jbangw"))
                    .collect(Collectors.joining("\n"));
            Matcher shown = Pattern.compile("jbangw (0\\d_\\w+\\.java) ([\\w-]+)").matcher(text);
            while (shown.find()) {
                Set<String> known = commands.get(shown.group(1));
                if (known == null || shown.group(2).equals("loads")) continue;
                // Without a command it does the usual one; then none may follow the options either.
                String rest = text.substring(shown.end()).lines().findFirst().orElse("");
                boolean usual = shown.group(2).startsWith("--") && known.stream()
                        .noneMatch(command -> rest.contains(" " + command + " "));
                assertTrue(usual || known.contains(shown.group(2)), source + " shows: " + shown.group() + rest);
                seen++;
            }
        }
        assertTrue(seen > 40, "only " + seen + " commands in all texts");
    }

    /** The methods that are commands, and the classes that the chapter lists. */
    private static Set<String> commandsOf(Path chapter) throws IOException {
        String text = Files.readString(chapter);
        Set<String> commands = new TreeSet<>();
        commands.addAll(methods(text));
        try (Stream<Path> files = Files.walk(Scripts.HOME.resolve("lib"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String code = Files.readString(file);
                Pattern.compile("(?s)@Command\\(\\s*name = \"(\\w+)\"(?:(?!@Command).)*?\\bclass (\\w+)").matcher(code)
                        .results()
                        .filter(command -> text.contains(command.group(2) + ".class"))
                        .forEach(command -> commands.add(command.group(1)));
                if (text.contains(" extends " + file.getFileName().toString().replace(".java", " "))) {
                    commands.addAll(methods(code));
                }
            }
        }
        return commands;
    }

    private static List<String> methods(String code) {
        return Pattern.compile("@Command\\((?:[^()\"]|\"[^\"]*\")*\\)\\s+(?:public )?int (\\w+)\\(").matcher(code)
                .results()
                .map(method -> method.group(1)).toList();
    }

    /** Help also proves that a chapter compiles with nothing but its own //SOURCES and //DEPS. */
    @Test
    void everyChapterAnswersHelpAndNamesItsCommands() throws IOException {
        for (Path chapter : chapters()) {
            Scripts.Result help = Scripts.run(chapter.getFileName().toString(), "--help");
            assertEquals(0, help.exit(), help.all());
            assertTrue(help.out().contains("Usage: " + chapter.getFileName()) && help.out().contains("Commands:"),
                    help.all());
            Matcher command = Pattern.compile("(?m)^  (\\w+)  +\\S")
                    .matcher(help.out().substring(help.out().indexOf("Commands:")));
            int commands = 0;
            while (command.find()) {
                Scripts.Result more = Scripts.run(chapter.getFileName().toString(), command.group(1), "--help");
                assertEquals(0, more.exit(), more.all());
                assertTrue(more.out().contains("--json"), more.all());
                commands++;
            }
            assertTrue(commands > 0, help.out());
            Scripts.Result wrong = Scripts.run(chapter.getFileName().toString(), "--no-such-option");
            assertEquals(2, wrong.exit(), wrong.all());
        }
    }

    @Test
    void helpBeginsWithTheUsualCommandAndSetsApartWhatNeedsAnAccount() {
        String help = Scripts.run("06_pipeline.java", "--help").out();
        List<String> commands = Pattern.compile("(?m)^(On AWS:|  \\w+(?=  +\\S))").matcher(
                help.substring(help.indexOf("Commands:"))).results().map(match -> match.group().strip()).toList();
        int account = commands.indexOf("On AWS:");
        assertTrue(commands.getFirst().equals("run") && account > 0, help);
        assertTrue(commands.subList(account, commands.size()).containsAll(List.of("deploy", "status", "undeploy")), help);
        assertTrue(commands.subList(0, account).containsAll(List.of("watch", "serve", "check")), help);
        String foundations = Scripts.run("01_provision.java", "--help").out();
        assertTrue(foundations.contains("Commands:\n  plan ") && !foundations.contains("On AWS:"), foundations);
    }

    @Test
    void everySettingIsExplainedInEnvExampleAndNothingElseIs() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path source : sources()) {
            if (source.toString().contains("tests")) continue;
            Matcher setting = SETTING.matcher(Files.readString(source));
            while (setting.find()) read.add(setting.group(1));
        }
        Set<String> explained = new TreeSet<>();
        Matcher line = Pattern.compile("(?m)^#? ?([A-Z0-9_]+)=")
                .matcher(Files.readString(Scripts.HOME.resolve(".env.example")));
        while (line.find()) explained.add(line.group(1));
        assertEquals(read, explained);
    }

    @Test
    void theCatalogHasAnAliasForEveryChapter() throws IOException {
        JsonNode aliases = Json.MAPPER.readTree(Files.readAllBytes(Scripts.HOME.resolve("jbang-catalog.json")))
                .path("aliases");
        Set<String> scripts = new TreeSet<>();
        aliases.forEach(alias -> scripts.add(alias.path("script-ref").asText()));
        assertEquals(new TreeSet<>(chapters().stream().map(chapter -> chapter.getFileName().toString()).toList()),
                scripts);
    }

    /** Without a version a dependency takes the one of the bill of materials; that counts as a version of its own. */
    @Test
    void oneVersionOfEachDependency() throws IOException {
        Map<String, String> pins = new TreeMap<>();
        for (Path source : sources()) {
            for (String dependency : values("DEPS", Files.readString(source))) {
                Matcher parts = Pattern.compile("([^:]+:[^:@]+)(.*)").matcher(dependency);
                assertTrue(parts.matches(), source + ": " + dependency);
                String other = pins.putIfAbsent(parts.group(1), dependency);
                assertTrue(other == null || other.equals(dependency),
                        source + " pins " + dependency + ", another file " + other);
            }
        }
    }
}
