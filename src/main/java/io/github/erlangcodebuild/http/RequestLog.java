package io.github.erlangcodebuild.http;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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

    private static final Pattern ABSOLUTE = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

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
        boolean tunnel = method.equals("CONNECT"); // what a proxy is asked for, and without TLS
        Optional<HttpHost> target = tunnel
                ? Optional.empty()
                : Optional.ofNullable((HttpHost) context.getAttribute(HttpCoreContext.HTTP_TARGET_HOST));
        // to a proxy, the whole address is sent
        String asked = ABSOLUTE.matcher(uri).lookingAt()
                ? uri
                : target.map(host -> host.toURI() + (uri.startsWith("/") ? "" : " "))
                                .orElse("")
                        + uri;
        lines.accept(method + " " + asked + ": " + outcome + ", " + nanos / 1_000_000 + " ms, "
                + security(connection, target) + proxy(context));
    }

    /** By the address where the connection has none to tell of: it may have been closed by a failure. */
    private static String security(HttpClientConnection connection, Optional<HttpHost> target) {
        Optional<SSLSession> tls = connection instanceof ManagedHttpClientConnection managed && managed.isOpen()
                ? Optional.ofNullable(managed.getSSLSession())
                : Optional.empty();
        return tls.map(SSLSession::getProtocol)
                .orElse(
                        target.filter(host -> host.getSchemeName().equalsIgnoreCase("https"))
                                        .isPresent()
                                ? "TLS"
                                : "no TLS");
    }

    private static String proxy(HttpContext context) {
        return ProxyRoutePlanner.taken(context)
                .map(taken -> ", through the proxy " + taken.proxy())
                .orElse("");
    }
}
