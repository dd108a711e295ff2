//DEPS info.picocli:picocli:4.7.7
package lib.hosting;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.AwsOptions;
import lib.aws.Price;
import lib.aws.Image;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.hosting.Places.Found;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The commands of a chapter that AWS can host: deploy, pause, resume, undeploy, status, url. */
public final class HostedCommands {

    private HostedCommands() {}

    /** What all of them have: the chapter, the account, and where to look. */
    private abstract static class Work implements Callable<Integer> {

        @ParentCommand
        Hosted chapter;

        @Mixin
        AwsOptions where;

        @Mixin
        Places places;

        @Mixin
        Cli.Output output;

        /** The work; what it returns is printed with {@code --json}. */
        abstract Map<String, Object> work(Account account, Console console);

        @Override
        public Integer call() {
            try (Account account = where.open()) {
                Map<String, Object> json = work(account, output.console());
                if (output.json) output.console().json(json);
                return Exit.OK.code;
            }
        }

        Optional<Found> find(Account account, Console console) {
            return places.find(account, chapter.part(), console::line);
        }

        Found required(Account account, Console console) {
            return find(account, console).orElseThrow(() -> none(account.name(chapter.part()) + " is not hosted"));
        }

        Fault none(String what) {
            return new Fault(Exit.CONFIGURATION, what,
                    "it was not deployed in this account and region, or undeployed since",
                    "./jbangw " + chapter.script() + " deploy", 4);
        }
    }

    @Command(name = "deploy", description = "Host it on AWS, or bring what is hosted up to date; shows the price and "
            + "asks first.")
    public static final class Deploy extends Work {

        @Option(names = "--yes", description = "Do not ask.")
        boolean yes;

        @Override
        Map<String, Object> work(Account account, Console console) {
            console.title("Hosting " + chapter.script() + " on AWS");
            requireX86(account);
            Hosting.Container container = chapter.container(account, places);
            String name = account.name(chapter.part());
            Optional<Found> there = find(account, console);
            places.all(account).forEach(offer -> console.line(offer.offer()));
            Hosting place = there.map(Found::hosting).orElseGet(() -> places.choose(account, console::line));
            if (there.isPresent() && places.wanted != null && !places.wanted.equals(place.word())) {
                throw new Fault(Exit.USAGE, name + " is hosted on " + place.title() + " already",
                        "two would cost twice",
                        "./jbangw " + chapter.script() + " undeploy first, without --hosting", 4);
            }
            requireImage(account);
            String question = there.isPresent() ? "Bring " + name + " up to date on " : "Host " + name + " on ";
            if (!console.confirm(question + place.title() + "?", yes)) {
                console.line("nothing was changed");
                return there.map(found -> json(found.service())).orElse(Map.of("state", "none"));
            }
            Hosting.Service service = place.deploy(container, console::line);
            console.good("live at " + service.url());
            console.next(where.again("./jbangw " + chapter.script() + " status"));
            console.next(where.again("./jbangw " + chapter.script() + " undeploy"), "when the class is over, or pause");
            return json(service);
        }

        private static void requireX86(Account account) {
            if (account.architecture() != Account.Architecture.ARM64) return;
            throw new Fault(Exit.CONFIGURATION, "hosting needs an image for X86_64",
                    "this version of the project hosts no other processor, and ARCHITECTURE says ARM64",
                    "set ARCHITECTURE=X86_64, then ./jbangw 01_provision.java image and apply", 4);
        }

        private static void requireImage(Account account) {
            if (AwsErrors.translating("looking for the image", () -> Image.digest(account)).isEmpty()) {
                throw AwsErrors.imageNotFound("deploying");
            }
        }
    }

    @Command(name = "pause", description = "Stop paying for computing; resume brings it back.")
    public static final class Pause extends Work {

        @Override
        Map<String, Object> work(Account account, Console console) {
            console.title("Pausing " + chapter.script() + " on AWS");
            Found found = required(account, console);
            if (found.service().state() != Hosting.State.PAUSED) {
                found.hosting().pause(chapter.part(), console::line);
            }
            console.good("paused " + found.service().name());
            Price paused = found.hosting().paused();
            if (paused.idle() > 0) {
                console.warn("still paid: US$ %.4f an hour, US$ %.2f a month; %s; only undeploy ends that".formatted(
                        paused.idle(), paused.forgottenMonth(), paused.note()));
            }
            console.next(where.again("./jbangw " + chapter.script() + " resume"));
            return json(required(account, console).service());
        }
    }

    @Command(name = "resume", description = "Bring a paused service back and wait until it answers.")
    public static final class Resume extends Work {

        @Override
        Map<String, Object> work(Account account, Console console) {
            console.title("Resuming " + chapter.script() + " on AWS");
            Found found = required(account, console);
            Hosting.Service service = found.service().state() == Hosting.State.RUNNING ? found.service()
                    : found.hosting().resume(chapter.part(), console::line);
            console.good("live at " + service.url());
            return json(service);
        }
    }

    @Command(name = "undeploy", description = "Remove it from AWS and wait until nothing of it is left; asks first.")
    public static final class Undeploy extends Work {

        @Option(names = "--yes", description = "Do not ask.")
        boolean yes;

        @Override
        Map<String, Object> work(Account account, Console console) {
            console.title("Removing " + chapter.script() + " from AWS");
            String name = account.name(chapter.part());
            Optional<Found> found = find(account, console);
            if (found.isEmpty()) {
                console.good("nothing of " + name + " is hosted");
            } else if (console.confirm("Remove " + name + " from " + found.get().hosting().title() + "?", yes)) {
                found.get().hosting().remove(chapter.part(), console::line);
                console.good("removed " + name + "; it costs nothing any more");
            } else {
                console.line("nothing was changed");
            }
            return Map.of("hosted", find(account, console).isPresent());
        }
    }

    @Command(name = "status", description = "Show where it is hosted, whether it is well, and what it costs now.")
    public static final class Status extends Work {

        @Override
        Map<String, Object> work(Account account, Console console) {
            console.title(chapter.script() + " on AWS");
            Optional<Found> found = find(account, console);
            if (found.isEmpty()) {
                console.line(account.name(chapter.part()) + " is not hosted; it costs nothing");
                return Map.of("state", "none");
            }
            Hosting place = found.get().hosting();
            Hosting.Service service = found.get().service();
            String line = service.name() + " on " + place.title() + ": " + service.state().word()
                    + (service.why().isEmpty() ? "" : " (" + service.why() + ")");
            if (service.state() == Hosting.State.FAILED) console.warn(line);
            else console.good(line);
            if (service.url() != null) console.line(service.url());
            Price price = service.state() == Hosting.State.PAUSED ? place.paused() : place.running();
            console.line("US$ %.4f an hour, US$ %.2f a month if it stays so"
                    .formatted(price.idle(), price.forgottenMonth()));
            return json(service);
        }
    }

    @Command(name = "url", description = "Print the public address and nothing else.")
    public static final class Url extends Work {

        @Override
        Map<String, Object> work(Account account, Console console) {
            Hosting.Service service = required(account, console).service();
            if (service.url() == null) throw none(service.name() + " has no address yet");
            if (!output.json) System.out.println(service.url());
            return json(service);
        }
    }

    private static Map<String, Object> json(Hosting.Service service) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hosting", service.hosting());
        json.put("name", service.name());
        json.put("arn", service.arn());
        json.put("state", service.state().word());
        json.put("url", service.url());
        return json;
    }
}
