package io.github.erlangcodebuild.aws.s3;

import io.github.erlangcodebuild.bundle.ToolchainDescriptor;

/** What is at the place of a toolchain. */
public sealed interface StoredToolchain {

    /** A toolchain that can be used: its descriptor is valid, and its layer is that of the descriptor. */
    record Usable(ToolchainDescriptor descriptor) implements StoredToolchain {}

    /**
     * Something that cannot be used.
     *
     * @param problem why not, in full sentences
     */
    record Unusable(String problem) implements StoredToolchain {}

    /** Nothing. */
    record Absent() implements StoredToolchain {}
}
