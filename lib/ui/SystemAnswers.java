package lib.ui;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What the API tells about the model, the runs and the data; see {@link ApiAnswers}. */
public final class SystemAnswers {

    private SystemAnswers() {}

    /** How a forecaster scored on matches that it had not seen; {@code models/VERSION/metrics.json} has these names. */
    public record Scores(int n, double rps, double logLoss, double brier, double accuracy, double calibrationError) {}

    /** A mean difference of RPS on the same matches, and its standard error; below zero, the first is better. */
    public record Difference(int n, double rps, double standardError) {}

    /**
     * What no forecaster can be expected to reach: bookmaker or truth; {@code excess} is how far the serving one is
     * above.
     */
    public record Limit(String kind, Scores scores, double served, Difference excess) {}

    /** A forecaster's line; {@code ofTheWay} is how far it goes from always-home to the limit, null if not known. */
    public record Row(String kind, Scores scores, Difference toAlwaysHome, Double ofTheWay) {
        public Row {
            ApiAnswers.require(ApiAnswers.named(kind) && scores != null, "a forecaster without scores");
        }
    }

    /** The leaderboard, best first; the limit is null where none is known. */
    public record Metrics(String kind, int firstSeason, int lastSeason, List<Row> leaderboard, Limit limit,
                          List<Reliability> reliability, boolean beatsAlwaysHome, double rpsGain) {
        public Metrics {
            ApiAnswers.require(leaderboard != null && !leaderboard.isEmpty(), "no leaderboard");
            reliability = reliability == null ? List.of() : reliability;
        }

        /** The scores of the kind that serves. */
        public Scores best() {
            return leaderboard.stream().filter(row -> row.kind.equals(kind)).findFirst()
                    .orElse(leaderboard.getFirst()).scores;
        }
    }

    /** How often forecasts of an outcome came true: its mean forecast, its share, and a rising curve in steps. */
    public record Reliability(String outcome, int n, double forecast, double happened, List<Step> steps) {
        public Reliability {
            ApiAnswers.require(ApiAnswers.named(outcome) && steps != null && !steps.isEmpty(),
                    "a curve without an outcome");
        }
    }

    /** The {@code n} forecasts from {@code from} to {@code to} came true with this frequency. */
    public record Step(int n, double from, double to, double happened) {}

    public record Model(String version, String kind, Instant promotedAt, LocalDate dataUntil, Boolean simulated,
            Metrics metrics) implements ApiAnswers.MaybeSimulated {
        public Model {
            ApiAnswers.require(ApiAnswers.named(version) && ApiAnswers.named(kind) && dataUntil != null
                    && simulated != null && metrics != null, "the model is incomplete");
        }
    }

    /** A move of the pointer to the version that serves: promote or rollback. */
    public record Move(Instant at, String action, String version, String reason, Verdict verdict) {
        public Move {
            ApiAnswers.require(at != null && action != null && ApiAnswers.named(version), "a move is incomplete");
        }
    }

    /** What the gate said, as data; see {@code lib.model.Verdict}. */
    public record Verdict(String code, LocalDate dataUntil, String champion, Difference difference, int count) {}

    /** The versions that have served, oldest first. */
    public record History(List<Move> history, List<Version> scores) {
        public History {
            ApiAnswers.require(history != null, "no history");
            scores = scores == null ? List.of() : scores;
        }
    }

    /** A match whose result the model had found unlikely. */
    public record Surprise(LocalDate date, String home, String away, String homeDisplayName, String awayDisplayName,
            int homeGoals, int awayGoals, double chance) {}

    /** The least likely results of the walk-forward test. */
    public record Surprises(List<Surprise> surprises) {
        public Surprises {
            ApiAnswers.require(surprises != null, "no surprises");
        }
    }

    /** What a version scored in its own walk-forward test. */
    public record Version(String version, double rps, int n) {}

    /** Forecasts written down before their matches and scored after. */
    public record Log(int recorded, int waiting, Scores scores, Drift drift, Boolean simulated)
            implements ApiAnswers.MaybeSimulated {}

    /** Whether the newest matches went worse than the backtest lets expect: too-few, none, watch or drift. */
    public record Drift(String signal, int n, Double recent, Double expected) {}

    /** A run of the pipeline, with the durations of its stages in seconds; succeeded, failed or unfinished. */
    public record Run(String id, Instant started, Map<String, Double> seconds, String outcome, List<Stage> stages,
            List<String> error, JsonNode champion) {
        public Run {
            ApiAnswers.require(ApiAnswers.named(id) && started != null && seconds != null && outcome != null,
                    "a run is incomplete");
            stages = stages == null ? List.of() : stages;
            error = error == null ? List.of() : error;
        }

        /** How far a stage is: done, running, failed, stopped or waiting. */
        public String state(String stage) {
            return stages.stream().filter(one -> one.stage.equals(stage)).map(Stage::state).findFirst()
                    .orElse(outcome.equals("succeeded") ? "done" : "waiting");
        }
    }

    /** A stage of a run. */
    public record Stage(String stage, String state, Double seconds) {}

    /** A page with charts in a language. */
    public record Report(String file, String name, String language, Instant writtenAt) {
        public Report {
            ApiAnswers.require(ApiAnswers.named(file) && name != null && language != null && writtenAt != null,
                    "not a report");
        }
    }

    /** The pages with charts that have been written. */
    public record Reports(List<Report> reports) {
        public Reports {
            ApiAnswers.require(reports != null, "no reports");
        }
    }

    /** The latest runs, newest first. */
    public record Runs(List<Run> runs) {
        public Runs {
            ApiAnswers.require(runs != null, "no runs");
        }
    }

    /** What the ETL made of all files. */
    public record Summary(int files, int read, int matches, int duplicates, int fixtures, int neverPlayed,
            int quarantined, LocalDate dataUntil, Boolean simulated) {

        /** Matches still to be played: not those of seasons that are over. */
        public int toPlay() {
            return fixtures - neverPlayed;
        }
    }

    /** What is known of a season. */
    public record Coverage(int season, int clubs, int matches, int fixtures) {}

    /** A row that cannot be true; a preview leaves out file and row. */
    public record Refused(String file, int line, String code, List<String> arguments, String reason, String row) {
        public Refused {
            arguments = arguments == null ? List.of() : arguments;
        }
    }

    /** What lies in the data lake; the summary is null before the first ETL. */
    public record Data(String lake, Summary summary, List<Coverage> seasons, Integer rawFiles, Integer waitingFiles,
            List<Refused> quarantine) implements ApiAnswers.MaybeSimulated {
        public Data {
            ApiAnswers.require(seasons != null && quarantine != null, "no data");
        }

        @Override
        public Boolean simulated() {
            return summary != null && Boolean.TRUE.equals(summary.simulated);
        }
    }

    /** What the ETL would say about a file by itself; see the API's {@code POST /data/preview}. */
    public record Preview(String format, int rows, int kept, int fixtures, int duplicates, int refusedRows,
            LocalDate from, LocalDate to, boolean simulated, List<String> unknownClubs, List<Refused> refused) {
        public Preview {
            refused = refused == null ? List.of() : refused;
            unknownClubs = unknownClubs == null ? List.of() : unknownClubs;
        }

        /** Whether there is anything in it to learn or to forecast. */
        public boolean usable() {
            return kept + fixtures > 0;
        }
    }

    /** What the API says after it stored a file. */
    public record Stored(String key, int bytes) {}
}
