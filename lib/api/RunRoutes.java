package lib.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lib.base.Json;
import lib.lake.Keys;
import lib.lake.Lake;

/** Answers about pipeline runs, those of this machine and those of the state machine on AWS. */
public final class RunRoutes {

    private static final int RUNS = 20;
    private static final DateTimeFormatter RUN_ID = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'");
    private static final int LONGEST_ERROR = 300;
    private static final Pattern ERROR_PREFIX = Pattern.compile("^(error|why|do): +");

    /** A stage of a run: done, running, failed, stopped (nothing has been heard of it for long) or waiting. */
    private record Stage(String stage, String state, Double seconds) {}

    private record Run(String id, Instant started, Map<String, Double> seconds, String outcome, List<Stage> stages,
            List<String> error, JsonNode champion) {}

    /** A run of which nothing has been heard for so long is not running any more. */
    private static final Duration SILENT = Duration.ofHours(1);

    private static final List<String> STAGES = List.of("etl", "train", "publish");

    private RunRoutes() {}

    /**
     * {@code GET /runs}: the newest pipeline runs; one without its last record has not ended. A backtest leaves no
     * record.
     */
    public static Map<String, Object> runs(Lake lake) {
        Map<String, List<Lake.Entry>> byId = new TreeMap<>(Comparator.reverseOrder());
        for (Lake.Entry entry : lake.list(Keys.RUNS)) {
            String[] parts = entry.key().split("/");
            if (parts.length == 3 && entry.key().endsWith(".json")) {
                byId.computeIfAbsent(parts[1], id -> new ArrayList<>()).add(entry);
            }
        }
        List<Run> runs = new ArrayList<>();
        byId.forEach((id, entries) -> {
            if (runs.size() >= RUNS) return;
            try {
                runs.add(run(lake, id, entries));
            } catch (Problem damaged) { // one record that cannot be read must not hide the others
                runs.add(new Run(id, started(id, entries), Map.of(), "unreadable", List.of(), List.of(), null));
            }
        });
        return Map.of("runs", runs);
    }

    private static Run run(Lake lake, String id, List<Lake.Entry> entries) {
        JsonNode record = lake.get(Keys.runRecord(id, "pipeline"))
                .map(stored -> LakeRoutes.read(stored.bytes(), id, JsonNode.class))
                .orElse(Json.MAPPER.createObjectNode());
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (String stage : List.of("etl", "train", "publish", "total")) {
            if (record.path("seconds").has(stage)) seconds.put(stage, record.path("seconds").path(stage).asDouble());
        }
        String outcome = outcome(record);
        return new Run(id, started(id, entries), seconds, outcome, stages(lake, id, entries, outcome, seconds),
                error(record.path("error")), record.get("champion"));
    }

    /**
     * What failed, why, and what to do. A run on this machine leaves these three lines; one on AWS an error whose cause
     * is a list of the last lines of the container's log, with these three among them, or AWS's own words.
     */
    private static List<String> error(JsonNode error) {
        String cause = error.path("Cause").asText();
        List<String> lines = new ArrayList<>();
        if (!error.isObject()) {
            error.forEach(line -> lines.add(line.asText()));
        } else if (cause.startsWith("[")) {
            LakeRoutes.read(cause.getBytes(UTF_8), "error", JsonNode.class)
                    .forEach(line -> lines.add(line.asText().strip()));
        } else { // a container that wrote nothing is ECS's whole description of the task
            String words = !cause.startsWith("{") ? cause
                    : LakeRoutes.read(cause.getBytes(UTF_8), "error", JsonNode.class).path("StoppedReason").asText();
            lines.add(error.path("Error").asText() + (words.isEmpty() ? "" : ": " + words));
        }
        int start = IntStream.range(0, lines.size()).filter(i -> lines.get(i).startsWith("error: ")).max().orElse(0);
        return lines.stream().skip(start).limit(3).map(line -> ERROR_PREFIX.matcher(line).replaceFirst(""))
                .map(line -> line.length() <= LONGEST_ERROR ? line : line.substring(0, LONGEST_ERROR) + "…").toList();
    }

    private static String outcome(JsonNode record) {
        if (record.isEmpty()) return "unfinished";
        String written = record.path("outcome").asText(); // on AWS also promoted or kept, which are no failure
        return List.of("failed", "interrupted").contains(written) ? written : "succeeded";
    }

    /**
     * How far a run has come: each stage leaves a record when it is done, a run on this machine also says what it has
     * begun.
     */
    private static List<Stage> stages(Lake lake, String id, List<Lake.Entry> entries, String outcome, Map<String,
            Double> seconds) {
        Instant heard = entries.stream().map(Lake.Entry::modified).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
        String open = STAGES.stream().filter(stage -> entries.stream()
                .noneMatch(entry -> entry.key().equals(Keys.runRecord(id, stage))))
                .findFirst().orElse("publish");
        String now = lake.get(Keys.runRecord(id, "stage"))
                .map(stored -> LakeRoutes.read(stored.bytes(), id, JsonNode.class).path("stage").asText(open))
                .orElse(open);
        boolean silent = heard.plus(SILENT).isBefore(Instant.now());
        String state = outcome.equals("failed") ? "failed" : outcome.equals("interrupted") || silent ? "stopped"
                : "running";
        int at = STAGES.indexOf(now);
        return IntStream.range(0, STAGES.size()).mapToObj(i -> new Stage(STAGES.get(i),
                outcome.equals("succeeded") || i < at ? "done" : i == at ? state : "waiting",
                seconds.get(STAGES.get(i)))).toList();
    }

    /** A run's ID is the time it began; of another kind of ID the first record's time has to do. */
    private static Instant started(String id, List<Lake.Entry> entries) {
        try {
            return LocalDateTime.parse(id, RUN_ID).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return entries.stream().map(Lake.Entry::modified).min(Comparator.naturalOrder()).orElseThrow();
        }
    }
}
