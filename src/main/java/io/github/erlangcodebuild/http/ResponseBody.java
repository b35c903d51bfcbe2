package io.github.erlangcodebuild.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.http.HttpConnection;
import org.apache.http.HttpEntity;
import org.apache.http.entity.HttpEntityWrapper;

/**
 * The body of a response. Closing it before its end closes its connection, where Apache's would first read what is left: of a
 * layer whose upload has failed, or of a response without an end. A server that sends next to nothing is given up on, though it
 * keeps within the time between two bytes.
 */
final class ResponseBody extends HttpEntityWrapper {

    /** In bytes: as much as it costs less to read than to make a new connection. */
    private static final int CHEAP_TO_READ = 64 * 1024;

    /** In bytes: what has to come in a time of waiting, unless it is the end. */
    static final int SLOWEST = 64 * 1024;

    private final HttpConnection connection;
    private final Duration pace;

    /** @param pace how much waiting it may take for {@value #SLOWEST} bytes to come */
    ResponseBody(HttpEntity body, HttpConnection connection, Duration pace) {
        super(body);
        this.connection = connection;
        this.pace = pace;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Content(super.getContent(), getContentLength(), connection, pace);
    }

    private static final class Content extends FilterInputStream {

        private final HttpConnection connection;
        private final long length;
        private final Duration pace;
        private long read;
        private long waitedNanos;
        private long cameMeanwhile;
        private boolean ended;

        /** @param length in bytes, negative where it is not known */
        Content(InputStream in, long length, HttpConnection connection, Duration pace) {
            super(in);
            this.length = length;
            this.pace = pace;
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            long begin = System.nanoTime();
            int got = in.read(bytes, offset, count);
            ended = got < 0;
            if (!ended) {
                read += got;
                requireSpeed(System.nanoTime() - begin, got);
            }
            return got;
        }

        /** Only the time in which this waited counts: where the bytes go to may be slow, too. */
        private void requireSpeed(long nanos, int bytes) throws SocketTimeoutException {
            waitedNanos += nanos;
            cameMeanwhile += bytes;
            if (cameMeanwhile >= SLOWEST) {
                waitedNanos = 0;
                cameMeanwhile = 0;
            } else if (waitedNanos > pace.toNanos()) {
                throw new SocketTimeoutException(
                        "only " + cameMeanwhile + " bytes came in " + pace.toSeconds() + " s of waiting");
            }
        }

        @Override
        public long skip(long count) throws IOException {
            throw new IOException("a response is read, not skipped");
        }

        @Override
        public void close() throws IOException {
            if (ended || (length >= 0 && length - read <= CHEAP_TO_READ)) {
                in.close();
            } else {
                connection.shutdown();
                closeBroken();
            }
        }

        /** Gives the closed connection back to the pool. */
        private void closeBroken() {
            try {
                in.close();
            } catch (IOException e) {
                ended = true; // that its connection is closed is what was wanted
            }
        }
    }
}
