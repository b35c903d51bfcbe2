package io.github.erlangcodebuild.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.testing.TestProxy;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls to AWS through a proxy. */
class AwsProxyTest {

    @RegisterExtension
    final AwsStandIn standIn = new AwsStandIn();

    private final TestProxy proxy;

    AwsProxyTest() throws IOException {
        proxy = new TestProxy();
    }

    @BeforeEach
    void elsewhere() {
        standIn.knowsTheCaller();
        standIn.property("aws.endpointUrl", standIn.url().replace("127.0.0.1", "aws.test"));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    @Test
    void aCallGoesThroughAProxyThatWantsALogin() {
        proxy.basic("joe", "secret");

        assertThat(account(proxy.proxies("joe", "secret"))).isEqualTo("123456789012");
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void soItDoesByDigest() {
        proxy.digest("joe", "secret");

        assertThat(account(proxy.proxies("joe", "secret"))).isEqualTo("123456789012");
    }

    @Test
    void aCallToThisMachineDoesNot() {
        standIn.property("aws.endpointUrl", standIn.url());

        assertThat(account(proxy.proxies())).isEqualTo("123456789012");
        assertThat(proxy.requests()).isEmpty();
    }

    /** They are read once, at the edge. */
    @Test
    void theSdkReadsNoPropertiesOfItsOwn() {
        standIn.property("http.proxyHost", "127.0.0.1");
        standIn.property("http.proxyPort", String.valueOf(proxy.port()));
        standIn.property("aws.endpointUrl", "http://aws.invalid");

        assertThatThrownBy(() -> account(Proxies.none())).hasMessageContaining("UnknownHostException");
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void aLoginThatIsMissingIsSaidAtOnce() {
        proxy.basic("joe", "secret");

        assertThatThrownBy(() -> account(proxy.proxies()))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("The proxy " + proxy.address()
                        + ", from HTTP_PROXY, wants a login (HTTP 407: Log in.).\nSet it: ");
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void aLoginThatIsMissingForATunnelIsSaidAtOnce() {
        proxy.basic("joe", "right");
        standIn.property("aws.endpointUrl", null);

        assertThatThrownBy(() -> account(proxy.proxies("joe", "secret")))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("The proxy " + proxy.address()
                        + ", from HTTPS_PROXY, did not accept the login of 'joe' (HTTP 407: Log in.).")
                .hasMessageNotContaining("secret");
        assertThat(proxy.requests()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aTunnelThatCannotBeMadeIsTriedAgainAndIsTheProxysDoing() {
        proxy.refuse(502, "no such host");
        standIn.property("aws.endpointUrl", null);

        assertThatThrownBy(() -> account(proxy.proxies()))
                .hasMessageStartingWith("Cannot find out which account this is (sts:GetCallerIdentity): the proxy "
                        + proxy.address() + ", from HTTPS_PROXY, cannot connect to sts.us-east-1.amazonaws.com"
                        + " (HTTP 502: no such host).\nIt was asked 2 times. Check the spelling of ");
        assertThat(proxy.requests()).hasSize(2);
    }

    @Test
    void aProxyThatIsNotThereIsNamedInPlaceOfAws() throws IOException {
        proxy.close();

        assertThatThrownBy(() -> account(proxy.proxies()))
                .hasMessageStartingWith("Cannot find out which account this is (sts:GetCallerIdentity): the proxy "
                        + proxy.address() + ", from HTTP_PROXY, cannot be reached (Connection refused).\n"
                        + "It was asked 2 times. Check that it is up, and its host and port in HTTP_PROXY.");
    }

    private static String account(Proxies proxies) {
        try (Aws aws = AwsStandIn.awsThrough(proxies, "us-east-1")) {
            return aws.account();
        }
    }
}
