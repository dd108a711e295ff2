package lib.aws;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.base.Console;

/** What {@code apply} would do, resource by resource, and what the result costs. */
public record Plan(List<Step> steps, List<Price.Row> prices, String region) {

    /** A plan at the prices of us-east-1. */
    public Plan(List<Step> steps, List<Price.Row> prices) {
        this(steps, prices, "us-east-1");
    }

    /** The same plan at the prices of another region. */
    public Plan in(String other) {
        return new Plan(steps, prices.stream().map(row -> row.in(other)).toList(), other);
    }

    /** One field that differs; {@code is} is null when it is not there. */
    public record Difference(String field, String is, String shouldBe) {

        private static final int WIDTH = 60;

        /** In one line; long values begin shortly before the place where they part, so that the change is seen. */
        @Override
        public String toString() {
            String from = oneLine(is);
            String to = oneLine(shouldBe);
            int parts = 0;
            while (parts < Math.min(from.length(), to.length()) && from.charAt(parts) == to.charAt(parts)) parts++;
            int start = Math.max(from.length(), to.length()) <= WIDTH ? 0 : Math.max(0, parts - WIDTH / 3);
            return field + ": " + cut(from, start) + " -> " + cut(to, start);
        }

        private static String oneLine(String value) {
            return value == null ? "(none)" : value.replaceAll("\\s+", " ");
        }

        private static String cut(String line, int start) {
            String rest = start == 0 ? line : "..." + line.substring(start);
            return rest.length() <= WIDTH ? rest : rest.substring(0, WIDTH - 3) + "...";
        }
    }

    /** What is to be done with a resource; its sign leads the line that shows it. */
    public enum Action {
        CREATE("+"), CHANGE("~"), KEEP("=");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }

        /** As it stands in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What one resource needs: nothing, a change of some fields, or to be made. */
    public record Step(String kind, String name, Action action, String why, List<Difference> differences) {

        static Step of(Resource resource) {
            Optional<Map<String, String>> is = resource.describe();
            if (is.isEmpty()) {
                return new Step(resource.kind(), resource.name(), Action.CREATE, resource.why(), List.of());
            }
            List<Difference> differences = new ArrayList<>();
            resource.desired().forEach((field, shouldBe) -> {
                String value = is.get().get(field);
                if (!shouldBe.equals(value)) differences.add(new Difference(field, value, shouldBe));
            });
            return new Step(resource.kind(), resource.name(), differences.isEmpty() ? Action.KEEP : Action.CHANGE,
                    resource.why(), differences);
        }

        public Set<String> fields() {
            Set<String> fields = new LinkedHashSet<>();
            for (Difference difference : differences) fields.add(difference.field);
            return fields;
        }
    }

    /** How many resources would be made or changed. */
    public int changes() {
        return (int) steps.stream().filter(step -> step.action != Action.KEEP).count();
    }

    /** The plan as one JSON object. */
    public Map<String, Object> json() {
        return Map.of("changes", changes(), "steps", steps, "prices", prices, "total", Price.total(prices));
    }

    /** Shows each resource with + (made), ~ (changed) or = (kept), and the price table. */
    public void show(Console console) {
        for (Step step : steps) {
            console.line(step.action.sign + " " + step.kind + " " + step.name
                    + (step.action == Action.CREATE ? "  (" + step.why + ")" : ""));
            for (Difference difference : step.differences) {
                console.line("    " + difference);
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
        console.line(Price.source(region) + ", without taxes and free tier; " + notes());
    }

    private String notes() {
        List<String> notes = prices.stream().map(Price.Row::note).filter(note -> !note.isEmpty()).distinct().toList();
        return notes.isEmpty() ? "nothing here costs by the hour" : String.join("; ", notes);
    }
}
