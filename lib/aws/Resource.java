package lib.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing in the account: what it should be, what it is, and how to get from one to the other.
 *
 * <p>There is no state file. A resource is found by its {@link #name}, so every method may be called at any time, also
 * after a run that stopped half-way. {@link #create}, {@link #change} and {@link #delete} are safe to repeat.
 */
public interface Resource {

    /** What it is, for people: {@code bucket}, {@code role}. */
    String kind();

    /** Its name in the account; kind and name together are unique in a stack. */
    String name();

    /** Why the project needs it, one short sentence. */
    String why();

    /**
     * What is there now, field by field, or empty if there is nothing. Fields beyond those of {@link #desired} are
     * shown by {@code status} and never compared.
     */
    Optional<Map<String, String>> describe();

    /** What should be there, field by field; the values are comparable with those of {@link #describe}. */
    Map<String, String> desired();

    /** Makes it. All that {@link #desired} says holds afterwards. */
    void create();

    /** Brings these fields, and only these, to what {@link #desired} says. */
    void change(Set<String> fields);

    /** Removes it with all that is in it and waits until it is gone. Removing what is not there is no error. */
    void delete();

    /** What it costs at the list price; by default nothing that a learner would see on a bill. */
    default Price price() {
        return Price.FREE;
    }

    /** Whether it belongs to the whole account: made when missing, and left alone by {@code destroy}. */
    default boolean kept() {
        return false;
    }

    /** What {@link #delete} may leave behind in spite of a good answer; looked for after everything is deleted. */
    default List<String> remains() {
        return describe().isPresent() && !kept() ? List.of(kind() + " " + name()) : List.of();
    }
}
