//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/aws/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lib.aws.Plan;
import lib.aws.Policies;
import lib.aws.Price;
import lib.aws.Resource;
import lib.aws.Stack;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import org.junit.jupiter.api.Test;

/** The planner, on resources that live in memory: what it compares, in which order it works, and what it counts. */
class StackTest {

    private static final Console CONSOLE = new Console(true);

    private final Map<String, Map<String, String>> cloud = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();

    /** A resource in a map; what is called is noted. */
    private class InMemory implements Resource {
        private final String name;
        private final Map<String, String> desired;

        InMemory(String name, Map<String, String> desired) {
            this.name = name;
            this.desired = desired;
        }

        @Override public String kind() { return "thing"; }
        @Override public String name() { return name; }
        @Override public String why() { return "to test"; }
        @Override public Map<String, String> desired() { return desired; }
        @Override public Optional<Map<String, String>> describe() { return Optional.ofNullable(cloud.get(name)); }
        @Override public Price price() { return new Price(0.01, 0.10, "a note"); }

        @Override
        public void create() {
            calls.add("create " + name);
            cloud.put(name, new TreeMap<>(desired));
        }

        @Override
        public void change(Set<String> fields) {
            calls.add("change " + name + " " + fields);
            fields.forEach(field -> cloud.get(name).put(field, desired.get(field)));
        }

        @Override
        public void delete() {
            calls.add("delete " + name);
            cloud.remove(name);
        }
    }

    private Stack stack() {
        return new Stack(List.of(new InMemory("a", Map.of("size", "1", "colour", "red")), new InMemory("b", Map.of()),
                new InMemory("c", Map.of("size", "2"))));
    }

    private List<String> actions() {
        return stack().plan().steps().stream().map(step -> step.action().word()).toList();
    }

    @Test
    void whatIsMissingIsCreatedWhatDiffersIsChangedWhatIsRightIsKept() {
        cloud.put("a", new TreeMap<>(Map.of("size", "1", "colour", "blue", "made", "yesterday")));
                // "made" is nobody's wish
        cloud.put("b", new TreeMap<>());
        assertEquals(List.of("change", "keep", "create"), actions());
        assertEquals(List.of(new Plan.Difference("colour", "blue", "red")),
                stack().plan().steps().getFirst().differences());
        assertEquals(2, stack().plan().changes());
        assertEquals(List.of(), calls, "a plan calls nothing");
        assertEquals(2, stack().apply(CONSOLE));
        assertEquals(List.of("change a [colour]", "create c"), calls);
        assertEquals(0, stack().apply(CONSOLE));
    }

    @Test
    void aFieldThatIsNotThereAtAllIsADifference() {
        cloud.put("c", new TreeMap<>());
        assertEquals(List.of(new Plan.Difference("size", null, "2")), stack().plan().steps().get(2).differences());
    }

    @Test
    void aDifferenceInALongValueIsSeenWhereItIs() {
        assertEquals("size: 1 -> 2", new Plan.Difference("size", "1", "2").toString());
        String same = "a".repeat(100);
        assertEquals("policy: ..." + same.substring(80) + "b -> ..." + same.substring(80) + "c",
                new Plan.Difference("policy", same + "b", same + "c").toString());
        assertEquals("policy: (none) -> " + same.substring(43) + "...",
                new Plan.Difference("policy", null, same).toString());
        assertEquals("policy: ..." + same.substring(80) + " -> ..." + same.substring(80) + "b".repeat(34) + "...",
                new Plan.Difference("policy", same, same + "b".repeat(50)).toString());
    }

    @Test
    void applyGoesForwardAndDestroyBackward() {
        stack().apply(CONSOLE);
        assertEquals(List.of(), stack().destroy(CONSOLE));
        assertEquals(List.of("create a", "create b", "create c", "delete c", "delete b", "delete a"), calls);
    }

    @Test
    void applyStopsAtTheFirstFailureAndTheNextRunGoesOnFromThere() {
        Resource broken = new InMemory("broken", Map.of()) {
            @Override public void create() { throw new Fault(Exit.AWS_REFUSED, "it breaks", "", "", 1); }
        };
        assertThrows(Fault.class, () -> new Stack(List.of(stack().resources().get(0), broken,
                stack().resources().get(2))).apply(CONSOLE));
        assertEquals(List.of("create a"), calls);
        stack().apply(CONSOLE);
        assertEquals(List.of("create a", "create b", "create c"), calls);
    }

    @Test
    void whatBelongsToTheAccountIsKept() {
        Resource ofTheAccount = new InMemory("d", Map.of()) {
            @Override public boolean kept() { return true; }
        };
        Stack stack = new Stack(List.of(ofTheAccount));
        stack.apply(CONSOLE);
        assertEquals(List.of(), stack.destroy(CONSOLE));
        assertEquals(List.of("create d"), calls);
    }

    @Test
    void statusTellsMissingFromDifferentFromRightAndWhatItCosts() {
        cloud.put("a", new TreeMap<>(Map.of("size", "9", "colour", "red")));
        cloud.put("b", new TreeMap<>());
        List<Stack.State> states = stack().status();
        assertEquals(List.of("differs", "ok", "missing"), states.stream().map(state -> state.state().word()).toList());
        assertEquals(0.02, states.stream().mapToDouble(Stack.State::idlePerHour).sum(), 1e-12,
                "what is missing costs nothing");
    }

    @Test
    void thePriceOfAClassAndOfAForgottenMonth() {
        Plan plan = stack().plan();
        assertEquals(0.20, plan.prices().getFirst().classOfTwoHours(), 1e-12);
        assertEquals(7.30, plan.prices().getFirst().forgottenMonth(), 1e-12);
        Price.Row total = (Price.Row) plan.json().get("total");
        assertEquals(3 * 7.30, total.forgottenMonth(), 1e-9);
        assertEquals(3, plan.json().get("changes"));
        assertEquals(0.0494, Price.fargateTask(1, 2, false, "").busy(), 0.00005);
        assertTrue(Price.fargateTask(1, 2, true, "").busy() < 0.81 * Price.fargateTask(1, 2, false, "").busy(),
                "ARM costs a fifth less");
    }

    /** AWS may hand a policy back with its keys and lists sorted, and with a list of one as that one. */
    @Test
    void policiesOfTheSameMeaningAreTheSameText() {
        assertEquals(Policies.canonical("{\"Action\": [\"b\", \"a\"], \"Resource\": \"*\"}"),
                Policies.canonical("{\"Resource\":[\"*\"],\"Action\":[\"a\",\"b\"]}"));
        assertEquals(Policies.canonical("{\"Statement\": [{\"Sid\": \"A\", \"Action\": \"z\"}, {\"Sid\": \"B\", \"Action\": \"y\"}]}"),
                Policies.canonical("{\"Statement\": [{\"Action\": \"z\", \"Sid\": \"A\"}, {\"Action\": \"y\", \"Sid\": \"B\"}]}"));
        assertTrue(!Policies.canonical("{\"Action\":\"a\"}").equals(Policies.canonical("{\"Action\":\"b\"}")));
    }
}
