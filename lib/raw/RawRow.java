package lib.raw;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.football.ClubNames;
import lib.football.Clubs;
import lib.football.Match;
import lib.football.MatchRow;

/** One row of a results file, and how it becomes a {@link MatchRow}. */
public final class RawRow {

    /** How the rows of a simulated league begin their ID, wherever the file goes. */
    public static final String SIMULATED_ID = "SIM-";

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final ZoneId BRASILIA = ZoneId.of("America/Sao_Paulo");
    private static final LocalDate FIRST_DAY = LocalDate.of(1971, 1, 1); // of the national league
    /** A clock before this project is wrong. */
    private static final LocalDate EARLIEST_TODAY = LocalDate.of(2026, 1, 1);

    /**
     * A name is short and begins with a letter or digit: one that begins with = would be a formula in a spreadsheet.
     */
    private static final Pattern CLUB = Pattern.compile("[\\p{L}\\p{N}][^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\ufffd]{0,59}");
    private static final Pattern FORMATION = Pattern.compile("\\d(-\\d){2,4}");
    private static final Pattern SEASON = Pattern.compile("(?:\\D*\\s)?(\\d{4})([/-]\\d{2}|[/-]\\d{4}|\\.0)?");
    private static final Pattern SHORT_SEASON = Pattern.compile("(\\d{2})[/-](\\d{2})");
    private static final Pattern ROUND = Pattern.compile("\\D*(\\d{1,3})(?:\\D.*|\\.0)?");
    private static final Pattern STATE = Pattern.compile("[A-Z]{2}");

    private final Layout layout;
    private final Survey.Findings findings;
    private final RawRows.Row row;
    private final ClubNames names;
    private final List<Remark> notes = new ArrayList<>();

    RawRow(Layout layout, Survey.Findings findings, RawRows.Row row, ClubNames names) {
        this.names = names;
        this.layout = layout;
        this.findings = findings;
        this.row = row;
    }

    /** Why a row cannot be true. */
    public static final class NotTrue extends Exception {
        public final transient Reason reason;
        public final transient List<String> arguments;

        NotTrue(Reason reason, String... arguments) {
            super(reason.code(), null, false, false);
            this.reason = reason;
            this.arguments = List.of(arguments);
        }
    }

    /** The line where the row begins. */
    public long line() {
        return row.line();
    }

    /** The row as it stands in the file. */
    public String text() {
        return row.text();
    }

    public RawFormat format() {
        return layout.format();
    }

    /** The cell of a column by its name in the header, in lower case; empty if there is none. */
    public String cell(String title) {
        Integer at = layout.byTitle().get(title);
        return at == null || at >= row.cells().length ? "" : row.cells()[at];
    }

    private String cell(Column column) {
        return layout.cell(row.cells(), column);
    }

    /** What is odd about the row, complete after {@link #match}; the file is not named. */
    public List<Remark> notes() {
        return notes;
    }

    private void note(Reason reason, String... arguments) {
        notes.add(new Remark("", line(), reason, List.of(arguments), ""));
    }

    // ---------------------------------------------------------------- the match

    /** The match that the row tells of; a row that cannot be true throws. */
    public MatchRow match() throws NotTrue {
        boolean simulated = cell(Column.ID).startsWith(SIMULATED_ID);
        LocalDateTime moment = moment();
        LocalDate date = moment.toLocalDate();
        Clubs.Club home = club(Column.HOME, Column.HOME_STATE, Reason.NO_HOME);
        Clubs.Club away = club(Column.AWAY, Column.AWAY_STATE, Reason.NO_AWAY);
        if (home.name().equals(away.name())) throw new NotTrue(Reason.SELF, home.name());
        ScoreText score = score();
        int season = season(date);
        Match match = new Match(date, season, round(cell(Column.ROUND)), home.name(), away.name(),
                score.home(), score.away(), score.isResult() && !score.awarded().isEmpty());
        if (!simulated) checkDay(match);
        checkWinner(match);
        return new MatchRow(match, hasTime ? moment.toLocalTime().toString().substring(0, 5) : "",
                formation(Column.HOME_FORMATION), formation(Column.AWAY_FORMATION), cell(Column.HOME_COACH),
                cell(Column.AWAY_COACH), cell(Column.VENUE), state(Column.HOME_STATE, home),
                state(Column.AWAY_STATE, away), simulated);
    }

