package io.github.erlangcodebuild.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleLocationTest {

    private final Path base;

    BundleLocationTest(@TempDir Path base) {
        this.base = base;
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/otp-27.1/toolchain.json, s3://bucket/otp-27.1/toolchain.json",
        "s3://my_bucket/toolchain.tar.gz, s3://my_bucket/toolchain.json",
        "https://example.org/a/t.tar.gz, https://example.org/a/t.json",
        "HTTPS://example.org/a/t.json, HTTPS://example.org/a/t.json",
        "http://localhost:8080/t.tar.gz, http://localhost:8080/t.json",
        "https://example.org/a%20b/t%2Bx.tar.gz, https://example.org/a%20b/t%2Bx.json",
        "https://example.org/t.json?X-Amz-Signature=s, https://example.org/t.json?X-Amz-Signature=s",
        "https://example.org/t.tar.gz?X-Amz-Signature=s, https://example.org/t.json"
    })
    void eitherObjectNamesTheBundle(String toolchain, URI descriptor) {
        assertThat(BundleLocation.parse(toolchain, base).descriptor()).isEqualTo(descriptor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub/t.json", "sub/t.tar.gz", "./sub/../sub/t.tar.gz"})
    void aRelativePathIsRelativeToTheBaseDirectory(String path) {
        Path descriptor = base.resolve("sub/t.json");

        assertThat(Path.of(BundleLocation.parse(path, base).descriptor())).isEqualTo(descriptor);
        assertThat(BundleLocation.parse(path, base).display()).isEqualTo(descriptor.toString());
    }

    @Test
    void anAbsolutePathAndAFileUriStandForThemselves() {
        Path layer = base.resolve("a b+c/t.tar.gz");
        Path descriptor = base.resolve("a b+c/t.json");

        assertThat(Path.of(BundleLocation.parse(layer.toString(), Path.of("elsewhere"))
                        .descriptor()))
                .isEqualTo(descriptor);
        assertThat(Path.of(BundleLocation.parse(layer.toUri().toString(), base).descriptor()))
                .isEqualTo(descriptor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~/no-such-otp/toolchain.json", "~/no-such-otp/toolchain.tar.gz"})
    void aTildeInFrontIsTheUsersHome(String path) {
        assertThat(Path.of(BundleLocation.parse(path, base).descriptor()))
                .isEqualTo(Path.of(System.getProperty("user.home"), "no-such-otp", "toolchain.json"));
    }

    @Test
    void aTildeElsewhereIsPartOfAName() {
        assertThat(Path.of(BundleLocation.parse("~otp/t.json", base).descriptor()))
                .isEqualTo(base.resolve("~otp/t.json"));
    }

    @Test
    void aDirectoryStandsForTheToolchainJsonInIt() throws IOException {
        Path descriptor = Files.createFile(base.resolve("toolchain.json"));
        Files.createFile(base.resolve("other.json"));

        for (String directory : new String[] {".", base.toString(), base.toUri().toString()}) {
            assertThat(Path.of(BundleLocation.parse(directory, base).descriptor()))
                    .as(directory)
                    .isEqualTo(descriptor);
        }
    }

    @Test
    void aDirectoryWithoutAToolchainJsonIsRefusedWithWhatItHolds() throws IOException {
        assertThatThrownBy(() -> BundleLocation.parse(base.toString(), base))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("'" + base + "' is a directory without a toolchain.json.")
                .hasMessageContaining("no .json file");

        Files.createFile(base.resolve("otp-26.json"));
        Files.createFile(base.resolve("otp-27.json"));
        assertThatThrownBy(() -> BundleLocation.parse(base.toString(), base))
                .hasMessageEndingWith("it holds these: otp-26.json, otp-27.json.");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aWindowsDriveIsNotTakenForAScheme() {
        assertThat(BundleLocation.parse("C:\\x\\y.json", base).descriptor().getScheme())
                .isEqualTo("file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "toolchain",
                "t.zip",
                "https://example.org/t",
                "https://example.org/t.zip?x=.json",
                "ftp://h/t.json",
                "jar:file:/x.json",
                "s3:t.json",
                "https:///t.json",
                "https:t.json",
                "file:t.json",
                "file:///x.json?y=.json",
                "https://h/t.json#x",
                "https://h/a b.json",
                "a\0b.json"
            })
    void anythingElseIsRefusedWithTheAllowedForms(String toolchain) {
        assertThatThrownBy(() -> BundleLocation.parse(toolchain, base))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("s3://, https://, http:// or file:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:secret@example.org/t.json",
                "https://user:sec/secret@example.org/t.json",
                "https://user:x#secret@example.org/t.json",
                "https://user:x?secret@example.org/t.json",
                "s3://secret@bucket/t.json",
                "https://example.org/t.zip?sig=secret",
                "https://exa mple.org/t.json?sig=secret",
                "ftp://user:secret@h/t.json"
            })
    void aRefusalShowsNoSecret(String toolchain) {
        assertThatThrownBy(() -> BundleLocation.parse(toolchain, base))
                .isInstanceOf(ActionableException.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void itIsShownWithoutItsQuery() {
        BundleLocation location = BundleLocation.parse("https://example.org/t.json?sig=secret", base);

        assertThat(location.display()).isEqualTo("https://example.org/t.json");
        assertThat(location).hasToString("https://example.org/t.json");
    }
}
