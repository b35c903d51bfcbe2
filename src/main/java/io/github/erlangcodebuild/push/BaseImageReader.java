package io.github.erlangcodebuild.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.ForeignText;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.image.Platform;
import io.github.erlangcodebuild.registry.RegistryFailures;
import io.github.erlangcodebuild.registry.Repository;
import io.github.erlangcodebuild.registry.Repository.PulledManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a base image's manifest and config: of the platform that is wanted, where there are several. */
final class BaseImageReader {

    private static final long LARGEST_CONFIG = 8L * 1024 * 1024;

    /** What is quoted of it at the most, in characters; a digest has 71. */
    private static final int SHOWN = 200;

    private final Repository repository;
    private final ImageReference reference;

    BaseImageReader(Repository repository, ImageReference reference) {
        this.repository = repository;
        this.reference = reference;
    }

    /** @param wanted the platform to choose; asked for only where the base has several, or none that will do */
    BaseImage read(Supplier<Platform> wanted) {
        PulledManifest pulled = pull();
        if (pulled.json().get("manifests") instanceof ArrayNode list) {
            pulled = repository.pullManifest(reference.withDigest(digestFor(wanted.get(), list)));
        }
        BaseImage base = read(pulled);
        if (base.platform().os().isEmpty() || base.platform().architecture().isEmpty()) {
            throw malformed("it does not say which platform it is for");
        }
        if ("windows".equals(base.platform().os())) {
            throw new ActionableException(
                    "The base image " + reference + " is a Windows image.",
                    "Use a Linux image; the toolchain is built for " + wanted.get() + ".");
        }
        return base;
    }

    private PulledManifest pull() {
        try {
            return repository.pullManifest(reference);
        } catch (ActionableException e) {
            Optional<String> similar = RegistryFailures.isMissingOrHidden(e)
                    ? CuratedImages.similar(reference.toString())
                    : Optional.empty();
            throw similar.map(near -> new ActionableException(
                            e.problem(), "Did you mean -Derlang-codebuild.baseImage=" + near + "? " + e.remedy(), e))
                    .orElse(e);
        }
    }

    private Digest digestFor(Platform wanted, ArrayNode list) {
        for (JsonNode manifest : list) {
            JsonNode platform = manifest.path("platform");
            if (wanted.os().equals(platform.path("os").asText())
                    && wanted.architecture()
                            .equals(platform.path("architecture").asText())) {
                String digest = manifest.path("digest").asText();
                return Digest.parse(digest)
                        .orElseThrow(() -> malformed("its index has the digest '" + shown(digest) + "'"));
            }
        }
        throw new ActionableException(
                "The base image " + reference + " is not made for " + wanted + ", which the toolchain was built for.",
                "Use a base image that is, or a toolchain bundle for one of the base's platforms.");
    }

    private BaseImage read(PulledManifest pulled) {
        String mediaType =
                pulled.json().path("mediaType").asText(pulled.contentType().orElse(""));
        ManifestFormat format = ManifestFormat.ofManifestType(mediaType)
                .orElseThrow(() -> new ActionableException(
                        "The base image " + reference + " has a manifest of a kind that is not supported ("
                                + (mediaType.isEmpty() ? "it does not say which" : shown(mediaType))
                                + ").",
                        "Use a base image with a Docker V2.2 or OCI manifest; pushing this one again with a current"
                                + " tool converts it."));
        List<BaseLayer> layers = new ArrayList<>();
        for (JsonNode layer : pulled.json().path("layers")) {
            if (!(layer instanceof ObjectNode descriptor)) {
                throw malformed("its manifest has a layer without a descriptor");
            }
            layers.add(new BaseLayer(descriptor(descriptor), descriptor));
        }
        if (!(pulled.json().get("config") instanceof ObjectNode configDescriptor)) {
            throw malformed("its manifest names no config");
        }
        return new BaseImage(reference, pulled.digest(), format, layers, config(descriptor(configDescriptor)));
    }

    private ObjectNode config(ContentDescriptor descriptor) {
        if (descriptor.size() > LARGEST_CONFIG) {
            throw malformed("its config has " + descriptor.size() + " bytes");
        }
        try {
            if (Json.read(repository.pullBlob(descriptor)) instanceof ObjectNode config) {
                return config;
            }
            throw malformed("its config is no JSON object");
        } catch (JsonProcessingException e) {
            throw malformed("its config is no JSON: " + shown(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new AssertionError("bytes in memory can be read", e);
        }
    }

    private ContentDescriptor descriptor(ObjectNode json) {
        Digest digest = Digest.parse(json.path("digest").asText())
                .orElseThrow(() -> malformed("its manifest has the digest '"
                        + shown(json.path("digest").asText()) + "'"));
        return new ContentDescriptor(
                json.path("mediaType").asText(), digest, json.path("size").asLong());
    }

    /** What a manifest says may have no end. */
    private static String shown(String text) {
        return ForeignText.line(text, SHOWN);
    }

    private ActionableException malformed(String why) {
        return new ActionableException(
                "The base image " + reference + " cannot be used: " + why + ".",
                "Use another base image, or have this one built again.");
    }
}
