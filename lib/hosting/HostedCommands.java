//DEPS info.picocli:picocli:4.7.7
package lib.hosting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.AwsOptions;
import lib.aws.Price;
import lib.aws.Repository;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that chapters 4 and 5 share: deploy, pause, resume, undeploy, status, url. */
public abstract class HostedCommands {

    private final String script;
    private final String part;

    /**
     * @param script the chapter's file name
     * @param part   what it hosts: api or ui
     */
    protected HostedCommands(String script, String part) {
        this.script = script;
        this.part = part;
    }

    /** What to host, checked as far as it can be before anything is paid for. */
    protected abstract Hosting.Container container(Account account, Pace pace);

    // ---------------------------------------------------------------- the commands

    @Command(description = "Host it on AWS, or bring what is hosted up to date; shows the price and asks first.")
    public int deploy(@Mixin AwsOptions where, @Mixin Pace pace, @Mixin Cli.Output output,
            @Option(names = "--hosting", descriptionKey = "HOSTING", paramLabel = "apprunner|express",
                    description = "Where (HOSTING; default: App Runner if this account has it, else Express Mode).") String wanted,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Console console = output.console();
        console.title("Hosting " + script + " on AWS");
        try (Account account = where.open()) {
            requireX86(account);
            Hosting.Container container = container(account, pace);
            Optional<Found> there = find(account, pace);
            List<Hosting> offers = Hosting.all(account, pace);
            offers.forEach(offer -> console.line(offer.offer()));
            Hosting hosting = there.map(Found::hosting).orElseGet(() -> choose(offers, wanted, console));
            if (there.isPresent() && wanted != null && !wanted.equals(hosting.word())) {
                throw new Fault(Exit.USAGE, account.name(part) + " is hosted on " + hosting.title() + " already", "two would cost twice", "./jbangw " + script + " undeploy first", 4);
            }
            requireImage(account);
            if (!console.confirm((there.isPresent() ? "Bring " + account.name(part) + " up to date on " : "Host " + account.name(part) + " on ") + hosting.title() + "?", yes)) {
                console.line("nothing was changed");
                return Exit.OK.code;
            }
            Hosting.Service service = hosting.deploy(container, console::line);
            HostedUrl.requireAnswer(service.url(), container.healthPath(), pace);
            console.good("live at " + service.url());
            console.next("./jbangw " + script + " status; when the class is over, ./jbangw " + script + " pause or undeploy");
            if (output.json) console.json(json(service));
            return Exit.OK.code;
        }
    }

    @Command(description = "Stop paying for computing; resume brings it back.")
    public int pause(@Mixin AwsOptions where, @Mixin Pace pace, @Mixin Cli.Output output) {
        output.console().title("Pausing " + script + " on AWS");
        return with(where, pace, output, (found, console) -> {
            if (!found.service().state().equals("paused")) found.hosting().pause(part, console::line);
            console.good("paused " + found.service().name());
            if (found.hosting().paused().idle() > 0) {
                console.warn("still paid: US$ %.4f an hour, US$ %.2f a month; %s; only undeploy ends that".formatted(
                        found.hosting().paused().idle(), found.hosting().paused().forgottenMonth(), found.hosting().paused().note()));
            }
            console.next("./jbangw " + script + " resume");
        });
    }

    @Command(description = "Bring a paused service back and wait until it answers.")
    public int resume(@Mixin AwsOptions where, @Mixin Pace pace, @Mixin Cli.Output output) {
        output.console().title("Resuming " + script + " on AWS");
        return with(where, pace, output, (found, console) -> {
            Hosting.Service service = found.service().state().equals("running") ? found.service() : found.hosting().resume(part, console::line);
            console.good("live at " + service.url());
        });
    }

    @Command(description = "Remove it from AWS and wait until nothing of it is left; asks first.")
    public int undeploy(@Mixin AwsOptions where, @Mixin Pace pace, @Mixin Cli.Output output, @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        Console console = output.console();
        console.title("Removing " + script + " from AWS");
        try (Account account = where.open()) {
            Optional<Found> found = find(account, pace);
            if (found.isEmpty()) {
                console.good("nothing of " + account.name(part) + " is hosted");
            } else if (console.confirm("Remove " + account.name(part) + " from " + found.get().hosting().title() + "?", yes)) {
                found.get().hosting().remove(part, console::line);
                console.good("removed " + account.name(part) + "; it costs nothing any more");
            } else {
                console.line("nothing was changed");
            }
            if (output.json) console.json(Map.of("hosted", find(account, pace).isPresent()));
            return Exit.OK.code;
        }
    }

