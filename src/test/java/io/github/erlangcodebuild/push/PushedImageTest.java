package io.github.erlangcodebuild.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.EmbeddedRegistry;
import io.github.erlangcodebuild.testing.LayerEntry;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.TestBaseImage;
import io.github.erlangcodebuild.testing.TestBundle;
import io.github.erlangcodebuild.testing.TestLayer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the target registry holds after a push. */
class PushedImageTest {

    @AutoClose
    private final EmbeddedRegistry source = EmbeddedRegistry.start();

    @AutoClose
    private final EmbeddedRegistry target = EmbeddedRegistry.start();

    private final Path directory;

    PushedImageTest(@TempDir Path directory) {
        this.directory = directory;
    }

    static Stream<TestBaseImage> bases() {
        return Stream.of(
                TestPush.base(),
                TestBaseImage.oci()
                        .syntheticLayers(2, 1000)
                        .layer(TestLayer.synthetic(7, 500)
                                .withMediaType("application/vnd.oci.image.layer.v1.tar+zstd")));
    }

    @ParameterizedTest
    @MethodSource("bases")
    void theBasesLayersComeFirstWithTheSameDescriptorsAndThenTheToolchain(TestBaseImage base) {
        source.fixture().push("base", "1", base);
        TestBundle bundle = TestBundle.otp("27.1");

        new TestPush(directory).from(source).to(target).bundle(bundle).push();

        Manifest pushed = target.fixture().manifest("erlang", "27.1").orElseThrow();
        List<JsonNode> expected = layers(base.manifest());
        assertThat(pushed.mediaType()).isEqualTo(base.manifest().mediaType());
        assertThat(layers(pushed)).hasSize(expected.size() + 1).startsWith(expected.toArray(new JsonNode[0]));
        Digest toolchain = Digest.of(bundle.layerBytes());
        assertThat(pushed.layerDigests()).last().isEqualTo(toolchain);
        for (Digest layer : base.manifest().layerDigests()) {
            assertThat(target.fixture().blob("erlang", layer))
                    .isEqualTo(source.fixture().blob("base", layer));
        }
        assertThat(target.fixture().blob("erlang", toolchain)).isEqualTo(bundle.layerBytes());
    }

    @Test
    void theConfigOfTheBaseIsKept() {
        source.fixture()
                .push(
                        "base",
                        "1",
                        TestPush.base()
                                .workingDirectory("/work")
                                .labels(Map.of("maintainer", "someone"))
                                .config("StopSignal", "SIGINT")
                                .root("author", "nobody"));

        new TestPush(directory).from(source).to(target).push();

        JsonNode before = source.fixture().config("base", "1");
        JsonNode after = target.fixture().config("erlang", "latest");
        assertThat(after.at("/author")).isEqualTo(before.at("/author"));
        for (String field : List.of("Entrypoint", "User", "WorkingDir", "StopSignal")) {
            assertThat(after.at("/config/" + field)).isEqualTo(before.at("/config/" + field));
        }
        assertThat(after.at("/config/Labels/maintainer").asText()).isEqualTo("someone");
        assertThat(after.at("/config/Env/0").asText()).isEqualTo("PATH=/usr/local/erlang/bin:/usr/bin");
        assertThat(after.at("/config/Env/1").asText()).isEqualTo("LANG=C.UTF-8");
        assertThat(after.at("/rootfs/diff_ids")).hasSize(4);
    }

    @Test
    void everyTagNamesTheSameDigestAndTheFirstIsPushedFirst() {
        source.fixture().push("base", "1", TestPush.base());
        TestPush push = new TestPush(directory).from(source).to(target);

        PushResult result = push.push();

        assertThat(target.tags("erlang")).contains("27.1", "latest");
        assertThat(target.fixture().manifest("erlang", "27.1"))
                .isEqualTo(target.fixture().manifest("erlang", "latest"))
                .hasValueSatisfying(manifest ->
                        assertThat(manifest.digest()).isEqualTo(result.image().digest()));
        assertThat(push.log().tagged()).containsExactly("27.1", "latest");
        assertThat(target.requests())
                .filteredOn(request ->
                        request.method().equals("PUT") && request.path().contains("/manifests/"))
                .extracting(request -> request.path())
                .containsExactly("/v2/erlang/manifests/27.1", "/v2/erlang/manifests/latest");
    }

