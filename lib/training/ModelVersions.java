package lib.training;

import java.util.List;
import java.util.Optional;
import lib.base.Fault;
import lib.lake.ModelRegistry;
import lib.model.Evaluation;

/** The published versions as a list for people. */
public final class ModelVersions {

    public static final List<String> HEADER = List.of("version", "serves", "kind", "data until", "n", "RPS", "gate");

    private ModelVersions() {}

    /** A version; {@code metrics} is null if it cannot be read. */
    public record Line(String version, boolean serves, Evaluation metrics) {
        public List<String> cells() {
            String mark = serves ? "●" : "";
            if (metrics == null) return List.of(version, mark, "", "", "", "", "damaged");
            return List.of(version, mark, metrics.kind(), metrics.dataUntil().toString(),
                    "%,d".formatted(metrics.served().n()),
                    "%.4f".formatted(metrics.served().rps()),
                    Boolean.FALSE.equals(metrics.promoted()) ? "not promoted" : "promoted");
        }
    }

    public static List<Line> of(ModelRegistry registry) {
        Optional<String> champion = registry.champion().map(pointer -> pointer.champion().version());
        return registry.versions().stream().map(version -> new Line(version,
                champion.isPresent() && champion.get().equals(version), metrics(registry, version))).toList();
    }

    private static Evaluation metrics(ModelRegistry registry, String version) {
        try {
            return registry.read(registry.version(version), "metrics.json", Evaluation.class);
        } catch (Fault damaged) {
            return null;
        }
    }
}
