//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//SOURCES Moto.java Scripts.java
//SOURCES ../01_provision.java
//SOURCES ../lib/base/*.java ../lib/lake/*.java ../lib/football/*.java ../lib/model/*.java
//SOURCES ../lib/aws/*.java ../lib/hosting/*.java ../lib/provision/*.java ../06_pipeline.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import lib.aws.Account;
import lib.aws.AwsOptions;
import lib.aws.Declared;
import lib.aws.Resource;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Resources written down as data: what is called when, and the names of all fields, which learners' stacks go by. */
class DeclaredTest {

    /** An answer of AWS that is no answer. */
    private static final class Missing extends AwsServiceException {
        private Missing(int status, String code) {
            super(AwsServiceException.builder().statusCode(status).message(code)
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).build()));
        }
    }

    private static final class Refused extends AwsServiceException {
        private Refused() {
            super(AwsServiceException.builder().statusCode(403).message("no")
                    .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDenied").errorMessage("no").build()));
        }
    }

    private final List<String> calls = new ArrayList<>();
    private Map<String, String> cloud;

    private Map<String, String> found() {
        if (cloud == null) throw new Missing(400, "NotThere");
        return cloud;
    }

    private Resource thing() {
        Runnable shape = () -> calls.add("set shape");
        return Declared.named("thing", "a", "to test").find(this::found, Missing.class)
                .create(() -> calls.add("create"))
                .field("size", "1", is -> is.get("size"), shape)
                .field("colour", () -> "red", is -> is.get("colour"), shape)
                .setting("lid", "shut", is -> Optional.ofNullable(is.get("lid"))
                        .orElseThrow(() -> new Missing(404, "NoSuchLid")), () -> calls.add("set lid"))
                .shown("born", is -> is.get("born"))
                .delete(() -> calls.add("delete " + found()));
    }

    @Test
    void whatIsShownIsNotDesiredAndWhatWasNeverSetHasNoValue() {
        assertEquals(Optional.empty(), thing().describe());
        assertEquals(Map.of("size", "1", "colour", "red", "lid", "shut"), thing().desired());
        cloud = Map.of("size", "1", "born", "today");
        assertEquals(Map.of("size", "1", "born", "today"), thing().describe().orElseThrow());
    }

    @Test
    void createIsFollowedByTheSettingsAndAChangeCallsOnce() {
        thing().create();
        assertEquals(List.of("create", "set lid"), calls);
        calls.clear();
        thing().change(Set.of("size", "colour"));
        assertEquals(List.of("set shape"), calls);
    }

    /** A refusal is never "there is nothing", neither for the whole nor for a part. */
    @Test
    void onlyTheNamedExceptionMeansMissing() {
        thing().delete();
        assertEquals(List.of(), calls, "what is gone is not deleted, and that is no error");
        Resource refused = Declared.named("thing", "b", "").<String>find(() -> {
            throw new Refused();
        }, Missing.class).delete(() -> {
            throw new Refused();
        });
        assertThrows(Refused.class, refused::describe);
        assertThrows(Refused.class, refused::delete);
        Resource half = Declared.named("thing", "c", "").find(() -> "", Missing.class).field("lid", "shut", _ -> {
            throw new Refused();
        }, () -> {});
        assertThrows(Refused.class, half::describe);
    }

    @Test
    void whatCannotBeDeletedIsKept() {
        cloud = Map.of();
        assertEquals(List.of("thing a"), thing().remains());
        Resource kept = Declared.named("thing", "d", "").find(() -> "", Missing.class);
        assertEquals(true, kept.kept());
        assertEquals(List.of(), kept.remains());
    }

    /** A field of another name would show as a difference on every stack that learners have made. */
    @Test
    void theFieldsKeepTheirNames() {
        Map<String, Set<String>> fields = new TreeMap<>();
        try (Account account = CommandLine.populateCommand(new AwsOptions(), "--region", "us-east-1", "--endpoint-url",
                Moto.endpoint(), "--architecture", "X86_64").open()) {
            Stream.concat(Provision.foundations(account, "somebody@example.org", 5).resources().stream(),
                    Pipeline.everything(account).resources().stream())
                    .forEach(resource -> fields.computeIfAbsent(resource.kind(), _ -> new TreeSet<>())
                            .addAll(resource.desired().keySet()));
        }
        Map<String, String> expected = new TreeMap<>();
        expected.put("bucket", "block public access, encryption, events, lifecycle, ownership, tags, versioning");
        expected.put("budget alarm", "alarm, limit");
        expected.put("cluster", "capacity providers, tags");
        expected.put("event rule", "dead letters, input, pattern, state, tags, target, target role");
        expected.put("log group", "retention, tags");
        expected.put("queue", "kept for, policy, tags");
        expected.put("repository", "image tags, lifecycle, policy, scan, tags");
        expected.put("role", "managed, policies, policy, tags, trust");
        expected.put("schedule", "dead letters, input, role, state, target, when");
        expected.put("security group", "in, out, tags");
        expected.put("service-linked role", "");
        expected.put("state machine", "definition, log, role, tags");
        expected.put("alarm", "tags, tells, when");
        expected.put("table", "billing, tags");
        expected.put("topic", "e-mail, policy, tags");
        expected.put("task definition",
                "command, environment, execution role, image, log group, processor, role, size");
        Map<String, String> are = new TreeMap<>();
        fields.forEach((kind, names) -> are.put(kind, String.join(", ", names)));
        assertEquals(expected, are);
    }
}
