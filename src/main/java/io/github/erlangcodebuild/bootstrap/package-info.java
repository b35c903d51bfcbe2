/**
 * The story of {@code bootstrap}: stack, scripts and builds that leave a toolchain bundle in S3. {@link Bootstrap} reads from
 * top to bottom.
 */
@NullMarked
package io.github.erlangcodebuild.bootstrap;

import org.jspecify.annotations.NullMarked;
