package io.github.erlangcodebuild.http;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.Proxies.Login;
import io.github.erlangcodebuild.http.Proxies.Origin;
import io.github.erlangcodebuild.http.Proxies.Place;
import io.github.erlangcodebuild.http.Proxies.Proxy;
import io.github.erlangcodebuild.testing.TestProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests through a proxy, and what is said where it does not do them. */
class ProxyFailuresTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort())
            .build();

    private final TestProxy proxy;

    ProxyFailuresTest() throws IOException {
        proxy = new TestProxy();
    }

    @BeforeEach
    void answer() {
        SERVER.stubFor(get("/a?b=c").willReturn(ok()));
        SERVER.stubFor(post("/upload").willReturn(ok()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    @Test
    void plainRequestsGoThroughTheProxyAndTlsThroughATunnel() throws Exception {
        assertThat(status(proxy.proxies(), http())).isEqualTo(200);
        assertThat(status(proxy.proxies(), https())).isEqualTo(200);
        assertThat(proxy.requests())
                .containsExactly(
                        "GET " + http() + " HTTP/1.1", "CONNECT server.test:" + SERVER.getHttpsPort() + " HTTP/1.1");
    }

    @Test
    void requestsToThisMachineDoNot() throws Exception {
        assertThat(status(proxy.proxies(), "http://localhost:" + SERVER.getPort() + "/a?b=c"))
                .isEqualTo(200);
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void aLoginByBasicIsSentAtOnce() throws Exception {
        proxy.basic("joe", "p@ss:word");

        assertThat(status(proxy.proxies("joe", "p@ss:word"), http())).isEqualTo(200);
        assertThat(status(proxy.proxies("joe", "p@ss:word"), https())).isEqualTo(200);
        assertThat(proxy.requests()).hasSize(2);
        SERVER.verify(
                2,
                getRequestedFor(urlEqualTo("/a?b=c"))
                        .withoutHeader("Authorization")
                        .withoutHeader("Proxy-Authorization"));
    }

    /** As curl has it. */
    @ParameterizedTest
    @ValueSource(strings = {"basic", "digest"})
    void aUserWithoutAPasswordLogsInWithAnEmptyOne(String kind) throws Exception {
        if (kind.equals("basic")) {
            proxy.basic("joe", "");
        } else {
            proxy.digest("joe", "");
        }
        Proxies proxies =
                ProxySettings.resolve(List.of(), Map.of(), Map.of("http_proxy", "http://joe@" + proxy.address()));

        assertThat(status(proxies, http())).isEqualTo(200);
    }

    @Test
    void aLoginByDigestIsSentWhenItIsAskedFor() throws Exception {
        proxy.digest("joe", "secret");

        assertThat(status(proxy.proxies("joe", "secret"), http())).isEqualTo(200);
        assertThat(status(proxy.proxies("joe", "secret"), https())).isEqualTo(200);
    }

    /** Its body is there only once. */
    @Test
    void anUploadGoesThroughAProxyThatWantsALogin() throws Exception {
        proxy.basic("joe", "secret");
        HttpPost upload = new HttpPost("http://server.test:" + SERVER.getPort() + "/upload");
        upload.setEntity(new InputStreamEntity(new ByteArrayInputStream(new byte[100_000]), 100_000));

        assertThat(status(proxy.proxies("joe", "secret"), upload)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aLoginThatIsMissingIsSaid(String scheme) {
        proxy.basic("joe", "secret");

        ActionableException failure = refused(proxy.proxies(), scheme);

        assertThat(failure.problem())
                .isEqualTo("The proxy " + proxy.address() + ", from " + variable(scheme)
                        + ", wants a login (HTTP 407: Log in.).");
        assertThat(failure.remedy())
                .isEqualTo("Set it: " + variable(scheme) + "=http://USER:PASSWORD@" + proxy.address()
                        + ", with special characters as in a URL (%40 for @).");
        assertThat(proxy.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"http, basic", "https, basic", "http, digest", "https, digest"})
    void aLoginThatIsWrongIsSaidWithoutItsPassword(String scheme, String kind) {
        if (kind.equals("basic")) {
            proxy.basic("joe", "right");
        } else {
            proxy.digest("joe", "right");
        }

        ActionableException failure = refused(proxy.proxies("joe", "secret"), scheme);

        assertThat(failure)
                .hasMessageStartingWith("The proxy " + proxy.address() + ", from " + variable(scheme)
                        + ", did not accept the login of 'joe' (HTTP 407: Log in.).\nCorrect it: ")
                .hasMessageNotContaining("secret");
        assertThat(proxy.requests().size()).isLessThanOrEqualTo(2);
    }

    @Test
    void aLoginThatIsNotSupportedIsSaid() {
        proxy.refuse(407, "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n", "");

        assertThat(refused(proxy.proxies("joe", "secret"), "https").problem())
                .isEqualTo("The proxy " + proxy.address() + ", from HTTPS_PROXY, wants a login by Negotiate or NTLM,"
                        + " and only Basic and Digest are supported (HTTP 407).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SETTINGS    | <username> and <password> of the <proxy> in settings.xml.",
                "JVM         | -Dhttps.proxyUser=… and -Dhttps.proxyPassword=…, in MAVEN_OPTS or on the command line.",
                "ENVIRONMENT | x=http://USER:PASSWORD@127.0.0.1:PORT, with special characters as in a URL (%40 for @).",
            })
    void whereToPutALoginIsWhereTheProxyIsSet(Place place, String remedy) {
        proxy.refuse(407, "");

        assertThat(refused(set(new Origin(place, "x"), proxy.port()), "https").remedy())
                .isEqualTo("Set it: " + remedy.replace("PORT,", proxy.port() + ","));
    }

    @Test
    void aTunnelThatIsRefusedIsTheProxysDoing() {
        proxy.refuse(403, "<html><head><title>Filtered</title></head></html>");

        assertThat(refused(proxy.proxies(), "https"))
                .hasMessage("The proxy " + proxy.address() + ", from HTTPS_PROXY, refuses connections to server.test:"
                        + SERVER.getHttpsPort() + " (HTTP 403: an HTML page, \"Filtered\").\n"
                        + "Ask those who run the proxy to allow it. If this machine reaches it without the proxy, add it"
                        + " to NO_PROXY.");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429})
    void aTunnelThatCannotBeMadeMayBeMadeLater(int status) {
        proxy.refuse(status, "no such host");

        assertThatThrownBy(() -> status(proxy.proxies(), https()))
                .isInstanceOfSatisfying(ProxyUnavailableException.class, failure -> {
                    assertThat(failure.problem())
                            .isEqualTo("the proxy " + proxy.address()
                                    + ", from HTTPS_PROXY, cannot connect to server.test:"
                                    + SERVER.getHttpsPort() + " (HTTP " + status + ": no such host).");
                    assertThat(failure.remedy()).startsWith("Check the spelling of server.test:");
                });
    }

    @Test
    void aWrongLoginMayBe401InATunnel() {
        proxy.refuse(401, "");

        assertThat(refused(proxy.proxies("joe", "secret"), "https").problem())
                .endsWith(", from HTTPS_PROXY, did not accept the login of 'joe' (HTTP 401).");
    }

    @Test
    void aProxyMayCloseConnectionsWithoutSayingSo() throws Exception {
        try (RawServer closing = new RawServer((in, out) -> {
                    RawServer.readHead(in);
                    RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                });
                HttpClients clients = HttpClients.create(set("http", Origin.SETTINGS, closing.port()))) {
            for (int i = 0; i < 3; i++) {
                try (CloseableHttpResponse response = clients.verifying().execute(new HttpGet(http()))) {
                    assertThat(response.getStatusLine().getStatusCode()).isEqualTo(200);
                }
            }
            assertThat(closing.connections()).isEqualTo(3);
        }
    }

    /** Who said it cannot be known. */
    @Test
    void whatIsAnsweredToAPlainRequestIsTheServersAnswer() throws Exception {
        proxy.refuse(403, "");

        assertThat(status(proxy.proxies(), http())).isEqualTo(403);
    }

    @Test
    void aRefusalWithoutEndIsReadInPart() {
        proxy.refuse(403, "x".repeat(10_000_000));

        assertThat(refused(proxy.proxies(), "https").problem()).hasSizeLessThan(1000);
    }

    @Test
    void aProxyThatIsNotThereIsNamedInPlaceOfTheServer() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThatThrownBy(() -> status(set(Origin.SETTINGS, port), https()))
                .isInstanceOfSatisfying(ProxyUnavailableException.class, failure -> {
                    assertThat(failure.problem())
                            .startsWith("the proxy 127.0.0.1:" + port + ", from settings.xml, cannot be reached (")
                            .containsIgnoringCase("refused");
                    assertThat(failure.remedy())
                            .isEqualTo("Check that it is up, and its host and port in settings.xml.");
                });
    }

    @Test
    void aProxyWhoseNameNobodyKnowsIsNamed() {
        Proxies proxies = new Proxies(List.of(new Proxy(
                new Origin(Place.JVM, "-Dhttps.proxyHost"),
                "https",
                "proxy.invalid",
                3128,
                Optional.empty(),
                DirectHosts.none(),
                Optional.empty())));

        assertThatThrownBy(() -> status(proxies, https()))
                .isInstanceOf(ProxyUnavailableException.class)
                .hasMessage("the proxy proxy.invalid:3128, from -Dhttps.proxyHost, cannot be reached (there is no such"
                        + " host).");
    }

    @Test
    void aProxyThatGivesNoAnswerIsNamed() {
        proxy.drop();

        assertThatThrownBy(() -> status(proxy.proxies(), https()))
                .isInstanceOf(ProxyUnavailableException.class)
                .hasMessageStartingWith("the proxy " + proxy.address() + ", from HTTPS_PROXY, gave no answer (");
    }

    private ActionableException refused(Proxies proxies, String scheme) {
        ActionableException failure = catchThrowableOfType(
                ActionableException.class, () -> status(proxies, scheme.equals("http") ? http() : https()));
        assertThat(failure).as("the proxy's refusal").isNotNull();
        return failure;
    }

    private static Proxies set(Origin origin, int port) {
        return set("https", origin, port);
    }

    private static Proxies set(String protocol, Origin origin, int port) {
        return new Proxies(List.of(new Proxy(
                origin, protocol, "127.0.0.1", port, Optional.<Login>empty(), DirectHosts.none(), Optional.empty())));
    }

    private static String variable(String scheme) {
        return scheme.equals("http") ? "HTTP_PROXY" : "HTTPS_PROXY";
    }

    private static String http() {
        return "http://server.test:" + SERVER.getPort() + "/a?b=c";
    }

    private static String https() {
        return "https://server.test:" + SERVER.getHttpsPort() + "/a?b=c";
    }

    private static int status(Proxies proxies, String url) throws IOException {
        return status(proxies, new HttpGet(url));
    }

    private static int status(Proxies proxies, HttpUriRequest request) throws IOException {
        try (HttpClients clients = HttpClients.create(proxies);
                CloseableHttpResponse response = clients.trusting().execute(request)) {
            EntityUtils.consume(response.getEntity());
            return response.getStatusLine().getStatusCode();
        }
    }
}
