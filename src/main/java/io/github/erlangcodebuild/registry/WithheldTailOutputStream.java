package io.github.erlangcodebuild.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Passes on what is written to it, except for the tail, which waits for {@link #release()}. So a blob that turns out to be bad
 * at its last byte has not been sent whole, and its upload can still be given up. It is a buffer, too.
 */
final class WithheldTailOutputStream extends OutputStream {

    private final OutputStream out;
    private final byte[] tail;
    private int held;
    private long total;

    /** @param most the largest tail, in bytes; at least one */
    WithheldTailOutputStream(OutputStream out, int most) {
        this.out = out;
        this.tail = new byte[most];
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > tail.length - held) {
            out.write(tail, 0, held);
            held = 0;
        }
        int through = Math.max(0, length - tail.length);
        if (through > 0) {
            out.write(bytes, offset, through);
        }
        System.arraycopy(bytes, offset + through, tail, held, length - through);
        held += length - through;
        total += length;
    }

    /** How many bytes were written to it so far. */
    long total() {
        return total;
    }

    /** Passes the tail on, and flushes. */
    void release() throws IOException {
        out.write(tail, 0, held);
        held = 0;
        out.flush();
    }
}
