package lib.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import lib.football.Match;
import lib.football.Outcome;

/**
 * Walk-forward evaluation: day by day a forecaster first forecasts, then learns. No match is forecast by anything that
 * has seen its day.
 */
public final class Backtest {

    /** The matches of the evaluated seasons in chronological order, and one forecast for each. */
    public record Run(String kind, List<Example> examples, List<Forecast> forecasts) {
        public Scores scores() {
            return Scores.of(forecasts, outcomes());
        }

        /** What happened. */
        public List<Outcome> outcomes() {
            return examples.stream().map(example -> example.match().outcome()).toList();
        }

        /** The part of it in some seasons. */
        public Run within(int firstSeason, int lastSeason) {
            List<Example> inside = new ArrayList<>();
            List<Forecast> said = new ArrayList<>();
            for (int i = 0; i < examples.size(); i++) {
                if (!examples.get(i).isIn(firstSeason, lastSeason)) continue;
                inside.add(examples.get(i));
                said.add(forecasts.get(i));
            }
            return new Run(kind, inside, said);
        }

        /** The matches of which somebody else has said something too. */
        Paired paired(Map<Match.Key, Forecast> others) {
            Paired paired = new Paired(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < examples.size(); i++) {
                Match match = examples.get(i).match();
                Forecast other = others.get(match.key());
                if (other == null) continue;
                paired.own.add(forecasts.get(i));
                paired.others.add(other);
                paired.outcomes.add(match.outcome());
            }
            return paired;
        }
    }

    /** Two opinions of the same matches, and how these ended. */
    record Paired(List<Forecast> own, List<Forecast> others, List<Outcome> outcomes) {
        Difference difference() {
            return Difference.of(own, others, outcomes);
        }

        /** The own RPS on these matches. */
        double rps() {
            return Scores.of(own, outcomes).rps();
        }
    }

    private Backtest() {}

    /** Lets a forecaster learn a history day by day. */
    public static <F extends Forecaster> F learn(F forecaster, List<Example> examples) {
        Match.byDay(examples, example -> example.match().date()).forEach(forecaster::learn);
        return forecaster;
    }

    /**
     * Lets a forecaster walk through history and keeps its forecasts for some seasons.
     *
     * @param examples all examples in chronological order, the earlier ones to learn from
     * @param from     first season whose forecasts are kept
     * @param to       last season whose forecasts are kept
     * @param advance  told how many examples are done
     */
    public static Run run(Forecaster forecaster, List<Example> examples, int from, int to, LongConsumer advance) {
        return walk(forecaster, List.of(forecaster), examples, from, to, advance).getFirst();
    }

    /** The same, with the forecasts of its parts before its own. */
    static List<Run> runWithParts(Forecaster forecaster, List<Example> examples, int from, int to,
            LongConsumer advance) {
        List<Forecaster> asked = new ArrayList<>(forecaster.parts());
        asked.add(forecaster);
        return walk(forecaster, asked, examples, from, to, advance);
    }

    private static List<Run> walk(Forecaster learner, List<Forecaster> asked, List<Example> examples, int from, int to,
            LongConsumer advance) {
        List<Example> kept = new ArrayList<>();
        List<Run> runs = asked.stream().map(forecaster -> new Run(forecaster.kind(), kept, new ArrayList<>())).toList();
        int until = examples.size(); // what comes after the evaluated seasons is of no use to their forecasts
        while (until > 0 && !examples.get(until - 1).isIn(from, to)) until--;
        for (List<Example> day : Match.byDay(examples.subList(0, until), example -> example.match().date())) {
            for (Example example : day) {
                if (!example.isIn(from, to)) continue;
                kept.add(example);
                for (int i = 0; i < asked.size(); i++) runs.get(i).forecasts.add(asked.get(i).forecast(example));
            }
            learner.learn(day);
            advance.accept((long) day.size() * asked.size());
        }
        advance.accept((long) (examples.size() - until) * asked.size());
        return runs;
    }
}
