package lib.football;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * A match with all that a raw file says about it; each detail is empty if unknown.
 *
 * @param match         who, when and how it ended
 * @param time          kick-off in Brazil as HH:mm
 * @param homeFormation formation such as 4-3-3
 * @param homeState     the home club's state, two letters
 * @param simulated     whether the match comes from a simulated league and never took place
 * @param homeShots     shots of the home club, {@link #UNKNOWN} if not known; both clubs' are known or neither's
 */
public record MatchRow(
        Match match, String time, String homeFormation, String awayFormation, String homeCoach, String awayCoach,
        String venue, String homeState, String awayState, boolean simulated, int homeShots, int awayShots) {

    /** So many shots stand for not knowing them. */
    public static final int UNKNOWN = -1;

    /** As {@link Match#CHRONOLOGICAL}. */
    public static final Comparator<MatchRow> CHRONOLOGICAL = Comparator.comparing(MatchRow::match, Match.CHRONOLOGICAL);

    /** A row without shots, as results come. */
    public MatchRow(Match match, String time, String homeFormation, String awayFormation, String homeCoach,
            String awayCoach, String venue, String homeState, String awayState, boolean simulated) {
        this(match, time, homeFormation, awayFormation, homeCoach, awayCoach, venue, homeState, awayState, simulated,
                UNKNOWN, UNKNOWN);
    }

    /** A match of which nothing else is known. */
    public static MatchRow of(Match match) {
        return new MatchRow(match, "", "", "", "", "", "", "", "", false);
    }

    public LocalDate date() {
        return match.date();
    }

    public boolean played() {
        return match.played();
    }

    public boolean shotsKnown() {
        return homeShots != UNKNOWN && awayShots != UNKNOWN;
    }

    /** The same row with the shots of both clubs. */
    public MatchRow withShots(int home, int away) {
        return new MatchRow(match, time, homeFormation, awayFormation, homeCoach, awayCoach, venue, homeState,
                awayState,
                simulated, home, away);
    }

    /** Writes the row in few bytes, for a sort on disk. */
    public void write(DataOutput out) throws IOException {
        out.writeInt((int) match.date().toEpochDay());
        out.writeInt(match.season());
        out.writeShort(match.round());
        out.writeByte(match.homeGoals());
        out.writeByte(match.awayGoals());
        out.writeBoolean(match.awarded());
        out.writeBoolean(simulated);
        for (String text : List.of(match.home(), match.away(), time, homeFormation, awayFormation, homeCoach, awayCoach,
                venue, homeState, awayState)) {
            out.writeUTF(text);
        }
        out.writeShort(homeShots);
        out.writeShort(awayShots);
    }

    /** Reads what {@link #write} wrote. */
    public static MatchRow read(DataInput in) throws IOException {
        LocalDate date = LocalDate.ofEpochDay(in.readInt());
        int season = in.readInt();
        int round = in.readShort();
        int homeGoals = in.readByte();
        int awayGoals = in.readByte();
        boolean awarded = in.readBoolean();
        boolean simulated = in.readBoolean();
        Match match = new Match(date, season, round, in.readUTF(), in.readUTF(), homeGoals, awayGoals, awarded);
        return new MatchRow(match, in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(),
                in.readUTF(), in.readUTF(), simulated, in.readShort(), in.readShort());
    }
}