    private boolean hasTime;

    /** Day and time in Brazil; without a time, the day's first minute. */
    private LocalDateTime moment() throws NotTrue {
        String cell = cell(Column.DATE);
        DateText text = DateText.of(cell);
        LocalDate date = text == null ? null : (findings.turnedRound() ? text.turnedBack() : text)
                .in(findings.order(), seasonOrZero(cell(Column.SEASON)));
        if (date == null || date.getYear() < 1000) {
            throw new NotTrue(Reason.DATE, Reason.quoted(cell), findings.order().pattern);
        }
        String own = ClockText.of(cell(Column.TIME)); // beside the date, it is of the place
        String time = own.isEmpty() ? text.time() : own;
        hasTime = !time.isEmpty() && !findings.onlyMidnights();
        if (!hasTime) return date.atStartOfDay();
        LocalDateTime local = LocalDateTime.of(date, LocalTime.parse(time));
        ZoneOffset offset = text.offset() == null && layout.utc() ? ZoneOffset.UTC : text.offset();
        if (offset != null && own.isEmpty()) {
            return local.atOffset(offset).atZoneSameInstant(BRASILIA).toLocalDateTime();
        }
        if (!isBritish()) return local;
        // Dates are British: an evening match in Brazil carries the next day. The time brings it back.
        return local.atZone(LONDON).withZoneSameInstant(BRASILIA).toLocalDateTime();
    }

    /** Whether the times are London's and the matches in Brazil; those of another country stay as they are. */
    private boolean isBritish() {
        if (layout.format() != RawFormat.FOOTBALL_DATA) return false;
        String country = Clubs.folded(cell(Column.COUNTRY));
        String league = Clubs.folded(cell(Column.LEAGUE));
        return country.isEmpty() ? league.isEmpty() || league.startsWith("br") || league.startsWith("serie")
                : country.startsWith("bra");
    }

    private Clubs.Club club(Column column, Column state, Reason missing) throws NotTrue {
        String name = cell(column);
        if (ScoreText.NOTHING.contains(name.toLowerCase(Locale.ROOT))) throw new NotTrue(missing);
        if (!CLUB.matcher(name).matches()) throw new NotTrue(Reason.CLUB, Reason.quoted(name));
        return names.of(name, STATE.matcher(cell(state)).matches() ? cell(state) : "");
    }

    private int season(LocalDate date) throws NotTrue {
        if (!layout.has(Column.SEASON)) {
            if (findings.twoYears()) return date.getMonthValue() >= 7 ? date.getYear() : date.getYear() - 1;
            return Match.seasonOf(date);
        }
        String cell = cell(Column.SEASON);
        int season = seasonOrZero(cell);
        if (season == 0) throw new NotTrue(Reason.SEASON, Reason.quoted(cell));
        if (Math.abs(season - date.getYear()) > 1) throw new NotTrue(Reason.SEASON_DATE, "" + season, date.toString());
        boolean oneYear = cell.indexOf('/') < 0 && cell.indexOf('-') < 0;
        if (oneYear && season != Match.seasonOf(date)) note(Reason.SEASON_NEXT, "" + season, date.toString());
        return season;
    }

    private static void checkDay(Match match) throws NotTrue {
        LocalDate date = match.date();
        if (!isPossible(date)) throw new NotTrue(Reason.DATE_RANGE, date.toString());
        if (match.played() && date.isAfter(today().plusDays(1))) throw new NotTrue(Reason.FUTURE, date.toString());
    }

    /** Whether a national league can have, or announce, a match on a day. */
    static boolean isPossible(LocalDate date) {
        return !date.isBefore(FIRST_DAY) && date.getYear() <= today().getYear() + 1;
    }

