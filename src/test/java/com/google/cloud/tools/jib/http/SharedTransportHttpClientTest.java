package com.google.cloud.tools.jib.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.LocatedResponseException;
import com.google.cloud.tools.jib.http.SharedTransportHttpClient.PlainHttpException;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        return new SharedTransportHttpClient(
                allowInsecure,
                "127.0.0.1"::equals,
                false,
                new ApacheHttpTransport(clients.verifying()),
                new ApacheHttpTransport(clients.trusting()));
    }
}
