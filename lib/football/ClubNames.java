package lib.football;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lib.base.CsvFile;
import lib.base.Exit;
import lib.base.Fault;
import lib.football.Clubs.Club;

/**
 * Which club a file means by a name. Sources write "Ceará SC", "CR Flamengo", "Atl. Mineiro", "São Paulo - SP" or
 * "America FC (Minas Gerais)"; a name is read as words, legal forms (FC, EC, SC …) and a state, and the state decides:
 * "Flamengo-PI" is not Flamengo. A name that could be two clubs is none.
 */
public final class ClubNames {

    /**
     * A name as it is compared.
     *
     * @param words without accents, legal forms and the words between, joined by a blank
     * @param forms the legal forms, before or behind
     * @param state two letters, or empty when the name tells none
     */
    private record Reading(String words, Set<String> forms, String state) {}

    /** A club by one of its names, and whether the name alone is enough or the state must be known too. */
    private record Entry(Club club, boolean needsState) {}

    private static final Set<String> BETWEEN = Set.of("de", "do", "da", "dos", "das", "e");
    private static final Set<String> FORMS = Set.of("fc", "ec", "sc", "cr", "se", "ca", "ac", "aa", "ad", "af", "fr",
            "ge", "gr", "cf", "ser", "fbc", "fbpa");
    /** Forms that so many clubs have that one more or less names no other club, and sources confuse them. */
    private static final Set<String> USUAL = Set.of("fc", "ec", "fbc");
    /** Clubs outside the table that a form alone tells from one inside: of Piauí, Minas, Santa Maria, Campo Grande. */
    private static final Set<String> NAMESAKES =
            Set.of("flamengo ec", "fluminense ec", "guarani ec", "internacional ec", "operario fc");

    /** Abbreviated words in full, and long forms in short, in this order; each with the blanks around it. */
    private static final Map<String, String> SHORTER = pairs("""
            atl = atletico, ath = atletico, atlet = atletico, rb = red bull, s = sao, sta = santa, sto = santo,
            futebol clube = fc, football club = fc, foot ball club = fc, futebol club = fc, esporte clube = ec,
            sport club = sc, sport clube = sc, sporting club = sc, sporting clube = sc, clube regatas = cr,
            club regatas = cr, sociedade esportiva recreativa = ser, sociedade esportiva = se, clube atletico = ca,
            club atletico = ca, club athletico = ca, clube athletico = ca, atletico clube = ac,
            associacao atletica = aa, associacao desportiva = ad, futebol regatas = fr, gremio esportivo = ge""");

    private static final Map<String, String> STATES = pairs("""
            acre = AC, alagoas = AL, amapa = AP, amazonas = AM, bahia = BA, ceara = CE, distrito federal = DF,
            espirito santo = ES, goias = GO, maranhao = MA, mato grosso = MT, mato grosso sul = MS, minas gerais = MG,
            para = PA, paraiba = PB, parana = PR, pernambuco = PE, piaui = PI, rio janeiro = RJ,
            rio grande norte = RN, rio grande sul = RS, rondonia = RO, roraima = RR, santa catarina = SC,
            sao paulo = SP, sergipe = SE, tocantins = TO""");

    private static final int MOST_REMEMBERED = 10_000;

    private static final Pattern ACCENT = Pattern.compile("\\p{M}");
    /** A dot inside initials: F.C. becomes FC, Atl. keeps its blank. */
    private static final Pattern INITIALS = Pattern.compile("\\b(\\p{L})\\.\\s?(?=\\p{L}\\b)");
    /** The mark of a limited company, new since 2021 and no part of any name. */
    private static final Pattern COMPANY = Pattern.compile("\\bs/?a/?f\\b");
    private static final Pattern SET_OFF = Pattern.compile("\\s*[-–—/(\\[,]\\s*([\\p{L} ]+?)\\s*[)\\]]?\\s*$");
    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** The names of the table alone. */
    public static final ClubNames STANDARD = new ClubNames(ClubTable.clubs());

    private final Map<String, List<Entry>> byName = new HashMap<>();
    private final Map<String, Club> clubs = new LinkedHashMap<>();

    /** By the letters of a scoreboard. */
    private final Map<String, Club> codes = new HashMap<>();

    /** What was found under a name: files say the same forty names thousands of times. */
    private final Map<String, Optional<Club>> found = new ConcurrentHashMap<>();

    private ClubNames(Collection<Club> clubs) {
        for (Club club : clubs) {
            this.clubs.put(club.name(), club);
            add(club.name(), club);
            add(club.display(), club);
            club.names().forEach(name -> add(name, club));
            codes.put(club.shortName(), club);
        }
        codes.remove("ATH"); // Athletic's here, elsewhere Athletico's
    }

    private ClubNames(ClubNames standard, Map<String, String> aliases) {
        this(standard.clubs.values());
        aliases.forEach((alias, name) -> {
            Club club = standard.find(name).orElseGet(() -> clubs.computeIfAbsent(name, Club::unknown));
            Reading reading = readings(alias).getFirst();
            String key = key(reading.words, reading.forms);
            byName.computeIfAbsent(key, none -> new ArrayList<>()).removeIf(known -> !known.needsState);
            add(alias, club);
            add(club.name(), club);
        });
    }

    /** These names and more: what a file calls a club → how it is called here. A club may be new; an alias wins. */
    public ClubNames with(Map<String, String> aliases) {
        return new ClubNames(this, aliases);
    }

