package io.github.erlangcodebuild.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** An entry of a test's tar; anything may be wrong with it. */
public final class TarEntry {

    private static final int RECORD = TarConstants.DEFAULT_RCDSIZE;

    private final String name;
    private final char type;
    private final int mode;
    private final byte[] content;
    private final String linkName;
    private final Map<Integer, byte[]> headerChanges;

    private TarEntry(
            String name, char type, int mode, byte[] content, String linkName, Map<Integer, byte[]> headerChanges) {
        this.name = name;
        this.type = type;
        this.mode = mode;
        this.content = content;
        this.linkName = linkName;
        this.headerChanges = headerChanges;
    }

    private TarEntry(String name, char type, int mode, byte[] content, String linkName) {
        this(name, type, mode, content, linkName, Map.of());
    }

    /** As it is written, a directory's with its slash. */
    public String name() {
        return name;
    }

    public static TarEntry file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public static TarEntry file(String name, byte[] content) {
        return new TarEntry(name, '0', 0644, content, "");
    }

    public static TarEntry executable(String name, String content) {
        return file(name, content).mode(0755);
    }

    public static TarEntry directory(String name) {
        return new TarEntry(name, '5', 0755, new byte[0], "");
    }

    public static TarEntry symlink(String name, String target) {
        return new TarEntry(name, '2', 0777, new byte[0], target);
    }

    public static TarEntry hardLink(String name, String target) {
        return new TarEntry(name, '1', 0644, new byte[0], target);
    }

    /** A GNU or PAX extension header, or a device, FIFO…. */
    public static TarEntry ofType(char type, String name, byte[] content) {
        return new TarEntry(name, type, 0644, content, "");
    }

    /** A PAX extended header for the next entry, its records as key and value in turn. */
    public static TarEntry pax(String... keysAndValues) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            records.append(paxRecord(keysAndValues[i], keysAndValues[i + 1]));
        }
        return ofType('x', "PaxHeaders/entry", records.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String paxRecord(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + 1;
        while (String.valueOf(length).length() + bytes != length) {
            length++;
        }
        return length + rest;
    }

    public TarEntry mode(int newMode) {
        return new TarEntry(name, type, newMode, content, linkName, headerChanges);
    }

    /** Puts other bytes into the header; its checksum follows, unless that is what is changed. */
    public TarEntry header(int offset, byte... bytes) {
        Map<Integer, byte[]> changes = new TreeMap<>(headerChanges);
        changes.put(offset, bytes);
        return new TarEntry(name, type, mode, content, linkName, changes);
    }

    /** As {@link #header(int, byte...)}, in Latin-1. */
    public TarEntry header(int offset, String text) {
        return header(offset, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As they are in a tar. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    /** Writes the header as it is, however wrong, and a PAX header before it where the name does not fit. */
    void writeTo(OutputStream tar) throws IOException {
        if (name.getBytes(StandardCharsets.UTF_8).length > TarConstants.NAMELEN) {
            pax("path", name).writeTo(tar);
        }
        TarArchiveEntry entry = new TarArchiveEntry(name, (byte) type, true);
        entry.setMode(mode);
        entry.setModTime(0);
        entry.setSize(content.length);
        entry.setLinkName(linkName);
        entry.setNames("", "");
        byte[] header = new byte[RECORD];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8.name()), false);
        headerChanges.forEach((offset, bytes) -> System.arraycopy(bytes, 0, header, offset, bytes.length));
        if (!headerChanges.containsKey(TarConstants.CHKSUM_OFFSET)) {
            writeChecksum(header);
        }
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(RECORD - content.length % RECORD) % RECORD]);
    }

    private static void writeChecksum(byte[] header) {
        Arrays.fill(
                header, TarConstants.CHKSUM_OFFSET, TarConstants.CHKSUM_OFFSET + TarConstants.CHKSUMLEN, (byte) ' ');
        TarUtils.formatCheckSumOctalBytes(
                TarUtils.computeCheckSum(header), header, TarConstants.CHKSUM_OFFSET, TarConstants.CHKSUMLEN);
    }
}
