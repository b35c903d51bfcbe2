package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpMethods;
import com.google.api.client.http.HttpTransport;
import com.google.cloud.tools.jib.api.LogEvent;
import io.github.erlangcodebuild.http.HttpClients;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.apache.http.conn.ConnectTimeoutException;

/**
 * Jib's HTTP client on transports that we made: one pool of connections instead of a new connection for every request,
 * proxies of our choosing instead of the JVM's, and no retries of its own (Jib tries a refused connection again for a
 * minute, but not a broken upload).
 *
 * <p>Falling back, where the user allows it, is ours too: Jib remembers what a host speaks only after an answer of
 * success, so it tries TLS again for every blob that is not there. And it tries TLS first, whatever the port. On loopback, and
 * where a port is named, plain HTTP is far more likely to be what needed allowing, and to ask for it is cheap: a server that
 * speaks TLS says so at once, while Java takes a fifth of a second to get ready for TLS. Only a question that holds nothing
 * secret is asked that way.
 *
 * <p>It stands in Jib's package because the constructor that takes transports is package-private there. That constructor
 * is all it uses.
 */
public final class SharedTransportHttpClient extends FailoverHttpClient {

    private static final int BAD_REQUEST = 400;
    private static final int TLS_PORT = 443;
    private static final List<Way> PLAIN_FIRST = List.of(Way.PLAIN, Way.VERIFIED_TLS, Way.UNVERIFIED_TLS);
    private static final List<Way> TLS_FIRST = List.of(Way.VERIFIED_TLS, Way.UNVERIFIED_TLS, Way.PLAIN);

    private final FailoverHttpClient verified;
    private final FailoverHttpClient unverified;
    private final boolean allowInsecure;
    private final FailoverHttpClient plainOnLoopback;
    private final Predicate<String> onLoopback;
    private final Map<String, Way> known = new ConcurrentHashMap<>();

    /** How a host may be spoken to. */
    private enum Way {
        VERIFIED_TLS,
        UNVERIFIED_TLS,
        PLAIN
    }

    /**
     * Takes the transports.
     *
     * @param allowInsecure whether plain HTTP and unverified TLS may be fallen back to
     * @param onLoopback whether a host is this one: to it credentials may go over plain HTTP, which, with
     *     {@code allowInsecure}, is tried first there
     * @param sendAuthorizationOverHttp whether credentials may go over plain HTTP to every other host, too
     * @param logger takes messages on falling back
     * @param verifying the transport that verifies TLS certificates
     * @param trusting the transport that trusts every certificate; used only with {@code allowInsecure}
     */
    public SharedTransportHttpClient(
            boolean allowInsecure,
            Predicate<String> onLoopback,
            boolean sendAuthorizationOverHttp,
            Consumer<LogEvent> logger,
            HttpTransport verifying,
            HttpTransport trusting) {
        super(allowInsecure, sendAuthorizationOverHttp, logger, () -> verifying, () -> trusting, false);
        this.verified = new FailoverHttpClient(false, false, logger, () -> verifying, () -> trusting, false);
        this.unverified = new FailoverHttpClient(false, false, logger, () -> trusting, () -> trusting, false);
        this.plainOnLoopback =
                new FailoverHttpClient(allowInsecure, true, logger, () -> verifying, () -> trusting, false);
        this.allowInsecure = allowInsecure;
        this.onLoopback = onLoopback;
    }

    @Override
    public Response call(String method, URL url, Request request) throws IOException {
        if (!url.getProtocol().equals("https")) {
            return plain(method, url, request);
        }
        if (!allowInsecure) {
            return verified.call(method, url, request);
        }
        Way way = known.get(url.getAuthority());
        return way == null ? find(method, url, request) : call(way, method, url, request);
    }

    /** Tries one way after the other. */
    private Response find(String method, URL url, Request request) throws IOException {
        IOException failure = null;
        boolean isOfTls = false;
        boolean noTls = false;
        for (Way way : mayWellBePlain(method, url, request) ? PLAIN_FIRST : TLS_FIRST) {
            if (noTls && way != Way.PLAIN) {
                continue;
            }
            try {
                Response response = call(way, method, url, request);
                known.put(
                        url.getAuthority(),
                        spoken(way, url, response.getRequestUrl().build()));
                return response;
            } catch (IOException e) {
                if (isAnswer(e, way)) {
                    known.put(url.getAuthority(), spoken(way, url, answeredBy(e)));
                    throw e;
                }
                boolean wasNoTls = noTls;
                noTls = String.valueOf(e.getMessage()).contains("Unsupported or unrecognized SSL message"); // the JDK's
                // what a server says to the wrong question is not why the right one failed
                if (failure == null || wasNoTls || (way != Way.PLAIN && !noTls && !isOfTls)) {
                    failure = e;
                    isOfTls = way != Way.PLAIN;
                }
                if (!mayBeAnotherWay(e, way, url)) {
                    break;
                }
            }
        }
        throw failure;
    }

    private boolean mayWellBePlain(String method, URL url, Request request) {
        boolean portOfItsOwn = url.getPort() >= 0 && url.getPort() != TLS_PORT;
        boolean secret = request.getHeaders().getAuthorization() != null
                || request.getHttpContent() != null
                || url.getQuery() != null
                || !(method.equals(HttpMethods.GET) || method.equals(HttpMethods.HEAD));
        return onLoopback.test(url.getHost()) || (portOfItsOwn && !secret);
    }

    /** Which way it was in the end: the server may have sent a plain question to TLS on the same port. */
    private static Way spoken(Way way, URL url, String answeredBy) {
        boolean sentToTls = way == Way.PLAIN && answeredBy.startsWith("https://" + url.getAuthority());
        return sentToTls ? Way.VERIFIED_TLS : way;
    }

    private static String answeredBy(IOException failure) {
        return failure instanceof ResponseException answer
                ? String.valueOf(answer.getHeaders().getFirstHeaderStringValue(HttpClients.ANSWERED_BY))
                : "";
    }

    /** An error is an answer, except for what a server says to plain HTTP on its TLS port. */
    private static boolean isAnswer(IOException failure, Way way) {
        return failure instanceof ResponseException answer
                && (way != Way.PLAIN || answer.getStatusCode() != BAD_REQUEST);
    }

    /** Where nobody listens, nobody speaks anything; but plain HTTP has another default port. */
    private static boolean mayBeAnotherWay(IOException failure, Way way, URL url) {
        if (failure instanceof ConnectException || failure instanceof ConnectTimeoutException) {
            return url.getPort() < 0;
        }
        return way == Way.PLAIN || failure instanceof SSLException;
    }

    private Response call(Way way, String method, URL url, Request request) throws IOException {
        return switch (way) {
            case VERIFIED_TLS -> verified.call(method, url, request);
            case UNVERIFIED_TLS -> unverified.call(method, url, request);
            case PLAIN -> plain(method, new URL("http", url.getHost(), url.getPort(), url.getFile()), request);
        };
    }

    /** A registry on this host may send us to another one, for a token, or to upload to: what goes there is not local. */
    private Response plain(String method, URL url, Request request) throws IOException {
        return onLoopback.test(url.getHost())
                ? plainOnLoopback.call(method, url, request)
                : super.call(method, url, request);
    }
}
