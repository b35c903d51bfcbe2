/**
 * The goal {@code rollout}: {@link io.github.erlangcodebuild.rollout.Rollout} finds an image and updates a stack or projects to
 * use it, {@link io.github.erlangcodebuild.rollout.TestBuilds} starts builds on it and takes the rollout back when one fails,
 * {@link io.github.erlangcodebuild.rollout.BuildReporter} reports what past builds took.
 */
@NullMarked
package io.github.erlangcodebuild.rollout;

import org.jspecify.annotations.NullMarked;
