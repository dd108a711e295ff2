//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:dynamodb
package lib.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.aws.Account;
import lib.aws.Resource;
import lib.aws.Waiting;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** A table of one item: whoever can put it holds the pipeline's lock. Paid by the request, so an idle one is free. */
public final class LockTable implements Resource {

    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Account account;
    private final DynamoDbClient dynamo;

    public LockTable(Account account) {
        this.account = account;
        this.dynamo = account.client(DynamoDbClient.builder());
    }

    @Override
    public String kind() {
        return "table";
    }

    @Override
    public String name() {
        return account.name("lock");
    }

    @Override
    public String why() {
        return "one run at a time, and no upload forgotten";
    }

    @Override
    public Map<String, String> desired() {
        return Map.of("billing", "PAY_PER_REQUEST", "tags", account.tags().toString());
    }

    @Override
    public Optional<Map<String, String>> describe() {
        return table().map(table -> Map.of("tags", dynamo.listTagsOfResource(list -> list.resourceArn(table.tableArn())).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value, (a, _) -> a, TreeMap::new)).toString(),
                "billing", table.billingModeSummary() == null ? "PROVISIONED" : table.billingModeSummary().billingModeAsString()));
    }

    private Optional<TableDescription> table() {
        try {
            return Optional.of(dynamo.describeTable(describe -> describe.tableName(name())).table());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void create() {
        dynamo.createTable(create -> create.tableName(name()).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute -> attribute.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH)).tags(tags()));
        Waiting.await(MOST, EVERY, () -> table().filter(table -> table.tableStatus() == TableStatus.ACTIVE));
    }

    private java.util.List<Tag> tags() {
        return account.tags().entrySet().stream().map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList();
    }

    @Override
    public void change(Set<String> fields) {
        if (fields.contains("billing")) dynamo.updateTable(update -> update.tableName(name()).billingMode(BillingMode.PAY_PER_REQUEST));
        if (fields.contains("tags")) dynamo.tagResource(tag -> tag.resourceArn(table().orElseThrow().tableArn()).tags(tags()));
    }

    @Override
    public void delete() {
        try {
            dynamo.deleteTable(delete -> delete.tableName(name()));
        } catch (ResourceNotFoundException gone) {
            return;
        }
        Waiting.await(MOST, EVERY, () -> table().isEmpty() ? Optional.of(true) : Optional.empty());
    }
}
