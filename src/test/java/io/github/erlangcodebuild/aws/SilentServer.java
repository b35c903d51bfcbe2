package io.github.erlangcodebuild.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address that connections are begun to and never made, as to one behind a firewall that drops packets. */
final class SilentServer implements AutoCloseable {

    private final ServerSocket server;
    private final List<Socket> waiting = new ArrayList<>();

    private SilentServer(ServerSocket server) {
        this.server = server;
    }

    static SilentServer withFullBacklog() throws IOException {
        SilentServer silent = new SilentServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket();
                silent.waiting.add(socket);
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.server.getLocalPort()), 200);
            }
        } catch (SocketTimeoutException e) {
            return silent;
        }
        throw new IllegalStateException("the backlog takes more connections than it should");
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : waiting) {
            socket.close();
        }
    }
}
