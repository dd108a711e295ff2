package lib.raw;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lib.football.Clubs;

/** Where a results file comes from, as far as it matters for what its days mean. */
public enum RawFormat {

    /**
     * The Brasileirão data set ({@code ID,rodata,data,hora,mandante,…}), or whoever else: days and times of the place.
     */
    ORIGINAL,

    /** football-data.co.uk, {@code Country,League,Season,…,HG,AG,Res} or {@code Div,…,FTHG,FTAG,FTR}: British time. */
    FOOTBALL_DATA;

    /** The name in the API. */
    public String title() {
        return this == ORIGINAL ? "original" : "football-data";
    }

    static RawFormat of(String[] header, Map<Column, Integer> columns) {
        Set<String> names = Arrays.stream(header).map(Clubs::folded).collect(Collectors.toSet());
        boolean old = names.containsAll(Set.of("fthg", "ftag"));
        boolean now = names.containsAll(Set.of("hg", "ag")) && (columns.containsKey(Column.COUNTRY)
                || columns.containsKey(Column.LEAGUE));
        return old || now ? FOOTBALL_DATA : ORIGINAL;
    }
}
