package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.ProtocolException;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;
import org.apache.http.protocol.HttpRequestExecutor;

/**
 * Sends a request and receives its response, also when that comes before the request was sent whole: a server that refuses an
 * upload may respond at its first byte, and read no further (RFC 9112, 9.5).
 */
final class RequestExecutor extends HttpRequestExecutor {

    /** Short: a response that came before the connection broke is here already, and no other will come. */
    private static final int EARLY_RESPONSE_MILLIS = 100;

    /** 102 and 103 may come before a response, and 100; who sends more than that does nothing else. */
    private static final int MAX_INTERIM_RESPONSES = 32;

    /** What is read of a proxy's refusal, in bytes. */
    private static final int MAX_REFUSAL = 64 * 1024;

    private final HttpClientConnectionManager connections;
    private final Waits waits;
    private final RequestLog log;
    private final Duration limit;

    /** @param limit how long a response may take in all, up to its body */
    RequestExecutor(HttpClientConnectionManager connections, Waits waits, RequestLog log, Duration limit) {
        this.connections = connections;
        this.waits = waits;
        this.log = log;
        this.limit = limit;
    }

    /**
     * When a connection breaks, the idle ones are probably broken too, as when a registry was restarted. Each of them would cost
     * an attempt, so they are closed.
     */
    @Override
    public HttpResponse execute(HttpRequest request, HttpClientConnection connection, HttpContext context)
            throws IOException, HttpException {
        long start = System.nanoTime();
        try {
            HttpResponse response = super.execute(request, connection, context);
            String status = String.valueOf(response.getStatusLine().getStatusCode());
            log.ended(request, connection, context, status, System.nanoTime() - start);
            return response;
        } catch (IOException e) {
            log.ended(request, connection, context, Failures.rootMessage(e), System.nanoTime() - start);
            connections.closeIdleConnections(0, TimeUnit.MILLISECONDS);
            throw e;
        }
    }

    @Override
    protected HttpResponse doSendRequest(HttpRequest request, HttpClientConnection connection, HttpContext context)
            throws IOException, HttpException {
        try {
            return super.doSendRequest(request, connection, context);
        } catch (SocketException | SocketTimeoutException | SSLException e) { // others are of where the body comes from
            Optional<HttpResponse> early = request instanceof HttpEntityEnclosingRequest
                    ? earlyResponse(request, connection, context, e)
                    : Optional.empty();
            return early.orElseThrow(() -> e);
        }
    }

    /** As the superclass does it, which would take interim responses for ever, and a header that comes byte by byte. */
    @Override
    protected HttpResponse doReceiveResponse(HttpRequest request, HttpClientConnection connection, HttpContext context)
            throws HttpException, IOException {
        try (Waits.Wait wait = waits.begin(describe(request, context), limit, () -> shutDown(connection))) {
            try {
                return receive(request, connection);
            } catch (IOException e) {
                throw wait.isGivenUp()
                        ? new SocketTimeoutException("no whole answer came within " + limit.toSeconds() + " s")
                        : e;
            }
        }
    }

    private HttpResponse receive(HttpRequest request, HttpClientConnection connection)
            throws HttpException, IOException {
        for (int interim = 0; interim <= MAX_INTERIM_RESPONSES; interim++) {
            HttpResponse response = connection.receiveResponseHeader();
            int status = response.getStatusLine().getStatusCode();
            if (status < HttpStatus.SC_CONTINUE) {
                throw new ProtocolException("the answer has the status " + status);
            }
            if (canResponseHaveBody(request, response)) {
                connection.receiveResponseEntity(response);
            }
            if (status >= HttpStatus.SC_OK) {
                if (status >= HttpStatus.SC_MULTIPLE_CHOICES
                        && request.getRequestLine().getMethod().equals("CONNECT")) {
                    readStart(response);
                }
                return response;
            }
        }
        throw new IOException("more than " + MAX_INTERIM_RESPONSES + " interim answers came, and no other");
    }

    /** Apache's client reads the answer of a proxy whole, however long it is. */
    private static void readStart(HttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream content = entity.getContent(); // which is not closed: that would read what is left
            response.setEntity(new ByteArrayEntity(content.readNBytes(MAX_REFUSAL)));
            if (content.read() >= 0) {
                response.setHeader(HttpHeaders.CONNECTION, "close");
            }
        }
    }

    private static String describe(HttpRequest request, HttpContext context) {
        Object host = context.getAttribute(HttpCoreContext.HTTP_TARGET_HOST);
        String path = request.getRequestLine().getUri().replaceFirst("[?#].*", ""); // a query may be signed
        return (host instanceof HttpHost target ? target.toHostString() : "the server") + " to answer "
                + request.getRequestLine().getMethod() + " " + path;
    }

    private static void shutDown(HttpClientConnection connection) {
        try {
            connection.shutdown();
        } catch (IOException e) {
            return; // it is closed, which is what was wanted
        }
    }

    /** Only a refusal: a server that took half of an upload cannot have taken it. */
    private Optional<HttpResponse> earlyResponse(
            HttpRequest request, HttpClientConnection connection, HttpContext context, IOException failure) {
        try {
            if (!connection.isResponseAvailable(EARLY_RESPONSE_MILLIS)) {
                return Optional.empty();
            }
            HttpResponse response = doReceiveResponse(request, connection, context);
            response.setHeader(
                    HttpHeaders.CONNECTION, "close"); // the rest of the upload stands between it and the next request
            return Optional.of(response)
                    .filter(refusal -> refusal.getStatusLine().getStatusCode() >= HttpStatus.SC_MULTIPLE_CHOICES);
        } catch (IOException | HttpException e) {
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }
}
