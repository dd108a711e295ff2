package lib.ui;

import java.util.List;
import lib.football.Clubs;
import lib.ui.ApiAnswers.Team;
import lib.ui.ApiAnswers.Teams;

/**
 * The two clubs that an address names, and what to say when they make no match.
 *
 * @param homeName the name in the address, at most {@value #LONGEST_NAME} letters; empty if there is none
 * @param awayName the same for the away side
 * @param home     the club meant, or null
 * @param away     the club meant, or null
 */
public record Choice(String homeName, String awayName, Team home, Team away) {

    private static final int LONGEST_NAME = 60;

    /** @param teams the clubs that exist, or null when the API is in trouble */
    public static Choice of(Teams teams, String homeName, String awayName) {
        String home = bounded(homeName);
        String away = bounded(awayName);
        return new Choice(home, away, find(teams, home), find(teams, away));
    }

    /** Whether there are two different clubs to ask about. */
    public boolean complete() {
        return home != null && away != null && home != away;
    }

    /** The key of the words about a choice that allows no forecast, or null. */
    public String message() {
        if (homeName.isEmpty() && awayName.isEmpty() || complete()) return null;
        if (unknownName() != null) return "message.unknown";
        if (home == null) return "message.home";
        return away == null ? "message.away" : "message.same";
    }

    /** The name that no club has, or null. */
    public String unknownName() {
        if (home == null && !homeName.isEmpty()) return homeName;
        return away == null && !awayName.isEmpty() ? awayName : null;
    }

    /** The clubs that a mistyped name may have meant, likeliest first. */
    public List<Team> suggestions(Teams teams) {
        List<String> names = teams.teams().stream().map(Team::name).toList();
        return Clubs.nearest(unknownName(), names, 3).stream().map(name -> find(teams, name)).toList();
    }

    /** The club of that name in any spelling that {@link Clubs} knows, or null. */
    public static Team find(Teams teams, String name) {
        if (teams == null || name.isEmpty()) return null;
        String canonical = Clubs.search(name).map(Clubs.Club::name).orElse(name);
        return teams.teams().stream().filter(team -> team.name().equals(canonical) || team.name()
                .equalsIgnoreCase(name) || team.displayName().equalsIgnoreCase(name))
                .findFirst().orElse(null);
    }

    /** A text from an address, short enough to show. */
    static String bounded(String text) {
        if (text == null) return "";
        String stripped = text.strip();
        return stripped.length() <= LONGEST_NAME ? stripped : stripped.substring(0, LONGEST_NAME) + "…";
    }
}
