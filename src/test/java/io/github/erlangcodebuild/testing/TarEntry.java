package io.github.erlangcodebuild.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** An entry of a test's tar; anything may be wrong with it. */
public final class TarEntry {

    private static final int RECORD = TarConstants.DEFAULT_RCDSIZE;

    private final String name;
    private final char type;
    private final int mode;
    private final byte[] content;
    private final String linkName;

    private TarEntry(String name, char type, int mode, byte[] content, String linkName) {
        this.name = name;
        this.type = type;
        this.mode = mode;
        this.content = content;
        this.linkName = linkName;
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

    /** A PAX extended header with one record, for the next entry. */
    public static TarEntry pax(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + 1;
        while (String.valueOf(length).length() + bytes != length) {
            length++;
        }
        return ofType('x', "PaxHeaders/entry", (length + rest).getBytes(StandardCharsets.UTF_8));
    }

    public TarEntry mode(int newMode) {
        return new TarEntry(name, type, newMode, content, linkName);
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
        byte[] header = new byte[RECORD];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8.name()), false);
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(RECORD - content.length % RECORD) % RECORD]);
    }
}
