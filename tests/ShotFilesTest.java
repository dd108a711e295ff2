//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import lib.football.ClubNames;
import lib.football.Match;
import lib.football.MatchRow;
import lib.raw.Remark;
import lib.raw.Shots;
import org.junit.jupiter.api.Test;

/** Shots from files beside the results: joined by ID or by round, checked against the goals, dropped in doubt. */
class ShotFilesTest {

    private static final String PLAYERS =
            ",atletas.atleta_id,atletas.clube_id,atletas.clube.id.full.name,G,FD,FF,FT,GC\n";

    private static Shots read(String... filesAndTexts) throws IOException {
        Shots shots = new Shots(ClubNames.STANDARD);
        for (int i = 0; i < filesAndTexts.length; i += 2) {
            byte[] text = filesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
            shots.read(filesAndTexts[i], () -> new ByteArrayInputStream(text));
            assertTrue(shots.has(filesAndTexts[i]));
        }
        return shots;
    }

    private static MatchRow match(int round, int homeGoals, int awayGoals) {
        return MatchRow.of(new Match(LocalDate.of(2026, 4, 1).plusWeeks(round), 2026, round, "Gremio", "Atletico-MG",
                homeGoals, awayGoals));
    }

    private static List<Integer> of(Shots shots, MatchRow row) {
        MatchRow counted = shots.on(row);
        return List.of(counted.homeShots(), counted.awayShots());
    }

    @Test
    void aRowForEachMatchIsTheSimplestFile() throws IOException {
        Shots shots = read("shots.csv", """
                season,home,away,home_shots,away_shots
                2026,Grêmio,Atlético-MG,14.0,9
                """);
        assertEquals(List.of(14, 9), of(shots, match(3, 1, 0)));
        assertEquals(List.of(-1, -1), of(shots, match(3, 1, 11)), "more goals than shots");
    }

    @Test
    void theStatisticsAreJoinedByTheIdOfTheResults() throws IOException {
        Shots shots = read("statistics.csv", """
                "partida_id","rodata","clube","chutes","chutes_no_alvo"
                "17","3","Grêmio","14","6"
                "17","3","Atletico-MG","9","2"
                "18","4","Gremio","0","0"
                "18","4","Atletico-MG","0","0"
                "19","5","Gremio","1","1"
                "19","5","Atletico-MG","8","2"
                """);
        for (int id = 17; id <= 19; id++) {
            shots.identify("" + id, new Match(null, 2026 + id, 0, "Gremio", "Atletico-MG", 0, 0));
        }
        assertEquals(List.of(-1, -1), of(shots, match(3, 1, 0)), "an ID of another season");
        shots.identify("17", match(3, 1, 0).match());
        assertEquals(List.of(14, 9), of(shots, match(3, 1, 0)));
        assertEquals(List.of(-1, -1), of(shots, match(3, Match.UNPLAYED, Match.UNPLAYED)));
        shots.identify("18", match(3, 1, 0).match());
        assertEquals(List.of(-1, -1), of(shots, match(3, 1, 0)), "nobody counted");
        shots.identify("19", match(3, 1, 0).match());
        assertEquals(List.of(-1, -1), of(shots, match(3, 3, 0)), "three goals from one shot");
        assertEquals(List.of("shots are not used whose goals are not those of the result: 1 matches of 2026"),
                shots.notes().stream().map(Remark::text).toList());
    }

    @Test
    void theShotsOfARoundAreWhatThePlayersHaveMoreThanBefore() throws IOException {
        Shots shots = read("raw/cartola-2026-rodada-1.csv", PLAYERS + """
                1,70,284,Grêmio,1,2,3,NA,NA
                2,71,282,Atlético-MG,NA,1,1,NA,NA
                """, "raw/cartola-2026-rodada-2.csv", PLAYERS + """
                1,70,284,Grêmio,2,4,3,1,NA
                2,71,282,Atlético-MG,NA,2,3,NA,1
                3,72,282,Atlético-MG,1,NA,NA,NA,NA
                """, "raw/cartola-2026-rodada-4.csv", PLAYERS + "1,70,284,Grêmio,9,9,9,9,NA\n");
        assertEquals(List.of(6, 2), of(shots, match(1, 1, 0)));
        assertEquals(List.of(4, 4), of(shots, match(2, 2, 1)), "one of the goals was an own goal");
        assertEquals(List.of(-1, -1), of(shots, match(2, 1, 1)), "the goals must agree");
        assertEquals(List.of(-1, -1), of(shots, match(4, 1, 1)), "the round before is missing");
        assertEquals(List.of("raw/cartola-2026-rodada-2.csv"), shots.notes().stream().map(Remark::file).toList());
    }

    @Test
    void aClubWhoseSumsFellIsNotBelieved() throws IOException {
        Shots shots = read("raw/cartola-2026-rodada-1.csv",
                PLAYERS + "1,70,284,Grêmio,1,2,3,NA,NA\n2,71,282,Atlético-MG,0,1,1,NA,NA\n",
                "raw/cartola-2026-rodada-2.csv",
                PLAYERS + "1,70,284,Grêmio,1,1,1,NA,NA\n2,71,282,Atlético-MG,0,2,3,NA,NA\n");
        assertEquals(List.of(-1, -1), of(shots, match(2, 0, 0)));
    }

    @Test
    void aFileOfShotsIsKnownByItsHeaderAndCaRtolasByItsName() throws IOException {
        Shots shots = new Shots(ClubNames.STANDARD);
        for (String text : List.of("ID,rodata,data,hora,mandante,visitante\n", "", PLAYERS)) {
            shots.read("raw/rodada-7.csv", () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            assertFalse(shots.has("raw/rodada-7.csv"), text);
        }
        assertTrue(shots.isEmpty() && Shots.isNamed("raw/cartola-2026-rodada-7.csv"));
    }
}
