package lib.raw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.football.ClubNames;
import lib.football.Clubs;
import lib.football.Match;
import lib.football.MatchRow;

/** Which matches can be true beside the others: of one league, with known clubs, and each club in one place a day. */
final class Plausible {

    private final ClubNames names;
    private final Ledger ledger;
    private final Leagues leagues;
    private final SimulatedSeasons simulated = new SimulatedSeasons();
    private final Set<String> clubsWithResults = new HashSet<>();

    Plausible(ClubNames names, Ledger ledger) {
        this.names = names;
        this.ledger = ledger;
        this.leagues = new Leagues(names);
    }

    /** Clubs that may have fixtures although no list has their names. */
    void expect(List<String> clubs) {
        clubsWithResults.addAll(clubs);
    }

    /** Takes a row as it comes. */
    void add(MatchRow row) {
        if (row.played()) expect(List.of(row.match().home(), row.match().away()));
        if (row.simulated()) simulated.add(row.match().season());
    }

    /** Takes a match; seasons come one after the other. */
    void add(Merged merged) {
        Match match = merged.row().match();
        leagues.add(match.season(), match.home(), match.away(), merged.first().upload());
    }

    /** Ends the taking. */
    void end() {
        leagues.endSeason();
    }

    /** Whether a match can be one of this league; else its row is set aside. */
    boolean isOfThisLeague(Told row) {
        Match match = row.match();
        if (row.known().simulated() && simulated.isStray(match.season())) {
            ledger.quarantine(row, Reason.DATE_RANGE, match.date().toString());
            return false;
        }
        if (leagues.isOther(match.season(), match.home())) {
            ledger.quarantine(row, Reason.OTHER_LEAGUE, match.home(), match.away(), "" + match.season());
            return false;
        }
        if (match.played()) return true;
        for (String club : List.of(match.home(), match.away())) {
            if (clubsWithResults.contains(club) || names.find(club).isPresent()) continue;
            List<String> near = Clubs.suggest(club);
            if (near.isEmpty()) ledger.quarantine(row, Reason.UNKNOWN_FIXTURE, club);
            else ledger.quarantine(row, Reason.MISSPELT_FIXTURE, club, String.join(", ", near));
            return false;
        }
        return true;
    }

    /**
     * A club cannot play twice on a day: the row that came later is not true. The exception is a day that carries two
     * rounds, as three days of the real data do: there the day is wrong, not the match.
     */
    List<MatchRow> withoutClubsInTwoPlaces(List<Merged> day) {
        List<MatchRow> possible = new ArrayList<>();
        Map<String, Told> first = new HashMap<>();
        for (Merged merged : day) {
            Match match = merged.row().match();
            if (clashes(merged.row(), match.home(), first) || clashes(merged.row(), match.away(), first)) continue;
            possible.add(merged.row().known());
        }
        return possible;
    }

    private boolean clashes(Told row, String club, Map<String, Told> first) {
        Told other = first.putIfAbsent(club, row);
        if (other == null) return false;
        String date = row.match().date().toString();
        String file = ledger.of(other).file;
        int round = row.match().round();
        int otherRound = other.match().round();
        if (round > 0 && otherRound > 0 && round != otherRound) {
            ledger.note(row, Reason.TWO_ROUNDS, club, date, file, "" + other.line(), "" + otherRound, "" + round);
            return false;
        }
        ledger.quarantine(row, Reason.TWICE, club, date, file, "" + other.line());
        return true;
    }
}
