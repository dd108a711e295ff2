package lib.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of so many entries at most: the one that nobody has asked for longest goes first. Not for several threads. */
public final class Latest<K, V> extends LinkedHashMap<K, V> {

    private final int most;

    public Latest(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
