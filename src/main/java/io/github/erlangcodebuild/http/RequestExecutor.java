package io.github.erlangcodebuild.http;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;

/**
 * Sends a request and receives its answer, also when the answer comes before the request was taken whole: a server that
 * refuses an upload says so at its first byte, and reads no further (RFC 9112, 9.5).
 */
final class RequestExecutor extends HttpRequestExecutor {

    /** What came before the connection broke is there already; what did not will not come. */
    private static final int EARLY_ANSWER_MILLIS = 100;

    private final HttpClientConnectionManager connections;

    RequestExecutor(HttpClientConnectionManager connections) {
        this.connections = connections;
    }

    /**
     * When a connection breaks, those that idle are probably broken too: a registry that was restarted has forgotten them
     * all, and each would cost an attempt.
     */
    @Override
    public HttpResponse execute(HttpRequest request, HttpClientConnection connection, HttpContext context)
            throws IOException, HttpException {
        try {
            return super.execute(request, connection, context);
        } catch (IOException e) {
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
                    ? earlyAnswer(request, connection, context, e)
                    : Optional.empty();
            return early.orElseThrow(() -> e);
        }
    }

    /** Only a refusal: a server that took half of an upload cannot have taken it. */
    private Optional<HttpResponse> earlyAnswer(
            HttpRequest request, HttpClientConnection connection, HttpContext context, IOException failure) {
        try {
            if (!connection.isResponseAvailable(EARLY_ANSWER_MILLIS)) {
                return Optional.empty();
            }
            HttpResponse answer = doReceiveResponse(request, connection, context);
            answer.setHeader(
                    HttpHeaders.CONNECTION, "close"); // the rest of the upload stands between it and the next request
            return Optional.of(answer)
                    .filter(refusal -> refusal.getStatusLine().getStatusCode() >= HttpStatus.SC_MULTIPLE_CHOICES);
        } catch (IOException | HttpException e) {
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }
}
