package lib.ui;

import lib.football.Clubs;

/**
 * Two plain colours for each club, in place of its crest, which is a trademark. A club that
 * {@link Clubs} does not know gets a pair from its name, always the same one.
 *
 * @param first   #rrggbb, the ground of the badge
 * @param second #rrggbb, its stripe
 */
public record Colours(String first, String second) {

    /** The colours of a club by its canonical name. */
    public static Colours of(String club) {
        Clubs.Club known = Clubs.of(club);
        if (!known.colour().isEmpty()) return new Colours(known.colour(), known.secondColour());
        int hue = Math.floorMod(club.hashCode(), 360);
        return new Colours(rgb(hue, 0.55, 0.33), rgb(hue + 180, 0.35, 0.85));
    }

    /** Black or white, whichever reads better on the main colour. */
    public String ink() {
        return contrast(first, "#ffffff") >= contrast(first, "#1a1a1a") ? "#ffffff" : "#1a1a1a";
    }

    /** For areas on the light page: the main colour, or the second where the main one is nearly white. */
    public String area() {
        return luminance(first) > 0.8 ? second : first;
    }

    /**
     * The area's colour beside the one of another club: as with shirts, the visitors change where both would look
     * alike.
     */
    public String beside(Colours home) {
        String other = area().equals(first) ? second : first;
        return distance(area(), home.area()) >= ALIKE || distance(other, home.area()) < distance(area(), home.area())
                ? area() : other;
    }

    /** Below this distance in RGB, two neighbouring areas are hard to tell apart. */
    private static final double ALIKE = 85;

    private static double distance(String one, String other) {
        double sum = 0;
        for (int i = 1; i < 7; i += 2) sum += Math.pow(channel(one, i) - channel(other, i), 2);
        return Math.sqrt(sum);
    }

    /** Contrast ratio of two colours, 1 to 21; formula of WCAG 2.2, "contrast ratio". */
    public static double contrast(String one, String other) {
        double a = luminance(one) + 0.05;
        double b = luminance(other) + 0.05;
        return Math.max(a, b) / Math.min(a, b);
    }

    private static double luminance(String colour) {
        return 0.2126 * linear(channel(colour, 1)) + 0.7152 * linear(channel(colour, 3))
                + 0.0722 * linear(channel(colour, 5));
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static int channel(String colour, int at) {
        return Integer.parseInt(colour.substring(at, at + 2), 16);
    }

    private static String rgb(int hue, double saturation, double lightness) {
        StringBuilder text = new StringBuilder("#");
        for (int offset : new int[] {0, 8, 4}) { // the CSS Color 4 conversion from HSL
            double k = (offset + hue / 30.0) % 12;
            double value = lightness - saturation * Math.min(lightness, 1 - lightness)
                    * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
            text.append("%02x".formatted(Math.round(255 * value)));
        }
        return text.toString();
    }
}
