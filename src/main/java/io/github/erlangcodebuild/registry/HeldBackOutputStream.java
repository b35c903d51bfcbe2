package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Passes on what is written to it, except for the end, which waits for {@link #release()}. What is found to be bad at the
 * last byte has not been sent whole by then, and can be broken off. It is a buffer too.
 */
final class HeldBackOutputStream extends OutputStream {

    private final OutputStream out;
    private final byte[] end;
    private int held;
    private long total;

    /** @param most how many bytes to hold back at most, at least one */
    HeldBackOutputStream(OutputStream out, int most) {
        this.out = out;
        this.end = new byte[most];
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > end.length - held) {
            out.write(end, 0, held);
            held = 0;
        }
        int through = Math.max(0, length - end.length);
        if (through > 0) {
            out.write(bytes, offset, through);
        }
        System.arraycopy(bytes, offset + through, end, held, length - through);
        held += length - through;
        total += length;
    }

    /** How many bytes were written to it. */
    long total() {
        return total;
    }

    /** Sends the end. */
    void release() throws IOException {
        out.write(end, 0, held);
        held = 0;
        out.flush();
    }
}
