package lib.raw;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.football.Clubs;

/**
 * What the columns of a results file may hold, and every name that a header gives them. Names are compared without
 * accents, case, blanks and underscores. The Portuguese names stop here.
 */
public enum Column {
    ID("id", "id"),
    SEASON("season", "season temporada anocampeonato"),
    LEAGUE("league", "league div division divisao liga competition competicao campeonato torneio tournament"),
    COUNTRY("country", "country pais"),
    ROUND("round", "rodada rodata round matchday matchweek gameweek roundnumber numerodarodada leagueround"),
    DATE("date", "data date matchdate datetime datahora utcdate dateutc dategmt datadojogo datajogo datapartida "
            + "datadapartida fixturedate"),
    TIME("time", "hora horario time kickoff kickofftime horadojogo matchtime"),
    HOME("home", "mandante home hometeam homeclub homename homeclubname hometeamname timemandante clubemandante "
            + "equipemandante timedacasa timecasa mandantenome clube1 time1 team1 equipe1 casa clubecasa clubedacasa "
            + "teamshomename"),
    AWAY("away", "visitante away awayteam awayclub awayname awayclubname awayteamname timevisitante clubevisitante "
            + "equipevisitante timedefora timefora visitantenome clube2 time2 team2 equipe2 fora clubefora clubedefora "
            + "teamsawayname"),
    HOME_GOALS("home_goals", "mandanteplacar placarmandante golsmandante mandantegols golsdomandante golscasa hg fthg "
            + "homegoals homegoal homescore homeclubgoals hometeamgoals hometeamscore homeft goalshome scorehome "
            + "placar1 gols1 score1 golstime1 placartime1 placarcasa golsdacasa scorefulltimehome hometeamgoalcount"),
    AWAY_GOALS("away_goals", "visitanteplacar placarvisitante golsvisitante visitantegols golsdovisitante golsfora ag "
            + "ftag awaygoals awaygoal awayscore awayclubgoals awayteamgoals awayteamscore awayft goalsaway scoreaway "
            + "placar2 gols2 score2 golstime2 placartime2 placarfora golsdefora scorefulltimeaway awayteamgoalcount"),
    SCORE("score", "placar score ft resultado fulltime finalscore placarfinal"),
    WINNER("winner", "vencedor winner res ftr result"),
    STATUS("status", "status situacao matchstatus observacao obs notes fixturestatusshort"),
    VENUE("venue", "arena estadio venue stadium local fixturevenuename stadiumname"),
    HOME_FORMATION("home_formation", "formacaomandante homeformation"),
    AWAY_FORMATION("away_formation", "formacaovisitante awayformation"),
    HOME_COACH("home_coach", "tecnicomandante homecoach"),
    AWAY_COACH("away_coach", "tecnicovisitante awaycoach"),
    HOME_STATE("home_state", "mandanteestado estadomandante ufmandante mandanteuf homestate"),
    AWAY_STATE("away_state", "visitanteestado estadovisitante ufvisitante visitanteuf awaystate");

    /** The name of the column in this project, which is one of its names in a header, too. */
    public final String title;

    private final List<String> names;

    private static final Map<String, Column> BY_NAME = new HashMap<>();

    static {
        for (Column column : values()) {
            for (String name : column.names) BY_NAME.put(name, column);
        }
    }

    Column(String title, String names) {
        this.title = title;
        this.names = Stream.concat(Stream.of(Clubs.folded(title)), Stream.of(names.split(" "))).distinct().toList();
    }

    /**
     * Where each known column stands in a header; the first of two that hold the same counts. Only two scores of one
     * name are the goals of the two clubs; pandas calls the second one Score.1.
     */
    static Map<Column, Integer> of(String[] header) {
        Map<Column, Integer> found = new EnumMap<>(Column.class);
        for (int i = 0; i < header.length; i++) {
            String name = Clubs.folded(header[i].replaceFirst("\\.1$", ""));
            Integer score = found.get(SCORE);
            if (score != null && name.equals(Clubs.folded(header[score])) && !found.containsKey(HOME_GOALS)) {
                found.remove(SCORE);
                found.put(HOME_GOALS, score);
                found.put(AWAY_GOALS, i);
                continue;
            }
            Column column = BY_NAME.get(Clubs.folded(header[i]));
            if (column != null) found.putIfAbsent(column, i);
        }
        return found;
    }

    /** The titles of the columns without which a file holds no results. */
    static List<String> missing(Map<Column, Integer> found) {
        List<String> missing = new ArrayList<>();
        for (Column column : List.of(DATE, HOME, AWAY)) {
            if (!found.containsKey(column)) missing.add(column.title);
        }
        for (Column column : List.of(HOME_GOALS, AWAY_GOALS)) {
            if (!found.containsKey(column) && !found.containsKey(SCORE)) missing.add(column.title);
        }
        return missing;
    }
}
