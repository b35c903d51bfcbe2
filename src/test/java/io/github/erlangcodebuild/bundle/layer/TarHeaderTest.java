package io.github.erlangcodebuild.bundle.layer;

import static io.github.erlangcodebuild.bundle.layer.Layers.LIB;
import static io.github.erlangcodebuild.bundle.layer.Layers.assertAccepted;
import static io.github.erlangcodebuild.bundle.layer.Layers.assertRefused;
import static io.github.erlangcodebuild.testing.TarEntry.directory;
import static io.github.erlangcodebuild.testing.TarEntry.file;
import static io.github.erlangcodebuild.testing.TarEntry.hardLink;
import static io.github.erlangcodebuild.testing.TarEntry.pax;
import static io.github.erlangcodebuild.testing.TarEntry.symlink;

import io.github.erlangcodebuild.testing.TarEntry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that readers of tars take for different things are refused: what is verified is what is unpacked. */
class TarHeaderTest {

    private static final int NAME = 0;
    private static final int USER_ID = 108;
    private static final int GROUP_ID = 116;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int MAGIC = 257;
    private static final int USER_NAME = 265;
    private static final int GROUP_NAME = 297;
    private static final int DEVICE_MAJOR = 329;
    private static final int DEVICE_MINOR = 337;
    private static final int PREFIX = 345;
    private static final int END_OF_PREFIX = 500;
    private static final int XSTAR_MAGIC = 508;

    private static final TarEntry PLAIN = file(LIB + "x", "");
    private static final String GNU = "ustar  \0";

