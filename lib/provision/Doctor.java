//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:apprunner
//DEPS software.amazon.awssdk:servicequotas
package lib.provision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lib.aws.Account;
import lib.aws.AwsErrors;
import lib.base.Fault;
import lib.base.Http;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.useragent.BusinessMetricFeatureId;
import software.amazon.awssdk.services.apprunner.AppRunnerClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Looks for what would make a chapter fail later, and knows the cure. */
public final class Doctor {

    private static final Duration MOST_SKEW = Duration.ofMinutes(5); // AWS refuses from 15 minutes on
    private static final double LEAST_FARGATE_VCPU = 4;

    /**
     * One finding.
     *
     * @param needed whether the chapters cannot work while it is not good
     * @param fix    what to do; empty when it is good
     */
    public record Check(String name, boolean good, boolean needed, String found, String fix) {

        private static Check good(String name, String found) {
            return new Check(name, true, true, found, "");
        }

        private static Check bad(String name, String found, String fix) {
            return new Check(name, false, true, found, fix);
        }

        private static Check remark(String name, String found, String fix) {
            return new Check(name, false, false, found, fix);
        }
    }

    private Doctor() {}

    /** Makes every check, cheap ones first, and hands each finding on as soon as it is there. */
    public static void examine(Account account, Consumer<Check> report) {
        report.accept(jdk());
        report.accept(jbang());
        report.accept(containerTool(account));
        report.accept(checked("region", "pass --region us-east-1, or set AWS_REGION",
                () -> Check.good("region", account.region())));
        report.accept(clock(account));
        Check credentials = credentials(account);
        report.accept(credentials);
        if (!credentials.good) return;
        Check identity = checked("identity", "sign in again",
                () -> Check.good("identity", account.client(StsClient.builder())
                .getCallerIdentity().arn()));
        report.accept(identity);
        if (!identity.good) return;
        report.accept(checked("network", "see the message", () -> Check.good("network", "subnets " + String.join(", ",
                Subnets.of(account).ids()))));
        report.accept(appRunner(account));
        report.accept(fargateQuota(account));
    }

    /** A check that fails with what the failing call says. */
    private static Check checked(String name, String fix, Supplier<Check> check) {
        try {
            return check.get();
        } catch (Fault fault) {
            return Check.bad(name, fault.getMessage(), fault.remedy);
        } catch (SdkException e) {
            Fault fault = AwsErrors.translate("the question", e);
            return Check.bad(name, fault.getMessage(), fault.remedy.isEmpty() ? fix : fault.remedy);
        }
    }

    private static Check jdk() {
        int version = Runtime.version().feature();
        return version >= 25 ? Check.good("JDK", Runtime.version().toString()) : Check.bad("JDK", "version " + version,
                "install JDK 25: jbang jdk install 25");
    }

