package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.http.Proxies.Login;
import io.github.erlangcodebuild.http.Proxies.Origin;
import io.github.erlangcodebuild.http.Proxies.Place;
import io.github.erlangcodebuild.http.Proxies.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    @Test
    void settingsComeFirstThenTheJvmThenTheEnvironment() {
        Proxy ofSettings =
                new Proxy(Origin.SETTINGS, "http", "s", 1, Optional.empty(), DirectHosts.none(), Optional.empty());

        Proxies all = ProxySettings.resolve(
                List.of(ofSettings),
                Map.of("https.proxyHost", "j", "http.proxyHost", "j"),
                Map.of("HTTPS_PROXY", "e:1", "HTTP_PROXY", "e:1"));

        assertThat(all.proxies())
                .extracting(proxy -> proxy.origin().name())
                .containsExactly("settings.xml", "-Dhttps.proxyHost", "-Dhttp.proxyHost", "HTTPS_PROXY", "HTTP_PROXY");
    }

    @Test
    void whereNothingIsSetThereIsNone() {
        assertThat(ProxySettings.resolve(
                                List.of(),
                                Map.of("https.proxyPort", "8080", "https.proxyHost", " "),
                                Map.of("HTTPS_PROXY", "", "NO_PROXY", "*"))
                        .proxies())
                .isEmpty();
    }

    @Test
    void theJvmsPropertiesHaveALoginAndTheSameExceptionsForBothSchemes() {
        Proxies proxies = ofJvm(Map.of(
                "https.proxyHost", "proxy.example.com",
                "https.proxyPort", "3128",
                "https.proxyUser", "joe",
                "https.proxyPassword", "se:cret",
                "http.proxyHost", "plain.example.com",
                "http.nonProxyHosts", "*.internal"));

        assertThat(proxies.forRequest("https", "example.com", 443))
                .hasValue(new Proxy(
                        new Origin(Place.JVM, "-Dhttps.proxyHost"),
                        "https",
                        "proxy.example.com",
                        3128,
                        Optional.of(new Login("joe", "se:cret")),
                        new DirectHosts.HostPatterns("*.internal"),
                        Optional.empty()));
        assertThat(proxies.forRequest("http", "example.com", 80)).hasValueSatisfying(proxy -> {
            assertThat(proxy).hasToString("plain.example.com:80, from -Dhttp.proxyHost");
            assertThat(proxy.login()).isEmpty();
        });
        assertThat(proxies.forRequest("https", "registry.internal", 443)).isEmpty();
    }

    @Test
    void thePortOfAProxyForHttpsIsJavasDefault() {
        assertThat(ofJvm(Map.of("https.proxyHost", "p")).proxies()).hasToString("[p:443, from -Dhttps.proxyHost]");
    }

    @Test
    void aPortThatIsNoneIsSaid() {
        assertThat(ofJvm(Map.of("https.proxyHost", "p", "https.proxyPort", "http"))
                        .proxies())
                .singleElement()
                .extracting(Proxy::unusable)
                .isEqualTo(Optional.of("-Dhttps.proxyPort is not a port."));
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example.com:3128, proxy.example.com:3128,,",
        "HTTP://proxy.example.com:3128/, proxy.example.com:3128,,",
        "proxy.example.com:3128, proxy.example.com:3128,,",
        "proxy.example.com, proxy.example.com:80,,",
        "10.1.2.3:8080, 10.1.2.3:8080,,",
        "http://[fd00::1]:3128, [fd00::1]:3128,,",
        "http://joe:secret@proxy:3128, proxy:3128, joe, secret",
        "joe:secret@proxy:3128, proxy:3128, joe, secret",
        "http://CORP%5Cjoe:p%40s%3As%2Fw+%25@proxy:3128, proxy:3128, CORP\\joe, p@s:s/w+%",
        "http://joe:p@ss:word@proxy:3128, proxy:3128, joe, p@ss:word",
        "http://joe:100%@proxy:3128, proxy:3128, joe, 100%",
        "http://joe@proxy:3128, proxy:3128, joe,",
    })
    void aVariableHasAUrlOrAHostAndMayHaveALogin(
            String url, String address, @Nullable String user, @Nullable String password) {
        assertThat(ofEnvironment(Map.of("HTTPS_PROXY", url)).proxies())
                .singleElement()
                .satisfies(proxy -> {
                    assertThat(proxy.unusable()).isEmpty();
                    assertThat(proxy.address()).isEqualTo(address);
                    assertThat(proxy.login())
                            .isEqualTo(Optional.ofNullable(user)
                                    .map(name -> new Login(
                                            name, Optional.ofNullable(password).orElse(""))));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"https", "socks5", "socks5h", "ftp"})
    void aProxyThatIsSpokenToOtherwiseIsNotTakenForOneOfHttp(String scheme) {
        assertThat(ofEnvironment(Map.of("HTTPS_PROXY", scheme + "://joe:secret@proxy:1080"))
                        .proxies())
                .singleElement()
                .extracting(Proxy::unusable)
                .isEqualTo(Optional.of(
                        "HTTPS_PROXY names a proxy that is spoken to in " + scheme + ", which is not supported."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http://joe:secret@",
                "http://proxy:secret",
                "http://proxy:99999",
                "proxy:0",
                "a b",
                "http://proxy/x?y"
            })
    void whatIsNoUrlIsSaidWithoutRepeatingIt(String value) {
        assertThat(ofEnvironment(Map.of("HTTPS_PROXY", value)).proxies())
                .singleElement()
                .extracting(Proxy::unusable)
                .isEqualTo(Optional.of("HTTPS_PROXY is not the URL of a proxy."));
    }

    @Test
    void lowerCaseComesFirst() {
        Proxies proxies = ofEnvironment(Map.of(
                "HTTPS_PROXY", "upper:1",
                "https_proxy", "lower:1",
                "HTTP_PROXY", "upper:1",
                "http_proxy", "",
                "NO_PROXY", "*",
                "no_proxy", "example.org"));

        assertThat(proxies.proxies()).hasToString("[lower:1, from https_proxy, upper:1, from HTTP_PROXY]");
        assertThat(proxies.forRequest("https", "example.com", 443)).isPresent();
        assertThat(proxies.forRequest("https", "example.org", 443)).isEmpty();
    }

    private static Proxies ofJvm(Map<String, String> properties) {
        return ProxySettings.resolve(List.of(), properties, Map.of());
    }

    private static Proxies ofEnvironment(Map<String, String> environment) {
        return ProxySettings.resolve(List.of(), Map.of(), environment);
    }
}
