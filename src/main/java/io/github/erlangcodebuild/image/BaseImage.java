package io.github.erlangcodebuild.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An image to build on, as its registry has it.
 *
 * @param reference how the user named it
 * @param digest the digest of its manifest: of the platform's own, where the reference names a list of several
 * @param format the format of its manifest
 * @param layers its layer descriptors, in order, as JSON, so that nothing that they say is lost
 * @param config its config, as JSON
 */
public record BaseImage(
        ImageReference reference, Digest digest, ManifestFormat format, List<BaseLayer> layers, ObjectNode config) {

    public BaseImage {
        layers = List.copyOf(layers);
        config = config.deepCopy();
    }

    /**
     * One layer of the base.
     *
     * @param descriptor what we need to know of it
     * @param json the whole descriptor
     */
    public record BaseLayer(ContentDescriptor descriptor, ObjectNode json) {}

    /** A copy, which the caller may change. */
    @Override
    public ObjectNode config() {
        return config.deepCopy();
    }

    /** What it says that it runs on. */
    public Platform platform() {
        return new Platform(
                config.path("os").asText(), config.path("architecture").asText());
    }

    /** As {@link #platform()}, with the variant that it says. */
    public Variant variant() {
        return new Variant(platform(), config.path("variant").asText());
    }
}
