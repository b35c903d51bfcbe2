package io.github.erlangcodebuild.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.BaseImage.BaseLayer;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.CuratedImages;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.ImageReference;
import io.github.erlangcodebuild.image.ManifestFormat;
import io.github.erlangcodebuild.image.Platform;
import io.github.erlangcodebuild.push.IndexSearch.Found;
import io.github.erlangcodebuild.registry.RegistryFailures;
import io.github.erlangcodebuild.registry.Repository;
import io.github.erlangcodebuild.registry.Repository.PulledManifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads a base image's manifest and config: of the platform that is wanted, where there are several. */
final class BaseImageReader {

    private static final long LARGEST_CONFIG = 8L * 1024 * 1024;

    private final Repository repository;
    private final ImageReference reference;
    private final Consumer<String> warnings;

    /** @param warnings told what may be wrong with a base that is taken all the same */
    BaseImageReader(Repository repository, ImageReference reference, Consumer<String> warnings) {
        this.repository = repository;
        this.reference = reference;
        this.warnings = warnings;
    }

    /** @param wanted the platform to choose; asked for only where the base has several, or none that will do */
    BaseImage read(Supplier<Platform> wanted) {
        BaseManifest manifest = new BaseManifest(reference, pull());
        Optional<ArrayNode> index = manifest.entries();
        Found found = index.isPresent() ? find(wanted.get(), index.get()) : single(manifest);
        BaseImage base = found.image();
        if (base.platform().os().isEmpty() || base.platform().architecture().isEmpty()) {
            throw malformed("it does not say which platform it is for");
        }
        if ("windows".equals(base.platform().os())) {
            throw new ActionableException(
                    "The base image " + reference + " is a Windows image.",
                    "Use a Linux image; the toolchain is built for " + wanted.get() + ".");
        }
        if (!found.variant().isPlain()) {
            warnings.accept(
                    "The base image " + reference + " has no image for plain " + base.platform() + ". The one for "
                            + UnusableBase.shown(found.variant().toString())
                            + " is used, which does not run on every processor: check it with a build.");
        }
        return base;
    }

    private Found find(Platform wanted, ArrayNode index) {
        return new IndexSearch(
                        reference,
                        wanted,
                        digest -> new BaseManifest(reference, repository.pullManifest(reference.withDigest(digest))),
                        this::image)
                .in(index);
    }

    private Found single(BaseManifest manifest) {
        BaseImage image = image(manifest);
        return new Found(image, image.variant());
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

    private BaseImage image(BaseManifest manifest) {
        ManifestFormat format = manifest.requireFormat();
        List<BaseLayer> layers = new ArrayList<>();
        for (JsonNode layer : manifest.json().path("layers")) {
            if (!(layer instanceof ObjectNode descriptor)) {
                throw malformed("its manifest has a layer without a descriptor");
            }
            layers.add(new BaseLayer(descriptor(descriptor), descriptor));
        }
        if (!(manifest.json().get("config") instanceof ObjectNode configDescriptor)) {
            throw malformed("its manifest names no config");
        }
        return new BaseImage(
                reference, manifest.pulled().digest(), format, layers, config(descriptor(configDescriptor)));
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
            throw malformed("its config is no JSON: " + UnusableBase.shown(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new AssertionError("bytes in memory can be read", e);
        }
    }

    private ContentDescriptor descriptor(ObjectNode json) {
        Digest digest = Digest.parse(json.path("digest").asText())
                .orElseThrow(() -> malformed("its manifest has the digest '"
                        + UnusableBase.shown(json.path("digest").asText()) + "'"));
        return new ContentDescriptor(
                json.path("mediaType").asText(), digest, json.path("size").asLong());
    }

    private ActionableException malformed(String why) {
        return UnusableBase.because(reference, why);
    }
}
