//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/football/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.football.ClubNames;
import lib.football.Clubs;
import lib.football.Clubs.Article;
import lib.football.Clubs.Club;
import org.junit.jupiter.api.Test;

class ClubsTest {

    /** How the files of many sources call the clubs; what each of them may not be taken for is tested below. */
    private static final String SPELLINGS = """
        America-MG     | América-MG, America MG, América Mineiro, América (MG), América FC (Minas Gerais)
        America-MG     | América / MG
        America-MG     | América Futebol Clube (MG), América Futebol Clube (Minas Gerais), America Mineiro-MG
        America-MG     | América Saf / MG, AMÉRICA - MG
        America-RN     | América-RN, América de Natal, America FC (RN), América Futebol Clube (Rio Grande do Norte)
        Athletico-PR   | Atletico-PR, Atlético Paranaense, ATHLETICO PR, Athletico, CA Paranaense, Athlético-PR
        Athletico-PR   | Athletico Paranaense, Club Athletico Paranaense, Clube Atlético Paranaense, Ath Paranaense
        Athletico-PR   | Atl. Paranaense, Atlético PR, Atlético (PR), Athletico Paranaense - PR, Athletico-PR (PR)
        Atletico-GO    | Atlético-GO, Atletico Goianiense, AC Goianiense, Atlético Clube Goianiense, Atl. Goianiense
        Atletico-GO    | Atlético Goianiense Saf / GO, Atl Goianiense, Atletico GO, Goianiense AC
        Atletico-MG    | Atlético Mineiro, Clube Atlético Mineiro, CA Mineiro, Atl. Mineiro, Atl Mineiro
        Atletico-MG    | Atlético / MG
        Atletico-MG    | Atlético Mineiro Saf / MG, Atlético (MG), ATLETICO MG, Atlético-MG SAF, Atl.Mineiro, Atl-MG
        Avai           | Avaí SC, Avaí FC, Avaí Futebol Clube, Avaí - SC, AVAÍ
        Bahia          | EC Bahia, E.C. Bahia, Esporte Clube Bahia, Bahia BA, Bahia-BA, Bahia / BA, Bahia EC
        Barueri        | Grêmio Barueri, Gremio Recreativo Barueri, Barueri-SP
        Botafogo-RJ    | Botafogo, Botafogo RJ, Botafogo (RJ), Botafogo FR, Botafogo de Futebol e Regatas
        Botafogo-RJ    | Botafogo Saf
        Botafogo-RJ    | Botafogo - RJ, Botafogo / RJ, Botafogo Saf / RJ, Botafogo (Rio de Janeiro)
        Botafogo-SP    | Botafogo SP, Botafogo FC (SP), Botafogo Futebol Clube (São Paulo), Botafogo Ribeirão Preto
        Bragantino     | Red Bull Bragantino, RB Bragantino, CA Bragantino, Bragantino-SP, Red Bull Bragantino / SP
        Bragantino     | Clube Atlético Bragantino, Bragantino SP, R.B. Bragantino
        Brasil-RS      | Brasil de Pelotas, GE Brasil, Grêmio Esportivo Brasil, Brasil / RS, Brasil Pelotas-RS
        CRB            | CRB-AL, Clube de Regatas Brasil, CR Brasil, C.R.B.
        CSA            | CSA AL, CSA-AL, Centro Sportivo Alagoano, CS Alagoano
        Ceara          | Ceará SC, Ceará CE, Ceará-CE, Ceará Sporting Club, CEARÁ, Ceará (CE), SC Ceará
        Chapecoense    | Chapecoense AF, Chapecoense-SC, Chapecoense-sc, Associação Chapecoense de Futebol
        Chapecoense    | Chapecoense - SC
        Corinthians    | SC Corinthians Paulista, Sport Club Corinthians Paulista, SC Corinthians, Corinthians SP
        Corinthians    | Corinthians Paulista, Corinthians-SP, Corinthians SC, S.C. Corinthians
        Coritiba       | Coritiba PR, Coritiba FC, Coritiba FBC, Coritiba Foot Ball Club, Coritiba S.a.f. / PR
        Criciuma       | Criciúma EC, Criciúma Esporte Clube, Criciúma SC, Criciúma - SC
        Cruzeiro       | Cruzeiro EC, Cruzeiro Esporte Clube, Cruzeiro-MG, Cruzeiro Saf / MG, Cruzeiro (MG)
        Cuiaba         | Cuiabá MT, Cuiabá Esporte Clube, Cuiabá EC, Cuiabá Saf / MT, Cuiaba-MT
        Figueirense    | Figueirense SC, Figueirense FC, Figueirense Futebol Clube
        Flamengo       | CR Flamengo, C.R. Flamengo, Clube de Regatas do Flamengo, Flamengo RJ, Flamengo - RJ
        Flamengo       | Flamengo/RJ
        Fluminense     | Fluminense FC, Fluminense Football Club, Fluminense RJ, Fluminense-RJ, Fluminense F.C.
        Fortaleza      | Fortaleza EC, Fortaleza CE, Fortaleza Esporte Clube, Fortaleza Esporte Clube Saf / CE
        Goias          | Goiás EC, Goiás GO, Goiás Esporte Clube, Goias-GO, Goiás FC
        Gremio         | Grêmio FBPA, Grêmio Porto Alegre, Grêmio Foot-Ball Porto Alegrense, Gremio-RS, Grêmio (RS)
        Gremio         | Gremio RS
        Gremio Prudente| Grêmio Prudente, Grêmio Prudente-SP
        Guarani        | Guarani FC, Guarani-SP, Guarani Futebol Clube, Guarani SP
        Internacional  | SC Internacional, Sport Club Internacional, Internacional-RS, Inter, Internacional RS
        Ipatinga       | Ipatinga FC, Ipatinga-MG
        Joinville      | Joinville SC, Joinville EC, Joinville Esporte Clube (SC)
        Juventude      | EC Juventude, Juventude RS, Esporte Clube Juventude, Juventude-RS
        Mirassol       | Mirassol FC, Mirassol SP, Mirassol Futebol Clube, Mirassol-SP
        Nautico        | Clube Náutico Capibaribe, Náutico PE, Náutico-PE, Náutico Capibaribe
        Novorizontino  | Grêmio Novorizontino, Novorizontino-SP
        Operario-PR    | Operário Ferroviário, Operário - PR, Operário Ferroviário EC, Operario Ferroviario-PR
        Palmeiras      | SE Palmeiras, S.E. Palmeiras, Sociedade Esportiva Palmeiras, Palmeiras-SP, Palmeiras (SP)
        Palmeiras      | Palmeiras SE
        Parana         | Paraná Clube, Paraná PR, Paraná-PR, Paraná Clube - PR
        Paysandu       | Paysandu SC, Paysandu Sport Club, Paysandu-PA, Paysandu PA
        Ponte Preta    | AA Ponte Preta, A.A. Ponte Preta, Associação Atlética Ponte Preta, Ponte Preta-SP
        Portuguesa     | Associação Portuguesa de Desportos, Portuguesa Desportos, Portuguesa-SP
        Portuguesa     | Portuguesa de Desportos
        Remo           | Clube do Remo, Remo-PA, Remo (PA)
        Santa Cruz     | Santa Cruz FC, Sta. Cruz, Santa Cruz PE, Santa Cruz-PE, Santa Cruz Futebol Clube
        Santo Andre    | EC Santo André, Sto. André, Santo André-SP, Esporte Clube Santo André
        Santos         | SAN, Santos FC, Santos Futebol Clube, Santos-SP, SANTOS, Santos F.C.
        Sao Caetano    | AD São Caetano, São Caetano-SP, Associação Desportiva São Caetano, S. Caetano
        Sao Paulo      | São Paulo FC, São Paulo - SP, São Paulo SP, S. Paulo, Sao Paulo Futebol Clube, São Paulo (SP)
        Sport          | Sport Recife, Sport Recife PE, Sport-PE, SC Recife, Sport Club do Recife, Sport Club Recife
        Sport          | Sport / PE
        Vasco          | Vasco da Gama, CR Vasco da Gama, Vasco da Gama RJ, Vasco da Gama-RJ, Vasco-RJ, Vasco DA Gama
        Vasco          | Club de Regatas Vasco da Gama, Vasco da Gama S.a.f. / RJ, C.R. Vasco da Gama
        Vila Nova      | Vila Nova FC, Vila Nova-GO, Vila Nova (GO)
        Vitoria        | EC Vitória, Vitória BA, Vitória-BA, Esporte Clube Vitória, Vitória EC
        """;

