package lib.raw;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.football.Match;

/**
 * What the cells of a row say of the score.
 *
 * @param home    goals, {@link Match#UNPLAYED} without a result
 * @param away    the same of the away club
 * @param awarded the words that say that it was awarded and not played for; empty if none do
 */
record ScoreText(int home, int away, String awarded) {

    /** A cell that holds nothing, in the words of files and of the programs that write them. */
    static final Set<String> NOTHING = Set.of("", "-", "na", "nan", "null", "none");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}(\\.0+)?");
    private static final Pattern SCORE = Pattern.compile("(\\d{1,2})\\s*[-–x×X:]\\s*(\\d{1,2})");
    private static final Set<String> NOT_PLAYED = Set.of("x", "vs", "?", "tbd", "adiado", "adiada", "postponed", "pp",
            "postp", "cancelado", "cancelada", "cancelled", "canceled", "canc", "suspenso", "suspensa", "suspended",
            "abandoned", "abd", "interrompido", "interrompida", "anulado", "anulada", "void", "scheduled", "timed",
            "agendado", "agendada", "adefinir", "notstarted", "ns");
    private static final Set<String> AWARDED = Set.of("wo", "porwo", "walkover", "awarded", "awd", "bye");

    /** The same words beside a score: 3-0 (W.O.), W.O. 3x0, 3-0 awarded. */
    private static final Pattern BESIDE = Pattern.compile(
            "(?i)[\\s(\\[,]*(?<!\\p{L})(w\\.?\\s?/?o\\.?|walk-?over|awarded|awd)(?!\\p{L})[\\s)\\],:]*");

    private static final ScoreText NOT_YET = new ScoreText(Match.UNPLAYED, Match.UNPLAYED, "");

    /** Reads goals in two columns. */
    static ScoreText of(String home, String away, String status) throws RawRow.NotTrue {
        String said = List.of(status, home, away).stream().filter(ScoreText::isAwarded).findFirst().orElse("");
        if (isAwarded(home) || isAwarded(away)) return new ScoreText(Match.UNPLAYED, Match.UNPLAYED, said);
        if (NOT_PLAYED.contains(Column.folded(status))) return NOT_YET;
        ScoreText score = new ScoreText(goals(home), goals(away), said);
        if (score.home == Match.UNPLAYED != (score.away == Match.UNPLAYED)) throw new RawRow.NotTrue(Reason.ONE_SCORE);
        return score;
    }

    /** Reads both goals in one column. */
    static ScoreText of(String score, String status) throws RawRow.NotTrue {
        Matcher beside = BESIDE.matcher(score);
        String said = beside.find() && !isAwarded(score) ? beside.group(1) : "";
        Matcher both = SCORE.matcher(said.isEmpty() ? score : beside.replaceAll(""));
        if (!both.matches()) return of(score, score, status);
        return of(both.group(1), both.group(2), isAwarded(status) ? status : said.isEmpty() ? status : said);
    }

    boolean isResult() {
        return home != Match.UNPLAYED;
    }

    private static boolean isAwarded(String cell) {
        if (cell.length() < 2) return false; // a goal or nothing, as most cells are
        String word = Column.folded(cell);
        return AWARDED.contains(word) || word.startsWith("awarded") || word.startsWith("walkover");
    }

    private static int goals(String text) throws RawRow.NotTrue {
        if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) return Match.UNPLAYED;
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            if (NOT_PLAYED.contains(Column.folded(text)) || text.equals("?")) return Match.UNPLAYED;
            throw new RawRow.NotTrue(Reason.WHOLE, Reason.quoted(text));
        }
        int goals = (int) Double.parseDouble(text);
        if (goals < 0) throw new RawRow.NotTrue(Reason.NEGATIVE, "" + goals);
        if (goals > Match.MOST_GOALS) throw new RawRow.NotTrue(Reason.MANY, "" + goals);
        return goals;
    }
}
