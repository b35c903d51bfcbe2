package io.github.erlangcodebuild.testing;

import io.github.erlangcodebuild.image.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A layer to seed a registry with. Its content is opened anew for each pass, so it may be larger than the heap.
 *
 * @param content where its bytes come from
 * @param bytes how many they are
 * @param digest of the bytes
 * @param diffId of what they unpack to; the digest itself where they are not gzip
 * @param mediaType empty for the usual one of the image's family
 */
public record TestLayer(Content content, long bytes, Digest digest, Digest diffId, Optional<String> mediaType) {

    /** The content of a layer, the same each time it is opened. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }

    /** A layer as it lies on disk, a tar.gz as a rule. */
    public static TestLayer ofFile(Path file) {
        return of(() -> Files.newInputStream(file));
    }

    /** Any bytes, a layer or not. */
    public static TestLayer ofBytes(byte[] content) {
        byte[] copy = content.clone();
        return of(() -> new ByteArrayInputStream(copy));
    }

    /** A tar.gz of text files, by path; the same ones give the same digest. */
    public static TestLayer ofTextFiles(Map<String, String> files) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(compressed))) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(text.length);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ofBytes(compressed.toByteArray());
    }

    /** Pseudo-random bytes that take no memory. They are no tar, and nothing makes them smaller. */
    public static TestLayer synthetic(long seed, long bytes) {
        return of(() -> new RandomInputStream(seed, bytes));
    }

    /** This layer under another media type. */
    public TestLayer withMediaType(String other) {
        return new TestLayer(content, bytes, digest, diffId, Optional.of(other));
    }

    private static TestLayer of(Content content) {
        MessageDigest compressed = Digest.newSha256();
        MessageDigest unpacked = Digest.newSha256();
        try (CountingInputStream counted = new CountingInputStream(content.open(), compressed);
                BufferedInputStream in = new BufferedInputStream(counted, 1 << 16)) {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            if (gzip) {
                new DigestInputStream(new GZIPInputStream(in), unpacked).transferTo(OutputStream.nullOutputStream());
            }
            in.transferTo(OutputStream.nullOutputStream());
            Digest digest = Digest.of(compressed);
            return new TestLayer(content, counted.count, digest, gzip ? Digest.of(unpacked) : digest, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class CountingInputStream extends DigestInputStream {

        private long count;

        CountingInputStream(InputStream in, MessageDigest digest) {
            super(in, digest);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }

    private static final class RandomInputStream extends InputStream {

        private final SplittableRandom random;
        private final byte[] block = new byte[1 << 16];
        private int used = block.length;
        private long left;

        RandomInputStream(long seed, long bytes) {
            this.random = new SplittableRandom(seed);
            this.left = bytes;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0 && length > 0) {
                return -1;
            }
            if (used == block.length) {
                random.nextBytes(block);
                used = 0;
            }
            int n = (int) Math.min(left, Math.min(length, block.length - used));
            System.arraycopy(block, used, buffer, offset, n);
            used += n;
            left -= n;
            return n;
        }
    }
}
