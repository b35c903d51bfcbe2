package io.github.erlangcodebuild.bundle;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.http.HttpStatusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final CloseableHttpClient client =
            HttpClients.custom().setMaxConnTotal(1).setMaxConnPerRoute(1).build();
    private final BundleReader reader = new HttpReader(client);

    @AfterEach
    void closeTheClient() throws IOException {
        client.close();
    }

    @Test
    void theBodyIsReadAsItIsStored() throws IOException {
        byte[] body = {31, -117, 8, 0, 1, 2, 3};
        answer(aResponse().withHeader("Content-Encoding", "gzip").withBody(body));

        try (InputStream in = reader.open(location())) {
            assertThat(in.readAllBytes()).isEqualTo(body);
        }
        SERVER.verify(getRequestedFor(urlPathEqualTo("/t.json")).withHeader("Accept-Encoding", equalTo("identity")));
    }

    @Test
    void aStreamClosedEarlyGivesItsConnectionBack() throws IOException {
        answer(aResponse().withBody(new byte[1_000_000]));

        for (int i = 0; i < 3; i++) {
            try (InputStream in = reader.open(location())) {
                assertThat(in.read()).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aMissingObjectIsRefused(int status) {
        answer(aResponse().withStatus(status));

        assertRefused("no such object", "/t.json", String.valueOf(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void missingRightsAreRefused(int status) {
        answer(aResponse().withStatus(status).withBody("<Code>AccessDenied</Code>"));

        assertRefused("no right to read", "AccessDenied", String.valueOf(status));
    }

    @Test
    void anyOtherRefusalShowsTheServersWords() {
        answer(aResponse().withStatus(418).withBody("I am\r\na " + "very ".repeat(100) + "teapot"));

        assertRefused("HTTP 418", "I am a very");
        assertThatThrownBy(() -> reader.open(location())).message().doesNotContain("teapot");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void aStatusThatMayPassIsAnIoFailure(int status) {
        answer(aResponse().withStatus(status).withHeader("Retry-After", "7"));

        HttpStatusException failure = openFails();

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failure).message().doesNotContain("secret");
    }

    @Test
    void retryAfterMayBeADate() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(Duration.ofDays(100)).atOffset(ZoneOffset.UTC));
        answer(aResponse().withStatus(503).withHeader("Retry-After", date));

        assertThat(openFails().retryAfter().orElseThrow()).isBetween(Duration.ofDays(99), Duration.ofDays(100));
    }

    @Test
    void aRetryAfterThatIsNeitherIsIgnored() {
        answer(aResponse().withStatus(503).withHeader("Retry-After", "soon"));

        assertThat(openFails().retryAfter()).isEmpty();
    }

    @Test
    void aRedirectInACircleIsNoReasonToTryAgain() {
        answer(aResponse().withStatus(302).withHeader("Location", location().toString()));

        assertThatThrownBy(() -> reader.open(location()))
                .isInstanceOf(ActionableException.class)
                .hasMessageStartingWith(
                        "http://127.0.0.1:" + SERVER.getPort() + "/t.json redirects too often, or in a circle.")
                .hasNoCause();
    }

    @Test
    void aRedirectToAnUnprotectedHostIsRefused() {
        answer(aResponse().withStatus(302).withHeader("Location", "http://127.0.0.1.nip.invalid/t.json"));
        HttpReader following = new HttpReader(HttpClients.custom()
                .setDnsResolver(host -> new InetAddress[] {InetAddress.getLoopbackAddress()})
                .setRoutePlanner((host, request, context) -> new HttpRoute(new HttpHost("127.0.0.1", SERVER.getPort())))
                .build());
        SERVER.stubFor(get(urlPathEqualTo("/t.json"))
                .withHost(equalTo("127.0.0.1.nip.invalid"))
                .willReturn(aResponse().withBody("x")));

        assertThatThrownBy(() -> following.open(location()))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("redirects to http://127.0.0.1.nip.invalid/t.json");
    }

    @Test
    void aBodyShorterThanAnnouncedIsAnIoFailure() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answerShort(server));
            thread.start();
            URI location = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/t.json");

            try (InputStream in = reader.open(location)) {
                assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
            }
            thread.join();
        }
    }

    private static void answerShort(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            byte[] request = new byte[4096];
            if (socket.getInputStream().read(request) > 0) {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(ResponseDefinitionBuilder response) {
        SERVER.stubFor(get(urlPathEqualTo("/t.json")).willReturn(response));
    }

    private static URI location() {
        return URI.create("http://127.0.0.1:" + SERVER.getPort() + "/t.json?sig=secret");
    }

    private HttpStatusException openFails() {
        return catchThrowableOfType(HttpStatusException.class, () -> reader.open(location()));
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> reader.open(location()))
                .isInstanceOf(ActionableException.class)
                .message()
                .contains(words)
                .doesNotContain("secret");
    }
}
