package lib.training;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lib.base.Fault;
import lib.lake.ModelRegistry;
import lib.model.Evaluation;

/** The published versions as a list for people. */
public final class ModelVersions {

    public static final List<String> HEADER = List.of("version", "serves", "kind", "data until", "n", "RPS", "gate");

    private ModelVersions() {}

    /**
     * A version.
     *
     * @param promoted whether it has ever served: by the word of the gate, or because a person moved the pointer to it
     * @param metrics  null if they cannot be read
     */
    public record Line(String version, boolean serves, boolean promoted, Evaluation metrics) {
        public List<String> cells() {
            String mark = serves ? "●" : "";
            if (metrics == null) return List.of(version, mark, "", "", "", "", "damaged");
            return List.of(version, mark, metrics.kind(), metrics.dataUntil().toString(),
                    "%,d".formatted(metrics.served().n()), "%.4f".formatted(metrics.served().rps()),
                    promoted ? "promoted" : "not promoted");
        }
    }

    public static List<Line> of(ModelRegistry registry) {
        Optional<String> champion = registry.champion().map(pointer -> pointer.champion().version());
        Set<String> promoted = registry.history().stream().map(ModelRegistry.Move::version).collect(Collectors.toSet());
        return registry.versions().stream().map(version -> {
            Evaluation metrics = metrics(registry, version);
            boolean gate = metrics != null && !Boolean.FALSE.equals(metrics.promoted()); // the log may have been lost
            return new Line(version, champion.isPresent() && champion.get().equals(version),
                    gate || promoted.contains(version), metrics);
        }).toList();
    }

    private static Evaluation metrics(ModelRegistry registry, String version) {
        try {
            return registry.read(registry.version(version), "metrics.json", Evaluation.class);
        } catch (Fault damaged) {
            return null;
        }
    }
}
