package io.github.erlangcodebuild.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpPut;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.util.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer an upload before they have read it. */
class RequestExecutorTest {

    private static final long SIZE = 50_000_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(strings = {"413 Content Too Large", "401 Unauthorized", "503 Service Unavailable"})
    void aRefusalBeforeTheEndOfAnUploadIsReadWhenTheServerThenLeaves(String status) throws Exception {
        try (RawServer server = new RawServer((in, out) -> refuse(in, out, status));
                HttpClients clients = HttpClients.create(Proxies.none())) {
            HttpResponse response = put(clients, server);

            assertThat(response.getStatusLine().toString()).isEqualTo("HTTP/1.1 " + status);
            assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("no more");
        }
    }

    @Test
    void aRefusalBeforeTheEndOfAnUploadIsReadWhenTheServerStays() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (RawServer server = new RawServer((in, out) -> {
                    refuse(in, out, "413 Content Too Large");
                    answered.countDown();
                    Thread.sleep(Duration.ofMinutes(10).toMillis());
                });
                HttpClients clients = HttpClients.create(
                        Proxies.none(), TimeLimits.DEFAULT.with(TIMEOUT, TIMEOUT), (what, elapsed, limit) -> {})) {
            assertThat(put(clients, server, answered).getStatusLine().getStatusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aServerThatTakesNoMoreAndSaysNothingIsGivenUpOn() throws Exception {
        try (RawServer server = new RawServer((in, out) -> {
                    RawServer.readHead(in);
                    Thread.sleep(Duration.ofMinutes(10).toMillis());
                });
                HttpClients clients = HttpClients.create(
                        Proxies.none(), TimeLimits.DEFAULT.with(TIMEOUT, TIMEOUT), (what, elapsed, limit) -> {})) {
            assertThatThrownBy(() -> put(clients, server))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no byte was taken for 1 s");
        }
    }

    @Test
    void aSuccessBeforeTheEndOfAnUploadIsNone() throws Exception {
        try (RawServer server = new RawServer((in, out) -> refuse(in, out, "201 Created"));
                HttpClients clients = HttpClients.create(Proxies.none())) {
            assertThatThrownBy(() -> put(clients, server)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theConnectionOfAnEarlyRefusalIsNotUsedAgain() throws Exception {
        try (RawServer server = new RawServer((in, out) -> refuse(in, out, "503 Service Unavailable"));
                HttpClients clients = HttpClients.create(Proxies.none())) {
            EntityUtils.consume(put(clients, server).getEntity());
            EntityUtils.consume(put(clients, server).getEntity());

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    private static void refuse(InputStream in, OutputStream out, String status) throws IOException {
        RawServer.readHead(in);
        RawServer.write(out, "HTTP/1.1 " + status + "\r\nContent-Length: 7\r\n\r\nno more");
    }

    private static HttpResponse put(HttpClients clients, RawServer server) throws IOException {
        return put(clients, server, new CountDownLatch(0));
    }

    /** Sends its start, and the rest when that has happened. */
    private static HttpResponse put(HttpClients clients, RawServer server, CountDownLatch goOn) throws IOException {
        HttpPut put = new HttpPut(server.url("/upload"));
        put.setEntity(new InputStreamEntity(InputStream.nullInputStream(), SIZE) {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                byte[] zeros = new byte[10_000];
                out.write(zeros);
                out.flush();
                await(goOn);
                for (long done = zeros.length; done < SIZE; done += zeros.length) {
                    out.write(zeros);
                }
            }
        });
        return clients.verifying().execute(put);
    }

    private static void await(CountDownLatch event) {
        try {
            event.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
