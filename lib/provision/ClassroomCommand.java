//DEPS info.picocli:picocli:4.7.7
package lib.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** For teachers: what every learner has in a shared account, and the end of all of it. */
@Command(name = "classroom",
        description = "For teachers: list what every learner has in a shared account, or destroy all of it.")
public final class ClassroomCommand implements Callable<Integer> {

    enum What { list, destroy }

    @Mixin AwsOptions where;

    @Mixin Cli.Output output;

    @Parameters(paramLabel = "list|destroy", description = "What to do.")
    What what;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Override
    public Integer call() {
        Console console = output.console();
        console.title("Chapter 1. Foundations: the classroom");
        try (Account account = where.open()) {
            Map<String, Set<String>> learners = Tagged.byStudent(account);
            console.table(List.of("learner", "resources", "of chapters 4 to 6"),
                    learners.entrySet().stream().map(entry ->
                    List.of(entry.getKey().isEmpty() ? "(none)" : entry.getKey(), "" + entry.getValue().size(),
                            "" + Tagged.later(entry.getValue()).size())).toList());
            if (what == What.list) {
                if (output.json) console.json(learners);
                return Exit.OK.code;
            }
            if (learners.isEmpty() || !console.confirm("Delete everything of " + learners.size() + " learners?", yes)) {
                console.line("nothing was changed");
                return Exit.INTERRUPTED.code;
            }
            List<String> left = new ArrayList<>();
            learners.forEach((learner, arns) -> {
                if (!dismiss(account, learner, arns, console)) left.add(learner.isEmpty() ? "(none)" : learner);
            });
            if (output.json) console.json(Map.of("left", left));
            if (!left.isEmpty()) throw stillThere(left);
            console.good("nothing is left of " + learners.size() + " learners");
            return Exit.OK.code;
        }
    }

    /** Undeploys and destroys what one learner has, as the learner would; whether nothing is left. */
    private boolean dismiss(Account account, String learner, Set<String> arns, Console console) {
        console.title(learner.isEmpty() ? "What belongs to no learner" : "Learner " + learner);
        boolean gone = true;
        if (!Tagged.later(arns).isEmpty()) {
            for (String script : List.of("06_pipeline.java", "05_ui.java", "04_api.java")) {
                gone &= run(script, "undeploy", learner);
            }
            if (gone) Tagged.awaitUndeployed(account, learner);
        }
        return gone && run("01_provision.java", "destroy", learner);
    }

    private boolean run(String script, String command, String learner) {
        List<String> arguments = new ArrayList<>(List.of(command, "--yes"));
        arguments.addAll(where.arguments(learner));
        return Chapters.start(script, arguments, output.json).onExit().join().exitValue() == 0;
    }

    private static Fault stillThere(List<String> learners) {
        return new Fault(Exit.AWS_REFUSED, "still in the account: " + String.join(", ", learners),
                "something of these learners: AWS refused to delete it, something uses it, or the list by tag lags "
                + "behind; see above",
                "run classroom destroy again in some minutes; what stays then, delete in the console", 1);
    }
}
