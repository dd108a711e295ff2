package lib.etl;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.football.DataSummary;
import lib.football.DataSummary.Share;
import lib.lake.Arrivals;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.raw.Merger;
import lib.raw.Reason;

/** What follows from what was found in the files: a word, a stop, or a question to a person. */
public final class Verdicts {

    private Verdicts() {}

    /** The files with rows in quarantine, the worst first. */
    public static List<Share> shares(Merger merger) {
        return merger.uploads().stream().filter(upload -> upload.quarantined() > 0).map(upload -> {
            Reason reason = upload.commonest();
            return new Share(upload.file, upload.read(), upload.quarantined(), reason.code(), upload.count(reason));
        }).sorted(Comparator.comparingDouble(Share::share).reversed().thenComparing(Share::file)).toList();
    }

    /** The files that changed results of finished seasons. */
    public static List<DataSummary.Corrections> corrections(Merger merger, Lake lake) {
        return merger.uploads().stream().filter(upload -> upload.changed() > 0)
                .map(upload -> new DataSummary.Corrections(upload.file, Arrivals.sha256(lake, upload.file),
                        upload.changed(), merger.knownBefore(upload))).toList();
    }

    /** Says, as the last lines of a run, what a person should look at. */
    public static void warn(DataSummary summary, Console console) {
        summary.toAccept().forEach(file -> console.warn(("%s changes %,d of %,d known results of finished seasons; "
                + "look at %s; no model that learned it serves before you say --accept-corrections")
                .formatted(file.file(), file.changed(), file.known(), Keys.NOTES)));
        summary.shares().stream().filter(share -> share.share() > DataSummary.SHARE_TO_SAY).limit(3)
                .forEach(share -> console.warn(inWords(share) + ", see " + Keys.QUARANTINE));
    }

    /** Files of which too much is in quarantine for a pipeline to go on by itself. */
    public static List<Share> tooMuch(DataSummary summary) {
        return summary.shares().stream().filter(share -> share.share() > DataSummary.SHARE_TO_STOP).toList();
    }

    /** Throws if too much of a file is in quarantine that nobody has accepted. */
    public static void requireFewInQuarantine(DataSummary summary, Set<String> accepted) {
        tooMuch(summary).stream().filter(share -> !accepted.contains(share.file())).findFirst().ifPresent(share -> {
            throw new Fault(Exit.GATE_SAID_NO, "the pipeline stops before training: " + inWords(share),
                    "a model must not learn from what is left of a file that was not understood",
                    "mend the file and add it again, or take it out of raw/; to go on with what is left: "
                    + "./jbangw 02_etl.java run --accept-quarantine", 2);
        });
    }

    private static String inWords(Share share) {
        String what = Reason.valueOf(share.code().toUpperCase(java.util.Locale.ROOT)).what;
        return "%.0f %% of %s is in quarantine (%,d of %,d rows), %s: %s".formatted(100 * share.share(), share.file(),
                share.quarantined(), share.read(), share.count() == share.quarantined() ? "always" : "most often",
                what);
    }
}
