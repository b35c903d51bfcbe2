/**
 * Values of the OCI model: references, digests, descriptors, manifest formats, platforms, the base image, and CodeBuild's
 * curated images. No I/O.
 */
@NullMarked
package io.github.erlangcodebuild.image;

import org.jspecify.annotations.NullMarked;
