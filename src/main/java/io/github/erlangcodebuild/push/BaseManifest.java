package io.github.erlangcodebuild.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.registry.Repository.PulledManifest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A manifest of a base image, which is that of one image or an index. Which of them is decided by its bytes alone, that is by
 * what its digest stands for: a registry could send the same bytes as an image to one client and as an index to another.
 * One that is both is refused.
 *
 * @param reference how the user named the base
 * @param pulled the manifest
 * @see <a href="https://github.com/opencontainers/distribution-spec/security/advisories/GHSA-mc8v-mgrf-8f4m">CVE-2021-41190</a>
 */
record BaseManifest(ImageReference reference, PulledManifest pulled) {

    private static final List<String> OF_AN_IMAGE = List.of("config", "layers", "fsLayers");
    private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+json";

    JsonNode json() {
        return pulled.json();
    }

    /**
     * What an index names; empty for the manifest of an image.
     *
     * @throws ActionableException when it is both, or not what it says that it is
     */
    Optional<ArrayNode> entries() {
        boolean index = holds("manifests");
        Optional<String> ofAnImage = OF_AN_IMAGE.stream().filter(this::holds).findFirst();
        if (index && ofAnImage.isPresent()) {
            throw UnusableBase.because(
                    reference,
                    "one of its manifests is an index and an image at once (it has \"manifests\" and \""
                            + ofAnImage.get() + "\"), so that each tool may take another image for it");
        }
        if (index != ManifestFormat.isIndexType(mediaType()) && isKnown(mediaType())) {
            throw UnusableBase.because(
                    reference,
                    "one of its manifests says that it is " + mediaType() + ", but it has " + (index ? "" : "no ")
                            + "\"manifests\"");
        }
        if (!index) {
            return Optional.empty();
        }
        if (json().get("manifests") instanceof ArrayNode entries) {
            return Optional.of(entries);
        }
        throw UnusableBase.because(reference, "its index has no list of manifests");
    }

    private static boolean isKnown(String mediaType) {
        return ManifestFormat.isIndexType(mediaType)
                || ManifestFormat.ofManifestType(mediaType).isPresent();
    }

    /**
     * The format of an image's manifest: what it says itself, else what the registry says, and where that is nothing of use
     * ({@code application/json}, {@code text/plain}), the one whose config it has. Empty for what is no image's.
     */
    Optional<ManifestFormat> format() {
        if (!mediaType().isEmpty()) {
            return ManifestFormat.ofManifestType(mediaType());
        }
        if (isSchema1()) {
            return Optional.empty();
        }
        Optional<ManifestFormat> told = ManifestFormat.ofManifestType(contentType());
        return told.isPresent() ? told : formatOfConfig().filter(format -> holds("layers"));
    }

    /** Whether it has the config of an image; other artifacts have others. */
    boolean hasImageConfig() {
        return formatOfConfig().isPresent();
    }

    private Optional<ManifestFormat> formatOfConfig() {
        return ManifestFormat.ofConfigType(
                json().path("config").path("mediaType").asText());
    }

    /** @throws ActionableException when it is no manifest of an image that can be built on */
    ManifestFormat requireFormat() {
        return format().orElseThrow(() -> new ActionableException(
                "The base image " + reference + " has a manifest of a kind that is not supported (" + kind() + ").",
                "Use a base image with a Docker V2.2 or OCI manifest; pushing this one again with a current tool converts"
                        + " it."));
    }

    private String kind() {
        String type = mediaType().isEmpty() ? isSchema1() ? SCHEMA_1 : contentType() : mediaType();
        return type.isEmpty() ? "it does not say which" : UnusableBase.shown(type);
    }

    private boolean isSchema1() {
        return json().path("schemaVersion").asInt() == 1;
    }

    private String mediaType() {
        return json().path("mediaType").asText();
    }

    /** Without parameters; upper and lower case are the same. */
    private String contentType() {
        return pulled.contentType()
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private boolean holds(String field) {
        return json().hasNonNull(field);
    }
}
