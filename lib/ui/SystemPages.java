package lib.ui;

import static lib.ui.ApiClient.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import lib.ui.ApiAnswers.Teams;
import lib.ui.SystemAnswers.Data;
import lib.ui.SystemAnswers.History;
import lib.ui.SystemAnswers.Log;
import lib.ui.SystemAnswers.Model;
import lib.ui.SystemAnswers.Preview;
import lib.ui.SystemAnswers.Run;
import lib.ui.SystemAnswers.Runs;
import lib.ui.SystemAnswers.Stored;

/** The pages about how the forecasts come to be: the model, the pipeline, the data. */
public final class SystemPages {

    private final ApiClient api;
    private final FootballPages site;

    public SystemPages(ApiClient api, FootballPages site) {
        this.api = api;
        this.site = site;
    }

    // ---------------------------------------------------------------- the model

    /** The version that answers, how good it is, and how it came there. */
    public View model(Words words) {
        CompletableFuture<Panel<Teams>> clubs = site.clubsSoon();
        CompletableFuture<Panel<History>> history = Panel.soon(() -> api.get("/model/history", History.class));
        CompletableFuture<Panel<Log>> log = Panel.soon(() -> api.get("/model/log", Log.class));
        Panel<Model> model = Panel.of(() -> api.get("/model", Model.class));
        View view = View.of("model", clubs.join(), Map.of("model", model, "history", history.join(), "log", log.join())).with("chart", null);
        if (history.join().value() != null) view.with("moves", history.join().value().history().reversed());
        if (model.value() == null) return view;
        SystemAnswers.Metrics metrics = model.value().metrics();
        SystemAnswers.Scores best = metrics.best();
        String verdict = metrics.beatsAlwaysHome()
                ? words.text("model.verdict.yes", words.whole(best.n()), words.percent(metrics.rpsGain() / (best.rps() + metrics.rpsGain())), words.percent(best.accuracy()))
                : words.text("model.verdict.no", words.whole(best.n()));
        if (!metrics.reliability().isEmpty()) view.with("chart", Charts.reliability(metrics.reliability(), words));
        List<BoardRow> board = metrics.leaderboard().stream().map(row -> new BoardRow(row.kind(), row.scores(),
                row.kind().equals("always-home") ? null : difference(row.toAlwaysHome(), words),
                row.ofTheWay() == null ? null : words.percent(row.ofTheWay()), row.kind().equals(metrics.kind()))).toList();
        return view.with("verdict", verdict).with("board", board).with("limit", metrics.limit())
                .with("excess", metrics.limit() == null ? null : difference(metrics.limit().excess(), words));
    }

    private static String difference(SystemAnswers.Difference difference, Words words) {
        return difference == null ? null : words.signed(difference.rps(), 4) + "\u00a0±\u00a0" + words.decimal(difference.standardError(), 4);
    }

    /** A line of the leaderboard; {@code serving} marks the kind that answers. */
    public record BoardRow(String kind, SystemAnswers.Scores scores, String difference, String way, boolean serving) {}

    // ---------------------------------------------------------------- the pipeline

    /** A run as the page shows it: its stages' durations in the order of the columns. */
    public record RunRow(String started, String when, boolean good, List<String> seconds, String champion) {}

    /** The latest runs, newest first. */
    public View pipeline(Words words) {
        CompletableFuture<Panel<Teams>> clubs = site.clubsSoon();
        Panel<Runs> runs = Panel.of(() -> api.get("/runs", Runs.class));
        View view = View.of("pipeline", clubs.join(), Map.of("runs", runs));
        if (runs.value() == null) return view;
        Set<String> stages = new LinkedHashSet<>();
        for (Run run : runs.value().runs()) stages.addAll(run.seconds().keySet());
        if (stages.remove("total")) stages.add("total");
        List<RunRow> rows = new ArrayList<>();
        for (Run run : runs.value().runs()) {
            List<String> seconds = stages.stream().map(stage -> run.seconds().get(stage) == null ? "–" : words.seconds(run.seconds().get(stage))).toList();
            rows.add(new RunRow(run.started().toString(), words.time(run.started()), run.outcome().equals("succeeded"), seconds,
                    run.champion() == null ? "–" : run.champion().path("version").asText("–")));
        }
        return view.with("rows", rows).with("stages", stages);
    }

    // ---------------------------------------------------------------- the data

    /** What is in the lake, and what was set aside; with the door that uploads find. */
    public View data(String door, Words words) {
        CompletableFuture<Panel<Teams>> clubs = site.clubsSoon();
        Panel<Data> data = Panel.of(() -> api.get("/data", Data.class));
        View view = View.of("data", clubs.join(), Map.of("data", data)).with("door", door);
        Map<String, String> facts = new LinkedHashMap<>();
        if (data.value() != null && data.value().summary() != null) {
            SystemAnswers.Summary summary = data.value().summary();
            facts.put("files", words.whole(summary.files()));
            facts.put("rows", words.whole(summary.read()));
            facts.put("matches", words.whole(summary.matches()));
            facts.put("fixtures", words.whole(summary.fixtures()));
            facts.put("duplicates", words.whole(summary.duplicates()));
            facts.put("quarantined", words.whole(summary.quarantined()));
        }
        return view.with("facts", facts);
    }

    /** The page of the data with what the ETL would say about a file. */
    public View preview(Uploads.File file, String door, Words words) {
        Panel<Preview> preview = Panel.of(() -> api.post("/data/preview", file.content(), Preview.class));
        return data(door, words).with("preview", preview).with("file", file);
    }

    /** Puts a file into the lake, and says so or why not. */
    public View store(Uploads.File file, String door, Words words) {
        Panel<Stored> stored = Panel.of(() -> api.post("/data?name=" + encoded(file.name()), file.content(), Stored.class));
        return data(door, words).with("message", stored.value() != null ? words.text("upload.stored", file.name())
                : words.text("trouble." + stored.troubleKey() + ".why", stored.reason()));
    }
}
