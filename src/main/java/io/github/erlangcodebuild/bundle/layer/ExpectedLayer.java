package io.github.erlangcodebuild.bundle.layer;

import io.github.erlangcodebuild.image.Digest;
import io.github.erlangcodebuild.image.Platform;

/**
 * What a toolchain layer must be, as the bundle's descriptor says.
 *
 * @param size compressed, in bytes
 * @param digest of the compressed bytes
 * @param diffId the digest of the uncompressed tar (OCI image-spec, config, {@code rootfs.diff_ids})
 * @param uncompressedSize of the tar, in bytes
 * @param otpVersion the version that its {@code OTP_VERSION} must hold
 * @param platform what its programs must run on
 */
public record ExpectedLayer(
        long size, Digest digest, Digest diffId, long uncompressedSize, String otpVersion, Platform platform) {}
