package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.http.NetworkFailures;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.http.ProxyUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of a profile, or of the SDK's whole default chain. Where there are none it says why: the chain itself
 * only lists what each of its members had to say.
 */
final class ExplainedCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    /** Who sets one of these, counts on the credentials that it leads to. */
    private static final List<SdkSystemSetting> NAMED_BY = List.of(
            SdkSystemSetting.AWS_ACCESS_KEY_ID,
            SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE,
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI);

    private final AwsCredentialsProvider provider;
    private final Optional<String> chosenProfile;
    private final Proxies proxies;

    private ExplainedCredentials(AwsCredentialsProvider provider, Optional<String> chosenProfile, Proxies proxies) {
        this.provider = provider;
        this.chosenProfile = chosenProfile;
        this.proxies = proxies;
    }

    /** @param proxies those on the way to whatever gives them: SSO, or STS for a role */
    static ExplainedCredentials of(Optional<String> profile, Proxies proxies) {
        return new ExplainedCredentials(
                profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                        .orElseGet(() -> DefaultCredentialsProvider.builder().build()),
                profile,
                proxies);
    }

    /** @throws MissingCredentialsException when there are none */
    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return SdkOwnHttp.through(proxies, provider::resolveCredentials);
        } catch (RuntimeException e) { // not the SDK's alone: profiles end in whatever reading files ends in
            throw explain(e);
        }
    }

    @Override
    public void close() {
        IoUtils.closeIfCloseableV2(provider, null);
    }

    private MissingCredentialsException explain(RuntimeException failure) {
        Optional<String> named = chosenProfile.or(ProfileFileSystemSetting.AWS_PROFILE::getStringValue);
        String name = named.orElse("default");
        ProfileFile files = ProfileFile.defaultProfileFile();
        Optional<Profile> profile = files.profile(name);
        if (profile.isEmpty()) {
            return name.equals("default") ? none(failure) : noSuchProfile(name, files, failure);
        }
        RuntimeException ofProfile = chosenProfile.isPresent() ? failure : failureOf(name, failure);
        if (notReached(ofProfile)) {
            return unreachable(name, ofProfile);
        }
        if (has(profile.get(), ProfileProperty.SSO_START_URL) || has(profile.get(), "sso_session")) {
            return ssoFailed(name, ofProfile);
        }
        if (has(profile.get(), "login_session")) {
            return new MissingCredentialsException(
                    "the session of profile '" + name + "' has expired or was never begun.",
                    "Run aws login --profile " + name + ".",
                    ofProfile);
        }
        if (!hasSource(profile.get())) {
            return none(failure);
        }
        return new MissingCredentialsException(
                "profile '" + name + "' gives none (" + SdkErrors.root(ofProfile) + ").",
                "Try it with aws sts get-caller-identity --profile " + name + ", and correct ~/.aws/config.",
                ofProfile);
    }

    /** The chain swallows what its members threw; the profile's own failure says more. */
    private RuntimeException failureOf(String name, RuntimeException otherwise) {
        try (ProfileCredentialsProvider alone = ProfileCredentialsProvider.create(name)) {
            SdkOwnHttp.through(proxies, alone::resolveCredentials);
            return otherwise;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** Whether SSO, or STS for a role, could not be asked at all. */
    private static boolean notReached(RuntimeException failure) {
        return Failures.has(failure, ActionableException.class) // a proxy's refusal
                || Failures.has(failure, ProxyUnavailableException.class)
                || NetworkFailures.isUnknownHost(failure)
                || NetworkFailures.isUnreachable(failure)
                || NetworkFailures.isTls(failure);
    }

    private static MissingCredentialsException unreachable(String name, RuntimeException failure) {
        String intro = "AWS could not be asked for those of profile '" + name + "'";
        Optional<ActionableException> refused = Failures.find(failure, ActionableException.class);
        if (refused.isPresent()) {
            return new MissingCredentialsException(
                    intro + ". " + refused.get().problem(), refused.get().remedy(), failure);
        }
        return Failures.find(failure, ProxyUnavailableException.class)
                .map(proxy -> new MissingCredentialsException(intro + ": " + proxy.problem(), proxy.remedy(), failure))
                .orElseGet(() -> new MissingCredentialsException(
                        intro + ": " + Failures.sentence(SdkErrors.root(failure)),
                        "Check the network. Behind a proxy, name it in settings.xml or in HTTPS_PROXY.",
                        failure));
    }

    private static MissingCredentialsException ssoFailed(String name, RuntimeException failure) {
        if (failure instanceof AwsServiceException answered && answered.statusCode() == 403) {
            return new MissingCredentialsException(
                    "SSO gives profile '" + name + "' none (" + SdkErrors.said(answered) + ").",
                    "Check sso_account_id and sso_role_name in ~/.aws/config, and that the role is assigned to you.",
                    failure);
        }
        if (failure instanceof AwsServiceException answered && answered.statusCode() >= 500) {
            return new MissingCredentialsException(
                    "SSO is in trouble (" + SdkErrors.said(answered) + ").", "Run it again later.", failure);
        }
        return new MissingCredentialsException(
                "the SSO session of profile '" + name + "' has expired or was never begun.",
                "Run aws sso login --profile " + name + ".",
                failure);
    }

    private static MissingCredentialsException noSuchProfile(String name, ProfileFile files, RuntimeException failure) {
        TreeSet<String> known = new TreeSet<>(files.profiles().keySet());
        return new MissingCredentialsException(
                "there is no profile '" + name + "'"
                        + (known.isEmpty() ? "." : ", only " + String.join(", ", known) + "."),
                "Check AWS_PROFILE or -Derlang-codebuild.profile, or make it with aws configure sso --profile " + name
                        + ".",
                failure);
    }

    private MissingCredentialsException none(RuntimeException failure) {
        String reason = "not in the environment, not in ~/.aws, and this is no AWS instance or container with a role.";
        String remedy = "Set AWS_PROFILE or -Derlang-codebuild.profile=…, run aws configure sso or aws login, or set"
                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. On EC2, ECS and CodeBuild the role's credentials"
                + " are found by themselves.";
        boolean named = chosenProfile.isPresent()
                || ProfileFileSystemSetting.AWS_PROFILE
                        .getStringValue() // which has a default
                        .filter(name -> !name.equals("default"))
                        .isPresent()
                || NAMED_BY.stream()
                        .flatMap(setting -> setting.getStringValue().stream())
                        .anyMatch(value -> !value.isBlank());
        return named
                ? new MissingCredentialsException(reason, remedy, failure)
                : MissingCredentialsException.nothingNamed(reason, remedy, failure);
    }

    private static boolean has(Profile profile, String property) {
        return profile.property(property).isPresent();
    }

    private static boolean hasSource(Profile profile) {
        return Stream.of(
                        ProfileProperty.AWS_ACCESS_KEY_ID, ProfileProperty.ROLE_ARN, ProfileProperty.CREDENTIAL_PROCESS)
                .anyMatch(property -> has(profile, property));
    }
}
