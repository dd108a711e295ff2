package lib.aws;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.base.Console;

/** What {@code apply} would do, resource by resource, and what the result costs. */
public record Plan(List<Step> steps, List<Price.Row> prices) {

    /** One field that differs; {@code is} is null when it is not there. */
    public record Difference(String field, String is, String shouldBe) {}

    /** What one resource needs: nothing, a change of some fields, or to be made. */
    public record Step(String kind, String name, String action, String why, List<Difference> differences) {

        public static final String CREATE = "create";
        public static final String CHANGE = "change";
        public static final String KEEP = "keep";

        static Step of(Resource resource) {
            Optional<Map<String, String>> is = resource.describe();
            if (is.isEmpty()) return new Step(resource.kind(), resource.name(), CREATE, resource.why(), List.of());
            List<Difference> differences = new ArrayList<>();
            resource.desired().forEach((field, shouldBe) -> {
                String value = is.get().get(field);
                if (!shouldBe.equals(value)) differences.add(new Difference(field, value, shouldBe));
            });
            return new Step(resource.kind(), resource.name(), differences.isEmpty() ? KEEP : CHANGE, resource.why(), differences);
        }

        public Set<String> fields() {
            Set<String> fields = new LinkedHashSet<>();
            for (Difference difference : differences) fields.add(difference.field);
            return fields;
        }

        private String sign() {
            return switch (action) {
                case CREATE -> "+";
                case CHANGE -> "~";
                default -> "=";
            };
        }
    }

    /** How many resources would be made or changed. */
    public int changes() {
        return (int) steps.stream().filter(step -> !step.action.equals(Step.KEEP)).count();
    }

    /** The plan as one JSON object. */
    public Map<String, Object> json() {
        return Map.of("changes", changes(), "steps", steps, "prices", prices, "total", Price.total(prices));
    }

    /** Shows each resource with + (made), ~ (changed) or = (kept), and the price table. */
    public void show(Console console) {
        for (Step step : steps) {
            console.line(step.sign() + " " + step.kind + " " + step.name + (step.action.equals(Step.CREATE) ? "  (" + step.why + ")" : ""));
            for (Difference difference : step.differences) {
                console.line("    " + difference.field + ": " + shortened(difference.is) + " -> " + shortened(difference.shouldBe));
            }
        }
        console.line("");
        showPrices(console);
        console.line("");
        console.line(changes() == 0 ? "no changes: everything is as it should be" : changes() + " of " + steps.size()
                + " to make or change");
    }

    /** Shows the price table alone. */
    public void showPrices(Console console) {
        console.table(Price.HEADER, Price.table(prices));
        console.line("list prices of us-east-1, without taxes and free tier; " + notes());
    }

    private String notes() {
        List<String> notes = prices.stream().map(Price.Row::note).filter(note -> !note.isEmpty()).distinct().toList();
        return notes.isEmpty() ? "nothing here costs by the hour" : String.join("; ", notes);
    }

    private static String shortened(String value) {
        if (value == null) return "(none)";
        String line = value.replaceAll("\\s+", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
}
