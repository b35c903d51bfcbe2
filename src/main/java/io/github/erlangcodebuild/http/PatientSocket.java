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
 * A socket with a limit for what Java's own have none for: how long the other side may take no byte of what is written. Its
 * exceptions, also those of the other limits, say what was waited for, and how long.
 */
final class PatientSocket extends Socket {

    /** What one write may hold: the limit is for each, so a slow but living server must be able to take it in time. */
    private static final int LARGEST_WRITE = 64 * 1024;

    private final Duration limit;
    private volatile long writingSince;
    private volatile boolean writing;
    private volatile boolean givenUp;

    PatientSocket(Duration limit) {
        this.limit = limit;
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
                for (int done = 0; done < length; done += LARGEST_WRITE) {
                    watched(bytes, offset + done, Math.min(LARGEST_WRITE, length - done));
                }
            }

            private void watched(byte[] bytes, int offset, int length) throws IOException {
                writingSince = System.nanoTime();
                writing = true;
                try {
                    out.write(bytes, offset, length);
                } catch (SocketException e) {
                    throw givenUp ? timeout("no byte was taken for ", (int) limit.toMillis(), e) : e;
                } finally {
                    writing = false;
                }
            }
        };
    }

    /**
     * Breaks off a write that takes too long. Called now and then by another thread. At first only the way out is closed: the
     * server may take no more because it has answered, and its answer can still be read.
     */
    void giveUpWhenStuck() {
        if (writing && System.nanoTime() - writingSince > limit.toNanos()) {
            boolean again = givenUp;
            givenUp = true;
            try {
                if (again) {
                    close();
                } else {
                    shutdownOutput();
                }
            } catch (IOException e) {
                givenUp = again; // nothing was closed, so nothing is broken off: the next call tries again
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
