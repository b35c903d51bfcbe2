package io.github.erlangcodebuild.bundle.layer;

import static io.github.erlangcodebuild.bundle.layer.Layers.LIB;
import static io.github.erlangcodebuild.bundle.layer.Layers.assertAccepted;
import static io.github.erlangcodebuild.bundle.layer.Layers.assertRefused;
import static io.github.erlangcodebuild.bundle.layer.Layers.verify;
import static io.github.erlangcodebuild.testing.TarEntry.directory;
import static io.github.erlangcodebuild.testing.TarEntry.file;
import static io.github.erlangcodebuild.testing.TarEntry.hardLink;
import static io.github.erlangcodebuild.testing.TarEntry.ofType;
import static io.github.erlangcodebuild.testing.TarEntry.pax;
import static io.github.erlangcodebuild.testing.TarEntry.symlink;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the entries of a layer may be called and be, alone and together. */
class LayerEntriesTest {

    private static final byte[] NOTHING = {};

    @ParameterizedTest
    @ValueSource(strings = {"/usr/local/erlang/x", "//usr/local/erlang/x"})
    void anAbsoluteEntryIsRefused(String name) {
        assertRefused("absolute", file(name, ""));
    }

    @Test
    void anEntryMadeAbsoluteByAnExtensionHeaderIsRefused() {
        assertRefused("absolute", pax("path", "/usr/local/erlang/x"), file("usr/local/erlang/y", ""));
        assertRefused("absolute", longName('L', "/usr/local/erlang/x"), file("usr/local/erlang/y", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/local/erlang/../x",
                "usr/local/erlang/..",
                "../x",
                "./usr/local/erlang/x",
                "usr/local/erlang/./x",
                "usr/local/erlang//x",
                "usr/local/erlang/x/"
            })
    void anEntryWithEmptyOrDottedSegmentsIsRefused(String name) {
        assertRefused("segment", file(name, ""));
    }

    @Test
    void theRootAsAnEntryIsRefused() {
        assertRefused("segment", directory("./"));
        assertRefused("", directory("/"));
        assertRefused("no name", file("", ""));
    }

    @Test
    void anEntryThatIsNotUtf8IsRefused() {
        TarEntry latin1 = longName('L', LIB + "\u00e4", StandardCharsets.ISO_8859_1);
        assertRefused("not UTF-8", latin1, file(LIB + "y", ""));

        TestBundle bundle = TestBundle.otp("27.1").append(file(LIB + "XYZ", ""));
        bundle.changeTar(tar -> replace(tar, "XYZ", new byte[] {'X', (byte) 0xff, 'Z'}));
        assertRefused("not UTF-8", bundle);
    }

    @Test
    void aHeaderOlderThanUstarIsRefused() {
        assertRefused(
                "no sound tar header", TestBundle.otp("27.1").changeTar(tar -> replace(tar, "ustar", new byte[5])));
    }

    @Test
    void anEntryWithNulInItsNameIsRefused() {
        assertRefused("NUL", pax("path", LIB + "a\0b"), file(LIB + "y", ""));
    }

    @Test
    void aBackslashInANameIsJustACharacter() {
        assertAccepted(file(LIB + "a\\b", ""));
    }

    /** Bytes, as Linux counts them: an umlaut is two. */
    @Test
    void aSegmentThatLinuxDoesNotTakeIsRefused() {
        assertAccepted(file(LIB + "n".repeat(255), ""), file(LIB + "\u00e4".repeat(127), ""));
        assertRefused("a segment of 256 bytes; at most 255", file(LIB + "n".repeat(256), ""));
        assertRefused("a segment of 256 bytes; at most 255", file(LIB + "\u00e4".repeat(128), ""));
        assertRefused("a segment of 256 bytes", file(LIB + "n".repeat(256) + "/x", ""));
    }

    /** It has to fit below the directory of a container runtime, and on XFS. */
    @Test
    void aPathOrTargetThatCannotBeUnpackedEverywhereIsRefused() {
        String longest = LIB + "d/".repeat(500) + "f";
        assertAccepted(file(longest + "f", ""), directory(longest + "d/"), symlink(LIB + "l", "t/".repeat(511) + "t"));
        assertRefused("a name of 1024 bytes; at most 1023", file(longest + "ff", ""));
        assertRefused("a name of 5021 bytes", longName('L', LIB + "n".repeat(5_000)), file(LIB + "y", ""));
        assertRefused("a target of 1024 bytes", longName('K', "t/".repeat(512)), symlink(LIB + "y", "t"));
        assertRefused("a target of 1024 bytes", pax("linkpath", "\u00e4".repeat(512)), symlink(LIB + "y", "t"));
    }

    @Test
    void controlCharactersInNamesAreRefused() {
        assertRefused("a name that holds", file(LIB + "a\nb", ""));
        assertRefused("a target that holds", symlink(LIB + "x", "a\u001b[2Jb"));
        assertRefused("a target that holds", pax("linkpath", "a\0b"), symlink(LIB + "y", "t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etc/passwd",
                "etc/profile.d/other.sh",
                "usr/local/bin/other",
                "usr/local/erlang2/x",
                "usr/bin/erl",
                "opt/x",
                "usr/local/bin/rebar3/x"
            })
    void anEntryOutsideOfTheAllowedPathsIsRefused(String name) {
        assertRefused("lies outside", file(name, ""));
    }

    @Test
    void theParentsOfTheAllowedPathsMustBeDirectories() {
        for (String name : new String[] {"etc/", "usr/local/", "usr/local/erlang/"}) {
            String path = name.substring(0, name.length() - 1);
            assertRefused(
                    "must be a directory", TestBundle.otp("27.1").without(name).append(symlink(path, "/tmp")));
        }
        assertRefused(
                "must be a file",
                TestBundle.otp("27.1")
                        .without("etc/profile.d/erlang.sh")
                        .append(directory("etc/profile.d/erlang.sh/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {LIB + ".wh.x", LIB + ".wh..wh..opq", LIB + ".wh.d/x", "usr/.wh.local"})
    void aWhiteoutInTheBundleIsRefused(String name) {
        assertRefused("whiteout", file(name, ""));
    }

    @ParameterizedTest
    @ValueSource(chars = {'3', '4', '6', '7', 'g', 'V', 'M', 'D', 'X', 's', 'S'})
    void entriesThatAreNeitherFilesNorDirectoriesNorLinksAreRefused(char type) {
        assertRefused("is of type '" + type + "'", ofType(type, LIB + "x", NOTHING));
    }

    @ParameterizedTest
    @ValueSource(ints = {04755, 02755, 01755, 0100644, 040755, 0120777, 020644})
    void aModeOfMoreThanPermissionsIsRefused(int mode) {
        String words = "mode 0" + Integer.toOctalString(mode) + "; permissions alone";
        assertRefused(words, file(LIB + "x", "").mode(mode));
        assertRefused(words, directory(LIB + "d/").mode(mode));
        assertRefused(words, symlink(LIB + "l", "x").mode(mode));
        assertRefused(words, file(LIB + "x", ""), hardLink(LIB + "h", LIB + "x").mode(mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"usr/", "usr/local/", "usr/local/bin/", "etc/", "etc/profile.d/"})
    void aDirectoryOfTheBaseImageKeepsItsMode(String name) {
        for (int mode : new int[] {0, 0700, 0777, 0775}) {
            assertRefused(
                    "'" + name + "', which has the mode 0" + Integer.toOctalString(mode)
                            + "; a directory of the base image must have 0755",
                    TestBundle.otp("27.1").with(directory(name).mode(mode)));
        }
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() {
        assertRefused("twice", file(LIB + "x", ""), file(LIB + "x", ""));
        assertRefused("twice", directory(LIB + "x/"), directory(LIB + "x/"));
        assertRefused("twice", file(LIB + "x", ""), directory(LIB + "x/"));
        assertRefused("twice", directory(LIB + "x/"), symlink(LIB + "x", "y"));
    }

    @Test
    void aHardLinkToARegularFileBeforeItGoesThrough() {
        assertAccepted(file(LIB + "x", ""), hardLink(LIB + "y", LIB + "x"), hardLink(LIB + "z", LIB + "y"));
    }

    @Test
    void aHardLinkToAnythingElseIsRefused() {
        assertRefused("hard link to " + LIB + "x", hardLink(LIB + "y", LIB + "x"), file(LIB + "x", ""));
        assertRefused("hard link to etc/shadow", hardLink(LIB + "y", "etc/shadow"));
        assertRefused("hard link", symlink(LIB + "x", "y"), hardLink(LIB + "y", LIB + "x"));
        assertRefused("hard link", directory(LIB + "x/"), hardLink(LIB + "y", LIB + "x"));
        assertRefused("hard link to /", file(LIB + "x", ""), hardLink(LIB + "y", "/" + LIB + "x"));
        assertRefused("hard link to /etc", pax("linkpath", "/etc/shadow"), hardLink(LIB + "y", LIB + "x"));
    }

    /** One file: runtimes give it the mode of its last name, GNU tar that of its first. */
    @Test
    void aHardLinkOfAnotherModeThanItsFileIsRefused() {
        assertRefused(
                "is a hard link of mode 0644 to " + LIB + "x of mode 0755",
                file(LIB + "x", "").mode(0755),
                hardLink(LIB + "y", LIB + "x"));
        assertAccepted(
                file(LIB + "x", "").mode(0755), hardLink(LIB + "y", LIB + "x").mode(0755));
    }

    @Test
    void aTargetOfWhatIsNoLinkIsRefused() {
        TarEntry plain = file(LIB + "x", "");
        assertRefused("no link and yet has a target", plain.header(157, "y"));
        assertRefused("no link and yet has a target", directory(LIB + "x/").header(157, "y"));
        assertRefused("no link and yet has a target", pax("linkpath", "y"), plain);
        assertRefused("no link and yet has a target", longName('K', "y"), plain);
    }

    @Test
    void aLinkToNothingIsRefused() {
        assertRefused("link to nothing", symlink(LIB + "x", ""));
    }

    @Test
    void aPathThroughASymlinkOrFileIsRefused() {
        assertRefused("goes through", symlink(LIB + "d", "/etc"), file(LIB + "d/x", ""));
        assertRefused("goes through", symlink(LIB + "d", "/etc"), directory(LIB + "d/e/"));
        assertRefused("goes through", file(LIB + "d", ""), file(LIB + "d/x", ""));
    }

    @Test
    void aSymlinkAfterWhatLiesBelowItIsRefused() {
        assertRefused("other entries lie below", file(LIB + "d/x", ""), symlink(LIB + "d", "/etc"));
        assertRefused("other entries lie below", file(LIB + "d/e/x", ""), file(LIB + "d", ""));
    }

    @Test
    void aDirectoryMayFollowWhatLiesBelowIt() {
        assertAccepted(file(LIB + "d/x", ""), directory(LIB + "d/"));
    }

    @Test
    void longNamesOfGnuTarAreRead() {
        String name = LIB + "n".repeat(200);

        assertAccepted(
                longName('L', name), file(LIB + "cut", ""), longName('K', name), hardLink(LIB + "other", LIB + "cut"));
    }

    @Test
    void extensionHeadersAreBounded() {
        assertRefused("extension header of 100000 bytes", ofType('x', "pax", new byte[100_000]));
        assertRefused("extension header of 100000 bytes", ofType('L', "long", new byte[100_000]));
        assertRefused("extension header of 0 bytes", ofType('x', "pax", NOTHING));
        TarEntry[] many = new TarEntry[20_000];
        Arrays.fill(many, longName('L', LIB + "x"));
        assertRefused("more than one extension header", many);
        assertRefused("more than one extension header", pax("path", LIB + "x"), longName('L', LIB + "x"));
        assertRefused("more than one extension header", longName('L', LIB + "x"), pax("path", LIB + "x"));
        assertRefused("a long name that is empty", ofType('L', "long", new byte[512]), file(LIB + "x", ""));
        assertRefused("ends after an extension header", pax("path", LIB + "x"));
        assertRefused("ends after an extension header", longName('L', LIB + "x"));
    }

    @Test
    void moreEntriesThanMemoryIsForAreRefused() {
        TarEntry[] deep = new TarEntry[40];
        for (int i = 0; i < deep.length; i++) {
            deep[i] = longName('L', LIB + i + "/a".repeat(490));
        }
        TestBundle bundle = TestBundle.otp("27.1");
        for (int i = 0; i < deep.length; i++) {
            bundle.append(deep[i], file(LIB + "f" + i, ""));
        }
        assertRefused("characters in the names", bundle);
    }

    @Test
    void moreThanAHundredThousandEntriesAreRefused() {
        TarEntry[] many = new TarEntry[LayerPaths.MAX_PATHS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = file(LIB + i, "");
        }
        assertRefused("more than 100000 entries", many);
    }

    @Test
    void controlCharactersOfANameAreNotShown() {
        assertThatThrownBy(() -> verify(TestBundle.otp("27.1").append(file("opt/\u001b[2J", ""))))
                .isInstanceOf(ActionableException.class)
                .message()
                .doesNotContain("\u001b");
    }

    private static TarEntry longName(char type, String name) {
        return longName(type, name, StandardCharsets.UTF_8);
    }

    private static TarEntry longName(char type, String name, Charset charset) {
        return ofType(type, "././@LongLink", (name + "\0").getBytes(charset));
    }

    /** In the tar's first occurrence, with the header's checksum made right again. */
    private static byte[] replace(byte[] tar, String text, byte[] replacement) {
        String all = new String(tar, StandardCharsets.ISO_8859_1);
        int at = all.indexOf(text);
        int change = 0;
        for (int i = 0; i < replacement.length; i++) {
            change += (replacement[i] & 0xff) - (tar[at + i] & 0xff);
            tar[at + i] = replacement[i];
        }
        int checksumAt = at / 512 * 512 + 148;
        int checksum =
                Integer.parseInt(all.substring(checksumAt, checksumAt + 6).trim(), 8) + change;
        byte[] octal = String.format("%06o", checksum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, tar, checksumAt, octal.length);
        return tar;
    }
}