    @Test
    void aSymlinkInTheBundleIsASymlinkInTheLayer() {
        source.fixture().push("base", "1", TestPush.base());

        PushResult result = new TestPush(directory).from(source).to(target).push();

        assertThat(target.fixture()
                        .layerEntries("erlang", result.image().toolchainLayer().digest()))
                .filteredOn(entry -> entry.name().equals("usr/local/erlang/bin/epmd"))
                .singleElement()
                .satisfies(epmd -> {
                    assertThat(epmd.type()).isEqualTo(LayerEntry.Type.SYMLINK);
                    assertThat(epmd.linkTarget()).hasValue("../erts-15.1/bin/epmd");
                });
    }

    @Test
    void theManifestIsPushedAfterAllBlobs() {
        source.fixture().push("base", "1", TestPush.base());

        new TestPush(directory).from(source).to(target).push();

        List<String> puts = target.requests().stream()
                .filter(request -> request.method().equals("PUT"))
                .map(request -> request.path().contains("/manifests/") ? "manifest" : "blob")
                .toList();
        assertThat(puts).containsExactly("blob", "blob", "blob", "blob", "blob", "manifest", "manifest");
    }

    @Test
    void theSamePushToAnotherRegistryHasTheSameDigest() {
        source.fixture().push("base", "1", TestPush.base());
        try (EmbeddedRegistry other = EmbeddedRegistry.start()) {
            PushResult first = new TestPush(directory).from(source).to(target).push();
            PushResult second = new TestPush(directory).from(source).to(other).push();

            assertThat(second.image().digest()).isEqualTo(first.image().digest());
            assertThat(other.fixture().manifest("erlang", "27.1"))
                    .isEqualTo(target.fixture().manifest("erlang", "27.1"));
        }
    }

    @Test
    void aBaseByDigestIsTakenByDigest() {
        TestBaseImage base = TestPush.base();
        source.fixture().push("base", "1", base);
        Digest digest = base.manifest().digest();

        PushResult result = new TestPush(directory)
                .from(source.host() + "/base@" + digest)
                .to(target)
                .push();

        assertThat(result.image().base().digest()).isEqualTo(digest);
        assertThat(target.fixture()
                        .config("erlang", "27.1")
                        .at("/config/Labels/org.opencontainers.image.base.digest")
                        .asText())
                .isEqualTo(digest.toString());
    }

    @Test
    void aLayerThatTheBaseHasTwiceIsSentOnce() {
        TestLayer layer = TestLayer.synthetic(1, 1000);
        source.fixture().push("base", "1", TestBaseImage.docker().layer(layer).layer(layer));

        new TestPush(directory).from(source).to(target).push();

        assertThat(target.fixture().manifest("erlang", "27.1").orElseThrow().layerDigests())
                .startsWith(layer.digest(), layer.digest())
                .hasSize(3);
        assertThat(source.blobRequests())
                .filteredOn(request -> request.path().endsWith(layer.digest().toString()))
                .hasSize(1);
    }

    private static List<JsonNode> layers(Manifest manifest) {
        return Stream.iterate(0, i -> i + 1)
                .limit(manifest.layerDigests().size())
                .map(i -> manifest.json().required("layers").get(i))
                .toList();
    }

    @Test
    void aRegistryAtAnAddressOfIpv6IsPulledFromAndPushedTo() {
        try (EmbeddedRegistry registry =
                EmbeddedRegistry.builder().ipv6().basicAuth("joe", "secret").start()) {
            registry.fixture().push("base", "1", TestPush.base());

            PushResult result = new TestPush(directory)
                    .from(registry)
                    .to(registry)
                    .credentials(registry.host(), "joe", "secret")
                    .push();

            assertThat(result.reference().toString()).matches("\\[::1]:\\d+/erlang:27\\.1");
            assertThat(result.transfer().mounted()).isEqualTo(3);
            assertThat(registry.fixture().manifest("erlang", "latest")).isPresent();
        }
    }
}
