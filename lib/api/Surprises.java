package lib.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lib.base.CsvFile;
import lib.football.Clubs;
import lib.football.LeagueHistory;
import lib.football.Match;

/** The results that a version found least likely, in the walk-forward test on matches that it had not seen. */
final class Surprises {

    private static final int MOST = 15;

    /** A match and the chance that its result had been given. */
    record Surprise(LocalDate date, String home, String away, String homeDisplayName, String awayDisplayName,
            int homeGoals, int awayGoals, double chance) {}

    private Surprises() {}

    /** @param backtest the version's own forecasts, {@code date,home,away,p_home,p_draw,p_away}; null if it has none */
    static List<Surprise> of(byte[] backtest, LeagueHistory history) {
        if (backtest == null) return List.of();
        Map<String, Match> results = new HashMap<>();
        for (Match match : history.matches()) {
            results.put(match.date() + "," + match.home() + "," + match.away(), match);
        }
        List<Surprise> all = new ArrayList<>();
        CsvFile.read(backtest, cell -> {
            Match match = results.get(cell[0] + "," + cell[1] + "," + cell[2]);
            if (match == null) return;
            double chance = Double.parseDouble(cell[3 + match.outcome().ordinal()]);
            all.add(new Surprise(match.date(), match.home(), match.away(), Clubs.of(match.home()).display(),
                    Clubs.of(match.away()).display(),
                    match.homeGoals(), match.awayGoals(), chance));
        });
        return all.stream().sorted(Comparator.comparingDouble(Surprise::chance)).limit(MOST).toList();
    }
}
