package io.github.erlangcodebuild.image;

/**
 * What a manifest says of one blob.
 *
 * @param mediaType its media type
 * @param digest its digest
 * @param size its size in bytes
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md">OCI image-spec, content
 *     descriptors</a>
 */
public record ContentDescriptor(String mediaType, Digest digest, long size) {}
