package io.github.erlangcodebuild.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.Platform;
import io.github.erlangcodebuild.testing.TestBundle;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolchainDescriptorTest {

    private static final URI LOCATION = URI.create("https://example.org/otp/toolchain.json?sig=secret");

    @Test
    void everyFieldIsRead() {
        ToolchainDescriptor descriptor = TestBundle.otp("27.1").parsed();

        assertThat(descriptor.erlang()).isEqualTo(new ToolchainDescriptor.Erlang("27.1", "15.1"));
        assertThat(descriptor.rebar3().version()).isEqualTo("3.25.1");
        assertThat(descriptor.kerl()).contains(new ToolchainDescriptor.Kerl("4.4.0", "--without-wx"));
        assertThat(descriptor.platform()).isEqualTo(new Platform("linux", "amd64"));
        assertThat(descriptor.builtOn().orElseThrow().glibc()).contains("2.34");
        assertThat(descriptor.layer().digest())
                .isEqualTo(Digest.of(TestBundle.otp("27.1").layerBytes()));
        assertThat(descriptor.created()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void unknownFieldsAreIgnored() {
        TestBundle bundle =
                TestBundle.otp("27.1").descriptorField("layer.new", 1).descriptorField("new", "x");

        assertThat(bundle.parsed()).isEqualTo(TestBundle.otp("27.1").parsed());
    }

    @Test
    void kerlAndBuiltOnMayBeAbsent() {
        ToolchainDescriptor descriptor = TestBundle.otp("27.1")
                .descriptorField("kerl", null)
                .descriptorField("builtOn", null)
                .parsed();

        assertThat(descriptor.kerl()).isEmpty();
        assertThat(descriptor.builtOn()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"builtOn.osRelease", "builtOn.glibc", "builtOn.openssl"})
    void whatIsForPeopleMayBeAbsentButNotIllTyped(String path) {
        assertThat(TestBundle.otp("27.1").descriptorField(path, null).parsed().builtOn())
                .isPresent();
        assertRefused(TestBundle.otp("27.1").descriptorField(path, List.of(7)), "has [7] as " + path, "expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schemaVersion",
                "erlang",
                "erlang.otpVersion",
                "erlang.ertsVersion",
                "rebar3",
                "rebar3.version",
                "kerl.version",
                "kerl.configureOptions",
                "platform",
                "platform.os",
                "platform.architecture",
                "builtOn.image",
                "layer",
                "layer.file",
                "layer.mediaType",
                "layer.size",
                "layer.digest",
                "layer.diffId",
                "layer.uncompressedSize",
                "created"
            })
    void aMissingOrIllTypedFieldIsRefusedByItsPath(String path) {
        assertRefused(TestBundle.otp("27.1").descriptorField(path, null), "lacks the field " + path);
        assertRefused(TestBundle.otp("27.1").descriptorField(path, List.of(7)), "has [7] as " + path, "expected");
    }

    @Test
    void anUnknownSchemaVersionSaysWhichOneIsRead() {
        assertRefused(TestBundle.otp("27.1").descriptorField("schemaVersion", 2), "has 2 as schemaVersion", "number 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/etc/passwd", "../x.tar.gz", "a/../x.tar.gz", "a//b", "./x", "C:x", "s3://b/x", "a\\b", "a/"
            })
    void aLayerFileThatLeavesTheDescriptorsPlaceIsRefused(String file) {
        assertRefused(TestBundle.otp("27.1").descriptorField("layer.file", file), "layer.file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:abc",
                "sha512:",
                "",
                "sha256:ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD"
            })
    void whatIsNoDigestIsRefused(String digest) {
        assertRefused(TestBundle.otp("27.1").descriptorField("layer.digest", digest), "layer.digest", "64");
        assertRefused(TestBundle.otp("27.1").descriptorField("layer.diffId", digest), "layer.diffId", "64");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, ToolchainDescriptor.MAX_LAYER_BYTES + 1})
    void sizesThatNoLayerHasAreRefused(long size) {
        assertRefused(TestBundle.otp("27.1").descriptorField("layer.size", size), size + " as layer.size");
        assertRefused(
                TestBundle.otp("27.1").descriptorField("layer.uncompressedSize", size),
                size + " as layer.uncompressedSize");
    }

    @Test
    void numbersThatAreNotWholeAreRefused() {
        assertRefused(TestBundle.otp("27.1").descriptorField("layer.size", 1.5), "1.5 as layer.size");
        assertRefused(TestBundle.otp("27.1").descriptorField("layer.size", "5"), "\"5\" as layer.size");
    }

    @Test
    void otherValuesThatCannotBeAreRefused() {
        assertRefused(
                TestBundle.otp("27.1").descriptorField("layer.mediaType", "text/plain"), "layer.mediaType", "gzip");
        assertRefused(TestBundle.otp("27.1").descriptorField("platform.os", "windows"), "platform.os", "linux");
        assertRefused(TestBundle.otp("27.1").descriptorField("platform.architecture", "mips"), "amd64 or arm64");
        assertRefused(TestBundle.otp("27.1").descriptorField("created", "yesterday"), "created", "RFC 3339");
        assertRefused(TestBundle.otp("27.1").descriptorField("erlang.otpVersion", " "), "erlang.otpVersion");
        assertRefused(TestBundle.otp("27.1").descriptorField("rebar3.version", "\u001b[2J"), "control characters");
    }

    @ParameterizedTest
    @CsvSource({
        "erlang.otpVersion, 128",
        "erlang.ertsVersion, 128",
        "rebar3.version, 128",
        "kerl.version, 128",
        "kerl.configureOptions, 4096",
        "builtOn.image, 512",
        "builtOn.osRelease, 255",
        "builtOn.glibc, 128",
        "builtOn.openssl, 128",
        "layer.file, 255"
    })
    void aStringHasALength(String path, int max) {
        assertThatCode(() -> TestBundle.otp("27.1")
                        .descriptorField(path, "1".repeat(max))
                        .parsed())
                .doesNotThrowAnyException();
        assertRefused(
                TestBundle.otp("27.1").descriptorField(path, "1".repeat(500_000)),
                "has a string of 500000 bytes as " + path + "; expected: at most " + max + " bytes");
        assertRefused(
                TestBundle.otp("27.1").descriptorField(path, "\u00e4".repeat(max / 2 + 1)),
                "has a string of " + (max + 2 - max % 2) + " bytes as " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform.os", "platform.architecture", "layer.mediaType", "created"})
    void whatHasAFormIsNotReadAtAnyLength(String path) {
        assertRefused(TestBundle.otp("27.1").descriptorField(path, "1".repeat(500_000)), "500000 bytes as " + path);
    }

    /** Escape, CSI, a soft hyphen, a right-to-left override, separators of lines and paragraphs, private use. */
    @ParameterizedTest(name = "{index}")
    @ValueSource(
            ints = {0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x202e, 0x2066, 0xfeff, 0x2028, 0x2029, 0xe000, 0x10fffd, 0xe0041})
    void aCharacterThatIsNotShownIsRefusedAndNotShown(int character) {
        String text = "a" + Character.toString(character) + "b";
        for (String path : new String[] {"erlang.ertsVersion", "builtOn.osRelease", "kerl.configureOptions"}) {
            assertThatThrownBy(() ->
                            TestBundle.otp("27.1").descriptorField(path, text).parsed())
                    .isInstanceOf(ActionableException.class)
                    .message()
                    .contains(path, "without control characters")
                    .doesNotContain(Character.toString(character));
        }
    }

    @Test
    void halfACharacterIsRefusedAndNotShown() {
        String json = new String(TestBundle.otp("27.1").descriptorBytes(), StandardCharsets.UTF_8);

        assertRefused(
                json.replace("\"15.1\"", "\"a\\ud800b\""),
                "\"a\uFFFDb\" as erlang.ertsVersion",
                "without control characters");
    }

    @Test
    void otherCharactersMayBeAnything() {
        assertThat(TestBundle.otp("27.1")
                        .descriptorField("builtOn.osRelease", "\u00c4 \u6f22 \ud83d\ude00 \u00a0")
                        .parsed()
                        .builtOn()
                        .orElseThrow()
                        .osRelease())
                .contains("\u00c4 \u6f22 \ud83d\ude00 \u00a0");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "x\u001b[2J",
                "{\"\\u001b[2J\": 1, \"\\u001b[2J\": 2}",
                "{\"a\": \"\u001b[2J\"}",
                "[\"\\u009b2J\"]",
                "{\"schemaVersion\": \"\\u202e\"}"
            })
    void whatAConsoleObeysIsNotShownOfWhatIsRefused(String json) {
        assertThatThrownBy(() -> ToolchainDescriptor.parse(json.getBytes(StandardCharsets.UTF_8), LOCATION))
                .isInstanceOf(ActionableException.class)
                .message()
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    }

    @Test
    void aLongNameThatIsThereTwiceIsNotShownWhole() {
        String name = "n".repeat(40_000);
        assertThatThrownBy(() -> ToolchainDescriptor.parse(
                        ("{\"" + name + "\": 1, \"" + name + "\": 2}").getBytes(StandardCharsets.UTF_8), LOCATION))
                .message()
                .contains("Duplicate", "nnn…")
                .hasSizeLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{\"a\":1", "{} {}", "<html>"})
    void whatIsNotJsonIsRefused(String text) {
        assertRefused(text, "toolchain.json", "is not JSON");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertRefused("", "holds nothing");
        assertRefused("[1]", "holds [1]", "a JSON object is expected");
        assertRefused("null", "a JSON object is expected");
    }

    @Test
    void duplicateKeysAreRefused() {
        assertRefused("{\"schemaVersion\": 1, \"schemaVersion\": 2}", "Duplicate");
    }

    @Test
    void theLocationIsShownWithoutItsQuery() {
        assertThatThrownBy(() -> ToolchainDescriptor.parse("[]".getBytes(StandardCharsets.UTF_8), LOCATION))
                .hasMessageContaining("https://example.org/otp/toolchain.json")
                .message()
                .doesNotContain("secret");
    }

    private static void assertRefused(TestBundle bundle, String... words) {
        assertThatThrownBy(bundle::parsed)
                .isInstanceOf(ActionableException.class)
                .message()
                .contains("toolchain.json")
                .contains(words);
    }

    private static void assertRefused(String json, String... words) {
        assertThatThrownBy(() -> ToolchainDescriptor.parse(json.getBytes(StandardCharsets.UTF_8), LOCATION))
                .isInstanceOf(ActionableException.class)
                .message()
                .contains(words);
    }
}
