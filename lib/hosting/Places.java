//DEPS info.picocli:picocli:4.7.7
package lib.hosting;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Where a part is hosted, or shall be: every place is asked, because two services would cost twice. */
public final class Places {

    @Option(names = "--hosting", descriptionKey = "HOSTING", paramLabel = "apprunner|lambda|express",
            description = "Where (HOSTING; default: where it is, else App Runner if this account has it, else Lambda).")
    String wanted;

    @Mixin
    Pace pace = new Pace();

    /** What is hosted, and where. */
    public record Found(Hosting hosting, Hosting.Service service) {}

    /** The places themselves, the preferred one first. */
    List<Hosting> all(Account account) {
        List<Hosting> all = Hosting.all(account, pace);
        if (wanted != null && all.stream().noneMatch(place -> place.word().equals(wanted))) {
            throw new Fault(Exit.USAGE, "no hosting is named " + wanted, "it is mistyped in --hosting or HOSTING",
                    "use apprunner, lambda or express", 4);
        }
        return all;
    }

    /**
     * What is hosted under the name of a part. A place that does not answer is a {@link Fault}: what runs there would
     * cost on while we say that there is nothing. Only who names another place, and has no right to ask this one, need
     * not be told.
     */
    public Optional<Found> find(Account account, String part, Consumer<String> progress) {
        for (Hosting place : all(account)) {
            try {
                Optional<Hosting.Service> service = place.find(part);
                if (service.isPresent()) return Optional.of(new Found(place, service.get()));
            } catch (Fault fault) {
                boolean denied = fault.getCause() instanceof AwsServiceException e && AwsErrors.isDenied(e);
                if (!denied || wanted == null || wanted.equals(place.word())) throw fault;
                progress.accept("passed over " + place.title() + ": " + fault.getMessage());
            }
        }
        return Optional.empty();
    }

    /** The place for something new: the wanted one, else the first that is certainly open. */
    Hosting choose(Account account, Consumer<String> progress) {
        List<Hosting> all = all(account);
        if (wanted != null) return all.stream().filter(place -> place.word().equals(wanted)).findFirst().orElseThrow();
        Hosting open = all.stream().filter(Hosting::isOpen).findFirst().orElseThrow();
        if (open != all.getFirst()) {
            progress.accept(all.getFirst().title()
                    + " takes no new customers, and nothing shows that this account is an old one: "
                    + open.title() + " it is (--hosting " + all.getFirst().word() + " tries anyway)");
        }
        return open;
    }
}
