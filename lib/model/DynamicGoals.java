package lib.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lib.football.Match;

/**
 * Forecasts from goals and, where they are known, shots: {@link GoalStrengths} give both clubs' expected goals, a
 * {@link ScoreMatrix} turns them into home win, draw and away win. The dependence ρ of low scores is refitted each
 * season to the forecasts made so far.
 */
public final class DynamicGoals implements Forecaster {

    /** What a saved model keeps; {@code shots} is null, and not written, as long as no shots were seen. */
    public record State(GoalStrengths.State strengths, double rho,
                        @JsonInclude(JsonInclude.Include.NON_NULL) ShotEvidence.State shots) {}

    private final GoalStrengths strengths;
    private final ShotEvidence shots;
    private final LowScores lowScores = new LowScores();
    private double rho = LowScores.USUAL;
    private int season;

    public DynamicGoals() {
        strengths = new GoalStrengths();
        shots = new ShotEvidence(null);
    }

    /** Continues from a saved state; ρ then stays as it is until enough low scores are seen. */
    public DynamicGoals(State state) {
        strengths = new GoalStrengths(state.strengths);
        shots = new ShotEvidence(state.shots);
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
            if (!lowScores.isFew()) rho = lowScores.rho(rho);
            season = first.season();
        }
        List<String> playing = new ArrayList<>();
        for (Example example : day) {
            Match match = example.match();
            playing.addAll(List.of(match.home(), match.away()));
            if (match.homeGoals() <= 1 && match.awayGoals() <= 1) {
                GoalStrengths.Rate[] rates = strengths.rates(match.home(), match.away(), match.date(), match.season());
                lowScores.add(match.homeGoals(), match.awayGoals(), rates[0].goals(), rates[1].goals(), 1);
            }
        }
        strengths.advance(first.date(), first.season(), playing);
        for (Example example : day) strengths.learn(example.match(), shots.of(example.row()));
        shots.learn(day);
    }

    /** The share of the matches of late whose shots are known, 0 to 1. */
    double shotsKnown() {
        return shots.known();
    }

    @Override
    public Forecast forecast(Example example) {
        Match match = example.match();
        GoalStrengths.Rate[] rates = strengths.rates(match.home(), match.away(), match.date(), match.season());
        return ScoreMatrix.forecast(rates[0].goals(), rates[1].goals(), rho);
    }

    /**
     * What is believed on a day, all on the log scale of goals: a mean and a standard deviation each.
     *
     * @param homeAdvantage of the league
     * @param clubs         attack plus defence of every club in the league
     */
    public record Snapshot(LocalDate day, Belief homeAdvantage, SortedMap<String, Belief> clubs) {}

    public record Belief(double mean, double deviation) {}

    /** The belief at the end of each month of a history. */
    public static List<Snapshot> months(List<Example> examples) {
        DynamicGoals forecaster = new DynamicGoals();
        List<Snapshot> months = new ArrayList<>();
        int end = 0;
        for (List<Example> today : Match.byDay(examples, example -> example.match().date())) {
            end += today.size();
            LocalDate day = today.getFirst().match().date();
            forecaster.learn(today);
            boolean last = end == examples.size() || examples.get(end).match().date().getMonth() != day.getMonth();
            if (last) months.add(forecaster.snapshot(day));
        }
        return months;
    }

    private Snapshot snapshot(LocalDate day) {
        SortedMap<String, Belief> clubs = new TreeMap<>();
        strengths.strengths().forEach((club, rate) -> clubs.put(club, belief(rate)));
        return new Snapshot(day, belief(strengths.homeAdvantage()), clubs);
    }

    private static Belief belief(GoalStrengths.Rate rate) {
        return new Belief(rate.mean(), Math.sqrt(rate.variance()));
    }

    @Override
    public Object state() {
        return new State(strengths.state(), rho, shots.state());
    }
}
