package io.github.erlangcodebuild.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.HttpHost;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.LayeredConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Makes {@link WriteTimeoutSocket}s, for plain HTTP and below TLS, and enforces their timeout. */
final class WriteTimeoutSockets {

    private static final int CHECKS_PER_TIMEOUT = 10;

    private final Duration writeTimeout;
    private final Set<WriteTimeoutSocket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * @param writeTimeout how long a server may take no byte of what one of them writes
     * @param watch checks that
     */
    WriteTimeoutSockets(Duration writeTimeout, Timer watch) {
        this.writeTimeout = writeTimeout;
        long pause = Math.max(1, writeTimeout.toMillis() / CHECKS_PER_TIMEOUT);
        TimerTask check = new TimerTask() {
            @Override
            public void run() {
                check();
            }
        };
        watch.schedule(check, pause, pause);
    }

    /**
     * The socket factories by scheme, {@code http} and {@code https}.
     *
     * @param tls makes the TLS on top of these sockets
     */
    Registry<ConnectionSocketFactory> factories(LayeredConnectionSocketFactory tls) {
        return RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", new Plain(PlainConnectionSocketFactory.getSocketFactory()))
                .register("https", new Tls(tls))
                .build();
    }

    private Socket create() {
        WriteTimeoutSocket socket = new WriteTimeoutSocket(writeTimeout);
        sockets.add(socket);
        return socket;
    }

    private void check() {
        sockets.removeIf(Socket::isClosed);
        sockets.forEach(WriteTimeoutSocket::enforceWriteTimeout);
    }

    private class Plain implements ConnectionSocketFactory {

        private final ConnectionSocketFactory connector;

        Plain(ConnectionSocketFactory connector) {
            this.connector = connector;
        }

        @Override
        public Socket createSocket(HttpContext context) {
            return create();
        }

        @Override
        public Socket connectSocket(
                int timeoutMillis,
                @Nullable Socket socket,
                HttpHost host,
                InetSocketAddress remote,
                @Nullable InetSocketAddress local,
                HttpContext context)
                throws IOException {
            return connector.connectSocket(
                    timeoutMillis, socket == null ? create() : socket, host, remote, local, context);
        }
    }

    private final class Tls extends Plain implements LayeredConnectionSocketFactory {

        private final LayeredConnectionSocketFactory tls;

        Tls(LayeredConnectionSocketFactory tls) {
            super(tls);
            this.tls = tls;
        }

        @Override
        public Socket createLayeredSocket(Socket socket, String target, int port, HttpContext context)
                throws IOException {
            return tls.createLayeredSocket(socket, target, port, context);
        }
    }
}
