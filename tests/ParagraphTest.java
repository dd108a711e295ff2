//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/words/*.java ../lib/ui/*.java
//FILES ui/=../ui/**

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lib.ui.ApiAnswers.Event;
import lib.ui.ApiAnswers.Form;
import lib.ui.ApiAnswers.Match;
import lib.ui.ApiAnswers.Meeting;
import lib.ui.ApiAnswers.Played;
import lib.ui.ApiAnswers.Probabilities;
import lib.ui.ApiAnswers.Recent;
import lib.ui.ApiAnswers.Score;
import lib.ui.ApiAnswers.SeasonState;
import lib.ui.Story;
import lib.ui.Words;
import org.junit.jupiter.api.Test;

/**
 * Paragraphs as an editor would print them: articles and contractions, plurals and zero, dates, form only while a club
 * plays.
 */
class ParagraphTest {

    private static final LocalDate UNTIL = LocalDate.of(2022, 9, 11);
    private static final SeasonState RUNNING = new SeasonState(
            2022, false, UNTIL, "Palmeiras", "Palmeiras", true, true);

    private static String paragraph(String language, Match match) {
        return Story.of(match, Words.of(language, null)).paragraph();
    }

    private static Match match(String home, String away, Event event, Played played, SeasonState season, double[] p,
            Score score, Form form,
            List<Meeting> meetings, boolean simulated) {
        return new Match(home, away, event == null ? UNTIL.plusDays(1) : event.date(), event, played, season,
                new Probabilities(p[0], p[1], p[2]), null,
                "2022-09-11-pool-c34d1843", UNTIL, simulated, null, score == null ? List.of() : List.of(score), null,
                null, form, meetings, null);
    }

    private static Event on(int month, int day, String time, Integer round, String venue) {
        return new Event(LocalDate.of(2022, month, day), time, round, venue);
    }

    private static List<Recent> form(String results) {
        return results.chars().mapToObj(result -> new Recent(UNTIL, "Bahia", "Bahia", true, 1, 1, "" + (char) result))
                .toList();
    }

    /** So many meetings at the ground of the first: its wins, draws, the other's wins. */
    private static List<Meeting> meetings(String one, String other, int wins, int draws, int losses) {
        List<Meeting> meetings = new ArrayList<>();
        for (int i = 0; i < wins + draws + losses; i++) {
            meetings.add(new Meeting(UNTIL.minusDays(i + 1), 2022, one, other, i < wins ? 2 : 1,
                    i < wins + draws ? 1 : 3));
        }
        return meetings;
    }

    @Test
    void aClearFavouriteInAKnownFixture() {
        Match match = match("Palmeiras", "Santos", on(9, 18, "16:00", 27, "Allianz Parque"), null, RUNNING,
                new double[] {.61, .24, .15},
                new Score(1, 0, .13), new Form(form("DDWWD"), form("LLWDL")),
                meetings("Palmeiras", "Santos", 7, 3, 10), false);
        assertEquals(
                "O Palmeiras é amplo favorito contra o Santos no domingo (18), às 16h, no Allianz Parque, pela 27ª "
                + "rodada: tem 61% de chance de "
                + "vencer, contra 15% do adversário; o empate fica com 24%. O placar mais provável é 1 a 0. O "
                + "Palmeiras chega com duas vitórias e três "
                + "empates nos últimos cinco jogos; o Santos, com uma vitória, um empate e três derrotas. Nos "
                + "últimos 20 confrontos, o Santos venceu dez, "
                + "e o Palmeiras, sete. Os números são do Predictor Fut BR, com dados até 11 de setembro.",
                paragraph("pt", match));
        assertEquals(
                "Palmeiras are strong favourites against Santos on Sunday 18 September (4 pm, Allianz Parque, round "
                + "27): they win in 61% of cases, "
                + "Santos in 15%, and 24% end level. The likeliest score is 1-0. Palmeiras have two wins and three "
                + "draws from their last five, Santos one "
                + "win, one draw and three defeats. Of the last 20 meetings Santos won ten and Palmeiras seven. "
                + "Figures: Predictor Fut BR, results up to "
                + "11 September.", paragraph("en", match));
    }

