package lib.football;

import java.util.stream.IntStream;

/**
 * What a place in the final table is worth, by year. Places that the cups hand on are not in it: the winners of Copa do
 * Brasil, Libertadores and Sul-Americana may open further ones below.
 *
 * @param groupStage   last place that leads into the group stage of the Libertadores, the G-4
 * @param libertadores last place that leads into the Libertadores at all, its preliminary round included
 * @param sulAmericana last place that leads into the Sul-Americana
 * @param relegated    how many clubs at the bottom go down
 */
public record Zones(int groupStage, int libertadores, int sulAmericana, int relegated) {

    private static final int CLUBS = 20;

    /**
     * The zones of a season. From 2016 on the league gave six places in the Libertadores, from 2026 on it gives five:
     * the other place in the preliminary round goes to the runner-up of the Copa do Brasil (CBF's rules of 2025-12-15,
     * told by Lance on 2025-12-16). That the Sul-Americana of 2026 moves up with it, to 6th to 11th, is inferred.
     * Two clubs went down in 2003, four have since.
     *
     * @param clubs how many there are; a league smaller than the real one has its share of each zone
     */
    public static Zones of(int year, int clubs) {
        int libertadores = year >= 2026 ? 5 : year >= 2016 ? 6 : 4;
        int sulAmericana = year >= 2026 ? 11 : 12;
        return new Zones(share(4, clubs), share(libertadores, clubs), share(sulAmericana, clubs),
                share(year == 2003 ? 2 : 4, clubs));
    }

    private static int share(int ofTwenty, int clubs) {
        return Math.max(1, Math.min(ofTwenty, ofTwenty * clubs / CLUBS));
    }

    /** The last place above each line of the table that matters, from the title down to relegation. */
    public int[] lines(int clubs) {
        return IntStream.of(1, groupStage, libertadores, sulAmericana, clubs - relegated).distinct().toArray();
    }
}
