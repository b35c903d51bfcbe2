package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.http.Proxies.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

    private static final Proxy HTTP = proxy("http", "plain", "");
    private static final Proxy HTTPS = proxy("https", "secure", "");

    @Test
    void withoutProxiesNoRequestHasOne() {
        assertThat(Proxies.none().forRequest("https", "example.com")).isEmpty();
    }

    @Test
    void aRequestTakesTheProxyOfItsScheme() {
        Proxies proxies = new Proxies(List.of(HTTP, HTTPS));

        assertThat(proxies.forRequest("http", "example.com")).hasValue(HTTP);
        assertThat(proxies.forRequest("HTTPS", "example.com")).hasValue(HTTPS);
    }

    @Test
    void aRequestWithoutAProxyOfItsSchemeTakesTheFirst() {
        assertThat(new Proxies(List.of(HTTP)).forRequest("https", "example.com"))
                .hasValue(HTTP);
        assertThat(new Proxies(List.of(HTTPS)).forRequest("http", "example.com"))
                .hasValue(HTTPS);
    }

    @Test
    void theFirstOfTwoForTheSameSchemeIsTaken() {
        assertThat(new Proxies(List.of(HTTPS, proxy("https", "other", ""))).forRequest("https", "example.com"))
                .hasValue(HTTPS);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost|*.example.com, registry.example.com, true",
        "localhost|*.example.com, localhost, true",
        "localhost|*.example.com, example.com, false",
        "localhost|*.example.com, example.com.evil.org, false",
        "*.EXAMPLE.com, Registry.example.COM, true",
        "'localhost, registry.example.com', registry.example.com, true",
        "10.*, 10.1.2.3, true",
        "10.*, 110.1.2.3, false",
        "registry.example.com, registryXexampleYcom, false",
        "*, anything, true",
        "'', anything, false",
        "'|', anything, false",
    })
    void hostsThatNeedNoProxyAreReachedWithout(String nonProxyHosts, String host, boolean exempt) {
        Proxies proxies = new Proxies(List.of(proxy("https", "secure", nonProxyHosts)));

        assertThat(proxies.forRequest("https", host).isEmpty()).isEqualTo(exempt);
    }

    @Test
    void theTextOfAProxyHoldsNoPassword() {
        assertThat(new Proxies(List.of(HTTP)).toString()).contains("plain:3128").doesNotContain("secret");
    }

    private static Proxy proxy(String protocol, String host, String nonProxyHosts) {
        return new Proxy(protocol, host, 3128, "joe", "secret", nonProxyHosts);
    }
}
