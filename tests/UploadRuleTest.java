//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS info.picocli:picocli:4.7.7
//DEPS software.amazon.event.ruler:event-ruler:2.1.0
//SOURCES Moto.java
//SOURCES ../06_pipeline.java

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lib.aws.Account;
import lib.aws.AwsOptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.event.ruler.Ruler;

/** The pattern of the rule that starts the pipeline, judged by AWS's own engine. */
class UploadRuleTest {

    private final Account account = CommandLine.populateCommand(
            new AwsOptions(), "--endpoint-url", Moto.endpoint(), "--region", "us-east-1", "--architecture", "X86_64")
            .open();

    /** What S3 tells EventBridge of a new object. */
    static String event(String bucket, String key, long size) {
        return """
                {"version":"0","id":"1","detail-type":"Object Created","source":"aws.s3","account":"123456789012","region":"us-east-1","time":"2026-11-24T00:00:00Z",
                 "resources":["arn:aws:s3:::%s"],"detail":{"version":"0","bucket":{"name":"%s"},"object":{"key":"%s","size":%d,"etag":"e","sequencer":"1"},
                 "request-id":"r","requester":"123456789012","reason":"PutObject"}}""".formatted(bucket, bucket, key, size);
    }

    @Test
    void theRuleTakesCsvFilesInRawOfThisBucketAndNothingElse() throws Exception {
        String pattern = Pipeline.uploadPattern(account);
        String bucket = account.bucket();
        for (String key : List.of("raw/a.csv", "raw/A.CSV", "raw/sub/a.csv", "raw/été 2024.csv")) {
            assertTrue(Ruler.matchesRule(event(bucket, key, 10), pattern), key);
        }
        for (String key : List.of("processed/matches.csv", "quarantine/rows.csv", "raw/a.txt", "raw/arrivals.jsonl",
                "processed/A.CSV", "raw/", "a.csv", "xraw/a.csv", "raw.csv", "runs/1/forecasts.csv")) {
            assertFalse(Ruler.matchesRule(event(bucket, key, 10), pattern), key + " would start a run");
        }
        assertFalse(Ruler.matchesRule(event(bucket, "raw/a.csv", 0), pattern), "an empty object");
        assertFalse(Ruler.matchesRule(event("another-bucket", "raw/a.csv", 10), pattern), "another bucket");
        assertFalse(Ruler.matchesRule(event(bucket, "raw/a.csv", 10).replace("Object Created", "Object Deleted"),
                pattern), "a deletion");
    }
}
