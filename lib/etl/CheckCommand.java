package lib.etl;

import java.util.List;
import java.util.concurrent.Callable;
import lib.base.Cli;
import lib.base.Exit;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.raw.Processed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code 02_etl.java check}: what the seasons lack. */
@Command(name = "check", description = "Name the matches that the seasons in processed/ lack.")
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Override
    public Integer call() {
        try (Lake lake = where.open()) {
            List<Missing> seasons = Missing.of(Processed.played(lake));
            List<Missing> incomplete = seasons.stream().filter(season -> !season.pairs().isEmpty()).toList();
            incomplete.forEach(season -> output.console().line(season.text()));
            int complete = seasons.size() - incomplete.size();
            output.console().good("%d of %d seasons are complete".formatted(complete, seasons.size()));
            if (output.json) output.console().json(seasons);
            return Exit.OK.code;
        }
    }
}
