package io.github.erlangcodebuild.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestListTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.toolchain.Digest;
import io.github.erlangcodebuild.toolchain.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a base image's manifest and config: of the platform that is wanted, where there are several. */
final class BaseImageReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST_CONFIG = 8L * 1024 * 1024;

    private final Repository repository;
    private final ImageReference reference;

    BaseImageReader(Repository repository, ImageReference reference) {
        this.repository = repository;
        this.reference = reference;
    }

    BaseImage read(Platform wanted) {
        ManifestAndDigest<ManifestTemplate> pulled = repository.pullManifest(reference);
        if (pulled.getManifest() instanceof ManifestListTemplate list) {
            pulled = repository.pullManifest(reference.withDigest(digestFor(wanted, list)));
        }
        if (!(pulled.getManifest() instanceof BuildableManifestTemplate manifest)) {
            throw new ActionableException(
                    "The base image " + reference + " has a manifest of a kind that is not supported ("
                            + pulled.getManifest().getManifestMediaType() + ").",
                    "Use a base image with a Docker V2.2 or OCI manifest; pushing this one again with a current tool"
                            + " converts it.");
        }
        BaseImage base = read(manifest, new Digest(pulled.getDigest().getHash()));
        if (base.platform().os().isEmpty() || base.platform().architecture().isEmpty()) {
            throw malformed("it does not say which platform it is for");
        }
        if ("windows".equals(base.platform().os())) {
            throw new ActionableException(
                    "The base image " + reference + " is a Windows image.",
                    "Use a Linux image; the toolchain is built for " + wanted + ".");
        }
        return base;
    }

    private Digest digestFor(Platform wanted, ManifestListTemplate list) {
        List<String> digests = list.getDigestsForPlatform(wanted.architecture(), wanted.os());
        if (digests.isEmpty()) {
            throw new ActionableException(
                    "The base image " + reference + " is not made for " + wanted
                            + ", which the toolchain was built for.",
                    "Use a base image that is, or a toolchain bundle for one of the base's platforms.");
        }
        return Digest.parse(digests.get(0))
                .orElseThrow(() -> malformed("its index has the digest '" + digests.get(0) + "'"));
    }

    private BaseImage read(BuildableManifestTemplate manifest, Digest digest) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(JsonTemplateMapper.toUtf8String(manifest));
            ManifestFormat format = ManifestFormat.ofManifestType(manifest.getManifestMediaType())
                    .orElseThrow(
                            () -> malformed("its manifest has the unknown type " + manifest.getManifestMediaType()));
            List<BaseLayer> layers = new ArrayList<>();
            for (var layer : json.withArray("layers")) {
                if (!(layer instanceof ObjectNode descriptor)) {
                    throw malformed("its manifest has a layer without a descriptor");
                }
                layers.add(new BaseLayer(descriptor(descriptor), descriptor));
            }
            if (!(json.get("config") instanceof ObjectNode configDescriptor)) {
                throw malformed("its manifest names no config");
            }
            return new BaseImage(reference, digest, format, layers, config(descriptor(configDescriptor)));
        } catch (IOException e) {
            throw new AssertionError("what Jib has read it can write", e);
        }
    }

    private ObjectNode config(ContentDescriptor descriptor) {
        if (descriptor.size() > LARGEST_CONFIG) {
            throw malformed("its config has " + descriptor.size() + " bytes");
        }
        try {
            if (JSON.readTree(repository.pullBlob(descriptor)) instanceof ObjectNode config) {
                return config;
            }
            throw malformed("its config is no JSON object");
        } catch (JsonProcessingException e) {
            throw malformed("its config is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new AssertionError("bytes in memory can be read", e);
        }
    }

    private ContentDescriptor descriptor(ObjectNode json) {
        Digest digest = Digest.parse(json.path("digest").asText())
                .orElseThrow(() -> malformed(
                        "its manifest has the digest '" + json.path("digest").asText() + "'"));
        return new ContentDescriptor(
                json.path("mediaType").asText(), digest, json.path("size").asLong());
    }

    private ActionableException malformed(String why) {
        return new ActionableException(
                "The base image " + reference + " cannot be used: " + why + ".",
                "Use another base image, or have this one built again.");
    }
}
