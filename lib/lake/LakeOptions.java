//DEPS info.picocli:picocli:4.7.7
package lib.lake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lib.base.Cli;
import lib.base.Exit;
import lib.base.Fault;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say where the data lake is, for every command that uses it. */
public final class LakeOptions {

    private static final String DEFAULT_FOLDER = "data-lake";
    private static final Pattern ADDRESS = Pattern.compile("https?://[\\w.-]+(:\\d+)?(/[\\w./-]*)?");

    @Option(names = "--lake", paramLabel = "FOLDER",
            description = "Data lake in this folder, whatever S3_BUCKET_NAME says; without a bucket ./data-lake.")
    String folder;

    @Option(names = "--bucket", descriptionKey = "S3_BUCKET_NAME", paramLabel = "NAME",
            description = "Data lake in this S3 bucket (S3_BUCKET_NAME).")
    String bucket;

    @Option(names = "--region", descriptionKey = "AWS_REGION", paramLabel = "REGION",
            description = "AWS region of the bucket, else the one of the profile (AWS_REGION).")
    String region;

    @Option(names = "--endpoint-url", descriptionKey = "AWS_ENDPOINT_URL", paramLabel = "URL",
            description = "Address of an S3-compatible store or emulator instead of AWS (AWS_ENDPOINT_URL).")
    String endpoint;

    @Option(names = "--profile", descriptionKey = "AWS_PROFILE", paramLabel = "NAME",
            description = "Profile of ~/.aws/config to sign in with (AWS_PROFILE).")
    String profile;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** The options of a lake that is known already; what does not matter is null. */
    public static LakeOptions of(String folder, String bucket, String region, String endpoint, String profile) {
        LakeOptions options = new LakeOptions();
        options.folder = folder;
        options.bucket = bucket;
        options.region = region;
        options.endpoint = endpoint;
        options.profile = profile;
        return options;
    }

    /** The lake that the options name: the folder of --lake, else the bucket, else ./data-lake. */
    public Lake open() {
        check();
        return isFolder() ? new FolderLake(folder()) : new S3Lake(bucket, region, endpoint, profile);
    }

    /** The options that open the same lake in a child process, whatever its folder and environment are. */
    public List<String> arguments() {
        check();
        if (isFolder()) return List.of("--lake", folder().toAbsolutePath().normalize().toString());
        List<String> arguments = new ArrayList<>(List.of("--bucket", bucket));
        if (region != null) arguments.addAll(List.of("--region", region));
        if (endpoint != null) arguments.addAll(List.of("--endpoint-url", endpoint));
        if (profile != null) arguments.addAll(List.of("--profile", profile));
        return arguments;
    }

    /** A command that goes to the same lake when a person types it. */
    public String again(String next) {
        return next + Cli.typed(command, this);
    }

    private boolean isFolder() {
        return folder != null || bucket == null;
    }

    private Path folder() {
        return Path.of(folder == null ? DEFAULT_FOLDER : folder);
    }

    private void check() {
        // An empty shell variable must not lead to another lake than the one meant.
        if (isBlank(folder) || isBlank(bucket)) {
            throw new Fault(Exit.USAGE, "--lake or --bucket is empty", "the variable behind it is not set",
                    "give a name, or leave the option out", 0);
        }
        boolean bucketFlag = command != null && command.commandLine().getParseResult().hasMatchedOption("--bucket");
        if (folder != null && bucketFlag) {
            throw new Fault(Exit.USAGE, "both --lake and --bucket are given",
                    "the data lake is either a folder or a bucket",
                    "leave one of them out", 0);
        }
        if (!isFolder() && endpoint != null && !ADDRESS.matcher(endpoint).matches()) {
            throw new Fault(Exit.CONFIGURATION, "\"" + endpoint + "\" is not an address of an S3-compatible store",
                    "it has to look like http://127.0.0.1:5000", "correct --endpoint-url or AWS_ENDPOINT_URL", 0);
        }
    }

    private static boolean isBlank(String value) {
        return value != null && value.isBlank();
    }
}
