package lib.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.base.CsvFile;
import lib.base.Json;
import lib.football.DataSummary;
import lib.football.LeagueHistory;
import lib.football.Match;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.ModelRegistry;
import lib.model.Evaluation;
import lib.model.ForecastLog;
import lib.model.Verdict;
import lib.raw.Remark;

/** Answers about what lies in the data lake: the data, reports, the champions there were, scored forecasts. */
public final class LakeRoutes {

    private static final int QUARANTINED_ROWS = 200;
    private static final int CHAMPIONS = 200;
    private static final int SCORED_VERSIONS = 24;

    private record Refused(String file, long line, String code, List<String> arguments, String reason, String row) {}
    private record Version(String version, double rps, int n) {}

    private record Coverage(int season, int matches, int clubs, int fixtures) {}

    private record Champion(Instant at, ModelRegistry.Action action, String version, String from, String reason,
                            Verdict verdict) {}

    private static final Pattern REPORT = Pattern.compile("(data|model|season)(?:\\.(pt))?\\.html");

    /** A page with charts; {@code file} is the last part of its address. */
    private record Report(String file, String name, String language, Instant writtenAt) {}

    private LakeRoutes() {}

    /** {@code GET /reports}: the pages with charts that chapters 2 and 3 have written. */
    public static Map<String, Object> reports(Lake lake) {
        List<Report> reports = new ArrayList<>();
        for (Lake.Entry entry : lake.list(Keys.REPORTS)) {
            Matcher file = REPORT.matcher(entry.key().substring(Keys.REPORTS.length()));
            if (!file.matches()) continue;
            reports.add(new Report(file.group(), file.group(1), file.group(2) == null ? "en" : file.group(2),
                    entry.modified()));
        }
        return Map.of("reports", reports);
    }

    /** {@code GET /reports/FILE}: one of them, as HTML. */
    public static byte[] report(Lake lake, String file) {
        Optional<Lake.Stored> page = REPORT.matcher(file).matches() ? lake.get(Keys.REPORTS + file) : Optional.empty();
        return page.map(Lake.Stored::bytes).orElseThrow(() -> new Problem(404, "Not found",
                "there is no such report; /reports lists what has been written"));
    }

    /** {@code GET /data}: the ETL's summary, the seasons the champion has learned, and rows that were refused. */
    public static Map<String, Object> data(Lake lake, ServedModel model) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("summary", lake.get(Keys.SUMMARY).map(stored -> read(stored.bytes(), Keys.SUMMARY, DataSummary.class))
                .orElse(null));
        body.put("seasons", model.loaded().filter(loaded -> loaded.season() != null)
                .map(loaded -> coverage(loaded.league().history)).orElse(List.of()));
        List<Lake.Entry> raw = lake.list(Keys.RAW).stream()
                .filter(entry -> Keys.isRawCsv(entry.key())).toList();
        Optional<Instant> etl = lake.list(Keys.SUMMARY).stream().map(Lake.Entry::modified).findFirst();
        body.put("raw_files", raw.size());
        body.put("waiting_files", etl.map(done -> raw.stream().filter(entry -> entry.modified().isAfter(done)).count())
                .orElse((long) raw.size()));
        body.put("quarantine", lake.list(Keys.QUARANTINE).isEmpty() ? List.of() : refused(lake));
        return body;
    }

    private static List<Coverage> coverage(LeagueHistory history) {
        SortedMap<Integer, int[]> counts = new TreeMap<>();
        Map<Integer, Set<String>> clubs = new HashMap<>();
        for (Match match : history.matches()) {
            counts.computeIfAbsent(match.season(), season -> new int[2])[0]++;
            clubs.computeIfAbsent(match.season(), season -> new HashSet<>())
                    .addAll(List.of(match.home(), match.away()));
        }
        for (LeagueHistory.Fixture fixture : history.fixtures()) {
            counts.computeIfAbsent(fixture.season(), season -> new int[2])[1]++;
            clubs.computeIfAbsent(fixture.season(), season -> new HashSet<>())
                    .addAll(List.of(fixture.home(), fixture.away()));
        }
        List<Coverage> seasons = new ArrayList<>();
        counts.forEach((season, count) -> seasons.add(new Coverage(
                season, count[0], clubs.get(season).size(), count[1])));
        return seasons;
    }

    private static List<Refused> refused(Lake lake) {
        List<Refused> rows = new ArrayList<>();
        CsvFile.read(lake.open(Keys.QUARANTINE), QUARANTINED_ROWS, cell -> {
            if (cell.length != Remark.COLUMNS.size()) return;
            List<String> arguments = cell[5].isEmpty() ? List.of() : List.of(cell[5].split("\\|", -1));
            rows.add(new Refused(cell[0], Long.parseLong(cell[1]), cell[4], arguments, cell[2], cell[3]));
        });
        return rows;
    }

    /** {@code GET /model/history}: the versions that have been champion, oldest first. */
    public static Map<String, Object> champions(Lake lake) {
        List<Champion> champions = new ModelRegistry(lake).history().stream().map(move -> new Champion(move.at(),
                move.action(), move.version(), move.from(), move.reason(), verdict(move.verdict()))).toList();
        List<Champion> newest = champions.subList(Math.max(0, champions.size() - CHAMPIONS), champions.size());
        return Map.of("history", newest, "scores", scores(lake, newest));
    }

    /** The RPS of each version in its own walk-forward test, in the order in which the last so many first served. */
    private static List<Version> scores(Lake lake, List<Champion> moves) {
        List<String> versions = moves.stream().map(Champion::version).distinct().toList();
        List<Version> scores = new ArrayList<>();
        for (String version : versions.subList(Math.max(0, versions.size() - SCORED_VERSIONS), versions.size())) {
            lake.get(Keys.MODELS + version + "/metrics.json")
                    .map(stored -> read(stored.bytes(), version, Evaluation.class))
                    .ifPresent(metrics -> scores.add(
                            new Version(version, metrics.served().rps(), metrics.served().n())));
        }
        return scores;
    }

    /** The gate's verdict; none for a move by hand, or one that another version of this project wrote down. */
    private static Verdict verdict(JsonNode written) {
        try {
            return Json.MAPPER.convertValue(written, Verdict.class);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** {@code GET /model/log}: forecasts that were written down before the matches, and how they fared. */
    public static ForecastLog log(Lake lake) {
        return lake.get(Keys.FORECAST_LOG).map(stored -> read(stored.bytes(), Keys.FORECAST_LOG, ForecastLog.class))
                .orElseGet(() -> ForecastLog.of(written(lake), List.of(), new double[0]));
    }

    /** What was written down, none of it scored yet. */
    private static List<ForecastLog.Sheet> written(Lake lake) {
        return lake.list(Keys.RECORDED).stream().map(Lake.Entry::key)
                .map(key -> read(lake.get(key).orElseThrow().bytes(), key, ForecastLog.Sheet.class)).toList();
    }

    static <T> T read(byte[] json, String key, Class<T> type) {
        try {
            return Json.read(json, type);
        } catch (IOException e) {
            throw new Problem(503, "Damaged data",
                    key + " in the data lake is damaged; run the command that wrote it again");
        }
    }
}
