package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** The tar as it is inflated, counted and digested against the descriptor. */
final class UncompressedLayer extends InputStream {

    private final InputStream inflated;
    private final ExpectedLayer expected;
    private final Refusals refusals;
    private final MessageDigest sha256 = Digest.newSha256();
    private long count;
    private boolean onlyZeros;

    UncompressedLayer(InputStream inflated, ExpectedLayer expected, Refusals refusals) {
        this.inflated = inflated;
        this.expected = expected;
        this.refusals = refusals;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = inflated.read(buffer, offset, length);
        if (read <= 0) {
            return read;
        }
        count += read;
        if (count > expected.uncompressedSize()) {
            throw refusals.damaged("inflates to more than the " + expected.uncompressedSize()
                    + " bytes that its descriptor says (layer.uncompressedSize)");
        }
        if (onlyZeros) {
            requireZeros(buffer, offset, read);
        }
        sha256.update(buffer, offset, read);
        return read;
    }

    /** The tar's end marker was read: only padding may follow. */
    void expectOnlyZeros() {
        onlyZeros = true;
    }

    /** Call at the end of the stream. */
    void requireSizeAndDiffId() {
        if (count < expected.uncompressedSize()) {
            throw refusals.damaged("inflates to " + count + " bytes, and its descriptor says "
                    + expected.uncompressedSize() + " (layer.uncompressedSize)");
        }
        Digest found = Digest.of(sha256);
        if (!found.equals(expected.diffId())) {
            throw refusals.damaged("has the diff ID " + found + ", and its descriptor says " + expected.diffId());
        }
    }

    private void requireZeros(byte[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] != 0) {
                throw refusals.layer("has more data after the end marker of its tar");
            }
        }
    }
}
