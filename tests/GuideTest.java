//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide, the READMEs and the legend say what the code does, in both languages. Code blocks marked {@code bash} are
 * run; {@code text} and {@code json} show their output; {@code sh} is for what cannot run here (servers, downloads) and
 * {@code txt} for its output.
 */
class GuideTest {

    private static final String GUIDE = "IMPLEMENTATION_GUIDE.md";
    private static final String TROUBLESHOOTING = "docs/TROUBLESHOOTING.md";
    private static final String EXERCISES = "docs/EXERCISES.md";
    private static final String DEEPER = "docs/DEEPER.md";
    private static final List<String> ENGLISH = List.of("README.md", GUIDE, TROUBLESHOOTING, EXERCISES, DEEPER,
            "docs/AWS.md", "docs/MODEL.md", "docs/ARCHITECTURE_LEGEND.md");
    private static final List<Integer> CHAPTERS = List.of(0, 1, 2, 3, 4, 5, 6);
    private static final Map<String, List<String>> SECTIONS = Map.of(
            GUIDE, List.of("Goal", "Steps", "What just happened", "Exercises", "Troubleshooting", "Clean up"),
            inPortuguese(GUIDE), List.of("Objetivo", "Passos", "O que acabou de acontecer", "Exercícios",
                    "Solução de problemas", "Limpeza"));
    private static final int STEPS = 1;
    private static final int EXERCISE_SECTION = 3;
    private static final int TROUBLESHOOTING_SECTION = 4;
    private static final int LONGEST = 1_100;

    private static String inPortuguese(String english) {
        return english.replace(".md", ".pt-BR.md");
    }

