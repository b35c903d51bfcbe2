/**
 * The verification of a toolchain layer in one pass, while it goes by: digests, sizes, and every entry of its tar.
 * {@link LayerVerifier} is the one way in.
 */
@NullMarked
package io.github.erlangcodebuild.bundle.layer;

import org.jspecify.annotations.NullMarked;
