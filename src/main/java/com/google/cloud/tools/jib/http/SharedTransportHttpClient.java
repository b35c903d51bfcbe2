package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpTransport;
import com.google.cloud.tools.jib.api.LogEvent;
import java.io.IOException;
import java.net.URL;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Jib's HTTP client on transports that we made: one pool of connections instead of a new connection for every request,
 * proxies of our choosing instead of the JVM's, and no retries of its own (Jib tries a refused connection again for a
 * minute, but not a broken upload).
 *
 * <p>It stands in Jib's package because the constructor that takes transports is package-private there. That constructor
 * is all it uses.
 */
public final class SharedTransportHttpClient extends FailoverHttpClient {

    private static final int BAD_REQUEST = 400;

    private final boolean plainFirst;
    private final Set<String> plain = ConcurrentHashMap.newKeySet();
    private final Set<String> tls = ConcurrentHashMap.newKeySet();

    /**
     * Takes the transports.
     *
     * @param allowInsecure whether plain HTTP and unverified TLS may be fallen back to
     * @param onLoopback whether its registries are on this host: credentials may go over plain HTTP, and, with
     *     {@code allowInsecure}, plain HTTP is tried before TLS, as every container tool does there
     * @param sendAuthorizationOverHttp whether credentials may go over plain HTTP anyway
     * @param logger takes Jib's messages on falling back
     * @param verifying the transport that verifies TLS certificates
     * @param trusting the transport that trusts every certificate; used only with {@code allowInsecure}
     */
    public SharedTransportHttpClient(
            boolean allowInsecure,
            boolean onLoopback,
            boolean sendAuthorizationOverHttp,
            Consumer<LogEvent> logger,
            HttpTransport verifying,
            HttpTransport trusting) {
        super(allowInsecure, onLoopback || sendAuthorizationOverHttp, logger, () -> verifying, () -> trusting, false);
        this.plainFirst = allowInsecure && onLoopback;
    }

    @Override
    public Response call(String method, URL url, Request request) throws IOException {
        if (!plainFirst || !url.getProtocol().equals("https") || tls.contains(url.getAuthority())) {
            return super.call(method, url, request);
        }
        URL plainUrl = new URL("http", url.getHost(), url.getPort(), url.getFile());
        if (plain.contains(url.getAuthority())) {
            return super.call(method, plainUrl, request);
        }
        try {
            Response response = super.call(method, plainUrl, request);
            plain.add(url.getAuthority());
            return response;
        } catch (ResponseException e) {
            if (e.getStatusCode() != BAD_REQUEST) { // what a server says to plain HTTP on its TLS port
                plain.add(url.getAuthority());
                throw e;
            }
            return overTls(method, url, request);
        } catch (IOException e) {
            return overTls(method, url, request);
        }
    }

    private Response overTls(String method, URL url, Request request) throws IOException {
        Response response = super.call(method, url, request);
        tls.add(url.getAuthority());
        return response;
    }
}