    @Test
    void twoFeminineNamesAndASlightEdge() {
        Match match = match("Chapecoense", "Ponte Preta", on(9, 17, "21:30", 3, null), null, RUNNING,
                new double[] {.41, .28, .31},
                new Score(1, 1, .12), new Form(form("WDL"), form("WDD")),
                meetings("Chapecoense", "Ponte Preta", 3, 2, 1), false);
        assertEquals(
                "A Chapecoense tem leve vantagem sobre a Ponte Preta no sábado (17), às 21h30, pela 3ª rodada: 41% "
                + "de chance de vitória, contra 31% "
                + "da adversária, e 28% de empate. O placar mais provável é 1 a 1; somadas, porém, as vitórias da "
                + "Chapecoense pesam mais. A Chapecoense "
                + "chega com uma vitória, um empate e uma derrota nos últimos três jogos; a Ponte Preta, com uma "
                + "vitória e dois empates. As duas se "
                + "enfrentaram seis vezes na Série A: a Chapecoense venceu três, e a Ponte Preta, uma. Os números "
                + "são do Predictor Fut BR, com dados até "
                + "11 de setembro.", paragraph("pt", match));
        assertEquals(
                "Chapecoense have a slight edge over Ponte Preta on Saturday 17 September (9.30 pm, round 3): 41% "
                + "to win against 31%, and 28% for a "
                + "draw. A 1-1 is the single likeliest score, but the wins of Chapecoense add up to more. "
                + "Chapecoense have one win, one draw and one "
                + "defeat from their last three, Ponte Preta one win and two draws. The two have met six times in "
                + "the Série A: Chapecoense won three and "
                + "Ponte Preta one. Figures: Predictor Fut BR, results up to 11 September.", paragraph("en", match));
    }

    @Test
    void aDerbyWithoutAFavourite() {
        Match match = match("Atletico-MG", "America-MG", on(10, 2, null, 29, null), null, RUNNING,
                new double[] {.372, .26, .368}, new Score(1, 1, .12),
                new Form(form("DLL"), form("LDD")), meetings("Atletico-MG", "America-MG", 2, 0, 2), false);
        assertEquals(
                "Não há favorito no clássico mineiro entre o Atlético-MG e o América-MG no domingo (2 de outubro), "
                + "pela 29ª rodada: 37% de chance "
                + "para cada lado e 26% de empate. O placar mais provável é 1 a 1. O Atlético-MG chega com um "
                + "empate e duas derrotas nos últimos três "
                + "jogos; o América-MG, com dois empates e uma derrota. Os dois se enfrentaram quatro vezes na "
                + "Série A: duas vitórias para cada lado. Os "
                + "números são do Predictor Fut BR, com dados até 11 de setembro.", paragraph("pt", match));
        assertEquals(
                "There is no favourite in the Belo Horizonte derby between Atlético-MG and América-MG on Sunday 2 "
                + "October (round 29): they win in 37% "
                + "of cases each, and 26% end level. The likeliest score is 1-1. Atlético-MG have one draw and two "
                + "defeats from their last three, "
                + "América-MG two draws and one defeat. The two have met four times in the Série A: two wins each. "
                + "Figures: Predictor Fut BR, results up "
                + "to 11 September.", paragraph("en", match));
    }

    @Test
    void aNewcomerWithoutAMatch() {
        Match match = match("Cruzeiro", "Mirassol", on(9, 18, null, null, null), null, RUNNING,
                new double[] {.55, .26, .19}, new Score(1, 0, .12),
                new Form(form("WWWLL"), form("")), List.of(), false);
        assertEquals(
                "Estreante na Série A, o Mirassol visita o Cruzeiro no domingo (18) como azarão: tem 19% de chance "
                + "de vencer, contra 55% do "
                + "adversário. O clube ainda não tem jogos na competição; a previsão parte do que costumam fazer os "
                + "times recém-promovidos. O placar mais "
                + "provável é 1 a 0. Os números são do Predictor Fut BR, com dados até 11 de setembro.",
                paragraph("pt", match));
        assertEquals(
                "Mirassol, new to the Série A, travel to Cruzeiro on Sunday 18 September as outsiders: 19% to win, "
                + "against 55%. They have not played "
                + "in the league yet, so the forecast starts from what promoted clubs usually do. The likeliest "
                + "score is 1-0. Figures: Predictor Fut BR, "
                + "results up to 11 September.", paragraph("en", match));
    }

