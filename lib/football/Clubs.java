package lib.football;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The clubs of the Brazilian league: one club has one canonical name, the spelling of the original data set, which is
 * the key of every file and of the API. What else is known of a club stands in {@link ClubTable}; which names mean it,
 * in {@link ClubNames}. A name that is not in the table is a club of its own.
 */
public final class Clubs {

    /** The Portuguese article of a club's name and its contractions: o Flamengo, à Chapecoense. */
    public enum Article {
        O("o", "do", "ao", "no", "pelo"), A("a", "da", "à", "na", "pela");

        public final String the;
        public final String of;
        public final String to;
        public final String in;
        public final String by;

        Article(String the, String of, String to, String in, String by) {
            this.the = the;
            this.of = of;
            this.to = to;
            this.in = in;
            this.by = by;
        }

        static Article of(String the) {
            return the.equals(A.the) ? A : O;
        }
    }

    /**
     * @param name         canonical name, for example Gremio
     * @param display      name for people, for example Grêmio
     * @param shortName    the letters of a scoreboard, for example GRE; no two clubs of the table share them
     * @param state        two letters, for example RS; empty if unknown
     * @param article      of the name in Portuguese
     * @param colour       #rrggbb, the main colour; empty if unknown
     * @param secondColour #rrggbb; empty if unknown
     * @param names        what files call it, the official name first
     * @param nicknames    what people call it
     */
    public record Club(String name, String display, String shortName, String state, Article article, String colour,
            String secondColour, List<String> names, List<String> nicknames) {

        /** A club of which only the name is known. */
        static Club unknown(String name) {
            return new Club(name, name, initials(name), "", Article.O, "", "", List.of(), List.of());
        }

        /** Up to three letters: REA for Real, RC for Real Clube. */
        private static String initials(String name) {
            List<String> words = WORD.matcher(name).results().map(MatchResult::group).toList();
            if (words.isEmpty()) return "";
            String first = words.getFirst();
            String letters = words.size() > 1 ? "" + first.charAt(0) + words.get(1).charAt(0)
                    : first.substring(0, Math.min(3, first.length()));
            return letters.toUpperCase(Locale.ROOT);
        }

        /** The same club, of that state. */
        Club from(String state) {
            return new Club(name, display, shortName, state, article, colour, secondColour, names, nicknames);
        }

        /** Everything that a person may type to find it, canonical and display name first. */
        public List<String> searchNames() {
            return Stream.of(List.of(name, display), names, nicknames).flatMap(List::stream).distinct().toList();
        }
    }

    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Map<String, Club> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, Club> BY_NICKNAME = new LinkedHashMap<>();

    static {
        for (Club club : ClubTable.clubs()) {
            BY_NAME.put(club.name(), club);
            club.nicknames().forEach(nickname -> BY_NICKNAME.put(folded(nickname), club));
        }
    }

    private Clubs() {}

    /** Every club of the table, by canonical name. */
    public static Collection<Club> all() {
        return BY_NAME.values();
    }

    /** The club that a file means by a name; a club of its own, without a state, when the table has none. */
    public static Club of(String name) {
        Club club = BY_NAME.get(name);
        return club != null ? club : ClubNames.STANDARD.of(name, "");
    }

    /** The club of the table that a file means by a name; nothing when there is none or it could be more than one. */
    public static Optional<Club> find(String name) {
        return ClubNames.STANDARD.find(name);
    }

    /** The club that a person means: by any of its names or nicknames. Never for files. */
    public static Optional<Club> search(String typed) {
        return find(typed).or(() -> Optional.ofNullable(BY_NICKNAME.get(folded(typed))));
    }

    /** Clubs of the table that an unknown name may have meant, likeliest first, at most three; often none. */
    public static List<String> suggest(String name) {
        String wanted = folded(name);
        int near = Math.max(1, wanted.length() / 4);
        return nearest(name, BY_NAME.keySet(), 3).stream()
                .filter(club -> search(name).filter(found -> found.name().equals(club)).isPresent()
                        || distance(Clubs.of(club), wanted) <= near)
                .toList();
    }

    /** The candidates closest to a name that was mistyped, best first: by any name that people give the club. */
    public static List<String> nearest(String name, Collection<String> candidates, int count) {
        String wanted = folded(name);
        String meant = search(name).map(Club::name).orElse("");
        return candidates.stream()
                .sorted(Comparator.<String>comparingInt(club -> club.equals(meant) ? 0 : 1)
                        .thenComparingInt(club -> distance(of(club), wanted))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    /** Letters and digits only, without accents, lower case: "Grêmio " and "GREMIO" become the same. */
    public static String folded(String name) {
        if (name.isEmpty()) return name;
        return NOT_A_LETTER.matcher(Normalizer.normalize(name, Normalizer.Form.NFD))
                .replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static int distance(Club club, String wanted) {
        return club.searchNames().stream().mapToInt(name -> distance(wanted, folded(name))).min().orElseThrow();
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
