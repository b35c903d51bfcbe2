package io.github.erlangcodebuild.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Supplier;
import org.apache.http.HttpHost;
import org.apache.http.conn.socket.LayeredConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Sets TLS up for the first connection that needs it. Reading the trust store takes a noticeable part of a push that changes
 * nothing, and a client that trusts everything is hardly ever used.
 */
final class LazyTlsSocketFactory implements LayeredConnectionSocketFactory {

    private final Supplier<LayeredConnectionSocketFactory> maker;
    private @Nullable LayeredConnectionSocketFactory made;

    /** @param maker called once at most */
    LazyTlsSocketFactory(Supplier<LayeredConnectionSocketFactory> maker) {
        this.maker = maker;
    }

    private synchronized LayeredConnectionSocketFactory factory() {
        if (made == null) {
            made = maker.get();
        }
        return made;
    }

    @Override
    public Socket createSocket(HttpContext context) throws IOException {
        return factory().createSocket(context);
    }

    @Override
    public Socket connectSocket(
            int connectTimeout,
            Socket socket,
            HttpHost host,
            InetSocketAddress remoteAddress,
            @Nullable InetSocketAddress localAddress,
            HttpContext context)
            throws IOException {
        return factory().connectSocket(connectTimeout, socket, host, remoteAddress, localAddress, context);
    }

    @Override
    public Socket createLayeredSocket(Socket socket, String target, int port, HttpContext context) throws IOException {
        return factory().createLayeredSocket(socket, target, port, context);
    }
}
