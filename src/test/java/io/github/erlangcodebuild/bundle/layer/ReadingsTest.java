package io.github.erlangcodebuild.bundle.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.junit.jupiter.api.Test;

/** What is verified is what others read: a tar that is accepted, Commons Compress reads the same. */
class ReadingsTest {

    private static final int RECORD = TarHeader.BYTES;
    private static final int CHECKSUM = 148;
    /** What readers have their own thoughts about. */
    private static final String ODD_BYTES = "\0\0\0 01/.x7859LKSg\u0080\u00ff\n=-";

    private record Reading(String name, char type, int mode, long size, String linkName, String content) {}

    @Test
    void anAcceptedTarIsReadAsCommonsCompressReadsIt() throws IOException {
        byte[] tar = mixed().tarBytes();
        Random random = new Random(1);
        Map<Boolean, Integer> rounds = new HashMap<>();
        assertThat(accepted(tar)).isTrue();
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = withAnotherHeader(tar, random);
            rounds.merge(accepted(changed), 1, Integer::sum);
        }
        assertThat(rounds.get(true)).as("how many were accepted").isGreaterThan(50);
        assertThat(rounds.get(false)).as("how many were refused").isGreaterThan(50);
    }

    /** All that an accepted layer may have: both formats, long names of both kinds, links, records. */
    private static TestBundle mixed() {
        String lib = "usr/local/erlang/lib/";
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

    /** False when it is refused; fails when it is not, and Commons Compress reads something else. */
    private static boolean accepted(byte[] tar) throws IOException {
        TestBundle bundle = TestBundle.otp("27.1").changeTar(ignored -> tar);
        try {
            Layers.verify(bundle);
        } catch (ActionableException e) {
            return false;
        }
        assertThat(ours(bundle)).isEqualTo(ofCommonsCompress(tar));
        return true;
    }

    private static List<Reading> ours(TestBundle bundle) throws IOException {
        Refusals refusals = new Refusals("layer");
        LayerTar tar = new LayerTar(
                new UncompressedLayer(
                        new ByteArrayInputStream(bundle.tarBytes()),
                        bundle.parsed().expectedLayer(),
                        refusals),
                refusals);
        List<Reading> readings = new ArrayList<>();
        for (Optional<LayerEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
            LayerEntry entry = next.get();
            readings.add(new Reading(
                    withoutSlash(entry.name()),
                    entry.type(),
                    entry.mode(),
                    entry.size(),
                    entry.linkName(),
                    text(tar.readAllBytes())));
        }
        return readings;
    }

    private static List<Reading> ofCommonsCompress(byte[] bytes) throws IOException {
        List<Reading> readings = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
                char type = (char) entry.getLinkFlag();
                readings.add(new Reading(
                        withoutSlash(entry.getName()),
                        type == 0 ? '0' : type,
                        entry.getMode(),
                        entry.getSize(),
                        entry.getLinkName(),
                        text(tar.readAllBytes())));
            }
        }
        return readings;
    }

    /** Some bytes of some header changed, with its checksum made right. */
    private static byte[] withAnotherHeader(byte[] tar, Random random) {
        byte[] changed = tar.clone();
        List<Integer> headers = headers(tar);
        int header = headers.get(random.nextInt(headers.size()));
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(3) == 0 ? random.nextInt(RECORD) : 100 + random.nextInt(60);
            changed[header + at] = (byte) ODD_BYTES.charAt(random.nextInt(ODD_BYTES.length()));
        }
        byte[] record = Arrays.copyOfRange(changed, header, header + RECORD);
        Arrays.fill(record, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(record), record, CHECKSUM, 8);
        System.arraycopy(record, 0, changed, header, RECORD);
        return changed;
    }

    private static List<Integer> headers(byte[] tar) {
        List<Integer> headers = new ArrayList<>();
        for (int at = 0; tar[at] != 0; ) {
            headers.add(at);
            long size = TarUtils.parseOctal(tar, at + 124, 12);
            at += RECORD + (int) ((size + RECORD - 1) / RECORD * RECORD);
        }
        return headers;
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
