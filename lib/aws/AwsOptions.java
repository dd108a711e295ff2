//DEPS info.picocli:picocli:4.7.7
package lib.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which account, and which learner's share of it, a command works in. */
public final class AwsOptions {

    private static final Pattern STUDENT = Pattern.compile("[a-z][a-z0-9]{0,11}");
    private static final Pattern ADDRESS = Pattern.compile("https?://[\\w.-]+(:\\d+)?(/[\\w./-]*)?");

    @Option(names = "--region", descriptionKey = "AWS_REGION", paramLabel = "REGION",
            description = "AWS region, else the one of the profile (AWS_REGION).")
    public String region;

    @Option(names = "--profile", descriptionKey = "AWS_PROFILE", paramLabel = "NAME",
            description = "Profile of ~/.aws/config to sign in with (AWS_PROFILE).")
    public String profile;

    @Option(names = "--endpoint-url", descriptionKey = "AWS_ENDPOINT_URL", paramLabel = "URL",
            description = "Address of an emulator instead of AWS, for every service (AWS_ENDPOINT_URL).")
    public String endpoint;

    @Option(names = "--student", descriptionKey = "STUDENT", paramLabel = "NAME",
            description = "Learner in a shared account: goes into every name and tag (STUDENT).")
    String student;

    @Option(names = "--no-iam", description = "Make no roles; use the given one (--role) for everything.")
    boolean noIam;

    @Option(names = "--role", descriptionKey = "AWS_ROLE_NAME", paramLabel = "NAME",
            description = "Role that exists already, for example LabRole; implies --no-iam (AWS_ROLE_NAME).")
    String role;

    @Option(names = "--subnets", descriptionKey = "SUBNET_IDS", split = ",", paramLabel = "ID",
            description = "Public subnets for the containers, each of which gets an address; else two of the "
                    + "default VPC (SUBNET_IDS).")
    List<String> subnets;

    @Option(names = "--architecture", descriptionKey = "ARCHITECTURE", defaultValue = "X86_64",
            paramLabel = "X86_64|ARM64",
            description = "Processor of the containers and of the image (ARCHITECTURE, ${DEFAULT-VALUE}).")
    Account.Architecture architecture;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** The account that the options name. Nothing is asked of AWS yet. */
    public Account open() {
        String learner = "".equals(student) ? null : student;
        if (learner != null && !STUDENT.matcher(learner).matches()) {
            throw new Fault(Exit.USAGE, "\"" + learner + "\" cannot be a learner's name",
                    "it becomes part of names in AWS",
                    "use 1 to 12 of the letters a-z and digits, starting with a letter, for example --student "
                    + suggestion(learner), 1);
        }
        if (noIam && role == null) {
            throw new Fault(Exit.USAGE, "--no-iam needs a role",
                    "without IAM the containers use a role that exists already",
                    "name it with --role, for example --role LabRole", 1);
        }
        if (endpoint != null && !ADDRESS.matcher(endpoint).matches()) {
            throw new Fault(Exit.CONFIGURATION, "\"" + endpoint + "\" is not the address of an emulator",
                    "it has to look like http://127.0.0.1:5000", "correct --endpoint-url or AWS_ENDPOINT_URL", 1);
        }
        return new Account(region, profile, endpoint, learner, role, subnets == null ? List.of() : subnets,
                architecture);
    }

    /**
     * The options that lead a child process to the same account, for another learner; the empty name means none, also
     * where the settings name one.
     */
    public List<String> arguments(String learner) {
        List<String> arguments = new ArrayList<>(List.of("--architecture", architecture.name(), "--student", learner));
        if (region != null) arguments.addAll(List.of("--region", region));
        if (profile != null) arguments.addAll(List.of("--profile", profile));
        if (endpoint != null) arguments.addAll(List.of("--endpoint-url", endpoint));
        if (role != null) arguments.addAll(List.of("--role", role));
        if (subnets != null) arguments.addAll(List.of("--subnets", String.join(",", subnets)));
        return arguments;
    }

    /** A command that goes to the same account when a person types it. */
    public String again(String next) {
        return next + Cli.typed(command, this);
    }

    private static String suggestion(String given) {
        String letters = given.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").replaceFirst("^[0-9]+", "");
        return letters.isEmpty() ? "ana" : letters.substring(0, Math.min(12, letters.length()));
    }
}
