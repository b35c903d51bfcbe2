/**
 * The story of {@code rollout}: an image is found, a stack or projects are pointed at it, a build proves it, and all of it can be
 * taken back. {@link Rollout} is where to begin.
 */
@NullMarked
package io.github.erlangcodebuild.rollout;

import org.jspecify.annotations.NullMarked;