    @Command(description = "Show where it is hosted, whether it is well, and what it costs now.")
    public int status(@Mixin AwsOptions where, @Mixin Pace pace, @Mixin Cli.Output output) {
        Console console = output.console();
        console.title(script + " on AWS");
        try (Account account = where.open()) {
            Optional<Found> found = find(account, pace);
            if (found.isEmpty()) {
                console.line(account.name(part) + " is not hosted; it costs nothing");
                if (output.json) console.json(Map.of("state", "none"));
                return Exit.OK.code;
            }
            Hosting.Service service = found.get().service();
            Price price = service.state().equals("paused") ? found.get().hosting().paused() : found.get().hosting().running();
            String line = service.name() + " on " + found.get().hosting().title() + ": " + service.state() + (service.why().isEmpty() ? "" : " (" + service.why() + ")");
            if (service.state().equals("failed")) console.warn(line);
            else console.good(line);
            if (service.url() != null) console.line(service.url());
            console.line("US$ %.4f an hour, US$ %.2f a month if it stays so".formatted(price.idle(), price.forgottenMonth()));
            if (output.json) console.json(json(service));
            return Exit.OK.code;
        }
    }

    @Command(description = "Print the public address and nothing else.")
    public int url(@Mixin AwsOptions where, @Mixin Pace pace, @Mixin Cli.Output output) {
        return with(where, pace, output, (found, _) -> {
            if (found.service().url() == null) throw none(found.service().name() + " has no address yet");
            if (!output.json) System.out.println(found.service().url());
        });
    }

    // ---------------------------------------------------------------- helpers

    /** What is hosted, and where. */
    private record Found(Hosting hosting, Hosting.Service service) {}

    private interface Work {
        void on(Found found, Console console);
    }

    private int with(AwsOptions where, Pace pace, Cli.Output output, Work work) {
        try (Account account = where.open()) {
            Console console = output.console();
            work.on(find(account, pace).orElseThrow(() -> none(account.name(part) + " is not hosted")), console);
            if (output.json) find(account, pace).ifPresent(found -> console.json(json(found.service())));
            return Exit.OK.code;
        }
    }

    private Optional<Found> find(Account account, Pace pace) {
        return Hosting.all(account, pace).stream().flatMap(hosting -> quietly(() -> hosting.find(part)).map(service -> new Found(hosting, service)).stream()).findFirst();
    }

    /** Where a part is hosted, for other chapters. */
    public static Optional<Hosting.Service> service(Account account, Pace pace, String part) {
        return Hosting.all(account, pace).stream().flatMap(hosting -> quietly(() -> hosting.find(part)).stream()).findFirst();
    }

    /** A closed App Runner has no service of ours; every other refusal counts. */
    private static <T> Optional<T> quietly(Supplier<Optional<T>> question) {
        try {
            return question.get();
        } catch (Fault fault) {
            if (fault.getMessage().contains("looking at App Runner")) return Optional.empty();
            throw fault;
        }
    }

    private static Hosting choose(List<Hosting> offers, String wanted, Console console) {
        if (wanted != null) {
            return offers.stream().filter(offer -> offer.word().equals(wanted)).findFirst().orElseThrow(() -> new Fault(Exit.USAGE,
                    "no hosting is named " + wanted, "it is mistyped in --hosting or HOSTING", "use apprunner or express", 4));
        }
        if (offers.getFirst() instanceof AppRunner runner && runner.isOpen()) return runner;
        console.line("App Runner takes no new customers, and nothing shows that this account is an old one: Express Mode it is (--hosting apprunner tries anyway)");
        return offers.getLast();
    }

    private static void requireX86(Account account) {
        if (account.architecture() == Account.Architecture.ARM64) {
            throw new Fault(Exit.CONFIGURATION, "hosting needs an image for X86_64", "App Runner and Express Mode run no other processor, and ARCHITECTURE says ARM64",
                    "set ARCHITECTURE=X86_64, then ./jbangw 01_provision.java image and apply", 4);
        }
    }

    private static void requireImage(Account account) {
        if (AwsErrors.translating("looking for the image", () -> new Repository(account).digest()).isEmpty()) throw AwsErrors.imageNotFound("deploying");
    }

    private Fault none(String what) {
        return new Fault(Exit.CONFIGURATION, what, "it was not deployed in this account and region, or undeployed since", "./jbangw " + script + " deploy", 4);
    }

    private static Map<String, Object> json(Hosting.Service service) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hosting", service.hosting());
        json.put("name", service.name());
        json.put("arn", service.arn());
        json.put("state", service.state());
        json.put("url", service.url());
        return json;
    }
}
