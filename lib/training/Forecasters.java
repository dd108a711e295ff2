package lib.training;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lib.model.BaseRates;
import lib.model.DixonColes;
import lib.model.DynamicGoals;
import lib.model.EloForecaster;
import lib.model.Forecaster;
import lib.model.Pool;

/** The forecasters that compete on the leaderboard. */
public final class Forecasters {

    /**
     * Those that can serve: what they have learned is plain numbers, and forecasting needs no library. The simpler
     * first.
     */
    public static final List<Supplier<Forecaster>> SERVING = List.of(
            BaseRates::new, EloForecaster::new, DixonColes::new, DynamicGoals::new, Pool::new, Logistic::new);

    /** All, the textbook challengers last. */
    public static final List<Supplier<Forecaster>> ALL =
            Stream.concat(SERVING.stream(), Stream.<Supplier<Forecaster>>of(
            TextbookForecaster::richLogistic, () -> TextbookForecaster.forest(false),
            () -> TextbookForecaster.forest(true),
            () -> TextbookForecaster.boosting(false), () -> TextbookForecaster.boosting(true))).toList();

    private Forecasters() {}

    /** Those that can serve, one of them this very one. */
    public static List<Supplier<Forecaster>> servingWith(Forecaster own) {
        return SERVING.stream().map(each -> each.get().kind().equals(own.kind()) ? (Supplier<Forecaster>) () -> own
                : each).toList();
    }

    /** Their names. */
    public static List<String> kinds() {
        return ALL.stream().map(forecaster -> forecaster.get().kind()).toList();
    }

    /** A new forecaster of a kind, or null. */
    public static Forecaster create(String kind) {
        return ALL.stream().map(Supplier::get).filter(forecaster -> forecaster.kind().equals(kind)).findFirst()
                .orElse(null);
    }
}
