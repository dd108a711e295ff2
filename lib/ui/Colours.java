package lib.ui;

import java.util.HashMap;
import java.util.Map;

/**
 * Two plain colours for each club, in place of its crest, which is a trademark. A club that is not in the table gets a
 * pair from its name, always the same one.
 *
 * @param first   #rrggbb, the ground of the badge
 * @param second #rrggbb, its stripe
 */
public record Colours(String first, String second) {

    /** canonical name of the API | main colour | second colour. */
    private static final String TABLE = """
            ABC             | #1a1a1a | #ffffff
            America-MG      | #0b7a3b | #1a1a1a
            America-RN      | #c4122f | #ffffff
            Athletico-PR    | #c8102e | #1a1a1a
            Atletico-GO     | #c1121f | #1a1a1a
            Atletico-MG     | #1a1a1a | #ffffff
            Avai            | #0a5cb8 | #ffffff
            Bahia           | #0057a8 | #d8232a
            Barueri         | #f2c200 | #123c8c
            Botafogo-RJ     | #1a1a1a | #ffffff
            Bragantino      | #ffffff | #c8102e
            Brasiliense     | #f4c400 | #1a1a1a
            Ceara           | #1a1a1a | #ffffff
            Chapecoense     | #0a7a34 | #ffffff
            Corinthians     | #ffffff | #1a1a1a
            Coritiba        | #00663a | #ffffff
            CRB             | #d0142c | #ffffff
            Criciuma        | #f5c300 | #1a1a1a
            Cruzeiro        | #0b3c96 | #ffffff
            CSA             | #0d4da1 | #ffffff
            Cuiaba          | #f3c11b | #0b6b3a
            Figueirense     | #1a1a1a | #ffffff
            Flamengo        | #c3141e | #1a1a1a
            Fluminense      | #7a1533 | #0a6b45
            Fortaleza       | #0e4c9f | #d3172e
            Goias           | #00693e | #ffffff
            Gremio          | #1286cf | #1a1a1a
            Gremio Prudente | #1d4ea2 | #f2c200
            Guarani         | #0a6b3d | #ffffff
            Internacional   | #d2101f | #ffffff
            Ipatinga        | #2a8f3c | #ffffff
            Joinville       | #d01c26 | #1a1a1a
            Juventude       | #0d7c41 | #ffffff
            Mirassol        | #f6cf16 | #0a7b43
            Nautico         | #cf1126 | #ffffff
            Palmeiras       | #006b3f | #ffffff
            Parana          | #1a3f94 | #d3152b
            Paysandu        | #3aa0dc | #ffffff
            Ponte Preta     | #1a1a1a | #ffffff
            Portuguesa      | #c4161c | #0a6b3c
            Remo            | #14264f | #ffffff
            Santa Cruz      | #c1121f | #1a1a1a
            Santo Andre     | #1c4fa1 | #ffd400
            Santos          | #ffffff | #1a1a1a
            Sao Caetano     | #17479e | #d1152b
            Sao Paulo       | #d4151f | #1a1a1a
            Sport           | #c8102e | #f2c200
            Vasco           | #1a1a1a | #ffffff
            Vitoria         | #d01124 | #1a1a1a
            """;

    private static final Map<String, Colours> BY_NAME = new HashMap<>();

    static {
        for (String line : TABLE.lines().toList()) {
            String[] cell = line.split("\\|");
            BY_NAME.put(cell[0].strip(), new Colours(cell[1].strip(), cell[2].strip()));
        }
    }

    /** The colours of a club by its canonical name. */
    public static Colours of(String club) {
        Colours known = BY_NAME.get(club);
        if (known != null) return known;
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

    /** The area's colour beside the one of another club: as with shirts, the visitors change where both would look alike. */
    public String beside(Colours home) {
        String other = area().equals(first) ? second : first;
        return distance(area(), home.area()) >= ALIKE || distance(other, home.area()) < distance(area(), home.area()) ? area() : other;
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
        return 0.2126 * linear(channel(colour, 1)) + 0.7152 * linear(channel(colour, 3)) + 0.0722 * linear(channel(colour, 5));
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
            double value = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
            text.append("%02x".formatted(Math.round(255 * value)));
        }
        return text.toString();
    }
}
