package lib.base;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;

/** Runs the command of a chapter script: settings in, errors and exit code out. */
public final class Cli {

    private static final Set<String> PLACES =
            Set.of("--lake", "--bucket", "--student", "--region", "--profile", "--endpoint-url");

    private Cli() {}

    /** The options that every command takes. */
    public static final class Output {
        @Option(names = "--json", description = "Print one JSON object on standard output; text for people goes to "
                + "standard error.")
        public boolean json;

        @Option(names = "--debug", description = "Show the stack trace when the run fails.")
        public boolean debug;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
        boolean help;

        /** The console that these options ask for. */
        public Console console() {
            return new Console(json);
        }
    }

    /**
     * Runs one command line and returns its exit code; the caller's {@code main} hands that to {@code System.exit}.
     *
     * @param chapter        an object annotated with picocli's {@link Command}, whose annotated methods are the
     *                       subcommands
     * @param defaultCommand the subcommand meant when the arguments begin with none
     */
    public static int run(Object chapter, String defaultCommand, String... arguments) {
        boolean debug = List.of(arguments).contains("--debug");
        try {
            Settings settings = Settings.of(System.getenv(), Path.of("").toAbsolutePath());
            CommandLine line = new CommandLine(chapter);
            line.setUsageHelpAutoWidth(true).setDefaultValueProvider(settings);
            line.setColorScheme(Help.defaultColorScheme(Console.COLOUR ? Help.Ansi.ON : Help.Ansi.OFF));
            line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                    help -> commands(help, defaultCommand));
            line.getSubcommands().values().forEach(sub -> sub.setDefaultValueProvider(settings));
            line.setExecutionStrategy(parsed -> execute(parsed, settings));
            line.setExecutionExceptionHandler((e, command, parsed) ->
                    report(e, where(command.getParseResult()), debug));
            line.setParameterExceptionHandler((e, given) -> usage(e));
            return line.execute(withCommand(arguments, defaultCommand));
        } catch (Exception e) {
            return report(e, "", debug);
        }
    }

    /** The usual command first; what works in an account and in no lake of this machine stands apart. */
    private static String commands(Help help, String usual) {
        Map<String, Help> all = new LinkedHashMap<>();
        if (help.subcommands().containsKey(usual)) all.put(usual, help.subcommands().get(usual));
        all.putAll(help.subcommands());
        Map<String, Help> here = new LinkedHashMap<>(all);
        here.values().removeIf(command -> command.commandSpec().findOption("--endpoint-url") != null
                && command.commandSpec().findOption("--lake") == null);
        if (here.isEmpty() || here.size() == all.size()) return help.commandList(all);
        all.keySet().removeAll(here.keySet());
        return help.commandList(here) + "On AWS:%n".formatted() + help.commandList(all);
    }

    private static String[] withCommand(String[] arguments, String defaultCommand) {
        if (arguments.length > 0 && (!arguments[0].startsWith("-") || List.of("-h", "--help").contains(arguments[0]))) {
            return arguments;
        }
        return Stream.concat(Stream.of(defaultCommand), Stream.of(arguments)).toArray(String[]::new);
    }

    private static int execute(ParseResult parsed, Settings settings) {
        ParseResult command = parsed;
        while (command.hasSubcommand()) command = command.subcommand();
        List<String> described = settings.describe(command);
        if (!command.isUsageHelpRequested() && !described.isEmpty()
                && System.getenv(Chapters.STARTED_BY_CHAPTER) == null) {
            // On standard error, for what a command prints may be meant for a file or another program.
            new Console(true).line("settings: " + String.join(", ", described));
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /**
     * What was typed of some options, to be typed again with the next command: it is to go where this one went. Nothing
     * for what the environment says, which says it to the next command, too.
     *
     * @param options the object that a command mixes in
     */
    public static String typed(CommandSpec command, Object options) {
        if (command == null) return "";
        return typed(command.commandLine().getParseResult(), option ->
                option.userObject() instanceof Field field && field.getDeclaringClass() == options.getClass());
    }

    /** The options among those typed that say in which lake or account a command works. */
    private static String where(ParseResult command) {
        return typed(command, option -> PLACES.contains(option.longestName()));
    }

    private static String typed(ParseResult command, Predicate<OptionSpec> wanted) {
        StringBuilder typed = new StringBuilder();
        for (OptionSpec option : command.matchedOptions()) {
            if (!wanted.test(option)) continue;
            typed.append(' ').append(option.longestName());
            if (option.arity().max() == 0) continue; // a flag, whose value nobody typed
            for (String value : option.originalStringValues()) {
                typed.append(' ').append(quoted(value));
            }
        }
        return typed.toString();
    }

    /** A word as it is typed into a shell. */
    public static String quoted(String word) {
        return word.matches("[\\w./:,=@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static int usage(ParameterException e) {
        Console.error("error:", e.getMessage());
        Console.error("  do: ", "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE.code;
    }

    /** Tells the chapter that started this one what went wrong; it is of no use to anybody else. */
    private static void leave(Fault fault) {
        String file = System.getenv(Chapters.ERROR_FILE);
        if (file == null) return;
        try {
            Files.write(Path.of(file), List.of(fault.getMessage(), fault.likelyCause, fault.remedy));
        } catch (IOException e) {
            // The exit code tells of the failure, too.
        }
    }

    /** @param where what was typed of {@link #PLACES}: a command that an error advises is to go there, too */
    private static int report(Exception e, String where, boolean debug) {
        if (e instanceof Fault fault) {
            Console.error("error:", fault.getMessage());
            Console.error("  why:", fault.likelyCause);
            Console.error("  do: ", fault.remedy
                    + (where.isEmpty() || !fault.remedy.contains("./jbangw") ? "" : " (with" + where + ")"));
            Console.error("  see:", fault.see());
            leave(fault);
        } else {
            Console.error("error:", e.getClass().getSimpleName()
                    + (e.getMessage() == null ? "" : ": " + e.getMessage()));
            Console.error("  why:", "this should not happen: a mistake in the project, or a machine out of room");
            Console.error("  do: ", "run it again with --debug and report what it prints");
        }
        if (debug) e.printStackTrace();
        return e instanceof Fault fault ? fault.exit.code : Exit.UNEXPECTED.code;
    }
}
