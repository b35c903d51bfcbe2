/**
 * The toolchain bundle: a descriptor (JSON) beside a tarball that already is the OCI layer, and where the two are read from.
 */
@NullMarked
package io.github.erlangcodebuild.bundle;

import org.jspecify.annotations.NullMarked;
