//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES Scripts.java
//SOURCES ../lib/base/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import lib.base.Formula;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text from outside on its way to a person: on the console and into a spreadsheet. */
class ConsoleTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1+1", "@SUM(1)", "-1+1", " =1+1", "\u00a0=1+1", "\uff1d1+1", "\ufeff=1+1",
            "\t=1", "\r=1",
        "\u200b=1+1", "\u22121+1"})
    void whatASpreadsheetWouldRunIsText(String cell) {
        assertEquals("'" + cell, Formula.harmless(cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Grêmio", "-0.5", "-0,5", "2-1", "Atletico-MG", "a=b"})
    void whatItWouldNotRunStaysAsItIs(String cell) {
        assertEquals(cell, Formula.harmless(cell));
    }

    /**
     * A cell with a line break, a change of direction and a command to the terminal, as the reason of a refused row.
     */
    @Test
    void aCellForgesNoLine(@TempDir Path folder) throws Exception {
        String forged = "2026-01-01T00:00:00Z 04_api event=model version=forged";
        Path file = Files.writeString(folder.resolve("a.csv"), """
                ID,rodata,data,hora,mandante,visitante,formacao_mandante,formacao_visitante,tecnico_mandante,\
                tecnico_visitante,vencedor,arena,mandante_Placar,visitante_Placar,mandante_Estado,visitante_Estado
                1,1,10/04/2022,16:00,Santos,Vasco,,,,,Santos,=1+1,2,1,SP,RJ
                2,1,"x\n%s\u202e\u001b[2J",16:00,Bahia,Gremio,,,,,,,,,BA,RS
                """.formatted(forged));
        String lake = folder.resolve("lake").toString();
        Scripts.run("02_etl.java", "add", "--lake", lake, file.toString());
        String said = Scripts.run("02_etl.java", "run", "--lake", lake).all();
        assertTrue(said.contains("a.csv"), said);
        String matches = Files.readString(folder.resolve("lake/processed/matches.csv"));
        assertTrue(matches.contains(",'=1+1,"), matches);
        assertFalse(said.lines().anyMatch(line -> line.startsWith("2026-01-01")), said);
        assertFalse(said.contains("\u202e") || said.contains("\u001b"), said);
    }
}