    @Test
    void aPairThatIsNoFixture() {
        SeasonState over = new SeasonState(2022, true, LocalDate.of(2022, 11, 13), "Palmeiras", "Palmeiras", true,
                true);
        Match match = match("Flamengo", "Corinthians", null, new Played(LocalDate.of(2022, 11, 2), 35, 1, 2), over,
                new double[] {.52, .26, .22}, null,
                new Form(form("WWWLL"), form("WWWLL")), List.of(), false);
        assertEquals(
                "Se recebesse hoje o Corinthians, o Flamengo teria 52% de chance de vencer, contra 22% do "
                + "visitante; o empate ficaria com 26%. A temporada de 2022 terminou em 13 de novembro, com o "
                + "Palmeiras campeão; não há jogo marcado entre os dois. Os "
                + "números são do Predictor Fut BR, com dados até 11 de setembro.", paragraph("pt", match));
        assertEquals(
                "If they received Corinthians today, Flamengo would win in 52% of cases and Corinthians in 22%; 26% "
                + "would end level. The 2022 "
                + "season ended on 13 November, with Palmeiras champions; no match between the two is arranged. "
                + "Figures: Predictor Fut BR, results up to "
                + "11 September.", paragraph("en", match));
        Match drawn = match("Palmeiras", "Flamengo", null, new Played(LocalDate.of(2022, 8, 21), 23, 1, 1), RUNNING,
                new double[] {.45, .28, .27}, null,
                null, List.of(), false);
        assertEquals(
                "Se recebesse hoje o Flamengo, o Palmeiras teria 45% de chance de vencer, contra 27% do visitante; "
                + "o empate ficaria com 28%. Neste mando os dois já se enfrentaram na temporada: o Palmeiras e o "
                + "Flamengo empataram por 1 a 1, em 21 de agosto. Os "
                + "números são do Predictor Fut BR, com dados até 11 de setembro.", paragraph("pt", drawn));
        Match away = match("Chapecoense", "Palmeiras", null, null,
                new SeasonState(2022, false, UNTIL, "Palmeiras", "Palmeiras", false, true),
                new double[] {.004, .296, .7}, null, new Form(form("LLLLL"), form("WWWWW")), List.of(), false);
        assertEquals(
                "Se recebesse hoje o Palmeiras, a Chapecoense teria menos de 1% de chance de vencer, contra 70% do "
                + "visitante; o empate ficaria com 30%. A Chapecoense não joga a Série A de 2022; não há jogo "
                + "marcado entre os dois. Os números são do Predictor "
                + "Fut BR, com dados até 11 de setembro.", paragraph("pt", away));
    }

    @Test
    void aSimulatedLeagueSaysSoFirst() {
        Match match = match("Botafogo-RJ", "Sport", on(9, 18, null, 28, null), null, RUNNING,
                new double[] {.63, .21, .16}, null, null,
                meetings("Botafogo-RJ", "Sport", 0, 1, 0), true);
        assertEquals(
                "Campeonato simulado, com partidas que nunca aconteceram: o Botafogo é amplo favorito contra o "
                + "Sport no domingo (18), pela 28ª rodada: "
                + "tem 63% de chance de vencer, contra 16% do adversário; o empate fica com 21%. No único confronto "
                + "dos dois na Série A, houve empate. "
                + "Os números são do Predictor Fut BR, com dados até 11 de setembro.", paragraph("pt", match));
        assertEquals(
                "Simulated league, matches that never took place: Botafogo are strong favourites against Sport on "
                + "Sunday 18 September (round 28): they "
                + "win in 63% of cases, Sport in 16%, and 21% end level. Their only meeting in the Série A ended "
                + "level. Figures: Predictor "
                + "Fut BR, results up to 11 September.", paragraph("en", match));
    }
}
