//DEPS info.picocli:picocli:4.7.7
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:servicequotas
package lib.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import lib.aws.Account;
import lib.base.Chapters;
import lib.base.Cli;
import lib.base.Console;
import lib.base.Exit;
import lib.base.Fault;
import lib.base.Json;
import lib.football.DataSummary;
import lib.lake.Keys;
import lib.lake.Lake;
import lib.lake.LakeOptions;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/**
 * A backtest in parts: every season forecast by a process or a container of its own, which learns all that came
 * before it. The parts lie in the lake, {@code runs/ID/backtest-SEASON.csv}, wherever they were made.
 *
 * @param run        the ID
 * @param seasons    years, as words of a command line
 * @param forecaster its kind, or champion
 */
public record BacktestRun(String run, List<String> seasons, String forecaster) {

    /** The vCPU of a training container, as chapter 1 defines it; and of a new account. */
    private static final double PROCESSORS = 2;
    private static final double NEW_ACCOUNT = 4;
    private static final int MOST_AT_ONCE = 10;

    /** The backtest of a lake; see {@link DataSummary#seasons} for the range. */
    public static BacktestRun of(Lake lake, String range, String forecaster) {
        try {
            byte[] summary = lake.get(Keys.SUMMARY).orElseThrow(() -> new IOException("missing")).bytes();
            int[] years = Json.read(summary, DataSummary.class).seasons(range);
            List<String> seasons = IntStream.rangeClosed(years[0], years[1]).mapToObj(String::valueOf).toList();
            return new BacktestRun(LocalRun.newId(), seasons, forecaster);
        } catch (IOException e) {
            throw new Fault(Exit.CONFIGURATION, "there is no readable " + lake.describe() + "/" + Keys.SUMMARY,
                    "the ETL has not run here", "./jbangw 06_pipeline.java, or start for the one on AWS", 6).from(e);
        }
    }

    /** Runs the parts on this machine, as many at a time as it has processors. */
    public void here(LakeOptions where, Cli.Output output) throws InterruptedException {
        Chapters.build("03_train.java");
        try (ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<?>> parts = new ArrayList<>();
            for (String season : seasons) {
                parts.add(workers.submit(() -> Stages.stage("03_train.java",
                        List.of("backtest", "--seasons", season, "--forecaster", forecaster, "--run", run),
                        where, output)));
            }
            for (Future<?> part : parts) part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Fault fault ? fault : new IllegalStateException(e.getCause());
        }
    }

    /** Runs the parts in containers, as many at a time as the account has processors for, and waits for their end. */
    public void onAws(Account account, Console console) {
        Executions executions = new Executions(account, "backtest");
        int atOnce = atOnce(account);
        String name = executions.start(Map.of("run", run, "seasons", seasons, "forecaster", forecaster,
                "at_once", atOnce));
        console.good("started " + name + ": " + seasons.size() + " containers, at most " + atOnce + " at a time");
        executions.follow(name, console::line).requireGood();
    }

    /** New accounts begin with a handful of vCPU on Fargate; whoever may not ask is taken for new. */
    private static int atOnce(Account account) {
        double processors = NEW_ACCOUNT;
        try {
            processors = account.client(ServiceQuotasClient.builder()).getServiceQuota(get -> get.serviceCode("fargate")
                    .quotaCode("L-3032A538")).quota().value();
        } catch (SdkException notKnown) {
            // fewer at a time only takes longer
        }
        return (int) Math.clamp(processors / PROCESSORS, 1, MOST_AT_ONCE);
    }

    /** Where the parts lie in the lake. */
    public List<String> keys() {
        return seasons.stream().map(season -> Keys.backtest(run, season)).toList();
    }

    /** Copies the parts into a folder. */
    public void copyTo(Path folder, Lake lake) throws IOException {
        Files.createDirectories(folder);
        for (String key : keys()) {
            Files.write(folder.resolve(Path.of(key).getFileName().toString()),
                    lake.get(key).orElseThrow(() -> new IOException("no " + key)).bytes());
        }
    }
}
