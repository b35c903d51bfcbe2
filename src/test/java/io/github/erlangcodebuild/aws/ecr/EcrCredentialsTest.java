package io.github.erlangcodebuild.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.AwsStandIn;
import io.github.erlangcodebuild.registry.RegistryCredentials;
import io.github.erlangcodebuild.registry.RegistryCredentials.Credential;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcrCredentialsTest {

    private static final String HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final Aws aws = AwsStandIn.aws();
    private final EcrCredentials credentials = new EcrCredentials(aws);

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aTokenIsAUserNameAndAPassword() {
        standIn.givesToken("one:two", HOST);

        Credential credential = credentials.find(HOST, "erlang").orElseThrow();

        assertThat(credential.username()).isEqualTo("AWS");
        assertThat(credential.password()).isEqualTo("one:two");
        assertThat(credential).hasToString("Credential[the token of ecr:GetAuthorizationToken]");
    }

    @Test
    void oneTokenServesARegionThoughItsExpiryLiesInThePast() {
        standIn.givesToken("token", HOST);

        assertThat(credentials.ownRegistry()).isEqualTo(HOST);
        credentials.find(HOST, "erlang");
        credentials.find(HOST, "erlang");
        credentials.find("999999999999.dkr.ecr.us-east-1.amazonaws.com", "erlang");

        assertThat(standIn.ecrCalls()).containsExactly("GetAuthorizationToken");
    }

    @Test
    void aRegistryElsewhereGetsItsTokenFromItsOwnRegion() {
        standIn.givesToken("token", HOST);

        credentials.find(HOST, "erlang");
        credentials.find("999999999999.dkr.ecr.eu-west-1.amazonaws.com", "erlang");

        assertThat(standIn.requests())
                .extracting(request -> request.getHeader("Authorization").split("/", -1)[2])
                .containsExactly("us-east-1", "eu-west-1");
    }

    @Test
    void withoutAwsCredentialsAnotherLoginIsUsedAndNotRenewed() {
        standIn.withoutCredentials();
        Credential other = new Credential("AWS", "password", "the user AWS of docker");
        RegistryCredentials both = credentials.or((registry, repository) -> Optional.of(other));

        assertThat(both.find(HOST, "erlang")).hasValue(other);
        assertThat(both.renew(HOST, "erlang", other)).isEmpty();
        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void aProfileThatDoesNotWorkIsNoReasonToUseAnotherLogin() throws Exception {
        standIn.withoutCredentials();
        standIn.config("[profile dev]\nregion = us-east-1\n");
        Credential other = new Credential("AWS", "password", "the user AWS of docker");
        try (Aws profile = AwsStandIn.awsOf("prdo")) {
            RegistryCredentials both = new EcrCredentials(profile).or((registry, repository) -> Optional.of(other));

            assertThatThrownBy(() -> both.find(HOST, "erlang")).hasMessageContaining("there is no profile 'prdo'");
            assertThatThrownBy(() -> both.renew(HOST, "erlang", other))
                    .hasMessageContaining("there is no profile 'prdo'");
        }
    }

    @Test
    void withoutAnyLoginTheAwsCredentialsAreMissed() {
        standIn.withoutCredentials();
        RegistryCredentials both = credentials.or(RegistryCredentials.none());

        assertThatThrownBy(() -> both.find(HOST, "erlang"))
                .hasMessageStartingWith("There are no AWS credentials: ")
                .hasMessageContaining("They are needed to log in to Amazon ECR in us-east-1.");
        assertThat(both.find("ghcr.io", "erlang")).isEmpty();
    }

    @Test
    void awsCredentialsComeBeforeAnotherLogin() {
        standIn.givesToken("token", HOST);
        RegistryCredentials both = credentials.or(
                (registry, repository) -> Optional.of(new Credential("AWS", "password", "the user AWS of docker")));

        assertThat(both.find(HOST, "erlang").orElseThrow().password()).isEqualTo("token");
        assertThat(both.find("ghcr.io", "erlang").orElseThrow().password()).isEqualTo("password");
    }

    @Test
    void noOtherRegistryMakesACall() {
        assertThat(credentials.find("public.ecr.aws", "erlang")).isEmpty();
        assertThat(credentials.renew("ghcr.io", "erlang", new Credential("a", "b", "c")))
                .isEmpty();
        assertThat(standIn.requests()).isEmpty();
    }

    @Test
    void aRefusedTokenIsRenewedOnceWhoeverAsks() {
        firstThisTokenThenThat("old", "new");
        Credential old = credentials.find(HOST, "erlang").orElseThrow();

        List<String> renewed = IntStream.range(0, 8)
                .parallel()
                .mapToObj(any ->
                        credentials.renew(HOST, "erlang", old).orElseThrow().password())
                .toList();

        assertThat(renewed).containsOnly("new");
        assertThat(credentials.find(HOST, "erlang").orElseThrow().password()).isEqualTo("new");
        assertThat(standIn.ecrCalls()).hasSize(2);
    }

    @Test
    void aRefusedCredentialOfSomebodyElseIsReplacedByAToken() {
        standIn.givesToken("token", HOST);

        assertThat(credentials.renew(HOST, "erlang", new Credential("me", "stale", "settings.xml")))
                .contains(new Credential("AWS", "token", "the token of ecr:GetAuthorizationToken", true));
    }

    @ParameterizedTest
    @CsvSource({
        "cn-north-1, 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
        "us-gov-west-1, 123456789012.dkr.ecr.us-gov-west-1.amazonaws.com",
        "eusc-de-east-1, 123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",
    })
    void theRegistryIsTheOneThatEcrNames(String region, String host) {
        standIn.givesToken("token", host);

        try (Aws there = AwsStandIn.awsIn(region)) {
            EcrCredentials found = new EcrCredentials(there);
            assertThat(found.ownRegistry()).isEqualTo(host);
            assertThat(found.find(host, "erlang")).isPresent();
        }
        assertThat(standIn.ecrCalls()).hasSize(1);
    }

    private void firstThisTokenThenThat(String first, String second) {
        standIn.stub(AwsStandIn.ecrCall("GetAuthorizationToken")
                .inScenario("renewal")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("expired")
                .willReturn(AwsStandIn.authorization(first, HOST)));
        standIn.stub(AwsStandIn.ecrCall("GetAuthorizationToken")
                .inScenario("renewal")
                .whenScenarioStateIs("expired")
                .willReturn(AwsStandIn.authorization(second, HOST)));
    }
}
