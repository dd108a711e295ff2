package lib.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A resource written down as data: how it is found, made and removed, and each of its fields once, with what it should
 * be, what it is, and the call that sets it.
 *
 * <pre>{@code
 * Declared.named("log group", name, "what the job writes")
 *         .find(() -> …, ResourceNotFoundException.class)
 *         .create(() -> …)
 *         .setting("retention", "14 days", group -> …, () -> …)
 *         .delete(() -> …)
 * }</pre>
 *
 * @param <T> what the service answers when it is asked for the resource
 */
public final class Declared<T> implements Resource {

    /** @param set null when the field is only shown */
    private record Field<T>(String name, Supplier<String> shouldBe, Function<T, String> is, Runnable set) {}

    /** What every resource has; how it is found follows. */
    public record Name(String kind, String name, String why) {

        /** Found by a call that answers with it, or with this exception when it is not there. */
        public <T> Declared<T> find(Supplier<T> describe, Class<? extends AwsServiceException> missing) {
            return new Declared<>(this, () -> Optional.of(describe.get()), missing);
        }

        /** Found by looking through a list. */
        public <T> Declared<T> search(Supplier<Optional<T>> search) {
            return new Declared<>(this, search, null);
        }

        /** Found by looking through a list; {@code missing} is what the calls say that need it to be there. */
        public <T> Declared<T> search(Supplier<Optional<T>> search, Class<? extends AwsServiceException> missing) {
            return new Declared<>(this, search, missing);
        }
    }

    private final Name name;
    private final Supplier<Optional<T>> find;
    private final Class<? extends AwsServiceException> missing;
    private final List<Field<T>> fields = new ArrayList<>();
    private final List<Runnable> settings = new ArrayList<>();
    private Supplier<List<String>> remains = Resource.super::remains;
    private Runnable create;
    private Runnable delete;
    private Price price = Price.FREE;

    private Declared(Name name, Supplier<Optional<T>> find, Class<? extends AwsServiceException> missing) {
        this.name = name;
        this.find = find;
        this.missing = missing;
    }

    /** Begins a resource: what it is, its name in the account, and why the project needs it. */
    public static Name named(String kind, String name, String why) {
        return new Name(kind, name, why);
    }

    /** Makes it, with every {@link #field} as it should be. The settings follow by themselves. */
    public Declared<T> create(Runnable create) {
        this.create = create;
        return this;
    }

    /** A field that {@link #create} brings with it, and that {@code set} mends. Several fields may share one call. */
    public Declared<T> field(String field, String shouldBe, Function<T, String> is, Runnable set) {
        return field(field, () -> shouldBe, is, set);
    }

    /** The same with a value that has to be looked up. */
    public Declared<T> field(String field, Supplier<String> shouldBe, Function<T, String> is, Runnable set) {
        fields.add(new Field<>(field, shouldBe, is, set));
        return this;
    }

    /** The account's tags as a field, as most services list them. */
    public Declared<T> tags(Account account, Function<T, List<? extends SdkPojo>> is, Runnable set) {
        return field("tags", account.tags().toString(), found -> Account.pairs(is.apply(found)).toString(), set);
    }

    /** A field that only a call of its own can set; it runs after {@link #create}, too. */
    public Declared<T> setting(String field, String shouldBe, Function<T, String> is, Runnable set) {
        settings.add(set);
        return field(field, shouldBe, is, set);
    }

    /** A field that {@code status} shows and nobody compares. */
    public Declared<T> shown(String field, Function<T, String> is) {
        return field(field, () -> null, is, null);
    }

    /**
     * Removes it with all that is in it; it may be gone before. {@link #delete()} then waits until it is. What has no
     * such call belongs to the whole account: {@code destroy} leaves it alone.
     */
    public Declared<T> delete(Runnable delete) {
        this.delete = delete;
        return this;
    }

    /** Looks for what a deletion may leave behind, instead of only for the resource. */
    public Declared<T> remains(Supplier<List<String>> remains) {
        this.remains = remains;
        return this;
    }

    public Declared<T> costs(Price price) {
        this.price = price;
        return this;
    }

    // ---------------------------------------------------------------- what the planner asks

    @Override
    public String kind() {
        return name.kind;
    }

    @Override
    public String name() {
        return name.name;
    }

    @Override
    public String why() {
        return name.why;
    }

    @Override
    public Price price() {
        return price;
    }

    @Override
    public boolean kept() {
        return delete == null;
    }

    @Override
    public List<String> remains() {
        return remains.get();
    }

    @Override
    public Map<String, String> desired() {
        return values(field -> field.shouldBe.get());
    }

    @Override
    public Optional<Map<String, String>> describe() {
        try {
            return find.get().map(found -> values(field -> valueIn(found, field)));
        } catch (AwsServiceException e) {
            if (isMissing(e)) return Optional.empty();
            throw e;
        }
    }

    /** The fields that have a value. */
    private Map<String, String> values(Function<Field<T>, String> value) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Field<T> field : fields) {
            Optional.ofNullable(value.apply(field)).ifPresent(text -> values.put(field.name, text));
        }
        return values;
    }

    private boolean isMissing(AwsServiceException e) {
        return missing != null && missing.isInstance(e);
    }

    /** Null for what was never set: S3 answers with status 404 then, the other services with an exception named so. */
    private static <T> String valueIn(T found, Field<T> field) {
        try {
            return field.is.apply(found);
        } catch (AwsServiceException e) {
            if (e.statusCode() == 404 || e.awsErrorDetails().errorCode().endsWith("NotFoundException")) return null;
            throw e;
        }
    }

    @Override
    public void create() {
        create.run();
        settings.forEach(Runnable::run);
    }

    /** Each call once, also when several of the fields share it. */
    @Override
    public void change(Set<String> changed) {
        fields.stream().filter(field -> changed.contains(field.name)).map(Field::set).distinct().forEach(Runnable::run);
    }

    @Override
    public void delete() {
        try {
            delete.run();
            Waiting.until(() -> find.get().isEmpty());
        } catch (AwsServiceException e) {
            if (!isMissing(e)) throw e; // it is gone; maybe somebody was faster
        }
    }
}
