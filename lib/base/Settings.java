//DEPS info.picocli:picocli:4.7.7
//DEPS io.github.cdimascio:dotenv-java:3.2.0
package lib.base;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Where the value of an option comes from: a flag beats the environment, which beats {@code .env} in the current
 * folder, which beats the default. An option takes part under the name in its {@code descriptionKey}, for example
 * {@code API_PORT}; an empty value counts as not set.
 */
public final class Settings implements IDefaultValueProvider {

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern SECRET = Pattern.compile("SECRET|TOKEN|PASSWORD|ACCESS-KEY");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("//[^/@]+@");

    private final Map<String, String> environment;
    private final Map<String, String> file;

    Settings(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    /** The process's environment and the {@code .env} file of a folder, if there is one. */
    public static Settings of(Map<String, String> environment, Path folder) {
        Map<String, String> file = new HashMap<>();
        if (Files.exists(folder.resolve(".env"))) {
            try {
                Dotenv dotenv = Dotenv.configure().directory(withoutByteOrderMark(folder).toString()).load();
                for (DotenvEntry entry : dotenv.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
                    // Dotenv prefers the environment's value; here the two are kept apart.
                    if (!environment.containsKey(entry.getKey())) file.put(entry.getKey(), unquoted(entry.getValue()));
                }
            } catch (DotenvException e) {
                throw new Fault(Exit.CONFIGURATION, ".env cannot be read: " + e.getMessage(),
                        "a line is not of the form NAME=value", "compare it with .env.example", 0).from(e);
            }
        }
        return new Settings(environment, file);
    }

    /**
     * The folder whose {@code .env} Dotenv can read: editors of Windows begin a file with a byte order mark, which it
     * takes for a part of the first name. Then it is a temporary folder with a copy.
     */
    private static Path withoutByteOrderMark(Path folder) {
        try {
            String content = Files.readString(folder.resolve(".env"));
            if (!content.startsWith("\ufeff")) return folder;
            Path copy = Files.createTempDirectory("env");
            copy.toFile().deleteOnExit();
            Path file = Files.writeString(copy.resolve(".env"), content.substring(1));
            file.toFile().deleteOnExit();
            return copy;
        } catch (IOException e) {
            return folder; // Dotenv says what is wrong with it
        }
    }

    /** Dotenv takes double quotes off but leaves single ones, which shells take off too. */
    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("'") && value.endsWith("'")
                ? value.substring(1, value.length() - 1) : value;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        String name = nameOf(argument);
        if (name == null) return null;
        return switch (sourceOf(name)) {
            case "environment" -> environment.get(name);
            case ".env" -> file.get(name);
            default -> null; // picocli then takes the option's own default
        };
    }

    /**
     * Which value won, and from where, for each option that is named in the environment or given as a flag:
     * {@code api-port=8080 (default)}. Secrets are masked.
     */
    public List<String> describe(ParseResult parsed) {
        List<String> described = new ArrayList<>();
        for (OptionSpec option : parsed.commandSpec().options()) {
            String name = nameOf(option);
            Object value = option.getValue();
            boolean flag = parsed.hasMatchedOption(option);
            if (value == null || name == null && !flag) continue;
            String source = flag ? "flag" : sourceOf(name);
            described.add(option.longestName().substring(2) + "=" + masked(option, value.toString()) + " (" + source
                    + ")");
        }
        return described;
    }

    private String sourceOf(String name) {
        if (isSet(environment.get(name))) return "environment";
        if (isSet(file.get(name))) return ".env";
        return "default";
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }

    /** The option's name in the environment, or null. */
    private static String nameOf(ArgSpec argument) {
        String key = argument instanceof OptionSpec option ? option.descriptionKey() : null;
        return key != null && NAME.matcher(key).matches() ? key : null;
    }

    private static String masked(OptionSpec option, String value) {
        if (SECRET.matcher(option.longestName().toUpperCase(Locale.ROOT)).find()) return "****";
        return withoutPassword(value);
    }

    /** A text in which no address shows its user and password. */
    public static String withoutPassword(String text) {
        return PASSWORD_IN_URL.matcher(text).replaceAll("//****@");
    }
}
