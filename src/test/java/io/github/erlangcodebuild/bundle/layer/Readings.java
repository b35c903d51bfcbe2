package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is in a tar, as two readers that share nothing have it: ours, and Commons Compress. */
final class Readings {

    /**
     * An entry.
     *
     * @param name without a directory's slash
     * @param owner the user's and the group's number
     * @param content in Latin-1
     */
    record Reading(String name, char type, int mode, String owner, long size, String linkName, String content) {}

    private Readings() {}

    /** All that an accepted layer may have: both formats, long names of both kinds, links, records. */
    static TestBundle mixed() {
        String lib = Layers.LIB;
        return TestBundle.otp("27.1")
                .append(
                        TarEntry.file(lib + "d".repeat(120) + "/a", "pax"),
                        TarEntry.ofType('L', "././@LongLink", bytes(lib + "e".repeat(120) + "/a\0"))
                                .header(257, "ustar  \0"),
                        TarEntry.file(lib + "cut", "gnu").header(257, "ustar  \0"),
                        TarEntry.file("f", "prefix").header(345, lib + "g"),
                        TarEntry.pax("linkpath", "../t", "mtime", "1.5", "uname", ""),
                        TarEntry.symlink(lib + "s", "cut"),
                        TarEntry.pax("size", "600", "uid", "0", "gname", "root"),
                        TarEntry.file(lib + "h", "z".repeat(600)),
                        TarEntry.hardLink(lib + "i", lib + "h"));
    }

    /** Of a tar that has been accepted, so that all is root's. */
    static List<Reading> ours(byte[] bytes, ExpectedLayer expected) throws IOException {
        Refusals refusals = new Refusals("layer");
        LayerTar tar =
                new LayerTar(new UncompressedLayer(new ByteArrayInputStream(bytes), expected, refusals), refusals);
        List<Reading> readings = new ArrayList<>();
        for (Optional<LayerEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
            LayerEntry entry = next.get();
            readings.add(new Reading(
                    withoutSlash(entry.name()),
                    entry.type(),
                    entry.mode(),
                    "0:0",
                    entry.size(),
                    entry.linkName(),
                    text(tar.readAllBytes())));
        }
        return readings;
    }

    static List<Reading> ofCommonsCompress(byte[] bytes) throws IOException {
        List<Reading> readings = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                char type = (char) entry.getLinkFlag();
                readings.add(new Reading(
                        withoutSlash(entry.getName()),
                        type == 0 ? '0' : type,
                        entry.getMode(),
                        entry.getLongUserId() + ":" + entry.getLongGroupId(),
                        entry.getSize(),
                        entry.getLinkName(),
                        text(tar.readAllBytes())));
            }
        }
        return readings;
    }

    private static String withoutSlash(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
