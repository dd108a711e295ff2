package lib.training;

import java.nio.charset.StandardCharsets;
import java.util.List;
import lib.model.Evaluation;

/** A page about a version that a person can read in the lake; {@code models/VERSION/card.md}. */
public final class ModelCard {

    private ModelCard() {}

    public static byte[] of(String version, TrainingData data, Evaluation metrics) {
        StringBuilder rows = new StringBuilder();
        for (List<String> row : metrics.table()) rows.append("| ").append(String.join(" | ", row)).append(" |\n");
        return """
                # Model %s
                %s
                Forecasts home win, draw and away win in the Brazilian Série A from results alone.

                - Forecaster: %s
                - Learned from %,d matches, seasons %d to %d, data until %s
                - Data fingerprint (SHA-256 of processed/matches.csv): %s
                - %s
                - %s: %s

                Walk-forward, each match forecast from earlier days only, seasons %d to %d:

                | %s |
                |%s
                %s
                Lower is better for all but accuracy. Differences are of RPS, with their standard error. %s

                It knows nothing of line-ups, injuries, transfers or money. It is not betting advice.
                """.formatted(version,
                metrics.simulated() ? "\n**SIMULATED LEAGUE: these matches never took place.**\n" : "",
                metrics.kind(), data.examples().size(), data.summary().firstSeason(), data.summary().lastSeason(),
                metrics.dataUntil(), metrics.fingerprint(), metrics.verdict(),
                metrics.promoted() ? "Promoted" : "Not promoted", metrics.reason(), metrics.firstSeason(),
                metrics.lastSeason(),
                String.join(" | ", Evaluation.HEADER), "---|".repeat(Evaluation.HEADER.size()), rows,
                metrics.limit() == null ? "" : "For comparison, " + metrics.limit().verdict(metrics.kind()) + ".")
                .getBytes(StandardCharsets.UTF_8);
    }
}
