package lib.football;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The clubs of the Brazilian league and every name that the sources give them.
 *
 * <p>One club has one canonical name, the spelling of the original data set: it is the key of every file and of the
 * API. The display name carries the accents. A name that is not in the table is a club of its own.
 */
public final class Clubs {

    /**
     * @param name    canonical name, for example Gremio
     * @param display name for people, for example Grêmio
     * @param state   two letters, for example RS; empty if unknown
     */
    public record Club(String name, String display, String state) {}

    /** canonical name | display name | state | other names, of which some are football-data.co.uk's. */
    private static final String TABLE = """
            ABC              | ABC             | RN | ABC Natal
            Amazonas         | Amazonas        | AM |
            America-MG       | América-MG      | MG | America Mineiro, America MG
            America-RN       | América-RN      | RN | America de Natal, America RN
            Athletic-MG      | Athletic-MG     | MG | Athletic Club
            Athletico-PR     | Athletico-PR    | PR | Athletico, Athletico Paranaense, Atletico-PR, Atletico Paranaense
            Atletico-GO      | Atlético-GO     | GO | Atletico Goianiense, Atletico GO
            Atletico-MG      | Atlético-MG     | MG | Atletico Mineiro, Atletico MG
            Avai             | Avaí            | SC |
            Bahia            | Bahia           | BA |
            Barueri          | Barueri         | SP | Gremio Barueri
            Botafogo-RJ      | Botafogo        | RJ | Botafogo, Botafogo RJ
            Botafogo-SP      | Botafogo-SP     | SP | Botafogo SP
            Bragantino       | Bragantino      | SP | Red Bull Bragantino, RB Bragantino
            Brasiliense      | Brasiliense     | DF |
            Brusque          | Brusque         | SC |
            Ceara            | Ceará           | CE |
            Chapecoense      | Chapecoense     | SC | Chapecoense-SC
            Corinthians      | Corinthians     | SP |
            Coritiba         | Coritiba        | PR |
            CRB              | CRB             | AL |
            Criciuma         | Criciúma        | SC |
            Cruzeiro         | Cruzeiro        | MG |
            CSA              | CSA             | AL |
            Cuiaba           | Cuiabá          | MT |
            Ferroviaria      | Ferroviária     | SP |
            Figueirense      | Figueirense     | SC |
            Flamengo         | Flamengo        | RJ | Flamengo RJ
            Fluminense       | Fluminense      | RJ | Fluminense RJ
            Fortaleza        | Fortaleza       | CE |
            Goias            | Goiás           | GO |
            Gremio           | Grêmio          | RS |
            Gremio Prudente  | Grêmio Prudente | SP |
            Guarani          | Guarani         | SP |
            Internacional    | Internacional   | RS |
            Ipatinga         | Ipatinga        | MG |
            Ituano           | Ituano          | SP |
            Joinville        | Joinville       | SC |
            Juventude        | Juventude       | RS |
            Londrina         | Londrina        | PR |
            Mirassol         | Mirassol        | SP |
            Nautico          | Náutico         | PE |
            Novorizontino    | Novorizontino   | SP | Gremio Novorizontino
            Operario-PR      | Operário-PR     | PR | Operario, Operario Ferroviario
            Palmeiras        | Palmeiras       | SP |
            Parana           | Paraná          | PR | Parana Clube
            Paysandu         | Paysandu        | PA |
            Ponte Preta      | Ponte Preta     | SP |
            Portuguesa       | Portuguesa      | SP |
            Remo             | Remo            | PA | Clube do Remo
            Sampaio Correa   | Sampaio Corrêa  | MA |
            Santa Cruz       | Santa Cruz      | PE |
            Santo Andre      | Santo André     | SP |
            Santos           | Santos          | SP |
            Sao Bernardo     | São Bernardo    | SP |
            Sao Caetano      | São Caetano     | SP |
            Sao Paulo        | São Paulo       | SP |
            Sport            | Sport           | PE | Sport Recife
            Tombense         | Tombense        | MG |
            Vasco            | Vasco           | RJ | Vasco da Gama
            Vila Nova        | Vila Nova       | GO |
            Vitoria          | Vitória         | BA |
            Volta Redonda    | Volta Redonda   | RJ |
            """;

    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Map<String, Club> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, Club> BY_FOLDED_NAME = new HashMap<>();

    static {
        for (String line : TABLE.lines().toList()) {
            String[] cell = line.split("\\|", -1);
            Club club = new Club(cell[0].strip(), cell[1].strip(), cell[2].strip());
            BY_NAME.put(club.name(), club);
            BY_FOLDED_NAME.put(folded(club.name()), club);
            for (String alias : cell[3].split(",")) {
                if (!alias.isBlank()) BY_FOLDED_NAME.put(folded(alias), club);
            }
        }
    }

    private Clubs() {}

    /** Every club of the table, by canonical name. */
    public static Collection<Club> all() {
        return BY_NAME.values();
    }

    /** The club that a source means by a name; a name of its own, without a state, when the table has none. */
    public static Club of(String name) {
        Club club = BY_NAME.get(name);
        if (club == null) club = BY_FOLDED_NAME.get(folded(name));
        return club != null ? club : new Club(name, name, "");
    }

    public static boolean isKnown(String name) {
        return BY_NAME.containsKey(name) || BY_FOLDED_NAME.containsKey(folded(name));
    }

    /** The candidates closest to a name that was mistyped, best first. */
    public static List<String> nearest(String name, Collection<String> candidates, int count) {
        String wanted = folded(name);
        return candidates.stream()
                .sorted(Comparator.<String>comparingInt(candidate -> distance(wanted, folded(candidate)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    /** Letters and digits only, without accents, lower case: "Grêmio " and "GREMIO" become the same. */
    static String folded(String name) {
        return NOT_A_LETTER.matcher(Normalizer.normalize(name, Normalizer.Form.NFD))
                .replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein distance: the fewest letters to add, drop or change. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) previous[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int same = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(same, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
