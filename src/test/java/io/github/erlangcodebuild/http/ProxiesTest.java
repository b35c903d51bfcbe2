package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Proxies.Login;
import io.github.erlangcodebuild.http.Proxies.Origin;
import io.github.erlangcodebuild.http.Proxies.Place;
import io.github.erlangcodebuild.http.Proxies.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {

    private static final String HOST = "example.com";

    private final List<Proxy> proxies = new ArrayList<>();

    @Test
    void withoutProxiesNoRequestHasOne() {
        assertThat(Proxies.none().forRequest("https", HOST, 443)).isEmpty();
    }

    @Test
    void aRequestTakesTheProxyOfItsScheme() {
        Proxy plain = settings("http", "plain", "");
        Proxy secure = settings("https", "secure", "");

        assertThat(taken("http", HOST)).hasValue(plain);
        assertThat(taken("HTTPS", HOST)).hasValue(secure);
    }

    @Test
    void theFirstOfTwoForTheSameSchemeIsTaken() {
        Proxy first = settings("https", "first", "");
        settings("https", "second", "");

        assertThat(taken("https", HOST)).hasValue(first);
    }

    /** As Maven's own downloads have it. */
    @Test
    void ofSettingsAProxyForHttpIsForHttpsAsWellButNotTheOtherWayRound() {
        Proxy plain = settings("http", "plain", "");
        assertThat(taken("https", HOST)).hasValue(plain);

        proxies.clear();
        settings("https", "secure", "");
        assertThat(taken("http", HOST)).isEmpty();
    }

    @Test
    void ofSettingsAProxyForHttpIsNotForTheHostsThatTheOneForHttpsIsNotFor() {
        settings("http", "plain", "*.org");
        Proxy secure = settings("https", "secure", "*.com");

        assertThat(taken("https", HOST)).isEmpty();
        assertThat(taken("https", "example.net")).hasValue(secure);
        assertThat(new Proxies(proxies).forScheme("https")).hasValue(secure);
    }

    /** As Maven's own downloads have it. */
    @Test
    void ofSettingsAnotherProxyForTheSchemeIsForTheHostsThatTheFirstIsNotFor() {
        settings("https", "first", "*.com");
        Proxy second = settings("https", "second", "");

        assertThat(taken("https", HOST)).hasValue(second);
        assertThat(taken("https", "example.net")).map(Proxy::host).hasValue("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JVM", "ENVIRONMENT"})
    void elsewhereAProxyIsForItsSchemeAlone(Place place) {
        proxies.add(proxy(new Origin(place, "x"), "http", "plain", "", Optional.empty()));

        assertThat(taken("http", HOST)).isPresent();
        assertThat(taken("https", HOST)).isEmpty();
    }

    @Test
    void theFirstPlaceThatNamesAProxyForTheSchemeDecides() {
        Proxy ofJvm = proxy(new Origin(Place.JVM, "-Dhttps.proxyHost"), "https", "jvm", "", Optional.empty());
        Proxy ofEnvironment = proxy(new Origin(Place.ENVIRONMENT, "HTTP_PROXY"), "http", "env", "", Optional.empty());
        proxies.add(ofJvm);
        proxies.add(proxy(new Origin(Place.ENVIRONMENT, "HTTPS_PROXY"), "https", "env", "", Optional.empty()));
        proxies.add(ofEnvironment);

        assertThat(taken("https", HOST)).hasValue(ofJvm);
        assertThat(taken("http", HOST)).hasValue(ofEnvironment);
    }

    @Test
    void aHostThatTheFirstPlaceExemptsGetsNoProxyOfAnother() {
        settings("https", "secure", HOST);
        proxies.add(proxy(new Origin(Place.JVM, "-Dhttps.proxyHost"), "https", "jvm", "", Optional.empty()));

        assertThat(taken("https", HOST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
    void thisMachineIsReachedWithoutOne(String host) {
        settings("https", "secure", "");

        assertThat(taken("https", host)).isEmpty();
    }

    @Test
    void oneThatCannotBeUsedIsRefusedWhereItWouldBeUsed() {
        proxies.add(proxy(
                new Origin(Place.ENVIRONMENT, "HTTPS_PROXY"),
                "https",
                "",
                "direct.example.com",
                Optional.of("HTTPS_PROXY is not the URL of a proxy.")));

        assertThat(taken("https", "direct.example.com")).isEmpty();
        assertThat(taken("http", HOST)).isEmpty();
        assertThatThrownBy(() -> taken("https", HOST))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith("HTTPS_PROXY is not the URL of a proxy.\nWrite http://HOST:PORT, ");
        assertThat(new Proxies(proxies).forScheme("https"))
                .map(Proxy::toString)
                .hasValue("one that cannot be used, from HTTPS_PROXY");
    }

    @Test
    void theTextOfAProxySaysWhereItIsSetAndHoldsNoLogin() {
        settings("http", "plain", "");

        assertThat(proxies.get(0)).hasToString("plain:3128, from settings.xml");
        assertThat(proxies.get(0).login().orElseThrow()).hasToString("joe");
        assertThat(new Proxies(proxies).toString()).doesNotContain("secret");
    }

    private Optional<Proxy> taken(String scheme, String host) {
        return new Proxies(proxies).forRequest(scheme, host, 443);
    }

    private Proxy settings(String protocol, String host, String nonProxyHosts) {
        Proxy proxy = proxy(Origin.SETTINGS, protocol, host, nonProxyHosts, Optional.empty());
        proxies.add(proxy);
        return proxy;
    }

    private static Proxy proxy(
            Origin origin, String protocol, String host, String nonProxyHosts, Optional<String> unusable) {
        return new Proxy(
                origin,
                protocol,
                host,
                3128,
                Optional.of(new Login("joe", "secret")),
                new DirectHosts.HostPatterns(nonProxyHosts),
                unusable);
    }
}
