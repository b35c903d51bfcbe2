package io.github.erlangcodebuild.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.net.ssl.SSLException;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientsTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort())
            .build();

    @Test
    void aRedirectBetweenPlainAddressesIsFollowed() throws Exception {
        redirect("/from", http("/to"));
        SERVER.stubFor(get("/to").willReturn(ok()));
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThat(status(clients.verifying(), http("/from"))).isEqualTo(200);
        }
    }

    @Test
    void aRelativeRedirectStaysProtectedAndIsFollowed() throws Exception {
        redirect("/from", "/to");
        SERVER.stubFor(get("/to").willReturn(ok()));
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThat(status(clients.trusting(), https("/from"))).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.invalid/a?signature=secret", "HTTP://example.invalid?signature=secret"})
    void aRedirectFromHttpsToPlainHttpIsRefused(String location) throws Exception {
        redirect("/from", location);
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThatThrownBy(() -> status(clients.trusting(), https("/from")))
                    .isInstanceOf(ActionableException.class)
                    .hasMessageContaining(" redirects to plain HTTP (" + location.substring(0, 22) + ")")
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "HTTP://LOCALHOST:80", "http://localhost:PORT"})
    void aRedirectToItselfInPlainHttpIsMeantOverTls(String itself) throws Exception {
        redirect("/from", itself.replace("PORT", String.valueOf(SERVER.getHttpsPort())) + "/to?a=b");
        SERVER.stubFor(get("/to?a=b").willReturn(ok()));
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThat(status(clients.trusting(), https("/from"))).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:5000/to",
                "http://localhost@example.invalid/to",
                "http://localhost.example.invalid/to"
            })
    void aRedirectToAnotherPortOrHostInPlainHttpIsNot(String location) throws Exception {
        redirect("/from", location);
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThatThrownBy(() -> status(clients.trusting(), https("/from")))
                    .isInstanceOf(ActionableException.class)
                    .hasMessageContaining(" redirects to plain HTTP (");
        }
    }

    @Test
    void aPlainLocationThatIsNoRedirectDoesNoHarm() throws Exception {
        SERVER.stubFor(get("/made")
                .willReturn(aResponse().withStatus(201).withHeader("Location", "http://example.invalid/made")));
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThat(status(clients.trusting(), https("/made"))).isEqualTo(201);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() throws Exception {
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThatThrownBy(() -> status(clients.verifying(), https("/"))).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void contentArrivesAsItIsStored() throws Exception {
        SERVER.stubFor(get("/layer")
                .willReturn(aResponse().withHeader("Content-Encoding", "gzip").withBody("stored")));
        try (HttpClients clients = HttpClients.create(Proxies.none());
                CloseableHttpResponse response = clients.verifying().execute(new HttpGet(http("/layer")))) {
            assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("stored");
        }
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        Set<Integer> connections = new ConcurrentSkipListSet<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            connections.add(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            for (int i = 0; i < 5; i++) {
                status(
                        clients.verifying(),
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/" + i);
            }
        } finally {
            server.stop(0);
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        HttpClients clients = HttpClients.create(Proxies.none());
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            clients.close();
            RawServer.readHead(in); // waits for the end of the connection
        })) {
            assertThatThrownBy(() -> status(clients.verifying(), server.url("/slow")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    private void redirect(String path, String location) {
        SERVER.stubFor(get(path).willReturn(aResponse().withStatus(307).withHeader("Location", location)));
    }

    private String http(String path) {
        return "http://localhost:" + SERVER.getPort() + path;
    }

    private String https(String path) {
        return "https://localhost:" + SERVER.getHttpsPort() + path;
    }

    private static int status(CloseableHttpClient client, String url) throws IOException {
        try (CloseableHttpResponse response = client.execute(new HttpGet(url))) {
            EntityUtils.consume(response.getEntity());
            return response.getStatusLine().getStatusCode();
        }
    }
}
