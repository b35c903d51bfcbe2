package io.github.erlangcodebuild.http;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.erlangcodebuild.http.Proxies.Login;
import io.github.erlangcodebuild.http.Proxies.Origin;
import io.github.erlangcodebuild.http.Proxies.Proxy;
import io.github.erlangcodebuild.testing.TestProxy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets the login of a proxy where a redirect leads elsewhere. */
class RedirectedProxyLoginTest {

    /** The web server, which is also a proxy that takes every request: it keeps the headers that it is sent. */
    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort())
            .build();

    private final TestProxy proxy;

    RedirectedProxyLoginTest() throws IOException {
        proxy = new TestProxy().basic("joe", "secret");
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    @ParameterizedTest
    @CsvSource({"http, http", "http, https", "https, https"})
    void aServerThatIsReachedWithoutAProxyDoesNot(String from, String to) throws Exception {
        redirect(url(to, "localhost", "/there"));

        assertThat(body(proxy.proxies("joe", "secret"), url(from, "server.test", "/here")))
                .isEqualTo("bundle");

        assertThat(proxy.requests()).hasSize(1);
        SERVER.verify(1, getRequestedFor(urlEqualTo("/there")).withoutHeader("Proxy-Authorization"));
    }

    @Test
    void anotherProxyDoesNot() throws Exception {
        redirect(url("http", "other.test", "/there"));
        Proxies proxies = new Proxies(List.of(
                proxy(proxy.port(), Optional.of(new Login("joe", "secret")), "other.test"),
                proxy(SERVER.getPort(), Optional.empty(), "")));

        assertThat(body(proxies, url("http", "server.test", "/here"))).isEqualTo("bundle");

        assertThat(proxy.requests()).hasSize(1);
        SERVER.verify(1, getRequestedFor(urlEqualTo("/there")).withoutHeader("Proxy-Authorization"));
    }

    @Test
    void anotherProxyGetsItsOwn() throws Exception {
        try (TestProxy other = new TestProxy().basic("ann", "hidden")) {
            redirect(url("http", "other.test", "/there"));
            Proxies proxies = new Proxies(List.of(
                    proxy(proxy.port(), Optional.of(new Login("joe", "secret")), "other.test"),
                    proxy(other.port(), Optional.of(new Login("ann", "hidden")), "")));

            assertThat(body(proxies, url("http", "server.test", "/here"))).isEqualTo("bundle");
            assertThat(other.requests()).as("with the right login at once").hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"basic", "digest"})
    void theSameProxyGetsItAgain(String kind) throws Exception {
        if (kind.equals("digest")) {
            proxy.digest("joe", "secret");
        }
        redirect(url("http", "other.test", "/there"));

        assertThat(body(proxy.proxies("joe", "secret"), url("http", "server.test", "/here")))
                .isEqualTo("bundle");
    }

    private static void redirect(String to) {
        SERVER.stubFor(get("/here").willReturn(temporaryRedirect(to)));
        SERVER.stubFor(get("/there").willReturn(ok("bundle")));
    }

    private static Proxy proxy(int port, Optional<Login> login, String nonProxyHosts) {
        return new Proxy(
                Origin.SETTINGS,
                "http",
                "127.0.0.1",
                port,
                login,
                new DirectHosts.HostPatterns(nonProxyHosts),
                Optional.empty());
    }

    private static String url(String scheme, String host, String path) {
        return scheme + "://" + host + ":" + (scheme.equals("http") ? SERVER.getPort() : SERVER.getHttpsPort()) + path;
    }

    private static String body(Proxies proxies, String url) throws IOException {
        try (HttpClients clients = HttpClients.create(proxies);
                CloseableHttpResponse response = clients.trusting().execute(new HttpGet(url))) {
            return EntityUtils.toString(response.getEntity());
        }
    }
}
