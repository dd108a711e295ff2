package lib.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import lib.football.Outcome;

/**
 * How far the probabilities of one outcome can be taken at their word.
 *
 * <p>The frequency with which forecasts of p came true is fitted by the rising step function that lies closest to what
 * happened (isotonic regression), so that no bins have to be chosen. With it, the Brier score of the outcome falls into
 * three parts, score = miscalibration - discrimination + uncertainty: what recalibrating would save, what telling
 * matches apart has saved, and the score of always saying the base rate (the CORP approach; Dimitriadis, Gneiting and
 * Jordan, PNAS 118, 2021).
 *
 * @param score          mean squared error of the outcome's probability
 * @param forecast       the outcome's mean probability
 * @param happened       the share of matches that ended so
 * @param steps          the fitted curve, from the lowest forecast to the highest
 * @param band           where nine of ten such curves lie if every forecast is the truth
 */
public record Reliability(Outcome outcome, int n, double score, double miscalibration, double discrimination,
                          double uncertainty, double forecast, double happened, List<Step> steps, List<Band> band) {

    /** The {@code n} forecasts from {@code from} to {@code to} came true with this frequency. */
    public record Step(int n, double from, double to, double happened) {}

    /** The lowest and the highest frequency that chance explains at a forecast. */
    public record Band(double forecast, double low, double high) {}

    /** The curve to draw: forecasts, and how often they came true. */
    public double[][] points() {
        return new double[][] {steps.stream().flatMapToDouble(step -> DoubleStream.of(step.from, step.to)).toArray(),
            steps.stream().flatMapToDouble(step -> DoubleStream.of(step.happened, step.happened)).toArray()};
    }

    private static final int RESAMPLES = 100;
    private static final int BAND_POINTS = 20;
    private static final long SEED = 2003;

    /** The reliability of each outcome's probabilities, in the order of {@link Outcome}; empty without a match. */
    public static List<Reliability> of(List<Forecast> forecasts, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) return List.of();
        return Arrays.stream(Outcome.values()).map(outcome -> of(outcome, forecasts, outcomes)).toList();
    }

    private static Reliability of(Outcome outcome, List<Forecast> forecasts, List<Outcome> outcomes) {
        int n = outcomes.size();
        int[] order = IntStream.range(0, n).boxed()
                .sorted(Comparator.comparingDouble(i -> forecasts.get(i).of(outcome))).mapToInt(Integer::intValue)
                .toArray();
        double[] p = new double[n];
        boolean[] came = new boolean[n];
        for (int i = 0; i < n; i++) {
            p[i] = forecasts.get(order[i]).of(outcome);
            came[i] = outcomes.get(order[i]) == outcome;
        }
        List<Step> steps = isotonic(p, came);
        double rate = IntStream.range(0, n).filter(i -> came[i]).count() / (double) n;
        double score = 0;
        double sum = 0;
        double recalibrated = 0;
        for (int i = 0; i < n; i++) {
            double gap = p[i] - (came[i] ? 1 : 0);
            score += gap * gap / n;
            sum += p[i];
        }
        for (Step step : steps) recalibrated += step.n * step.happened * (1 - step.happened) / n;
        double uncertainty = rate * (1 - rate);
        return new Reliability(outcome, n, score, score - recalibrated, uncertainty - recalibrated, uncertainty,
                sum / n, rate, steps, band(p));
    }

    /**
     * Pool adjacent violators: a block that came true less often than the one before it is merged with it (Ayer,
     * Brunk, Ewing, Reid and Silverman, Annals of Mathematical Statistics 26, 1955). Equal forecasts are one block.
     *
     * @param p    forecasts, lowest first
     * @param came whether each came true
     */
    static List<Step> isotonic(double[] p, boolean[] came) {
        int[] ends = new int[p.length];
        int[] hits = new int[p.length];
        int blocks = 0;
        for (int i = 0; i < p.length; i++) {
            boolean asBefore = i > 0 && p[i] == p[i - 1];
            if (!asBefore) hits[blocks++] = 0;
            ends[blocks - 1] = i + 1;
            if (came[i]) hits[blocks - 1]++;
            boolean last = i + 1 == p.length || p[i + 1] != p[i];
            while (last && blocks > 1 && rate(blocks - 1, ends, hits) <= rate(blocks - 2, ends, hits)) {
                blocks--;
                ends[blocks - 1] = ends[blocks];
                hits[blocks - 1] += hits[blocks];
            }
        }
        List<Step> steps = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            int start = block == 0 ? 0 : ends[block - 1];
            steps.add(new Step(ends[block] - start, p[start], p[ends[block] - 1], rate(block, ends, hits)));
        }
        return steps;
    }

    private static double rate(int block, int[] ends, int[] hits) {
        return hits[block] / (double) (ends[block] - (block == 0 ? 0 : ends[block - 1]));
    }

    /** The curves of forecasts whose outcomes are drawn with just their probability; always the same draws. */
    private static List<Band> band(double[] p) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] at = new double[BAND_POINTS];
        double low = p[0];
        double high = p[p.length - 1];
        for (int k = 0; k < at.length; k++) at[k] = low + (high - low) * k / (at.length - 1);
        double[][] curves = new double[BAND_POINTS][RESAMPLES];
        for (int draw = 0; draw < RESAMPLES; draw++) {
            boolean[] came = new boolean[p.length];
            for (int i = 0; i < p.length; i++) came[i] = random.nextDouble() < p[i];
            List<Step> steps = isotonic(p, came);
            for (int k = 0, step = 0; k < at.length; k++) {
                while (step + 1 < steps.size() && steps.get(step).to < at[k]) step++;
                curves[k][draw] = steps.get(step).happened;
            }
        }
        List<Band> band = new ArrayList<>();
        for (int k = 0; k < at.length; k++) {
            Arrays.sort(curves[k]);
            band.add(new Band(at[k], curves[k][RESAMPLES / 20], curves[k][RESAMPLES - 1 - RESAMPLES / 20]));
        }
        return band;
    }
}