    /**
     * These names and those of a file of aliases.
     *
     * @param file the file's name, for a fault
     * @param csv  the header {@code name,club}, then in each line a name and the club that it means
     */
    public ClubNames with(String file, byte[] csv) {
        Map<String, String> more = new LinkedHashMap<>();
        CsvFile.read(csv, cell -> {
            if (cell.length != 2 || cell[0].isBlank() || cell[1].isBlank()) {
                throw new Fault(Exit.CONFIGURATION, file + " cannot be read", "a line is not of the form name,club",
                        "write one name and the club it means in each line, under the header name,club", 2);
            }
            more.put(cell[0].strip(), cell[1].strip());
        });
        return with(more);
    }

    /** The club that a name means, or nothing when none of the table has it or more than one could. */
    public Optional<Club> find(String name) {
        return find(name, "");
    }

    /**
     * The club that a name and a state mean.
     *
     * @param state two letters from a column of its own, or empty; a state beside the name goes before it
     */
    public Optional<Club> find(String name, String state) {
        Club exact = clubs.get(name);
        if (exact != null && (state.isEmpty() || exact.state().equals(state))) return Optional.of(exact);
        Optional<Club> before = found.get(name + "|" + state);
        if (before != null) return before;
        Optional<Club> club = read(name, state);
        if (found.size() >= MOST_REMEMBERED) found.clear(); // a file with so many names is no league
        found.put(name + "|" + state, club);
        return club;
    }

    private Optional<Club> read(String name, String state) {
        for (Reading reading : readings(name)) {
            Club club = lookUp(reading, reading.state.isEmpty() ? state : reading.state);
            if (club != null) return Optional.of(club);
        }
        return Optional.ofNullable(codes.get(name)).filter(club -> state.isEmpty() || club.state().equals(state));
    }

    /** The club that a name and a state mean; when there is none in the table, a club of its own. */
    public Club of(String name, String state) {
        return find(name, state).orElseGet(() -> {
            boolean another = !state.isEmpty() && find(name).isPresent(); // Flamengo in a row of Piauí
            Club club = Club.unknown(another ? name + "-" + state : name);
            return state.isEmpty() ? club : club.from(state);
        });
    }

    private Club lookUp(Reading reading, String state) {
        Club own = only(byName.get(key(reading.words, reading.forms)), state);
        if (own != null || reading.forms.isEmpty()) return own;
        if (!USUAL.containsAll(reading.forms)) return null;
        if (reading.forms.stream().anyMatch(form -> NAMESAKES.contains(reading.words + " " + form))) return null;
        List<Entry> carriers = byName.getOrDefault(reading.words, List.of());
        return state.isEmpty() && carriers.size() > 1 ? null : only(carriers, state);
    }

    private static Club only(List<Entry> entries, String state) {
        if (entries == null) return null;
        List<Entry> fitting = entries.stream().filter(entry -> state.isEmpty() ? !entry.needsState
                : entry.club.state().equals(state) || entry.club.state().isEmpty()).toList();
        return fitting.size() == 1 ? fitting.getFirst().club : null;
    }

    private void add(String name, Club club) {
        Reading reading = readings(name).getFirst();
        Entry entry = new Entry(club, !reading.state.isEmpty());
        List<Entry> entries = byName.computeIfAbsent(key(reading.words, reading.forms), key -> new ArrayList<>());
        entries.removeIf(known -> known.club.equals(club) && known.needsState);
        if (entries.stream().noneMatch(known -> known.club.equals(club))) entries.add(entry);
    }

    private static String key(String words, Set<String> forms) {
        return forms.isEmpty() ? words : words + " | " + String.join(" ", forms.stream().sorted().toList());
    }

    /** How a name may be read: as it stands, then with its last word as a state, as in "Corinthians SP". */
    private static List<Reading> readings(String name) {
        String text = plain(name);
        Matcher setOff = SET_OFF.matcher(text);
        for (int from = 0; setOff.find(from); from = setOff.start() + 1) {
            String state = stateOf(setOff.group(1));
            if (state != null && setOff.start() > 0) {
                String rest = text.substring(0, setOff.start());
                List<Reading> readings = new ArrayList<>(List.of(reading(rest, state)));
                readings(rest).stream().filter(twice -> twice.state.equals(state)).forEach(readings::add); // X-PR (PR)
                return readings;
            }
        }
        List<Reading> readings = new ArrayList<>(List.of(reading(text, "")));
        String[] words = words(text).split(" ");
        for (int from = words.length - 1; from > 0; from--) {
            String state = stateOf(String.join(" ", List.of(words).subList(from, words.length)));
            if (state != null) readings.add(reading(String.join(" ", List.of(words).subList(0, from)), state));
        }
        return readings;
    }

    private static Reading reading(String text, String state) {
        List<String> words = new ArrayList<>(List.of(words(text).split(" ")));
        Set<String> forms = new HashSet<>();
        while (words.size() > 1 && FORMS.contains(words.getFirst())) forms.add(words.removeFirst());
        while (words.size() > 1 && FORMS.contains(words.getLast())) forms.add(words.removeLast());
        return new Reading(String.join(" ", words), forms, state);
    }

    private static String plain(String name) {
        String letters = ACCENT.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        String plain = INITIALS.matcher(letters.toLowerCase(Locale.ROOT)).replaceAll("$1");
        return COMPANY.matcher(plain).replaceAll("").strip();
    }

    private static String words(String plain) {
        String text = NOT_A_LETTER.splitAsStream(plain).filter(word -> !BETWEEN.contains(word))
                .collect(Collectors.joining(" ", " ", " "));
        for (var shorter : SHORTER.entrySet()) {
            text = text.replace(" " + shorter.getKey() + " ", " " + shorter.getValue() + " ");
        }
        return text.strip();
    }

    private static String stateOf(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return STATES.containsValue(upper) ? upper : STATES.get(words(text));
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",\\s*")) pairs.put(pair.split(" = ")[0].strip(), pair.split(" = ")[1].strip());
        return pairs;
    }
}
