package lib.football;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * One match of the league, played or still to be played.
 *
 * @param date          the day in Brazil
 * @param time          kick-off in Brazil as HH:mm, empty if unknown
 * @param season        the season's year; not always the year of the date, see {@link #seasonOf}
 * @param round         the round, 1 to 46; 0 if unknown
 * @param home          canonical name of the home club, see {@link Clubs}
 * @param away          canonical name of the away club
 * @param homeGoals     goals of the home club, {@link #UNPLAYED} before the match
 * @param awayGoals     goals of the away club, {@link #UNPLAYED} before the match
 * @param homeFormation formation such as 4-3-3, empty if unknown
 * @param awayFormation formation such as 4-3-3, empty if unknown
 * @param homeCoach     empty if unknown
 * @param awayCoach     empty if unknown
 * @param venue         empty if unknown
 * @param homeState     the home club's state, two letters, empty if unknown
 * @param awayState     the away club's state, two letters, empty if unknown
 * @param simulated     whether the match comes from a simulated league and never took place
 */
public record Match(
        LocalDate date, String time, int season, int round, String home, String away, int homeGoals, int awayGoals,
        String homeFormation, String awayFormation, String homeCoach, String awayCoach, String venue,
        String homeState, String awayState, boolean simulated) {

    public static final int UNPLAYED = -1;

    /** The order of every table: by day, then round, then clubs. No two matches are equal in it. */
    public static final Comparator<Match> CHRONOLOGICAL = Comparator.comparing(Match::date)
            .thenComparingInt(Match::round).thenComparing(Match::home).thenComparing(Match::away);

    /** What makes two rows the same match: a pair of clubs meets once a season on each side's ground. */
    public record Key(int season, String home, String away) {}

    public Key key() {
        return new Key(season, home, away);
    }

    public boolean isPlayed() {
        return homeGoals != UNPLAYED;
    }

    /** 0 home win, 1 draw, 2 away win: the order of every probability in this project. */
    public int outcome() {
        if (!isPlayed()) throw new IllegalStateException("not played yet: " + this);
        return homeGoals > awayGoals ? 0 : homeGoals == awayGoals ? 1 : 2;
    }

    /**
     * The season that a day belongs to. A season is named for the year it starts in. The 2020 season ended in February
     * 2021, so the first two months belong to the year before; from 2026 on, seasons themselves start in January.
     */
    public static int seasonOf(LocalDate date) {
        boolean tailOfLastYear = date.getYear() < 2026 && date.getMonthValue() <= 2;
        return tailOfLastYear ? date.getYear() - 1 : date.getYear();
    }

    /** Writes the match in few bytes, for {@link lib.etl.ExternalSort}. */
    public void write(DataOutput out) throws IOException {
        out.writeInt((int) date.toEpochDay());
        out.writeInt(season);
        out.writeShort(round);
        out.writeByte(homeGoals);
        out.writeByte(awayGoals);
        out.writeBoolean(simulated);
        for (String text : List.of(time, home, away, homeFormation, awayFormation, homeCoach, awayCoach, venue, homeState, awayState)) out.writeUTF(text);
    }

    /** Reads what {@link #write} wrote. */
    public static Match read(DataInput in) throws IOException {
        LocalDate date = LocalDate.ofEpochDay(in.readInt());
        int season = in.readInt();
        int round = in.readShort();
        int homeGoals = in.readByte();
        int awayGoals = in.readByte();
        boolean simulated = in.readBoolean();
        return new Match(date, in.readUTF(), season, round, in.readUTF(), in.readUTF(), homeGoals, awayGoals, in.readUTF(), in.readUTF(),
                in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), simulated);
    }
}
