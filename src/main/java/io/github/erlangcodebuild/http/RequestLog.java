package io.github.erlangcodebuild.http;

import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * A line for each request, for who looks for what goes wrong: what was asked, on which way, what came of it and when. No secret is
 * in it: no headers, and of a query, which may be signed, only that there is one.
 */
final class RequestLog {

    private final Consumer<String> lines;

    RequestLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * A request has come to an end.
     *
     * @param outcome {@code 200}, or why there is none
     * @param nanos how long it took, up to the header of the response
     */
    void ended(HttpRequest request, HttpClientConnection connection, HttpContext context, String outcome, long nanos) {
        String method = request.getRequestLine().getMethod();
        String uri = request.getRequestLine().getUri().replaceFirst("[?#].*", "?…");
        String asked = method.equals("CONNECT") ? uri : host(context) + (uri.startsWith("/") ? uri : " " + uri);
        lines.accept(method + " " + asked + ": " + outcome + ", " + nanos / 1_000_000 + " ms, " + security(connection)
                + proxy(context));
    }

    private static String host(HttpContext context) {
        return context.getAttribute(HttpCoreContext.HTTP_TARGET_HOST) instanceof HttpHost host ? host.toURI() : "";
    }

    private static String security(HttpClientConnection connection) {
        Optional<SSLSession> tls = connection instanceof ManagedHttpClientConnection managed && managed.isOpen()
                ? Optional.ofNullable(managed.getSSLSession())
                : Optional.empty();
        return tls.map(SSLSession::getProtocol).orElse("no TLS");
    }

    private static String proxy(HttpContext context) {
        return ProxyRoutePlanner.taken(context)
                .map(taken -> ", through the proxy " + taken.proxy())
                .orElse("");
    }
}
