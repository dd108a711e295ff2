package lib.aws;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;

/**
 * An ordered list of resources: each one may need those before it. They are made in this order and removed in the
 * opposite one.
 */
public final class Stack {

    private final List<Resource> resources;

    public Stack(List<Resource> resources) {
        this.resources = List.copyOf(resources);
    }

    public List<Resource> resources() {
        return resources;
    }

    /** Compares what is there with what should be; changes nothing. */
    public Plan plan() {
        return new Plan(each(Plan.Step::of), prices());
    }

    /** What each resource costs. */
    public List<Price.Row> prices() {
        return resources.stream().map(resource ->
                Price.Row.of(resource.kind(), resource.name(), resource.price())).toList();
    }

    /**
     * Makes what is missing and changes what differs, in order. A failure stops the run; what is done stays done, and
     * the next run goes on from there.
     *
     * @return how many resources were made or changed
     */
    public int apply(Console console) {
        int changed = 0;
        for (Resource resource : resources) {
            String label = resource.kind() + " " + resource.name();
            Plan.Step step = AwsErrors.translating("looking at " + label, () -> Plan.Step.of(resource));
            switch (step.action()) {
                case KEEP -> {
                    continue;
                }
                case CREATE -> AwsErrors.translating("making " + label, resource::create);
                case CHANGE -> AwsErrors.translating("changing " + label, () -> resource.change(step.fields()));
            }
            changed++;
            console.good((step.action() == Plan.Action.CREATE ? "made " : "changed ") + label);
        }
        return changed;
    }

    /**
     * Removes everything in the opposite order, then looks again. What cannot be removed does not keep the rest from
     * being removed. Account-wide resources stay.
     *
     * @return what is still there, with the reason where AWS gave one; empty after a clean end
     */
    public List<String> destroy(Console console) {
        Map<String, String> refused = new LinkedHashMap<>();
        for (Resource resource : resources.reversed()) {
            String label = resource.kind() + " " + resource.name();
            if (resource.kept()) {
                console.line("kept " + label + ": it belongs to the whole account");
                continue;
            }
            try {
                if (AwsErrors.translating("looking at " + label, () -> isGone(resource))) continue;
                AwsErrors.translating("removing " + label, resource::delete);
                console.good("removed " + label);
            } catch (Fault fault) {
                if (fault.exit == Exit.INTERRUPTED) throw fault;
                refused.put(label, fault.getMessage());
                console.warn(label + " is still there: " + fault.getMessage());
            }
        }
        return leftovers().stream().map(left -> refused.containsKey(left) ? left + ": " + refused.get(left) : left)
                .toList();
    }

    /** What was retired and not deleted cannot be described any more, and is still there. */
    private static boolean isGone(Resource resource) {
        return resource.remains().isEmpty() && resource.describe().isEmpty();
    }

    /** What of this stack is in the account, account-wide resources aside. */
    public List<String> leftovers() {
        return each(Resource::remains).stream().flatMap(List::stream).toList();
    }

    /** How a resource stands to what it should be. */
    public enum Condition {
        MISSING, DIFFERS, OK;

        /** As it stands in JSON and on the screen. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A resource as {@code status} shows it. */
    public record State(String kind, String name, Condition state, Map<String, String> fields, double idlePerHour) {}

    /** Each resource: missing, different or as it should be, with its fields and what it costs while idle. */
    public List<State> status() {
        return each(resource -> {
            Optional<Map<String, String>> is = resource.describe();
            Condition state = is.isEmpty() ? Condition.MISSING
                    : is.get().entrySet().containsAll(resource.desired().entrySet()) ? Condition.OK : Condition.DIFFERS;
            return new State(resource.kind(), resource.name(), state, is.orElse(Map.of()),
                    is.isEmpty() ? 0 : resource.price().idle());
        });
    }

    /** Asks about all resources at the same time: most of a plan's time is waiting for answers. */
    private <T> List<T> each(Function<Resource, T> question) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = resources.stream().map(resource -> executor.submit(() ->
                    AwsErrors.translating("looking at " + resource.kind() + " " + resource.name(), () ->
                            question.apply(resource)))).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) results.add(answer.get());
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Exit.INTERRUPTED, "interrupted", "Ctrl-C", "run it again", 1).from(e);
        }
    }
}
