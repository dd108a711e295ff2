package lib.football;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The two formats of a raw file, told apart by the header, and how a row of each becomes a {@link Match}.
 *
 * <p>The Portuguese column names stop here.
 */
public enum RawFormat {

    /** The Brasileirão data set's format: {@code ID,rodata,data,hora,mandante,visitante,…}. */
    ORIGINAL(List.of("data", "mandante", "visitante", "mandante_placar", "visitante_placar")) {
        @Override
        MatchRow match(Map<String, String> row) throws NotTrue {
            LocalDate date = date(row.get("data"));
            Clubs.Club home = club(row.get("mandante"), row.get("mandante_estado"), "home");
            Clubs.Club away = club(row.get("visitante"), row.get("visitante_estado"), "away");
            Match match = new Match(date, Match.seasonOf(date), round(row.get("rodata")), home.name(), away.name(),
                    goals(row.get("mandante_placar")), goals(row.get("visitante_placar")));
            return new MatchRow(match, time(row.get("hora")),
                    formation(row.get("formacao_mandante")), formation(row.get("formacao_visitante")),
                    text(row.get("tecnico_mandante")), text(row.get("tecnico_visitante")), text(row.get("arena")),
                    state(row.get("mandante_estado"), home), state(row.get("visitante_estado"), away),
                    text(row.get("id")).startsWith(SIMULATED_ID));
        }

        @Override
        String winner(Map<String, String> row, Match match) {
            String winner = text(row.get("vencedor"));
            // A dash means a draw, but the real data also has one beside 0-1: it names no winner to contradict.
            if (winner.isEmpty() || winner.equals("-")) return "";
            if (winner.equals(row.get("mandante"))) return match.home();
            return winner.equals(row.get("visitante")) ? match.away() : Clubs.of(winner).name();
        }
    },

    /** The format of football-data.co.uk: {@code Country,League,Season,Date,Time,Home,Away,HG,AG,Res,…}. */
    FOOTBALL_DATA(List.of("season", "date", "home", "away", "hg", "ag")) {
        @Override
        MatchRow match(Map<String, String> row) throws NotTrue {
            LocalDate date = date(row.get("date"));
            String time = time(row.get("time"));
            if (!time.isEmpty()) {
                // Dates are British: an evening match in Brazil carries the next day. The time brings it back.
                LocalDateTime local = LocalDateTime.of(date, LocalTime.parse(time))
                        .atZone(LONDON).withZoneSameInstant(BRASILIA).toLocalDateTime();
                date = local.toLocalDate();
                time = local.toLocalTime().toString();
            }
            Clubs.Club home = club(row.get("home"), "", "home");
            Clubs.Club away = club(row.get("away"), "", "away");
            Match match = new Match(date, season(row.get("season")), 0, home.name(), away.name(), goals(row.get("hg")),
                    goals(row.get("ag")));
            return new MatchRow(match, time, "", "", "", "", "", home.state(), away.state(), false);
        }

        @Override
        String winner(Map<String, String> row, Match match) {
            return switch (text(row.get("res"))) {
                case "H" -> match.home();
                case "D" -> DRAW;
                case "A" -> match.away();
                default -> "";
            };
        }
    };

    /** How the rows of a simulated league begin their ID, wherever the file goes. */
    public static final String SIMULATED_ID = "SIM-";

    /** More goals than any club ever scored in one match of a national league worth the name. */
    public static final int MOST_GOALS = 15;

    private static final String DRAW = "-";
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final ZoneId BRASILIA = ZoneId.of("America/Sao_Paulo");
    private static final DateTimeFormatter DAY_FIRST = strict("d/M/uuuu");
    private static final DateTimeFormatter ISO = strict("uuuu-MM-dd");
    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?");
    /** A name is short and begins with a letter or digit: one that begins with = would be a formula in a spreadsheet. */
    private static final Pattern CLUB = Pattern.compile("[\\p{L}\\p{N}][^\\p{Cc}]{0,59}");
    private static final Pattern FORMATION = Pattern.compile("\\d(-\\d){2,4}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}(\\.0+)?");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern ROUND = Pattern.compile("\\d{1,3}");
    private static final Pattern STATE = Pattern.compile("[A-Z]{2}");
    private static final Set<String> NOTHING = Set.of("", "-", "na", "nan", "null");

