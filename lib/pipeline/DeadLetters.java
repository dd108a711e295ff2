//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:sqs
package lib.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lib.aws.Account;
import lib.aws.Policies;
import lib.aws.Resource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Where events end that EventBridge could not deliver within a day. Without the queue's own policy it would stay empty. */
public final class DeadLetters implements Resource {

    private static final String TWO_WEEKS = String.valueOf(14 * 24 * 3600);

    private final Account account;
    private final SqsClient sqs;

    public DeadLetters(Account account) {
        this.account = account;
        this.sqs = account.client(SqsClient.builder());
    }

    @Override
    public String kind() {
        return "queue";
    }

    @Override
    public String name() {
        return account.name("dead-letters");
    }

    @Override
    public String why() {
        return "keeps events that could not be delivered";
    }

    String arn() {
        return account.arn("sqs", name());
    }

    /** How many events wait there; more than none means that uploads started no run. */
    public int waiting() {
        return url().map(url -> Integer.parseInt(sqs.getQueueAttributes(get -> get.queueUrl(url)
                .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes().getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"))).orElse(0);
    }

    private Optional<String> url() {
        try {
            return Optional.of(sqs.getQueueUrl(get -> get.queueName(name())).queueUrl());
        } catch (SqsException e) {
            // SQS has two names for it, of its older and its newer protocol.
            boolean gone = e instanceof QueueDoesNotExistException || e.awsErrorDetails().errorCode().endsWith("NonExistentQueue");
            if (gone) return Optional.empty();
            throw e;
        }
    }

    private String policy() {
        return Policies.document(Policies.deadLetters(account));
    }

    @Override
    public Map<String, String> desired() {
        Map<String, String> desired = new LinkedHashMap<>();
        desired.put("kept for", TWO_WEEKS);
        desired.put("policy", Policies.canonical(policy()));
        desired.put("tags", account.tags().toString());
        return desired;
    }

    @Override
    public Optional<Map<String, String>> describe() {
        return url().map(url -> {
            Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(get -> get.queueUrl(url)
                    .attributeNames(QueueAttributeName.ALL)).attributes();
            Map<String, String> is = new LinkedHashMap<>();
            is.put("kept for", attributes.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD));
            String policy = attributes.get(QueueAttributeName.POLICY);
            if (policy != null && !policy.isEmpty()) is.put("policy", Policies.canonical(policy));
            is.put("tags", new TreeMap<>(sqs.listQueueTags(list -> list.queueUrl(url)).tags()).toString());
            return is;
        });
    }

    @Override
    public void create() {
        sqs.createQueue(create -> create.queueName(name()).attributes(attributes()).tags(account.tags()));
    }

    private Map<QueueAttributeName, String> attributes() {
        return Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, TWO_WEEKS, QueueAttributeName.POLICY, policy());
    }

    @Override
    public void change(Set<String> fields) {
        String url = url().orElseThrow();
        sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(attributes()));
        if (fields.contains("tags")) sqs.tagQueue(tag -> tag.queueUrl(url).tags(account.tags()));
    }

    @Override
    public void delete() {
        try {
            url().ifPresent(url -> sqs.deleteQueue(delete -> delete.queueUrl(url)));
        } catch (QueueDoesNotExistException gone) {
            // somebody was faster
        }
    }
}
