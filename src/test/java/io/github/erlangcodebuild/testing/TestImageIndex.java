package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.testing.TestBaseImage.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts one image for several platforms together: an OCI index or a Docker manifest list. */
public final class TestImageIndex {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MediaTypes mediaTypes;
    private final List<TestBaseImage> images = new ArrayList<>();
    private final List<TestImageIndex> indexes = new ArrayList<>();
    private final List<ObjectNode> entries = new ArrayList<>();

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
        return image(image, Optional.of(image.platform()));
    }

    /** Adds an image without saying what it is for, as OCI allows: its config says it. */
    public TestImageIndex imageWithoutPlatform(TestBaseImage image) {
        return image(image, Optional.empty());
    }

    private TestImageIndex image(TestBaseImage image, Optional<JsonNode> platform) {
        images.add(image);
        return entry(image.manifest(), platform);
    }

    /** Adds an entry that is no image, for the platform unknown/unknown, as BuildKit does for its attestations. */
    public TestImageIndex attestation() {
        return image(TestBaseImage.attestation());
    }

    /** Adds an index of its own, without saying what it is for. */
    public TestImageIndex index(TestImageIndex index) {
        return index(index, Optional.empty());
    }

    /** Adds an index of its own, whose images are all for this platform. */
    public TestImageIndex index(TestImageIndex index, String os, String architecture) {
        return index(index, Optional.of(JSON.createObjectNode().put("os", os).put("architecture", architecture)));
    }

    private TestImageIndex index(TestImageIndex index, Optional<JsonNode> platform) {
        indexes.add(index);
        return entry(index.manifest(), platform);
    }

    private TestImageIndex entry(Manifest manifest, Optional<JsonNode> platform) {
        ObjectNode entry = JSON.createObjectNode()
                .put("mediaType", manifest.mediaType())
                .put("size", manifest.bytes().length)
                .put("digest", manifest.digest().toString());
        platform.ifPresent(value -> entry.set("platform", value));
        entries.add(entry);
        return this;
    }

    /** Sets a field of the entry that was added last, such as {@code annotations}. */
    public TestImageIndex with(String field, Object value) {
        entries.get(entries.size() - 1).set(field, JSON.valueToTree(value));
        return this;
    }

    /** Its images, and those of the indexes in it. */
    List<TestBaseImage> images() {
        return Stream.concat(images.stream(), indexes.stream().flatMap(index -> index.images().stream()))
                .toList();
    }

    /** The indexes in it, the innermost first. */
    List<TestImageIndex> indexes() {
        return indexes.stream()
                .flatMap(index -> Stream.concat(index.indexes().stream(), Stream.of(index)))
                .toList();
    }

    /** The index, as it will be pushed. */
    public Manifest manifest() {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaTypes.index());
        index.putArray("manifests").addAll(entries);
        return new Manifest(mediaTypes.index(), TestBaseImage.bytes(index));
    }
}