    /** Other clubs, and names that more than one of the table could carry. */
    private static final List<String> NOT_OF_THE_TABLE = List.of(
            "Atlético", "Atletico", "América", "America FC", "Botafogo FC", "Botafogo-PB", "Botafogo PB",
            "Botafogo / PB", "América-RJ", "America FC (Rio de Janeiro)", "América-SP", "Atlético-AC", "Atlético AC",
            "Atlético Acreano", "Atlético-CE", "Flamengo-PI", "Flamengo PI", "EC Flamengo", "Fluminense de Feira",
            "Fluminense-PI", "Fluminense EC", "Vitória-ES", "Vitória SC", "Vasco-SE", "Vasco-AC", "São Paulo-RS",
            "SC São Paulo", "Santa Cruz-RN", "Santa Cruz RS", "Internacional de Limeira", "Inter de Limeira",
            "Internacional-SC", "AA Internacional", "Internacional-SP", "Inter-SM", "EC Internacional",
            "Portuguesa-RJ", "Portuguesa Santista", "AA Portuguesa", "Guarani-MG", "Guarani EC", "Guarany-RS",
            "Guarani de Juazeiro", "Cruzeiro-RS", "Grêmio Anápolis", "Operário-MS", "Operário FC", "Operário VG",
            "Santos-AP", "Corinthians-AL", "Palmeiras B", "Santos Feminino", "Flamengo U20", "Red Bull Brasil",
            "Bahia de Feira", "Sport Club", "Brasil", "Mineiro", "São Raimundo-PA", "Ferroviário", "Paranavaí",
            "Ceará-Mirim", "Palmeras", "Gr??mio", "FC", "SC", "Clube Novo", "Galo", "Mengão", "Verdão", "Red Bull");

