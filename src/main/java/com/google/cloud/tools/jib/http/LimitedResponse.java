package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A response whose body fails at the first byte too many. */
final class LimitedResponse extends Response {

    private final long most;

    /** @param most in bytes */
    LimitedResponse(HttpResponse response, long most) {
        super(response);
        this.most = most;
    }

    @Override
    public InputStream getBody() throws IOException {
        return most == Long.MAX_VALUE ? super.getBody() : new Limited(super.getBody(), most);
    }

    private static final class Limited extends FilterInputStream {

        private final long most;
        private long left;

        Limited(InputStream in, long most) {
            super(in);
            this.most = most;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = in.read(bytes, offset, length);
            left -= Math.max(got, 0);
            if (left < 0) {
                throw new IOException("the answer has more than " + most + " bytes");
            }
            return got;
        }
    }
}
