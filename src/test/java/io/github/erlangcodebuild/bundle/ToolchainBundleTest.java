package io.github.erlangcodebuild.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.TestBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolchainBundleTest {

    private static final Digest OTHER = new Digest("c".repeat(64));

    private final TestBundle bundle = TestBundle.otp("27.1");

    private final Path directory;

    ToolchainBundleTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theLayerIsReadBesideTheDescriptor() throws IOException {
        BundleLocation location = BundleLocation.parse(bundle.writeTo(directory).toString(), directory);
        ToolchainBundle read = ToolchainBundle.read(
                location, new LocalFileReader(), "27.1", Optional.of(Digest.of(bundle.layerBytes())));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        read.copyLayer(out);

        assertThat(out.toByteArray()).isEqualTo(bundle.layerBytes());
        assertThat(read.descriptor()).isEqualTo(bundle.parsed());
        assertThat(Path.of(read.layerLocation())).isEqualTo(directory.resolve("toolchain.tar.gz"));
    }

    @Test
    void theLayersLocationHasNoQuery() throws IOException {
        bundle.descriptorField("layer.file", "sub dir/a?b%c.tar.gz");

        assertThat(read("https://example.org/x/t.json?sig=s", Optional.empty()).layerLocation())
                .isEqualTo(URI.create("https://example.org/x/sub%20dir/a%3Fb%25c.tar.gz"));
        assertThat(read("s3://my_bucket/x/t.json", Optional.empty()).layerLocation())
                .isEqualTo(URI.create("s3://my_bucket/x/sub%20dir/a%3Fb%25c.tar.gz"));
    }

    @Test
    void aBundleOfAnotherOtpIsRefusedWithBothWaysOut() {
        TestBundle other = TestBundle.otp("26.2");

        assertThatThrownBy(() -> ToolchainBundle.read(
                        location("https://example.org/t.json"), serving(other), "27.1", Optional.empty()))
                .isInstanceOf(ActionableException.class)
                .message()
                .contains("OTP 26.2", "is 27.1", "-Derlang-codebuild.erlangVersion=26.2", "point toolchain at");
    }

    @Test
    void aBundleWithAnotherDigestIsRefused() {
        assertThatThrownBy(() -> read("https://example.org/t.json", Optional.of(OTHER)))
                .isInstanceOf(ActionableException.class)
                .message()
                .contains(OTHER.toString(), Digest.of(bundle.layerBytes()).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "127.0.0.1.example.org", "10.0.0.1", "[::2]", "localhost.example.org"})
    void plainHttpNeedsTheDigest(String host) throws IOException {
        String toolchain = "http://" + host + "/t.json";

        assertThatThrownBy(() -> read(toolchain, Optional.empty()))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("toolchainDigest");
        assertThat(read(toolchain, Optional.of(Digest.of(bundle.layerBytes()))).descriptor())
                .isEqualTo(bundle.parsed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.255.3.4:80", "[::1]:8080"})
    void plainHttpFromLoopbackNeedsNoDigest(String host) throws IOException {
        assertThat(read("http://" + host + "/t.json", Optional.empty()).descriptor())
                .isEqualTo(bundle.parsed());
    }

    @Test
    void anEndlessDescriptorIsRefused() {
        BundleReader endless = location -> new ByteArrayInputStream(new byte[2 << 20]);

        assertThatThrownBy(() ->
                        ToolchainBundle.read(location("https://example.org/t.json"), endless, "27.1", Optional.empty()))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("larger than 1048576 bytes");
    }

    private ToolchainBundle read(String toolchain, Optional<Digest> digest) throws IOException {
        return ToolchainBundle.read(location(toolchain), serving(bundle), "27.1", digest);
    }

    private BundleLocation location(String toolchain) {
        return BundleLocation.parse(toolchain, directory);
    }

    private static BundleReader serving(TestBundle bundle) {
        return location -> new ByteArrayInputStream(bundle.descriptorBytes());
    }
}
