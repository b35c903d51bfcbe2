/** What all packages share. */
@NullMarked
package io.github.erlangcodebuild;

import org.jspecify.annotations.NullMarked;
