//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:aws-core
package lib.lake;

import java.io.IOException;
import java.util.Optional;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What failures of S3, of signing in and of the network mean to the person in front of the screen. */
public final class S3Errors {

    private S3Errors() {}

    /** A refusal of S3; {@code what} is the beginning of the message. */
    public static Fault refusal(String what, AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
        return known(what, code).orElseGet(() -> e.statusCode() == 403 ? denied(what) : new Fault(Exit.AWS_REFUSED,
                what + ": " + e.statusCode() + " " + code,
                "AWS has trouble, or refuses this request for a reason of its own",
                "run it again in a minute; with --debug it shows what AWS said", 1));
    }

    /** What an error code means that any chapter may meet: of S3, of the credentials in every service's words. */
    public static Optional<Fault> known(String what, String code) {
        return Optional.ofNullable(switch (code) {
            case "NoSuchBucket", "InvalidBucketName" -> new Fault(Exit.CONFIGURATION,
                    what + ": there is no such bucket",
                    "it has not been made yet, was deleted, or its name is misspelt",
                    "./jbangw 01_provision.java apply, or correct --bucket or S3_BUCKET_NAME", 1);
            case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken", "RequestExpired" ->
                    new Fault(Exit.AWS_REFUSED, what + ": the credentials have expired", "a session lasts some hours",
                            "sign in again (aws login or aws sso login) and run it again", 0);
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidClientTokenId", "UnrecognizedClientException",
                 "AuthFailure", "InvalidSignatureException", "IncompleteSignature" -> new Fault(Exit.AWS_REFUSED,
                    what + ": the access key is not valid", "it is misspelt, deleted, or of another account",
                    "aws sts get-caller-identity shows who you are; then correct the keys or name a --profile", 0);
            case "RequestTimeTooSkewed" -> new Fault(Exit.AWS_REFUSED, what + ": this machine's clock is wrong",
                    "AWS accepts a difference of 15 minutes", "set the clock and run it again", 0);
            case "PermanentRedirect", "AuthorizationHeaderMalformed" -> new Fault(Exit.CONFIGURATION,
                    what + ": the bucket is in another region", "--region or AWS_REGION names the wrong one",
                    "aws s3api head-bucket shows the region of a bucket; pass it with --region", 1);
            default -> null;
        });
    }

    private static Fault denied(String what) {
        return new Fault(Exit.AWS_REFUSED, what + ": access denied",
                "the credentials lack the permission, or the object is not there and they lack s3:ListBucket,"
                        + " without which AWS does not say so",
                "allow s3:GetObject, s3:PutObject and s3:ListBucket on the bucket, and see that the step "
                    + "before has run",
                1);
    }

    /** The reason of a failure that came from the network. */
    static Optional<IOException> connection(SdkException e) {
        for (Throwable origin = e.getCause(); origin != null; origin = origin.getCause()) {
            if (origin instanceof IOException io) return Optional.of(io);
        }
        return Optional.empty();
    }

    /** What went wrong before AWS could answer; {@code what} is the beginning of the message. */
    public static Fault failure(String what, SdkException e) {
        Optional<IOException> connection = connection(e);
        if (connection.isPresent()) {
            return new Fault(Exit.CONFIGURATION, what + ": no connection (" + connection.get().getMessage() + ")",
                    "there is no network, nothing answers at that address, or the region's name is misspelt",
                    "check the network, --region, and --endpoint-url or AWS_ENDPOINT_URL", 0);
        }
        return new Fault(Exit.AWS_REFUSED, what + ": " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                "the AWS library could not finish the request", "run it again; with --debug it shows the details", 1);
    }
}
