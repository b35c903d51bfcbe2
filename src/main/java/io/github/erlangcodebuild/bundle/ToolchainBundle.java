package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.layer.LayerVerifier;
import io.github.erlangcodebuild.http.ErrorBody;
import io.github.erlangcodebuild.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;

/**
 * A toolchain bundle whose descriptor has been read and fits what was asked for. Its layer is read only by
 * {@link #copyLayer}, as often as that is called.
 *
 * @param location where it is
 * @param descriptor what it says of itself
 * @param reader what reads its layer
 */
public record ToolchainBundle(BundleLocation location, ToolchainDescriptor descriptor, BundleReader reader) {

    /** A descriptor is some hundred bytes; what is larger than this many is not one. */
    private static final int MAX_DESCRIPTOR_BYTES = 1 << 20;

    /**
     * Reads the descriptor, and nothing else.
     *
     * @param erlangVersion the OTP version that the bundle must hold
     * @param toolchainDigest the digest that its layer must have; needed where the bundle comes over plain HTTP from
     *     another host
     * @throws IOException when the descriptor could not be read; trying again may help
     * @throws ActionableException when it is not a descriptor, or not of the bundle asked for
     */
    public static ToolchainBundle read(
            BundleLocation location, BundleReader reader, String erlangVersion, Optional<Digest> toolchainDigest)
            throws IOException {
        requireProtection(location, toolchainDigest);
        ToolchainDescriptor descriptor = ToolchainDescriptor.parse(fetch(location, reader), location.descriptor());
        requireVersion(erlangVersion, descriptor, location);
        requireDigest(toolchainDigest, descriptor, location);
        return new ToolchainBundle(location, descriptor, reader);
    }

    /**
     * Where the layer is: {@code layer.file} beside the descriptor. The descriptor's query is dropped, because a
     * presigned URL is signed for one object; a bundle behind presigned URLs cannot be read as two objects.
     */
    public URI layerLocation() {
        return location.sibling(descriptor.layer().file());
    }

    /** {@link #layerLocation()} for messages: without query and user info, where secrets are. */
    public String layerDisplay() {
        return Locations.display(layerLocation());
    }

    /**
     * Copies the compressed layer, verifying it on the way (see {@link LayerVerifier}). What was written may be used
     * only when this returns normally.
     *
     * @param out receives the layer's bytes; stays open
     * @throws IOException when the layer could not be read or {@code out} not be written; trying again may help
     * @throws ActionableException when the layer is missing or is not what its descriptor and the format say
     */
    public void copyLayer(OutputStream out) throws IOException {
        try (InputStream compressed = reader.open(layerLocation())) {
            new LayerVerifier(descriptor.expectedLayer(), layerDisplay()).copy(compressed, out);
        }
    }

    /**
     * Requires that the layer is there and may be read. Reads nothing of it.
     *
     * @throws IOException when its place did not answer; trying again may help
     * @throws ActionableException when there is no such object, or no right to read it
     */
    public void requireLayer() throws IOException {
        reader.open(layerLocation()).close();
    }

    private static void requireProtection(BundleLocation location, Optional<Digest> toolchainDigest) {
        if (Locations.isUnprotected(location.descriptor()) && toolchainDigest.isEmpty()) {
            throw new ActionableException(
                    "The bundle " + location.display() + " comes over plain HTTP, where anyone on the way could change"
                            + " it.",
                    "Use https, or set -Derlang-codebuild.toolchainDigest=sha256:… to the digest that its layer must"
                            + " have.");
        }
    }

    private static byte[] fetch(BundleLocation location, BundleReader reader) throws IOException {
        byte[] json;
        try (InputStream in = reader.open(location.descriptor())) {
            json = in.readNBytes(MAX_DESCRIPTOR_BYTES + 1);
        }
        if (json.length > MAX_DESCRIPTOR_BYTES) {
            throw new ActionableException(
                    "The toolchain descriptor " + location.display() + " is larger than " + MAX_DESCRIPTOR_BYTES
                            + " bytes.",
                    "Point toolchain at the .json of a bundle.");
        }
        ErrorBody.page(json).ifPresent(page -> {
            throw new ActionableException(
                    "The toolchain descriptor " + location.display() + " is " + page + ".",
                    "Look at that page: it may be the login of a network, of a proxy or of the server. Point toolchain at an"
                            + " address that can be read without one.");
        });
        return json;
    }

    private static void requireVersion(String erlangVersion, ToolchainDescriptor descriptor, BundleLocation location) {
        String found = descriptor.erlang().otpVersion();
        if (!found.equals(erlangVersion)) {
            throw new ActionableException(
                    "The bundle " + location.display() + " holds OTP " + found + ", but erlangVersion is "
                            + erlangVersion + ".",
                    "Set -Derlang-codebuild.erlangVersion=" + found + ", or point toolchain at a bundle of OTP "
                            + erlangVersion + ".");
        }
    }

    private static void requireDigest(
            Optional<Digest> toolchainDigest, ToolchainDescriptor descriptor, BundleLocation location) {
        Digest found = descriptor.layer().digest();
        if (toolchainDigest.isPresent() && !toolchainDigest.get().equals(found)) {
            throw new ActionableException(
                    "The bundle " + location.display() + " has the layer " + found + ", but toolchainDigest is "
                            + toolchainDigest.get() + ".",
                    "Find out why the bundle changed; if it should have, set toolchainDigest to its new digest.");
        }
    }
}
