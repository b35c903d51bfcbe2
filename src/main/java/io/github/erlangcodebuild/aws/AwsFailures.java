package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Failures;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.KmsException;

/** Reads the SDK's exceptions: what they mean to the user, by cause. */
public final class AwsFailures {

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "UnauthorizedException");
    private static final Set<String> WRONG_CLOCK =
            Set.of("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture");
    private static final Set<String> NOT_VALID = Set.of(
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "InvalidToken",
            "AuthFailure");
    private static final Set<String> REGION_OFF =
            Set.of("OptInRequired", "RegionDisabledException", "SubscriptionRequiredException");
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden");

    /** IAM's sentence: {@code User: … is not authorized to perform: ACTION on resource: ARN because …}. */
    private static final Pattern NOT_AUTHORIZED =
            Pattern.compile("not authorized to perform: (?<action>[\\w:]+)(?: on resource: (?<resource>arn:\\S+))?");

    private static final Pattern KMS = Pattern.compile("\\bkms:[A-Z]|\\bKMS\\b");

    private final Optional<String> profile;
    private final String region;
    private final String partition;
    private final IamPolicy policy;

    /**
     * @param region where the failed call went, and where that was found
     * @param partition where the failed call went: {@code aws}, {@code aws-cn}, …
     * @param policy what the goal that made the call needs in all
     */
    AwsFailures(Optional<String> profile, String region, String partition, IamPolicy policy) {
        this.profile = profile;
        this.region = region;
        this.partition = partition;
        this.policy = policy;
    }

    /**
     * What the user reads.
     *
     * @param purpose what was being done: {@code create the repository x}
     * @param action the IAM action that it takes: {@code ecr:CreateRepository}
     * @param resource the ARN that it is done to, or {@code *}
     */
    public ActionableException explain(String purpose, String action, String resource, SdkException failure) {
        Optional<ActionableException> explained = Failures.find(failure, ActionableException.class);
        if (explained.isPresent()) {
            return explained.get() instanceof MissingCredentialsException missing
                    ? missing.neededTo(purpose)
                    : explained.get();
        }
        String cannot = "Cannot " + purpose + " (" + action + "): ";
        if (failure instanceof AwsServiceException answered) {
            return explainAnswer(cannot, action, resource, answered);
        }
        return new ActionableException(
                cannot + "AWS cannot be reached in " + region + " (" + root(failure) + ").", wayOut(failure), failure);
    }

    private ActionableException explainAnswer(
            String cannot, String action, String resource, AwsServiceException answered) {
        String code = code(answered);
        String said = said(answered);
        if (code.isEmpty() && answered.requestId() == null && answered.statusCode() < 500) {
            return new ActionableException(
                    cannot + "something that is not AWS answered HTTP " + answered.statusCode() + ".",
                    "Look at the proxy on the way, in settings.xml or HTTPS_PROXY, and at AWS_ENDPOINT_URL if it is set.",
                    answered);
        }
        if (WRONG_CLOCK.contains(code) || said.contains("Signature expired") || said.contains("not yet current")) {
            return new ActionableException(
                    cannot + "the clock of this machine is wrong (" + said + ").",
                    "Set the clock, and run it again.",
                    answered);
        }
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
        if (REGION_OFF.contains(code)) {
            return new ActionableException(
                    cannot + "the region is not enabled for this account (" + said + ").",
                    "Enable it in the account settings, or use another with -Derlang-codebuild.region=….",
                    answered);
        }
        if (answered instanceof KmsException || KMS.matcher(said).find()) {
            return new ActionableException(
                    cannot + "the KMS key refused it (" + said + ").",
                    action.startsWith("s3:")
                            ? "Allow this identity kms:Decrypt on the key that encrypts the bucket."
                            : "Allow this identity kms:CreateGrant, kms:DescribeKey and kms:RetireGrant on the key, and"
                                    + " check that the key is enabled and in the repository's region.",
                    answered);
        }
        if (DENIED.contains(code) || answered.statusCode() == 403) {
            return new ActionableException(
                    cannot + "access denied (" + said + ").", rightsFor(action, resource, said), answered);
        }
        if (code.equals("AccountLimitExceededException")) {
            return new ActionableException(
                    cannot + "the account may not run more builds of this kind at a time (" + said + ").",
                    "Wait until others have ended. A new account's quota may be 1 or 0: ask for more in Service Quotas, AWS"
                            + " CodeBuild, 'Concurrently running builds for Linux/Large environment' or whatever the"
                            + " environment is"
                            + (policy == IamPolicy.BOOTSTRAP
                                    ? ", or take a smaller machine:"
                                            + " -Derlang-codebuild.stackParameters=ComputeType=BUILD_GENERAL1_MEDIUM."
                                    : "."),
                    answered);
        }
        if (answered.isThrottlingException()) {
            return new ActionableException(
                    cannot + "AWS limits how often it may be asked (" + said + ").",
                    "It was asked " + answered.numAttempts() + " times. Wait a minute and run it again.",
                    answered);
        }
        return new ActionableException(
                cannot + "AWS answered " + said + " (HTTP " + answered.statusCode() + ").",
                answered.statusCode() >= 500
                        ? "This is AWS's own trouble. It was asked " + answered.numAttempts()
                                + " times; run it again later."
                        : "Check the parameters that this message names.",
                answered);
    }

    /** The rights that are missing: what IAM names, else what we were about to do. */
    private String rightsFor(String action, String resource, String said) {
        if (said.contains("explicit deny")) {
            return "A policy denies it whatever else allows it: ask who looks after the account's policies.";
        }
        Matcher named = NOT_AUTHORIZED.matcher(said);
        boolean found = named.find();
        String missing = found ? named.group("action") : action;
        String on = found && named.group("resource") != null ? named.group("resource") : resource;
        return "This identity needs " + missing + " on " + on + "." + allRights(resource);
    }

    /**
     * All that the goal needs, to be read on from a sentence on what is missing.
     *
     * @param resource the ARN of what the denied call was about, or {@code *}
     */
    public String allRights(String resource) {
        return " All that " + policy.goal() + " needs:\n" + policy.json(partition, resource);
    }

    private static String wayOut(SdkException failure) {
        if (Failures.has(failure, UnknownHostException.class)) {
            return "Check the spelling of the region, and the network. Behind a proxy, name it in settings.xml or in"
                    + " HTTPS_PROXY.";
        }
        if (Failures.has(failure, SSLException.class)) {
            return "If a proxy here looks into TLS, import its certificate authority into the trust store that Maven"
                    + " runs with (MAVEN_OPTS=-Djavax.net.ssl.trustStore=…).";
        }
        return "Check the network, and AWS_ENDPOINT_URL if it is set. Behind a proxy, name it in settings.xml or in"
                + " HTTPS_PROXY.";
    }

    private String ssoLogin() {
        String name = profile.or(() -> Optional.ofNullable(System.getenv("AWS_PROFILE")))
                .orElse("");
        return "aws sso login" + (name.isBlank() ? "" : " --profile " + name);
    }

    /** The error's code, such as {@code AccessDeniedException}; empty where a service names none. */
    public static String code(AwsServiceException answered) {
        return answered.awsErrorDetails() == null || answered.awsErrorDetails().errorCode() == null
                ? ""
                : answered.awsErrorDetails().errorCode();
    }

    /** Code and words of an error answer. */
    public static String said(AwsServiceException answered) {
        String words = answered.awsErrorDetails() == null
                ? answered.getMessage()
                : answered.awsErrorDetails().errorMessage();
        String text = words == null || words.isBlank() ? "" : words.strip();
        String code = code(answered);
        if (code.isEmpty()) {
            return text.isEmpty() ? "HTTP " + answered.statusCode() : text;
        }
        return text.isEmpty() ? code : code + ": " + text;
    }

    /** What lies at the bottom of a failure, in one line. */
    public static String root(Throwable failure) {
        Throwable root = Failures.root(failure);
        String message = String.valueOf(root.getMessage());
        return root instanceof IOException ? root.getClass().getSimpleName() + ": " + message : message;
    }
}
