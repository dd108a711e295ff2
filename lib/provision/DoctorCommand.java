//DEPS info.picocli:picocli:4.7.7
package lib.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the {@link Doctor} finds. */
@Command(name = "doctor",
        description = "Check this machine, the credentials and the account; name the fix for each fault.")
public final class DoctorCommand implements Callable<Integer> {

    @Mixin AwsOptions where;

    @Mixin Cli.Output output;

    @Override
    public Integer call() {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the doctor");
        List<Doctor.Check> checks = new ArrayList<>();
        try (Account account = where.open()) {
            Doctor.examine(account, check -> {
                checks.add(check);
                String line = check.name() + ": " + check.found();
                if (check.good()) console.good(line);
                else console.warn(line + "\n       fix: " + check.fix());
            });
        }
        if (output.json) console.json(checks);
        return checks.stream().anyMatch(check -> !check.good() && check.needed()) ? Exit.CONFIGURATION.code
                : Exit.OK.code;
    }
}
