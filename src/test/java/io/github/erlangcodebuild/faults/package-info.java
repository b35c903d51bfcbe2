/**
 * Pushes through a network and registries that fail: each fault at each stage, what the user sees of it, and that no tag
 * ever names an image that is not whole. docs/internals/faults.md is made from it.
 */
@NullMarked
package io.github.erlangcodebuild.faults;

import org.jspecify.annotations.NullMarked;