    @Test
    void theSpellingsOfManySourcesMeanTheirClub() {
        for (String line : SPELLINGS.lines().toList()) {
            String club = line.split("\\|")[0].strip();
            String state = Clubs.of(club).state();
            for (String name : line.split("\\|")[1].split(",")) {
                assertEquals(club, Clubs.of(name.strip()).name(), name);
                assertEquals(club, ClubNames.STANDARD.of(name.strip(), state).name(), name + " of " + state);
            }
        }
    }

    @Test
    void anotherClubIsNeverTakenForOneOfTheTable() {
        for (String name : NOT_OF_THE_TABLE) assertEquals(Optional.empty(), Clubs.find(name).map(Club::name), name);
    }

    @Test
    void theStateInAColumnDecidesWhatTheNameLeavesOpen() {
        ClubNames names = ClubNames.STANDARD;
        assertEquals("Atletico-MG", names.of("Atlético", "MG").name());
        assertEquals("Athletico-PR", names.of("Atlético", "PR").name());
        assertEquals("America-RN", names.of("América FC", "RN").name());
        assertEquals("Botafogo-SP", names.of("Botafogo", "SP").name());
        assertEquals("Botafogo-RJ", names.of("Botafogo", "RJ").name());
        assertEquals("Flamengo-PI", names.of("Flamengo", "PI").name(), "a namesake is a club of its own");
        assertEquals(Optional.empty(), names.find("Botafogo", "PB"));
        assertEquals("Palmeiras", names.of("Palmeiras-SP", "RJ").name(), "the state beside the name goes first");
    }

