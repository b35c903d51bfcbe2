package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Attachment;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.KmsException;

/** Each row of the table, and which of two that fit comes first. */
class FailedCallTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | RequestTimeTooSkewed      | x                   | the clock of this machine is wrong",
                "400 | InvalidSignatureException | Signature expired: x | the clock of this machine is wrong",
                "403 | SignatureDoesNotMatch     | x is not yet current | the clock of this machine is wrong",
                "403 | ExpiredToken              | x                   | the credentials have expired",
                "403 | SignatureDoesNotMatch     | x                   | AWS does not accept the credentials",
                "403 | OptInRequired             | x                   | the region is not enabled for this account",
                "403 | AccessDenied              | kms:Decrypt         | the KMS key refused it",
                "400 | AccessDeniedException     | x                   | access denied",
                "403 | SomeNewCode               | x                   | access denied",
                "400 | AccountLimitExceededException | x               | the account may not run more builds of this kind at a time",
                "400 | ThrottlingException       | x                   | AWS limits how often it may be asked",
                "503 | SlowDown                  | x                   | AWS limits how often it may be asked",
            })
    void theCauseIsToldByStatusCodeAndMessage(int status, String code, String message, String problem) {
        assertThat(explain(answer(status, code, message)).problem())
                .isEqualTo("Cannot do it (ecr:DoIt): " + problem + " (" + code + ": " + message + ").");
    }

    @Test
    void anAnswerWithoutCodeAndRequestIsNotOfAws() {
        assertThat(explain(AwsServiceException.builder().statusCode(407).build()))
                .hasMessage(
                        "Cannot do it (ecr:DoIt): something that is not AWS answered HTTP 407.\nLook at the proxy on"
                                + " the way, in settings.xml or HTTPS_PROXY, and at AWS_ENDPOINT_URL if it is set.");
        assertThat(explain(AwsServiceException.builder()
                                .statusCode(404)
                                .requestId("r")
                                .build())
                        .problem())
                .isEqualTo("Cannot do it (ecr:DoIt): AWS answered HTTP 404.");
    }

    @Test
    void anOverloadedGatewayOfAwsNamesNeither() {
        AwsServiceException overloaded =
                AwsServiceException.builder().statusCode(503).numAttempts(4).build();

        assertThat(explain(overloaded).problem()).endsWith(" (HTTP 503).");
        assertThat(explain(overloaded).remedy())
                .isEqualTo("The error is on AWS's side. It was asked 4 times; run it again later.");
    }

    @Test
    void whatAwsRefusesForItsParametersNamesThem() {
        assertThat(explain(answer(400, "InvalidParameterException", "at 'x'")))
                .hasMessage("Cannot do it (ecr:DoIt): AWS answered InvalidParameterException: at 'x' (HTTP 400).\n"
                        + "Check the parameters that this message names.");
    }

    @Test
    void aKeyOfABucketNeedsOtherRightsThanOneOfARepository() {
        SdkException refused = answer(403, "AccessDenied", "not authorized to perform: kms:Decrypt");

        assertThat(explain(IamPolicy.PUSH, "s3:GetObject", refused).remedy())
                .isEqualTo("Allow this identity kms:Decrypt on the key that encrypts the bucket.");
        assertThat(explain(IamPolicy.PUSH, "ecr:DoIt", refused).remedy())
                .startsWith("Allow this identity kms:CreateGrant");
        assertThat(explain(KmsException.builder().statusCode(400).requestId("r").build())
                        .problem())
                .contains("the KMS key refused it");
    }

    @Test
    void theRightThatIamNamesIsTheOneThatIsMissing() {
        String words = "User: x is not authorized to perform: ecr:Other on resource: arn:aws:ecr:y because z";

        assertThat(explain(answer(403, "AccessDenied", words)).remedy())
                .isEqualTo("This identity needs ecr:Other on arn:aws:ecr:y. The statement that is missing:\n"
                        + "{\"Effect\":\"Allow\",\"Action\":\"ecr:Other\",\"Resource\":\"arn:aws:ecr:y\"}");
        assertThat(explain(answer(403, "AccessDenied", "Access Denied")).remedy())
                .isEqualTo("This identity needs ecr:DoIt on *. The statement that is missing:\n"
                        + "{\"Effect\":\"Allow\",\"Action\":\"ecr:DoIt\",\"Resource\":\"*\"}");
        assertThat(explain(answer(403, "AccessDenied", "Access Denied")).attachment())
                .hasValue(new Attachment("push-policy.json", "All that push needs", IamPolicy.PUSH.json()));
        assertThat(explain(answer(403, "AccessDenied", words + " with an explicit deny"))
                        .remedy())
                .isEqualTo("A policy denies it whatever else allows it: ask who looks after the account's policies.");
        assertThat(explain(answer(403, "AccessDenied", words + " with an explicit deny"))
                        .attachment())
                .isEmpty();
    }

    @Test
    void onlyTheBootstrapCanTakeASmallerMachine() {
        SdkException limit = answer(400, "AccountLimitExceededException", "x");

        assertThat(explain(IamPolicy.BOOTSTRAP, "codebuild:StartBuild", limit).remedy())
                .endsWith("or whatever the environment is, or take a smaller machine:"
                        + " -Derlang-codebuild.stackParameters=ComputeType=BUILD_GENERAL1_MEDIUM.");
        assertThat(explain(IamPolicy.ROLLOUT, "codebuild:StartBuild", limit).remedy())
                .endsWith("or whatever the environment is.");
    }

    @Test
    void withoutAnAnswerTheNetworkIsLookedAt() {
        assertThat(explain(unanswered(new UnknownHostException("sts.nowhere"))))
                .hasMessage("Cannot do it (ecr:DoIt): AWS cannot be reached in us-east-1, from AWS_REGION"
                        + " (UnknownHostException: sts.nowhere).\nCheck the spelling of the region, and the network."
                        + " Behind a proxy, name it in settings.xml or in HTTPS_PROXY.");
        assertThat(explain(unanswered(new SSLHandshakeException("PKIX"))).remedy())
                .startsWith("If a proxy here looks into TLS, import its certificate authority");
        assertThat(explain(unanswered(new NoRouteToHostException("x"))).problem())
                .contains("AWS cannot be reached in us-east-1, from AWS_REGION (NoRouteToHostException: x).");
    }

    @Test
    void whatWasReachedIsNotSaidToBeOutOfReach() {
        assertThat(explain(unanswered(new SocketTimeoutException("Read timed out")))
                        .problem())
                .endsWith("AWS did not answer in time in us-east-1, from AWS_REGION (SocketTimeoutException: Read timed"
                        + " out).");
        assertThat(explain(ApiCallAttemptTimeoutException.create(1000)).problem())
                .contains("AWS did not answer in time in us-east-1");
        assertThat(explain(unanswered(new SocketException("Connection reset"))).problem())
                .endsWith("the connection to AWS in us-east-1, from AWS_REGION broke off before the answer was there"
                        + " (SocketException: Connection reset).");
        assertThat(explain(unanswered(new SSLException("reset", new SocketException("Connection reset"))))
                        .problem())
                .contains("broke off");
        assertThat(explain(unanswered(new IOException("Unexpected end-of-input")))
                        .problem())
                .endsWith("what answered in us-east-1, from AWS_REGION cannot be read as an answer of AWS (IOException:"
                        + " Unexpected end-of-input).");
        assertThat(explain(unanswered(null)).problem())
                .endsWith("the call failed before AWS in us-east-1, from AWS_REGION had answered (Unable to call).");
    }

    private static ActionableException explain(SdkException failure) {
        return explain(IamPolicy.PUSH, "ecr:DoIt", failure);
    }

    private static ActionableException explain(IamPolicy policy, String action, SdkException failure) {
        Caller caller = new Caller(Optional.empty(), "us-east-1, from AWS_REGION", "aws", policy);
        ActionableException explained = new FailedCall(caller, action, "*", failure).explain("do it");
        assertThat(explained).hasCause(failure);
        return explained;
    }

    private static SdkException answer(int status, String code, String message) {
        return AwsServiceException.builder()
                .statusCode(status)
                .requestId("r")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private static SdkException unanswered(@Nullable Throwable cause) {
        return SdkClientException.create("Unable to call", cause);
    }
}
