package lib.raw;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.football.ClubNames;
import lib.football.Match;
import lib.football.MatchRow;

/**
 * Shots of past matches, from files that hold no results. Three are known, and what they say is checked against the
 * goals before it is believed; a match with doubtful shots has none, which is no worse than before.
 *
 * <p>The statistics beside the Brasileirão data set tell the match by the ID of its results file. caRtola's round files
 * have what every player has done in the season so far: the shots of a round are the difference to the file of the
 * round before. They lack blocked shots, so the statistics go first.
 */
public final class Shots {

    /** What a file of shots looks like. */
    public enum Kind {
        /** {@code partida_id,rodata,clube,chutes,…}: a row for each club of a match. */
        STATISTICS("partida_id", "clube", "chutes"),
        /** {@code atletas.atleta_id,…,atletas.clube.id.full.name,…,G,FD,FF,FT}: a row for each player. */
        CARTOLA("atletas.atleta_id", "atletas.clube_id"),
        /** {@code season,home,away,home_shots,away_shots}: a row for each match. */
        MATCHES("season", "home", "away", "home_shots", "away_shots");

        private final List<String> columns;

        Kind(String... columns) {
            this.columns = List.of(columns);
        }

        /** The kind of a file by its first line; null if it holds no shots. */
        static Kind of(String header) {
            List<String> titles =
                    Arrays.stream(header.split(",")).map(title -> title.replace("\"", "").strip()).toList();
            for (Kind kind : values()) {
                if (titles.containsAll(kind.columns)) return kind;
            }
            return null;
        }
    }

    /** A club's part in one round, or a player's in the season so far. */
    private record Count(String club, int shots, int goals, int ownGoals) {}

    /** Matches of a season whose shots are not believed, told by a file. */
    private record Doubtful(String file, int season, Reason reason) {}

    /** caRtola's round of a season. */
    private record Round(int season, int number) {}

    private static final Pattern CARTOLA_NAME =
            Pattern.compile(".*?(20\\d\\d)\\D+(\\d{1,2})\\.csv", Pattern.CASE_INSENSITIVE);

    private static final int HEAD = 4096;

    private final ClubNames names;
    private final Set<String> read = new HashSet<>();
    private final Map<String, Map<String, Integer>> statistics = new HashMap<>();
    private final Map<Match.Key, int[]> matches = new HashMap<>();
    private final Map<Match.Key, String> ids = new HashMap<>();
    private final Map<Round, Map<String, Count>> players = new HashMap<>();
    private final Map<Round, Map<String, Count>> clubs = new HashMap<>();
    private final Map<Doubtful, Integer> doubts = new LinkedHashMap<>();
    private final Map<Round, String> files = new HashMap<>();

    public Shots(ClubNames names) {
        this.names = names;
    }

    /** Whether there is a file of shots: without one, nothing needs to be remembered. */
    public boolean isEmpty() {
        return statistics.isEmpty() && players.isEmpty() && matches.isEmpty();
    }

    /** The season and round that the name of caRtola's file must tell, as in {@code cartola-2026-rodada-7.csv}. */
    public static boolean isNamed(String file) {
        return CARTOLA_NAME.matcher(file).matches();
    }

    /** Whether a file is one of shots that was read. */
    public boolean has(String file) {
        return read.contains(file);
    }

