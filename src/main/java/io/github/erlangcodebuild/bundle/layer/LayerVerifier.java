package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.ForeignText;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Copies a toolchain layer and verifies it on the way, in one pass: compressed size and digest, uncompressed size and
 * diff ID, and each entry of the tar. Nothing is written to disk, and memory does not grow with the layer, except by the
 * names of its entries, which are bounded (see {@link LayerPaths}).
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/layer.md">OCI image-spec, layer</a>
 */
public final class LayerVerifier {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_FILE_NAME_LENGTH = 255;

    private final ExpectedLayer expected;
    private final Refusals refusals;

    /**
     * @param expected what the layer must be
     * @param location where the layer comes from, for messages
     */
    public LayerVerifier(ExpectedLayer expected, String location) {
        this.expected = expected;
        this.refusals = new Refusals(location);
    }

    /**
     * Copies the layer. Bytes go on before they are verified to the end, so what was written may be used only when this
     * returns normally.
     *
     * @param compressed the layer from its first byte; read to its end, unless the layer is refused; stays open
     * @param out receives the same bytes; stays open
     * @throws IOException unchanged from {@code compressed} or {@code out}
     * @throws ActionableException when the layer is not what its descriptor and the bundle format say
     */
    public void copy(InputStream compressed, OutputStream out) throws IOException {
        CompressedLayer source = new CompressedLayer(compressed, out, expected, refusals);
        try {
            verify(source);
        } catch (TransferFailure e) {
            throw e.unwrap();
        } catch (ActionableException e) {
            throw e;
        } catch (EOFException e) {
            throw refusals.damaged("ends in the middle of its gzip stream", e);
        } catch (IOException | RuntimeException e) {
            // the two ends throw TransferFailure: this is a decoder that cannot make sense of the content
            throw refusals.damaged(
                    "cannot be unpacked as a gzip-compressed tar (" + ForeignText.line(String.valueOf(e.getMessage()))
                            + ")",
                    e);
        }
    }

    private void verify(CompressedLayer source) throws IOException {
        // supports mark, so that the decoder puts back what it read beyond the end of the gzip stream
        BufferedInputStream compressed = new BufferedInputStream(source, BUFFER_BYTES);
        try (GzipCompressorInputStream gzip =
                GzipCompressorInputStream.builder().setInputStream(compressed).get()) {
            source.headerRead();
            requirePlain(gzip.getMetaData());
            verifyTar(new UncompressedLayer(new BufferedInputStream(gzip, BUFFER_BYTES), expected, refusals));
            if (compressed.read() >= 0) {
                throw refusals.damaged("has more data after its gzip stream");
            }
            source.requireDigest();
        }
    }

    /** Go, and so every container runtime, reads names of up to 512 bytes and verifies a header's CRC; Java does neither. */
    private void requirePlain(GzipParameters header) {
        String name = header.getFileName();
        if (header.getHeaderCRC()
                || header.getExtraField() != null
                || header.getComment() != null
                || (name != null && name.length() > MAX_FILE_NAME_LENGTH)) {
            throw refusals.layer("has a gzip header that holds more than a file's name");
        }
    }

    private void verifyTar(UncompressedLayer uncompressed) throws IOException {
        EntryRules rules = new EntryRules(refusals);
        LayerPaths paths = new LayerPaths(refusals);
        EntryContents contents = new EntryContents(expected, refusals);
        byte[] buffer = new byte[BUFFER_BYTES];
        LayerTar tar = new LayerTar(uncompressed, refusals);
        for (Optional<LayerEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
            LayerEntry entry = next.get();
            String path = rules.check(entry);
            paths.add(path, entry);
            contents.check(path, entry, tar);
            drain(tar, buffer);
        }
        drain(uncompressed, buffer);
        uncompressed.requireSizeAndDiffId();
        contents.requireVersionSeen();
        requireExecutable(paths, EntryRules.ERLANG + "/bin/erl");
        requireExecutable(paths, EntryRules.REBAR3);
    }

    private void requireExecutable(LayerPaths paths, String path) {
        if (!paths.isExecutable(path)) {
            throw refusals.layer("holds no executable file " + path);
        }
    }

    private static void drain(InputStream in, byte[] buffer) throws IOException {
        while (in.read(buffer, 0, buffer.length) >= 0) {
            // its streams digest what is read
        }
    }
}
