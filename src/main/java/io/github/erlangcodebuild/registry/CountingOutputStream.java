package io.github.erlangcodebuild.registry;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Counts the bytes that are written. Closing it only flushes: the HTTP client closes what it writes to. */
final class CountingOutputStream extends FilterOutputStream {

    private final LongConsumer written;

    /** @param written told after each write how many bytes it had */
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
