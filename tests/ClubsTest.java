//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/football/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import lib.football.Clubs;
import org.junit.jupiter.api.Test;

class ClubsTest {

    @Test
    void theThreeAtleticosStayApartInEverySpelling() {
        for (String name : List.of("Athletico-PR", "Atletico-PR", "Atlético Paranaense", "ATHLETICO PR")) assertEquals("Athletico-PR", Clubs.of(name).name(), name);
        for (String name : List.of("Atletico-MG", "Atlético Mineiro", "atletico mg")) assertEquals("Atletico-MG", Clubs.of(name).name(), name);
        for (String name : List.of("Atletico-GO", "Atlético Goianiense", "Atletico GO")) assertEquals("Atletico-GO", Clubs.of(name).name(), name);
        assertFalse(Clubs.isKnown("Atletico"), "a bare Atlético could be any of the three");
    }

    @Test
    void everyNameInFootballDataFormatMeansAKnownClub() {
        for (String name : List.of("America MG", "Botafogo RJ", "Chapecoense-SC", "Flamengo RJ", "Sport Recife", "Vasco", "Bragantino")) {
            assertTrue(Clubs.isKnown(name), name);
        }
        assertEquals("Sport", Clubs.of("Sport Recife").name());
    }

    @Test
    void displayNamesCarryTheAccentsAndAreFoundByThem() {
        assertEquals("Grêmio", Clubs.of("Gremio").display());
        for (Clubs.Club club : Clubs.all()) {
            assertEquals(club, Clubs.of(club.display()), club.display());
            assertTrue(club.state().matches("[A-Z]{2}"), club.name());
        }
    }

    @Test
    void noTwoClubsShareADisplayName() {
        var names = new HashSet<String>();
        for (Clubs.Club club : Clubs.all()) assertTrue(names.add(club.display()), club.display());
    }

    @Test
    void anUnknownClubIsAClubOfItsOwn() {
        assertEquals(new Clubs.Club("Real Clube", "Real Clube", ""), Clubs.of("Real Clube"));
    }

    @Test
    void mistypedNamesFindTheirNeighbours() {
        List<String> names = Clubs.all().stream().map(Clubs.Club::name).toList();
        assertEquals("Flamengo", Clubs.nearest("Flamngo", names, 3).getFirst());
        assertEquals("Sao Paulo", Clubs.nearest("São Paolo", names, 3).getFirst());
        assertEquals(3, Clubs.nearest("xyz", names, 3).size());
    }
}
