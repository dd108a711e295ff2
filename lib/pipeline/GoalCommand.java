package lib.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Http;
import lib.base.Json;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import lib.lake.ModelRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code 06_pipeline.java check}: looks at what a chapter is to leave, not at how it came there. */
@Command(name = "check", description = "Say whether the goal of a chapter is reached: exit code 0 if so, else 3.")
public final class GoalCommand implements Callable<Integer> {

    @Mixin
    LakeOptions where;

    @Mixin
    Cli.Output output;

    @Option(names = "--chapter", required = true, paramLabel = "NUMBER", description = "The chapter, 0 or 2 to 6.")
    int chapter;

    @Option(names = "--api-url", descriptionKey = "API_URL", paramLabel = "URL", defaultValue = "http://127.0.0.1:8080",
            description = "The API of chapter 4 (API_URL, ${DEFAULT-VALUE}).")
    String api;

    @Option(names = "--page-url", paramLabel = "URL", defaultValue = "http://127.0.0.1:8081",
            description = "The page of chapter 5 (${DEFAULT-VALUE}).")
    String page;

    @Override
    public Integer call() {
        try (Lake lake = where.open()) {
            switch (chapter) {
                case 0 -> require(ranToItsEnd(lake),
                        "a run of the pipeline in " + lake.describe(), "./jbangw 06_pipeline.java");
                case 2 -> require(lake.get(Keys.SUMMARY).isPresent(), Keys.SUMMARY + " in " + lake.describe(),
                        "./jbangw 02_etl.java");
                case 3 -> require(serves(new ModelRegistry(lake)), "a champion that is whole in " + lake.describe(),
                        "./jbangw 03_train.java");
                case 4 -> require(answers(api + "/health/ready"), "an API that is ready at " + api,
                        "./jbangw 04_api.java");
                case 5 -> require(answers(page + "/"), "a page at " + page, "./jbangw 05_ui.java");
                case 6 -> require(ranToItsEnd(lake) && new ModelRegistry(lake).versions().size() > 1,
                        "a model that has learned from another round in " + lake.describe(),
                        "./jbangw 02_etl.java play");
                default -> throw new Fault(Exit.USAGE, "nothing to check for chapter " + chapter,
                        "chapter 1 is checked by AWS: ./jbangw 01_provision.java plan", "name 0, or one of 2 to 6", 6);
            }
            return Exit.OK.code;
        }
    }

    private void require(boolean reached, String goal, String command) {
        if (!reached) {
            throw new Fault(Exit.CONFIGURATION, "chapter " + chapter + " is not done",
                    "it leaves " + goal + ", and that is not there", command, 6);
        }
        output.console().good("chapter " + chapter + " is done: there is " + goal);
    }

    /** Whether a run has published; one that failed or was stopped leaves a record without a champion. */
    private static boolean ranToItsEnd(Lake lake) {
        return lake.list(Keys.RUNS).stream().filter(entry -> entry.key().endsWith("/pipeline.json"))
                .anyMatch(entry -> lake.get(entry.key()).filter(GoalCommand::hasChampion).isPresent());
    }

    private static boolean hasChampion(Lake.Stored record) {
        try {
            return Json.read(record.bytes(), JsonNode.class).hasNonNull("champion");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean serves(ModelRegistry registry) {
        return registry.champion().filter(pointer -> registry.isWhole(pointer.champion())).isPresent();
    }

    private static boolean answers(String url) {
        try {
            return Http.get(url).status() == 200;
        } catch (IOException | IllegalArgumentException e) { // nobody there, or no address at all
            return false;
        }
    }
}