    /** The columns that a file of this format must have. */
    public final List<String> required;

    RawFormat(List<String> required) {
        this.required = required;
    }

    /** Why a row cannot be true. */
    public static final class NotTrue extends Exception {
        NotTrue(String reason) {
            super(reason, null, false, false);
        }
    }

    /** The format that a header shows, or null. */
    static RawFormat of(String[] header) {
        for (RawFormat format : values()) {
            if (Set.copyOf(Arrays.asList(header)).containsAll(format.required)) return format;
        }
        return null;
    }

    /** The match that a row tells of; a row that cannot be true throws. */
    public MatchRow read(Map<String, String> row) throws NotTrue {
        MatchRow known = match(row);
        Match match = known.match();
        if (match.home().equals(match.away())) throw new NotTrue("a club cannot play itself: " + match.home());
        if (match.played() != (match.awayGoals() != Match.UNPLAYED)) {
            throw new NotTrue("only one of the two scores is given");
        }
        String winner = match.played() ? winner(row, match) : "";
        String trueWinner = !match.played() ? "" : List.of(match.home(), DRAW, match.away()).get(match.outcome().ordinal());
        if (!winner.isEmpty() && !winner.equals(trueWinner)) {
            throw new NotTrue("the winner column contradicts the score " + match.homeGoals() + "-" + match.awayGoals());
        }
        return known;
    }

    abstract MatchRow match(Map<String, String> row) throws NotTrue;

    /** The club that the row names as winner, {@link #DRAW}, or nothing. */
    abstract String winner(Map<String, String> row, Match match);

    private static LocalDate date(String text) throws NotTrue {
        try {
            LocalDate date = LocalDate.parse(text, text.indexOf('/') >= 0 ? DAY_FIRST : ISO);
            if (date.getYear() >= 1000) return date;
        } catch (DateTimeException e) {
            // falls through: both kinds of bad date are told in the same words
        }
        throw new NotTrue("not a date: \"" + text + "\" (expected dd/MM/yyyy)");
    }

    private static String time(String text) {
        if (text == null || !TIME.matcher(text).matches()) return "";
        return text.length() >= 5 && text.indexOf(':') == 2 ? text.substring(0, 5) : "0" + text.substring(0, 4);
    }

    private static int season(String text) throws NotTrue {
        if (!YEAR.matcher(text).matches()) throw new NotTrue("not a season: \"" + text + "\" (expected a year)");
        return Integer.parseInt(text);
    }

    private static int round(String text) {
        return text != null && ROUND.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }

    private static Clubs.Club club(String name, String state, String side) throws NotTrue {
        if (NOTHING.contains(name.toLowerCase(Locale.ROOT))) throw new NotTrue("the " + side + " club is missing");
        if (!CLUB.matcher(name).matches()) throw new NotTrue("not the name of a club: \"" + name.substring(0, Math.min(60, name.length())) + "\"");
        return ClubNames.STANDARD.of(name, state != null && STATE.matcher(state).matches() ? state : "");
    }

    private static int goals(String text) throws NotTrue {
        if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) return Match.UNPLAYED;
        if (!WHOLE_NUMBER.matcher(text).matches()) throw new NotTrue("goals are not a whole number: \"" + text + "\"");
        int goals = (int) Double.parseDouble(text);
        if (goals < 0) throw new NotTrue("goals are negative: " + goals);
        if (goals > MOST_GOALS) throw new NotTrue("more goals than can be true: " + goals);
        return goals;
    }

    private static String formation(String text) {
        return text != null && FORMATION.matcher(text).matches() ? text : "";
    }

    private static String state(String text, Clubs.Club club) {
        return text != null && STATE.matcher(text).matches() ? text : club.state();
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
    }
}
