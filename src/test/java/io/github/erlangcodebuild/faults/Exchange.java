package io.github.erlangcodebuild.faults;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.Header;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpVersion;
import org.apache.http.entity.BasicHttpEntity;
import org.apache.http.impl.DefaultBHttpClientConnection;
import org.apache.http.impl.DefaultBHttpServerConnection;
import org.apache.http.message.BasicHttpRequest;
import org.apache.http.message.BasicHttpResponse;
import org.apache.http.util.EntityUtils;

/** A request that a {@link Relay} has got, its body not read yet, and all that can be done about it. */
final class Exchange {

    private final Relay relay;
    private final Socket client;
    private final DefaultBHttpServerConnection down;
    private final DefaultBHttpClientConnection up;
    private final HttpRequest request;
    private PushbackInputStream body = new PushbackInputStream(InputStream.nullInputStream());
    private String answered = "";

    private Exchange(
            Relay relay,
            Socket client,
            DefaultBHttpServerConnection down,
            DefaultBHttpClientConnection up,
            HttpRequest request) {
        this.relay = relay;
        this.client = client;
        this.down = down;
        this.up = up;
        this.request = request;
    }

    static Exchange receive(
            Relay relay, Socket client, DefaultBHttpServerConnection down, DefaultBHttpClientConnection up)
            throws IOException, HttpException {
        HttpRequest request = down.receiveRequestHeader();
        Exchange exchange = new Exchange(relay, client, down, up, request);
        if (request instanceof HttpEntityEnclosingRequest enclosing) {
            down.receiveRequestEntity(enclosing);
            exchange.replaceBody(enclosing.getEntity().getContent());
        }
        return exchange;
    }

    /** What a server answered, all of it: status, headers with the length of the body, body. */
    static final class Answer {

        private static final String DIGEST_INVALID =
                "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"digest did not match content\"}]}";

        private final HttpResponse head;
        private final byte[] body;

        private Answer(HttpResponse head, byte[] body) {
            this.head = head;
            this.body = body;
        }

        /** Without a body. */
        static Answer of(int status, Map<String, String> headers) {
            BasicHttpResponse head = new BasicHttpResponse(HttpVersion.HTTP_1_1, status, "fault");
            headers.forEach(head::setHeader);
            head.setHeader(HttpHeaders.CONTENT_LENGTH, "0");
            return new Answer(head, new byte[0]);
        }

