//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/football/*.java ../lib/model/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lib.base.Json;
import lib.football.Match;
import lib.model.ForecastLog.Line;
import lib.model.ForecastLog.Sheet;
import lib.model.Bin;
import lib.model.ForecastLog;
import org.junit.jupiter.api.Test;

/** Forecasts written down beforehand, and what counts when they are scored. */
class ForecastLogTest {

    private static final LocalDate DAY = LocalDate.of(2030, 5, 10);
    private static final double[] EXPECTED = new double[400];

    static {
        for (int i = 0; i < EXPECTED.length; i++) EXPECTED[i] = i % 2 == 0 ? .1 : .3; // mean .2, deviation .1
    }

    private static Sheet sheet(String version, String recordedAt, LocalDate dataUntil, boolean simulated,
            Line... lines) {
        return new Sheet(version, "pool", Instant.parse(recordedAt), dataUntil, simulated, List.of(lines));
    }

    private static Line line(String home, String away, double p, double q, double r) {
        return new Line(null, 2030, 0, home, away, p, q, r);
    }

    private static Match played(LocalDate date, String home, String away, int homeGoals, int awayGoals) {
        return new Match(date, 2030, 0, home, away, homeGoals, awayGoals);
    }

    @Test
    void theLastForecastBeforeTheDayCountsAndALaterOneDoesNot() {
        Line early = line("Santos", "Vasco", .5, .3, .2);
        Line late = line("Santos", "Vasco", .6, .3, .1);
        Line after = line("Santos", "Vasco", .99, .005, .005);
        // On the day itself
        List<Sheet> sheets = List.of(sheet("c", "2030-05-10T10:00:00Z", DAY.minusDays(1), false, after),
                sheet("a", "2030-05-01T10:00:00Z", DAY.minusDays(20), false, early),
                sheet("b", "2030-05-08T10:00:00Z", DAY.minusDays(3), false, late));
        ForecastLog log = ForecastLog.of(sheets, List.of(played(DAY, "Santos", "Vasco", 2, 1)), EXPECTED);
        assertEquals("b", log.matches().getFirst().version());
        assertEquals((.4 * .4 + .1 * .1) / 2, log.scores().rps(), 1e-12);
        assertEquals(3, log.recorded());
    }

    @Test
    void anAwardedMatchIsNeitherScoredNorWaitedFor() {
        List<Sheet> sheets = List.of(sheet("a", "2030-05-01T10:00:00Z", DAY.minusDays(20), false,
                line("Santos", "Vasco", .5, .3, .2)));
        assertEquals(1, ForecastLog.of(sheets, List.of(), EXPECTED).waiting());
        Match awarded = new Match(DAY, 2030, 0, "Santos", "Vasco", 3, 0, true);
        ForecastLog log = ForecastLog.of(sheets, List.of(awarded), EXPECTED);
        assertEquals(0, log.waiting());
        assertEquals(List.of(), log.matches());
    }

    /** 01:00 UTC is still the evening before in Brazil. */
    @Test
    void theDayIsTheOneInBrazil() {
        Line line = line("Santos", "Vasco", .5, .3, .2);
        List<Match> result = List.of(played(DAY, "Santos", "Vasco", 0, 0));
        assertEquals(1, ForecastLog.of(List.of(sheet("a", "2030-05-10T01:00:00Z", DAY.minusDays(3), false, line)),
                result, EXPECTED).matches().size());
        assertEquals(0, ForecastLog.of(List.of(sheet("a", "2030-05-10T04:00:00Z", DAY.minusDays(3), false, line)),
                result, EXPECTED).matches().size());
    }

