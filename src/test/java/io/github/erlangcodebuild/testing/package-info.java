/** What the tests and the demo stand on: a registry in this JVM, images to seed it with, and a look at what it holds. */
@NullMarked
package io.github.erlangcodebuild.testing;

import org.jspecify.annotations.NullMarked;