    private static List<String> documents() {
        return ENGLISH.stream().flatMap(english -> Stream.of(english, inPortuguese(english))).toList();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Scripts.HOME.resolve(file));
    }

    // ---------------------------------------------------------------- reading Markdown

    /** A fenced block: its language, its lines without indentation, and the chapter of the guide it stands in. */
    private record Block(String language, List<String> lines, int chapter) {
        String body() {
            return String.join("\n", lines);
        }
    }

    private static List<Block> blocks(String markdown) {
        List<Block> blocks = new ArrayList<>();
        Block open = null;
        int indentation = 0;
        int chapter = -1;
        for (String line : markdown.lines().toList()) {
            Matcher heading = Pattern.compile("## (?:Chapter|Capítulo) (\\d)\\..*").matcher(line);
            if (open == null && heading.matches()) chapter = Integer.parseInt(heading.group(1));
            if (!line.strip().startsWith("```")) {
                if (open != null) {
                    open.lines.add(line.substring(Math.min(indentation, line.length() - line.stripLeading().length())));
                }
            } else if (open == null) {
                indentation = line.indexOf('`');
                open = new Block(line.strip().substring(3), new ArrayList<>(), chapter);
            } else {
                blocks.add(open);
                open = null;
            }
        }
        return blocks;
    }

    private static String withoutBlocks(String markdown) {
        return markdown.replaceAll("(?ms)^ *```.*?^ *```$", "");
    }

    /** What must be the same in both languages: headings, tables, numbered items, folds, boxes and code, in order. */
    private static List<String> skeleton(String markdown) {
        List<String> skeleton = new ArrayList<>();
        List<Block> blocks = blocks(markdown);
        int next = 0;
        boolean inside = false;
        boolean quoted = false;
        for (String line : markdown.lines().map(String::strip).toList()) {
            if (line.startsWith("```")) {
                inside = !inside;
                if (inside) skeleton.add(comparable(blocks.get(next++)));
            }
            if (inside) continue;
            Matcher item = Pattern.compile("(\\d{1,2})\\. .*").matcher(line);
            if (line.matches("#{1,6} .*")) skeleton.add(line.replaceFirst(" .*", ""));
            else if (line.startsWith("|")) skeleton.add("a row of " + line.chars().filter(c -> c == '|').count());
            else if (line.startsWith("- ")) skeleton.add("a point");
            else if (line.contains("<details>")) skeleton.add("a fold");
            else if (line.startsWith(">") && !quoted) skeleton.add("a box");
            else if (item.matches()) skeleton.add("item " + item.group(1));
            quoted = line.startsWith(">");
        }
        return skeleton;
    }

    /** Comments of shell code, labels of diagrams and what the page says are translated, everything else is not. */
    private static String comparable(Block block) {
        return block.language + "\n" + switch (block.language) {
            case "bash", "sh" -> String.join("\n", block.lines.stream().filter(line -> !line.strip().startsWith("#"))
                    .toList()).replace("lang=pt", "lang=en");
            case "mermaid" -> block.body().replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\|[^|]*\\|", "||");
            case "text" -> block.body().replaceAll(">[^<>]+<", "><");
            default -> block.body();
        };
    }

    // ---------------------------------------------------------------- both languages agree

    @Test
    void bothLanguagesHaveTheSameHeadingsTablesAndCode() throws IOException {
        for (String english : ENGLISH) {
            List<String> skeleton = skeleton(text(english));
            assertTrue(skeleton.size() > 10, english);
            List<String> portuguese = skeleton(text(inPortuguese(english)));
            for (int i = 0; i < Math.min(skeleton.size(), portuguese.size()); i++) {
                assertEquals(skeleton.get(i), portuguese.get(i),
                        english + ", part " + i + ", after " + skeleton.subList(Math.max(0, i - 3), i));
            }
            assertEquals(skeleton.size(), portuguese.size(), english);
        }
    }

    @Test
    void everyChapterHasTheSixSectionsInOrder() throws IOException {
        for (String guide : SECTIONS.keySet()) {
            Map<Integer, List<String>> found = new TreeMap<>();
            int chapter = -1;
            for (String line : withoutBlocks(text(guide)).lines().toList()) {
                Matcher heading = Pattern.compile("## (?:Chapter|Capítulo) (\\d)\\. .+").matcher(line);
                if (heading.matches()) found.put(chapter = Integer.parseInt(heading.group(1)), new ArrayList<>());
                else if (line.startsWith("### ")) found.get(chapter).add(line.substring(4));
                else assertTrue(!line.startsWith("## "), guide + ": " + line);
            }
            assertEquals(CHAPTERS, List.copyOf(found.keySet()), guide);
            for (int number : CHAPTERS) {
                assertEquals(SECTIONS.get(guide), found.get(number), guide + ", chapter " + number);
            }
        }
    }

    /** What a learner walks through is bounded; what a second reading asks stands in docs/. */
    @Test
    void theGuideIsNotTooLong() throws IOException {
        for (String guide : SECTIONS.keySet()) {
            long lines = text(guide).lines().count();
            assertTrue(lines <= LONGEST, guide + " has " + lines + " lines, more than " + LONGEST);
        }
    }

    /** The part of the guide from one heading of a chapter to the next. */
    private static String section(String guide, int chapter, int section) throws IOException {
        String[] chapters = text(guide).split("(?m)^## (?=(?:Chapter|Capítulo) \\d\\.)");
        String body = Stream.of(chapters).filter(part -> part.matches("(?s)\\S+ " + chapter + "\\..*")).findFirst()
                .orElseThrow();
        String[] sections = body.split("(?m)^### ");
        return sections[section + 1];
    }

    @Test
    void theStepsAreWordedAsTheScriptsPrintThem() throws IOException {
        int steps = 0;
        for (int chapter : CHAPTERS.subList(1, CHAPTERS.size())) {
            Matcher printed = Pattern.compile("console\\.step\\((\\d), \"([^\"]+)\"\\)").matcher(text(script(chapter)));
            for (; printed.find(); steps++) {
                for (String guide : SECTIONS.keySet()) {
                    String item = printed.group(1) + ". **" + printed.group(2) + ".**";
                    assertTrue(section(guide, chapter, STEPS).contains("\n" + item),
                            guide + ", chapter " + chapter + " lacks " + item);
                }
            }
        }
        assertTrue(steps >= 8, steps + " steps");
    }

    private static String script(int chapter) throws IOException {
        try (Stream<Path> files = Files.list(Scripts.HOME)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("0" + chapter + "_\\w+\\.java"))
                    .findFirst().orElseThrow(() -> new AssertionError("there is no script of chapter " + chapter));
        }
    }

    // ---------------------------------------------------------------- commands exist

    @Test
    void everyCommandNamesAScriptACommandAndOptionsThatExist() throws IOException {
        Map<String, Map<String, Set<String>>> known = new LinkedHashMap<>();
        int commands = 0;
        for (String document : documents()) {
            for (List<String> command : commands(text(document))) {
                requireKnown(document, command, known);
                commands++;
            }
        }
        assertTrue(commands > 100, commands + " commands");
    }

    /** Every call of jbangw in code blocks and inline code, as words. */
    private static List<List<String>> commands(String markdown) {
        List<String> code = new ArrayList<>();
        for (Block block : blocks(markdown)) {
            if (block.language.equals("bash") || block.language.equals("sh")) {
                code.addAll(List.of(block.body().replace("\\\n", " ").split("\n|&&|;|\\|")));
            }
        }
        Pattern.compile("`([^`]+)`").matcher(withoutBlocks(markdown)).results()
                .forEach(inline -> code.add(inline.group(1)));
        List<List<String>> commands = new ArrayList<>();
        for (String line : code) {
            Matcher call = Pattern.compile("(?:[A-Z_]+=\\S+ )*\\./jbangw (.+)").matcher(line.strip());
            if (call.matches()) commands.add(List.of(call.group(1).replaceAll("\\d?>\\S+", "").strip().split("\\s+")));
        }
        return commands;
    }

    private static void requireKnown(String document, List<String> command, Map<String, Map<String,
            Set<String>>> known) throws IOException {
        String where = document + ": ./jbangw " + String.join(" ", command);
        String script = command.getFirst();
        if (script.equals("build")) return; // a word of jbangw itself
        // What an exercise has its reader write stands in the same document, and ExercisesTest runs it.
        String written = text(document);
        if (written.contains("class " + script.replace(".java", "") + " {")) return;
        if (command.size() > 1 && written.contains("+    int " + command.get(1) + "(")) return;
        if (!script.endsWith(".java")) {
            script = Json.MAPPER.readTree(text("jbang-catalog.json")).path("aliases").path(script).path("script-ref")
                    .asText();
        }
        assertTrue(script.endsWith(".java") && Files.isRegularFile(Scripts.HOME.resolve(script)),
                where + ": no such script");
        List<String> arguments = command.subList(1, command.size());
        if (script.startsWith("tests/")) {
            for (String name : arguments) {
                assertTrue(Files.exists(Scripts.HOME.resolve("tests/" + name + ".java")), where + ": no such test");
            }
            return;
        }
        if (!known.containsKey(script)) known.put(script, optionsOf(script));
        Map<String, Set<String>> options = known.get(script);
        String chosen = Pattern.compile("Cli\\.run\\(new \\w+\\(\\), \"(\\w+)\"").matcher(text(script)).results()
                .findFirst().orElseThrow().group(1);
        if (!arguments.isEmpty() && !arguments.getFirst().startsWith("-")) chosen = arguments.getFirst();
        assertTrue(options.containsKey(chosen), where + ": no command " + chosen + " among " + options.keySet());
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                assertTrue(options.get(chosen).contains(argument.replaceFirst("=.*", "")),
                        where + ": no option " + argument);
            }
        }
    }

    /** The commands of a script and the options of each, from picocli's annotations. */
    private static Map<String, Set<String>> optionsOf(String script) throws IOException {
        Map<String, Set<String>> commands = new TreeMap<>();
        Matcher inherited = Pattern.compile("class \\w+ extends (\\w+)").matcher(text(script));
        String code = text(script) + (inherited.find() ? lib(inherited.group(1)) : "");
        Matcher method = Pattern.compile(
                "(?s)@Command\\(description.*?\\)\\s+(?:public )?(?:final )?int (\\w+)\\((.*?)\\)\\s*(?:throws "
                + "[\\w., ]+)?\\{").matcher(code);
        while (method.find()) commands.put(method.group(1), withMixins(method.group(2)));
        Matcher classes = Pattern.compile("subcommands = \\{([^}]*)}").matcher(text(script));
        if (classes.find()) {
            for (String name : classes.group(1).replace(".class", "").strip().split(",\\s*")) {
                Matcher command = Pattern.compile("@Command\\(name = \"(\\w+)\"").matcher(lib(name));
                assertTrue(command.find(), name);
                commands.put(command.group(1), withMixins(lib(name)));
            }
        }
        assertTrue(!commands.isEmpty(), script + " has no commands");
        return commands;
    }

    /**
     * The options that some code declares, those of the classes that it mixes in, and those of the class it extends.
     */
    private static Set<String> withMixins(String code) throws IOException {
        Set<String> options = new TreeSet<>(names(code));
        Matcher parent = Pattern.compile("class \\w+ extends (\\w+)").matcher(code);
        if (parent.find()) options.addAll(withMixins(lib(parent.group(1))));
        Matcher mixin = Pattern.compile("@Mixin\\s+([\\w.]+)").matcher(code);
        while (mixin.find()) options.addAll(names(lib(mixin.group(1).replaceFirst("\\..*", ""))));
        return options;
    }

    /** The source of a class, which has a file of its own in lib or stands inside another one or inside a chapter. */
    private static String lib(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Scripts.HOME.resolve("lib"));
                Stream<Path> chapters = Files.list(Scripts.HOME)) {
            List<Path> sources = Stream.concat(files, chapters).filter(path -> path.toString().endsWith(".java"))
                    .toList();
            for (Path source : sources) if (source.endsWith(name + ".java")) return Files.readString(source);
            for (Path source : sources) {
                Matcher nested = Pattern.compile(
                        "(?s)(?:\n    @[^\n]*(?:\n {8,}[^\n]*)*)*\n    [\\w ]*class " + name + " .*?\n    }")
                        .matcher(Files.readString(source));
                if (nested.find()) return nested.group();
            }
            throw new AssertionError("no class " + name);
        }
    }

    private static Set<String> names(String code) {
        Set<String> names = new TreeSet<>();
        Pattern.compile("names = (\\{[^}]*}|\"[^\"]*\")").matcher(code).results().forEach(option ->
                Pattern.compile("\"(--?[\\w-]+)\"").matcher(option.group(1)).results()
                        .forEach(name -> names.add(name.group(1))));
        return names;
    }

    // ---------------------------------------------------------------- files and links exist

    @Test
    void everyPathOfTheProjectThatIsNamedExists() throws IOException {
        Pattern path = Pattern.compile(
                "(?:lib|sample|docs|tests|ui)/[\\w./-]*|\\d\\d_\\w+\\.java|\\.env\\.example|jbangw|jbang-catalog\\.json");
        int paths = 0;
        for (String document : documents()) {
            for (MatchResult inline : Pattern.compile("`([^`]+)`").matcher(withoutBlocks(text(document))).results()
                    .toList()) {
                String first = inline.group(1).split(" ")[0].replaceFirst("^\\./", "");
                if (!path.matcher(first).matches()) continue;
                assertTrue(Files.exists(Scripts.HOME.resolve(first)), document + ": " + first);
                paths++;
            }
        }
        assertTrue(paths > 40, paths + " paths");
    }

    @Test
    void everyRelativeLinkResolves() throws IOException {
        int links = 0;
        for (String document : documents()) {
            Path file = Scripts.HOME.resolve(document);
            for (MatchResult link : Pattern.compile("\\]\\(([^)]+)\\)").matcher(withoutBlocks(text(document))).results()
                    .toList()) {
                if (link.group(1).matches("\\w+:.*")) continue;
                String[] parts = link.group(1).split("#", 2);
                Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
                assertTrue(Files.exists(target), document + ": " + link.group(1));
                if (parts.length == 2) {
                    assertTrue(anchors(Files.readString(target)).contains(parts[1]),
                            document + ": no heading for " + link.group(1));
                }
                links++;
            }
        }
        assertTrue(links > 20, links + " links");
    }

    /** The anchors that GitHub gives to headings. */
    private static Set<String> anchors(String markdown) {
        Set<String> anchors = new TreeSet<>();
        withoutBlocks(markdown).lines().filter(line -> line.matches("#{1,6} .*")).forEach(line -> anchors.add(
                line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-')));
        return anchors;
    }

    @Test
    void theLegendAndTheReadmeNameEveryFolderOfLib() throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(Scripts.HOME.resolve("lib"))) {
            folders = all.filter(Files::isDirectory).toList();
        }
        assertTrue(folders.size() > 10, folders.toString());
        for (String legend : List.of("docs/ARCHITECTURE_LEGEND.md", inPortuguese("docs/ARCHITECTURE_LEGEND.md"))) {
            for (String folder : List.of("benchmarks", "docs", "image", "lib", "sample", "tests", "ui")) {
                assertTrue(Files.isDirectory(Scripts.HOME.resolve(folder)), folder);
                assertTrue(text(legend).contains("`" + folder + "/`"), legend + " lacks " + folder);
            }
        }
        for (String map : List.of("docs/ARCHITECTURE_LEGEND.md", "README.md")) {
            for (String document : List.of(map, inPortuguese(map))) {
                for (Path folder : folders) {
                    String name = "`lib/" + folder.getFileName() + "/`";
                    assertTrue(text(document).contains(name), document + " lacks " + name);
                }
            }
        }
    }

    /** A chapter leads to its exercises, and they lead back to it. */
    @Test
    void everyChapterLeadsToItsExercisesAndBack() throws IOException {
        for (String guide : SECTIONS.keySet()) {
            String exercises = guide.equals(GUIDE) ? EXERCISES : inPortuguese(EXERCISES);
            String word = guide.equals(GUIDE) ? "chapter" : "capítulo";
            for (int chapter : CHAPTERS) {
                String link = "(" + exercises + "#" + word + "-" + chapter + ")";
                assertTrue(section(guide, chapter, EXERCISE_SECTION).contains(link), guide + ", chapter " + chapter);
                String there = ofChapter(exercises, chapter);
                assertTrue(there.contains("(../" + guide + "#" + word + "-" + chapter + "-"), exercises + chapter);
                assertTrue(there.contains("\n1. ") && there.contains("<details>"), exercises + ", " + chapter);
            }
        }
    }

    /** The recording that opens the README shows the week of the guide, is small, and keeps still for whoever asks. */
    @Test
    void theRecordingIsTheWeekOfTheGuide() throws IOException {
        for (String guide : SECTIONS.keySet()) {
            String language = guide.equals(GUIDE) ? "en" : "pt";
            String picture = text("docs/screenshots/week-" + language + ".svg");
            assertTrue(picture.length() < 60_000 && picture.contains("prefers-reduced-motion"), language);
            List<String> days = Pattern.compile("(?m)^\\d\\. \\*\\*(.+?)\\.?\\*\\* ")
                    .matcher(section(guide, 6, STEPS)).results().map(day -> day.group(1)).toList();
            assertEquals(7, days.size(), days.toString());
            for (String day : days) assertTrue(picture.contains("># " + day + "<"), language + " lacks " + day);
        }
    }

    // ---------------------------------------------------------------- every fault is explained

    /** A fault of the code: the first words of its message that are fixed, and its chapter, -1 if computed. */
    private record Thrown(String words, int chapter, String file) {}

    @Test
    void everyFaultIsExplainedUnderItsChapter() throws IOException {
        List<Thrown> faults = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Scripts.HOME.resolve("lib"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) addFaults(file, faults);
        }
        for (int chapter : CHAPTERS.subList(1, CHAPTERS.size())) {
            addFaults(Scripts.HOME.resolve(script(chapter)), faults);
        }
        assertTrue(faults.size() >= 45, faults.size() + " faults");
        List<String> missing = new ArrayList<>();
        for (Thrown fault : faults) {
            List<Integer> where = fault.chapter < 0 ? CHAPTERS : List.of(fault.chapter);
            boolean told = false;
            for (int chapter : where) told |= ofChapter(TROUBLESHOOTING, chapter).contains(fault.words);
            if (!told) missing.add(fault.toString());
        }
        assertEquals(List.of(), missing);
    }

    /** What a file that goes along with the guide says of one chapter. */
    private static String ofChapter(String file, int chapter) throws IOException {
        return text(file).split("(?m)^## (?:Chapter|Capítulo) " + chapter + "$", 2)[1].split("(?m)^## ")[0];
    }

    @Test
    void everySeeOfAnErrorLeadsToAHeading() throws IOException {
        for (int chapter : CHAPTERS) {
            String[] see = new Fault(Exit.CONFIGURATION, "what", "why", "do", chapter).see().split("#");
            assertTrue(anchors(text(see[0])).contains(see[1]), String.join("#", see));
        }
    }

    /** A chapter repeats five rows, and says nothing that the whole table does not. */
    @Test
    void theLikeliestMessagesOfAChapterAreRowsOfTheWholeTable() throws IOException {
        for (String guide : SECTIONS.keySet()) {
            String whole = guide.equals(GUIDE) ? TROUBLESHOOTING : inPortuguese(TROUBLESHOOTING);
            for (int chapter : CHAPTERS) {
                List<String> rows = section(guide, chapter, TROUBLESHOOTING_SECTION).lines()
                        .filter(line -> line.startsWith("| ")).skip(1).toList();
                assertEquals(5, rows.size(), guide + ", chapter " + chapter);
                String messages = ofChapter(whole, chapter);
                for (String row : rows) assertTrue(messages.contains(row.substring(2)), whole + " lacks " + row);
            }
        }
    }

    private static void addFaults(Path file, List<Thrown> faults) throws IOException {
        String code = Files.readString(file);
        Matcher call = Pattern.compile("new Fault\\(|(?<!Fault )\\b(?:stale|damaged)\\(").matcher(code);
        while (call.find()) {
            List<String> arguments = arguments(code, call.end());
            boolean direct = call.group().startsWith("new");
            String message = direct ? arguments.get(1) : arguments.getLast();
            String chapter = direct ? arguments.getLast() : "3";
            List<String> literals = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(message).results()
                    .flatMap(literal -> Stream.of(literal.group(1).split("%[,.\\d]*[a-z]")))
                    .map(piece -> piece.replaceAll("^[\\W&&[^-.]]+|[\\W]+$", "")).filter(piece -> !piece.isEmpty())
                    .toList();
            String words = message.strip().matches("\"[^\"%]*\"") ? literals.getFirst()
                    : literals.stream().filter(literal -> literal.contains(" ")).findFirst().orElse(null);
            if (words != null) {
                faults.add(new Thrown(words, chapter.matches("\\d") ? Integer.parseInt(chapter) : -1,
                        file.getFileName().toString()));
            }
        }
    }

    /** Splits the arguments of a call at its top-level commas; starts behind the opening parenthesis. */
    private static List<String> arguments(String code, int start) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int from = start;
        for (int i = start; ; i++) {
            char c = code.charAt(i);
            if (c == '"') {
                while (code.charAt(++i) != '"') if (code.charAt(i) == '\\') i++;
            } else if (c == '(') {
                depth++;
            } else if (depth == 0 && (c == ',' || c == ')')) {
                arguments.add(code.substring(from, i).strip());
                from = i + 1;
                if (c == ')') return arguments;
            } else if (c == ')') {
                depth--;
            }
        }
    }

    // ---------------------------------------------------------------- settings

    @Test
    void aCopyOfEnvExampleChangesNothing(@TempDir Path folder) throws IOException {
        Scripts.Result without = Scripts.run(folder, Map.of(), "02_etl.java");
        Files.copy(Scripts.HOME.resolve(".env.example"), folder.resolve(".env"));
        Scripts.Result with = Scripts.run(folder, Map.of(), "02_etl.java");
        assertTrue(without.err().contains("no CSV file below"), without.all());
        assertEquals(without.all(), with.all());
        Files.writeString(folder.resolve(".env"),
                Files.readString(folder.resolve(".env")).replace("#AWS_REGION=", "AWS_REGION="));
        Scripts.Result changed = Scripts.run(folder, Map.of(), "02_etl.java");
        assertTrue(changed.all().contains("region=us-east-1 (.env)"), changed.all());
    }

    // ---------------------------------------------------------------- the guide's own commands

    /** Copies the project and follows the guide from its first command to its last, comparing what it shows. */
    @Test
    void theGuidesCommandsPrintWhatItShows(@TempDir Path folder) throws IOException, InterruptedException {
        copyProject(folder);
        List<Process> servers = new ArrayList<>();
        Map<String, String> addresses = new LinkedHashMap<>();
        List<String> outputs = new ArrayList<>();
        List<Block> shown = new ArrayList<>();
        try {
            for (Block block : blocks(withExercises())) {
                if (block.language.equals("sh")) {
                    for (String line : block.lines) serve(line, folder, servers, addresses, outputs);
                } else if (block.language.equals("bash")) {
                    outputs.add(run(folder, block.body(), addresses));
                    // The Portuguese guide asks the page in Portuguese, and the rest as the English one does.
                    String pages = String.join("\n", block.lines.stream().filter(line -> line.contains("lang=en"))
                            .toList()).replace("lang=en", "lang=pt");
                    if (!pages.isEmpty()) outputs.add(run(folder, pages, addresses) + outputs.getLast());
                } else if (List.of("text", "json").contains(block.language)) {
                    shown.add(block);
                }
            }
            for (String document : List.of("README.md", inPortuguese(GUIDE))) {
                for (Block block : blocks(text(document))) if (block.language.equals("text")) shown.add(block);
            }
        } finally {
            servers.forEach(server -> server.descendants().forEach(ProcessHandle::destroy));
            servers.forEach(Process::destroy);
            for (Process server : servers) server.waitFor(20, TimeUnit.SECONDS);
        }
        assertTrue(shown.size() > 20, shown.size() + " outputs");
        assertEquals(List.of(), refuted(shown, outputs), "shown, but printed by no command");
        List<String> errors = outputs.stream().flatMap(String::lines).filter(line -> line.startsWith("error: "))
                .toList();
        for (String error : errors) {
            assertTrue(shown.stream().anyMatch(block -> block.lines.stream()
                    .anyMatch(line -> error.matches(pattern(line))))
                    || error.endsWith("ended with exit code 2"), "the guide does not show: " + error);
        }
    }

    /** The guide, with what it sends the learner to where a chapter's steps are done. */
    private static String withExercises() throws IOException {
        String[] parts = text(GUIDE).split("(?m)^### Exercises$", -1);
        assertEquals(CHAPTERS.size() + 1, parts.length);
        StringBuilder whole = new StringBuilder(parts[0]);
        for (int chapter : CHAPTERS) {
            if (chapter > 0) whole.append(ofChapter(DEEPER, chapter));
            whole.append(ofChapter(EXERCISES, chapter)).append(parts[chapter + 1]);
        }
        return whole.toString();
    }

    private static void copyProject(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Scripts.HOME)) {
            files = all.filter(Files::isRegularFile).map(Scripts.HOME::relativize)
                    .filter(file -> file.toString()
                            .matches("\\d\\d_\\w+\\.java|jbangw|jbang-catalog\\.json|(lib|sample|docs|ui)/.*"))
                            .toList();
        }
        for (Path file : files) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(Scripts.HOME.resolve(file), folder.resolve(file));
        }
    }

    /** Starts the API or the page of an {@code sh} block on a free port; the guide's later commands then go there. */
    private static void serve(String line, Path folder, List<Process> servers, Map<String, String> addresses,
            List<String> outputs)
            throws IOException, InterruptedException {
        Matcher server = Pattern.compile("\\./jbangw (0[45]_\\w+\\.java)").matcher(line);
        if (!server.matches()) return;
        String command = line + " --port 0" + (server.group(1).startsWith("05") ? " --api-url http://"
                + addresses.get("127.0.0.1:8080") : "");
        Path log = folder.resolve("server-" + servers.size() + ".log");
        Process process = shell(folder, "exec " + command).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        servers.add(process);
        Pattern serving = Pattern.compile("serving at http://(127\\.0\\.0\\.1:\\d+)");
        for (int i = 0; i < 600 && process.isAlive() && !serving.matcher(Files.readString(log)).find(); i++) {
            Thread.sleep(100);
        }
        Matcher address = serving.matcher(Files.readString(log));
        assertTrue(address.find(), command + ":\n" + Files.readString(log));
        addresses.put(server.group(1).startsWith("04") ? "127.0.0.1:8080" : "127.0.0.1:8081", address.group(1));
        outputs.add(readable(Files.readString(log), addresses));
    }

    private static String run(Path folder, String code, Map<String, String> addresses) throws IOException,
            InterruptedException {
        String commands = code;
        for (var address : addresses.entrySet()) commands = commands.replace(address.getKey(), address.getValue());
        Path log = Files.createTempFile(folder, "output-", ".log");
        Process process = shell(folder, commands).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES), code);
        String output = Files.readString(log);
        Files.delete(log);
        assertTrue(process.exitValue() == 0 || output.contains("error: "), code + "\n" + output);
        return readable(output, addresses);
    }

    private static ProcessBuilder shell(Path folder, String commands) {
        ProcessBuilder shell = new ProcessBuilder(Scripts.BASH, "-c", commands).directory(folder.toFile());
        shell.environment().keySet().removeIf(name -> name.matches(
                "AWS_.*|S3_BUCKET_NAME|API_.*|UI_.*|PREDICTOR_HOME"));
        return shell;
    }

    /** The addresses as the guide writes them. */
    private static String readable(String output, Map<String, String> addresses) {
        String readable = output;
        for (var address : addresses.entrySet()) readable = readable.replace(address.getValue(), address.getKey());
        return readable;
    }

    private static List<String> refuted(List<Block> shown, List<String> outputs) {
        return shown.stream().filter(block -> outputs.stream().noneMatch(output -> shows(block, output)))
                .map(block -> "chapter " + block.chapter + ":\n" + block.body() + "\nnearest: "
                        + nearest(block, outputs)).toList();
    }

    /** Compares what the guide shows of its track on AWS, in blocks of {@code txt}, with what was printed there. */
    static void requireShownOnAws(List<String> outputs) throws IOException {
        for (String guide : SECTIONS.keySet()) {
            List<Block> shown = blocks(text(guide)).stream().filter(block -> block.language.equals("txt")).toList();
            assertTrue(shown.size() >= 7, guide + " shows " + shown.size() + " outputs of AWS");
            assertEquals(List.of(), refuted(shown, List.of(String.join("\n", outputs))), "shown, but not printed");
        }
    }

    /** Whether the lines of a block occur in an output in this order; … stands for anything. */
    private static boolean shows(Block block, String output) {
        List<String> lines = output.lines().map(String::strip).toList();
        int from = 0;
        for (String line : block.lines) {
            if (line.isBlank() || line.strip().equals("…")) continue;
            int start = from;
            from = 1 + IntStream.range(start, lines.size()).filter(i -> lines.get(i).matches(pattern(line))).findFirst()
                    .orElse(-1);
            if (from == 0) return false;
        }
        return true;
    }

    /** The output that has the first line of a block, for failure messages. */
    private static String nearest(Block block, List<String> outputs) {
        String first = pattern(block.lines.getFirst());
        return outputs.stream().filter(output -> output.lines().anyMatch(line -> line.strip().matches(first)))
                .findFirst().orElse("none");
    }

    private static String pattern(String line) {
        return Stream.of(line.strip().split("…", -1)).map(Pattern::quote).reduce((a, b) -> a + ".*" + b).orElseThrow();
    }
}
