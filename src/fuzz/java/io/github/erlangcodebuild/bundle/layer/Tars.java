package io.github.erlangcodebuild.bundle.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** Makes whole what a fuzzer has changed. */
final class Tars {

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final int SIZE = 124;
    private static final int SIZE_BYTES = 12;

    private Tars() {}

    /** From one header to the next, as far as sizes lead. */
    static byte[] withChecksums(byte[] input) {
        byte[] tar = input.clone();
        for (int header : headers(tar)) {
            if (tar[header] != 0) {
                writeChecksum(tar, header);
            }
        }
        return tar;
    }

    /** Where they begin. */
    static List<Integer> headers(byte[] tar) {
        List<Integer> headers = new ArrayList<>();
        for (long at = 0; at + TarHeader.BYTES <= tar.length; ) {
            int header = (int) at;
            headers.add(header);
            at += TarHeader.BYTES + padded(size(tar, header));
        }
        return headers;
    }

    private static void writeChecksum(byte[] tar, int header) {
        int sum = ' ' * CHECKSUM_BYTES;
        for (int i = 0; i < TarHeader.BYTES; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES ? 0 : tar[header + i] & 0xff;
        }
        TarUtils.formatCheckSumOctalBytes(sum, tar, header + CHECKSUM, CHECKSUM_BYTES);
    }

    private static long size(byte[] tar, int header) {
        long size = 0;
        for (int i = header + SIZE; i < header + SIZE + SIZE_BYTES && tar[i] >= '0' && tar[i] <= '7'; i++) {
            size = size * 8 + tar[i] - '0';
        }
        return size;
    }

    private static long padded(long size) {
        return (size + TarHeader.BYTES - 1) / TarHeader.BYTES * TarHeader.BYTES;
    }

    /** The fastest there is: it is the tar that counts. */
    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new FastGzip(compressed)) {
            gzip.write(content);
        }
        return compressed.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
