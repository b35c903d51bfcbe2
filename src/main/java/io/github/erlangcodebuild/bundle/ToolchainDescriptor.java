package io.github.erlangcodebuild.bundle;

import io.github.erlangcodebuild.ActionableException;
import io.github.erlangcodebuild.bundle.layer.ElfHeader;
import io.github.erlangcodebuild.bundle.layer.ExpectedLayer;
import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.Platform;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a toolchain bundle says of itself: the JSON object beside the layer.
 *
 * @param kerl absent where OTP was not compiled by kerl but taken from a distribution
 * @param platform what the toolchain runs on
 * @param builtOn absent where nobody recorded it
 * @param created when the bundle was packed
 */
public record ToolchainDescriptor(
        Erlang erlang,
        Rebar3 rebar3,
        Optional<Kerl> kerl,
        Platform platform,
        Optional<BuiltOn> builtOn,
        Layer layer,
        Instant created) {

    /** The one {@code schemaVersion} that is read. */
    public static final int SCHEMA_VERSION = 1;

    /** No layer is larger, compressed or not, in bytes: 10 GiB, some hundred times a real toolchain. */
    public static final long MAX_LAYER_BYTES = 10L << 30;

    /** A tag of an image, which a version of OTP becomes, has at most 128 (OCI distribution-spec). */
    private static final int MAX_VERSION_BYTES = 128;
    /** A repository has 255, a tag 128, and a digest 71. */
    private static final int MAX_IMAGE_BYTES = 512;

    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_OPTIONS_BYTES = 4096;
    private static final int MAX_TIME_BYTES = 64;

    /**
     * The OTP in the layer.
     *
     * @param otpVersion such as {@code 27.1}
     * @param ertsVersion such as {@code 15.1}
     */
    public record Erlang(String otpVersion, String ertsVersion) {}

    /**
     * The rebar3 in the layer.
     *
     * @param version such as {@code 3.25.1}
     */
    public record Rebar3(String version) {}

    /**
     * What OTP was compiled with.
     *
     * @param version of kerl itself
     * @param configureOptions its {@code KERL_CONFIGURE_OPTIONS}, perhaps empty
     */
    public record Kerl(String version, String configureOptions) {}

    /**
     * Where OTP was compiled. All but the image is for people, and absent where it could not be found out.
     *
     * @param image the reference of the image that OTP was compiled on
     * @param osRelease its operating system's name
     * @param glibc the version of its C library
     * @param openssl the version of its OpenSSL
     */
    public record BuiltOn(String image, Optional<String> osRelease, Optional<String> glibc, Optional<String> openssl) {}

    /**
     * The other object of the bundle.
     *
     * @param file where the layer is, relative to the descriptor
     * @param mediaType {@link #MEDIA_TYPE}
     * @param size compressed, in bytes
     * @param digest of the compressed bytes
     * @param diffId the digest of the uncompressed tar (OCI image-spec, config, {@code rootfs.diff_ids})
     * @param uncompressedSize of the tar, in bytes
     */
    public record Layer(String file, String mediaType, long size, Digest digest, Digest diffId, long uncompressedSize) {

        /** The only media type of a layer that is read (OCI image-spec, layer). */
        public static final String MEDIA_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
    }

    /** What the layer is verified against. */
    public ExpectedLayer expectedLayer() {
        return new ExpectedLayer(
                layer.size(), layer.digest(), layer.diffId(), layer.uncompressedSize(), erlang.otpVersion(), platform);
    }

    /**
     * Reads a descriptor. Fields that it does not know are ignored.
     *
     * @param json the object's bytes
     * @param location where they come from, for messages
     * @throws ActionableException naming the field, the value found and what is expected
     */
    public static ToolchainDescriptor parse(byte[] json, URI location) {
        JsonFields root = JsonFields.read(json, Locations.display(location));
        root.number("schemaVersion", SCHEMA_VERSION, SCHEMA_VERSION);
        JsonFields erlang = root.object("erlang");
        return new ToolchainDescriptor(
                new Erlang(erlang.word("otpVersion", MAX_VERSION_BYTES), erlang.word("ertsVersion", MAX_VERSION_BYTES)),
                new Rebar3(root.object("rebar3").word("version", MAX_VERSION_BYTES)),
                root.optionalObject("kerl")
                        .map(kerl -> new Kerl(
                                kerl.word("version", MAX_VERSION_BYTES),
                                kerl.text("configureOptions", MAX_OPTIONS_BYTES))),
                platform(root.object("platform")),
                root.optionalObject("builtOn").map(ToolchainDescriptor::builtOn),
                layer(root.object("layer")),
                created(root));
    }

    private static Platform platform(JsonFields platform) {
        String os = platform.word("os", MAX_NAME_BYTES);
        if (!os.equals("linux")) {
            throw platform.unexpected("os", "linux");
        }
        String architecture = platform.word("architecture", MAX_NAME_BYTES);
        if (!ElfHeader.knows(architecture)) {
            throw platform.unexpected("architecture", "amd64 or arm64");
        }
        return new Platform(os, architecture);
    }

    private static BuiltOn builtOn(JsonFields builtOn) {
        return new BuiltOn(
                builtOn.text("image", MAX_IMAGE_BYTES),
                builtOn.optionalText("osRelease", MAX_NAME_BYTES),
                builtOn.optionalText("glibc", MAX_VERSION_BYTES),
                builtOn.optionalText("openssl", MAX_VERSION_BYTES));
    }

    private static Layer layer(JsonFields layer) {
        String file = layer.word("file", MAX_NAME_BYTES);
        if (!isRelativeName(file)) {
            throw layer.unexpected("file", "a file name relative to the descriptor, without '..', ':' and '\\'");
        }
        String mediaType = layer.word("mediaType", MAX_NAME_BYTES);
        if (!mediaType.equals(Layer.MEDIA_TYPE)) {
            throw layer.unexpected("mediaType", Layer.MEDIA_TYPE);
        }
        return new Layer(
                file,
                mediaType,
                layer.number("size", 1, MAX_LAYER_BYTES),
                layer.digest("digest"),
                layer.digest("diffId"),
                layer.number("uncompressedSize", 1, MAX_LAYER_BYTES));
    }

    /** Stays beside or below the descriptor, on every kind of place: no scheme, no drive, no way up. */
    private static boolean isRelativeName(String file) {
        return !file.contains(":")
                && !file.contains("\\")
                && Arrays.stream(file.split("/", -1))
                        .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    }

    private static Instant created(JsonFields root) {
        try {
            return OffsetDateTime.parse(root.text("created", MAX_TIME_BYTES)).toInstant();
        } catch (DateTimeException e) {
            throw root.unexpected("created", "an RFC 3339 instant such as 2026-11-23T00:00:00Z");
        }
    }
}