    /** Podman would write to etc/passwd: for Go's reader, only ustar itself has a prefix. */
    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"ustar\00100", "ustar\0 0", "ustar\0\0\0", "ustar 00", "ustar   ", "USTAR\00000"})
    void aHeaderWithAMagicThatIsNotQuiteRightIsRefused(String magic) {
        assertRefused(
                "no sound tar header",
                file("etc/passwd", "").header(MAGIC, magic).header(PREFIX, "usr/local/erlang"));
    }

    @Test
    void thePrefixOfAUstarHeaderIsPartOfTheName() {
        assertAccepted(file("x", "").header(PREFIX, "usr/local/erlang/lib"));
        assertRefused("'etc/usr/local/erlang/x'", file("usr/local/erlang/x", "").header(PREFIX, "etc"));
        assertRefused("whiteout", file("x", "").header(PREFIX, "usr/local/erlang/.wh.lib"));
        assertRefused("not UTF-8", file("x", "").header(PREFIX, "usr/local/erlang/\u00e4"));
    }

    @Test
    void aGnuHeaderHasNoPrefix() {
        assertAccepted(PLAIN.header(MAGIC, GNU));
        assertRefused("more in its tar header", PLAIN.header(MAGIC, GNU).header(PREFIX, "usr/local/erlang"));
    }

    @Test
    void theTimesOfAGnuHeaderAreRefused() {
        assertRefused("more in its tar header", PLAIN.header(MAGIC, GNU).header(PREFIX, "00000000001"));
    }

    @Test
    void aSparseMapInAGnuHeaderIsRefused() {
        assertRefused("more in its tar header", PLAIN.header(MAGIC, GNU).header(386, "00000000000\00000000001000"));
    }

    @Test
    void anXstarHeaderWhosePrefixIsShorterIsRefused() {
        assertRefused("more in its tar header", PLAIN.header(XSTAR_MAGIC, "tar\0"));
        assertRefused("more in its tar header", PLAIN.header(END_OF_PREFIX, "1"));
        assertRefused("more in its tar header", PLAIN.header(PREFIX + 131, "00000000001\00000000001\0"));
    }

    /** Of an entry whose header begins with one size for the verifier, and another for who unpacks it. */
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "\0" + "00000001000",
                " 0000001000\0",
                "            ",
                "\0\0\0\0\0\0\0\0\0\0\0\0",
                "00000000008\0",
                "1000\0 00100\0",
                "-0000000001\0",
                "\u0080\0\0\0\0\0\0\0\0\0\0\0",
                "\u0081\0\0\0\0\0\0\0\0\0\2\0",
                "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
            })
    void aSizeThatIsNotPlainlyOctalIsRefused(String size) {
        assertRefused("size that is not in octal digits", PLAIN.header(SIZE, size));
        assertRefused("size that is not in octal digits", pax("path", LIB + "x").header(SIZE, size), PLAIN);
    }

    @Test
    void numbersMayEndInSpacesOrNulsOrNotAtAll() {
        assertAccepted(PLAIN.header(100, "000644 \0").header(SIZE, "000000000000"));
    }

    @ParameterizedTest
    @CsvSource({"100, mode", "108, user ID", "116, group ID", "124, size", "136, modification time", "148, checksum"})
    void aNumberOfAHeaderThatIsNotOctalIsRefused(int offset, String field) {
        assertRefused("has a " + field + " that is not in octal digits", PLAIN.header(offset, "x"));
        assertRefused("has a " + field + " that is not in octal digits", PLAIN.header(offset, "\u0080"));
    }

    @Test
    void anEntryThatIsNotRootsIsRefused() {
        assertRefused("belongs to 1:0", PLAIN.header(USER_ID, "0000001\0"));
        assertRefused("belongs to 0:12", directory(LIB).header(GROUP_ID, "0000014\0"));
        assertRefused("belongs to 2097151:0", symlink(LIB + "x", "y").header(USER_ID, "7777777\0"));
        assertRefused("user ID that is not in octal", PLAIN.header(USER_ID, "\u0080\0\0\0\0\0\0\1"));
    }

    /** GNU tar gives the file to the user of that name, whatever the number is. */
    @Test
    void anOwnerOfAnotherNameThanRootIsRefused() {
        assertRefused("user name 'games'", PLAIN.header(USER_NAME, "games"));
        assertRefused("group name 'wheel'", PLAIN.header(GROUP_NAME, "wheel"));
        assertRefused("user name 'rootx'", PLAIN.header(USER_NAME, "rootx"));
        assertAccepted(PLAIN.header(USER_NAME, "root").header(GROUP_NAME, "root"));
    }

    @Test
    void aDeviceNumberIsRefused() {
        assertRefused("device number", PLAIN.header(DEVICE_MAJOR, "0000001\0"));
        assertRefused("device number", PLAIN.header(DEVICE_MINOR, "x"));
        assertAccepted(PLAIN.header(DEVICE_MAJOR, new byte[8]).header(DEVICE_MINOR, "000000 \0"));
    }

    @ParameterizedTest
    @CsvSource({"0, name", "157, link name", "265, user name", "297, group name"})
    void bytesBehindTheEndOfATextAreRefused(int offset, String field) {
        assertRefused(
                "bytes behind the NUL that ends its " + field,
                symlink(LIB + "x", "y").header(offset + 31, "z").header(offset + 30, "\0"));
    }

    /** Of old Suns: the sum of the bytes as signed ones. Not all readers take it. */
    @Test
    void aSignedChecksumIsRefused() {
        TarEntry entry = file(LIB + "\u00e4", "");
        int sum = 0;
        for (byte one : headerOf(entry)) {
            sum += one;
        }

        assertRefused("no sound tar header", entry.header(CHECKSUM, String.format("%06o\0 ", sum)));
    }

    @Test
    void bytesBehindTheContentOfAnEntryAreRefused() {
        assertRefused(
                "other bytes than zeros behind the content",
                file(LIB + "x", "a".repeat(512)).header(SIZE, "00000000001\0"));
    }

    @Test
    void contentInALinkOrDirectoryIsRefused() {
        assertRefused("yet has content", directory(LIB + "x/").header(SIZE, "00000001000\0"), PLAIN);
        assertRefused("yet has content", symlink(LIB + "y", "x").header(SIZE, "00000001000\0"), PLAIN);
        assertRefused("yet has content", PLAIN, hardLink(LIB + "y", LIB + "x").header(SIZE, "00000001000\0"));
    }

    @Test
    void anEntryWithoutANameOfItsOwnMustHaveOneInItsExtension() {
        assertRefused("no name", PLAIN.header(NAME, new byte[100]));
        assertAccepted(pax("path", LIB + "y"), PLAIN.header(NAME, new byte[100]));
    }

    /** The header as its checksum is made of it. */
    private static byte[] headerOf(TarEntry entry) {
        byte[] header = new byte[512];
        System.arraycopy(entry.bytes(), 0, header, 0, header.length);
        Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        return header;
    }
}