    private static Check jbang() {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(System.getProperty("path.separator")))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "jbang"))
                        || Files.exists(Path.of(folder, "jbang.cmd")));
        return Check.good("JBang", found ? "on the PATH" : "not on the PATH; ./jbangw takes its place");
    }

    private static Check containerTool(Account account) {
        Optional<ContainerTool> tool = ContainerTool.find();
        if (tool.isEmpty()) {
            Fault missing = ContainerTool.missing();
            return Check.remark("container tool", missing.getMessage(), missing.remedy + "; only \"image\" needs it");
        }
        String machine = System.getProperty("os.arch").matches("aarch64|arm64") ? "arm64" : "amd64";
        String wanted = ContainerTool.platform(account.architecture());
        return machine.equals(wanted) ? Check.good("container tool", tool.get().name() + ", " + machine)
                : Check.remark("container tool",
                        tool.get().name() + " on " + machine + ", but the containers run on " + wanted,
                "\"image\" builds for " + wanted
                + " by emulation, which is slow; or set ARCHITECTURE=ARM64 if you do not use App Runner");
    }

    /** AWS tells the time in every answer, also in one without a signature. */
    private static Check clock(Account account) {
        String address = account.endpoint().orElse("https://sts.amazonaws.com");
        try {
            Optional<String> date = Http.get(address).date();
            if (date.isEmpty()) {
                return Check.remark("clock", address + " does not tell the time", "compare the clock with another one");
            }
            Instant there = ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration skew = Duration.between(there, Instant.now()).abs();
            return skew.compareTo(MOST_SKEW) < 0 ? Check.good("clock", skew.toSeconds() + " s away from AWS")
                    : Check.bad("clock", skew.toMinutes() + " minutes away from AWS", "set the clock");
        } catch (IOException e) {
            return Check.bad("clock", "no connection to " + address, "check the network and --endpoint-url");
        }
    }

    private static Check credentials(Account account) {
        return checked("credentials", "aws login, or aws sso login, or aws configure", () -> {
            AwsCredentials credentials = account.credentials().resolveCredentials();
            String source = source(credentials.providerName().orElse(""));
            Optional<Instant> end = credentials instanceof AwsSessionCredentials session ? session.expirationTime()
                    : Optional.empty();
            if (end.isPresent() && end.get().isBefore(Instant.now())) return Check.bad(
                    "credentials", source + ", expired at "
                    + end.get(), "sign in again: aws login or aws sso login");
            return Check.good("credentials", source + end.map(time -> ", good until " + time)
                    .orElse(credentials instanceof AwsSessionCredentials ? ", for a session"
                            : ", keys that do not expire"));
        });
    }

    /** The SDK names a source by a letter of its own statistics, a chain of them like "o,i": the last one signs. */
    public static String source(String codes) {
        String last = codes.substring(codes.lastIndexOf(',') + 1);
        String name = Stream.of(BusinessMetricFeatureId.values()).filter(id -> id.value().equals(last))
                .map(Enum::name).findFirst().orElse("");
        if (name.contains("LOGIN")) return "aws login";
        if (name.contains("SSO")) return "aws sso login";
        if (name.contains("ROLE") || name.contains("WEB_ID")) return "a role that was assumed";
        if (name.contains("ENV_VARS")) return "environment variables";
        if (name.contains("PROCESS")) return "a program that the profile names";
        if (name.contains("PROFILE")) return "a profile in ~/.aws";
        if (name.contains("IMDS") || name.contains("HTTP")) return "the role of this machine";
        return "the SDK's search";
    }

    /** A list with services proves a customer; an empty one proves nothing, and the first deployment will tell. */
    private static Check appRunner(Account account) {
        try {
            boolean customer = !account.client(AppRunnerClient.builder()).listServices(_ -> {}).serviceSummaryList()
                    .isEmpty();
            return Check.good("App Runner", customer ? "this account uses it"
                    : "answers; closed to new customers since April 2026, so HOSTING=lambda is the safe choice");
        } catch (AwsServiceException e) {
            return Check.remark("App Runner", "not open to this account (" + e.statusCode() + ")",
                    "use HOSTING=lambda");
        } catch (SdkException e) {
            return Check.remark("App Runner", "not in this region", "use HOSTING=lambda");
        }
    }

    /** The quota "Fargate On-Demand vCPU resource count": new accounts begin with few. */
    private static Check fargateQuota(Account account) {
        try {
            double vcpu = account.client(ServiceQuotasClient.builder())
                    .getServiceQuota(get -> get.serviceCode("fargate")
                    .quotaCode("L-3032A538")).quota().value();
            return vcpu >= LEAST_FARGATE_VCPU ? Check.good("Fargate quota", "%.0f vCPU".formatted(vcpu))
                    : Check.bad("Fargate quota", "%.0f vCPU".formatted(vcpu),
                            "ask for more in the Service Quotas console (Fargate On-Demand vCPU)");
        } catch (SdkException e) {
            return Check.remark("Fargate quota", "not known",
                    "look it up in the Service Quotas console (Fargate On-Demand vCPU)");
        }
    }
}