        /** An error as the distribution-spec has it. */
        static Answer of(int status, String json) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            Answer answer = of(status, Map.of(HttpHeaders.CONTENT_TYPE, "application/json"));
            return new Answer(answer.withHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length)).head, body);
        }

        /** What a HEAD is answered with. */
        static Answer head(int status, long bytes) {
            return of(status, Map.of()).withHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes));
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(head.getFirstHeader(name)).map(Header::getValue);
        }

        int status() {
            return head.getStatusLine().getStatusCode();
        }

        Answer withStatus(int status) {
            head.setStatusCode(status);
            return this;
        }

        /** The status and all headers. */
        String headers() {
            return status() + " " + Arrays.toString(head.getAllHeaders());
        }

        /** The body. */
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** With this body in place of its own. */
        Answer withText(String contentType, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            head.setHeader(HttpHeaders.CONTENT_TYPE, contentType);
            head.setHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length));
            return new Answer(head, bytes);
        }

        /** Without the length of its body, which comes as one chunk (RFC 9112, 7.1). */
        Answer chunked() {
            if (body.length == 0) {
                return this;
            }
            ByteArrayOutputStream chunks = new ByteArrayOutputStream();
            chunks.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.writeBytes(body);
            chunks.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            without(HttpHeaders.CONTENT_LENGTH).withHeader(HttpHeaders.TRANSFER_ENCODING, "chunked");
            return new Answer(head, chunks.toByteArray());
        }

        /** With the names of its headers in lower case, as HTTP/2 has them. */
        Answer inLowerCase() {
            for (Header header : head.getAllHeaders()) {
                head.removeHeader(header);
                head.addHeader(header.getName().toLowerCase(Locale.ROOT), header.getValue());
            }
            return this;
        }

        /** With this header in place of its own. */
        Answer withHeader(String name, String value) {
            head.setHeader(name, value);
            return this;
        }

        /** With these headers of that name in place of its own. */
        Answer withHeaders(String name, List<String> values) {
            head.removeHeaders(name);
            values.forEach(value -> head.addHeader(name, value));
            return this;
        }

        /** Without this header. */
        Answer without(String name) {
            head.removeHeaders(name);
            return this;
        }

        /** The embedded registry answers a blob with the wrong digest as others do, but without their words. */
        Answer inFull() {
            return status() == 400 && body.length == 0 ? of(400, DIGEST_INVALID) : this;
        }

        /** With one byte of the body changed, the one in the middle. */
        Answer corrupted() {
            body[body.length / 2] ^= 1;
            return this;
        }
    }

    Relay relay() {
        return relay;
    }

    String method() {
        return request.getRequestLine().getMethod();
    }

    /** Path and query. */
    String uri() {
        return request.getRequestLine().getUri();
    }

    boolean hasHeader(String name) {
        return request.containsHeader(name);
    }

    /** The first byte of the request's body, or -1 when there is none. It is passed on all the same. */
    int firstByte() throws IOException {
        int first = body.read();
        if (first >= 0) {
            body.unread(first);
        }
        return first;
    }

    /** The request's body, all of it. It is passed on all the same. */
    byte[] body() throws IOException {
        byte[] bytes = body.readAllBytes();
        replaceBody(new ByteArrayInputStream(bytes));
        return bytes;
    }

    /** Does what a relay is for. Whether the connection goes on. */
    boolean passOn() throws IOException, HttpException {
        return send(forward());
    }

    /** Has the server answer. */
    Answer forward() throws IOException, HttpException {
        if (!up.isOpen()) {
            up.bind(new Socket(relay.server().getHost(), relay.server().getPort()));
        }
        up.sendRequestHeader(request);
        if (request instanceof HttpEntityEnclosingRequest enclosing) {
            up.sendRequestEntity(enclosing);
        }
        up.flush();
        HttpResponse response = up.receiveResponseHeader();
        leadTokensHere(response);
        Answer answer = new Answer(response, receiveBody(response));
        answered = answer.headers();
        return answer;
    }

    private byte[] receiveBody(HttpResponse response) throws IOException, HttpException {
        int status = response.getStatusLine().getStatusCode();
        if (method().equals("HEAD") || status == 204 || status == 304) {
            return new byte[0];
        }
        up.receiveResponseEntity(response);
        byte[] content = EntityUtils.toByteArray(response.getEntity());
        response.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
        response.setHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(content.length));
        return content;
    }

    /** Has clients ask this relay for the tokens that the server hands out. */
    private void leadTokensHere(HttpResponse response) {
        Header challenge = response.getFirstHeader(HttpHeaders.WWW_AUTHENTICATE);
        if (challenge != null) {
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE,
                    challenge
                            .getValue()
                            .replace(relay.server().toString(), relay.url().toString()));
        }
    }

    /** Reads the request to its end, as a server does that answers by itself. */
    Exchange readAll() throws IOException {
        while (body.skip(Long.MAX_VALUE) > 0 || body.read() >= 0) {
            // what is read goes nowhere
        }
        return this;
    }

    /** The same request, which has no body, for another URI. */
    Exchange of(String uri) {
        BasicHttpRequest other = new BasicHttpRequest(method(), uri, HttpVersion.HTTP_1_1);
        other.setHeaders(request.getAllHeaders());
        return new Exchange(relay, client, down, up, other);
    }

    /** How many bytes the request's body has, by its head; -1 when that does not say it. */
    long bodyBytes() {
        return request instanceof HttpEntityEnclosingRequest enclosing
                ? enclosing.getEntity().getContentLength()
                : 0;
    }

    /** Has something happen when so many bytes of the request's body have been passed on. */
    Exchange after(long bytes, Runnable event) {
        replaceBody(new FilterInputStream(body) {
            private long left = bytes;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left == 0) {
                    event.run();
                }
                int read = super.read(buffer, offset, left > 0 ? (int) Math.min(length, left) : length);
                left -= read;
                return read;
            }
        });
        return this;
    }

    /** Has the request's body read with pauses that are within the limit, more bytes at a time than are in flight. */
    Exchange slowly(AtomicInteger pauses) throws IOException {
        replaceBody(new FilterInputStream(body) {
            private int sincePause;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                sincePause += read;
                if (sincePause > 2_000_000) {
                    sincePause = 0;
                    pauses.incrementAndGet();
                    pause(Duration.ofMillis(Network.TIMEOUT.toMillis() * 4 / 10));
                }
                return read;
            }
        });
        return this;
    }

    /** Reads so many bytes of the request's body. */
    Exchange read(int bytes) throws IOException {
        body.readNBytes(bytes);
        return this;
    }

    /** Has one byte of the request's body arrive changed. */
    Exchange corruptRequest() throws IOException {
        byte[] start = body.readNBytes(10);
        start[start.length - 1] ^= 1;
        replaceBody(new SequenceInputStream(new ByteArrayInputStream(start), body));
        return this;
    }

    /** Sends an answer, to HEAD without its body. Whether the connection goes on. */
    boolean send(Answer answer) throws IOException, HttpException {
        if (!answer.headers().equals(answered)) {
            relay.noteChange();
        }
        Answer sent = method().equals("HEAD") ? new Answer(answer.head, new byte[0]) : answer;
        sendHalf(sent);
        return sendRest(sent);
    }

    /** Sends the head of an answer, and half of its body. */
    void sendHalf(Answer answer) throws IOException, HttpException {
        down.sendResponseHeader(answer.head);
        down.flush();
        client.getOutputStream().write(answer.body, 0, answer.body.length / 2);
    }

    /** Sends the other half. Whether the connection goes on. */
    boolean sendRest(Answer answer) throws IOException {
        int half = answer.body.length / 2;
        client.getOutputStream().write(answer.body, half, answer.body.length - half);
        return true;
    }

    /** Sends RST to the client. */
    boolean reset() throws IOException {
        Relay.reset(client);
        return false;
    }

    /** Closes the connection as after a whole answer. */
    boolean end() throws IOException {
        client.close();
        return false;
    }

    /** Keeps the connection, and does nothing more with it. */
    boolean stall() {
        relay.awaitClose();
        return false;
    }

    /** Does nothing for a while. */
    void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void replaceBody(InputStream content) {
        body = new PushbackInputStream(content);
        if (request instanceof HttpEntityEnclosingRequest enclosing
                && enclosing.getEntity() instanceof BasicHttpEntity entity) {
            entity.setContent(body);
        }
    }
}