    @Test
    void everyClubOfTheTableIsFoundByAllItsNamesWithItsState() {
        for (Club club : Clubs.all()) {
            for (String name : club.names()) {
                assertEquals(Optional.of(club), ClubNames.STANDARD.find(name, club.state()), name);
            }
            for (String form : List.of("%s-%s", "%s - %s", "%s (%s)", "%s/%s", "%s %s")) {
                String name = club.display().replaceFirst("-[A-Z]{2}$", "");
                assertEquals(club, Clubs.of(form.formatted(name, club.state())), form.formatted(name, club.state()));
            }
            assertEquals(club, Clubs.of(club.display()));
            assertEquals(club, Clubs.of(club.display().toUpperCase()));
        }
    }

    @Test
    void theTableIsWholeAndNoTwoClubsLookAlike() {
        Map<String, Club> seen = new HashMap<>();
        for (Club club : Clubs.all()) {
            assertTrue(club.state().matches("[A-Z]{2}"), club.name());
            assertTrue(club.shortName().matches("[A-Z]{3}"), club.name());
            assertTrue((club.colour() + club.secondColour()).matches("(#[0-9a-f]{6}){2}"), club.name());
            assertFalse(club.names().isEmpty(), club.name());
            for (String name : new HashSet<>(List.of(club.name(), club.display(), club.shortName()))) {
                Club other = seen.put(name, club);
                assertTrue(other == null || other == club, name);
            }
        }
        assertEquals("Grêmio", Clubs.of("Gremio").display());
        assertEquals(Article.A, Clubs.of("Chapecoense").article());
        assertEquals("da", Clubs.of("Ponte Preta").article().of);
        assertEquals("ao", Clubs.of("Flamengo").article().to);
    }

    @Test
    void anUnknownClubIsAClubOfItsOwn() {
        Club club = Clubs.of("Real Clube");
        assertEquals("Real Clube Real Clube RC ",
                String.join(" ", club.name(), club.display(), club.shortName(), club.state()));
    }

    @Test
    void peopleFindAClubByItsNickname() {
        Map.of("mengao", "Flamengo", "Galo", "Atletico-MG", "VERDÃO", "Palmeiras", "timão", "Corinthians",
                "massa bruta", "Bragantino", "red bull", "Bragantino", "cap", "Athletico-PR", "inter ", "Internacional",
                "atlético mg", "Atletico-MG", "Vovô", "Ceara")
                .forEach((typed, club) -> assertEquals(club, Clubs.search(typed).orElseThrow().name(), typed));
        List<String> names = Clubs.of("Chapecoense").searchNames();
        assertTrue(names.containsAll(List.of("Chapecoense", "Chapecoense AF", "Chape")), names.toString());
    }

    @Test
    void mistypedNamesFindTheirNeighbours() {
        List<String> names = Clubs.all().stream().map(Club::name).toList();
        assertEquals("Flamengo", Clubs.nearest("Flamngo", names, 3).getFirst());
        assertEquals("Sao Paulo", Clubs.nearest("São Paolo", names, 3).getFirst());
        assertEquals("Atletico-MG", Clubs.nearest("Galo", names, 3).getFirst());
        assertEquals(3, Clubs.nearest("xyz", names, 3).size());
        assertEquals("Palmeiras", Clubs.suggest("Palmeras").getFirst());
        assertTrue(Clubs.suggest("Atlético").containsAll(List.of("Athletico-PR", "Atletico-GO", "Atletico-MG")));
        assertTrue(Clubs.suggest("Botafogo FC").contains("Botafogo-RJ"));
        assertEquals(List.of(), Clubs.suggest("Clube Novo"), "no name is near");
    }

    @Test
    void aliasesOfTheLakeAddNamesAndClubs() {
        ClubNames names = ClubNames.STANDARD.with(
                Map.of("O Mais Querido", "Flamengo", "R. Clube", "Real Clube", "Atlético", "Atletico-GO"));
        assertEquals("Flamengo", names.of("O MAIS QUERIDO", "").name());
        assertEquals("Real Clube", names.of("r clube", "").name());
        assertEquals("Real Clube", names.of("Real Clube", "").name());
        assertEquals("Atletico-GO", names.of("Atlético", "").name(), "an alias may settle what is open");
        assertEquals("Atletico-MG", names.of("Atlético-MG", "").name());
        assertEquals(Optional.empty(), Clubs.find("R. Clube"), "the table itself stays as it is");
    }
}
