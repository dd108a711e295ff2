package lib.football;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * One match of the league, played or still to be played: what a model learns and what a table counts. A raw row knows
 * more, see {@link MatchRow}.
 *
 * @param date      the day in Brazil
 * @param season    the season's year; not always the year of the date, see {@link #seasonOf}
 * @param round     the round, 1 to 46; 0 if unknown
 * @param home      canonical name of the home club, see {@link Clubs}
 * @param away      canonical name of the away club
 * @param homeGoals goals of the home club, {@link #UNPLAYED} before the match
 * @param awayGoals goals of the away club, {@link #UNPLAYED} before the match
 * @param awarded   whether the result was given, by a court or because a club stayed away: it counts in a table, and
 *                  says nothing about the clubs' strength
 */
public record Match(LocalDate date, int season, int round, String home, String away, int homeGoals, int awayGoals,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean awarded) {

    public static final int UNPLAYED = -1;

    /** More goals than any club ever scored in one match of a national league worth the name. */
    public static final int MOST_GOALS = 15;

    /** The order of every table: by day, then round, then clubs. No two matches are equal in it. */
    public static final Comparator<Match> CHRONOLOGICAL = Comparator.comparing(Match::date)
            .thenComparingInt(Match::round).thenComparing(Match::home).thenComparing(Match::away);

    /** What makes two rows the same match: a pair of clubs meets once a season on each side's ground. */
    public record Key(int season, String home, String away) {}

    /** A match whose result, if it has one, was played for. */
    public Match(LocalDate date, int season, int round, String home, String away, int homeGoals, int awayGoals) {
        this(date, season, round, home, away, homeGoals, awayGoals, false);
    }

    /** A match still to be played, whose round does not matter. */
    public static Match toPlay(LocalDate date, int season, String home, String away) {
        return new Match(date, season, 0, home, away, UNPLAYED, UNPLAYED);
    }

    public Key key() {
        return new Key(season, home, away);
    }

    /** Whether it has a result. */
    public boolean played() {
        return homeGoals != UNPLAYED;
    }

    /** How a played match ended. */
    public Outcome outcome() {
        if (!played()) throw new IllegalStateException("not played yet: " + this);
        return Outcome.of(homeGoals, awayGoals);
    }

    /**
     * The season that a day belongs to. A season is named for the year it starts in. The 2020 season ended in February
     * 2021, so the first two months belong to the year before; from 2026 on, seasons themselves start in January.
     */
    public static int seasonOf(LocalDate date) {
        boolean tailOfLastYear = date.getYear() < 2026 && date.getMonthValue() <= 2;
        return tailOfLastYear ? date.getYear() - 1 : date.getYear();
    }

    /** A chronological list cut into its days: what happens on one day is not known to its other matches. */
    public static <T> List<List<T>> byDay(List<T> chronological, Function<T, LocalDate> date) {
        List<List<T>> days = new ArrayList<>();
        for (int start = 0, end; start < chronological.size(); start = end) {
            LocalDate day = date.apply(chronological.get(start));
            for (end = start + 1; end < chronological.size() && date.apply(chronological.get(end)).equals(day); ) end++;
            days.add(chronological.subList(start, end));
        }
        return days;
    }
}
