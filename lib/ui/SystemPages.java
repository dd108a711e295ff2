package lib.ui;

import static lib.ui.ApiClient.encoded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.ui.ApiAnswers.Teams;
import lib.ui.SystemAnswers.Data;
import lib.ui.SystemAnswers.History;
import lib.ui.SystemAnswers.Log;
import lib.ui.SystemAnswers.Model;
import lib.ui.SystemAnswers.Preview;
import lib.ui.SystemAnswers.Refused;
import lib.ui.SystemAnswers.Reports;
import lib.ui.SystemAnswers.Run;
import lib.ui.SystemAnswers.Runs;
import lib.ui.SystemAnswers.Stored;
import lib.ui.SystemAnswers.Surprises;

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
        CompletableFuture<Panel<Surprises>> surprises = Panel.soon(() -> api.get("/model/surprises", Surprises.class));
        Panel<Model> model = Panel.of(() -> api.get("/model", Model.class));
        View view = View.of("model", clubs.join(),
                Map.of("model", model, "history", history.join(), "log", log.join(), "surprises", surprises.join()))
                .with("chart", null);
        if (history.join().value() != null) view.with("moves", history.join().value().history().reversed());
        if (model.value() == null) return view;
        SystemAnswers.Metrics metrics = model.value().metrics();
        SystemAnswers.Scores best = metrics.best();
        String verdict = metrics.beatsAlwaysHome()
                ? words.text("model.verdict.yes", words.whole(best.n()),
                        words.percent(metrics.rpsGain() / (best.rps() + metrics.rpsGain())),
                        words.percent(best.accuracy()))
                : words.text("model.verdict.no", words.whole(best.n()));
        if (!metrics.reliability().isEmpty()) view.with("chart", Charts.reliability(metrics.reliability(), words));
        List<BoardRow> board = metrics.leaderboard().stream().map(row -> new BoardRow(row.kind(), row.scores(),
                row.kind().equals("always-home") ? null : difference(row.toAlwaysHome(), words),
                row.ofTheWay() == null ? null : words.percent(row.ofTheWay()), row.kind().equals(metrics.kind())))
                .toList();
        return view.with("verdict", verdict).with("board", board).with("limit", metrics.limit())
                .with("excess", metrics.limit() == null ? null : difference(metrics.limit().excess(), words));
    }

    private static String difference(SystemAnswers.Difference difference, Words words) {
        return difference == null ? null : words.signed(difference.rps(), 4) + "\u00a0±\u00a0"
                + words.decimal(difference.standardError(), 4);
    }

    /** A line of the leaderboard; {@code serving} marks the kind that answers. */
    public record BoardRow(String kind, SystemAnswers.Scores scores, String difference, String way, boolean serving) {}

    // ---------------------------------------------------------------- the pipeline

    /** So many of the rows that were set aside stand below the drawing; the page of the data has all. */
    private static final int MOST_ASIDE = 8;

    /** A run as the page shows it, good, bad or running: its stages' durations in the order of the columns. */
    public record RunRow(String started, String when, String outcome, List<String> seconds, String champion) {}

    /**
     * A stage of the drawing.
     *
     * @param key     of its words
     * @param state   done, running, failed, stopped, waiting or unknown
     * @param facts   its own numbers
     * @param command that runs it, to copy
     * @param place   where its result lies in the lake; empty for none
     */
    public record Box(String key, String state, List<String> facts, String command, String place) {}

    /** The way from raw files to this page, with the numbers of each stage, and the latest runs, newest first. */
    public View pipeline(Words words) {
        CompletableFuture<Panel<Teams>> clubs = site.clubsSoon();
        CompletableFuture<Panel<Data>> data = Panel.soon(() -> api.get("/data", Data.class));
        CompletableFuture<Panel<History>> history = Panel.soon(() -> api.get("/model/history", History.class));
        Panel<Runs> runs = Panel.of(() -> api.get("/runs", Runs.class));
        data.join();
        history.join();
        long start = System.nanoTime();
        Panel<Model> model = Panel.of(() -> api.get("/model", Model.class));
        long milliseconds = Math.max(1, (System.nanoTime() - start) / 1_000_000);
        View view = View.of("pipeline", clubs.join(),
                Map.of("runs", runs, "data", data.join(), "history", history.join(), "model", model));
        Run newest = runs.value() == null || runs.value().runs().isEmpty() ? null : runs.value().runs().getFirst();
        String withoutRun = runs.value() == null ? "unknown" : "waiting";
        boolean isReached = model.value() != null || model.trouble() == ApiClient.Trouble.NO_MODEL;
        List<Refused> aside = data.join().value() == null ? List.of() : data.join().value().quarantine();
        List<Box> boxes = boxes(newest, withoutRun, data.join().value(), model.value(),
                isReached ? "waiting" : "unknown", history.join().value(), milliseconds, words);
        view.with("boxes", boxes)
                .with("shows", shows(newest, data.join().value(), model.value()))
                .with("aside", aside.subList(0, Math.min(MOST_ASIDE, aside.size())))
                .with("error", newest == null ? List.of() : newest.error())
                .with("line", history.join().value() == null ? null : Line.of(history.join().value().scores()));
        if (runs.value() == null) return view;
        Set<String> stages = new LinkedHashSet<>();
        for (Run run : runs.value().runs()) stages.addAll(run.seconds().keySet());
        if (stages.remove("total")) stages.add("total");
        List<RunRow> rows = new ArrayList<>();
        for (Run run : runs.value().runs()) {
            List<String> seconds = stages.stream()
                    .map(stage -> run.seconds().get(stage) == null ? "–" : words.seconds(run.seconds().get(stage)))
                    .toList();
            boolean running = run.stages().stream().anyMatch(stage -> stage.state().equals("running"));
            String outcome = running ? "running" : run.outcome().equals("succeeded") ? "good" : "bad";
            rows.add(new RunRow(run.started().toString(), words.time(run.started()), outcome, seconds,
                    run.champion() == null ? "–" : run.champion().path("version").asText("–")));
        }
        return view.with("rows", rows).with("stages", stages);
    }

    /** Changes whenever the drawing does, and not with the time that the API took. */
    private static String shows(Run run, Data data, Model model) {
        return Integer.toHexString(Objects.hash(run == null ? null : List.of(run.id(), run.outcome(), run.stages()),
                data == null ? null : Arrays.asList(data.summary(), data.rawFiles(), data.waitingFiles()),
                model == null ? null : model.version()));
    }

    private static List<Box> boxes(Run run, String withoutRun, Data data, Model model, String withoutModel,
            History history, long milliseconds, Words words) {
        String etl = run == null ? withoutRun : run.state("etl");
        String train = run == null ? withoutRun : run.state("train");
        SystemAnswers.Summary summary = data == null ? null : data.summary();
        SystemAnswers.Move move = history == null || history.history().isEmpty() ? null : history.history().getLast();
        List<Box> boxes = new ArrayList<>();
        boolean files = data != null && data.rawFiles() != null;
        boxes.add(new Box("raw", !files ? "unknown" : data.rawFiles() == 0 ? "waiting" : "done", facts(
                files ? words.count("flow.raw.files.", data.rawFiles()) : null,
                data == null || data.waitingFiles() == null || data.waitingFiles() == 0 ? null
                : words.text("flow.raw.waiting", words.whole(data.waitingFiles()))),
                "./jbangw 02_etl.java add FILE.csv", "raw/"));
        boxes.add(new Box("etl", etl, summary == null ? List.of()
                : facts(words.text("flow.etl.rows", words.whole(summary.read())),
                words.text("flow.etl.kept", words.whole(summary.matches()), words.whole(summary.toPlay())),
                words.text("flow.etl.set_aside", words.whole(summary.duplicates()),
                        words.whole(summary.quarantined())), seconds(run, "etl", words)),
                "./jbangw 02_etl.java", "processed/matches.csv"));
        boxes.add(new Box("features", after(etl), summary == null ? List.of()
                : facts(words.text("flow.features.rows", words.whole(summary.matches()))),
                "./jbangw 02_etl.java", "processed/features.csv"));
        boxes.add(new Box("training", train, model == null ? List.of() : facts(
                words.text("flow.training.rps", words.decimal(model.metrics().best().rps(), 4),
                        words.decimal(model.metrics().best().rps() + model.metrics().rpsGain(), 4)),
                words.text("flow.training.kinds", words.whole(model.metrics().leaderboard().size())),
                seconds(run, "train", words)),
                "./jbangw 03_train.java", "models/"));
        boxes.add(new Box("gate", after(train), move == null ? List.of() : facts(words.why(move)),
                "./jbangw 03_train.java models", "models/history.jsonl"));
        boxes.add(new Box("champion", model == null ? withoutModel : "done",
                model == null ? List.of() : facts(model.version(),
                words.textOr("kind." + model.kind(), model.kind())), "./jbangw 03_train.java rollback",
                "models/champion.json"));
        boxes.add(new Box("api", model == null ? withoutModel : "done",
                model == null ? List.of() : facts(words.text("flow.api.answer", words.whole(milliseconds))),
                "./jbangw 04_api.java", ""));
        boxes.add(new Box("page", "done", facts(words.text("flow.page.here")), "./jbangw 05_ui.java", ""));
        return boxes;
    }

    /** The second half of a stage: what fails, fails in the first. */
    private static String after(String state) {
        return state.equals("failed") ? "waiting" : state;
    }

    private static String seconds(Run run, String stage, Words words) {
        return run == null || run.seconds().get(stage) == null ? null : words.seconds(run.seconds().get(stage));
    }

    private static List<String> facts(String... facts) {
        return Stream.of(facts).filter(Objects::nonNull).toList();
    }

    /** A line over versions in a drawing of {@value #WIDTH} by {@value #HEIGHT}: lower is better. */
    public record Line(List<SystemAnswers.Version> versions, String points, List<int[]> dots, double best,
            double worst) {

        private static final int WIDTH = 600;
        private static final int HEIGHT = 120;

        /** Null for fewer than two versions: they make no line. */
        static Line of(List<SystemAnswers.Version> versions) {
            if (versions.size() < 2) return null;
            double best = versions.stream().mapToDouble(SystemAnswers.Version::rps).min().orElseThrow();
            double worst = versions.stream().mapToDouble(SystemAnswers.Version::rps).max().orElseThrow();
            double range = Math.max(worst - best, 1e-4);
            List<int[]> dots = new ArrayList<>();
            for (int i = 0; i < versions.size(); i++) {
                dots.add(new int[] {10 + i * (WIDTH - 20) / (versions.size() - 1),
                        (int) Math.round(HEIGHT - 10 - (HEIGHT - 20) * (versions.get(i).rps() - best) / range)});
            }
            return new Line(versions, dots.stream().map(dot -> dot[0] + "," + dot[1]).collect(Collectors.joining(" ")),
                    dots, best, worst);
        }
    }

    // ---------------------------------------------------------------- the reports

    /** A report as the page lists it: its address here, null while nobody has written it, and the command that does. */
    public record ReportRow(String name, String address, String written, String command) {}

    private static final List<ReportRow> REPORTS = List.of(
            new ReportRow("data", null, null, "./jbangw 02_etl.java report"),
            new ReportRow("model", null, null, "./jbangw 03_train.java report"),
            new ReportRow("season", null, null, "./jbangw 03_train.java season"));

    /** The pages with charts, in this language. */
    public View reports(Words words) {
        CompletableFuture<Panel<Teams>> clubs = site.clubsSoon();
        Panel<Reports> reports = Panel.of(() -> api.get("/reports", Reports.class));
        View view = View.of("reports", clubs.join(), Map.of("reports", reports));
        if (reports.value() == null) return view;
        return view.with("rows", REPORTS.stream().map(row -> reports.value().reports().stream()
                .filter(report -> report.name().equals(row.name) && report.language().equals(words.code())).findFirst()
                .map(report -> new ReportRow(row.name, "/reports/" + report.file(), words.time(report.writtenAt()),
                        row.command)).orElse(row)).toList());
    }

    /** One of them, as the lake has it. */
    public Panel<byte[]> report(String file) {
        return Panel.of(() -> api.page("/reports/" + encoded(file)));
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
            facts.put("fixtures", words.whole(summary.toPlay()));
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
        Panel<Stored> stored = Panel.of(() -> api.post("/data?name=" + encoded(file.name()), file.content(),
                Stored.class));
        return data(door, words).with("message", stored.value() != null ? words.text("upload.stored", file.name())
                : words.text("trouble." + stored.troubleKey() + ".why", stored.reason()));
    }
}
