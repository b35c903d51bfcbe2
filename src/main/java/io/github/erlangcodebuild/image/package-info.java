/** The base image and the image planned on it, as values: nothing here reads or writes anything. */
@NullMarked
package io.github.erlangcodebuild.image;

import org.jspecify.annotations.NullMarked;
