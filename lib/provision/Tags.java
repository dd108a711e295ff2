//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:ec2
//DEPS software.amazon.awssdk:ecr
//DEPS software.amazon.awssdk:ecs
//DEPS software.amazon.awssdk:s3
package lib.provision;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lib.aws.Account;

/** The account's tags as each service wants them, and back to text: the SDK has a class for every service. */
public final class Tags {

    private Tags() {}

    public static List<software.amazon.awssdk.services.s3.model.Tag> s3(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.s3.model.Tag.builder().key(key).value(value)
                .build());
    }

    public static String s3(List<software.amazon.awssdk.services.s3.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }

    public static List<software.amazon.awssdk.services.ecr.model.Tag> ecr(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.ecr.model.Tag.builder().key(key)
                .value(value).build());
    }

    public static String ecr(List<software.amazon.awssdk.services.ecr.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }

    public static List<software.amazon.awssdk.services.ec2.model.Tag> ec2(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.ec2.model.Tag.builder().key(key)
                .value(value).build());
    }

    public static String ec2(List<software.amazon.awssdk.services.ec2.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }

    public static List<software.amazon.awssdk.services.ecs.model.Tag> ecs(Account account) {
        return account.tags((key, value) -> software.amazon.awssdk.services.ecs.model.Tag.builder().key(key)
                .value(value).build());
    }

    /** The account's tags and some more. */
    public static List<software.amazon.awssdk.services.ecs.model.Tag> ecs(Account account, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(account.tags());
        all.putAll(more);
        return all.entrySet().stream().map(tag -> software.amazon.awssdk.services.ecs.model.Tag.builder()
                .key(tag.getKey()).value(tag.getValue()).build()).toList();
    }

    public static String ecs(List<software.amazon.awssdk.services.ecs.model.Tag> tags) {
        return Account.tags(tags, tag -> tag.key(), tag -> tag.value()).toString();
    }
}
