package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Compressed layers, whatever their bytes, with a descriptor that fits as far as Java can unpack them. */
public final class GzipFuzz implements FuzzTarget {

    private static final int MAX_UNPACKED_BYTES = 1 << 20;

    @Override
    public List<byte[]> seeds() {
        byte[] layer = TestBundle.otp(LayerCheck.OTP_VERSION).layerBytes();
        return List.of(
                layer,
                named(TestBundle.otp(LayerCheck.OTP_VERSION)
                        .with(TarEntry.file("usr/local/erlang/a", "content"))
                        .tarBytes()),
                TestBundle.gzip(new byte[MAX_UNPACKED_BYTES]),
                TestBundle.gzip("no tar".repeat(200).getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void read(byte[] input) throws IOException {
        LayerCheck.verify(input, unpack(input));
    }

    /** What Java unpacks before it gives up. */
    private static byte[] unpack(byte[] layer) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(layer))) {
            for (int read = gzip.read(buffer);
                    read >= 0 && unpacked.size() < MAX_UNPACKED_BYTES;
                    read = gzip.read(buffer)) {
                unpacked.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // the descriptor says what was unpacked until then
        }
        return unpacked.toByteArray();
    }

    private static byte[] named(byte[] tar) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        GzipParameters parameters = new GzipParameters();
        parameters.setFileName("toolchain.tar");
        try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(compressed, parameters)) {
            gzip.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
