package lib.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import lib.ui.ApiClient.NoAnswer;
import lib.ui.ApiClient.Prediction;
import lib.ui.ApiClient.Team;
import lib.ui.ApiClient.Teams;
import lib.ui.ApiClient.Trouble;

/**
 * What is known about the match that an address names.
 *
 * @param homeName   the name in the address, at most {@value #LONGEST_NAME} letters; empty if there is none
 * @param awayName   the same for the away side
 * @param teams      all clubs, or null when the API is in trouble
 * @param home       the club meant, or null
 * @param away       the club meant, or null
 * @param prediction the forecast, or null
 * @param trouble    why the API gave no answer, or null
 * @param reason     the same for the log
 */
public record Answer(String homeName, String awayName, Teams teams, Team home, Team away, Prediction prediction, Trouble trouble, String reason) {

    private static final int LONGEST_NAME = 60;

    /** Asks the API as much as the names in an address allow; never fails. */
    public static Answer of(ApiClient api, String homeName, String awayName) {
        String home = bounded(homeName);
        String away = bounded(awayName);
        Teams teams = null;
        try {
            teams = api.teams();
            Answer chosen = new Answer(home, away, teams, find(teams, home), find(teams, away), null, null, "");
            if (chosen.message() != null || chosen.home == null || chosen.away == null) return chosen;
            return new Answer(home, away, teams, chosen.home, chosen.away, api.predict(chosen.home.name(), chosen.away.name()), null, "");
        } catch (NoAnswer e) {
            Team chosenHome = teams == null ? null : find(teams, home);
            Team chosenAway = teams == null ? null : find(teams, away);
            return new Answer(home, away, teams, chosenHome, chosenAway, null, e.trouble, e.getMessage());
        }
    }

    /** The key of the words about a choice that allows no forecast, or null. */
    public String message() {
        if (teams == null || homeName.isEmpty() && awayName.isEmpty()) return null;
        if (unknownName() != null) return "message.unknown";
        if (home == null) return "message.home";
        if (away == null) return "message.away";
        return home == away ? "message.same" : null;
    }

    /** The name that no club has, or null. */
    public String unknownName() {
        if (home == null && !homeName.isEmpty()) return homeName;
        return away == null && !awayName.isEmpty() ? awayName : null;
    }

    /** The key of the trouble in the words and in /status, or null. */
    public String troubleKey() {
        return trouble == null ? null : trouble.name().toLowerCase(Locale.ROOT);
    }

    /** The clubs of the season, those with the most points in their last matches first; empty when the API is in trouble. */
    public List<Team> league() {
        return teams == null ? List.of() : teams.teams().stream().filter(Team::current)
                .sorted(Comparator.comparingInt(Team::points).reversed().thenComparing(Team::displayName)).toList();
    }

    /** Whether anything on the page was learned from matches that never took place. */
    public boolean simulated() {
        return teams != null && teams.simulated() || prediction != null && prediction.simulated();
    }

    private static Team find(Teams teams, String name) {
        return teams.teams().stream().filter(team -> team.name().equalsIgnoreCase(name) || team.displayName().equalsIgnoreCase(name))
                .findFirst().orElse(null);
    }

    private static String bounded(String name) {
        if (name == null) return "";
        String stripped = name.strip();
        return stripped.length() <= LONGEST_NAME ? stripped : stripped.substring(0, LONGEST_NAME) + "…";
    }
}
