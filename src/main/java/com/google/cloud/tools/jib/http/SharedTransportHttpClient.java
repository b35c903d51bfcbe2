package com.google.cloud.tools.jib.http;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpMethods;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.apache.http.conn.ConnectTimeoutException;

/**
 * Jib's HTTP client on transports of ours: one pool of connections instead of a new connection for every request, proxies of
 * our choosing instead of the JVM's, no retries of its own (Jib tries a refused connection again for a minute, but not a broken
 * upload), and errors that say which URL responded.
 *
 * <p>Falling back to unverified TLS and plain HTTP, where the user allows it, is ours too. Jib remembers what a host speaks only
 * after a successful response, so it tries TLS again for every blob that is not there. And it tries TLS first, whatever the port.
 * On loopback, and where a port is named, plain HTTP is far more likely to be what needed allowing, and to ask for it is cheap: a
 * server that speaks TLS says so at once, while Java takes a fifth of a second to get ready for TLS. Only a request that holds
 * nothing secret is sent that way first.
 *
 * <p>It stands in Jib's package because what makes Jib's requests, responses and exceptions is package-private there. It knows
 * nothing of the rest of this project.
 */
public final class SharedTransportHttpClient extends FailoverHttpClient {

    private static final int BAD_REQUEST = 400;
    private static final int TLS_PORT = 443;
    private static final List<Protocol> PLAIN_FIRST =
            List.of(Protocol.PLAIN_HTTP, Protocol.VERIFIED_TLS, Protocol.UNVERIFIED_TLS);
    private static final List<Protocol> TLS_FIRST =
            List.of(Protocol.VERIFIED_TLS, Protocol.UNVERIFIED_TLS, Protocol.PLAIN_HTTP);

    private final boolean allowInsecure;
    private final Predicate<String> onLoopback;
    private final boolean sendAuthorizationOverHttp;
    private final HttpTransport verifying;
    private final HttpTransport trusting;
    private final Map<String, Protocol> protocols = new ConcurrentHashMap<>();

    /** What a host may speak. */
    private enum Protocol {
        VERIFIED_TLS,
        UNVERIFIED_TLS,
        PLAIN_HTTP
    }

    /** An error response, as Jib throws it, and where it came from. */
    public static final class LocatedResponseException extends ResponseException {

        private static final long serialVersionUID = 1L;

        private final URL url;

        LocatedResponseException(HttpResponseException error, boolean requestAuthorizationCleared, URL url) {
            super(error, requestAuthorizationCleared);
            this.url = url;
        }

        /** The URL that responded, after all redirects. */
        public URL url() {
            return url;
        }
    }

    /** A URL of plain HTTP, such as a registry may give to upload to, where only TLS is allowed. */
    public static final class PlainHttpException extends SSLException {

        private static final long serialVersionUID = 1L;

        PlainHttpException(URL url) {
            super("plain HTTP is not allowed: http://" + url.getAuthority());
        }
    }

    /**
     * Takes the transports.
     *
     * @param allowInsecure whether plain HTTP and unverified TLS may be fallen back to
     * @param onLoopback whether a host is this one: to it credentials may go over plain HTTP, which, with
     *     {@code allowInsecure}, is tried first there
     * @param sendAuthorizationOverHttp whether credentials may go over plain HTTP to every other host, too
     * @param verifying the transport that verifies TLS certificates
     * @param trusting the transport that trusts every certificate; used only with {@code allowInsecure}
     */
    public SharedTransportHttpClient(
            boolean allowInsecure,
            Predicate<String> onLoopback,
            boolean sendAuthorizationOverHttp,
            HttpTransport verifying,
            HttpTransport trusting) {
        super(allowInsecure, sendAuthorizationOverHttp, event -> {});
        this.allowInsecure = allowInsecure;
        this.onLoopback = onLoopback;
        this.sendAuthorizationOverHttp = sendAuthorizationOverHttp;
        this.verifying = verifying;
        this.trusting = trusting;
    }

    /**
     * Sends a request, and follows redirects.
     *
     * @return the response, which the caller closes
     * @throws LocatedResponseException when the response is an error
     * @throws PlainHttpException for a URL of plain HTTP where only TLS is allowed
     */
    @Override
    public Response call(String method, URL url, Request request) throws IOException {
        if (!isTls(url) && !allowInsecure) {
            throw new PlainHttpException(url);
        }
        if (!isTls(url) || !allowInsecure) {
            return send(verifying, method, url, request);
        }
        Protocol known = protocols.get(url.getAuthority());
        return known == null ? find(method, url, request) : send(known, method, url, request);
    }

