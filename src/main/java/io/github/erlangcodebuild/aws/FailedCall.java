package io.github.erlangcodebuild.aws;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.FailureTable;
import io.github.erlangcodebuild.Failures;
import io.github.erlangcodebuild.http.NetworkFailures;
import io.github.erlangcodebuild.http.ProxyUnavailableException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.KmsException;

/**
 * A call to AWS that failed for good, and what the user reads of it.
 *
 * @param caller who made it
 * @param action the IAM action that it takes: {@code ecr:CreateRepository}
 * @param resource the ARN that it is done to, or {@code *}
 * @param failure what the SDK threw
 */
record FailedCall(Caller caller, String action, String resource, SdkException failure) {

    /** IAM's sentence: {@code User: … is not authorized to perform: ACTION on resource: ARN because …}. */
    private static final Pattern NOT_AUTHORIZED =
            Pattern.compile("not authorized to perform: (?<action>[\\w:]+)(?: on resource: (?<resource>arn:\\S+))?");

    private static final Pattern KMS = Pattern.compile("\\bkms:[A-Z]|\\bKMS\\b");

    private static final FailureTable<FailedCall> TABLE = FailureTable.<FailedCall>rows()

            // something answered
            .when(
                    call -> call.isAnswered() && !call.isOfAws(),
                    call -> "something that is not AWS answered HTTP " + call.status() + ".",
                    "Look at the proxy on the way, in settings.xml or HTTPS_PROXY, and at AWS_ENDPOINT_URL if it is set.")
            .when(
                    code("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture")
                            .or(says("Signature expired"))
                            .or(says("not yet current")),
                    call -> "the clock of this machine is wrong (" + call.said() + ").",
                    "Set the clock, and run it again.")
            .when(
                    code("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "UnauthorizedException"),
                    call -> "the credentials have expired (" + call.said() + ").",
                    call -> "Get fresh ones: " + call.caller.ssoLogin()
                            + " for an SSO profile, or whatever gave you these.")
            .when(
                    code(
                            "InvalidClientTokenId",
                            "UnrecognizedClientException",
                            "InvalidAccessKeyId",
                            "SignatureDoesNotMatch",
                            "InvalidSignatureException",
                            "IncompleteSignature",
                            "InvalidToken",
                            "AuthFailure"),
                    call -> "AWS does not accept the credentials (" + call.said() + ").",
                    "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile; in a region"
                            + " that is not enabled for the account, good credentials look like this as well.")
            .when(
                    code("OptInRequired", "RegionDisabledException", "SubscriptionRequiredException"),
                    call -> "the region is not enabled for this account (" + call.said() + ").",
                    "Enable it in the account settings, or use another with -Derlang-codebuild.region=….")
            .when(
                    call -> call.isOfKms() && call.action.startsWith("s3:"),
                    call -> "the KMS key refused it (" + call.said() + ").",
                    "Allow this identity kms:Decrypt on the key that encrypts the bucket.")
            .when(
                    FailedCall::isOfKms,
                    call -> "the KMS key refused it (" + call.said() + ").",
                    "Allow this identity kms:CreateGrant, kms:DescribeKey and kms:RetireGrant on the key, and check that"
                            + " the key is enabled and in the repository's region.")
            .when(
                    isDenied().and(says("explicit deny")),
                    call -> "access denied (" + call.said() + ").",
                    "A policy denies it whatever else allows it: ask who looks after the account's policies.")
            .when(
                    isDenied(),
                    call -> "access denied (" + call.said() + ").",
                    FailedCall::missingRight,
                    call -> call.caller.allRights(call.resource))
            .when(
                    code("AccountLimitExceededException"),
                    call -> "the account may not run more builds of this kind at a time (" + call.said() + ").",
                    call -> "Wait until others have ended. A new account's quota may be 1 or 0: ask for more in Service"
                            + " Quotas, AWS CodeBuild, 'Concurrently running builds for Linux/Large environment' or"
                            + " whatever the environment is" + call.orSmallerMachine())
            .when(
                    call -> call.answer()
                            .filter(AwsServiceException::isThrottlingException)
                            .isPresent(),
                    call -> "AWS limits how often it may be asked (" + call.said() + ").",
                    call -> "It was asked " + call.failure.numAttempts() + " times. Wait a minute and run it again.")
            .when(
                    call -> call.status() >= 500,
                    call -> call.answered(),
                    call -> "The error is on AWS's side. It was asked " + call.failure.numAttempts()
                            + " times; run it again later.")
            .when(FailedCall::isAnswered, call -> call.answered(), "Check the parameters that this message names.")

            // AWS was not reached
            .when(
                    call -> Failures.has(call.failure, ProxyUnavailableException.class),
                    call -> call.proxy().problem(),
                    call -> call.asked() + " " + call.proxy().remedy())
            .when(
                    call -> NetworkFailures.isUnknownHost(call.failure),
                    FailedCall::unreachable,
                    "Check the spelling of the region, and the network. Behind a proxy, name it in settings.xml or in"
                            + " HTTPS_PROXY.")
            .when(
                    call -> NetworkFailures.isNotConnected(call.failure),
                    FailedCall::unreachable,
                    "Check the network, and AWS_ENDPOINT_URL if it is set. Behind a proxy, name it in settings.xml or in"
                            + " HTTPS_PROXY.")
            .when(
                    call -> NetworkFailures.isTls(call.failure) && !NetworkFailures.isBrokenOff(call.failure),
                    FailedCall::unreachable,
                    "If a proxy here looks into TLS, import its certificate authority into the trust store that Maven"
                            + " runs with (MAVEN_OPTS=-Djavax.net.ssl.trustStore=…).")

            // it was reached, and no whole answer came
            .when(
                    call -> Failures.has(call.failure, SocketTimeoutException.class)
                            || Failures.has(call.failure, ApiCallTimeoutException.class)
                            || Failures.has(call.failure, ApiCallAttemptTimeoutException.class),
                    call -> "AWS did not answer in time in " + call.caller.region() + " (" + call.root() + ").",
                    call -> "The connection was there. " + call.asked()
                            + " Run it again; when it is so every time, a proxy or firewall"
                            + " on the way may hold the answer back.")
            .when(
                    call -> NetworkFailures.isBrokenOff(call.failure),
                    call -> "the connection to AWS in " + call.caller.region()
                            + " broke off before the answer was there (" + call.root() + ").",
                    call -> call.asked()
                            + " Run it again; when it is so every time, look at the proxy or firewall on the way.")
            .when(
                    call -> call.failure.getCause() != null,
                    call -> "what answered in " + call.caller.region() + " cannot be read as an answer of AWS ("
                            + call.root() + ").",
                    "Run it again. When it is so every time, look at the proxy on the way, in settings.xml or HTTPS_PROXY,"
                            + " and at AWS_ENDPOINT_URL if it is set.")
            .otherwise(
                    call -> "the call failed before AWS in " + call.caller.region() + " had answered (" + call.root()
                            + ").",
                    "Run it again with -X, which shows what the AWS SDK says of it.");

    /**
     * What the user reads.
     *
     * @param purpose what was being done: {@code create the repository x}
     */
    ActionableException explain(String purpose) {
        return TABLE.explain(purpose + " (" + action + ")", this, failure);
    }

    private static Predicate<FailedCall> code(String... codes) {
        Set<String> known = Set.of(codes);
        return call -> known.contains(call.code());
    }

    private static Predicate<FailedCall> says(String words) {
        return call -> call.said().contains(words);
    }

    private static Predicate<FailedCall> isDenied() {
        return code("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden")
                .or(call -> call.status() == 403);
    }

    private Optional<AwsServiceException> answer() {
        return failure instanceof AwsServiceException answered ? Optional.of(answered) : Optional.empty();
    }

    private boolean isAnswered() {
        return answer().isPresent();
    }

    /** AWS names a code or a request in what it answers, but for a gateway of its own that is overloaded. */
    private boolean isOfAws() {
        return !code().isEmpty() || answer().map(AwsServiceException::requestId).isPresent() || status() >= 500;
    }

    /** Whether it is the matter of a key in AWS KMS, by the type that ECR has for it or by the words of others. */
    private boolean isOfKms() {
        return failure instanceof KmsException || KMS.matcher(said()).find();
    }

    private String code() {
        return answer().map(SdkErrors::code).orElse("");
    }

    /** {@code AWS answered InternalFailure: words (HTTP 500).} */
    private String answered() {
        String status = "HTTP " + status();
        return "AWS answered " + (said().equals(status) ? status : said() + " (" + status + ")") + ".";
    }

    private String said() {
        return answer().map(SdkErrors::said).orElse("");
    }

    /** The HTTP status; 0 when nothing answered. */
    private int status() {
        return answer().map(AwsServiceException::statusCode).orElse(0);
    }

    /** The right that is missing: what IAM names, else what the call takes. */
    private String missingRight() {
        Matcher named = NOT_AUTHORIZED.matcher(said());
        boolean found = named.find();
        String missing = found ? named.group("action") : action;
        String on = found && named.group("resource") != null ? named.group("resource") : resource;
        return "This identity needs " + missing + " on " + on + "."
                + IamPolicy.missingStatement(List.of(missing), List.of(on));
    }

    private String orSmallerMachine() {
        return caller.policy() == IamPolicy.BOOTSTRAP
                ? ", or take a smaller machine:"
                        + " -Derlang-codebuild.stackParameters=ComputeType=BUILD_GENERAL1_MEDIUM."
                : ".";
    }

    private ProxyUnavailableException proxy() {
        return Failures.find(failure, ProxyUnavailableException.class).orElseThrow();
    }

    private String unreachable() {
        return "AWS cannot be reached in " + caller.region() + " (" + root() + ").";
    }

    private String root() {
        return SdkErrors.root(failure);
    }

    private String asked() {
        int times = Optional.ofNullable(failure.numAttempts()).orElse(1);
        return times > 1 ? "It was asked " + times + " times." : "It was asked once.";
    }
}
