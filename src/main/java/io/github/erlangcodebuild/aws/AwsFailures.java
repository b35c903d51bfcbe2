package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads the SDK's exceptions: what they mean to the user, by cause. */
final class AwsFailures {

    private static final Set<String> EXPIRED = Set.of(
            "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired", "UnauthorizedException");
    private static final Set<String> NOT_VALID = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "InvalidToken",
            "AuthFailure");
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden");
    private static final Set<String> REGION_OFF =
            Set.of("OptInRequired", "RegionDisabledException", "SubscriptionRequiredException");

    private final Optional<String> profile;

    AwsFailures(Optional<String> profile) {
        this.profile = profile;
    }

    /**
     * What the user reads.
     *
     * @param purpose what was being done: {@code create the repository x}
     * @param action the IAM action that it takes: {@code ecr:CreateRepository}
     * @param resource the ARN that it is done to, or {@code *}
     */
    ActionableException explain(String purpose, String action, String resource, SdkException failure) {
        String cannot = "Cannot " + purpose + " (" + action + "): ";
        if (failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null) {
            return explainAnswer(cannot, action, resource, answered);
        }
        String message = messages(failure);
        if (isSsoProblem(message)) {
            return new ActionableException(
                    cannot + "the SSO session has expired or was never begun.", "Run " + ssoLogin() + ".", failure);
        }
        if (message.contains("redentials") || message.toLowerCase(Locale.ROOT).contains("profile")) {
            return new ActionableException(
                    cannot + noCredentials(),
                    "Set AWS_PROFILE or -Derlang-codebuild.profile=…, run aws configure sso or aws login, or set"
                            + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. On EC2, ECS and CodeBuild the role's"
                            + " credentials are found by themselves.",
                    failure);
        }
        return new ActionableException(
                cannot + "AWS cannot be reached: " + root(failure) + ".",
                "Check the network and the region. Behind a proxy, name it in settings.xml or in HTTPS_PROXY.",
                failure);
    }

    private ActionableException explainAnswer(
            String cannot, String action, String resource, AwsServiceException answered) {
        String code = String.valueOf(answered.awsErrorDetails().errorCode());
        String words = answered.awsErrorDetails().errorMessage();
        String said = code + (words == null || words.isBlank() ? "" : ": " + words);
        if (EXPIRED.contains(code)) {
            return new ActionableException(
                    cannot + "the credentials have expired (" + said + ").",
                    "Get fresh ones: " + ssoLogin() + " for an SSO profile, or whatever gave you these.",
                    answered);
        }
        if (NOT_VALID.contains(code)) {
            return new ActionableException(
                    cannot + "AWS does not accept the credentials (" + said + ").",
                    "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile; in a region"
                            + " that is not enabled for the account, good credentials look like this as well.",
                    answered);
        }
        if (said.toLowerCase(Locale.ROOT).contains("kms")) {
            return new ActionableException(
                    cannot + "the KMS key refused it (" + said + ").",
                    "Allow this identity kms:CreateGrant, kms:DescribeKey and kms:RetireGrant on the key, and check that"
                            + " the key is enabled and in the repository's region.",
                    answered);
        }
        if (DENIED.contains(code) || answered.statusCode() == 403) {
            return new ActionableException(
                    cannot + "access denied (" + said + ").",
                    "This identity needs " + action + " on " + resource + ". All that push needs:\n"
                            + IamPolicy.push().trim(),
                    answered);
        }
        if (REGION_OFF.contains(code)) {
            return new ActionableException(
                    cannot + "the region is not enabled for this account (" + said + ").",
                    "Enable it in the account settings, or use another with -Derlang-codebuild.region=….",
                    answered);
        }
        if (answered.isThrottlingException()) {
            return new ActionableException(
                    cannot + "AWS limits how often it may be asked (" + said + ").",
                    "It was tried " + answered.numAttempts() + " times. Wait a minute and run it again.",
                    answered);
        }
        return new ActionableException(
                cannot + "AWS answered " + said + " (HTTP " + answered.statusCode() + ").",
                answered.statusCode() >= 500
                        ? "This is AWS's own trouble. Run it again later."
                        : "Check the parameters that this message names.",
                answered);
    }

    private String noCredentials() {
        return profile.map(name -> "profile '" + name + "' gives no credentials.")
                .orElse("there are no AWS credentials.");
    }

    private String ssoLogin() {
        String name = profile.or(() -> Optional.ofNullable(System.getenv("AWS_PROFILE")))
                .orElse("");
        return "aws sso login" + (name.isBlank() ? "" : " --profile " + name);
    }

    private static boolean isSsoProblem(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("sso session")
                || lower.contains("sso token")
                || lower.contains("token provided has expired")
                || lower.contains("ssotoken")
                || lower.contains("aws sso login");
    }

    private static String messages(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException
                ? root.getClass().getSimpleName() + " " + root.getMessage()
                : String.valueOf(root.getMessage());
    }
}
