package io.github.erlangcodebuild.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.http.HttpException;
import org.apache.http.impl.DefaultBHttpClientConnection;
import org.apache.http.impl.DefaultBHttpServerConnection;

/**
 * Stands between a client and an HTTP server on 127.0.0.1, on a free port, and does what a bad network does, on the
 * sockets themselves: resets, silence, an end in the middle, connections refused.
 *
 * <p>HttpCore reads and writes the messages. A library for the whole was looked for: WireMock and MockServer read a
 * request to its end before any fault, so they cannot break off an upload; Toxiproxy knows bytes but no requests, and
 * needs a server in Go.
 */
final class Relay implements AutoCloseable {

    private static final int BUFFER = 8 * 1024;
    private static final int MOST_TRIES = 1_000_000;

    /** Without it, a client that tries TLS first would wait for an answer to its greeting. */
    private static final byte[] NOT_TLS =
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** The first byte of a TLS handshake (RFC 8446, 5.1). */
    private static final int TLS_HANDSHAKE = 22;

    private final URI server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Relay::thread);
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> requests;
    private final AtomicInteger changes = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int port;
    private volatile ServerSocket listening;
    private volatile Socket placeholder = new Socket();

    /** Takes a request that it wants to do something to; the first rule that takes one has it. */
    interface Rule {

        /** What to do with this request; empty to leave it to the next rule. */
        Optional<Fault.Action> judge(Exchange exchange) throws IOException;
    }

    /**
     * @param server where requests go that nothing happens to, {@code http://127.0.0.1:PORT}
     * @param requests takes what is asked: {@code METHOD /path?query}
     */
    Relay(URI server, List<String> requests) {
        this.server = server;
        this.requests = requests;
        this.listening = listen(0);
        this.port = listening.getLocalPort();
    }

    /** {@code 127.0.0.1:PORT} */
    String host() {
        return "127.0.0.1:" + port;
    }

    URI url() {
        return URI.create("http://" + host());
    }

    /** Where this passes requests on to. What it refers its clients to for tokens, it refers them to here. */
    URI server() {
        return server;
    }

    void add(Rule rule) {
        rules.add(rule);
    }

    /** A client gets another answer than the server gave. */
    void noteChange() {
        changes.incrementAndGet();
    }

    /** How many answers were others than the server's. */
    int changes() {
        return changes.get();
    }

    /** Does nothing to requests any more. */
    void clear() {
        rules.clear();
    }

    /** Resets all connections, and has new ones refused until {@link #comeBack}. Keeps the port. */
    synchronized void goAway() {
        if (away()) {
            return;
        }
        try {
            listening.close();
            placeholder = new Socket();
            placeholder.setReuseAddress(true);
            bindWhenFree(placeholder); // bound, not listening
            // last: who is reset comes again at once, and must not be taken by what is about to close
            for (Socket socket : sockets) {
                resetIfOpen(socket);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes connections again; does nothing while it does. */
    synchronized void comeBack() {
        if (!away()) {
            return;
        }
        try {
            placeholder.close();
            listening = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has gone away or come back, when it is about to. */
    synchronized boolean awaitGoing() {
        return away();
    }

    private boolean away() {
        return listening.isClosed();
    }

    /** The listening socket is closed only when the thread that waits at it has noticed. */
    private void bindWhenFree(Socket socket) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int tries = 0; ; tries++) {
            try {
                socket.bind(address);
                return;
            } catch (BindException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Waits as long as this relay is open. */
    void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the clients have closed all their connections, and what they last sent is done with. */
    void awaitQuiet() {
        try {
            while (!sockets.isEmpty()) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void resetIfOpen(Socket socket) throws IOException {
        try {
            reset(socket);
        } catch (SocketException e) {
            if (!socket.isClosed()) { // by the thread that serves it
                throw e;
            }
        }
    }

    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
            placeholder.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private ServerSocket listen(int onPort) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.setReceiveBufferSize(BUFFER); // so that a client soon notices that nobody reads
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort));
            threads.execute(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** One connection: as many requests as the client sends on it. */
    private void serve(Socket client) {
        sockets.add(client);
        try (client;
                ServerConnection down = new ServerConnection(client);
                DefaultBHttpClientConnection up = new DefaultBHttpClientConnection(BUFFER)) {
            if (down.isTls()) {
                client.getOutputStream().write(NOT_TLS);
                return;
            }
            down.bind(client);
            boolean goesOn = true;
            while (goesOn) {
                Exchange exchange = Exchange.receive(this, client, down, up);
                requests.add(exchange.method() + " " + exchange.uri());
                goesOn = action(exchange).on(exchange);
            }
        } catch (IOException | HttpException e) {
            return; // one of the two went away, which is their business
        } finally {
            sockets.remove(client);
        }
    }

    private Fault.Action action(Exchange exchange) throws IOException {
        for (Rule rule : rules) {
            Optional<Fault.Action> action = rule.judge(exchange);
            if (action.isPresent()) {
                return action.get();
            }
        }
        return Exchange::passOn;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        return thread;
    }

    /** Looks at the first byte before the request is read. */
    private static final class ServerConnection extends DefaultBHttpServerConnection {

        private final PushbackInputStream in;

        ServerConnection(Socket client) throws IOException {
            super(BUFFER);
            in = new PushbackInputStream(client.getInputStream());
        }

        boolean isTls() throws IOException {
            int first = in.read();
            if (first >= 0) {
                in.unread(first);
            }
            return first == TLS_HANDSHAKE;
        }

        @Override
        protected InputStream getSocketInputStream(Socket socket) {
            return in;
        }
    }
}
