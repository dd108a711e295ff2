package lib.training;

import lib.base.Exit;
import lib.base.Fault;
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
                "there is no " + lake.describe() + "/" + Keys.CHAMPION, "nothing has been trained here yet",
                "./jbangw 03_train.java", 3)).champion();
        return new Serving(champion.version(), Predictor.of(registry.load(champion, "model.json")),
                registry.read(champion, "history.json", LeagueHistory.class));
    }
}
