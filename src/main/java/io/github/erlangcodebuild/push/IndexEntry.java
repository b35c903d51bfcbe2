package io.github.erlangcodebuild.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.image.Platform;
import io.github.erlangcodebuild.image.Variant;

/**
 * What an index says of one of its manifests. {@code os.version} and {@code os.features} do not matter to Linux.
 *
 * @param json the descriptor
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md#image-index-property-descriptions">OCI
 *     image-spec, image index</a>
 */
record IndexEntry(JsonNode json) {

    private static final String UNKNOWN = "unknown";

    /** Which may be empty: in OCI's index an entry need not say what it runs on. */
    Variant variant() {
        JsonNode platform = json.path("platform");
        return new Variant(
                new Platform(
                        platform.path("os").asText(),
                        platform.path("architecture").asText()),
                platform.path("variant").asText());
    }

    boolean saysPlatform() {
        Platform platform = variant().platform();
        return !platform.os().isEmpty() || !platform.architecture().isEmpty();
    }

    /** Whether it may lead to an image: an attestation or another artifact does not, nor does what has an unknown type. */
    boolean mayBeImage() {
        return saysPlatform() ? !isAttestation() : !isAttestation() && !isArtifact() && hasUsualType();
    }

    /** BuildKit puts one beside each image. */
    private boolean isAttestation() {
        Platform platform = variant().platform();
        return UNKNOWN.equals(platform.os())
                || UNKNOWN.equals(platform.architecture())
                || json.path("annotations").has("vnd.docker.reference.type");
    }

    private boolean isArtifact() {
        String type = json.path("artifactType").asText();
        return !type.isEmpty() && ManifestFormat.ofConfigType(type).isEmpty();
    }

    private boolean hasUsualType() {
        String type = json.path("mediaType").asText();
        return type.isEmpty()
                || ManifestFormat.isIndexType(type)
                || ManifestFormat.ofManifestType(type).isPresent();
    }
}
