package io.github.erlangcodebuild.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryFixtureTest {

    private static EmbeddedRegistry registry;
    private static RegistryFixture fixture;

    @BeforeAll
    static void start() {
        registry = EmbeddedRegistry.start();
        fixture = registry.fixture();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void anImageComesBackAsItWasPushed() {
        TestBaseImage image = TestBaseImage.oci()
                .layer(TestLayer.synthetic(7, 1000).withMediaType("application/vnd.oci.image.layer.v1.tar+zstd"))
                .syntheticLayers(1, 2000)
                .entrypoint("dockerd-entrypoint.sh")
                .env("PATH=/usr/bin", "LANG=C")
                .volume("/var/lib/docker")
                .history("RUN something", false)
                .config("StopSignal", "SIGTERM");
        Manifest pushed = fixture.push("round/trip", "1.0", image);

        Manifest pulled = fixture.manifest("round/trip", "1.0").orElseThrow();
        assertThat(pulled).isEqualTo(pushed);
        assertThat(fixture.manifest("round/trip", pushed.digest().toString())).hasValue(pushed);
        assertThat(pulled.json().at("/layers/0/mediaType").asText()).endsWith("zstd");
        assertThat(pulled.layerDigests()).allSatisfy(layer -> assertThat(Digest.of(fixture.blob("round/trip", layer)))
                .isEqualTo(layer));
        JsonNode config = fixture.config("round/trip", "1.0");
        assertThat(config.at("/config/Env/1").asText()).isEqualTo("LANG=C");
        assertThat(config.at("/config/Volumes").has("/var/lib/docker")).isTrue();
        assertThat(config.at("/rootfs/diff_ids")).hasSize(2);
        assertThat(fixture.manifest("round/trip", "2.0")).isEmpty();
        assertThat(fixture.tags("round/trip")).isEmpty();
        assertThat(registry.tags("round/trip")).containsExactly("1.0");
    }

    @Test
    void anIndexHoldsItsImages() {
        TestBaseImage arm =
                TestBaseImage.oci().platform("linux", "arm64").variant("v8").syntheticLayers(1, 10);
        fixture.push(
                "index",
                "latest",
                TestImageIndex.oci()
                        .image(TestBaseImage.oci().syntheticLayers(1, 20))
                        .image(arm)
                        .image(TestBaseImage.windows())
                        .attestation());
        JsonNode index = fixture.manifest("index", "latest").orElseThrow().json();
        assertThat(index.get("manifests"))
                .extracting(entry -> entry.at("/platform/os").asText())
                .containsExactly("linux", "linux", "windows", "unknown");
        assertThat(fixture.manifest("index", index.at("/manifests/1/digest").asText()))
                .hasValue(arm.manifest());
    }

    @Test
    void aBlobIsMountedFromWhereItLies() {
        TestLayer layer = TestLayer.synthetic(3, 100);
        fixture.pushBlob("mount/from", layer);
        assertThat(fixture.mount("mount/to", layer.digest(), "mount/nowhere")).isFalse();
        assertThat(fixture.mount("mount/to", layer.digest(), "mount/from")).isTrue();
        assertThat(fixture.hasBlob("mount/to", layer.digest())).isTrue();
    }

    @Test
    void aLayersEntriesAreReadWithTheirTypes(@TempDir Path directory) throws IOException {
        ByteArrayOutputStream tarball = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(tarball)) {
            TarArchiveEntry epmd = new TarArchiveEntry("usr/local/erlang/bin/epmd", TarConstants.LF_SYMLINK);
            epmd.setLinkName("../erts/bin/epmd");
            tar.putArchiveEntry(epmd);
            tar.closeArchiveEntry();
        }
        Path file = directory.resolve("layer.tar.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(tarball.toByteArray());
        }
        TestLayer layer = TestLayer.ofFile(file);
        assertThat(layer.diffId()).isEqualTo(Digest.of(tarball.toByteArray()));
        assertThat(layer.bytes()).isEqualTo(Files.size(file));

        fixture.pushBlob("entries", layer);
        List<LayerEntry> entries = fixture.layerEntries("entries", layer.digest());
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("usr/local/erlang/bin/epmd");
            assertThat(entry.type()).isEqualTo(LayerEntry.Type.SYMLINK);
            assertThat(entry.linkTarget()).hasValue("../erts/bin/epmd");
        });
    }

    @Test
    void theSameTextFilesAndSeedsGiveTheSameDigests() {
        Map<String, String> files = Map.of("a", "1", "b", "2");
        assertThat(TestLayer.ofTextFiles(files).digest())
                .isEqualTo(TestLayer.ofTextFiles(files).digest());
        assertThat(TestLayer.synthetic(1, 100_000).digest())
                .isEqualTo(TestLayer.synthetic(1, 100_000).digest())
                .isNotEqualTo(TestLayer.synthetic(2, 100_000).digest());
    }
}
