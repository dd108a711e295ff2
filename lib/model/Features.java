package lib.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lib.football.Clubs;
import lib.football.Match;
import lib.football.MatchRow;

/**
 * The one place where features are made: for training, for serving and for the page.
 *
 * <p>It walks through the matches in chronological order and remembers each club's state. What it says about a match
 * comes from earlier days only, so a training row and a serving row of the same match are the same numbers.
 */
public final class Features {

    /** The contract's numbers: form is the mean over a club's last five matches, lines are those of the formation. */
    public static final List<String> NAMES = List.of(
            "form_gols_feitos_mandante", "form_gols_sofridos_mandante", "form_pontos_mandante",
            "form_gols_feitos_visitante", "form_gols_sofridos_visitante", "form_pontos_visitante",
            "eh_classico",
            "mandante_def", "mandante_mid", "mandante_att", "visitante_def", "visitante_mid", "visitante_att",
            "diff_def", "diff_mid", "diff_att");

    private static final int FORM_MATCHES = 5;
    private static final String USUAL_FORMATION = "4-4-2";

    /** One of a club's last matches, seen from its side. */
    public record Recent(LocalDate date, String opponent, boolean atHome, int goalsFor, int goalsAgainst) {
        public int points() {
            return goalsFor > goalsAgainst ? 3 : goalsFor == goalsAgainst ? 1 : 0;
        }
    }

    /** What is remembered of a club; the last matches are oldest first, the formation is the last one known. */
    public record ClubState(String state, String formation, int lastSeason, List<Recent> lastMatches) {}

    /** What a saved model keeps. */
    public record State(LocalDate until, SortedMap<String, ClubState> clubs, Elo.State elo) {}

    private final SortedMap<String, ClubState> clubs;
    private final Elo elo;
    private LocalDate until = LocalDate.MIN;

    public Features() {
        clubs = new TreeMap<>();
        elo = new Elo();
    }

    /** Continues from a saved state. */
    public Features(State state) {
        clubs = new TreeMap<>(state.clubs);
        elo = new Elo(state.elo);
        until = state.until;
    }

    public State state() {
        return new State(until, clubs, elo.state());
    }

    /** The examples of a whole history in chronological order; afterwards this object knows all of it. */
    public List<Example> learnAll(List<MatchRow> played) {
        List<Example> examples = new ArrayList<>(played.size());
        for (List<MatchRow> day : Match.byDay(played, MatchRow::date)) examples.addAll(learnDay(day));
        return examples;
    }

    /**
     * The examples of the next day's matches: first all are described, then learned, so that none knows another. What
     * was awarded is left out: nobody played for it.
     */
    public List<Example> learnDay(List<MatchRow> results) {
        List<MatchRow> played = results.stream().filter(row -> !row.match().awarded()).toList();
        List<Example> examples = played.stream().map(this::example).toList();
        played.forEach(this::learn);
        return examples;
    }

    /** What is known now about a match; its own goals and formations are not looked at. */
    public Example example(MatchRow row) {
        Match match = row.match();
        return example(row, formationOf(match.home()), formationOf(match.away()));
    }

    /** What is known now about a match whose formations are announced; an empty one counts as unknown. */
    public Example example(MatchRow row, String homeFormation, String awayFormation) {
        Match match = row.match();
        double[] numbers = new double[NAMES.size()];
        putForm(numbers, 0, match.home());
        putForm(numbers, 3, match.away());
        String homeState = stateOf(match.home(), row.homeState());
        numbers[6] = !homeState.isEmpty() && homeState.equals(stateOf(match.away(), row.awayState())) ? 1 : 0;
        putLines(numbers, 7, homeFormation);
        putLines(numbers, 10, awayFormation);
        for (int line = 0; line < 3; line++) numbers[13 + line] = numbers[7 + line] - numbers[10 + line];
        return new Example(row, numbers, elo.rating(match.home(), match.season()),
                elo.rating(match.away(), match.season()));
    }

    /** Takes in a played match. */
    public void learn(MatchRow row) {
        Match match = row.match();
        elo.learn(match);
        until = match.date();
        remember(match, match.home(), row.homeState(), row.homeFormation(),
                new Recent(match.date(), match.away(), true, match.homeGoals(), match.awayGoals()));
        remember(match, match.away(), row.awayState(), row.awayFormation(),
                new Recent(match.date(), match.home(), false, match.awayGoals(), match.homeGoals()));
    }

    /** The last formation known of a club, 4-4-2 if none is. */
    public String formationOf(String club) {
        ClubState known = clubs.get(club);
        return known == null || known.formation.isEmpty() ? USUAL_FORMATION : known.formation;
    }

    private void remember(Match match, String club, String state, String formation, Recent recent) {
        ClubState known = clubs.getOrDefault(club, new ClubState("", "", 0, List.of()));
        List<Recent> last = new ArrayList<>(known.lastMatches);
        last.add(recent);
        if (last.size() > FORM_MATCHES) last.removeFirst();
        clubs.put(club, new ClubState(
                state.isEmpty() ? known.state : state, formation.isEmpty() ? known.formation : formation,
                match.season(), last));
    }

    /** Mean goals for, goals against and points; unknown for a club that has never played. */
    private void putForm(double[] numbers, int at, String club) {
        ClubState known = clubs.get(club);
        List<Recent> last = known == null ? List.of() : known.lastMatches;
        numbers[at] = last.stream().mapToInt(Recent::goalsFor).average().orElse(Double.NaN);
        numbers[at + 1] = last.stream().mapToInt(Recent::goalsAgainst).average().orElse(Double.NaN);
        numbers[at + 2] = last.stream().mapToInt(Recent::points).average().orElse(Double.NaN);
    }

    /** Defenders, midfielders and attackers: 4-2-3-1 is 4, 5, 1. */
    private static void putLines(double[] numbers, int at, String formation) {
        String[] parts = (formation.isEmpty() ? USUAL_FORMATION : formation).split("-");
        numbers[at] = Integer.parseInt(parts[0]);
        for (int i = 1; i < parts.length - 1; i++) numbers[at + 1] += Integer.parseInt(parts[i]);
        numbers[at + 2] = Integer.parseInt(parts[parts.length - 1]);
    }

    private String stateOf(String club, String given) {
        if (!given.isEmpty()) return given;
        ClubState known = clubs.get(club);
        return known != null && !known.state.isEmpty() ? known.state : Clubs.of(club).state();
    }
}
