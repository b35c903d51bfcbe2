/**
 * The toolchain bundle: a descriptor (JSON) beside a tarball that already is the OCI layer, where they are read from, and
 * the verification of the layer while it goes by.
 */
@NullMarked
package io.github.erlangcodebuild.toolchain;

import org.jspecify.annotations.NullMarked;
