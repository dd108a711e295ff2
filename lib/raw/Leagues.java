package lib.raw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.football.ClubNames;

/**
 * Finds clubs of another league among those of a season: in one league everybody meets everybody, so two groups of
 * clubs that never meet are two leagues. Only groups in which each club has met several others count; before that a
 * season falls apart by itself.
 */
final class Leagues {

    private static final int FEWEST_CLUBS = 4;
    private static final int MATCHES_A_CLUB = 4;

    /** Clubs that are linked by matches. */
    private static final class Group {
        private final Set<String> clubs = new HashSet<>();
        private int matches;
        private int firstUpload = Integer.MAX_VALUE;

        boolean isLeague() {
            return clubs.size() >= FEWEST_CLUBS && 2 * matches >= MATCHES_A_CLUB * clubs.size();
        }

        boolean isKnown(ClubNames names) {
            return 2 * clubs.stream().filter(club -> names.find(club).isPresent()).count() > clubs.size();
        }
    }

    private final ClubNames names;
    private final Map<Integer, Set<String>> others = new HashMap<>();
    private Map<String, Group> groups = new HashMap<>();
    private int season;

    /** @param names what names of clubs mean */
    Leagues(ClubNames names) {
        this.names = names;
    }

    /** Takes a match; seasons come one after the other. */
    void add(int season, String home, String away, int upload) {
        if (season != this.season) endSeason();
        this.season = season;
        Group one = groups.computeIfAbsent(home, club -> new Group());
        Group two = groups.computeIfAbsent(away, club -> new Group());
        one.clubs.add(home);
        two.clubs.add(away);
        Group all = one.clubs.size() >= two.clubs.size() ? one : two;
        Group joined = all == one ? two : one;
        if (all != joined) {
            all.clubs.addAll(joined.clubs);
            all.matches += joined.matches;
            all.firstUpload = Math.min(all.firstUpload, joined.firstUpload);
            joined.clubs.forEach(club -> groups.put(club, all));
        }
        all.matches++;
        all.firstUpload = Math.min(all.firstUpload, upload);
    }

    /** Decides about the season that ends; to be called after the last one. */
    void endSeason() {
        List<Group> leagues = new HashSet<>(groups.values()).stream().filter(Group::isLeague).toList();
        if (leagues.size() > 1) {
            Group ours = ours(leagues);
            Set<String> clubs = new HashSet<>();
            for (Group league : leagues) {
                if (league != ours) clubs.addAll(league.clubs);
            }
            others.put(season, clubs);
        }
        groups = new HashMap<>();
    }

    /** The league that was here first, or else the only one whose clubs are known; null if nothing tells. */
    private Group ours(List<Group> leagues) {
        int first = leagues.stream().mapToInt(league -> league.firstUpload).min().orElseThrow();
        List<Group> candidates = new ArrayList<>(
                leagues.stream().filter(league -> league.firstUpload == first).toList());
        if (candidates.size() > 1) candidates.removeIf(league -> !league.isKnown(names));
        return candidates.size() == 1 ? candidates.getFirst() : null;
    }

    /** Whether a club belongs to another league than the season's. */
    boolean isOther(int season, String club) {
        return others.getOrDefault(season, Set.of()).contains(club);
    }
}
