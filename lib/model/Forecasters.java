package lib.model;

import java.util.List;
import java.util.function.Supplier;

/** The forecasters that compete on the leaderboard. */
public final class Forecasters {

    /** In the order of the leaderboard's ties: the simpler first. */
    public static final List<Supplier<Forecaster>> ALL = List.of(
            BaseRates::new, EloForecaster::new, DixonColes::new, DynamicGoals::new, Pool::new, Logistic::new, Challenger::richLogistic,
            () -> Challenger.forest(false), () -> Challenger.forest(true), () -> Challenger.boosting(false), () -> Challenger.boosting(true));

    private Forecasters() {}

    /** Their names. */
    public static List<String> kinds() {
        return ALL.stream().map(forecaster -> forecaster.get().kind()).toList();
    }

    /** A new forecaster of a kind, or null. */
    public static Forecaster create(String kind) {
        return ALL.stream().map(Supplier::get).filter(forecaster -> forecaster.kind().equals(kind)).findFirst().orElse(null);
    }
}
