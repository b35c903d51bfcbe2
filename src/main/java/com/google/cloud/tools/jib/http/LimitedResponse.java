package com.google.cloud.tools.jib.http;

import com.google.api.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.BoundedInputStream;

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
        return BoundedInputStream.builder()
                .setInputStream(super.getBody())
                .setMaxCount(most + 1)
                .setOnMaxCount((max, count) -> {
                    throw new IOException("the answer has more than " + most + " bytes");
                })
                .get();
    }
}
