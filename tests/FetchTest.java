//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java ../lib/football/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lib.football.LeagueHistory;
import lib.football.MatchFile;
import lib.football.MatchRow;
import lib.football.Season;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public sources, played by a server on this machine: results, rounds to come, shots; and what happens without
 * them.
 */
class FetchTest {

    private static final int YEAR = LocalDate.now(ZoneId.of("America/Sao_Paulo")).getYear();
    private static final String RESULTS = "ID,rodata,data,hora,mandante,visitante,mandante_Placar,visitante_Placar\n";
    private static final String PLAYERS =
            ",atletas.atleta_id,atletas.clube_id,atletas.clube.id.full.name,G,FD,FF,FT,GC\n";

    @TempDir
    Path lake;

    private final Map<String, String> pages = new HashMap<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String page = pages.get(exchange.getRequestURI().getPath());
            byte[] body = page == null ? new byte[0] : page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Scripts.Result etl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("02_etl.java"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--lake", lake.toString()));
        return Scripts.run(all.toArray(String[]::new));
    }

    private Scripts.Result fetch(String... more) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        List<String> all = new ArrayList<>(List.of("fetch", "--brasileirao-url", url + "/full.csv",
                "--football-data-url",
                url + "/BRA.csv", "--openfootball-url", url + "/YEAR_br1.txt", "--statistics-url",
                url + "/statistics.csv",
                "--cartola-url", url + "/YEAR/rodada-ROUND.csv"));
        all.addAll(List.of(more));
        return etl(all.toArray(String[]::new));
    }

    private List<MatchRow> table(String name) throws IOException {
        return MatchFile.read(Files.readAllBytes(lake.resolve("processed").resolve(name)));
    }

    /** Last year's results, and this year's rounds: two played, a match postponed, the third to come. */
    private void aRunningSeason() {
        pages.put("/full.csv", RESULTS + "7,38,01/12/%d,16:00,Bahia,Santos,2,0\n".formatted(YEAR - 1));
        pages.put("/%d_br1.txt".formatted(YEAR), """
                = Brasileiro Série A %d

                » Matchday 1
                  Thu Jan/1 %d
                    16.00  Bahia BA  v Santos FC        1-0 (0-0)
                           Remo PA   v Grêmio Porto Alegre   [postponed]
                » Matchday 2
                  Fri Jan/2
                    20.30  Santos FC v Clube do Remo    2-2 (0-1)
                » Matchday 3
                  Thu Dec/31
                    21.30  Santos FC v Bahia BA   @ Vila Belmiro, Santos
                           Grêmio    v Clube do Remo
                """.formatted(YEAR, YEAR));
    }

    @Test
    void theRoundToComeHasDayHourAndPlaceAndAPostponedMatchHasNone() throws IOException {
        aRunningSeason();
        Scripts.Result result = fetch();
        assertEquals(0, result.exit(), result.all());
        assertTrue(result.out().contains("the server answered 404"), "two sources are away: " + result.all());
        assertEquals(0, etl("run").exit());
        Season season = Season.running(LeagueHistory.of(table("matches.csv").stream().map(MatchRow::match).toList(),
                table("fixtures.csv")));
        assertEquals(YEAR, season.year());
        assertEquals(List.of(YEAR + "-12-31 21:30 3 Gremio x Remo ",
                YEAR + "-12-31 21:30 3 Santos x Bahia Vila Belmiro, Santos"),
                season.next().stream().map(next -> "%s %s %d %s x %s %s"
                        .formatted(next.date(), next.time(), next.round(), next.home(),
                        next.away(), next.venue())).sorted().toList());
        LeagueHistory.Fixture postponed = season.fixture("Remo", "Gremio");
        assertEquals("null 1", postponed.date() + " " + postponed.round(), "it keeps its round and has no day");
    }

    @Test
    void aSourceThatIsAwayOrHasChangedDoesNoHarm() throws IOException {
        aRunningSeason();
        assertEquals(0, fetch().exit());
        Path rounds = lake.resolve("raw/%d_br1.txt.csv".formatted(YEAR));
        String before = Files.readString(rounds);
        pages.put("/%d_br1.txt".formatted(YEAR), "<!DOCTYPE html><title>moved</title>");
        Scripts.Result changed = fetch();
        assertEquals(0, changed.exit(), changed.all());
        assertTrue(changed.out().contains("is not a results file"), changed.all());
        assertEquals(before, Files.readString(rounds));
        pages.clear();
        assertEquals(3, fetch().exit());
        assertEquals(before, Files.readString(rounds));
    }

    @Test
    void shotsComeWithTheirMatchesAndDoubtfulOnesAreTold() throws IOException {
        aRunningSeason();
        pages.put("/statistics.csv",
                "\"partida_id\",\"rodata\",\"clube\",\"chutes\"\n\"7\",\"38\",\"Bahia\",\"11\"\n\"7\",\"38\",\"Santos\",\"5\"\n");
        pages.put("/%d/rodada-1.csv".formatted(YEAR),
                PLAYERS + "1,1,265,Bahia,1,2,3,NA,NA\n2,2,277,Santos,NA,1,1,NA,NA\n3,3,364,Remo,0,0,0,0,0\n");
        pages.put("/%d/rodada-2.csv".formatted(YEAR),
                PLAYERS + "1,1,265,Bahia,1,2,3,NA,NA\n2,2,277,Santos,NA,5,1,NA,NA\n3,3,364,Remo,2,0,0,0,0\n");
        Scripts.Result fetched = fetch("--shots");
        assertEquals(0, fetched.exit(), fetched.all());
        assertTrue(Files.exists(lake.resolve("raw/cartola-%d-rodada-2.csv".formatted(YEAR))), fetched.all());
        Scripts.Result run = etl("run");
        assertEquals(0, run.exit(), run.all());
        assertEquals(List.of("11:5", "6:2", "-1:-1"),
                table("matches.csv").stream().map(row -> row.homeShots() + ":" + row.awayShots()).toList());
        assertTrue(run.out().contains("shots are not used whose goals are not those of the result: 1 matches of "
                + YEAR), run.all());
        assertTrue(run.out().contains("6 rows read = 3 matches + 0 duplicates + 3 fixtures"), run.all());
        assertFalse(fetch("--shots").out().contains(YEAR + "/rodada-1.csv"), "what is there is not fetched again");
    }

    @Test
    void aFileOfARoundMustSayItsSeason() throws IOException {
        Path round = Files.writeString(Files.createDirectories(lake.resolve("2022")).resolve("rodada-3.csv"), PLAYERS);
        assertEquals(0, etl("add", round.toString()).exit());
        assertTrue(Files.exists(lake.resolve("raw/cartola-2022-rodada-3.csv")));
        Scripts.Result nameless = etl("add", Files.copy(round, lake.resolve("rodada-3.csv")).toString());
        assertEquals(2, nameless.exit(), nameless.all());
        assertTrue(nameless.err().contains("cartola-2026-rodada-7.csv"), nameless.all());
    }

    @Test
    void theLakesOwnNamesOfClubsCount() throws IOException {
        Files.createDirectories(lake.resolve("raw"));
        Files.writeString(lake.resolve("raw/own.csv"), RESULTS + "1,1,01/05/2022,16:00,O Mais Querido,Bahia,2,0\n");
        Files.writeString(lake.resolve("clubs.csv"), "name,club\nO mais querido,Flamengo\n");
        Scripts.Result run = etl("run");
        assertEquals("Flamengo", table("matches.csv").getFirst().match().home(), run.all());
        Files.writeString(lake.resolve("clubs.csv"), "name,club\nO mais querido\n");
        assertEquals(3, etl("run").exit(), "a line without a club");
    }

    @Test
    void checkNamesTheMatchesThatASeasonLacks() throws IOException {
        assertEquals(3, etl("check").exit(), "the ETL has not run");
        Files.createDirectories(lake.resolve("raw"));
        Files.writeString(lake.resolve("raw/own.csv"), RESULTS + "1,1,01/05/2009,16:00,Botafogo-RJ,Flamengo,2,0\n"
                + "2,1,01/05/2010,16:00,Bahia,Vitoria,2,0\n3,2,08/05/2010,16:00,Vitoria,Bahia,2,0\n");
        assertEquals(0, etl("run").exit());
        Scripts.Result check = etl("check");
        assertTrue(check.out().contains("2009: 1 of 2, missing Flamengo x Botafogo"), check.all());
        assertTrue(check.out().contains("1 of 2 seasons are complete"), check.all());
    }
}
