package io.github.erlangcodebuild.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.HttpStatusException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.HttpHost;
import org.apache.http.conn.HttpHostConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows that no push of the other tests comes to, and which of two rows that fit is first. */
class FailedRequestTest {

    private static final UsedCredentials NOBODY = new UsedCredentials(Optional.empty(), List.of("a", "b"));

    private static final String REGISTRY = "r.example:5000";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | wants a login (HTTP 401).                               | For this, no credentials were found: looked in a, b. Log in: docker login r.example:5000,
            403 | denied it (HTTP 403).                                   | For this, no credentials were found: looked in a, b. Log in: docker login r.example:5000,
            404 | has no such repository or image (HTTP 404).             | Check the spelling,
            429 | limits how often it may be asked (HTTP 429).            | Wait a while, or log in,
            408 | answered with an error (HTTP 408).                               | This was tried 5 times.
            503 | answered with an error (HTTP 503).                               | This was tried 5 times.
            405 | answered with an error (HTTP 405).                               | Check that r.example:5000 is a container
            """)
    void aStatusSaysWhatToDoNext(int status, String problem, String remedy) {
        ActionableException explained = explained(new HttpStatusException("no", status, Optional.empty()));

        assertThat(explained.problem()).isEqualTo("Cannot do it: " + REGISTRY + " " + problem);
        assertThat(explained.remedy()).startsWith(remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | did not accept the user joe of server x (HTTP 401).  | Correct that there, or log in: docker login r.example:5000,
            403 | denied it to the user joe of server x (HTTP 403).    | Ask for the right to do this, or use other credentials:
            """)
    void aRefusalSaysWhose(int status, String problem, String remedy) {
        UsedCredentials joe = new UsedCredentials(Optional.of("the user joe of server x"), List.of("a", "b"));

        ActionableException explained =
                FailedRequest.explain("do it", REGISTRY, joe, new HttpStatusException("no", status, Optional.empty()));

        assertThat(explained.problem()).isEqualTo("Cannot do it: " + REGISTRY + " " + problem);
        assertThat(explained.remedy()).startsWith(remedy);
    }

    @Test
    void theLimitOfEcrPublicComesWithTheWaysToHigherOnes() {
        ActionableException explained = FailedRequest.explain(
                "pull", "public.ecr.aws", NOBODY, new HttpStatusException("no", 429, Optional.empty()));

        assertThat(explained.problem())
                .isEqualTo("Cannot pull: public.ecr.aws limits how often it may be asked (HTTP 429).");
        assertThat(explained.remedy())
                .startsWith(
                        "This was tried 5 times. Log in, since the limits are higher then: aws ecr-public get-login-password"
                                + " --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws,")
                .contains(
                        "sts:GetServiceBearerToken",
                        "baseImage=ACCOUNT.dkr.ecr.REGION.amazonaws.com/ecr-public/codebuild/");
    }

    @ParameterizedTest
    @CsvSource({
        "429, public.ecr.aws, , 15",
        "429, public.ecr.aws, 3, 3",
        "429, r.example:5000, , ",
        "503, public.ecr.aws, , ",
    })
    void ecrPublicIsGivenLongerWhereItDoesNotSayHowLong(
            int status, String host, @Nullable Integer asked, @Nullable Integer pause) {
        ErrorResponse response = new ErrorResponse(
                status, "", List.of(), Optional.ofNullable(asked).map(Duration::ofSeconds), Optional.of(host));

        assertThat(response.pause()).isEqualTo(Optional.ofNullable(pause).map(Duration::ofSeconds));
    }

    @Test
    void aHostThatTheRegistryDoesNotNameIsExplained() {
        ActionableException explained = explained(new UnknownHostException("s3.example"));

        assertThat(explained.problem()).isEqualTo("Cannot do it: there is no host s3.example.");
        assertThat(explained.remedy())
                .contains(REGISTRY + " sends its clients to s3.example: it must be reachable, too.");
    }

    @Test
    void theRegistryItselfNeedsNoExplanation() {
        ActionableException explained = explained(
                new HttpHostConnectException(new ConnectException("refused"), HttpHost.create("R.example:5000")));

        assertThat(explained.problem()).startsWith("Cannot do it: " + REGISTRY + " cannot be reached (");
        assertThat(explained.remedy()).endsWith("settings.xml or in HTTPS_PROXY.");
    }

    /** Of the four it is the first in the table that says what can be done about it. */
    @Test
    void aFailureOfTlsIsToldByItsReason() {
        assertThat(explained(new SSLException("Unsupported or unrecognized SSL message"))
                        .problem())
                .endsWith(" does not speak TLS, only plain HTTP.");
        assertThat(explained(new SSLPeerUnverifiedException("another name")).problem())
                .endsWith("the TLS certificate of " + REGISTRY + " is not trusted (another name).");
        assertThat(explained(new SSLException("closed", new ConnectException("gone")))
                        .problem())
                .endsWith(REGISTRY + " cannot be reached (gone).");
        assertThat(explained(new SSLException("closed")).problem()).isEqualTo("Cannot do it: closed.");
    }

    @Test
    void whatIsExplainedAlreadyStaysAsItIs() {
        ActionableException explanation = new ActionableException("No.", "Do this.");

        assertThat(explained(new IOException(explanation))).isSameAs(explanation);
    }

    private static ActionableException explained(Exception failure) {
        return FailedRequest.explain("do it", REGISTRY, NOBODY, failure);
    }
}