    /** The kind of a file; null if it holds no shots. */
    public static Kind kindOf(RawFile.Source source) throws IOException {
        try (InputStream in = source.open()) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return head.isEmpty() ? null : Kind.of(head.lines().findFirst().orElse(""));
        }
    }

    /** Takes a file if it holds shots, and says whether it does. */
    public boolean read(String file, RawFile.Source source) throws IOException {
        Kind kind = kindOf(source);
        if (kind == null || kind == Kind.CARTOLA && !isNamed(file)) return false;
        read.add(file);
        try (InputStream in = source.open()) {
            read(kind, file, in);
        } catch (TextParsingException e) {
            throw new IOException("its line " + (e.getLineIndex() + 1) + " has a quote that is never closed, or a cell"
                    + " of more than 4096 characters", e);
        }
        return true;
    }

    private void read(Kind kind, String file, InputStream csv) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.setLineSeparatorDetectionEnabled(true);
        settings.setNullValue("");
        settings.setReadInputOnSeparateThread(false);
        CsvParser parser = new CsvParser(settings);
        parser.beginParsing(csv, StandardCharsets.UTF_8);
        List<String> header = Arrays.asList(parser.parseNext());
        Matcher name = CARTOLA_NAME.matcher(file);
        Round round = kind == Kind.CARTOLA && name.matches()
                ? new Round(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))) : null;
        files.put(round, file);
        for (String[] cells; (cells = parser.parseNext()) != null; ) {
            switch (kind) {
                case STATISTICS -> statistic(header, cells);
                case CARTOLA -> player(round, header, cells);
                case MATCHES -> match(header, cells);
            }
        }
    }

    private void match(List<String> header, String[] cells) {
        Match.Key key = new Match.Key(number(header, cells, "season"), names.of(cell(header, cells, "home"), "").name(),
                names.of(cell(header, cells, "away"), "").name());
        matches.put(key, new int[] {number(header, cells, "home_shots"), number(header, cells, "away_shots")});
    }

    private void statistic(List<String> header, String[] cells) {
        statistics.computeIfAbsent(cell(header, cells, "partida_id"), id -> new HashMap<>(4))
                .put(names.of(cell(header, cells, "clube"), "").name(), number(header, cells, "chutes"));
    }

    /** Shots are goals, saved, wide, and at the post or bar. */
    private void player(Round round, List<String> header, String[] cells) {
        String club = cell(header, cells, "atletas.clube.id.full.name");
        int goals = number(header, cells, "G");
        int shots = goals + number(header, cells, "FD") + number(header, cells, "FF") + number(header, cells, "FT");
        players.computeIfAbsent(round, none -> new HashMap<>()).put(cell(header, cells, "atletas.atleta_id"),
                new Count(names.of(club, "").name(), shots, goals, number(header, cells, "GC")));
    }

    private static String cell(List<String> header, String[] cells, String title) {
        int at = header.indexOf(title);
        return at < 0 || at >= cells.length || cells[at] == null ? "" : cells[at];
    }

    private static int number(List<String> header, String[] cells, String title) {
        String cell = cell(header, cells, title);
        return cell.matches("\\d{1,4}(\\.0+)?") ? (int) Double.parseDouble(cell) : 0;
    }

    /** Remembers which match a results file means by an ID. */
    public void identify(String id, Match match) {
        if (!statistics.isEmpty() && !id.isEmpty()) ids.put(match.key(), id);
    }

    // ---------------------------------------------------------------- the shots of a match

    /** The row with its shots, if they are known and agree with the result. */
    public MatchRow on(MatchRow row) {
        if (!row.played() || row.shotsKnown() || isEmpty()) return row;
        MatchRow counted = byStatistics(row);
        return counted.shotsKnown() ? counted : byRound(row);
    }

    private MatchRow byStatistics(MatchRow row) {
        Match match = row.match();
        Map<String, Integer> shots = statistics.getOrDefault(ids.getOrDefault(match.key(), ""), Map.of());
        int[] told = matches.getOrDefault(match.key(), new int[2]);
        int home = shots.getOrDefault(match.home(), told[0]);
        int away = shots.getOrDefault(match.away(), told[1]);
        if (home == 0 && away == 0) return row; // years of which nobody counted
        if (home == 0 || away == 0) return doubtful(row, Reason.SHOTS_NONE, null);
        // a goal may be the other side's own: one more than the shots can be true
        boolean possible = match.homeGoals() <= home + 1 && match.awayGoals() <= away + 1;
        if (!possible) return doubtful(row, Reason.SHOTS_GOALS, null);
        return row.withShots(home, away);
    }

    private MatchRow byRound(MatchRow row) {
        Match match = row.match();
        Round number = new Round(match.season(), match.round());
        Map<String, Count> round = clubs.computeIfAbsent(number, this::difference);
        Count home = round.get(match.home());
        Count away = round.get(match.away());
        if (home == null || away == null) return row;
        if (home.goals + away.ownGoals != match.homeGoals() || away.goals + home.ownGoals != match.awayGoals()) {
            return doubtful(row, Reason.SHOTS_GOALS, number);
        }
        if (home.shots <= 0 || away.shots <= 0) return doubtful(row, Reason.SHOTS_NONE, number);
        return row.withShots(home.shots, away.shots);
    }

    /** What each club did in a round; nothing of a club for whose players the season so far has become less. */
    private Map<String, Count> difference(Round round) {
        Map<String, Count> now = players.get(round);
        Map<String, Count> before =
                round.number == 1 ? Map.of() : players.get(new Round(round.season, round.number - 1));
        if (now == null || before == null) return Map.of();
        Map<String, Count> sums = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        now.forEach((player, is) -> {
            Count was = before.getOrDefault(player, new Count(is.club, 0, 0, 0));
            Count change = new Count(is.club, is.shots - was.shots, is.goals - was.goals, is.ownGoals - was.ownGoals);
            if (change.shots < 0 || change.goals < 0 || change.ownGoals < 0) wrong.add(is.club);
            sums.merge(is.club, change, (sum, more) -> new Count(sum.club, sum.shots + more.shots,
                    sum.goals + more.goals, sum.ownGoals + more.ownGoals));
        });
        sums.keySet().removeAll(wrong);
        return sums;
    }

    /** @param round caRtola's, null for the statistics */
    private MatchRow doubtful(MatchRow row, Reason reason, Round round) {
        doubts.merge(new Doubtful(files.get(round), row.match().season(), reason), 1, Integer::sum);
        return row;
    }

    /** What was not believed, a remark for each season and reason; complete after all matches. */
    public List<Remark> notes() {
        List<Remark> notes = new ArrayList<>();
        doubts.forEach((doubtful, count) -> notes.add(new Remark(doubtful.file, 1, doubtful.reason,
                List.of("" + count, "" + doubtful.season), "")));
        return notes;
    }
}
