package io.github.erlangcodebuild.push;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.Json;
import io.github.erlangcodebuild.bundle.ToolchainDescriptor;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.image.Digest;

/**
 * The image to push: every layer of the base as it is, then one toolchain layer. A value, known to the last byte before
 * anything is uploaded; the same base, bundle and settings give the same digest.
 */
public final class PlannedImage {

    /**
     * How many layers Docker takes: {@code maxLayerDepth} of its layer store, which leaves two of overlayfs's to the container.
     * It refuses to pull an image with more ({@code max depth exceeded}), and CodeBuild pulls with Docker. containerd's and
     * Podman's own stores take more.
     */
    private static final int MOST_LAYERS = 125;

    private final BaseImage base;
    private final ContentDescriptor toolchainLayer;
    private final byte[] config;
    private final ContentDescriptor configDescriptor;
    private final byte[] manifest;
    private final Digest digest;

    private PlannedImage(BaseImage base, ToolchainDescriptor toolchain, ImageSettings settings) {
        this.base = base;
        this.toolchainLayer = new ContentDescriptor(
                base.format().gzipLayerType(),
                toolchain.layer().digest(),
                toolchain.layer().size());
        this.config = Json.write(new ImageConfig(base, toolchain, settings).toJson());
        this.configDescriptor = new ContentDescriptor(base.format().configType(), Digest.of(config), config.length);
        this.manifest = Json.write(manifestJson());
        this.digest = Digest.of(manifest);
    }

    /**
     * Plans the image.
     *
     * @throws ActionableException when the toolchain was built for another platform than the base's, the image would have more
     *     layers than Docker takes, or the base contradicts itself
     */
    public static PlannedImage of(BaseImage base, ToolchainDescriptor toolchain, ImageSettings settings) {
        if (!base.platform().equals(toolchain.platform())) {
            throw new ActionableException(
                    "The toolchain was built for " + toolchain.platform() + ", but the base image " + base.reference()
                            + " is for " + base.platform() + ".",
                    "Use a base image for " + toolchain.platform() + ", or a toolchain bundle for " + base.platform()
                            + ".");
        }
        int layers = base.layers().size() + 1;
        if (layers > MOST_LAYERS) {
            throw new ActionableException(
                    "The image would have " + layers + " layers: " + (layers - 1) + " of the base image "
                            + base.reference() + ", and the toolchain. Docker, with which CodeBuild pulls it, takes at"
                            + " most " + MOST_LAYERS + ".",
                    "Use a base image with at most " + (MOST_LAYERS - 1) + " layers: \"crane flatten "
                            + base.reference()
                            + " -t …\" makes one layer of them all, and so does a Dockerfile that copies the image into"
                            + " FROM scratch.");
        }
        return new PlannedImage(base, toolchain, settings);
    }

    public BaseImage base() {
        return base;
    }

    /** The layer that the bundle holds. */
    public ContentDescriptor toolchainLayer() {
        return toolchainLayer;
    }

    /** The config's bytes. */
    public byte[] config() {
        return config.clone();
    }

    public ContentDescriptor configDescriptor() {
        return configDescriptor;
    }

    /** The manifest's bytes. */
    public byte[] manifest() {
        return manifest.clone();
    }

    public ContentDescriptor manifestDescriptor() {
        return new ContentDescriptor(base.format().manifestType(), digest, manifest.length);
    }

    /** The digest of the manifest, which names the image. */
    public Digest digest() {
        return digest;
    }

    private ObjectNode manifestJson() {
        ObjectNode json = Json.object();
        json.put("schemaVersion", 2);
        json.put("mediaType", base.format().manifestType());
        write(configDescriptor, json.putObject("config"));
        ArrayNode layers = json.putArray("layers");
        base.layers().forEach(layer -> layers.add(layer.json().deepCopy()));
        write(toolchainLayer, layers.addObject());
        return json;
    }

    private static void write(ContentDescriptor descriptor, ObjectNode json) {
        json.put("mediaType", descriptor.mediaType());
        json.put("digest", descriptor.digest().toString());
        json.put("size", descriptor.size());
    }
}
