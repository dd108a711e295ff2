package lib.model;

import java.util.List;

/**
 * Two opinions in one: the weighted geometric mean of the probabilities of {@link DynamicGoals} (two parts) and
 * {@link EloForecaster} (one part), renormalised (a logarithmic opinion pool; Genest and Zidek, Statistical Science 1,
 * 1986).
 */
public final class Pool implements Forecaster {

    private static final double GOALS_WEIGHT = 2.0 / 3;

    /** What a saved model keeps. */
    public record State(DynamicGoals.State goals, EloForecaster.State elo) {}

    private final DynamicGoals goals;
    private final EloForecaster elo;

    public Pool() {
        goals = new DynamicGoals();
        elo = new EloForecaster();
    }

    public Pool(State state) {
        goals = new DynamicGoals(state.goals);
        elo = new EloForecaster(state.elo);
    }

    @Override
    public String kind() {
        return "pool";
    }

    @Override
    public void learn(List<Example> day) {
        goals.learn(day);
        elo.learn(day);
    }

    @Override
    public Forecast forecast(Example example) {
        Forecast fromGoals = goals.forecast(example);
        Forecast fromElo = elo.forecast(example);
        double home = pooled(fromGoals.home(), fromElo.home());
        double draw = pooled(fromGoals.draw(), fromElo.draw());
        double away = pooled(fromGoals.away(), fromElo.away());
        double total = home + draw + away;
        return new Forecast(home / total, draw / total, away / total,
                fromGoals.expectedHomeGoals(), fromGoals.expectedAwayGoals());
    }

    @Override
    public Object state() {
        return new State((DynamicGoals.State) goals.state(), (EloForecaster.State) elo.state());
    }

    private static double pooled(double fromGoals, double fromElo) {
        return Math.pow(fromGoals, GOALS_WEIGHT) * Math.pow(fromElo, 1 - GOALS_WEIGHT);
    }
}
