package lib.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.Image;
import lib.aws.LogGroup;
import lib.aws.Network;
import lib.aws.Policies;
import lib.aws.Resource;
import lib.aws.Role;
import lib.aws.Stack;
import lib.base.Chapters;
import lib.base.Exit;
import lib.base.Fault;
import lib.hosting.Hosting;

/** What chapter 6 makes on top of the foundations: the machine, what starts it, and their roles. */
public final class PipelineStack {

    private PipelineStack() {}

    /**
     * The stack.
     *
     * @param api    the hosted API that a run waits for, if there is one
     * @param weekly whether a schedule fetches the public results
     * @param settle seconds that a run waits for more uploads before it reads them
     */
    public static Stack of(Account account, Optional<Hosting.Service> api, boolean weekly, int settle) {
        Map<String, String> values = values(account, api, settle);
        return stack(account, weekly, filled("pipeline", values), filled("backtest", values));
    }

    /** Everything that deploy may have made, to be removed: that needs no network and no foundations. */
    public static Stack toRemove(Account account) {
        return stack(account, true, "{}", "{}");
    }

    private static Stack stack(Account account, boolean weekly, String pipeline, String backtest) {
        List<Resource> resources = new ArrayList<>();
        if (!account.isRoleGiven()) {
            resources.add(Role.of(account, "states", "the rights of the state machine", Policies.trust(account, "states.amazonaws.com"), Policies.states(account)));
            resources.add(Role.of(account, "events", "an upload may start the machine", Policies.trust(account, "events.amazonaws.com"), Policies.start(account)));
            if (weekly) resources.add(Role.of(account, "scheduler", "the clock may start the machine", Policies.trust(account, "scheduler.amazonaws.com"), Policies.start(account)));
        }
        resources.add(new LockTable(account));
        resources.add(LogGroup.of(account, "pipeline"));
        resources.add(LogGroup.of(account, "backtest"));
        resources.add(new StateMachine(account, "pipeline", "runs the chapters in order", pipeline));
        resources.add(new StateMachine(account, "backtest", "forecasts all seasons at the same time", backtest));
        resources.add(new DeadLetters(account));
        resources.add(new UploadRule(account));
        if (weekly) resources.add(new WeeklyFetch(account));
        return new Stack(resources);
    }

    /** The values of the placeholders in the ASL files. */
    private static Map<String, String> values(Account account, Optional<Hosting.Service> api, int settle) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Prefix", account.prefix());
        values.put("PartAt", String.valueOf(account.prefix().split("-").length));
        values.put("Cluster", account.prefix());
        values.put("Etl", account.name("etl"));
        values.put("Fetch", account.name("fetch"));
        values.put("Train", account.name("train"));
        values.put("Container", Image.CONTAINER);
        values.put("Subnets", String.join("\", \"", Network.of(account).subnets()));
        values.put("SecurityGroup", AwsErrors.translating("looking for the security group", () -> Network.firewall(account))
                .orElseThrow(PipelineStack::noFoundations).groupId());
        values.put("Bucket", account.bucket());
        values.put("Lock", account.name("lock"));
        values.put("Settle", String.valueOf(settle));
        values.put("Hosting", api.map(Hosting.Service::hosting).orElse("none"));
        values.put("Service", api.map(Hosting.Service::arn).orElse("none"));
        values.put("Url", api.map(Hosting.Service::url).orElse("none"));
        return values;
    }

    private static Fault noFoundations() {
        return new Fault(Exit.CONFIGURATION, "the foundations are not there", "the pipeline stands on what chapter 1 makes", "./jbangw 01_provision.java apply", 6);
    }

    /** The readable ASL file with its placeholders filled in. */
    static String filled(String machine, Map<String, String> values) {
        try {
            String definition = Files.readString(Chapters.home().resolve("lib/pipeline/" + machine + ".asl.json"));
            definition = definition.replace("\"${Settle}\"", values.get("Settle")); // a number, which has no quotes
            for (Map.Entry<String, String> value : values.entrySet()) definition = definition.replace("${" + value.getKey() + "}", value.getValue());
            if (definition.contains("${")) throw new IllegalStateException("a placeholder without a value: " + definition.substring(definition.indexOf("${")).lines().findFirst().orElse(""));
            return definition;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
