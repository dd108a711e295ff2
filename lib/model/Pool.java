package lib.model;

import java.util.List;

/**
 * Two opinions in one: the weighted geometric mean of the probabilities of {@link DynamicGoals} and
 * {@link EloForecaster}, renormalised (a logarithmic opinion pool; Genest and Zidek, Statistical Science 1, 1986).
 *
 * <p>From goals alone the first has two parts of three. The more shots it knows, the less Elo has to add: with those of
 * all matches of late it has nine parts of ten.
 */
public final class Pool implements Forecaster {

    private static final double GOALS_WEIGHT = 2.0 / 3;
    private static final double SHOTS_WEIGHT = 0.9;

    /** What a saved model keeps. */
    public record State(DynamicGoals.State goals, EloForecaster.State elo, Stakes.State stakes) {}

    private final DynamicGoals goals;
    private final EloForecaster elo;
    private final Stakes stakes;

    public Pool() {
        goals = new DynamicGoals();
        elo = new EloForecaster();
        stakes = new Stakes();
    }

    public Pool(State state) {
        goals = new DynamicGoals(state.goals);
        elo = new EloForecaster(state.elo);
        stakes = new Stakes(state.stakes);
    }

    @Override
    public String kind() {
        return "pool";
    }

    @Override
    public void learn(List<Example> day) {
        goals.learn(day);
        elo.learn(day);
        for (Example example : day) stakes.learn(example.match());
    }

    @Override
    public Forecast forecast(Example example) {
        Forecast fromGoals = goals.forecast(example);
        Forecast fromElo = elo.forecast(example);
        double shift = stakes.shift(example.match());
        double weight = GOALS_WEIGHT + (SHOTS_WEIGHT - GOALS_WEIGHT) * goals.shotsKnown();
        double home = pooled(fromGoals.home(), fromElo.home(), weight) * Math.exp(shift);
        double draw = pooled(fromGoals.draw(), fromElo.draw(), weight);
        double away = pooled(fromGoals.away(), fromElo.away(), weight) * Math.exp(-shift);
        double total = home + draw + away;
        return new Forecast(home / total, draw / total, away / total,
                fromGoals.expectedHomeGoals(), fromGoals.expectedAwayGoals());
    }

    @Override
    public List<Forecaster> parts() {
        return List.of(elo, goals);
    }

    /** The shift is added to the home club's log-odds and taken from the away club's. */
    @Override
    public double stakes(Example example) {
        return 2 * stakes.shift(example.match());
    }

    @Override
    public Object state() {
        return new State((DynamicGoals.State) goals.state(), (EloForecaster.State) elo.state(), stakes.state());
    }

    private static double pooled(double fromGoals, double fromElo, double weight) {
        return Math.pow(fromGoals, weight) * Math.pow(fromElo, 1 - weight);
    }
}
