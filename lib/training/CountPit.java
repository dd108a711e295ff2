package lib.training;

/**
 * Whether goals are spread as the forecasts say: the probability integral transform of counts (Czado, Gneiting and
 * Held, Biometrics 65, 2009).
 *
 * <p>A forecast's distribution function turns a number of goals into the interval from P(fewer) to P(not more); over
 * many matches these intervals fill 0 to 1 evenly if the forecasts are right. A hump in the middle means that goals are
 * spread less than Poisson, a valley that they are spread more, a slope that there are too many or too few.
 */
public final class CountPit {

    private CountPit() {}

    /**
     * The share of the intervals' mass in each of equally wide parts of 0 to 1, times their number: 1 is ideal.
     *
     * @param expected the mean of each Poisson distribution
     * @param seen     the count that came of each
     */
    public static double[] histogram(double[] expected, int[] seen, int parts) {
        double[] height = new double[parts];
        for (int i = 0; i < seen.length; i++) {
            double term = Math.exp(-expected[i]);
            double below = 0;
            for (int k = 0; k < seen[i]; k++) {
                below += term;
                term *= expected[i] / (k + 1);
            }
            for (int part = 0; part < parts; part++) {
                double inside = share((part + 1.0) / parts, below, term) - share((double) part / parts, below, term);
                height[part] += inside * parts / seen.length;
            }
        }
        return height;
    }

    /** How much of the interval that starts at {@code below} and is {@code width} wide lies below u. */
    private static double share(double u, double below, double width) {
        return u == 1 ? 1 : Math.clamp((u - below) / width, 0, 1);
    }
}
