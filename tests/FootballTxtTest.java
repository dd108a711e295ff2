//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES RealData.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/raw/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lib.raw.FootballTxt;
import org.junit.jupiter.api.Test;

/** openfootball's text of rounds, days and matches, as its vintages write it. */
class FootballTxtTest {

    private static final String HEADER = "season,round,date,time,home,away,home_goals,away_goals,status,venue";

    private static List<String> rows(String text) throws IOException {
        byte[] csv = FootballTxt.csv(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).readAllBytes();
        String table = new String(csv, StandardCharsets.UTF_8).replace("\"", "");
        assertEquals(text.lines().count(), table.lines().count(), "a line for a line");
        return table.lines().filter(line -> !line.isBlank()).toList();
    }

    @Test
    void dayRoundYearAndTimeHoldUntilTheNextOne() throws IOException {
        assertEquals(List.of(HEADER,
                "2020,1,2020-08-08,19:00,Fortaleza CE,Athletico Paranaense,0,2,,",
                "2020,1,2020-08-08,19:00,Sport Recife PE,Ceará CE,,,,",
                "2020,1,2021-01-26,20:00,Palmeiras,Vasco da Gama RJ,1,1,,",
                "2020,2,2021-01-27,,Bahia BA,Coritiba PR,1,0,,"), rows("""
                = Brasileiro Série A 2020

                # Date       Sat Aug/8 2020 - Thu Feb/25 2021 (201d)
                # Matches    380

                » Matchday 1
                  Sat Aug/8 2020
                    19.00  Fortaleza CE            v Athletico Paranaense     0-2 (0-2)
                           Sport Recife PE         v Ceará CE
                  Tue Jan/26 2021
                    20.00  Palmeiras               v Vasco da Gama RJ         1-1 (1-1)

                » Matchday 2
                  Wed Jan/27
                           Bahia BA                v Coritiba PR              1-0
                """));
    }

    @Test
    void otherVintagesAreReadToo() throws IOException {
        assertEquals(List.of(HEADER,
                "2026,3,2026-02-11,21:30,Clube do Remo,Mirassol,,,,Mangueirão, Belém",
                "2026,3,2026-02-12,19:00,Santos FC,São Paulo FC,2,1,,",
                "2026,4,2026-02-14,,Grêmio,Vitória,3,0,awarded,",
                "2026,5,2026-02-15,16:00,Bahia,Bragantino,0,0,,"), rows("""
                = Brasileirão Série A 2026    # a comment
                ▪ Round 3
                [Wed Feb/11]
                  21:30 UTC-3  Clube do Remo v Mirassol  @ Mangueirão, Belém
                Thu Feb 12
                  19:00  Santos FC  2-1 (1-0)  São Paulo FC
                    (Neymar 12', 40'; Luciano 80')
                ▪ Matchday 4
                Sat 14 Feb
                  Grêmio v Vitória  3-0 [awarded]
                ▪ 5. Round
                Sun 15.2.
                  16.00h Bahia vs Bragantino 0-0
                """));
    }

    /** Older files, other hands, Portuguese: a line below a day is a match, or it is named as none. */
    @Test
    void whatOtherHandsWriteIsReadOrNamed() throws IOException {
        assertEquals(List.of(HEADER,
                "2020,1,2020-12-27,16:00,Flamengo,Atlético-MG,0,1,,",
                "2020,1,2020-12-27,16:00,Goiás,São Paulo,,,,",
                "2020,1,2020-12-27,16:00,Coritiba,Bahia,2,1,,",
                "2020,1,2020-12-27,16:00,América-MG,Fluminense,0,3,awarded,",
                "2020,1,2020-12-27,16:00,Santos e Vasco,,,,,",
                "2020,28,2021-01-06,16:30,Bahia,Grêmio,1,2,,",
                "2020,20,2020-12-20,,Ceará,Sport,1,1,,",
                "2021,1,2021-05-29,,Cuiabá,Juventude,2,2,,"), rows("""
                = Brasileirão Série A 2020
                Rodada 1
                [Dom, 27/Dezembro]
                  16.00  Flamengo 0 - 1 Atlético-MG
                         Goiás  -  São Paulo
                         Coritiba 2:1 Bahia
                           (Rhodolfo 12'; Gilberto 80')
                         América-MG 0-3 awarded  Fluminense
                         Santos e Vasco
                Rodada 28
                [Qua, 6/Jan]
                  16.30  Bahia 1–2 Grêmio
                Rodada 20
                [Dom, 20/Dez]
                  Ceará 1x1 Sport
                = Brasileirão Série A 2021
                Rodada 1
                [Sáb, 29/Maio]
                  Cuiabá 2-2 Juventude
                """));
    }

    @Test
    void aPostponedMatchKeepsItsRoundAndStandsBeforeTheFirstDay() throws IOException {
        assertEquals(List.of(HEADER,
                "2026,1,2026-01-28,20:00,Santos FC,Remo,1,0,,",
                "2026,7,2026-01-21,,Bahia,Vitória,,,postponed,"), rows("""
                = Brasileiro Série A 2026
                » Matchday 1
                  Wed Jan/28 2026
                    20.00  Santos FC v Remo  1-0 (0-0)
                » Matchday 7
                  Sat Apr/4
                    16.00  Bahia v Vitória  [postponed]
                """));
    }
}
