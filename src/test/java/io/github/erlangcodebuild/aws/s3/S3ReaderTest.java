package io.github.erlangcodebuild.aws.s3;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.erlangcodebuild.aws.AwsStandIn.s3Error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.sun.net.httpserver.HttpServer;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.GoalCommand;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.http.HttpStatusException;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.testing.Attached;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3ReaderTest {

    private static final String OURS = "erlang-toolchain-123456789012-us-east-1";
    private static final String KEY = "/otp-27.1/linux-amd64/toolchain.json";
    private static final URI DEFAULT_PLACE = URI.create("s3://" + OURS + KEY);
    private static final URI OTHER_PLACE = URI.create("s3://team-artifacts/otp.json");

    /** As for every transfer, without its pauses. */
    private static final Retry RETRY = new Retry(
            IOException.class::isInstance,
            failure -> Optional.empty(),
            (what, failure, pause, asked) -> {},
            new Retry.Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.aws();
    private final S3Reader reader = new S3Reader(aws);

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void theDefaultPlaceIsNamedAfterAccountRegionVersionAndArchitecture() {
        standIn.knowsTheCaller();

        assertThat(ToolchainBucket.location(aws, "27.1", "amd64")).isEqualTo(DEFAULT_PLACE.toString());
    }

    @Test
    void anObjectIsReadAsItIsStored() throws IOException {
        byte[] stored = {31, -117, 0, 1, 2};
        answer("team-artifacts", "/otp.json", aResponse().withBody(stored));

        try (InputStream in = reader.open(OTHER_PLACE)) {
            assertThat(in.read()).isEqualTo(31);
            assertThat(in.readAllBytes()).containsExactly(-117, 0, 1, 2);
        }
    }

    @Test
    void whatIsClosedEarlyIsNotReadToItsEnd() throws Exception {
        long size = 256L << 20; // far more than the buffers on the way hold
        CompletableFuture<Long> sent = new CompletableFuture<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, size);
            byte[] chunk = new byte[64 * 1024];
            long count = 0;
            try (OutputStream body = exchange.getResponseBody()) {
                for (; count < size; count += chunk.length) {
                    body.write(chunk);
                }
            } finally {
                sent.complete(count);
            }
        });
        server.start();
        try {
            standIn.property(
                    "aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
            try (InputStream in = reader.open(OTHER_PLACE)) {
                assertThat(in.read()).isZero();
            }
            assertThat(sent.get()).isLessThan(size);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTransferThatBreaksOffIsAnIoException() {
        answer("team-artifacts", "/otp.json", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));

        assertThatThrownBy(() -> reader.open(OTHER_PLACE).readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void everyRequestToABucketWithABootstrapsNameCarriesTheAccountInThatNameAsOwner() throws IOException {
        standIn.stub(get(urlPathEqualTo("/" + OURS + KEY))
                .inScenario("region")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("known")
                .willReturn(inAnotherRegion()));
        standIn.stub(get(urlPathEqualTo("/" + OURS + KEY))
                .inScenario("region")
                .whenScenarioStateIs("known")
                .willReturn(aResponse().withBody("{}")));

        reader.open(DEFAULT_PLACE).close();

        assertThat(standIn.requests()).hasSize(2).allSatisfy(request -> assertThat(
                        request.getHeader("x-amz-expected-bucket-owner"))
                .isEqualTo("123456789012"));
    }

    @Test
    void noRequestToAnotherBucketNamesAnOwner() throws IOException {
        answer("team-artifacts", "/otp.json", aResponse().withBody("{}"));

        reader.open(OTHER_PLACE).close();

        assertThat(standIn.requests()).singleElement().satisfies(request -> assertThat(
                        request.containsHeader("x-amz-expected-bucket-owner"))
                .isFalse());
    }

    @Test
    void aBucketInAnotherRegionIsFollowedThere() throws IOException {
        standIn.stub(get(urlPathEqualTo("/team-artifacts/otp.json"))
                .inScenario("region")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("known")
                .willReturn(inAnotherRegion()));
        standIn.stub(get(urlPathEqualTo("/team-artifacts/otp.json"))
                .inScenario("region")
                .whenScenarioStateIs("known")
                .willReturn(aResponse().withBody("{}")));

        try (InputStream in = reader.open(OTHER_PLACE)) {
            assertThat(in.readAllBytes()).containsExactly('{', '}');
        }

        assertThat(standIn.requests())
                .extracting(request -> request.getHeader("Authorization").split("/", -1)[2])
                .containsExactly("us-east-1", "eu-west-1");
    }

    @Test
    void anEmptyDefaultPlaceSaysHowToBootstrap() {
        answer(OURS, KEY, s3Error(404, "NoSuchBucket", "The specified bucket does not exist"));
        assertThatThrownBy(() -> reader.open(DEFAULT_PLACE))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("There is no bucket " + OURS + ", where the bootstrap puts its toolchains.\n")
                .hasMessageContaining(
                        GoalCommand.of("bootstrap") + " -Derlang-codebuild.erlangVersion=27.1, or name a bundle");

        answer(OURS, KEY, s3Error(404, "NoSuchKey", "The specified key does not exist."));
        assertThatThrownBy(() -> reader.open(DEFAULT_PLACE))
                .hasMessageStartingWith("There is no " + DEFAULT_PLACE + ", where the bootstrap puts its toolchains.\n")
                .hasMessageContaining(
                        GoalCommand.of("bootstrap") + " -Derlang-codebuild.erlangVersion=27.1, or name a bundle");
    }

    @Test
    void aMissingBucketOrObjectElsewhereIsPerhapsMisspelled() {
        answer("team-artifacts", "/otp.json", s3Error(404, "NoSuchBucket", "The specified bucket does not exist"));
        assertThatThrownBy(() -> reader.open(OTHER_PLACE))
                .hasMessage("There is no bucket team-artifacts.\nCheck the spelling of -Derlang-codebuild.toolchain.");

        answer("team-artifacts", "/otp.json", s3Error(404, "NoSuchKey", "The specified key does not exist."));
        assertThatThrownBy(() -> reader.open(OTHER_PLACE))
                .hasMessage("There is no s3://team-artifacts/otp.json.\n"
                        + "Check the spelling of -Derlang-codebuild.toolchain.");
    }

    @Test
    void aBucketUnderTheDefaultNameMayBelongToSomebodyElse() {
        answer(OURS, KEY, s3Error(403, "AccessDenied", "Access Denied"));

        assertThatThrownBy(() -> reader.open(DEFAULT_PLACE))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("the bucket " + OURS + " does not belong to account 123456789012")
                .hasMessageContaining("--expected-bucket-owner 123456789012")
                .hasMessageEndingWith(
                        "The statement that is missing:\n{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\","
                                + "\"s3:ListBucket\"],\"Resource\":[\"arn:aws:s3:::" + OURS + "/*\",\"arn:aws:s3:::"
                                + OURS
                                + "\"]}")
                .satisfies(Attached.as("All that push needs", "\"arn:aws:s3:::" + OURS + "/*\""));
    }

    @Test
    void aMissingRightElsewhereIsNamedWithItsObject() {
        answer(
                "team-artifacts",
                "/otp.json",
                s3Error(
                        403,
                        "AccessDenied",
                        "User: arn:aws:iam::123456789012:user/x is not authorized to perform: s3:GetObject on resource:"
                                + " \"arn:aws:s3:::team-artifacts/otp.json\" because no identity-based policy allows"
                                + " the s3:GetObject action"));

        assertThatThrownBy(() -> reader.open(OTHER_PLACE))
                .hasMessageStartingWith("Cannot read s3://team-artifacts/otp.json (s3:GetObject): access denied")
                .hasMessageContaining("This identity needs s3:GetObject on arn:aws:s3:::team-artifacts/otp.json.")
                .satisfies(Attached.as("All that push needs", "\"arn:aws:s3:::team-artifacts/*\""));
    }

    @Test
    void aKeyThatMayNotDecryptIsNamed() {
        answer(
                OURS,
                KEY,
                s3Error(
                        403,
                        "AccessDenied",
                        "User: arn:aws:iam::123456789012:user/x is not authorized to perform: kms:Decrypt on resource:"
                                + " arn:aws:kms:us-east-1:123456789012:key/k because no identity-based policy allows"
                                + " the kms:Decrypt action"));

        assertThatThrownBy(() -> reader.open(DEFAULT_PLACE)).hasMessageContaining("Allow this identity kms:Decrypt");
    }

    @Test
    void badCredentialsAreNotMistakenForAForeignBucket() {
        answer(
                OURS,
                KEY,
                s3Error(
                        403,
                        "InvalidAccessKeyId",
                        "The AWS Access Key Id you provided does not exist in our records."));

        assertThatThrownBy(() -> reader.open(DEFAULT_PLACE))
                .hasMessageContaining("AWS does not accept the credentials");
    }

    @Test
    void s3InTroubleIsAskedOnceAndLeftToTheTransfersOwnRetries() {
        answer("team-artifacts", "/otp.json", s3Error(503, "SlowDown", "Please reduce your request rate."));

        HttpStatusException failure = catchThrowableOfType(HttpStatusException.class, () -> reader.open(OTHER_PLACE));

        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure).hasMessageContaining("SlowDown");
        assertThat(standIn.requests()).hasSize(1);
    }

    @Test
    void aTransferThatFailsIsFiveRequestsHoweverOftenOtherClientsTryAgain() {
        standIn.property("aws.maxAttempts", "4");
        answer("team-artifacts", "/otp.json", s3Error(503, "SlowDown", "Please reduce your request rate."));

        assertThatThrownBy(() -> RETRY.call("read", () -> reader.open(OTHER_PLACE)))
                .isInstanceOf(HttpStatusException.class);

        assertThat(standIn.requests()).hasSize(Retry.ATTEMPTS);
    }

    @Test
    void aSlowDownPasses() throws Exception {
        passes(s3Error(503, "SlowDown", "Please reduce your request rate."));

        try (InputStream in = RETRY.call("read", () -> reader.open(OTHER_PLACE))) {
            assertThat(in.readAllBytes()).hasSize(2);
        }
    }

    @Test
    void aClockThatIsWrongIsCorrectedByWhatS3Says() throws IOException {
        passes(s3Error(
                        403,
                        "RequestTimeTooSkewed",
                        "The difference between the request time and the current time is too large.")
                .withHeader("Date", "Tue, 24 Nov 2020 09:30:00 GMT"));

        try (InputStream in = reader.open(OTHER_PLACE)) {
            assertThat(in.readAllBytes()).hasSize(2);
        }

        assertThat(standIn.requests()).last().satisfies(request -> assertThat(request.getHeader("X-Amz-Date"))
                .startsWith("20201124T09"));
    }

    @Test
    void anEndpointThatIsNotThereIsAnIoException() {
        standIn.property("aws.endpointUrlS3", "http://127.0.0.1:1");

        assertThatThrownBy(() -> reader.open(OTHER_PLACE)).isInstanceOf(IOException.class);
    }

    @Test
    void missingCredentialsAreNot() {
        standIn.withoutCredentials();

        assertThatThrownBy(() -> reader.open(OTHER_PLACE))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("There are no AWS credentials: ")
                .hasMessageContaining(" They are needed to read " + OTHER_PLACE + ".\n");
    }

    @Test
    void aQueryIsRefused() {
        assertThatThrownBy(() -> reader.open(URI.create("s3://team-artifacts/otp.json?versionId=3")))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("An s3:// address has no query");
    }

    private void answer(String bucket, String key, ResponseDefinitionBuilder answer) {
        standIn.stub(get(urlPathEqualTo("/" + bucket + key)).willReturn(answer));
    }

    /** Has one request for the other place answered so, and those after it well. */
    private void passes(ResponseDefinitionBuilder once) {
        standIn.stub(get(urlPathEqualTo("/team-artifacts/otp.json"))
                .inScenario("trouble")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("better")
                .willReturn(once));
        standIn.stub(get(urlPathEqualTo("/team-artifacts/otp.json"))
                .inScenario("trouble")
                .whenScenarioStateIs("better")
                .willReturn(aResponse().withBody("{}")));
    }

    private static ResponseDefinitionBuilder inAnotherRegion() {
        return s3Error(
                        301,
                        "PermanentRedirect",
                        "The bucket you are attempting to access must be addressed using the specified endpoint.")
                .withHeader("x-amz-bucket-region", "eu-west-1");
    }
}
