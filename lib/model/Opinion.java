package lib.model;

/** Something that forecasts matches. */
@FunctionalInterface
public interface Opinion {

    /** Forecasts a match from what is known. */
    Forecast forecast(Example example);

    /** What a forecast adds to ln(p_home / p_away) because one of the clubs has less to play for than the other. */
    default double stakes(Example example) {
        return 0;
    }
}
