package lib.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lib.football.Outcome;

/**
 * Forecasts of about the same probability, and how often they came true.
 *
 * @param from      lowest probability of the bin
 * @param to        highest probability of the bin
 * @param n         how many forecasts
 * @param predicted their mean
 * @param happened  the share of them that came true
 * @param error     standard deviation of that share if the forecasts were the truth
 */
public record Bin(double from, double to, int n, double predicted, double happened, double error) {

    private static final double[] TENTHS = {0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1};

    /** All three probabilities of every match in ten equal bins, without the empty ones. */
    static List<Bin> tenths(List<Forecast> forecasts, List<Outcome> outcomes) {
        double[][] p = new double[outcomes.size()][];
        int[] happened = new int[outcomes.size()];
        for (int i = 0; i < p.length; i++) {
            p[i] = Arrays.stream(Outcome.values()).mapToDouble(forecasts.get(i)::of).toArray();
            happened[i] = outcomes.get(i).ordinal();
        }
        return of(p, happened, TENTHS);
    }

    /**
     * Sorts chances into bins, without the empty ones.
     *
     * @param chances  a row of chances for each event, of which at most one comes true
     * @param happened which of its row did; outside the row, none
     * @param edges    where the bins begin and end; a chance on an edge belongs to the higher bin
     */
    public static List<Bin> of(double[][] chances, int[] happened, double[] edges) {
        int bins = edges.length - 1;
        int[] n = new int[bins];
        int[] hits = new int[bins];
        double[] sum = new double[bins];
        double[] variance = new double[bins];
        for (int i = 0; i < chances.length; i++) {
            double[] together = new double[bins]; // two chances of a row in one bin: either may come true, not both
            for (int k = 0; k < chances[i].length; k++) {
                double p = chances[i][k];
                int bin = 0;
                while (bin + 1 < bins && p >= edges[bin + 1]) bin++;
                n[bin]++;
                sum[bin] += p;
                together[bin] += p;
                if (k == happened[i]) hits[bin]++;
            }
            for (int bin = 0; bin < bins; bin++) variance[bin] += Math.max(0, together[bin] * (1 - together[bin]));
        }
        List<Bin> filled = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            if (n[bin] == 0) continue;
            filled.add(new Bin(edges[bin], edges[bin + 1], n[bin], sum[bin] / n[bin], (double) hits[bin] / n[bin],
                    Math.sqrt(variance[bin]) / n[bin]));
        }
        return filled;
    }
}
