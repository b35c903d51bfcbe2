/** What drives the fuzz targets, which stand beside what they read: {@code src/fuzz/run} says how they are run. */
@NullMarked
package io.github.erlangcodebuild.fuzz;

import org.jspecify.annotations.NullMarked;
