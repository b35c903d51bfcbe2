package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpTransport;
import com.google.cloud.tools.jib.api.LogEvent;
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

    /**
     * @param allowInsecure whether plain HTTP and unverified TLS may be fallen back to
     * @param sendAuthorizationOverHttp whether credentials may go over plain HTTP
     * @param logger takes Jib's messages on falling back
     * @param verifying the transport that verifies TLS certificates
     * @param trusting the transport that trusts every certificate; used only with {@code allowInsecure}
     */
    public SharedTransportHttpClient(
            boolean allowInsecure,
            boolean sendAuthorizationOverHttp,
            Consumer<LogEvent> logger,
            HttpTransport verifying,
            HttpTransport trusting) {
        super(allowInsecure, sendAuthorizationOverHttp, logger, () -> verifying, () -> trusting, false);
    }
}