    /** Today in UTC. */
    static LocalDate today() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return today.isBefore(EARLIEST_TODAY) ? EARLIEST_TODAY : today;
    }

    // ---------------------------------------------------------------- the score

    private ScoreText score() throws NotTrue {
        boolean columns = layout.has(Column.HOME_GOALS) && layout.has(Column.AWAY_GOALS);
        ScoreText score = columns
                ? ScoreText.of(cell(Column.HOME_GOALS), cell(Column.AWAY_GOALS), cell(Column.STATUS))
                : ScoreText.of(cell(Column.SCORE), cell(Column.STATUS));
        if (!score.awarded().isEmpty()) note(Reason.AWARDED, Reason.quoted(score.awarded()));
        String status = cell(Column.STATUS);
        if (!score.isResult() || status.isEmpty()) return score;
        if (score.isNoneWhen(status)) {
            note(Reason.NO_SCORE, score.home() + "-" + score.away(), Reason.quoted(status));
            return ScoreText.NOT_YET;
        }
        if (ScoreText.isPostponed(status)) note(Reason.PLAYED_LATER, Reason.quoted(status));
        return score;
    }

    private static final Set<String> HOME_WON = Set.of("h", "home", "hometeam", "homewin", "mandante", "casa");
    private static final Set<String> DRAWN = Set.of("d", "draw", "drawn", "empate", "empatou", "tie", "x", "nenhum");
    private static final Set<String> AWAY_WON = Set.of("a", "away", "awayteam", "awaywin", "visitante", "fora");

    /** A winner is a name, a word, or the score once more; what is none of these says nothing. */
    private void checkWinner(Match match) throws NotTrue {
        String winner = cell(Column.WINNER);
        // A dash means a draw, but the real data also has one beside 0-1: it names no winner to contradict.
        if (!match.played() || ScoreText.NOTHING.contains(winner.toLowerCase(Locale.ROOT))) return;
        String score = match.homeGoals() + "-" + match.awayGoals();
        Integer said = sign(winner, match);
        if (said == null) note(Reason.WINNER_WORD, Reason.quoted(winner));
        else if (said != Integer.signum(match.homeGoals() - match.awayGoals())) throw new NotTrue(Reason.WINNER, score);
    }

    /** What a winner says: 1 for the home club, 0, -1 for the away club, 2 for a third one; null if it is no winner. */
    private Integer sign(String winner, Match match) {
        if (winner.equals(cell(Column.HOME))) return 1;
        if (winner.equals(cell(Column.AWAY))) return -1;
        String name = names.of(winner, "").name();
        if (name.equals(match.home())) return 1;
        if (name.equals(match.away())) return -1;
        String word = Clubs.folded(winner);
        if (HOME_WON.contains(word)) return 1;
        if (AWAY_WON.contains(word)) return -1;
        if (DRAWN.contains(word)) return 0;
        try {
            ScoreText score = ScoreText.of(winner, "");
            if (score.isResult()) return Integer.signum(score.home() - score.away());
        } catch (NotTrue noScore) {
            // perhaps a club
        }
        return names.find(winner).isPresent() ? 2 : null;
    }

    // ---------------------------------------------------------------- the rest

    /** The season's first year, 0 if the cell holds none: 2022, 2022/23, 2022-2023, 22/23, Série A 2022. */
    static int seasonOrZero(String cell) {
        Matcher season = SEASON.matcher(cell);
        if (season.matches()) return Integer.parseInt(season.group(1));
        Matcher years = SHORT_SEASON.matcher(cell);
        if (!years.matches()) return 0;
        int first = Integer.parseInt(years.group(1));
        return Integer.parseInt(years.group(2)) == (first + 1) % 100 ? first + (first < 71 ? 2000 : 1900) : 0;
    }

    /** The round, 0 if the cell holds none: 7, 7ª Rodada, Matchday 7. */
    static int round(String cell) {
        Matcher round = ROUND.matcher(cell);
        return round.matches() ? Integer.parseInt(round.group(1)) : 0;
    }

    private String formation(Column column) {
        String cell = cell(column);
        return FORMATION.matcher(cell).matches() ? cell : "";
    }

    private String state(Column column, Clubs.Club club) {
        String cell = cell(column);
        return STATE.matcher(cell).matches() ? cell : club.state();
    }
}
