//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:aws-core
//DEPS software.amazon.awssdk:signin
//DEPS software.amazon.awssdk:sso
//DEPS software.amazon.awssdk:ssooidc
//DEPS software.amazon.awssdk:sts
package lib.lake;

import java.io.UncheckedIOException;
import java.util.Optional;
import lib.base.Exit;
import lib.base.Fault;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * The credentials of a profile, or of the SDK's usual search; and the way to new ones when there are none. What the
 * profile says decides which way that is, not the words in which the SDK complains.
 */
public final class SignIn implements AwsCredentialsProvider {

    private final String profile;
    private final AwsCredentialsProvider search;

    /** @param profile a profile of {@code ~/.aws/config}; null for the SDK's usual search */
    public SignIn(String profile) {
        this.profile = profile;
        this.search = profile == null ? DefaultCredentialsProvider.builder().build()
                : ProfileCredentialsProvider.create(profile);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return search.resolveCredentials();
        } catch (AwsServiceException | UncheckedIOException e) {
            if (session().isEmpty()) throw e; // a role that may not be assumed, for example; AWS says why
            throw over(session().get()).from(e);
        } catch (SdkException e) {
            if (S3Errors.connection(e).isPresent()) throw e;
            throw session().map(this::over).orElseGet(SignIn::nobody).from(e);
        }
    }

    /** The region: the given one, else the one of the environment or the profile. */
    public static Region region(String given, String profile) {
        if (given != null) return Region.of(given);
        try {
            return DefaultAwsRegionProviderChain.builder().profileName(name(profile)).build().getRegion();
        } catch (SdkException e) {
            throw new Fault(Exit.CONFIGURATION, "no AWS region is given", "none is configured on this machine",
                    "pass --region us-east-1, or set AWS_REGION", 0).from(e);
        }
    }

    /** A way to sign in for some hours; the profile holds a property of it. */
    private enum Session {
        LOGIN("sign-in", "aws login"), SSO("SSO session", "aws sso login");

        private final String words;
        private final String command;

        Session(String words, String command) {
            this.words = words;
            this.command = command;
        }
    }

    /** The one that the profile uses. */
    private Optional<Session> session() {
        Optional<Profile> found = profileFile().profile(name(profile));
        if (has(found, "login_session")) return Optional.of(Session.LOGIN);
        boolean sso = has(found, "sso_session") || has(found, "sso_start_url");
        return sso ? Optional.of(Session.SSO) : Optional.empty();
    }

    private static Fault nobody() {
        return new Fault(Exit.CONFIGURATION, "no AWS credentials were found",
                "nobody has signed in on this machine, or the profile is misspelt",
                "aws login, or aws sso login, or aws configure; then name the profile with --profile or AWS_PROFILE",
                0);
    }

    private static ProfileFile profileFile() {
        try {
            return ProfileFile.defaultProfileFile();
        } catch (IllegalArgumentException unreadable) {
            return ProfileFile.aggregator().build();
        }
    }

    private static String name(String profile) {
        return profile != null ? profile : ProfileFileSystemSetting.AWS_PROFILE.getStringValue().orElse("default");
    }

    private static boolean has(Optional<Profile> profile, String property) {
        return profile.flatMap(found -> found.property(property)).isPresent();
    }

    private Fault over(Session session) {
        return new Fault(Exit.AWS_REFUSED, "the " + session.words + " is over", "it lasts some hours",
                session.command + (profile == null ? "" : " --profile " + profile) + ", and run it again", 1);
    }
}
