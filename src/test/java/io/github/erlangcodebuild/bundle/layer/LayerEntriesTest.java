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

    @Test
    void anEndlessNameIsRefused() {
        assertRefused("4096", longName('L', LIB + "n".repeat(5_000)), file(LIB + "y", ""));
        assertRefused("4096", longName('K', "n".repeat(5_000)), symlink(LIB + "y", "t"));
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

    @Test
    void setuidAndSetgidAreRefused() {
        assertRefused("4755: setuid", file(LIB + "x", "").mode(04755));
        assertRefused("2755: setuid", directory(LIB + "d/").mode(02755));
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
        TarEntry[] deep = new TarEntry[10];
        for (int i = 0; i < deep.length; i++) {
            deep[i] = longName('L', LIB + i + "/a".repeat(2_000));
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
