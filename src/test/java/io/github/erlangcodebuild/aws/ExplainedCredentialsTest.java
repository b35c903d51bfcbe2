package io.github.erlangcodebuild.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.aws.ecr.EcrCredentials;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.testing.TestProxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainedCredentialsTest {

    private static final String SSO_PROFILE = """
            [profile dev]
            sso_session = the-test-session
            sso_account_id = 123456789012
            sso_role_name = Developer
            [sso-session the-test-session]
            sso_region = us-east-1
            sso_start_url = https://example.awsapps.com/start
            """;

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    @BeforeEach
    void withoutCredentials() throws Exception {
        Files.deleteIfExists(ssoTokenFile());
        standIn.withoutCredentials();
    }

    @Test
    void nowhereAreAnyCredentials() {
        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("There are no AWS credentials: not in the environment, not in ~/.aws")
                .hasMessageContaining(" They are needed to find out which account this is.\n")
                .hasMessageContaining("AWS_ACCESS_KEY_ID")
                .hasMessageContaining("-Derlang-codebuild.profile");
        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void whatTheyAreForIsSaidOfAPushToEcr() {
        assertThatThrownBy(() -> new EcrCredentials(AwsStandIn.aws()).ownRegistry())
                .hasMessageContaining(" They are needed to log in to Amazon ECR in ");
    }

    @Test
    void aProfileThatDoesNotExistIsNamedBesideThoseThatDo() throws Exception {
        standIn.config("[profile prod]\nregion = eu-west-1\n[profile test]\nregion = eu-west-1\n");

        assertThatThrownBy(() -> AwsStandIn.awsOf("dev").account())
                .hasMessageStartingWith(
                        "There are no AWS credentials: there is no profile 'dev', only prod, test. They");
        standIn.property("aws.profile", "stage");
        assertThatThrownBy(() -> AwsStandIn.aws().account())
                .hasMessageStartingWith(
                        "There are no AWS credentials: there is no profile 'stage', only prod, test. They");
    }

    @Test
    void anSsoSessionThatWasNeverBegunSaysHowToBeginIt() throws Exception {
        standIn.config(SSO_PROFILE);

        assertThatThrownBy(() -> AwsStandIn.awsOf("dev").account())
                .isInstanceOf(ActionableException.class)
                .hasMessage(
                        "There are no AWS credentials: the SSO session of profile 'dev' has expired or was never"
                                + " begun. They are needed to find out which account this is.\nRun aws sso login --profile dev.");
        standIn.property("aws.profile", "dev");
        assertThatThrownBy(() -> AwsStandIn.aws().account()).hasMessageEndingWith("Run aws sso login --profile dev.");
    }

    @Test
    void anSsoSessionThatHasExpiredSaysSo() throws Exception {
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().minusSeconds(3600));

        assertThatThrownBy(() -> AwsStandIn.awsOf("dev").account())
                .hasMessageEndingWith("Run aws sso login --profile dev.");
    }

    @Test
    void anSsoSessionThatAwsHasEndedSaysSo() throws Exception {
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().plusSeconds(3600));
        ssoAnswers(401, "UnauthorizedException", "Session token not found or invalid");

        assertThatThrownBy(() -> AwsStandIn.awsOf("dev").account())
                .hasMessageEndingWith("Run aws sso login --profile dev.");
    }

    @Test
    void aRoleThatIsNotAssignedIsNotAMatterOfLoggingIn() throws Exception {
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().plusSeconds(3600));
        ssoAnswers(403, "ForbiddenException", "No access");

        assertThatThrownBy(() -> AwsStandIn.awsOf("dev").account())
                .hasMessageContaining("SSO gives profile 'dev' none (ForbiddenException: No access)")
                .hasMessageContaining("sso_role_name");
    }

    @Test
    void anSsoSessionThatStandsGivesCredentials() throws Exception {
        standIn.knowsTheCaller();
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().plusSeconds(3600));
        standIn.stub(get(urlPathEqualTo("/federation/credentials"))
                .willReturn(aResponse().withBody("""
                        {"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t",
                          "expiration":4102444800000}}
                        """)));

        try (Aws aws = AwsStandIn.awsOf("dev")) {
            assertThat(aws.account()).isEqualTo("123456789012");
        }
    }

    @Test
    void anSsoSessionIsAskedForCredentialsThroughTheProxy() throws Exception {
        standIn.knowsTheCaller();
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().plusSeconds(3600));
        standIn.stub(get(urlPathEqualTo("/federation/credentials"))
                .willReturn(aResponse().withBody("""
                {"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t",
                  "expiration":4102444800000}}
                """)));
        standIn.property("aws.endpointUrl", standIn.url().replace("127.0.0.1", "aws.test"));

        try (TestProxy proxy = new TestProxy().basic("joe", "secret");
                Aws aws = through(proxy.proxies("joe", "secret"))) {
            assertThat(aws.account()).isEqualTo("123456789012");
            assertThat(proxy.requests()).hasSize(2).first().asString().contains("/federation/credentials");
        }
        assertThat(System.getProperty("software.amazon.awssdk.http.service.impl"))
                .as("what other plugins would read")
                .isNull();
    }

    @Test
    void soIsARole() throws Exception {
        roleOf("dev");
        standIn.anythingElse(AwsStandIn.stsError(403, "AccessDenied", "no sts:AssumeRole"));
        standIn.property("aws.endpointUrl", standIn.url().replace("127.0.0.1", "aws.test"));

        try (TestProxy proxy = new TestProxy();
                Aws aws = through(proxy.proxies())) {
            assertThatThrownBy(aws::account).hasMessageContaining("no sts:AssumeRole");
            assertThat(proxy.requests()).isNotEmpty();
        }
    }

    @Test
    void anSsoSessionThatCannotBeAskedForCredentialsIsNotSaidToHaveExpired() throws Exception {
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().plusSeconds(3600));
        standIn.property("aws.endpointUrl", "http://sso.invalid");

        assertThatThrownBy(() -> AwsStandIn.awsOf("dev").account())
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith(
                        "There are no AWS credentials: AWS could not be asked for those of profile 'dev':"
                                + " UnknownHostException: sso.invalid")
                .hasMessageEndingWith(
                        "\nCheck the network. Behind a proxy, name it in settings.xml or in HTTPS_PROXY.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProxyThatDoesNotLetThroughToSsoIsNamed(boolean chosen) throws Exception {
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().plusSeconds(3600));
        standIn.property("aws.endpointUrl", "http://sso.test");
        standIn.property("aws.profile", "dev");

        try (TestProxy proxy = new TestProxy().basic("joe", "secret");
                Aws aws = AwsStandIn.aws(
                        Optional.empty(),
                        chosen ? Optional.of("dev") : Optional.empty(),
                        IamPolicy.PUSH,
                        proxy.proxies())) {
            assertThatThrownBy(aws::account)
                    .hasMessageStartingWith("There are no AWS credentials: AWS could not be asked for those of profile"
                            + " 'dev'. The proxy " + proxy.address() + ", from HTTP_PROXY, wants a login (HTTP 407: Log"
                            + " in.). They are needed to find out which account this is.\nSet it: ");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        standIn.config(SSO_PROFILE);
        ssoToken(Instant.now().plusSeconds(3600));
        standIn.property("aws.endpointUrl", "http://sso.test");
        TestProxy proxy = new TestProxy();
        proxy.close();

        try (Aws aws = through(proxy.proxies())) {
            assertThatThrownBy(aws::account)
                    .hasMessageStartingWith("There are no AWS credentials: AWS could not be asked for those of profile"
                            + " 'dev': the proxy " + proxy.address()
                            + ", from HTTP_PROXY, cannot be reached (Connection refused). They are needed ");
        }
    }

    @Test
    void aSessionOfAwsLoginSaysHowToBeginIt() throws Exception {
        standIn.config("[profile me]\nlogin_session = arn:aws:iam::123456789012:user/me\nregion = us-east-1\n");

        assertThatThrownBy(() -> AwsStandIn.awsOf("me").account()).hasMessageEndingWith("Run aws login --profile me.");
    }

    @Test
    void aRoleThatMayNotBeAssumedIsShownInAwssWords() throws Exception {
        roleOf("deploy");
        standIn.anythingElse(AwsStandIn.stsError(
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/base is not authorized to perform: sts:AssumeRole on resource:"
                        + " arn:aws:iam::123456789012:role/deploy"));

        assertThatThrownBy(() -> AwsStandIn.awsOf("deploy").account())
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("profile 'deploy' gives none (User: arn:aws:iam::123456789012:user/base is not"
                        + " authorized to perform: sts:AssumeRole")
                .hasMessageContaining("aws sts get-caller-identity --profile deploy");
        standIn.property("aws.profile", "deploy");
        assertThatThrownBy(() -> AwsStandIn.aws().account()).hasMessageContaining("sts:AssumeRole");
    }

    @Test
    void aCredentialProcessThatFailsIsShownInItsOwnWords() throws Exception {
        standIn.config("[profile tool]\ncredential_process = sh -c 'echo not logged in >&2; exit 1'\n");

        assertThatThrownBy(() -> AwsStandIn.awsOf("tool").account()).hasMessageContaining("not logged in");
    }

    private static Aws through(Proxies proxies) {
        return AwsStandIn.aws(Optional.empty(), Optional.of("dev"), IamPolicy.PUSH, proxies);
    }

    private void ssoAnswers(int status, String code, String message) {
        standIn.stub(get(urlPathEqualTo("/federation/credentials"))
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("x-amzn-ErrorType", code)
                        .withBody("{\"message\":\"" + message + "\"}")));
    }

    /** A profile with a role, which another profile's keys take on. */
    private void roleOf(String profile) throws Exception {
        standIn.config("""
                [profile base]
                aws_access_key_id = AKIDBASE
                aws_secret_access_key = x
                [profile %s]
                role_arn = arn:aws:iam::123456789012:role/deploy
                source_profile = base
                region = us-east-1
                """.formatted(profile));
    }

    /** As {@code aws sso login} leaves it. */
    private static void ssoToken(Instant expires) throws Exception {
        assumeTrue(ssoTokenFile().startsWith(Path.of("target").toAbsolutePath()), "HOME is the user's own");
        Files.createDirectories(ssoTokenFile().getParent());
        Files.writeString(ssoTokenFile(), """
                {"startUrl":"https://example.awsapps.com/start","region":"us-east-1","accessToken":"token",
                 "expiresAt":"%s"}
                """.formatted(expires.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** It has the name of the session's SHA-1. */
    private static Path ssoTokenFile() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest("the-test-session".getBytes(StandardCharsets.UTF_8));
        return Path.of(System.getenv("HOME"), ".aws/sso/cache", String.format("%040x.json", new BigInteger(1, hash)));
    }
}
