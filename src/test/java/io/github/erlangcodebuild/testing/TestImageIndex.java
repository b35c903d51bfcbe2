package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.testing.TestBaseImage.MediaTypes;
import java.util.ArrayList;
import java.util.List;

/** Puts one image for several platforms together: an OCI index or a Docker manifest list. */
public final class TestImageIndex {

    private final MediaTypes mediaTypes;
    private final List<TestBaseImage> images = new ArrayList<>();

    private TestImageIndex(MediaTypes mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    public static TestImageIndex docker() {
        return new TestImageIndex(MediaTypes.DOCKER);
    }

    public static TestImageIndex oci() {
        return new TestImageIndex(MediaTypes.OCI);
    }

    /** Adds an image for its own platform. */
    public TestImageIndex image(TestBaseImage image) {
        images.add(image);
        return this;
    }

    /** Adds an entry that is no image, for the platform unknown/unknown, as BuildKit does for its attestations. */
    public TestImageIndex attestation() {
        return image(TestBaseImage.attestation());
    }

    List<TestBaseImage> images() {
        return List.copyOf(images);
    }

    /** The index, as it will be pushed. */
    public Manifest manifest() {
        ObjectNode index =
                new ObjectMapper().createObjectNode().put("schemaVersion", 2).put("mediaType", mediaTypes.index());
        ArrayNode entries = index.putArray("manifests");
        for (TestBaseImage image : images) {
            Manifest manifest = image.manifest();
            entries.addObject()
                    .put("mediaType", manifest.mediaType())
                    .put("size", manifest.bytes().length)
                    .put("digest", manifest.digest().toString())
                    .set("platform", image.platform());
        }
        return new Manifest(mediaTypes.index(), TestBaseImage.bytes(index));
    }
}
