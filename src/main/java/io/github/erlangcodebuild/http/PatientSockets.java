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

/** Makes {@link PatientSocket}s, for plain HTTP and below TLS, and looks after them. */
final class PatientSockets implements AutoCloseable {

    private static final int LOOKS_PER_LIMIT = 10;

    private final Duration limit;
    private final Set<PatientSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Timer watch = new Timer("erlang-codebuild-watch", true);

    /** @param limit how long a server may take nothing of what any of them writes */
    PatientSockets(Duration limit) {
        this.limit = limit;
        long pause = Math.max(1, limit.toMillis() / LOOKS_PER_LIMIT);
        TimerTask look = new TimerTask() {
            @Override
            public void run() {
                look();
            }
        };
        watch.schedule(look, pause, pause);
    }

    /** By scheme, with this one for {@code https}. */
    Registry<ConnectionSocketFactory> factories(LayeredConnectionSocketFactory tls) {
        return RegistryBuilder.<ConnectionSocketFactory>create()
                .register("http", new Plain(PlainConnectionSocketFactory.getSocketFactory()))
                .register("https", new Tls(tls))
                .build();
    }

    /** Looks after them no more; whoever opened them closes them. */
    @Override
    public void close() {
        watch.cancel();
    }

    private Socket create() {
        PatientSocket socket = new PatientSocket(limit);
        sockets.add(socket);
        return socket;
    }

    private void look() {
        sockets.removeIf(Socket::isClosed);
        sockets.forEach(PatientSocket::giveUpWhenStuck);
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
