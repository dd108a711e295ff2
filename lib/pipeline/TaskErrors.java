package lib.pipeline;

import java.util.List;
import lib.aws.AwsErrors;
import lib.base.Exit;
import lib.base.Fault;

/** Says why a container on Fargate stopped. */
public final class TaskErrors {

    private TaskErrors() {}

    /**
     * The fault for a task that ended badly.
     *
     * @param task     its name for people: {@code the ETL task}
     * @param reason   ECS's {@code stoppedReason}, of the container if it has one, else of the task
     * @param exitCode of the container, or null if it never ran
     * @param log      the last lines that it wrote
     */
    public static Fault stopped(String task, String reason, Integer exitCode, List<String> log) {
        String said = reason == null ? "" : reason;
        String lines = String.join("\n", log);
        if (said.contains("does not contain descriptor matching platform") || lines.contains("exec format error")) {
            return new Fault(Exit.CONFIGURATION, task + " stopped: the image is for another processor",
                    "it was built on a machine with another one, such as Apple silicon",
                    "./jbangw 01_provision.java image builds for the right one; or set ARCHITECTURE and apply", 1);
        }
        if (said.contains("CannotPullContainer") && (said.contains("not found")
                || said.contains("manifest unknown"))) return AwsErrors.imageNotFound(task + " stopped");
        if (said.contains("CannotPullContainer") || said.contains("ResourceInitializationError")) {
            return new Fault(Exit.AWS_REFUSED, task + " stopped before it began: " + said,
                    "the container has no way to the internet, or its execution role may not pull",
                    "use subnets with an internet gateway (--subnets), and ./jbangw 01_provision.java apply", 1);
        }
        String last = log.isEmpty() ? "" : "; its last lines:\n   " + String.join("\n   ", log);
        return new Fault(Exit.AWS_REFUSED, task + " stopped" + (exitCode == null ? "" : " with exit code " + exitCode) + ": " + said + last,
                exitCode != null && exitCode == 137 ? "it ran out of memory, or was killed"
                : "the chapter in the container said no; its own message is in the log",
                "do what its message says, then run the pipeline again", 6);
    }
}
