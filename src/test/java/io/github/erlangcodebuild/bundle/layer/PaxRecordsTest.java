package io.github.erlangcodebuild.bundle.layer;

import static io.github.erlangcodebuild.bundle.layer.Layers.LIB;
import static io.github.erlangcodebuild.bundle.layer.Layers.assertAccepted;
import static io.github.erlangcodebuild.bundle.layer.Layers.assertRefused;
import static io.github.erlangcodebuild.testing.TarEntry.directory;
import static io.github.erlangcodebuild.testing.TarEntry.file;
import static io.github.erlangcodebuild.testing.TarEntry.ofType;
import static io.github.erlangcodebuild.testing.TarEntry.pax;
import static io.github.erlangcodebuild.testing.TarEntry.symlink;

import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a PAX extended header may say of an entry. */
class PaxRecordsTest {

    private static final TarEntry FILE = file(LIB + "x", "hello");

    @Test
    void whatTarSaysOfAnEntryIsRead() {
        assertAccepted(
                pax(
                        "path",
                        LIB + "y",
                        "size",
                        "5",
                        "mtime",
                        "1795828213.053023358",
                        "atime",
                        "1.5",
                        "ctime",
                        "0",
                        "uid",
                        "0",
                        "gid",
                        "0",
                        "uname",
                        "root",
                        "gname",
                        "root"),
                FILE,
                pax("linkpath", "a/b", "uname", "", "gname", ""),
                symlink(LIB + "z", "c"));
        assertRefused("'etc/passwd'", pax("path", "etc/passwd"), FILE);
    }

    /** Under overlayfs, what the base image has in usr/local/bin would be gone. */
    @Test
    void aDirectoryThatHidesTheBasesOwnIsRefused() {
        assertRefused(
                "the PAX record 'SCHILY.xattr.trusted.overlay.opaque', and only path, linkpath,",
                TestBundle.otp("27.1")
                        .without("usr/local/bin/")
                        .append(pax("SCHILY.xattr.trusted.overlay.opaque", "y"), directory("usr/local/bin/")));
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "SCHILY.xattr.trusted.overlay.opaque",
                "SCHILY.xattr.user.overlay.opaque",
                "SCHILY.xattr.trusted.overlay.redirect",
                "SCHILY.xattr.user.containers.override_stat",
                "SCHILY.xattr.security.capability",
                "SCHILY.xattr.security.selinux",
                "SCHILY.acl.access",
                "SCHILY.acl.default",
                "SCHILY.fflags",
                "SCHILY.filetype",
                "SCHILY.realsize",
                "SCHILY.devmajor",
                "LIBARCHIVE.xattr.user.a",
                "LIBARCHIVE.creationtime",
                "LIBARCHIVE.symlinktype",
                "RHT.security.selinux",
                "MSWINDOWS.rawsd",
                "GNU.sparse.major",
                "GNU.sparse.name",
                "GNU.sparse.map",
                "GNU.sparse.size",
                "GNU.sparse.realsize",
                "GNU.dumpdir",
                "GNU.volume.label",
                "hdrcharset",
                "charset",
                "comment",
                "PATH",
                "path ",
                "security.label",
                "\u001b[2J",
                ""
            })
    void anyOtherRecordIsRefused(String key) {
        assertRefused("and only path, linkpath, size, mtime,", pax(key, "1"), FILE);
        assertRefused("and only path, linkpath, size, mtime,", pax(key, ""), FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "linkpath", "size", "mtime", "uid", "uname"})
    void aRecordThatIsThereTwiceIsRefused(String key) {
        String value = key.equals("uname") ? "root" : "0";
        assertRefused("PAX record " + key + " twice", pax(key, value, key, value), FILE);
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "uid, 1",
        "uid, 00",
        "uid, -0",
        "uid, 4294967296",
        "gid, 0x0",
        "gid, 10",
        "uname, games",
        "uname, Root",
        "gname, wheel",
        "gname, 'root '",
        "size, -1",
        "size, +5",
        "size, 0x5",
        "size, 5.0",
        "size, 1234567890123",
        "size, ' 5'",
        "mtime, 1e9",
        "mtime, 1e999999999",
        "mtime, -1",
        "mtime, 1.",
        "mtime, .5",
        "mtime, 1.2.3",
        "mtime, 1234567890123",
        "mtime, 1.1234567891",
        "mtime, '1\n'",
        "mtime, NaN",
        "atime, now",
        "ctime, 1E+9",
        "ctime, \u0661"
    })
    void aValueInAnotherFormIsRefused(String key, String value) {
        assertRefused("as the PAX record " + key + ", which must be ", pax(key, value), FILE);
    }

    @Test
    void aTimeThatTakesAllDayToReadIsRefused() {
        assertRefused("'" + "9".repeat(200) + "…' as the PAX record mtime", pax("mtime", "9".repeat(60_000)), FILE);
    }

    /** For POSIX it takes back what a header before it said; readers make of it what they like. */
    @ParameterizedTest
    @ValueSource(strings = {"path", "linkpath", "size", "mtime", "atime", "ctime", "uid", "gid"})
    void anEmptyValueIsRefused(String key) {
        assertRefused("'' as the PAX record " + key, pax(key, ""), FILE);
    }

    @Test
    void aSizeOtherThanTheHeadersIsRefused() {
        assertRefused("5 bytes by its header, and 4 by its PAX record", pax("size", "4"), FILE);
        assertRefused("5 bytes by its header, and 600 by its PAX record", pax("size", "600"), FILE);
        assertRefused("512 bytes by its header, and 0", pax("size", "0"), ofType('5', LIB + "d/", new byte[512]));
        assertRefused("0 bytes by its header, and 512", pax("size", "512"), symlink(LIB + "x", "y"));
    }

    @Test
    void aValueThatIsNotUtf8IsRefused() {
        byte[] record = "12 path=uXr\n".getBytes(StandardCharsets.US_ASCII);
        record[9] = (byte) 0xff;
        assertRefused("PAX record path that is not UTF-8", ofType('x', "pax", record), FILE);
        record[3] = (byte) 0xff;
        assertRefused("key is not UTF-8", ofType('x', "pax", record), FILE);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "\n9 size=5\n",
                "9 size=5\n\n",
                "9 size=5 ",
                "8 size=5\n",
                "11 size=5\n",
                "+9 size=5\n",
                "size=5\n",
                "9 size:5\n",
                "0 size=5\n",
                "99999999999 size=5\n",
                "9 size=5\n\0"
            })
    void recordsThatAreNotWellFormedAreRefused(String content) {
        assertRefused("malformed PAX header", ofType('x', "pax", content.getBytes(StandardCharsets.US_ASCII)), FILE);
    }
}
