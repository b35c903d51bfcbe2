package io.github.erlangcodebuild.bundle.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads the layer's tar: its entries, and the content of each.
 *
 * <p>By hand, because what is verified must be what a container runtime unpacks. Commons Compress, Go's {@code archive/tar}
 * and GNU tar do not read the same from every tar, and each of them reads something from nearly every one. Here each byte is a file's
 * content, or has one meaning, or is zero; a tar with any other is refused.
 */
final class LayerTar extends InputStream {

    /** What one PAX header or long name may take, in bytes. A path has at most 1,023. */
    private static final long MAX_EXTENSION_BYTES = 64 * 1024;

    private final UncompressedLayer tar;
    private final Refusals refusals;

    /** Of the entry's content, in bytes. */
    private long unread;

    private int padding;

    private Optional<PaxRecords> pax = Optional.empty();
    private Optional<String> longName = Optional.empty();
    private Optional<String> longLinkName = Optional.empty();

    LayerTar(UncompressedLayer tar, Refusals refusals) {
        this.tar = tar;
        this.refusals = refusals;
    }

    /**
     * The next entry, whose content can then be read; empty after the end marker. That of the one before must have been
     * read to its end.
     */
    Optional<LayerEntry> next() throws IOException {
        pax = Optional.empty();
        longName = Optional.empty();
        longLinkName = Optional.empty();
        while (true) {
            readPadding();
            byte[] record = tar.readNBytes(TarHeader.BYTES);
            if (record.length < TarHeader.BYTES) {
                throw refusals.layer("has a tar that ends without its end marker");
            }
            if (isZero(record)) {
                tar.expectOnlyZeros();
                if (isExtended()) {
                    throw refusals.layer("has a tar that ends after an extension header");
                }
                return Optional.empty();
            }
            TarHeader header = new TarHeader(record, refusals);
            if (!header.isExtension()) {
                return Optional.of(entry(header));
            }
            takeExtension(header);
        }
    }

    /** Of the entry's content. */
    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (unread == 0) {
            return -1;
        }
        int read = tar.read(buffer, offset, (int) Math.min(length, unread));
        if (read < 0) {
            throw refusals.layer("has a tar that ends in the middle of an entry");
        }
        unread -= read;
        return read;
    }

    private LayerEntry entry(TarHeader header) {
        String name = longName.or(() -> pax.flatMap(PaxRecords::path))
                .or(header::name)
                .orElseThrow(() -> notUtf8(header));
        String linkName = longLinkName
                .or(() -> pax.flatMap(PaxRecords::linkPath))
                .or(header::linkName)
                .orElseThrow(() -> notUtf8(header));
        char type = header.type() == 0 ? LayerEntry.REGULAR : header.type();
        switch (type) {
            case LayerEntry.REGULAR, LayerEntry.HARD_LINK, LayerEntry.SYMLINK, LayerEntry.DIRECTORY -> {}
            default ->
                throw refusals.entry(
                        name,
                        "is of type '" + Refusals.shown(String.valueOf(type))
                                + "'; only regular files, directories, symlinks and hard links are allowed");
        }
        long size = pax.flatMap(PaxRecords::size).orElse(header.size());
        if (size != header.size()) {
            throw refusals.entry(
                    name, "has " + header.size() + " bytes by its header, and " + size + " by its PAX record size");
        }
        expect(size);
        return new LayerEntry(name, type, header.mode(), size, linkName);
    }

    private RuntimeException notUtf8(TarHeader header) {
        return refusals.entry(header.shownName(), "has a name that is not UTF-8");
    }

    private void takeExtension(TarHeader header) throws IOException {
        if (header.size() < 1 || header.size() > MAX_EXTENSION_BYTES) {
            throw refusals.layer("has an extension header of " + header.size() + " bytes; from 1 to "
                    + MAX_EXTENSION_BYTES + " bytes are allowed");
        }
        expect(header.size());
        byte[] content = readAllBytes();
        // one of each at most, and PAX not mixed with GNU's: nobody writes more, and readers disagree on what it means
        boolean another =
                switch (header.type()) {
                    case TarHeader.PAX -> isExtended();
                    case TarHeader.LONG_NAME -> longName.isPresent() || pax.isPresent();
                    default -> longLinkName.isPresent() || pax.isPresent();
                };
        if (another) {
            throw refusals.layer("has more than one extension header of a kind before an entry");
        }
        switch (header.type()) {
            case TarHeader.PAX -> pax = Optional.of(new PaxRecords(content, refusals));
            case TarHeader.LONG_NAME -> longName = Optional.of(longName(content));
            default -> longLinkName = Optional.of(longName(content));
        }
    }

    private boolean isExtended() {
        return pax.isPresent() || longName.isPresent() || longLinkName.isPresent();
    }

    private String longName(byte[] content) {
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        if (end == 0) {
            throw refusals.layer("has a long name that is empty");
        }
        return Utf8.decode(content, 0, end).orElseThrow(() -> refusals.layer("has a long name that is not UTF-8"));
    }

    private void expect(long size) {
        unread = size;
        padding = (int) (-size & (TarHeader.BYTES - 1));
    }

    private void readPadding() throws IOException {
        byte[] read = tar.readNBytes(padding);
        if (read.length < padding) {
            throw refusals.layer("has a tar that ends in the middle of an entry");
        }
        if (!isZero(read)) {
            throw refusals.layer("has other bytes than zeros behind the content of an entry");
        }
        padding = 0;
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
