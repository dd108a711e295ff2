package lib.training;

import java.io.IOException;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.football.LeagueHistory;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.ModelRegistry;
import lib.model.Predictor;

/** The champion as it serves, with what it has learned. */
record Serving(String version, Predictor predictor, LeagueHistory history) {

    static Serving of(Lake lake) {
        ModelRegistry registry = new ModelRegistry(lake);
        ModelRegistry.Champion champion = registry.champion().orElseThrow(() -> new Fault(Exit.CONFIGURATION,
                "there is no " + lake.describe() + "/" + Keys.CHAMPION, "nothing has been trained here yet", "./jbangw 03_train.java", 3)).champion();
        try {
            return new Serving(champion.version(), Predictor.of(registry.load(champion, "model.json")),
                    Json.read(registry.load(champion, "history.json"), LeagueHistory.class));
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, "history.json cannot be used", "it was written by another version of this project",
                    "run ./jbangw 03_train.java", 3).from(e);
        }
    }
}
