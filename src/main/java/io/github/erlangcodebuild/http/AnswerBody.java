package io.github.erlangcodebuild.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.http.HttpConnection;
import org.apache.http.HttpEntity;
import org.apache.http.entity.HttpEntityWrapper;

/**
 * The body of an answer. Closing it before its end breaks its connection off, where Apache's would first read what is left:
 * of a layer whose upload has failed, or of an answer without an end.
 */
final class AnswerBody extends HttpEntityWrapper {

    /** What it costs less to read, in bytes, than to make a new connection. */
    private static final int LITTLE = 64 * 1024;

    private final HttpConnection connection;

    AnswerBody(HttpEntity body, HttpConnection connection) {
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
            throw new IOException("an answer is read, not skipped");
        }

        @Override
        public void close() throws IOException {
            if (ended || (length >= 0 && length - read <= LITTLE)) {
                in.close();
            } else {
                connection.shutdown();
                closeBroken();
            }
        }

        /** Gives the connection back, which is of no use any more. */
        private void closeBroken() {
            try {
                in.close();
            } catch (IOException e) {
                ended = true; // that it is broken off is what was wanted
            }
        }
    }
}
