package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.fuzz.FuzzTarget;
import io.github.erlangcodebuild.fuzz.Invariants;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Tars as the layer of a bundle. The input is a tar, of which the checksums are made right and which is compressed here, with a
 * descriptor that fits: else nearly all would be refused before anybody has looked at them. Then it is read once more, as what
 * follows all that a toolchain needs, so that what is changed is what counts.
 */
public final class TarFuzz implements FuzzTarget {

    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final int SIZE = 124;
    private static final int SIZE_BYTES = 12;

    /** Without them a layer is no toolchain. */
    private static final byte[] TOOLCHAIN = join(
            TarEntry.executable("usr/local/erlang/bin/erl", "#!/bin/sh\n").bytes(),
            TarEntry.executable("usr/local/bin/rebar3", "#!/bin/sh\n").bytes(),
            TarEntry.file("usr/local/erlang/releases/27/OTP_VERSION", LayerCheck.OTP_VERSION)
                    .bytes());

    private static final byte[] END = new byte[2 * TarHeader.BYTES];

    @Override
    public List<byte[]> seeds() {
        String lib = Layers.LIB;
        return List.of(
                Readings.mixed().tarBytes(),
                TestBundle.otp(LayerCheck.OTP_VERSION).tarBytes(),
                TarEntry.file(lib + "a", "content").bytes(),
                join(
                        TarEntry.directory(lib).bytes(),
                        TarEntry.file(lib + "a", "content").bytes(),
                        TarEntry.hardLink(lib + "b", lib + "a").bytes(),
                        TarEntry.symlink(lib + "c", "a").bytes()),
                join(
                        TarEntry.pax("path", lib + "b", "mtime", "1.5", "size", "7", "uid", "0", "uname", "root")
                                .bytes(),
                        TarEntry.file(lib + "a", "content").bytes()),
                join(
                        TarEntry.pax("linkpath", "b", "ctime", "1", "gid", "0", "gname", "")
                                .bytes(),
                        TarEntry.symlink(lib + "a", "c").bytes()),
                join(
                        TarEntry.ofType('L', "././@LongLink", new byte[] {'a', 0})
                                .header(257, "ustar  \0")
                                .bytes(),
                        TarEntry.file(lib + "a", "content")
                                .header(257, "ustar  \0")
                                .bytes()),
                TarEntry.file("a", "content").header(345, lib + "b").bytes(),
                TarEntry.file(lib + "a", TestBundle.elf(62)).mode(0755).bytes(),
                TarEntry.directory("usr/local/erlang/").mode(0700).bytes(),
                TarEntry.file("etc/profile.d/erlang.sh", "export PATH=/usr/local/erlang/bin:$PATH\n")
                        .bytes());
    }

    @Override
    public void read(byte[] input) throws IOException {
        byte[] tar = withChecksums(input);
        verifyAlone(tar);
        byte[] extended = join(TOOLCHAIN, tar, END);
        LayerCheck.verify(gzip(extended), extended);
    }

    private static void verifyAlone(byte[] tar) throws IOException {
        try {
            LayerCheck.verify(gzip(tar), tar);
        } catch (ActionableException e) {
            Invariants.requireReadable(e); // the other way it may be accepted
        }
    }

    /** From one header to the next, as far as sizes lead. */
    private static byte[] withChecksums(byte[] input) {
        byte[] tar = input.clone();
        for (long at = 0; at + TarHeader.BYTES <= tar.length; ) {
            int header = (int) at;
            if (tar[header] != 0) {
                writeChecksum(tar, header);
            }
            at += TarHeader.BYTES + padded(size(tar, header));
        }
        return tar;
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
    private static byte[] gzip(byte[] content) throws IOException {
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

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
