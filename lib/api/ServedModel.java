package lib.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lib.base.Exit;
import lib.base.Fault;
import lib.football.Season;
import lib.lake.Lake;
import lib.lake.ModelRegistry;
import lib.model.Evaluation;
import lib.model.Features;
import lib.model.Predictor;
import lib.web.Latest;

/**
 * The model that answers requests. It follows the champion in the lake, and keeps the last good model while the lake is
 * away or a new version is damaged: a request never waits for either. Only on Lambda, where nothing runs between two
 * requests, one that comes long after the last look looks itself: else it would be answered by an old champion.
 */
public final class ServedModel {

    /** A loaded version with all that the API tells about it. */
    public record Loaded(String version, ModelRegistry.Champion champion, Predictor predictor, Evaluation metrics,
            Supplier<League> lazyLeague, Supplier<List<Surprises.Surprise>> lazySurprises) {

        /** The version's history; the first call reads it. */
        public League league() {
            return lazyLeague.get();
        }

        /** What surprised the version most; the first call looks for it. */
        public List<?> surprises() {
            return lazySurprises.get();
        }

        /** The running season, or null: a version without a history forecasts all the same. */
        Season season() {
            try {
                return league().season;
            } catch (Problem e) {
                return null;
            }
        }

        /** Whether a club, by its canonical name, can be asked about. */
        boolean knows(String club) {
            if (predictor.clubs().containsKey(club)) return true;
            Season season = season();
            return season != null && season.clubs().contains(club);
        }

        /** Whether a club plays in the running season. */
        boolean plays(String club) {
            Season season = season();
            if (season != null) return season.clubs().contains(club);
            Features.ClubState known = predictor.clubs().get(club);
            return known != null && known.lastSeason() == predictor.season();
        }

        /** Every club that can be asked about: those that have played, and those that only have fixtures yet. */
        SortedSet<String> clubs() {
            SortedSet<String> clubs = new TreeSet<>(predictor.clubs().keySet());
            Season season = season();
            if (season != null) clubs.addAll(season.clubs());
            return clubs;
        }
    }

    private static final int MOST_QUOTED = 3;
    private static final String NONE_YET = "no model has been trained yet";

    /** Lambda names the function to its process, and freezes that whenever no request is under way. */
    private static final boolean IS_FROZEN_BETWEEN_REQUESTS = System.getenv("AWS_LAMBDA_FUNCTION_NAME") != null;

    /** How old a look may be; those in the background, where they run, come more often. */
    private static final Duration OVERDUE = Duration.ofSeconds(5);

    private final ModelRegistry registry;
    private final Consumer<String> log;
    private volatile Loaded current;

    /** Older versions that were asked for last. */
    private final Map<String, Loaded> quoted = new Latest<>(MOST_QUOTED);
    private volatile String trouble = NONE_YET;
    private String logged = NONE_YET;
    private volatile Instant looked = Instant.EPOCH;

    /** @param log told once about every change */
    public ServedModel(Lake lake, Consumer<String> log) {
        this.registry = new ModelRegistry(lake);
        this.log = log;
    }

    /** The model to answer with; without one the API is not ready. */
    public Loaded get() {
        if (IS_FROZEN_BETWEEN_REQUESTS) catchUp();
        Loaded loaded = current;
        if (loaded != null) return loaded;
        throw new Problem(503, "No model",
                trouble + "; run ./jbangw 06_pipeline.java, then this answers within seconds")
                .with("reason", "no_model").retryAfter(2);
    }

    /**
     * A version by its name, for links that quote one: what they say never changes. Without a name, or with that of the
     * version that serves, it is the model of the moment.
     */
    public Loaded get(String version) {
        Loaded now = get();
        if (version == null || version.isBlank() || version.equals(now.version())) return now;
        synchronized (quoted) {
            Loaded known = quoted.get(version);
            if (known != null) return known;
            if (!registry.versions().contains(version)) {
                throw new Problem(404, "Unknown version", "model: there is no version \"" + Reply.shortened(version)
                        + "\" in the lake").with("field", "model");
            }
            try {
                Loaded loaded = load(registry.version(version));
                quoted.put(version, loaded);
                return loaded;
            } catch (Fault e) {
                log.accept("event=version_trouble version=" + version + " reason=\"" + e.getMessage() + "\"");
                throw new Problem(503, "Damaged version",
                        "version " + version + " cannot be loaded; the server's log says why");
            }
        }
    }

    /** The model, or nothing yet. */
    public Optional<Loaded> loaded() {
        return Optional.ofNullable(current);
    }

    /** What keeps the newest champion from being loaded, or an empty string. */
    public String trouble() {
        return trouble;
    }

    /** Looks if the last look is too old by the clock on the wall, which goes on while the process stands still. */
    private synchronized void catchUp() {
        if (looked.plus(OVERDUE).isBefore(Instant.now())) refresh();
    }

    /** Looks once at the champion's pointer and loads its version if it is another one. */
    public synchronized void refresh() {
        String about = "";
        try {
            Optional<ModelRegistry.Pointer> pointer = registry.champion();
            if (pointer.isEmpty()) {
                report(current == null ? NONE_YET : "the champion's pointer is gone; still serving "
                        + current.version(), "");
                return;
            }
            ModelRegistry.Champion champion = pointer.get().champion();
            about = "version " + champion.version();
            if (current == null || !current.champion().equals(champion)) {
                current = load(champion);
                log.accept("event=model version=" + champion.version());
            }
            trouble = "";
            logged = "";
        } catch (RuntimeException e) {
            // Whatever is wrong with a new version, the old one goes on and the next look may find a better one.
            String why = e instanceof Fault fault ? fault.getMessage() + " (" + fault.likelyCause + ")" : e.toString();
            report(about.isEmpty() ? "the champion's pointer cannot be read" : about + " cannot be loaded", ": " + why);
        } finally {
            looked = Instant.now();
        }
    }

    /** All files are loaded and verified, and the model is tried, before the first request sees it. */
    private Loaded load(ModelRegistry.Champion champion) {
        Map<String, byte[]> files = registry.load(champion);
        Predictor predictor = Predictor.of(files.get("model.json"));
        Evaluation metrics = ModelRegistry.read(files.get("metrics.json"), "metrics.json", Evaluation.class);
        if (!predictor.isSound()) {
            throw new Fault(Exit.CONFIGURATION, "its forecasts are not probabilities",
                    "it learned from a league in which something never happened, or was edited by hand",
                    "./jbangw 03_train.java rollback VERSION, or train again", 4);
        }
        Supplier<League> league = once(() -> League.of(champion.version(), files));
        return new Loaded(champion.version(), champion, predictor, metrics, league,
                once(() -> Surprises.of(files.get("backtest.csv"), league.get().history)));
    }

    /** Reads at the first call and remembers. */
    private static <T> Supplier<T> once(Supplier<T> load) {
        return new Supplier<>() {
            private T loaded;

            @Override
            public synchronized T get() {
                if (loaded == null) loaded = load.get();
                return loaded;
            }
        };
    }

    /** @param why for the log alone: it may say where the lake lies */
    private void report(String now, String why) {
        if (!(now + why).equals(logged)) log.accept("event=model_trouble reason=\"" + now + why + "\"");
        logged = now + why;
        trouble = why.isEmpty() ? now : now + "; the server's log says why";
    }
}
