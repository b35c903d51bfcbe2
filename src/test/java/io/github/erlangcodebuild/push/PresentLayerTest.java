package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.TarEntry;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A descriptor is not believed because the repository has the layer that it names. */
class PresentLayerTest {

    private static final byte[] LAYER = bundle().layerBytes();
    private static final TestLayer OTHER_BLOB =
            TestLayer.ofTextFiles(Map.of("usr/local/bin/something", "no Erlang at all\n"));
    private static final TestLayer BASE_LAYER = TestLayer.synthetic(1, 200_000); // the first of TestPush.base()

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final Path directory;

    PresentLayerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void seed() {
        source.fixture().push("base", "1", TestPush.base());
        target.fixture().pushBlob("erlang", TestLayer.ofBytes(LAYER));
        target.fixture().pushBlob("erlang", BASE_LAYER);
        target.fixture().pushBlob("erlang", OTHER_BLOB);
    }

    static Stream<Arguments> lies() {
        long uncompressed = bundle().tarBytes().length;
        return Stream.of(
                arguments("diffId", bundle().descriptorField("layer.diffId", digest(OTHER_BLOB)), "the diff ID"),
                arguments("size", bundle().descriptorField("layer.size", LAYER.length + 7), "is cut short"),
                arguments(
                        "uncompressedSize",
                        bundle().descriptorField("layer.uncompressedSize", uncompressed + 512),
                        "inflates to " + uncompressed + " bytes"),
                arguments(
                        "a layer of the base", bundle().descriptorField("layer.digest", digest(BASE_LAYER)), "digest"),
                arguments(
                        "another blob",
                        bundle().descriptorField("layer.digest", digest(OTHER_BLOB))
                                .descriptorField("layer.size", OTHER_BLOB.bytes())
                                .descriptorField(
                                        "layer.diffId", OTHER_BLOB.diffId().toString()),
                        "is larger than the " + OTHER_BLOB.bytes()),
                arguments(
                        "a version",
                        bundle().descriptorField("erlang.otpVersion", "27.1")
                                .with(TarEntry.file("usr/local/erlang/releases/27/OTP_VERSION", "26.2\n")),
                        "says OTP '26.2'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aDescriptorThatLiesOfALayerThatIsThereIsRefused(String what, TestBundle lying, String words) {
        target.fixture().pushBlob("erlang", TestLayer.ofBytes(lying.layerBytes()));
        TestPush push = new TestPush(directory).from(source).to(target).bundle(lying);

        assertThat(push.failure().problem())
                .startsWith("The toolchain layer " + directory.resolve("toolchain.tar.gz"))
                .contains(words);

        nothingNamed();
    }

    @Test
    void theBytesOfAnotherBlobAreNoToolchain() throws IOException {
        TestBundle lying = bundle().descriptorField("layer.digest", digest(OTHER_BLOB))
                .descriptorField("layer.size", OTHER_BLOB.bytes())
                .descriptorField("layer.diffId", OTHER_BLOB.diffId().toString())
                .descriptorField("layer.uncompressedSize", 4096);
        Path descriptor = lying.writeTo(directory);
        Files.write(directory.resolve("toolchain.tar.gz"), bytes(OTHER_BLOB));
        TestPush push = new TestPush(directory).from(source).to(target).bundleAt(descriptor.toString());

        assertThat(push.failure().problem()).contains("usr/local/bin/something", "lies outside");

        nothingNamed();
    }

    @Test
    void aLayerThatIsMissingInTheBundleIsNotTakenFromTheRepository() throws IOException {
        Path descriptor = bundle().writeTo(directory);
        Files.delete(directory.resolve("toolchain.tar.gz"));
        TestPush push = new TestPush(directory).from(source).to(target).bundleAt(descriptor.toString());

        assertThat(push.failure().problem()).contains("There is no file", "toolchain.tar.gz");

        nothingNamed();
    }

    @Test
    void aLayerThatTheRegistryFindsElsewhereIsVerifiedBeforeAnythingIsNamed() {
        target.answerNext("HEAD", "/blobs/", 404, Map.of(), "", EmbeddedRegistry.ALWAYS);
        target.answerNext("POST", "/uploads/", 201, Map.of(), "", EmbeddedRegistry.ALWAYS);
        TestPush push = new TestPush(directory)
                .from(source)
                .to(target)
                .bundle(bundle().descriptorField("layer.diffId", digest(OTHER_BLOB)));

        assertThat(push.failure().problem()).contains("the diff ID");

        nothingNamed();
    }

    private void nothingNamed() {
        assertThat(target.tags("erlang")).isEmpty();
        assertThat(target.requests())
                .noneMatch(request ->
                        request.method().equals("PUT") && request.path().contains("/manifests/"));
    }

    private static TestBundle bundle() {
        return TestBundle.otp("27.1");
    }

    private static String digest(TestLayer layer) {
        return layer.digest().toString();
    }

    private static byte[] bytes(TestLayer layer) throws IOException {
        try (var in = layer.content().open()) {
            return in.readAllBytes();
        }
    }
}
