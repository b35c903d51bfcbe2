/**
 * The story of {@code push}: what is asked for, what the image will be, which blobs move, which tags are set, and what came
 * of it. {@link ImagePusher} reads from top to bottom.
 */
@NullMarked
package io.github.erlangcodebuild.push;

import org.jspecify.annotations.NullMarked;
