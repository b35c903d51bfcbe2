package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * The layer as it comes in. What is read here goes on to the destination at once, and is counted and digested against
 * the descriptor. Failures of source and destination leave as {@link TransferFailure}.
 */
final class CompressedLayer extends InputStream {

    /** A gzip header may hold a name and a comment without end (RFC 1952, 2.3); ours holds neither. */
    private static final long MAX_HEADER_BYTES = 256 * 1024;

    private final InputStream source;
    private final OutputStream destination;
    private final ExpectedLayer expected;
    private final Refusals refusals;
    private final MessageDigest sha256 = Digest.newSha256();
    private long count;
    private boolean inHeader = true;

    CompressedLayer(InputStream source, OutputStream destination, ExpectedLayer expected, Refusals refusals) {
        this.source = source;
        this.destination = destination;
        this.expected = expected;
        this.refusals = refusals;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int read = receive(buffer, offset, length);
        if (read < 0) {
            if (count < expected.size()) {
                throw refusals.damaged("is cut short, with " + count + " of " + expected.size() + " bytes");
            }
            return read;
        }
        count += read;
        if (count > expected.size()) {
            throw refusals.damaged("is larger than the " + expected.size() + " bytes that its descriptor says");
        }
        if (inHeader && count > MAX_HEADER_BYTES) {
            throw refusals.layer("has a gzip header of more than " + MAX_HEADER_BYTES + " bytes");
        }
        sha256.update(buffer, offset, read);
        send(buffer, offset, read);
        return read;
    }

    /** From here on the bytes are deflated content. */
    void headerRead() {
        inHeader = false;
    }

    /** Call at the end of the stream. */
    void requireDigest() {
        Digest found = Digest.of(sha256);
        if (!found.equals(expected.digest())) {
            throw refusals.damaged("has the digest " + found + ", and its descriptor says " + expected.digest());
        }
    }

    private int receive(byte[] buffer, int offset, int length) {
        try {
            return source.read(buffer, offset, length);
        } catch (IOException e) {
            throw new TransferFailure(e);
        } catch (RuntimeException e) {
            throw new TransferFailure(e);
        }
    }

    private void send(byte[] buffer, int offset, int length) {
        try {
            destination.write(buffer, offset, length);
        } catch (IOException e) {
            throw new TransferFailure(e);
        } catch (RuntimeException e) {
            throw new TransferFailure(e);
        }
    }
}
