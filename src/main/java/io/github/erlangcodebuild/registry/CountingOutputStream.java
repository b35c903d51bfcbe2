package io.github.erlangcodebuild.registry;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes went through. Does not close what it writes to: the HTTP client does. */
final class CountingOutputStream extends FilterOutputStream {

    private final LongConsumer written;

    CountingOutputStream(OutputStream out, LongConsumer written) {
        super(out);
        this.written = written;
    }

    @Override
    public void write(int oneByte) throws IOException {
        out.write(oneByte);
        written.accept(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        written.accept(length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
