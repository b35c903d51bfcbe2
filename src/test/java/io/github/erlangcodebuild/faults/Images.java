package io.github.erlangcodebuild.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.testing.Manifest;
import io.github.erlangcodebuild.testing.RegistryFixture;
import java.util.ArrayList;
import java.util.List;

/** Looks into images that were pushed. */
final class Images {

    private Images() {}

    /** Fails unless each blob that the manifest names is there, and has its digest. */
    static void requireWhole(RegistryFixture fixture, String repository, Manifest manifest) {
        assertThat(blobs(manifest)).allSatisfy(blob -> assertThat(Digest.of(fixture.blob(repository, blob)))
                .isEqualTo(blob));
    }

    /** Layers and config. */
    static List<Digest> blobs(Manifest manifest) {
        List<Digest> blobs = new ArrayList<>(manifest.layerDigests());
        blobs.add(manifest.configDigest());
        return blobs;
    }
}
