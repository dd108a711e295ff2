package lib.model;

import java.util.ArrayList;
import java.util.List;
import lib.football.Match;

/**
 * Forecasts from goals: {@link GoalStrengths} give both clubs' expected goals, a {@link ScoreMatrix} turns them into
 * home win, draw and away win. The dependence ρ of low scores is refitted each season to the forecasts made so far.
 */
public final class DynamicGoals implements Forecaster {

    /** A low score and the goals that were expected before it; the others say nothing about ρ. */
    private record LowScore(int homeGoals, int awayGoals, double home, double away) {}

    /** What a saved model keeps. */
    public record State(GoalStrengths.State strengths, double rho) {}

    private final GoalStrengths strengths;
    private final List<LowScore> lowScores = new ArrayList<>();
    private double rho = -0.05;
    private int season;

    public DynamicGoals() {
        strengths = new GoalStrengths();
    }

    /** Continues from a saved state; ρ then stays as it is until enough low scores are seen. */
    public DynamicGoals(State state) {
        strengths = new GoalStrengths(state.strengths);
        rho = state.rho;
        season = state.strengths.season();
    }

    @Override
    public String kind() {
        return "goals";
    }

    @Override
    public void learn(List<Example> day) {
        Match first = day.getFirst().match();
        if (first.season() > season) {
            if (lowScores.size() > 100) rho = fittedRho();
            season = first.season();
        }
        List<String> playing = new ArrayList<>();
        for (Example example : day) {
            Match match = example.match();
            playing.addAll(List.of(match.home(), match.away()));
            if (match.homeGoals() <= 1 && match.awayGoals() <= 1) {
                GoalStrengths.Rate[] rates = strengths.rates(match.home(), match.away(), match.date(), match.season());
                lowScores.add(new LowScore(match.homeGoals(), match.awayGoals(), rates[0].goals(), rates[1].goals()));
            }
        }
        strengths.advance(first.date(), first.season(), playing);
        for (Example example : day) {
            Match match = example.match();
            strengths.learn(match.home(), match.away(), match.homeGoals(), match.awayGoals());
        }
    }

    @Override
    public Forecast forecast(Example example) {
        Match match = example.match();
        GoalStrengths.Rate[] rates = strengths.rates(match.home(), match.away(), match.date(), match.season());
        return ScoreMatrix.forecast(rates[0].goals(), rates[1].goals(), rho);
    }

    @Override
    public Object state() {
        return new State(strengths.state(), rho);
    }

    /** The ρ under which the low scores seen so far are likeliest, to a hundredth. */
    private double fittedRho() {
        double best = 0;
        double bestLogLikelihood = Double.NEGATIVE_INFINITY;
        for (int hundredth = -20; hundredth <= 10; hundredth++) {
            double candidate = hundredth / 100.0;
            double logLikelihood = 0;
            for (LowScore score : lowScores) {
                logLikelihood += Math.log(Math.max(1e-9, ScoreMatrix.shift(score.homeGoals, score.awayGoals, score.home, score.away, candidate)));
            }
            if (logLikelihood > bestLogLikelihood) {
                bestLogLikelihood = logLikelihood;
                best = candidate;
            }
        }
        return best;
    }
}
