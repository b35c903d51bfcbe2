package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.erlangcodebuild.ActionableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.HttpConnection;
import org.apache.http.HttpResponse;
import org.apache.http.MessageConstraintException;
import org.apache.http.client.RedirectException;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPut;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No server can have this wait or store without limit. */
class HostileServersTest {

    private static final byte[] KILOBYTE = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);

    @Test
    void aHeaderWithoutEndIsGivenUpOn() throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(out, "HTTP/1.1 200 OK\r\nX: ");
            while (true) {
                out.write(KILOBYTE);
            }
        })) {
            assertThatThrownBy(() -> get(server)).isInstanceOf(MessageConstraintException.class);
        }
    }

    @Test
    void headersWithoutEndAreGivenUpOn() throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                write(out, "X: y\r\n");
            }
        })) {
            assertThatThrownBy(() -> get(server)).isInstanceOf(MessageConstraintException.class);
        }
    }

    @Test
    void aLineOfAChunkedBodyHasALimit() throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;");
            while (true) {
                out.write(KILOBYTE);
            }
        })) {
            assertThatThrownBy(() -> get(server)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLongSignedUrlIsTaken() throws Exception {
        String location = "https://example.com/?signature=" + "x".repeat(30_000);
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(out, "HTTP/1.1 201 Created\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(get(server).getFirstHeader("Location").getValue()).isEqualTo(location);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void interimAnswersWithoutEndAreGivenUpOn(String status) throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            while (true) {
                write(out, "HTTP/1.1 " + status + "\r\n\r\n");
            }
        })) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(IOException.class)
                    .hasMessage("more than 32 interim answers came, and no other");
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 204", "33, "})
    void soManyInterimAnswersAreTakenAndNoMore(int interim, @Nullable Integer status) throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(out, "HTTP/1.1 102 Processing\r\n\r\n".repeat(interim) + "HTTP/1.1 204 No Content\r\n\r\n");
        })) {
            if (status == null) {
                assertThatThrownBy(() -> get(server)).hasMessageContaining("interim answers");
            } else {
                assertThat(get(server).getStatusLine().getStatusCode()).isEqualTo(status);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"255, 204", "256, "})
    void soManyHeadersAreTakenAndNoMore(int headers, @Nullable Integer status) throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(out, "HTTP/1.1 204 No Content\r\n" + "X: y\r\n".repeat(headers) + "\r\n");
        })) {
            if (status == null) {
                assertThatThrownBy(() -> get(server)).isInstanceOf(MessageConstraintException.class);
            } else {
                assertThat(get(server).getStatusLine().getStatusCode()).isEqualTo(status);
            }
        }
    }

    @Test
    void aHeaderThatComesByteByByteIsGivenUpOn() throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
                    RawServer.readHead(in);
                    write(out, "HTTP/1.1 200 OK\r\nX: ");
                    while (true) {
                        write(out, "y");
                        Thread.sleep(5);
                    }
                });
                HttpClients clients = HttpClients.create(
                        Proxies.none(),
                        TimeLimits.DEFAULT.withResponse(Duration.ofSeconds(1)).withPatience(Duration.ofSeconds(1)),
                        (what, elapsed, limit) -> {})) {
            HttpGet get = new HttpGet(server.url("/"));

            assertThatThrownBy(() -> clients.verifying().execute(get))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no whole answer came within 1 s");
        }
    }

    @Test
    void aBodyThatComesByteByByteIsGivenUpOn() {
        InputStream drops = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    Thread.sleep(10);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
        ResponseBody body =
                new ResponseBody(new InputStreamEntity(drops), mock(HttpConnection.class), Duration.ofMillis(1));

        assertThatThrownBy(() -> body.getContent().readAllBytes())
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageMatching("only \\d+ bytes came in 0 s of waiting");
    }

    @Test
    void aBodyThatComesAtOnceIsTakenHoweverSmallItIs() throws IOException {
        ResponseBody body = new ResponseBody(
                new InputStreamEntity(new ByteArrayInputStream(KILOBYTE)),
                mock(HttpConnection.class),
                Duration.ofMinutes(1));

        assertThat(body.getContent().readAllBytes()).hasSize(1024);
    }

    @Test
    void whatTakesLongIsTold() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch twice = new CountDownLatch(2);
        try (RawServer server = new RawServer((in, out) -> {
                    RawServer.readHead(in);
                    twice.await();
                    write(out, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
                });
                HttpClients clients = HttpClients.create(
                        Proxies.none(),
                        TimeLimits.DEFAULT.withPatience(Duration.ofMillis(1)),
                        (what, elapsed, limit) -> {
                            told.add(what + ", " + limit.toMinutes() + " min");
                            twice.countDown();
                        })) {
            HttpPut put = new HttpPut(server.url("/v2/x/blobs/uploads/1?signature=secret"));
            put.setEntity(new StringEntity("layer"));

            assertThat(clients.verifying().execute(put).getStatusLine().getStatusCode())
                    .isEqualTo(201);
        }
        assertThat(told)
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.matches("127\\.0\\.0\\.1:\\d+ to answer PUT /v2/x/blobs/uploads/1, 6 min"));
    }

    @Test
    void redirectsWithoutEndAreGivenUpOn() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(
                    out,
                    "HTTP/1.1 302 Found\r\nLocation: /" + asked.incrementAndGet()
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        })) {
            assertThatThrownBy(() -> get(server)).hasRootCauseInstanceOf(RedirectException.class);
        }
        assertThat(asked).hasValue(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://example.com/x", "FILE:/etc/passwd", "jar:file:/a!/b", "javascript:x"
            })
    void aRedirectToWhatIsNoWebServerIsRefusedAtOnce(String location) throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            write(out, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThatThrownBy(() -> get(server))
                    .isInstanceOf(ActionableException.class)
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageContaining("which is no http:// or https:// location");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static HttpResponse get(RawServer server) throws IOException {
        try (HttpClients clients = HttpClients.create(Proxies.none())) {
            HttpUriRequest get = new HttpGet(server.url("/"));
            try (var response = clients.verifying().execute(get)) {
                if (response.getEntity() != null) {
                    response.getEntity().getContent().readAllBytes();
                }
                return response;
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
