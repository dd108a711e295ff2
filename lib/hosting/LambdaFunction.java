//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:lambda
package lib.hosting;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.aws.Image;
import lib.aws.LogGroup;
import lib.aws.Price;
import lib.aws.Waiting;
import lib.base.Fault;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * AWS Lambda behind a function URL: open to everybody, and it costs nothing while nobody asks. The image is the same;
 * AWS's Lambda Web Adapter in it turns each event into plain HTTP. Between requests the process is frozen, and the
 * first request after a while waits for a new one to start.
 */
public final class LambdaFunction implements Hosting {

    /**
     * In MiB: one whole vCPU. A function gets processor by its memory, and is paid by memory times time, so that less
     * of it makes the start of a JVM slower and hardly cheaper. docs.aws.amazon.com/lambda configuration-memory
     */
    private static final int ONE_VCPU = 1769;

    /** Far more than a cold start and an answer need; what hangs is not paid for longer. */
    private static final int TIMEOUT_SECONDS = 30;

    /** A cold start with its answer, rounded up: what a request pays for that comes alone. */
    private static final double COLD_SECONDS = 5;

    private final Account account;
    private final Pace pace;
    private final LambdaClient lambda;

    public LambdaFunction(Account account, Pace pace) {
        this.account = account;
        this.pace = pace;
        this.lambda = account.client(LambdaClient.builder());
    }

    @Override
    public String word() {
        return "lambda";
    }

    @Override
    public String title() {
        return "Lambda";
    }

    @Override
    public Price paused() {
        return Price.FREE;
    }

    @Override
    public Price running() {
        return new Price(0, ONE_VCPU / 1024.0 * 3600 * Price.LAMBDA_GB_SECOND,
                "nothing while nobody asks; then the first answer takes seconds");
    }

    @Override
    public double thousandRequests() {
        return 1000 * (Price.LAMBDA_REQUEST + COLD_SECONDS * ONE_VCPU / 1024.0 * Price.LAMBDA_GB_SECOND);
    }

    // ---------------------------------------------------------------- find

    private Optional<GetFunctionResponse> function(String part) {
        try {
            return Optional.of(lambda.getFunction(get -> get.functionName(account.name(part))));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        } catch (LambdaException e) {
            if (account.lacks(e)) return Optional.empty();
            throw e;
        }
    }

    @Override
    public Optional<Service> find(String part) {
        return AwsErrors.translating("looking at Lambda",
                () -> function(part).map(found -> service(part, found.configuration())));
    }

    private Service service(String part, FunctionConfiguration is) {
        State state = switch (is.state()) {
            case PENDING -> State.WORKING;
            case ACTIVE, INACTIVE -> updated(part, is.lastUpdateStatus()); // inactive: asleep until the next request
            default -> State.FAILED;
        };
        String why = is.stateReason() != null ? is.stateReason() : is.lastUpdateStatusReason();
        return new Service(word(), is.functionName(), is.functionArn(), state, url(part).orElse(null),
                state == State.FAILED && why != null ? why : "");
    }

    private State updated(String part, LastUpdateStatus last) {
        if (last == LastUpdateStatus.IN_PROGRESS) return State.WORKING;
        if (last == LastUpdateStatus.FAILED) return State.FAILED;
        Integer reserved = lambda.getFunctionConcurrency(get -> get.functionName(account.name(part)))
                .reservedConcurrentExecutions();
        return reserved != null && reserved == 0 ? State.PAUSED : State.RUNNING;
    }

