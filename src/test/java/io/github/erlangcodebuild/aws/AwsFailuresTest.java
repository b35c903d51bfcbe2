package io.github.erlangcodebuild.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.erlangcodebuild.aws.AwsStandIn.ecrError;
import static io.github.erlangcodebuild.aws.AwsStandIn.stsError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.ecr.EcrCredentials;
import io.github.erlangcodebuild.testing.Attached;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsFailuresTest {

    private static final String LOGIN = "Cannot log in to Amazon ECR in us-east-1 (ecr:GetAuthorizationToken): ";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    @ParameterizedTest
    @CsvSource({"403, ExpiredToken", "400, ExpiredTokenException"})
    void expiredCredentialsAreToBeGotAfresh(int status, String code) {
        standIn.sts(stsError(status, code, "The security token included in the request is expired"));

        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .hasMessageStartingWith("Cannot find out which account this is (sts:GetCallerIdentity): the credentials"
                        + " have expired (" + code + ": The security token included in the request is expired).\n"
                        + "Get fresh ones: aws sso login");
    }

    @Test
    void credentialsThatAwsDoesNotKnowAreToBeChecked() {
        standIn.sts(stsError(403, "InvalidClientTokenId", "The security token included in the request is invalid."));
        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .hasMessageContaining("AWS does not accept the credentials (InvalidClientTokenId")
                .hasMessageContaining("a region that is not enabled");

        ecrLogin(ecrError("UnrecognizedClientException", "The security token included in the request is invalid."))
                .hasMessageContaining("AWS does not accept the credentials");
        ecrLogin(ecrError("InvalidSignatureException", "The request signature we calculated does not match"))
                .hasMessageContaining("AWS does not accept the credentials");
    }

    @Test
    void aWrongClockIsNotAMatterOfCredentials() {
        ecrLogin(ecrError(
                        "InvalidSignatureException",
                        "Signature expired: 20261123T000000Z is now earlier than 20261124T000000Z"))
                .hasMessageContaining("the clock of this machine is wrong");
    }

    @Test
    void aRegionThatIsOffIsNamed() {
        ecrLogin(ecrError("OptInRequired", "The AWS Access Key Id needs a subscription for the service"))
                .hasMessageStartingWith(LOGIN + "the region is not enabled for this account");
    }

    @Test
    void aDeniedLoginShowsTheStatementAndAttachesThePolicy() {
        ecrLogin(ecrError(
                        "AccessDeniedException",
                        "User: arn:aws:iam::123456789012:user/x is not authorized to perform:"
                                + " ecr:GetAuthorizationToken on resource: * because no identity-based policy allows"
                                + " the ecr:GetAuthorizationToken action"))
                .hasMessageStartingWith(LOGIN + "access denied")
                .hasMessageEndingWith("This identity needs ecr:GetAuthorizationToken on *. The statement that is"
                        + " missing:\n{\"Effect\":\"Allow\",\"Action\":\"ecr:GetAuthorizationToken\","
                        + "\"Resource\":\"*\"}")
                .satisfies(Attached.as("All that push needs", IamPolicy.PUSH.json()));
    }

    @Test
    void anExplicitDenyIsNotCuredByMoreRights() {
        ecrLogin(ecrError(
                        "AccessDeniedException",
                        "User: x is not authorized to perform: ecr:GetAuthorizationToken on resource: * with an explicit"
                                + " deny in a service control policy"))
                .hasMessageContaining("A policy denies it whatever else allows it")
                .hasMessageNotContaining("Statement");
    }

    @Test
    void throttlingSaysHowOftenItWasTried() {
        ecrLogin(ecrError("ThrottlingException", "Rate exceeded"))
                .hasMessageStartingWith(LOGIN + "AWS limits how often it may be asked (ThrottlingException: Rate"
                        + " exceeded).\nIt was asked 2 times.");
        assertThat(standIn.requests()).hasSize(2);
    }

    @Test
    void troubleOfAwssOwnIsToldFromOurs() {
        ecrLogin(ecrError(500, "ServerException", "internal failure"))
                .hasMessageContaining("AWS answered ServerException: internal failure (HTTP 500).")
                .hasMessageContaining("on AWS's side. It was asked 2 times");
        ecrLogin(aResponse().withStatus(503).withBody("<html>Service Unavailable</html>"))
                .hasMessageContaining("HTTP 503.\nThe error is on AWS's side");
        ecrLogin(ecrError("InvalidParameterException", "Invalid parameter at 'x'"))
                .hasMessageContaining("Check the parameters that this message names.");
    }

    @Test
    void theRegionThatCannotBeReachedIsNamedWithWhereItWasFound() throws Exception {
        standIn.property("aws.endpointUrl", "http://127.0.0.1:1");
        standIn.property("aws.maxAttempts", "1");

        assertThatThrownBy(() -> AwsStandIn.awsIn("sa-east-1").account())
                .hasMessageContaining("AWS cannot be reached in sa-east-1, as the parameter region says (");
        standIn.config("[default]\nregion = eu-central-1\n");
        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .hasMessageContaining("AWS cannot be reached in eu-central-1, from profile 'default' (");
        standIn.property("aws.region", "ap-south-1");
        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .hasMessageContaining("AWS cannot be reached in ap-south-1, from the system property aws.region (");
    }

    @Test
    void anEndpointThatIsNotThereIsNamed() {
        standIn.property("aws.endpointUrl", "http://127.0.0.1:1");
        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("AWS cannot be reached in us-east-1, the default, since no region is set"
                        + " (ConnectException: Connection refused).\n")
                .hasMessageContaining("AWS_ENDPOINT_URL");

        standIn.property("aws.endpointUrl", "http://sts.us-nowhere-1.invalid");
        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .hasMessageContaining("(UnknownHostException: sts.us-nowhere-1.invalid")
                .hasMessageContaining("Check the spelling of the region");
    }

    @Test
    void anAnswerThatBreaksOffIsToldFromAnAwsThatCannotBeReached() {
        ecrLogin(aResponse().withFault(Fault.EMPTY_RESPONSE))
                .hasMessageStartingWith(LOGIN + "the connection to AWS in us-east-1, the default, since no region is"
                        + " set broke off before the answer was there (NoHttpResponseException: ")
                .hasMessageContaining("\nIt was asked 2 times. Run it again");
        ecrLogin(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)).hasMessageContaining(" broke off before ");
    }

    @Test
    void anAnswerThatIsNoneOfAwsIsToldFromAnAwsThatCannotBeReached() {
        ecrLogin(aResponse().withStatus(200).withBody("<html>Welcome to the guest network</html>"))
                .hasMessageStartingWith(LOGIN + "what answered in us-east-1, the default, since no region is set cannot"
                        + " be read as an answer of AWS (")
                .hasMessageContaining("look at the proxy on the way");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> ecrLogin(
            com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder answer) {
        standIn.ecr("GetAuthorizationToken", answer);
        return assertThatThrownBy(() -> {
                    try (Aws aws = AwsStandIn.aws()) {
                        new EcrCredentials(aws).ownRegistry();
                    }
                })
                .isInstanceOf(ActionableException.class);
    }
}
