package io.github.erlangcodebuild.http;

import io.github.erlangcodebuild.Failures;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.HttpHost;
import org.apache.http.NoHttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.HttpHostConnectException;

/**
 * Why there was no answer, told from what Java and Apache's HTTP client throw: these exceptions, or ones that they caused. More
 * than one may be true of a failure.
 */
public final class NetworkFailures {

    private NetworkFailures() {}

    /** Whether a host's name could not be looked up. */
    public static boolean isUnknownHost(Throwable failure) {
        return Failures.has(failure, UnknownHostException.class);
    }

    /** Whether no connection to a server could be made. */
    public static boolean isNotConnected(Throwable failure) {
        return Failures.has(failure, ConnectException.class)
                || Failures.has(failure, ConnectTimeoutException.class)
                || Failures.has(failure, NoRouteToHostException.class);
    }

    /** Whether a connection that was made ended before an answer was there, or in the middle of it. */
    public static boolean isBrokenOff(Throwable failure) {
        return !isNotConnected(failure)
                && (Failures.has(failure, SocketException.class)
                        || Failures.has(failure, EOFException.class)
                        || Failures.has(failure, NoHttpResponseException.class)
                        || Failures.has(failure, ConnectionClosedException.class));
    }

    /** Whether a server could not be connected to, or was silent for longer than the timeout. */
    public static boolean isUnreachable(Throwable failure) {
        return isNotConnected(failure) || Failures.has(failure, SocketTimeoutException.class);
    }

    /** Whether TLS failed, for whatever reason: also for those of the next two. */
    public static boolean isTls(Throwable failure) {
        return Failures.has(failure, SSLException.class);
    }

    /** Whether a server answered something else than TLS to a TLS handshake: it speaks plain HTTP. */
    public static boolean isNotTls(Throwable failure) {
        return Failures.chain(failure).anyMatch(cause -> String.valueOf(cause.getMessage())
                .contains("Unsupported or unrecognized SSL message")); // the JDK's words; it has no type for it
    }

    /** Whether a server's TLS certificate is not trusted, or is another host's. */
    public static boolean isUntrusted(Throwable failure) {
        return Failures.has(failure, SSLPeerUnverifiedException.class)
                || (isTls(failure) && Failures.has(failure, GeneralSecurityException.class));
    }

    /**
     * The host that was not found, or could not be connected to, without its port: the one that was asked, or one that it refers
     * to.
     *
     * @return empty for other failures, and where Java does not say which host it was
     */
    public static Optional<String> host(Throwable failure) {
        return Failures.find(failure, UnknownHostException.class)
                .map(unknown -> String.valueOf(unknown.getMessage()).replaceFirst(":.*", ""))
                .or(() -> Failures.find(failure, HttpHostConnectException.class)
                        .map(HttpHostConnectException::getHost)
                        .map(HttpHost::getHostName))
                .or(() -> Failures.find(failure, ConnectTimeoutException.class)
                        .map(ConnectTimeoutException::getHost)
                        .map(HttpHost::getHostName));
    }
}
