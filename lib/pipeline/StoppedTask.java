package lib.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import lib.aws.AwsErrors;
import lib.base.Exit;
import lib.base.Fault;

/** Why a task on Fargate ended badly. */
public final class StoppedTask {

    private StoppedTask() {}

    /** The fault for a task, given as ECS describes it to the state machine. */
    public static Fault fault(JsonNode task) {
        String name = "the task " + task.path("Group").asText().replaceFirst("^family:", "");
        JsonNode container = task.path("Containers").path(0);
        JsonNode exit = container.path("ExitCode"); // none if it never ran
        String reason = container.path("Reason").asText(task.path("StoppedReason").asText());
        if (!exit.isNumber()) return neverRan(name, reason);
        return new Fault(Exit.AWS_REFUSED, name + " stopped with exit code " + exit.asInt() + ": " + reason,
                exit.asInt() == 137 ? "it ran out of memory, or was killed"
                        : "the chapter in the container said no; its own message is in the log",
                "do what its message says, then run the pipeline again", 6);
    }

    /** ECS has a code for "it never ran", and only words for the reason: they choose nothing but the advice. */
    private static Fault neverRan(String name, String reason) {
        if (reason.contains("does not contain descriptor matching platform")) {
            return new Fault(Exit.CONFIGURATION, name + " stopped: the image is for another processor",
                    "it was built on a machine with another one, such as Apple silicon",
                    "./jbangw 01_provision.java image builds for the right one; or set ARCHITECTURE and apply", 1);
        }
        if (reason.startsWith("CannotPullContainer")
                && (reason.contains("not found") || reason.contains("manifest unknown"))) {
            return AwsErrors.imageNotFound(name + " stopped");
        }
        return new Fault(Exit.AWS_REFUSED, name + " stopped before it began: " + reason,
                "the container has no way to the internet, or its execution role may not pull",
                "use subnets with an internet gateway (--subnets), and ./jbangw 01_provision.java apply", 1);
    }
}
