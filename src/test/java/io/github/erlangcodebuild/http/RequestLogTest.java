package io.github.erlangcodebuild.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.erlangcodebuild.testing.TestProxy;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of the debug log. CredentialsTest has those of a push. */
class RequestLogTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort())
            .build();

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({"http, no TLS", "https, TLS"})
    void aFailedRequestIsSaidToBeAsSafeAsItsAddress(String scheme, String security) {
        SERVER.stubFor(WireMock.get(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        assertThatThrownBy(() -> get(Proxies.none(), url(scheme, "127.0.0.1"))).isInstanceOf(IOException.class);

        assertThat(lines).singleElement().asString().matches("GET .*: .* ms, " + security);
    }

    @Test
    void aPlainRequestThroughAProxyNamesItsHostOnce() throws Exception {
        SERVER.stubFor(WireMock.get(anyUrl()).willReturn(ok()));
        try (TestProxy proxy = new TestProxy()) {
            get(proxy.proxies(), url("http", "server.test"));

            assertThat(lines)
                    .singleElement()
                    .asString()
                    .matches("GET http://server\\.test:" + SERVER.getPort()
                            + "/x\\?…: 200, \\d+ ms, no TLS, through the proxy " + proxy.address()
                            + ", from HTTP_PROXY");
        }
    }

    @Test
    void aTunnelIsAskedForWithoutTls() throws Exception {
        SERVER.stubFor(WireMock.get(anyUrl()).willReturn(ok()));
        try (TestProxy proxy = new TestProxy()) {
            get(proxy.proxies(), url("https", "server.test"));

            String host = "server\\.test:" + SERVER.getHttpsPort();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).matches("CONNECT " + host + ": 200, \\d+ ms, no TLS, through the proxy .*");
            assertThat(lines.get(1))
                    .matches("GET https://" + host + "/x\\?…: 200, \\d+ ms, TLSv1.\\d, through the proxy .*");
        }
    }

    private static String url(String scheme, String host) {
        return scheme + "://" + host + ":" + (scheme.equals("http") ? SERVER.getPort() : SERVER.getHttpsPort())
                + "/x?signature=secret";
    }

    private void get(Proxies proxies, String url) throws IOException {
        try (HttpClients clients =
                        HttpClients.create(proxies, TimeLimits.DEFAULT, (what, elapsed, limit) -> {}, lines::add);
                CloseableHttpResponse response = clients.trusting().execute(new HttpGet(url))) {
            EntityUtils.consume(response.getEntity());
        }
    }
}