    /** The function's address without the slash at its end; empty as long as it has none. */
    private Optional<String> url(String part) {
        try {
            return Optional.of(lambda.getFunctionUrlConfig(get -> get.functionName(account.name(part))).functionUrl()
                    .replaceAll("/$", ""));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    // ---------------------------------------------------------------- deploy

    @Override
    public Service deploy(Container container, Consumer<String> progress) {
        return AwsErrors.translating("deploying to Lambda", () -> {
            String part = container.part();
            Optional<GetFunctionResponse> before = function(part);
            if (before.isPresent() && before.get().configuration().stateAsString().equals("Failed")) {
                progress.accept("removing what an earlier try left: a function that failed at birth stays so");
                remove(part, progress);
                before = Optional.empty();
            }
            if (before.isEmpty()) create(container, progress);
            else update(before.get().configuration(), container, progress);
            String image = Image.current(account);
            String earlier = before.map(found -> found.code().imageUri()).orElse(image);
            boolean isNew = !image.equals(earlier);
            if (isNew) roll(part, image, progress);
            Service service = open(part, progress);
            try {
                // A new address may need minutes; a new image behind a known one that stays silent is a bad one.
                HostedUrl.requireAnswer(service.url(), container.healthPath(), LogGroup.nameOf(account, part),
                        isNew ? pace.first() : pace.most(), pace.every());
            } catch (Fault fault) {
                if (isNew) goBack(part, earlier, fault, progress);
                throw fault;
            }
            return service;
        });
    }

    private void create(Container container, Consumer<String> progress) {
        String name = account.name(container.part());
        progress.accept("making the function " + name);
        Waiting.retry(() -> lambda.createFunction(create -> create.functionName(name).packageType(PackageType.IMAGE)
                .code(code -> code.imageUri(Image.current(account)))
                .architectures(account.architecture() == Account.Architecture.ARM64
                        ? Architecture.ARM64 : Architecture.X86_64)
                .imageConfig(image -> image.command(container.command()))
                .role(container.role()).memorySize(ONE_VCPU).timeout(TIMEOUT_SECONDS)
                .environment(set -> set.variables(environment(container)))
                // Else Lambda makes a group of its own that keeps every line for ever.
                .loggingConfig(log -> log.logGroup(LogGroup.nameOf(account, container.part())))
                .tags(account.tags())));
        settled(container.part());
    }

    private void update(FunctionConfiguration is, Container container, Consumer<String> progress) {
        boolean same = is.environment() != null && is.environment().variables().equals(environment(container))
                && is.role().equals(container.role()) && is.memorySize() == ONE_VCPU && is.timeout() == TIMEOUT_SECONDS
                && is.imageConfigResponse().imageConfig().command().equals(container.command());
        if (same) return;
        progress.accept("changing the settings");
        idle(container.part()); // an update that is under way refuses the next one; how it ends does not matter
        lambda.updateFunctionConfiguration(update -> update.functionName(account.name(container.part()))
                .imageConfig(image -> image.command(container.command()))
                .role(container.role()).memorySize(ONE_VCPU).timeout(TIMEOUT_SECONDS)
                .environment(set -> set.variables(environment(container)))
                .loggingConfig(log -> log.logGroup(LogGroup.nameOf(account, container.part()))));
        settled(container.part());
    }

    /**
     * The container's settings, and those of the adapter. Lambda itself sets the region, and refuses whoever names it.
     * The adapter waits for the port only: a server that is not ready says why, a health check would wait in silence.
     */
    private static Map<String, String> environment(Container container) {
        Map<String, String> environment = new TreeMap<>(container.environment());
        environment.remove("AWS_REGION");
        environment.putAll(Map.of("AWS_LWA_PORT", "" + container.port(), "AWS_LWA_READINESS_CHECK_PROTOCOL", "TCP",
                "AWS_LWA_ASYNC_INIT", "true")); // a start of more than ten seconds goes on instead of beginning anew
        return environment;
    }

    /** Changes the image. Lambda took the digest of the earlier one, so a push alone never changes what runs. */
    private void roll(String part, String image, Consumer<String> progress) {
        progress.accept("rolling out " + image.substring(image.lastIndexOf('/') + 1));
        idle(part);
        lambda.updateFunctionCode(update -> update.functionName(account.name(part)).imageUri(image));
        settled(part);
    }

    /** Brings the image back that answered before. */
    private void goBack(String part, String earlier, Fault because, Consumer<String> progress) {
        progress.accept("the new image does not answer: going back to the earlier one");
        try {
            roll(part, earlier, progress);
        } catch (AwsServiceException | Fault e) { // perhaps it is no longer in the registry; the first fault counts
            because.addSuppressed(e);
            progress.accept("the earlier image cannot be brought back: " + e.getMessage());
        }
    }

    // ---------------------------------------------------------------- the public address

    /**
     * Gives the function its address and lets everybody in. Since October 2025 that takes two permissions; with only
     * the first one every request is answered 403. docs.aws.amazon.com/lambda urls-auth
     */
    private Service open(String part, Consumer<String> progress) {
        String name = account.name(part);
        if (url(part).isEmpty()) {
            lambda.createFunctionUrlConfig(create -> create.functionName(name).authType(FunctionUrlAuthType.NONE));
        }
        allow(name, "PublicUrl", permission -> permission.action("lambda:InvokeFunctionUrl")
                .functionUrlAuthType(FunctionUrlAuthType.NONE));
        allow(name, "OnlyByUrl", permission -> permission.action("lambda:InvokeFunction").invokedViaFunctionUrl(true));
        return find(part).filter(found -> found.state() == State.PAUSED).map(_ -> resume(part, progress))
                .orElseGet(() -> find(part).orElseThrow());
    }

    private void allow(String name, String id, Consumer<AddPermissionRequest.Builder> what) {
        try {
            lambda.addPermission(permission -> what.accept(permission.functionName(name).statementId(id)
                    .principal("*")));
        } catch (ResourceConflictException e) {
            // an earlier deployment gave it
        }
    }

    // ---------------------------------------------------------------- pause, resume, remove

    /** Not one request at a time may run: AWS answers 429, and nothing is paid. */
    @Override
    public void pause(String part, Consumer<String> progress) {
        AwsErrors.translating("pausing on Lambda", () -> {
            lambda.putFunctionConcurrency(put -> put.functionName(account.name(part)).reservedConcurrentExecutions(0));
        });
    }

    @Override
    public Service resume(String part, Consumer<String> progress) {
        return AwsErrors.translating("resuming on Lambda", () -> {
            lambda.deleteFunctionConcurrency(delete -> delete.functionName(account.name(part)));
            return settled(part);
        });
    }

    /** The address and its permissions go with the function; the log group is chapter 1's. */
    @Override
    public void remove(String part, Consumer<String> progress) {
        AwsErrors.translating("removing from Lambda", () -> {
            try {
                lambda.deleteFunction(delete -> delete.functionName(account.name(part)));
            } catch (ResourceNotFoundException gone) {
                return; // somebody was faster
            }
            pace.await("the Lambda function is still being removed",
                    () -> function(part).isEmpty() ? Optional.of(true) : Optional.empty());
        });
    }

    /** Waits for the end of what is under way, however it ends. */
    private Service idle(String part) {
        return pace.await("the Lambda function is not ready",
                () -> find(part).filter(found -> found.state() != State.WORKING));
    }

    /** Waits for the end of the change that was just begun; one that failed is a {@link Fault}. */
    private Service settled(String part) {
        Service service = idle(part);
        if (service.state() == State.FAILED) {
            throw HostedUrl.unhealthy(title(), account.name(part), LogGroup.nameOf(account, part), service.why());
        }
        return service;
    }
}
