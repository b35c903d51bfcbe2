package io.github.erlangcodebuild.bundle.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.utils.ArchiveUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layer's tar, of which Commons Compress accepts more than a container runtime and this format do.
 *
 * <p>It therefore looks at each header before Commons Compress does: only the entry types that a toolchain needs, sound
 * checksums, and extension headers (long names, PAX) of bounded size and number, which Commons Compress would hold in
 * memory whole and follow recursively. It also keeps the names as they are written, since Commons Compress strips what
 * makes them absolute and replaces what is not UTF-8.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06">POSIX, ustar
 *     Interchange Format</a>
 */
final class LayerTar extends TarArchiveInputStream {

    /** What one PAX header or long name may take, in bytes. A path has at most 4,096. */
    private static final long MAX_EXTENSION_BYTES = 64 * 1024;

    private static final int RECORD = TarConstants.DEFAULT_RCDSIZE;
    private static final int TYPE_OFFSET = 156;
    private static final int SIZE_OFFSET = 124;
    private static final int LINK_NAME_OFFSET = 157;
    private static final int MAGIC_OFFSET = 257;
    private static final int PREFIX_OFFSET = 345;
    private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};

    private static final char PAX = 'x';
    private static final char LONG_NAME = 'L';
    private static final char LONG_LINK = 'K';

    private final UncompressedLayer tar;
    private final Refusals refusals;

    private char type;
    private String extensions = "";
    private final ByteArrayOutputStream extension = new ByteArrayOutputStream();
    private @Nullable String name;
    private @Nullable String linkName;
    private boolean ended;

    LayerTar(UncompressedLayer tar, Refusals refusals) {
        super(tar, RECORD, RECORD, StandardCharsets.UTF_8.name());
        this.tar = tar;
        this.refusals = refusals;
    }

    /** The next entry, whose content can then be read; empty after the end marker. */
    Optional<LayerEntry> next() throws IOException {
        name = null;
        linkName = null;
        extensions = "";
        TarArchiveEntry entry = getNextEntry();
        if (entry == null || ended) {
            if (!extensions.isEmpty()) {
                throw refusals.layer("has a tar that ends after an extension header");
            }
            return Optional.empty();
        }
        return Optional.of(new LayerEntry(
                name != null ? name : entry.getName(),
                type,
                entry.getMode(),
                entry.getSize(),
                linkName != null ? linkName : entry.getLinkName()));
    }

    /** Called by Commons Compress for each header, extension headers and end markers included. */
    @Override
    protected byte[] readRecord() throws IOException {
        byte[] record = super.readRecord();
        if (record == null) {
            throw refusals.layer("has a tar that ends without its end marker");
        }
        if (ArchiveUtils.isArrayZero(record, RECORD)) {
            ended = true;
            tar.expectOnlyZeros();
            return record;
        }
        takeExtension();
        requireSound(record);
        type = (char) (record[TYPE_OFFSET] & 0xff);
        switch (type) {
            case PAX, LONG_NAME, LONG_LINK -> beginExtension(record);
            case 0 -> type = LayerEntry.REGULAR;
            case LayerEntry.REGULAR, LayerEntry.HARD_LINK, LayerEntry.SYMLINK, LayerEntry.DIRECTORY -> {}
            default ->
                throw refusals.entry(
                        headerName(record),
                        "is of type '" + Refusals.shown(String.valueOf(type))
                                + "'; only regular files, directories, symlinks and hard links are allowed");
        }
        if (!isExtension(type)) {
            requireUtf8(record);
        }
        return record;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0 && isExtension(type)) {
            extension.write(buffer, offset, read);
        }
        return read;
    }

    private static boolean isExtension(char type) {
        return type == PAX || type == LONG_NAME || type == LONG_LINK;
    }

    private void beginExtension(byte[] record) {
        long size = TarUtils.parseOctalOrBinary(record, SIZE_OFFSET, TarConstants.SIZELEN);
        if (size < 1 || size > MAX_EXTENSION_BYTES) {
            throw refusals.layer("has an extension header of " + size + " bytes; from 1 to " + MAX_EXTENSION_BYTES
                    + " bytes are allowed");
        }
        // one of each at most, and PAX not mixed with GNU's: nobody writes more, and readers disagree on what it means
        if (extensions.indexOf(type) >= 0 || extensions.indexOf(PAX) >= 0 || (type == PAX && !extensions.isEmpty())) {
            throw refusals.layer("has more than one extension header of a kind before an entry");
        }
        if (type != PAX && headerName(record).endsWith("/")) {
            throw refusals.entry(headerName(record), "is a long name that looks like a directory");
        }
        extensions += type;
        extension.reset();
    }

    /** Evaluates the extension header whose content has just been read, if there is one. */
    private void takeExtension() {
        if (!isExtension(type)) {
            return;
        }
        byte[] content = extension.toByteArray();
        switch (type) {
            case LONG_NAME -> name = longName(content);
            case LONG_LINK -> linkName = longName(content);
            default -> takePax(content);
        }
    }

    private void takePax(byte[] content) {
        Map<String, String> records =
                PaxRecords.parse(content).orElseThrow(() -> refusals.layer("has a malformed PAX header"));
        for (String key : records.keySet()) {
            if (key.startsWith("GNU.sparse.") || key.equals("SCHILY.filetype")) {
                throw refusals.layer("has a sparse file (PAX record " + Refusals.shown(key) + ")");
            }
            if (key.endsWith("xattr.security.capability")) {
                throw refusals.layer("has a file with capabilities (PAX record " + Refusals.shown(key) + ")");
            }
        }
        name = emptyToNull(records.get("path"));
        linkName = emptyToNull(records.get("linkpath"));
    }

    private static @Nullable String emptyToNull(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private String longName(byte[] content) {
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        return PaxRecords.utf8(content, 0, end)
                .orElseThrow(() ->
                        refusals.entry(new String(content, StandardCharsets.UTF_8), "has a name that is not UTF-8"));
    }

    private void requireSound(byte[] record) {
        boolean ustar = Arrays.equals(record, MAGIC_OFFSET, MAGIC_OFFSET + MAGIC.length, MAGIC, 0, MAGIC.length);
        if (!ustar || !TarUtils.verifyCheckSum(record)) {
            throw refusals.layer("has no sound tar header where one is expected");
        }
    }

    private void requireUtf8(byte[] record) {
        boolean nameIsUtf8 = name != null
                || (isUtf8(record, 0, TarConstants.NAMELEN) && isUtf8(record, PREFIX_OFFSET, TarConstants.PREFIXLEN));
        boolean linkIsUtf8 = linkName != null || isUtf8(record, LINK_NAME_OFFSET, TarConstants.NAMELEN);
        if (!nameIsUtf8 || !linkIsUtf8) {
            throw refusals.entry(headerName(record), "has a name that is not UTF-8");
        }
    }

    private static boolean isUtf8(byte[] record, int offset, int length) {
        return PaxRecords.utf8(record, offset, fieldEnd(record, offset, length)).isPresent();
    }

    private static String headerName(byte[] record) {
        return new String(record, 0, fieldEnd(record, 0, TarConstants.NAMELEN), StandardCharsets.UTF_8);
    }

    private static int fieldEnd(byte[] record, int offset, int length) {
        int nul = PaxRecords.indexOf(record, 0, offset);
        return nul < 0 ? offset + length : Math.min(nul, offset + length);
    }
}
