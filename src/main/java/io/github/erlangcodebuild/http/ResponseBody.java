package io.github.erlangcodebuild.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.http.HttpConnection;
import org.apache.http.HttpEntity;
import org.apache.http.entity.HttpEntityWrapper;

/**
 * The body of a response. Closing it before its end closes its connection, where Apache's would first read what is left: of a
 * layer whose upload has failed, or of a response without an end.
 */
final class ResponseBody extends HttpEntityWrapper {

    /** In bytes: as much as it costs less to read than to make a new connection. */
    private static final int CHEAP_TO_READ = 64 * 1024;

    private final HttpConnection connection;

    ResponseBody(HttpEntity body, HttpConnection connection) {
        super(body);
        this.connection = connection;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Content(super.getContent(), getContentLength(), connection);
    }

    private static final class Content extends FilterInputStream {

        private final HttpConnection connection;
        private final long length;
        private long read;
        private boolean ended;

        /** @param length in bytes, negative where it is not known */
        Content(InputStream in, long length, HttpConnection connection) {
            super(in);
            this.length = length;
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int got = in.read(bytes, offset, count);
            ended = got < 0;
            read += Math.max(got, 0);
            return got;
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
