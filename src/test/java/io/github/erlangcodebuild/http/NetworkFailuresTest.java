package io.github.erlangcodebuild.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocketFactory;
import org.apache.http.HttpHost;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.HttpHostConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFailuresTest {

    private static final HttpHost HOST = new HttpHost("a.example", 8443);

    @ParameterizedTest
    @MethodSource("unreachable")
    void aServerThatIsNotConnectedToOrSilentIsUnreachable(Exception failure) {
        assertThat(NetworkFailures.isUnreachable(new IOException(failure))).isTrue();
        assertThat(NetworkFailures.isTls(failure)).isFalse();
        assertThat(NetworkFailures.isBrokenOff(failure)).isFalse();
    }

    static Stream<Exception> unreachable() {
        return Stream.of(
                new ConnectException("refused"),
                new HttpHostConnectException(new ConnectException("refused"), HOST),
                new ConnectTimeoutException("timeout"),
                new NoRouteToHostException(),
                new SocketTimeoutException());
    }

    @Test
    void aBrokenConnectionIsNoneOfThese() {
        Exception failure = new IOException(new SocketException("Connection reset"));

        assertThat(Stream.<Predicate<Throwable>>of(
                        NetworkFailures::isUnreachable,
                        NetworkFailures::isUnknownHost,
                        NetworkFailures::isTls,
                        NetworkFailures::isNotTls,
                        NetworkFailures::isUntrusted))
                .noneMatch(kind -> kind.test(failure));
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void aCertificateThatNobodyVouchesForOrOfAnotherHostIsNotTrusted(Exception failure) {
        assertThat(NetworkFailures.isUntrusted(new IOException(failure))).isTrue();
    }

    static Stream<Exception> untrusted() {
        return Stream.of(
                new SSLPeerUnverifiedException("a.example"),
                new SSLException("untrusted", new CertificateException("no path to a trusted root")));
    }

    @Test
    void anotherTlsFailureIsNotOfTheCertificate() {
        Exception failure = new SSLException("closed");

        assertThat(NetworkFailures.isTls(failure)).isTrue();
        assertThat(NetworkFailures.isUntrusted(failure)).isFalse();
        assertThat(NetworkFailures.isNotTls(failure)).isFalse();
    }

    /** Asks a real server, since the JDK tells it by its words alone. */
    @Test
    void aServerThatSpeaksPlainHttpIsToldFromOneWhoseTlsFails() throws Exception {
        try (ServerSocket plain = new ServerSocket();
                Socket client = SSLSocketFactory.getDefault().createSocket()) {
            plain.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client.connect(plain.getLocalSocketAddress());
            try (Socket accepted = plain.accept()) {
                accepted.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));

                assertThat(failure(client)).matches(NetworkFailures::isNotTls).matches(NetworkFailures::isTls);
            }
        }
    }

    private static IOException failure(Socket tls) {
        try {
            tls.getOutputStream().write(1);
            throw new AssertionError("the handshake should have failed");
        } catch (IOException e) {
            return e;
        }
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void theHostIsNamedWithoutItsPort(Exception failure) {
        assertThat(NetworkFailures.host(new IOException(failure))).hasValue("a.example");
    }

    static Stream<Exception> hosts() {
        return Stream.of(
                new UnknownHostException("a.example"),
                new UnknownHostException("a.example: Name or service not known"),
                new HttpHostConnectException(new ConnectException("refused"), HOST),
                new ConnectTimeoutException(new SocketTimeoutException(), HOST));
    }

    @Test
    void whereJavaDoesNotSayWhichHostItWasNoneIsNamed() {
        assertThat(NetworkFailures.host(new ConnectException("refused"))).isEmpty();
    }
}
