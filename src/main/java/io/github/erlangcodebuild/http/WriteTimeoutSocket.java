package io.github.erlangcodebuild.http;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A socket with a write timeout, which Java's own sockets do not have: how long the other side may take no byte of what is
 * written. When one of its timeouts passes (connect, read, write), its {@link SocketTimeoutException} says which, and how many
 * seconds that was.
 */
final class WriteTimeoutSocket extends Socket {

    /** In bytes. The timeout is for each write, so a slow but living server must be able to take one in time. */
    private static final int MAX_WRITE = 64 * 1024;

    private final Duration writeTimeout;
    private volatile long writingSince;
    private volatile boolean writing;
    private volatile boolean timedOut;

    WriteTimeoutSocket(Duration writeTimeout) {
        this.writeTimeout = writeTimeout;
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) throws IOException {
        try {
            super.connect(address, timeoutMillis);
        } catch (SocketTimeoutException e) {
            throw timeout("no connection within ", timeoutMillis, e);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return in.read(bytes, offset, length);
                } catch (SocketTimeoutException e) {
                    throw timeout("no byte came for ", getSoTimeout(), e);
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int oneByte) throws IOException {
                write(new byte[] {(byte) oneByte}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += MAX_WRITE) {
                    writeWatched(bytes, offset + done, Math.min(MAX_WRITE, length - done));
                }
            }

            private void writeWatched(byte[] bytes, int offset, int length) throws IOException {
                writingSince = System.nanoTime();
                writing = true;
                try {
                    out.write(bytes, offset, length);
                } catch (SocketException e) {
                    throw timedOut ? timeout("no byte was taken for ", (int) writeTimeout.toMillis(), e) : e;
                } finally {
                    writing = false;
                }
            }
        };
    }

    /**
     * Ends a write that takes longer than the timeout; to be called by another thread, every now and then. The first time it
     * closes only the socket's output: the server may take no more because it has answered, and its answer can still be read.
     */
    void enforceWriteTimeout() {
        if (writing && System.nanoTime() - writingSince > writeTimeout.toNanos()) {
            boolean again = timedOut;
            timedOut = true;
            try {
                if (again) {
                    close();
                } else {
                    shutdownOutput();
                }
            } catch (IOException e) {
                timedOut = again; // nothing was closed: the next call tries again
            }
        }
    }

    private static SocketTimeoutException timeout(String what, int millis, IOException cause) {
        String seconds = BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
        SocketTimeoutException timeout = new SocketTimeoutException(what + seconds + " s");
        timeout.addSuppressed(cause); // no cause: the root of a failure is what the user reads
        return timeout;
    }
}
