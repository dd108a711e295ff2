//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ecs
//DEPS software.amazon.awssdk:cloudwatchlogs

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lib.aws.Account;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Plays Fargate for moto, whose containers exist on paper only: takes each task that ECS reports as started, runs the
 * very chapter with the task's command and environment as a process on this machine, writes its log where the task
 * definition says, and stops the task with the exit code.
 */
final class Fargate implements AutoCloseable {

    /** A task that was run. */
    record Ran(List<String> command, int exit, String log) {}

    final List<Ran> ran = Collections.synchronizedList(new ArrayList<>());
    private final Account account;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private final Thread watching;

    Fargate(Account account) {
        this.account = account;
        this.watching = Thread.ofVirtual().start(this::watch);
    }

    private void watch() {
        EcsClient ecs = account.client(EcsClient.builder());
        try {
            while (true) {
                Thread.sleep(150);
                List<String> started = ecs.listTasks(list -> list.cluster(account.prefix())).taskArns().stream()
                        .filter(taken::add).toList();
                if (started.isEmpty()) continue;
                ecs.describeTasks(describe -> describe.cluster(account.prefix()).tasks(started)).tasks().stream()
                        .filter(task -> task.desiredStatus().equals("RUNNING"))
                        .forEach(task -> Thread.ofVirtual().start(() -> run(ecs, task)));
            }
        } catch (InterruptedException closed) {
            // the test is over
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) throw e;
        }
    }

    private void run(EcsClient ecs, Task task) {
        ContainerDefinition container = ecs.describeTaskDefinition(
                describe -> describe.taskDefinition(task.taskDefinitionArn())).taskDefinition().containerDefinitions()
                .getFirst();
        List<String> command = task.overrides().containerOverrides().getFirst().command();
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        try {
            Path log = Files.createTempFile("task", ".log");
            List<String> all = new ArrayList<>(List.of("bash", Scripts.HOME.resolve("jbangw").toString(),
                    Scripts.HOME.resolve(command.getFirst() + ".java").toString()));
            all.addAll(command.subList(1, command.size()));
            ProcessBuilder builder = new ProcessBuilder(all).directory(Files.createTempDirectory("task").toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            Map<String, String> environment = new HashMap<>(Moto.environment());
            container.environment().forEach(variable -> environment.put(variable.name(), variable.value()));
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("STUDENT"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            running.put(id, process);
            int exit = process.waitFor();
            running.remove(id);
            String said = Files.readString(log);
            keep(container, id, said);
            ran.add(new Ran(command, exit, said));
            ecs.stopTask(stop -> stop.cluster(account.prefix()).task(task.taskArn()).reason("exit " + exit));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the log driver of a real container does. */
    private void keep(ContainerDefinition container, String id, String said) {
        CloudWatchLogsClient logs = account.client(CloudWatchLogsClient.builder());
        Map<String, String> options = container.logConfiguration().options();
        String stream = options.get("awslogs-stream-prefix") + "/" + container.name() + "/" + id;
        logs.createLogStream(create -> create.logGroupName(options.get("awslogs-group")).logStreamName(stream));
        long now = Instant.now().toEpochMilli();
        List<InputLogEvent> events = new ArrayList<>();
        for (String line : said.lines().toList()) {
            events.add(InputLogEvent.builder().timestamp(now + events.size()).message(line.isEmpty() ? " " : line)
                    .build());
        }
        if (!events.isEmpty()) {
            logs.putLogEvents(put -> put.logGroupName(options.get("awslogs-group")).logStreamName(stream)
                    .logEvents(events));
        }
    }

    @Override
    public void close() {
        watching.interrupt();
        running.values().forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
    }
}