    /** Tries one protocol after the other. */
    private Response find(String method, URL url, Request request) throws IOException {
        IOException failure = null;
        boolean isOfTls = false;
        boolean noTls = false;
        for (Protocol protocol : isPlainMoreLikely(method, url, request) ? PLAIN_FIRST : TLS_FIRST) {
            if (noTls && protocol != Protocol.PLAIN_HTTP) {
                continue;
            }
            try {
                Response response = send(protocol, method, url, request);
                protocols.put(
                        url.getAuthority(),
                        spoken(protocol, url, response.getRequestUrl().toURL()));
                return response;
            } catch (IOException e) {
                if (e instanceof LocatedResponseException error && isFinal(error, protocol)) {
                    protocols.put(url.getAuthority(), spoken(protocol, url, error.url()));
                    throw e;
                }
                boolean wasNoTls = noTls;
                noTls = String.valueOf(e.getMessage()).contains("Unsupported or unrecognized SSL message"); // the JDK's
                // what a server says to the wrong protocol is not why the right one failed
                if (failure == null || wasNoTls || (protocol != Protocol.PLAIN_HTTP && !noTls && !isOfTls)) {
                    failure = e;
                    isOfTls = protocol != Protocol.PLAIN_HTTP;
                }
                if (!mayBeAnother(e, protocol, url)) {
                    break;
                }
            }
        }
        throw failure;
    }

    private boolean isPlainMoreLikely(String method, URL url, Request request) {
        boolean portOfItsOwn = url.getPort() >= 0 && url.getPort() != TLS_PORT;
        boolean secret = request.getHeaders().getAuthorization() != null
                || request.getHttpContent() != null
                || url.getQuery() != null
                || !(method.equals(HttpMethods.GET) || method.equals(HttpMethods.HEAD));
        return onLoopback.test(url.getHost()) || (portOfItsOwn && !secret);
    }

    /** The protocol in the end: the server may have redirected a plain request to TLS on the same port. */
    private static Protocol spoken(Protocol protocol, URL url, URL responded) {
        boolean redirectedToTls = protocol == Protocol.PLAIN_HTTP
                && isTls(responded)
                && responded.getHost().equalsIgnoreCase(url.getHost())
                && port(responded) == port(url);
        return redirectedToTls ? Protocol.VERIFIED_TLS : protocol;
    }

    /** An error is the response to the request, except for what a server says to plain HTTP on its TLS port. */
    private static boolean isFinal(ResponseException error, Protocol protocol) {
        return protocol != Protocol.PLAIN_HTTP || error.getStatusCode() != BAD_REQUEST;
    }

    /** Where nobody listens, nobody speaks anything; but plain HTTP has another default port. */
    private static boolean mayBeAnother(IOException failure, Protocol protocol, URL url) {
        if (failure instanceof ConnectException || failure instanceof ConnectTimeoutException) {
            return url.getPort() < 0;
        }
        return protocol == Protocol.PLAIN_HTTP || failure instanceof SSLException;
    }

    private Response send(Protocol protocol, String method, URL url, Request request) throws IOException {
        return switch (protocol) {
            case VERIFIED_TLS -> send(verifying, method, url, request);
            case UNVERIFIED_TLS -> send(trusting, method, url, request);
            case PLAIN_HTTP ->
                send(verifying, method, new URL("http", url.getHost(), url.getPort(), url.getFile()), request);
        };
    }

    /** As Jib does it. A registry on this host may give a URL elsewhere, for a token, or to upload to: what goes there is not local. */
    private Response send(HttpTransport transport, String method, URL url, Request request) throws IOException {
        boolean clearAuthorization = !isTls(url) && !sendAuthorizationOverHttp && !onLoopback.test(url.getHost());
        HttpHeaders headers = clearAuthorization
                ? request.getHeaders().clone().setAuthorization((String) null)
                : request.getHeaders();
        HttpRequest sent = transport
                .createRequestFactory()
                .buildRequest(method, new GenericUrl(url), request.getHttpContent())
                .setUseRawRedirectUrls(true)
                .setHeaders(headers);
        try {
            return new Response(sent.execute());
        } catch (HttpResponseException e) {
            throw new LocatedResponseException(
                    e, clearAuthorization, sent.getUrl().toURL());
        }
    }

    private static boolean isTls(URL url) {
        return url.getProtocol().equals("https");
    }

    private static int port(URL url) {
        return url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    }
}