    @Test
    void aModelThatHasLearnedTheDayDoesNotCountNotEvenInASimulatedLeague() {
        Line line = line("Santos", "Vasco", .5, .3, .2);
        List<Match> result = List.of(played(DAY, "Santos", "Vasco", 0, 0));
        assertEquals(0, ForecastLog.of(List.of(sheet("a", "2030-05-01T01:00:00Z", DAY, true, line)), result, EXPECTED)
                .matches().size());
        ForecastLog simulated = ForecastLog.of(List.of(sheet(
                "a", "2031-05-01T01:00:00Z", DAY.minusDays(1), true, line)), result, EXPECTED);
        assertEquals(1, simulated.matches().size(), "its calendar is not ours");
        assertTrue(simulated.simulated());
    }

    @Test
    void whatHasNoResultWaitsAndNothingIsScored() {
        ForecastLog log = ForecastLog.of(List.of(sheet("a", "2030-05-01T01:00:00Z", DAY.minusDays(9), false,
                line("Santos", "Vasco", .5, .3, .2))), List.of(), EXPECTED);
        assertEquals(1, log.waiting());
        assertNull(log.scores());
        assertEquals("too-few", log.drift().signal());
        assertNull(ForecastLog.of(List.of(), List.of(), new double[0]).scores());
    }

    /** So many matches of a certain forecast; {@code hits} of them as forecast, the others an away win. */
    private static ForecastLog logOf(int matches, int hits) {
        List<Line> lines = new ArrayList<>();
        List<Match> results = new ArrayList<>();
        for (int i = 0; i < matches; i++) {
            lines.add(line("Home " + i, "Away " + i, .7, .2, .1));
            boolean hit = (i + 1) * hits / matches > i * hits / matches;
            results.add(played(DAY.plusDays(i), "Home " + i, "Away " + i, hit ? 1 : 0, hit ? 0 : 1));
        }
        return ForecastLog.of(List.of(sheet("a", "2030-05-01T01:00:00Z", DAY.minusDays(9), false,
                lines.toArray(Line[]::new))), results, EXPECTED);
    }

    @Test
    void theRunningRpsIsTheMeanSoFarAndCalibrationCountsAllThreeProbabilities() {
        ForecastLog log = logOf(40, 28);
        double sum = 0;
        for (int i = 0; i < 40; i++) {
            sum += log.matches().get(i).rps();
            assertEquals(sum / (i + 1), log.matches().get(i).runningRps(), 1e-12);
        }
        assertEquals(log.scores().rps(), log.matches().getLast().runningRps(), 1e-12);
        assertEquals(120, log.calibration().stream().mapToInt(Bin::n).sum());
        Bin sure = log.calibration().getLast();
        assertEquals(.7, sure.predicted(), 1e-12);
        assertEquals(.7, sure.happened(), 1e-12);
    }

    /** A hit scores .05, a miss .65: with 75 % hits as expected (.2), with 55 % far worse. */
    @Test
    void driftIsToldFromChanceByStandardErrors() {
        ForecastLog.Drift none = logOf(100, 75).drift();
        assertEquals("none", none.signal());
        assertEquals(.2, none.recent(), 1e-9);
        assertEquals(0, none.z(), 1e-6);
        assertEquals("watch", logOf(100, 72).drift().signal(), "about 1.8 standard errors of .01");
        ForecastLog.Drift drift = logOf(100, 55).drift();
        assertEquals("drift", drift.signal());
        assertEquals((.05 * 55 + .65 * 45) / 100, drift.recent(), 1e-9);
        double variance = Arrays.stream(EXPECTED).map(rps -> (rps - .2) * (rps - .2)).sum() / (EXPECTED.length - 1);
        assertEquals((drift.recent() - .2) / Math.sqrt(variance / 100), drift.z(), 1e-9);
        assertEquals("too-few", logOf(29, 0).drift().signal());
        assertEquals(100, logOf(180, 100).drift().n(), "only the newest");
    }

    @Test
    void theLogSurvivesItsFile() throws IOException {
        ForecastLog log = logOf(40, 30);
        assertEquals(log, Json.read(Json.write(log), ForecastLog.class));
    }
}
