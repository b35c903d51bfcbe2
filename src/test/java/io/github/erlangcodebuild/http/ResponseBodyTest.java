package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of an answer when nobody wants it any more. */
@Timeout(
        value = 5,
        unit = TimeUnit.MINUTES,
        threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reading on to the end would never end
class ResponseBodyTest {

    @AutoClose
    private final HttpClients clients = HttpClients.create(Proxies.none());

    @Test
    void closingAnAnswerWithoutAnEndEndsIt() throws Exception {
        try (RawServer server = new RawServer((in, out) -> answerWithoutEnd(in, out, "200 OK"))) {
            HttpResponse response = clients.verifying().execute(new HttpGet(server.url("/layer")));
            InputStream content = response.getEntity().getContent();
            content.readNBytes(1_000_000);

            content.close();

            assertThat(content.markSupported()).isFalse();
        }
    }

    @Test
    void whatIsLeftOfALargeBodyIsNotDownloaded() throws Exception {
        long length = 4_000_000_000L;
        try (RawServer server = new RawServer((in, out) -> {
            RawServer.readHead(in);
            RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            pour(out);
        })) {
            HttpResponse response = clients.verifying().execute(new HttpGet(server.url("/layer")));

            try (InputStream content = response.getEntity().getContent()) {
                content.readNBytes(1_000_000);
            }

            assertThat(server.written()).isLessThan(length / 4); // what the sockets of both sides hold
        }
    }

    @Test
    void anErrorWhoseTextHasNoEndIsReadToALimit() throws Exception {
        try (RawServer server = new RawServer((in, out) -> answerWithoutEnd(in, out, "500 Internal Server Error"))) {
            HttpResponse response = clients.verifying().execute(new HttpGet(server.url("/layer")));

            assertThat(response.getStatusLine().getStatusCode()).isEqualTo(500);
            assertThat(EntityUtils.toString(response.getEntity())).hasSize(64 * 1024);
        }
    }

    @Test
    void aConnectionWhoseAnswersWereReadIsUsedAgain() throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
            while (RawServer.readHead(in)) {
                RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer");
            }
        })) {
            for (int i = 0; i < 3; i++) {
                HttpResponse read = clients.verifying().execute(new HttpGet(server.url("/read")));
                assertThat(EntityUtils.toString(read.getEntity())).isEqualTo("answer");
                HttpResponse dropped = clients.verifying().execute(new HttpGet(server.url("/dropped")));
                EntityUtils.consume(dropped.getEntity());
            }

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static void answerWithoutEnd(InputStream in, OutputStream out, String status) throws IOException {
        RawServer.readHead(in);
        RawServer.write(out, "HTTP/1.1 " + status + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (System.nanoTime() < end) {
            out.write(chunk);
        }
    }

    private static void pour(OutputStream out) throws IOException {
        byte[] zeros = new byte[64 * 1024];
        for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10); System.nanoTime() < end; ) {
            out.write(zeros);
        }
    }
}
