package com.google.cloud.tools.jib.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.Insecurity;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.PlainHttpException;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.TooManyRedirectsException;
import com.sun.net.httpserver.HttpServer;
import io.github.erlangcodebuild.http.HttpClients;
import io.github.erlangcodebuild.http.Proxies;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedTransportHttpClientTest {

    private static final int TLS_HANDSHAKE = 22;

    private static final Request WITH_CREDENTIALS = Request.builder()
            .setAuthorization(Authorization.fromBasicCredentials("joe", "secret"))
            .build();

    /** Both names are this host; the client is told that only 127.0.0.1 is. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, https, Basic", "127.0.0.1, http, Basic", "localhost, https,", "localhost, http,"})
    void credentialsGoOverPlainHttpOnlyToLoopback(String host, String scheme, String seen) throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            String port = registry.host().replaceFirst(".*:", "");

            client(clients)
                    .get(new URL(scheme + "://" + host + ":" + port + "/v2/"), WITH_CREDENTIALS)
                    .close();

            assertThat(registry.requests()).singleElement().satisfies(got -> assertThat(
                            got.headers().get("authorization"))
                    .isEqualTo(seen));
        }
    }

    /** It gets them over TLS, and a question in plain HTTP before, without. */
    @Test
    void aPortThatSpeaksTlsGetsCredentialsOverTlsOnly() throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.builder()
                        .tls()
                        .basicAuth("joe", "secret")
                        .start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            URL url = new URL("https://localhost:" + registry.host().replaceFirst(".*:", "") + "/v2/");

            try (Response response = client(clients).get(url, WITH_CREDENTIALS)) {
                assertThat(response.getStatusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void aPlainServerElsewhereIsAskedOnceAndInPlainHttp() throws IOException {
        try (HttpClients clients = HttpClients.create(Proxies.none());
                ServerSocket front = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            List<String> begins = new CopyOnWriteArrayList<>();
            Thread server = new Thread(() -> answer(front, begins));
            server.setDaemon(true);
            server.start();

            client(clients)
                    .get(
                            new URL("https://localhost:" + front.getLocalPort() + "/v2/"),
                            Request.builder().build())
                    .close();

            assertThat(begins).containsExactly("GET /v2/ HTTP/1.1");
        }
    }

    /** What a plain server would be asked, a server that speaks TLS must not read. */
    @ParameterizedTest
    @CsvSource({"GET, /v2/?signature=secret, ''", "POST, /token, refresh_token=secret", "PUT, /v2/upload, content"})
    void whatHoldsASecretIsAskedOverTlsFirst(String method, String path, String body) throws IOException {
        try (HttpClients clients = HttpClients.create(Proxies.none());
                ServerSocket front = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            List<String> begins = new CopyOnWriteArrayList<>();
            Thread server = new Thread(() -> answer(front, begins));
            server.setDaemon(true);
            server.start();
            Request.Builder request = Request.builder();
            if (!body.isEmpty()) {
                request.setBody(new BlobHttpContent(Blobs.from(body), "text/plain"));
            }

            client(clients)
                    .call(method, new URL("https://localhost:" + front.getLocalPort() + path), request.build())
                    .close();

            assertThat(begins).first().isEqualTo("TLS");
            assertThat(begins).last().asString().startsWith(method);
        }
    }

    @Test
    void whatFailsOverTlsIsToldRatherThanWhatAPlainQuestionWasAnswered() throws IOException {
        try (HttpClients clients = HttpClients.create(Proxies.none());
                ServerSocket front = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try {
                    while (true) {
                        try (Socket connection = front.accept()) {
                            if (connection.getInputStream().read() == 'G') {
                                connection.getInputStream().readNBytes(3);
                                write(connection, "HTTP/1.0 400 Bad Request\r\n\r\nThis is HTTPS");
                            }
                        }
                    }
                } catch (IOException e) {
                    assertThat(front.isClosed()).isTrue();
                }
            });
            server.setDaemon(true);
            server.start();
            URL url = new URL("https://localhost:" + front.getLocalPort() + "/v2/");
            Request request = Request.builder().build();

            assertThatThrownBy(() -> client(clients).get(url, request))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ResponseException.class);
        }
    }

    /** Both names are this host. */
    @Test
    void anErrorSaysWhichUrlAnsweredInTheEnd() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String elsewhere = "http://localhost:" + server.getAddress().getPort() + "/elsewhere";
        server.createContext("/blob", exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere);
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            URL url = new URL("http://127.0.0.1:" + server.getAddress().getPort() + "/blob");

            assertThatThrownBy(() -> client(clients).get(url, Request.builder().build()))
                    .isInstanceOfSatisfying(LocatedResponseException.class, error -> {
                        assertThat(error.getStatusCode()).isEqualTo(403);
                        assertThat(error.url()).hasToString(elsewhere);
                    });
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whereOnlyTlsIsAllowedAUrlOfPlainHttpIsRefusedWithoutItsPath() throws IOException {
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            URL upload = new URL("http://127.0.0.1:1/upload?signature=secret");

            assertThatThrownBy(() ->
                            client(clients, false).put(upload, Request.builder().build()))
                    .isInstanceOf(PlainHttpException.class)
                    .hasMessage("plain HTTP is not allowed: http://127.0.0.1:1");
        }
    }

    /** Both names are this host, and both certificates are self-signed. */
    @Test
    void aRedirectToAHostThatIsNotAllowedIsVerified() throws IOException {
        try (EmbeddedRegistry allowed = EmbeddedRegistry.builder().tls().start();
                EmbeddedRegistry other = EmbeddedRegistry.builder().tls().start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            String elsewhere = "https://127.0.0.1:" + port(other) + "/v2/";
            allowed.answerNext("GET", "/v2/", 307, Map.of("Location", elsewhere), "", 1);
            List<String> fallbacks = new ArrayList<>();
            SharedTransportHttpClient client = client(clients, "localhost"::equals, fallbacks);
            URL url = new URL("https://localhost:" + port(allowed) + "/v2/");

            assertThatThrownBy(() -> client.get(url, WITH_CREDENTIALS)).isInstanceOf(SSLException.class);

            assertThat(other.requests()).isEmpty();
            assertThat(fallbacks).containsExactly("localhost:" + port(allowed) + " unverified");
        }
    }

    @Test
    void aHostIsNamedOnceWhenItIsNotSpokenToOverVerifiedTls() throws IOException {
        try (EmbeddedRegistry plain = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            List<String> fallbacks = new ArrayList<>();
            SharedTransportHttpClient client = client(clients, host -> true, fallbacks);
            for (String scheme : List.of("https", "https", "http")) {
                client.get(new URL(scheme + "://localhost:" + port(plain) + "/v2/"), WITH_CREDENTIALS)
                        .close();
            }

            assertThat(fallbacks).containsExactly("localhost:" + port(plain) + " plain");
        }
    }

    /** All of it is loopback, where credentials may go over plain HTTP; another port is another origin. */
    @Test
    void credentialsFollowARedirectToTheSameOriginOnly() throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                EmbeddedRegistry other = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            registry.answerNext("GET", "/v2/", 307, Map.of("Location", "/here"), "", 1);
            registry.answerNext("GET", "/here", 307, Map.of("Location", other.url() + "/elsewhere"), "", 1);
            other.answerNext("GET", "/elsewhere", 200, Map.of(), "", 1);

            client(clients)
                    .get(new URL(registry.url() + "/v2/"), WITH_CREDENTIALS)
                    .close();

            assertThat(registry.requests()).hasSize(2).allSatisfy(asked -> assertThat(asked.headers())
                    .containsEntry("authorization", "Basic"));
            assertThat(other.requests()).singleElement().satisfies(asked -> assertThat(asked.headers())
                    .doesNotContainKey("authorization"));
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 303, GET", "HEAD, 303, HEAD", "POST, 303, GET", "POST, 307, POST", "HEAD, 302, HEAD"})
    void aRedirectIsFollowedAsItSays(String method, int status, String next) throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            registry.answerNext(method, "/v2/", status, Map.of("Location", "/elsewhere"), "", 1);
            registry.answerNext("GET|HEAD|POST", "/elsewhere", 200, Map.of(), "", 1);
            Request.Builder request = Request.builder();
            if (method.equals("POST")) {
                request.setBody(new BlobHttpContent(Blobs.from("content"), "text/plain"));
            }

            client(clients)
                    .call(method, new URL("http://127.0.0.1:" + port(registry) + "/v2/"), request.build())
                    .close();

            assertThat(registry.requests().get(1).method()).isEqualTo(next);
        }
    }

    @Test
    void redirectsWithoutEndAreGivenUpOn() throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            registry.answerNext("GET", "/v2/", 307, Map.of("Location", "/v2/"), "", EmbeddedRegistry.ALWAYS);
            URL url = new URL("http://127.0.0.1:" + port(registry) + "/v2/");

            assertThatThrownBy(() -> client(clients).get(url, WITH_CREDENTIALS))
                    .isInstanceOf(TooManyRedirectsException.class)
                    .hasMessage("127.0.0.1:" + port(registry) + " redirected 10 times, and then once more");

            assertThat(registry.requests()).hasSize(11);
        }
    }

    @Test
    void anUploadThatIsRedirectedIsSentOnceMore() throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            registry.answerNext("PUT", "/upload", 307, Map.of("Location", "/other"), "", 1);
            registry.answerNext("PUT", "/other", 201, Map.of(), "", 1);
            Request upload = Request.builder()
                    .setBody(new BlobHttpContent(Blobs.from(out -> out.write(1), false), "text/plain"))
                    .build();
            URL url = new URL("http://127.0.0.1:" + port(registry) + "/upload");

            try (Response response = client(clients).put(url, upload)) {
                assertThat(response.getStatusCode()).isEqualTo(201);
            }
            assertThat(registry.requests())
                    .extracting(request -> request.method() + " " + request.path())
                    .containsExactly("PUT /upload", "PUT /other");
        }
    }

    @Test
    void anErrorThatRepeatsTheCredentialsHasThemCut() throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            String sent = Base64.getEncoder().encodeToString("joe:secret".getBytes(StandardCharsets.UTF_8));
            registry.answerNext(
                    "GET", "/v2/", 403, Map.of(), "no: Basic " + sent + ", " + sent + ", joe:secret, secret", 1);
            URL url = new URL("http://127.0.0.1:" + port(registry) + "/v2/");

            assertThatThrownBy(() -> client(clients).get(url, WITH_CREDENTIALS))
                    .isInstanceOfSatisfying(ResponseException.class, error -> {
                        assertThat(error.getContent()).isEqualTo("no: ***, ***, ***, ***");
                        assertThat(error.getCause()).hasMessageNotContainingAny("secret", sent);
                    });
        }
    }

    @Test
    void anErrorThatRepeatsTheFormForATokenHasItCut() throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            registry.answerNext("POST", "/token", 400, Map.of(), "bad token a+b/c==d, service=x", 1);
            Request request = Request.builder()
                    .setBody(new BlobHttpContent(
                            Blobs.from("service=x&refresh_token=a%2Bb%2Fc%3D%3Dd"),
                            "application/x-www-form-urlencoded"))
                    .build();
            URL url = new URL("http://127.0.0.1:" + port(registry) + "/token");

            assertThatThrownBy(() -> client(clients).post(url, request))
                    .isInstanceOfSatisfying(ResponseException.class, error -> assertThat(error.getContent())
                            .isEqualTo("bad token ***, service=x"));
        }
    }

    private static Request withRefreshToken() {
        return Request.builder()
                .setBody(new BlobHttpContent(
                        Blobs.from("refresh_token=refresh-secret"), "application/x-www-form-urlencoded"))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aRefreshTokenGoesOverPlainHttpToLoopbackOnly(String scheme) throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            registry.answerNext("POST", "/token", 200, Map.of(), "{}", EmbeddedRegistry.ALWAYS);

            assertThatThrownBy(() -> client(clients)
                            .post(new URL(scheme + "://localhost:" + port(registry) + "/token"), withRefreshToken()))
                    .isInstanceOf(SharedTransportHttpClient.SecretNotSentException.class);
            assertThat(registry.requests()).isEmpty();

            client(clients)
                    .post(new URL("http://127.0.0.1:" + port(registry) + "/token"), withRefreshToken())
                    .close();
            assertThat(registry.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRefreshTokenFollowsNoRedirectToAnotherOrigin(int status) throws IOException {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start();
                EmbeddedRegistry elsewhere = EmbeddedRegistry.start();
                HttpClients clients = HttpClients.create(Proxies.none())) {
            registry.answerNext(
                    "POST",
                    "/token",
                    status,
                    Map.of("Location", elsewhere.url() + "/token"),
                    "",
                    EmbeddedRegistry.ALWAYS);
            registry.answerNext("POST", "/moved", 307, Map.of("Location", "/there"), "", 1);
            registry.answerNext("POST", "/there", 200, Map.of(), "{}", 1);

            assertThatThrownBy(() -> client(clients)
                            .post(new URL("http://127.0.0.1:" + port(registry) + "/token"), withRefreshToken()))
                    .isInstanceOfSatisfying(ResponseException.class, error -> assertThat(error.getStatusCode())
                            .isEqualTo(status));
            client(clients)
                    .post(new URL("http://127.0.0.1:" + port(registry) + "/moved"), withRefreshToken())
                    .close();

            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    private static String port(EmbeddedRegistry registry) {
        return registry.host().replaceFirst(".*:", "");
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    private static void answer(ServerSocket front, List<String> begins) {
        try {
            while (true) {
                Socket connection = front.accept();
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
                in.mark(1);
                if (in.read() == TLS_HANDSHAKE) {
                    begins.add("TLS");
                    write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
                    connection.close();
                    continue;
                }
                in.reset();
                begins.add(in.readLine());
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    assertThat(line).doesNotContainIgnoringCase("authorization");
                }
                write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        } catch (IOException e) {
            begins.add(front.isClosed() ? "end" : e.toString());
        }
    }

    private static SharedTransportHttpClient client(HttpClients clients) {
        return client(clients, true);
    }

    private static SharedTransportHttpClient client(HttpClients clients, boolean allowInsecure) {
        return client(clients, host -> allowInsecure, new ArrayList<>());
    }

    /** @param fallbacks takes the hosts that were spoken to without verified TLS */
    private static SharedTransportHttpClient client(
            HttpClients clients, Predicate<String> insecureHosts, List<String> fallbacks) {
        return new SharedTransportHttpClient(
                new Insecurity() {
                    @Override
                    public boolean isAllowed(URL url) {
                        return insecureHosts.test(url.getHost());
                    }

                    @Override
                    public void used(String host, boolean plainHttp) {
                        fallbacks.add(host + (plainHttp ? " plain" : " unverified"));
                    }
                },
                "127.0.0.1"::equals,
                false,
                new ApacheHttpTransport(clients.verifying()),
                new ApacheHttpTransport(clients.trusting()));
    }
}
