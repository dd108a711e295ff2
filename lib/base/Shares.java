package lib.base;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Whole parts of a whole, such as percents that add up to 100. */
public final class Shares {

    private Shares() {}

    /** Splits a whole into whole parts by probability, the largest remainders rounded up, so that nothing is lost. */
    public static int[] of(int whole, double... probabilities) {
        int[] shares = Arrays.stream(probabilities).mapToInt(p -> (int) Math.floor(p * whole)).toArray();
        int missing = whole - Arrays.stream(shares).sum();
        IntStream.range(0, shares.length).boxed()
                .sorted(Comparator.comparingDouble(i -> shares[i] - probabilities[i] * whole))
                .limit(Math.max(0, missing)).forEach(i -> shares[i]++);
        return shares;
    }
}
