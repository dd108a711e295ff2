package lib.raw;

import java.util.HashMap;
import java.util.Map;
import lib.football.ClubNames;
import lib.football.Clubs;

/** What the names of clubs in one file mean, each looked up once: a file has few of them and many rows. */
final class NameCache {

    private static final int MOST = 10_000; // a file with more is no league

    private final ClubNames names;
    private final Map<String, Clubs.Club> clubs = new HashMap<>();
    private final Map<String, Boolean> known = new HashMap<>();

    NameCache(ClubNames names) {
        this.names = names;
    }

    /** The club; one of its own if no list has the name. @param state two letters, or empty */
    Clubs.Club of(String name, String state) {
        if (clubs.size() > MOST) clubs.clear();
        return clubs.computeIfAbsent(state + name, key -> names.of(name, state));
    }

    /** Whether a list has the name. */
    boolean isKnown(String name) {
        if (known.size() > MOST) known.clear();
        return known.computeIfAbsent(name, key -> names.find(name).isPresent());
    }
}
