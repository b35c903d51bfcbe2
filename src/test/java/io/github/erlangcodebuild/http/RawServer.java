package io.github.erlangcodebuild.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server that does with each connection what it is told, byte for byte. */
final class RawServer implements AutoCloseable {

    private static final byte[] BLANK = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();

    /** What happens on a connection; when it returns the connection is closed. */
    interface Conversation {
        void hold(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    RawServer(Conversation conversation) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(() -> accept(conversation), "raw-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept(Conversation conversation) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread thread = new Thread(() -> hold(connection, conversation), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void hold(Socket connection, Conversation conversation) {
        try (connection) {
            conversation.hold(new BufferedInputStream(connection.getInputStream()), new OutputStream() {
                @Override
                public void write(int oneByte) throws IOException {
                    write(new byte[] {(byte) oneByte}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    connection.getOutputStream().write(bytes, offset, length);
                    written.addAndGet(length);
                }
            });
        } catch (IOException | InterruptedException e) {
            // the client has left, which some of them are made to
        }
    }

    String url(String path) {
        return "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + path;
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** How many bytes it could send in all. */
    long written() {
        return written.get();
    }

    /** Reads the head of a request. False at the end of the connection. */
    static boolean readHead(InputStream in) throws IOException {
        for (int matched = 0; matched < BLANK.length; ) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            matched = next == BLANK[matched] ? matched + 1 : next == BLANK[0] ? 1 : 0;
        }
        return true;
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
