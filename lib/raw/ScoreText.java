package lib.raw;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.football.Clubs;
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
    static final Set<String> NOTHING = Set.of("", "-", "--", "–", "—", "na", "n/a", "#n/a", "<na>", "nd", "n/d", "#n/d",
            "nan", "null", "none");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}([.,]0+)?");

    /** Two numbers, behind them perhaps an asterisk or the score at half time, beside them those of penalties. */
    private static final Pattern SCORE = Pattern.compile("(\\d{1,2})(?:\\s*\\(\\d{1,2}\\))?"
            + "(?:\\s*[-–—x×X:]\\s*|\\s+a\\s+)(?:\\(\\d{1,2}\\)\\s*)?(\\d{1,2})\\s*\\*?(?:\\s*\\([^)]*\\))?");

    /** Played later, if there is a score. */
    private static final Set<String> POSTPONED = Set.of("adiado", "adiada", "postponed", "pp", "pst", "postp");

    /** Not begun, under way, broken off, or annulled: a score beside one of these is none. */
    private static final Set<String> NOT_PLAYED = Set.of("x", "vs", "?", "tbd", "cancelado", "cancelada", "cancelled",
            "canceled", "canc", "suspenso", "suspensa", "suspended", "susp", "abandoned", "abd", "interrompido",
            "interrompida", "interrupted", "int", "anulado", "anulada", "void", "scheduled", "timed", "agendado",
            "agendada", "adefinir", "notstarted", "notplayed", "naorealizado", "naorealizada", "naoiniciado",
            "naoiniciada", "incomplete", "incompleto", "unplayed", "upcoming", "pending", "pendente", "programado",
            "programada", "prejogo", "prematch", "pre", "ns", "inplay", "inprogress", "live", "paused", "aovivo",
            "emandamento", "intervalo", "halftime", "ht", "firsthalf", "secondhalf", "1h", "2h", "delayed");
    private static final Set<String> AWARDED = Set.of("wo", "wxo", "porwo", "walkover", "awarded", "awd", "bye",
            "technicalloss");

    /** The same words beside a score: 3-0 (W.O.), W.O. 3x0, 3-0 awarded. */
    private static final Pattern BESIDE = Pattern.compile(
            "(?i)[\\s(\\[,]*(?<!\\p{L})(w\\.?\\s?/?o\\.?|walk-?over|awarded|awd)(?!\\p{L})[\\s)\\],:]*");

    static final ScoreText NOT_YET = new ScoreText(Match.UNPLAYED, Match.UNPLAYED, "");

    /** Reads goals in two columns. */
    static ScoreText of(String home, String away, String status) throws RawRow.NotTrue {
        String said = List.of(status, home, away).stream().filter(ScoreText::isAwarded).findFirst().orElse("");
        if (isAwarded(home) || isAwarded(away)) return new ScoreText(Match.UNPLAYED, Match.UNPLAYED, said);
        ScoreText score = new ScoreText(goals(home), goals(away), said);
        if (score.home == Match.UNPLAYED != (score.away == Match.UNPLAYED)) throw new RawRow.NotTrue(Reason.ONE_SCORE);
        return score;
    }

    /** Whether the score is none, for what stands in the status; 0-0 beside a match that was put off is none, too. */
    boolean isNoneWhen(String status) {
        String word = Clubs.folded(status).replaceFirst("^match(?=.)", "");
        return NOT_PLAYED.contains(word) || POSTPONED.contains(word) && home + away == 0;
    }

    /** Whether a status says that the match was put off. */
    static boolean isPostponed(String status) {
        return POSTPONED.contains(Clubs.folded(status).replaceFirst("^match(?=.)", ""));
    }

    /** Reads both goals in one column. */
    static ScoreText of(String score, String status) throws RawRow.NotTrue {
        Matcher beside = BESIDE.matcher(score);
        String said = beside.find() && !isAwarded(score) ? beside.group(1) : "";
        Matcher both = SCORE.matcher(said.isEmpty() ? score : beside.replaceAll(""));
        if (!both.matches()) {
            if (WHOLE_NUMBER.matcher(score).matches()) throw new RawRow.NotTrue(Reason.ONE_SCORE);
            return of(score, score, status);
        }
        return of(both.group(1), both.group(2), isAwarded(status) ? status : said.isEmpty() ? status : said);
    }

    boolean isResult() {
        return home != Match.UNPLAYED;
    }

    private static boolean isAwarded(String cell) {
        if (cell.length() < 2) return false; // a goal or nothing, as most cells are
        String word = Clubs.folded(cell);
        return AWARDED.contains(word) || word.startsWith("awarded") || word.startsWith("walkover");
    }

    private static int goals(String text) throws RawRow.NotTrue {
        if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) return Match.UNPLAYED;
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            String word = Clubs.folded(text);
            if (NOT_PLAYED.contains(word) || POSTPONED.contains(word) || text.equals("?")) return Match.UNPLAYED;
            throw new RawRow.NotTrue(Reason.WHOLE, Reason.quoted(text));
        }
        int goals = (int) Double.parseDouble(text.replace(',', '.'));
        if (goals < 0) throw new RawRow.NotTrue(Reason.NEGATIVE, "" + goals);
        if (goals > Match.MOST_GOALS) throw new RawRow.NotTrue(Reason.MANY, "" + goals);
        return goals;
    }
}
