//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:sqs
package lib.pipeline;

import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Queues, which SQS wants to be named by their address. */
public final class Queues {

    private Queues() {}

    /** The address of a queue; empty if there is none. SQS has two names for that, of its older and newer protocol. */
    public static Optional<String> url(SqsClient sqs, String queue) {
        try {
            return Optional.of(sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl());
        } catch (SqsException e) {
            if (e.awsErrorDetails().errorCode().endsWith("NonExistentQueue")) return Optional.empty();
            throw e;
        }
    }
}
