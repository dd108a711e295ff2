package lib.pipeline;

import java.util.List;
import java.util.concurrent.Callable;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 06_pipeline.java prepare}: for those who begin in the middle of the guide. What is there already stays. */
@Command(name = "prepare", description = "Bring a lake into the state in which a chapter of the guide starts.")
public final class PrepareCommand implements Callable<Integer> {

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--chapter", required = true, paramLabel = "NUMBER", description = "The chapter, 2 to 6.")
    int chapter;

    @Override
    public Integer call() {
        if (chapter < 2 || chapter > 6) {
            throw new Fault(Exit.USAGE, "nothing to prepare for chapter " + chapter,
                    "chapters 0 and 1 begin with nothing, and 6 is the last", "name one of 2 to 6", 6);
        }
        try (Lake lake = where.open()) {
            LocalRun.addSample(lake, output);
            if (chapter > 2 && lake.get(Keys.SUMMARY).isEmpty()) {
                Stages.stage("02_etl.java", List.of("run"), where, output);
            }
            if (chapter > 3 && lake.get(Keys.CHAMPION).isEmpty()) {
                Stages.stage("03_train.java", List.of("train"), where, output);
            }
            output.console().good(lake.describe() + " is where chapter " + chapter + " starts");
            return Exit.OK.code;
        }
    }
}
